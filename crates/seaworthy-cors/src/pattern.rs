//! Patterns of origins: one, all below a domain, all ports of a host, or any at all.

use std::fmt;
use std::str::FromStr;

use crate::host::{Host, MAX_HOST};
use crate::parts::{Parts, Split, parse_port};
use crate::rule::{Port, Rule};
use crate::{Origin, OriginError};

/// The origins that an entry of [`Config::origins`](crate::Config::origins) stands for.
///
/// | pattern | origins |
/// |---|---|
/// | `https://example.com` | that one |
/// | `https://*.example.com` | each host below `example.com`, however deep; not `example.com` |
/// | `https://example.com:*` | that host with any port, or none |
/// | `https://*.example.com:*` | both |
/// | `*` | any |
///
/// A `*` has no meaning anywhere else, and everything around it is as strict as an [`Origin`].
///
/// ```
/// use seaworthy_cors::{Origin, OriginError, OriginPattern};
///
/// let pattern: OriginPattern = "https://*.example.com".parse()?;
/// assert!(pattern.matches(&"https://a.b.example.com".parse()?));
/// assert!(!pattern.matches(&"https://example.com".parse()?));
/// assert!(!pattern.matches(&"https://evilexample.com".parse()?));
///
/// let misplaced = "https://api-*.example.com".parse::<OriginPattern>();
/// assert_eq!(misplaced, Err(OriginError::Wildcard));
/// # Ok::<(), OriginError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct OriginPattern {
    pub(crate) shape: Shape,
}

impl OriginPattern {
    /// Whether this origin is one of those the pattern stands for.
    #[must_use]
    pub fn matches(&self, origin: &Origin) -> bool {
        match &self.shape {
            Shape::Any => true,
            Shape::One(one) => one == origin,
            Shape::Many(rule) => {
                Parts::parse(origin.as_str()).is_ok_and(|parts| rule.matches(&parts))
            }
        }
    }

    /// The scheme and the host, or the base of the hosts, unless the pattern is `*`.
    pub(crate) fn scheme_and_host(&self) -> Option<(&str, &str)> {
        match &self.shape {
            Shape::Any => None,
            Shape::One(one) => {
                let parts = Parts::parse(one.as_str()).ok()?;
                Some((parts.scheme, parts.host))
            }
            Shape::Many(rule) => Some((&rule.scheme, &rule.host)),
        }
    }

    /// The domain whose hosts are meant, without the dot of the root, if all below one are.
    pub(crate) fn base(&self) -> Option<&str> {
        match &self.shape {
            Shape::Many(rule) if rule.subdomains => {
                Some(rule.host.strip_suffix('.').unwrap_or(&rule.host))
            }
            _ => None,
        }
    }
}

