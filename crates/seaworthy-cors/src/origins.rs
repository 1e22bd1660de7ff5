//! The origins of a policy, so ordered that one is found in hardly longer when there are many.

use std::collections::HashSet;

use http::HeaderValue;
use rustc_hash::FxBuildHasher;

use crate::parts::{MAX_ORIGIN, Parts, is_trustworthy};
use crate::pattern::Shape;
use crate::rule::{Port, Rule};
use crate::{Config, Issue, OriginPattern};

/// The origins that may read responses.
#[derive(Clone, Debug)]
pub(crate) enum Origins {
    Any,
    Listed {
        /// Hashed without a secret: who asks puts nothing in here.
        exact: HashSet<HeaderValue, FxBuildHasher>,
        /// Sorted by [`Rule::key`].
        rules: Box<[Rule]>,
    },
}

impl Origins {
    pub(crate) fn read(config: &Config, has_predicate: bool, issues: &mut Vec<Issue>) -> Self {
        let mut any = false;
        let mut exact = HashSet::default();
        let mut rules = Vec::new();
        for text in &config.origins {
            let pattern: OriginPattern = match text.parse() {
                Ok(pattern) => pattern,
                Err(reason) => {
                    issues.push(Issue::invalid_origin(text, reason));
                    continue;
                }
            };
            if config.credentials {
                issues.extend(unfit_for_credentials(&pattern));
            }
            match pattern.shape {
                Shape::Any => any = true,
                // An origin is visible ASCII: none is lost here.
                Shape::One(origin) => exact.extend(HeaderValue::from_str(origin.as_str())),
                Shape::Many(rule) => rules.push(rule),
            }
        }
        if config.origins.is_empty() && !has_predicate {
            issues.push(Issue::NoOrigins);
        }
        if any && has_predicate {
            issues.push(Issue::PredicateBesideAnyOrigin);
        }
        if any && config.origins.iter().any(|text| text != "*") {
            issues.push(Issue::AnyOriginAmongOthers);
        }
        if any {
            return Self::Any;
        }
        rules.sort_by(|a, b| a.key().cmp(&b.key()));
        rules.dedup();
        Self::Listed {
            exact,
            rules: rules.into(),
        }
    }

    pub(crate) const fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }

    /// The entries that stand for the same origins, sorted, without those that others include.
    pub(crate) fn canonical(&self) -> Vec<String> {
        let (exact, rules) = match self {
            Self::Any => return vec!["*".to_owned()],
            Self::Listed { exact, rules } => (exact, rules),
        };
        let exact = exact.iter().filter_map(|origin| origin.to_str().ok());
        let ruled = |text: &str| Parts::parse(text).is_ok_and(|parts| is_ruled_in(rules, &parts));
        let includes = |rule: &Rule| rules.iter().any(|other| other.includes(rule));
        let mut entries: Vec<String> = exact
            .filter(|text| !ruled(text))
            .map(str::to_owned)
            .chain(
                rules
                    .iter()
                    .filter(|rule| !includes(rule))
                    .map(Rule::to_string),
            )
            .collect();
        entries.sort_unstable();
        entries
    }

    /// What a response says to this origin in `Access-Control-Allow-Origin`, if it may read it.
    ///
    /// An origin that is listed is answered with the configured value. One that a pattern stands
    /// for is answered with its own, and only after it has proved to be nothing but an origin:
    /// otherwise `https://evil.example/.example.com` would end as a pattern wants.
    pub(crate) fn grant(&self, origin: &HeaderValue) -> Option<HeaderValue> {
        let (exact, rules) = match self {
            Self::Any => return Some(HeaderValue::from_static("*")),
            Self::Listed { exact, rules } => (exact, rules),
        };
        if let Some(listed) = exact.get(origin) {
            return Some(listed.clone());
        }
        if rules.is_empty() || origin.len() > MAX_ORIGIN {
            return None;
        }
        let parts = Parts::parse(origin.to_str().ok()?).ok()?;
        is_ruled_in(rules, &parts).then(|| origin.clone())
    }
}

/// Whether a rule names the host, or a base that the host stands below.
///
/// A host has at most 126 dots, which bounds the work whatever a client sends.
fn is_ruled_in(rules: &[Rule], origin: &Parts<'_>) -> bool {
    let holds = |host: &str, subdomains| {
        [Port::Any, Port::Only(origin.port)]
            .into_iter()
            .any(|port| {
                let wanted = (host, origin.scheme, subdomains, port);
                rules
                    .binary_search_by(|rule| rule.key().cmp(&wanted))
                    .is_ok()
            })
    };
    let mut rest = origin.host;
    if holds(rest, false) {
        return true;
    }
    while let Some((_, base)) = rest.split_once('.') {
        if holds(base, true) {
            return true;
        }
        rest = base;
    }
    false
}

