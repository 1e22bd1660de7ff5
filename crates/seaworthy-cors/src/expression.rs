//! Regular expressions, as other CORS libraries take them for origins.

/// What an expression of the usual kind stands for, written with `*`; any other comes back with
/// signs that no pattern has. In a text that is none, backslashes are slashes, as in browsers.
pub(crate) fn without_expression(text: &str) -> String {
    let has_marks = text.contains(r"\.") || text.contains(r"\d+") || text.starts_with(BOTH);
    if !has_marks && !text.starts_with('^') && !text.ends_with('$') {
        return text.replace('\\', "/");
    }
    // JavaScript writes them between slashes.
    let between = text.strip_prefix('/').and_then(|t| t.strip_suffix('/'));
    let plain = between
        .unwrap_or(text)
        .trim_start_matches('^')
        .trim_end_matches('$')
        .replace(r"\/", "/");
    // Who allows both schemes has named none.
    let origin = plain.strip_prefix(BOTH).unwrap_or(&plain);
    let (scheme, authority) = match origin.split_once("://") {
        Some((scheme, authority)) => (format!("{scheme}://"), authority),
        None => (String::new(), origin),
    };
    let any_port = [r"(:\d+)?", r"(?::\d+)?", r":\d+"]
        .iter()
        .find_map(|port| authority.strip_suffix(port));
    let host = any_port.unwrap_or(authority);
    let host = match after_any_label(host) {
        Some(base) => format!("*.{base}"),
        None => host.to_owned(),
    };
    let port = any_port.map_or("", |_| ":*");
    format!("{scheme}{host}{port}").replace(r"\.", ".")
}

/// What follows a first label that may be any, and its dot.
fn after_any_label(host: &str) -> Option<&str> {
    let group = host.strip_prefix("(?:").or_else(|| host.strip_prefix('('));
    let rest = match group {
        Some(group) => {
            let (label, rest) = group.split_once(')')?;
            after_any(label)?.is_empty().then_some(rest)?
        }
        None => after_any(host)?,
    };
    rest.strip_prefix(r"\.").or_else(|| rest.strip_prefix('.'))
}

/// What follows an expression that letters of all kinds meet, repeated.
fn after_any(text: &str) -> Option<&str> {
    let any = [".*", ".+", r"\w+", r"\S+"];
    if let Some(rest) = any.iter().find_map(|any| text.strip_prefix(any)) {
        return Some(rest);
    }
    let (class, rest) = text.strip_prefix('[')?.split_once(']')?;
    let is_wide = ["a-z", "A-Z", r"\w"].iter().any(|all| class.contains(all));
    let repeated = rest.strip_prefix(['*', '+']);
    repeated.filter(|_| is_wide || class.starts_with('^'))
}

/// Either scheme.
const BOTH: &str = "https?://";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_of_the_usual_kind_is_a_pattern() {
        for label in [
            ".*",
            ".+",
            r"\w+",
            r"[^.]+",
            r"[^\/]+",
            "[a-z0-9-]+",
            "[A-Za-z]*",
            r"[\w-]+",
            "(.*)",
            r"(?:[^.]+)",
        ] {
            for (expression, pattern) in [
                (r"^https://LABEL\.example\.com$", "https://*.example.com"),
                (
                    r"/^https:\/\/LABEL\.example\.com$/",
                    "https://*.example.com",
                ),
                (r"^LABEL\.example\.com$", "*.example.com"),
                (r"^https?://LABEL\.example\.com$", "*.example.com"),
                (r"^https://LABEL.example.com$", "https://*.example.com"),
                (
                    r"https://LABEL\.example\.com:\d+",
                    "https://*.example.com:*",
                ),
            ] {
                let expression = expression.replace("LABEL", label);
                assert_eq!(without_expression(&expression), pattern, "{expression}");
            }
        }
        for (expression, pattern) in [
            (r"/\.example\.com$/", ".example.com"),
            (r"^http://localhost:\d+$", "http://localhost:*"),
            (r"^http://localhost(:\d+)?$", "http://localhost:*"),
            (r"^https://example\.com$", "https://example.com"),
            ("https?://example.com", "example.com"),
        ] {
            assert_eq!(without_expression(expression), pattern);
        }
    }

    #[test]
    fn any_other_expression_keeps_its_signs() {
        for expression in [
            r"^https://(a|b)\.example\.com$",
            r"^https://(.*\.)?example\.com$",
            r"^https://a.*\.example\.com$",
            r"^https://.*a\.example\.com$",
            r"^https://([a-z]+-app)\.example\.com$",
            r"^https://[0-9]+\.example\.com$",
            r"^https://[a-z]\.example\.com$",
            r"^https://.*example\.com$",
            r"^https://.*\.example\.(com|org)$",
            r"^https://(.*\.example\.com$",
            r"^https://[a-z\.example\.com$",
        ] {
            let pattern = without_expression(expression);
            let parsed = pattern.parse::<crate::OriginPattern>();
            assert!(parsed.is_err(), "{expression}: {pattern}");
        }
    }

    #[test]
    fn a_backslash_elsewhere_is_a_slash() {
        assert_eq!(
            without_expression(r"https:\\dev.example.com\a"),
            "https://dev.example.com/a"
        );
    }
}
