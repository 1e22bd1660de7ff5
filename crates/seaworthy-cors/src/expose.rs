//! The response headers that scripts may read.

use http::{HeaderName, HeaderValue};

use crate::{Config, Issue};

/// The response headers that a policy exposes.
#[derive(Clone, Debug)]
pub(crate) struct Exposed {
    /// In lower case, sorted; or `*` alone.
    names: Vec<String>,
    /// The value of `Access-Control-Expose-Headers`, if there is anything to say in it.
    pub(crate) reply: Option<HeaderValue>,
}

impl Exposed {
    pub(crate) fn read(config: &Config, issues: &mut Vec<Issue>) -> Self {
        let mut names = Vec::new();
        let mut any = false;
        for name in &config.expose {
            let header = name.clone();
            let lower = name.to_ascii_lowercase();
            if name == "*" {
                any = true;
            } else if HeaderName::from_bytes(name.as_bytes()).is_err() {
                issues.push(Issue::InvalidExposedHeader { header });
            } else if FORBIDDEN.contains(&&*lower) {
                issues.push(Issue::ForbiddenExposedHeader { header });
            } else if MISPLACED.contains(&&*lower) {
                issues.push(Issue::MisplacedExposedHeader { header });
            } else if !SAFELISTED.contains(&&*lower) {
                names.push(lower);
            }
        }
        if any && config.credentials {
            issues.push(Issue::CredentialsForAnyExposedHeader);
        }
        if any {
            names = vec!["*".to_owned()];
        }
        names.sort_unstable();
        names.dedup();
        Self {
            // Names of headers are tokens: none is lost here.
            reply: HeaderValue::try_from(names.join(", "))
                .ok()
                .filter(|list| !list.is_empty()),
            names,
        }
    }

    /// The names that come to the same, sorted, without those that scripts read anyway.
    pub(crate) fn canonical(&self) -> Vec<String> {
        self.names.clone()
    }
}

/// The headers that browsers keep from scripts:
/// <https://fetch.spec.whatwg.org/#forbidden-response-header-name>.
const FORBIDDEN: [&str; 2] = ["set-cookie", "set-cookie2"];

/// The headers of requests and of preflights.
const MISPLACED: [&str; 6] = [
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-max-age",
    "access-control-request-headers",
    "access-control-request-method",
    "origin",
];

/// The headers that scripts read anyway:
/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>.
const SAFELISTED: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn expose(names: &[&str], credentials: bool) -> (Option<HeaderValue>, Vec<Issue>) {
        let mut config = Config::new(["https://example.com"]);
        config.expose = names.iter().map(|&name| name.into()).collect();
        config.credentials = credentials;
        let mut issues = Vec::new();
        (Exposed::read(&config, &mut issues).reply, issues)
    }

    #[test]
    fn only_what_scripts_do_not_read_anyway_is_exposed() {
        for (names, value) in [
            (&[][..], None),
            (&["Content-Type", "pragma"], None),
            (
                &["X-Request-Id", "etag", "ETag", "expires"],
                Some("etag, x-request-id"),
            ),
            (&["*"], Some("*")),
            (&["etag", "*"], Some("*")),
        ] {
            let (exposed, issues) = expose(names, false);
            assert_eq!(exposed.as_ref().map(|value| value.to_str().unwrap()), value);
            assert_eq!(issues, []);
        }
    }

    #[test]
    fn a_header_that_no_script_can_read_is_an_issue() {
        let text = |name: &str| name.to_owned();
        let (_, issues) = expose(&["", "a b", "Set-Cookie", "Origin", "*"], true);
        assert_eq!(
            issues,
            [
                Issue::InvalidExposedHeader { header: text("") },
                Issue::InvalidExposedHeader {
                    header: text("a b")
                },
                Issue::ForbiddenExposedHeader {
                    header: text("Set-Cookie")
                },
                Issue::MisplacedExposedHeader {
                    header: text("Origin")
                },
                Issue::CredentialsForAnyExposedHeader,
            ]
        );
    }
}