/// Why pages of these origins must not act in the name of a user who is signed in.
fn unfit_for_credentials(pattern: &OriginPattern) -> Option<Issue> {
    let Some((scheme, host)) = pattern.scheme_and_host() else {
        return Some(Issue::CredentialsForAnyOrigin);
    };
    let origin = pattern.to_string();
    if pattern.spans_top_level_domain() {
        Some(Issue::CredentialsForPublicSuffix { origin })
    } else if !is_trustworthy(scheme, host) {
        Some(Issue::CredentialsForInsecureOrigin { origin })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn origins(texts: &[String]) -> Origins {
        let mut issues = Vec::new();
        let origins = Origins::read(&Config::new(texts), false, &mut issues);
        assert_eq!(issues, []);
        origins
    }

    #[test]
    fn a_listed_origin_is_answered_with_the_configured_value() {
        let listed: Vec<String> = (0..1000).map(|n| format!("https://a{n}.example")).collect();
        let origins = origins(&listed);
        for text in &listed {
            let sent = HeaderValue::from_str(text).unwrap();
            let granted = origins.grant(&sent).unwrap();
            assert_eq!(granted, sent);
            assert_ne!(granted.as_bytes().as_ptr(), sent.as_bytes().as_ptr());
        }
        for text in [
            "https://a1000.example",
            "https://a.example",
            "https://a1.exampl",
            "",
        ] {
            let sent = HeaderValue::from_static(text);
            assert_eq!(origins.grant(&sent), None, "{text}");
        }
    }

    #[test]
    fn nothing_but_an_origin_is_ever_sent_back() {
        let patterns = [
            "https://*.example.com",
            "https://*.example.com:*",
            "http://[::1]:*",
        ];
        let origins = origins(&patterns.map(str::to_owned));
        for text in [
            "https://evil.com/.example.com",
            "https://evil.com?.example.com",
            "https://evil.com#.example.com",
            "https://evil.com@a.example.com",
            "https://evil.com\\.example.com",
            "https://evil.com`.example.com",
            "https://evil.com .example.com",
            "https://evil.com\t.example.com",
            "https://evil.com%60.example.com",
            "https://evil.com,https://a.example.com",
            "https://a.example.com:8443:8443",
            "https://*.example.com",
            "https://a.example.com:*",
            "https://.example.com",
            "https://a..example.com",
            "https://example.com",
            "http://[::1]:1]:2",
            "http://[::2]:1",
        ] {
            let sent = HeaderValue::from_str(text).unwrap();
            assert_eq!(origins.grant(&sent), None, "{text}");
        }
        let bytes = HeaderValue::from_bytes("https://m\u{fc}nchen.example.com".as_bytes()).unwrap();
        assert_eq!(origins.grant(&bytes), None);
    }

    /// Few letters, so that hosts meet, nest, and differ by little.
    fn host() -> impl Strategy<Value = String> {
        prop::collection::vec("[ab]{1,2}", 1..5).prop_map(|labels| labels.join("."))
    }

    fn port() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["", ":1", ":2", ":*"])
    }

    /// What a pattern means, by its text alone.
    fn naive(pattern: &str, origin: &str) -> bool {
        let (scheme, authority) = pattern.split_once("://").unwrap();
        let (wanted_host, wanted_port) = authority.split_once(':').unwrap_or((authority, ""));
        let Some(authority) = origin.strip_prefix(&format!("{scheme}://")) else {
            return false;
        };
        let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
        let host_fits = match wanted_host.strip_prefix('*') {
            Some(dot_and_base) => host.ends_with(dot_and_base),
            None => host == wanted_host,
        };
        host_fits && (wanted_port == "*" || port == wanted_port)
    }

    proptest! {
        #[test]
        fn the_index_grants_what_the_patterns_say(
            patterns in prop::collection::vec(("https?", "(\\*\\.)?", host(), port()), 1..8),
            origins_sent in prop::collection::vec(("https?", host(), "(:[123])?"), 1..16),
        ) {
            let patterns: Vec<String> = patterns
                .into_iter()
                .map(|(scheme, below, host, port)| format!("{scheme}://{below}{host}{port}"))
                .collect();
            let index = origins(&patterns);
            for (scheme, host, port) in origins_sent {
                let sent = format!("{scheme}://{host}{port}");
                let granted = index.grant(&HeaderValue::from_str(&sent).unwrap());
                let expected = patterns.iter().any(|pattern| naive(pattern, &sent));
                prop_assert_eq!(granted.is_some(), expected, "{:?} {}", &patterns, &sent);

                let origin = sent.parse().unwrap();
                let parsed = patterns.iter().map(|text| text.parse::<OriginPattern>().unwrap());
                prop_assert_eq!(parsed.into_iter().any(|p| p.matches(&origin)), expected);
            }
        }

        #[test]
        fn whatever_is_granted_has_the_letters_of_a_host_and_no_others(
            below in r"[a-c./?#@:\\ *%-]{0,5}",
        ) {
            let sent = format!("https://{below}.a.b");
            let granted = origins(&["https://*.a.b".to_owned()])
                .grant(&HeaderValue::from_str(&sent).unwrap());
            let labels = below.split('.');
            let honest = labels.into_iter().all(|label| {
                !label.is_empty() && label.bytes().all(|byte| b"abc-".contains(&byte))
            });
            prop_assert_eq!(granted.is_some(), honest, "{}", &sent);
        }
    }
}
