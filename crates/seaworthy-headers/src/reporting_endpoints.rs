//! `Reporting-Endpoints`.

use crate::csp::Policy;
use crate::{CspIssue, Issue, Source};

/// The value as it is sent, unless something was wrong with it; `None` where there is nothing.
///
/// [The field](https://www.w3.org/TR/reporting-1/#header) is a dictionary of [RFC 8941], from names
/// to addresses in quotes.
///
/// [RFC 8941]: https://www.rfc-editor.org/rfc/rfc8941#section-3.2
pub(crate) fn check(endpoints: &[(String, String)], issues: &mut Vec<Issue>) -> Option<String> {
    let mut seen: Vec<&str> = Vec::new();
    let mut sent = String::new();
    for (name, url) in endpoints {
        let (name, url) = (name.as_str(), url.as_str());
        if !is_key(name) {
            let name = name.to_owned();
            issues.push(Issue::InvalidReportingEndpointName { name });
        } else if seen.contains(&name) {
            let name = name.to_owned();
            issues.push(Issue::DuplicateReportingEndpoint { name });
        }
        seen.push(name);
        match Address::of(url) {
            Address::Good => {}
            Address::Insecure => issues.push(Issue::InsecureReportingEndpoint {
                name: name.to_owned(),
                url: without_password(url),
            }),
            Address::Wrong => issues.push(Issue::InvalidReportingEndpointUrl {
                name: name.to_owned(),
                url: without_password(url),
            }),
        }
        if !sent.is_empty() {
            sent.push_str(", ");
        }
        // What is right has neither quotes nor backslashes in it, and needs no escapes.
        for part in [name, "=\"", url, "\""] {
            sent.push_str(part);
        }
    }
    (!sent.is_empty()).then_some(sent)
}

/// The endpoint that a policy reports to while nobody has configured it.
pub(crate) fn missing(policy: &Policy, endpoints: &[(String, String)]) -> Option<CspIssue> {
    let endpoint = policy.get("report-to")?.values().next()?;
    let configured = endpoints.iter().any(|(name, _)| name == endpoint);
    let endpoint = endpoint.to_owned();
    (!configured).then_some(CspIssue::UnknownEndpoint { endpoint })
}

enum Address {
    Good,
    Insecure,
    Wrong,
}

impl Address {
    /// Browsers [drop an endpoint](https://www.w3.org/TR/reporting-1/#process-header) that is not
    /// secure; of relative addresses, all of them know the path alone.
    fn of(url: &str) -> Self {
        let in_url = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%".contains(&b);
        if !url.bytes().all(in_url) {
            return Self::Wrong;
        }
        if let Some(path) = url.strip_prefix('/') {
            // Two of them begin a host.
            return if path.starts_with('/') {
                Self::Wrong
            } else {
                Self::Good
            };
        }
        let Some((scheme, rest)) = url.split_once("://") else {
            return Self::Wrong;
        };
        let authority = rest.split(['/', '?']).next().unwrap_or(rest);
        let origin = format!("https://{authority}").parse::<Source>();
        let one_host = origin.is_ok_and(|origin| origin.is_origin()) && !authority.contains('*');
        if !one_host {
            Self::Wrong
        } else if scheme.eq_ignore_ascii_case("https") {
            Self::Good
        } else if scheme.eq_ignore_ascii_case("http") {
            Self::Insecure
        } else {
            Self::Wrong
        }
    }
}

/// Whether it is a [key](https://www.rfc-editor.org/rfc/rfc8941#section-3.1.2).
fn is_key(text: &str) -> bool {
    let first = |b: u8| b.is_ascii_lowercase() || b == b'*';
    let fine = |b: u8| first(b) || b.is_ascii_digit() || b"_-.".contains(&b);
    text.bytes().next().is_some_and(first) && text.bytes().all(fine)
}

/// The address as it may be shown: a password can stand before an `@`.
fn without_password(url: &str) -> String {
    match url.rsplit_once('@') {
        Some((_, rest)) => format!("…@{rest}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::Issue;

    fn checked(endpoints: &[(&str, &str)]) -> Result<Option<String>, Vec<Issue>> {
        let owned = endpoints.iter();
        let owned: Vec<_> = owned
            .map(|(name, url)| ((*name).to_owned(), (*url).to_owned()))
            .collect();
        let mut issues = Vec::new();
        let sent = check(&owned, &mut issues);
        if issues.is_empty() {
            Ok(sent)
        } else {
            Err(issues)
        }
    }

    #[test]
    fn names_and_addresses_are_a_dictionary() {
        assert_eq!(checked(&[]), Ok(None));
        let sent = "csp=\"https://reports.example/csp?app=1\", *x_1.y-z=\"/csp-report\"";
        assert_eq!(
            checked(&[
                ("csp", "https://reports.example/csp?app=1"),
                ("*x_1.y-z", "/csp-report"),
            ]),
            Ok(Some(sent.to_owned()))
        );
    }

    #[test]
    fn a_name_is_a_key() {
        for bad in [
            "", "Csp", "1csp", "-csp", "csp x", "csp=", "csp\"", "csp,", "csp;", "é", "csp\n",
        ] {
            let name = bad.to_owned();
            let issue = Issue::InvalidReportingEndpointName { name };
            assert_eq!(checked(&[(bad, "/csp")]), Err(vec![issue]));
        }
    }

    #[test]
    fn an_address_is_secure_and_whole() {
        for good in [
            "/",
            "/csp",
            "/a//b?x=%20&y=@",
            "https://a.example",
            "HTTPS://a.example:8443/x",
            "https://10.0.0.1?x",
        ] {
            assert!(checked(&[("csp", good)]).is_ok(), "{good}");
        }
        for bad in [
            "",
            "csp",
            "//a.example/csp",
            "/\\a.example",
            "https:",
            "https:/a.example",
            "https://",
            "https:///csp",
            "https://*.example",
            "https://a.example:x",
            "https://a.example#x",
            "https://a.example/\"",
            "https://a.example/\", x=\"https://b.example",
            "https://a.example/\\",
            "https://a.example/ x",
            "https://a.example/\r\nx: y",
            "https://é.example/",
            "ftp://a.example",
            "wss://a.example",
            "data:,x",
        ] {
            let (name, url) = ("csp".to_owned(), bad.to_owned());
            let issue = Issue::InvalidReportingEndpointUrl { name, url };
            assert_eq!(checked(&[("csp", bad)]), Err(vec![issue]), "{bad}");
        }
        for bad in ["http://a.example/csp", "HTTP://localhost:8080/csp"] {
            let (name, url) = ("csp".to_owned(), bad.to_owned());
            let issue = Issue::InsecureReportingEndpoint { name, url };
            assert_eq!(checked(&[("csp", bad)]), Err(vec![issue]), "{bad}");
        }
    }

    #[test]
    fn everything_is_reported_but_no_password() {
        let name = || "csp".to_owned();
        assert_eq!(
            checked(&[
                ("csp", "https://me:secret@a.example"),
                ("csp", "http://a.example"),
            ]),
            Err(vec![
                Issue::InvalidReportingEndpointUrl {
                    name: name(),
                    url: "…@a.example".to_owned(),
                },
                Issue::DuplicateReportingEndpoint { name: name() },
                Issue::InsecureReportingEndpoint {
                    name: name(),
                    url: "http://a.example".to_owned(),
                },
            ])
        );
    }
}