impl FromStr for OriginPattern {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        if text == "*" {
            return Ok(Self { shape: Shape::Any });
        }
        let Split { scheme, host, port } = Split::of(text)?;
        let (base, subdomains) = match host.strip_prefix("*.") {
            Some(base) => (base, true),
            None => (host, false),
        };
        if !subdomains && port != Some("*") {
            return text.parse().map(|one| Self {
                shape: Shape::One(one),
            });
        }
        if base.contains('*') || (subdomains && base.is_empty()) {
            return Err(OriginError::Wildcard);
        }
        match Host::parse(base)? {
            // Below a longer base, no host is short enough to exist.
            Host::Name(_) if subdomains && base.len() + "a.".len() > MAX_HOST => {
                return Err(OriginError::TooLong);
            }
            // Nothing stands below an address.
            Host::V4(_) | Host::V6(_) if subdomains => return Err(OriginError::Wildcard),
            _ => {}
        }
        let port = match port {
            None => Port::Only(None),
            Some("*") => Port::Any,
            Some(port) if port.contains('*') => return Err(OriginError::Wildcard),
            Some(port) => Port::Only(Some(parse_port(scheme, port)?)),
        };
        Ok(Self {
            shape: Shape::Many(Rule {
                host: base.into(),
                scheme: scheme.into(),
                subdomains,
                port,
            }),
        })
    }
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shape {
            Shape::Any => f.write_str("*"),
            Shape::One(one) => one.fmt(f),
            Shape::Many(rule) => rule.fmt(f),
        }
    }
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Shape {
    Any,
    One(Origin),
    Many(Rule),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_read_and_written_in_one_spelling() {
        for good in [
            "*",
            "https://example.com",
            "https://*.example.com",
            "https://*.example.com.",
            "https://*.example.com:8443",
            "https://*.example.com:*",
            "https://example.com:*",
            "http://127.0.0.1:*",
            "http://[::1]:*",
            "https://*.com",
        ] {
            let pattern = good.parse::<OriginPattern>();
            assert_eq!(pattern.map(|p| p.to_string()), Ok(good.into()));
        }
    }

    #[test]
    fn a_wildcard_stands_for_whole_labels_or_a_whole_port() {
        for bad in [
            "h*",
            "**",
            "*.example.com",
            "*://example.com",
            "https*://example.com",
            "https://*",
            "https://*.",
            "https://*:8443",
            "https://**.example.com",
            "https://*.*.example.com",
            "https://a.*.example.com",
            "https://a*.example.com",
            "https://*example.com",
            "https://example.*",
            "https://example.com*",
            "https://example.com:80*",
            "https://*.example.com:80*",
            "https://example.com:**",
            "https://*.127.0.0.1",
            "https://*.127.0.0.1:*",
            "https://*.[::1]",
        ] {
            let pattern = bad.parse::<OriginPattern>();
            assert_eq!(pattern, Err(OriginError::Wildcard), "{bad}");
        }
    }

    #[test]
    fn around_its_wildcard_a_pattern_is_as_strict_as_an_origin() {
        for (bad, why) in [
            ("HTTPS://*.example.com", OriginError::UpperCase),
            ("https://*.Example.com", OriginError::UpperCase),
            ("https://*.münchen.example", OriginError::NonAscii),
            ("https://*.example.com/", OriginError::Path),
            ("https://*.example.com:443", OriginError::DefaultPort),
            ("https://*.example.com:0", OriginError::Port),
            ("https://*..example.com", OriginError::Host),
            ("https://*.1", OriginError::Address),
            ("file://*.example.com", OriginError::File),
        ] {
            assert_eq!(bad.parse::<OriginPattern>(), Err(why), "{bad}");
        }
    }

    #[test]
    fn a_base_leaves_room_for_a_host_below_it() {
        let label = "a".repeat(63);
        let base = format!("{label}.{label}.{label}.{}", "a".repeat(59));
        let pattern: OriginPattern = format!("https://*.{base}").parse().unwrap();
        assert!(pattern.matches(&format!("https://b.{base}").parse().unwrap()));

        let longer = format!("https://*.{base}a").parse::<OriginPattern>();
        assert_eq!(longer, Err(OriginError::TooLong));
    }

    #[test]
    fn a_pattern_matches_its_origins_and_no_other() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("*", &["https://a.example", "http://[::1]:1"], &[]),
            (
                "https://example.com",
                &["https://example.com"],
                &[
                    "http://example.com",
                    "https://example.com.",
                    "https://example.com:8443",
                ],
            ),
            (
                "https://*.example.com",
                &[
                    "https://a.example.com",
                    "https://a.b.example.com",
                    "https://_a.example.com",
                ],
                &[
                    "https://example.com",
                    "https://evilexample.com",
                    "https://a.example.com.evil.com",
                    "https://a.example.com.",
                    "https://a.example.com:8443",
                    "http://a.example.com",
                ],
            ),
            (
                "https://*.example.com:8443",
                &["https://a.example.com:8443"],
                &["https://a.example.com", "https://a.example.com:8444"],
            ),
            (
                "https://*.example.com:*",
                &["https://a.example.com", "https://a.example.com:1"],
                &["https://example.com:1", "http://a.example.com:1"],
            ),
            (
                "http://localhost:*",
                &["http://localhost", "http://localhost:3000"],
                &["http://a.localhost", "https://localhost"],
            ),
        ];
        for (pattern, good, bad) in cases {
            let pattern: OriginPattern = pattern.parse().unwrap();
            for origin in *good {
                assert!(
                    pattern.matches(&origin.parse().unwrap()),
                    "{pattern} {origin}"
                );
            }
            for origin in *bad {
                assert!(
                    !pattern.matches(&origin.parse().unwrap()),
                    "{pattern} {origin}"
                );
            }
        }
    }
}
