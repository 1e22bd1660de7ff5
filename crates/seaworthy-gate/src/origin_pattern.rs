//! Which other origins may send unsafe requests.

use std::fmt;
use std::str::FromStr;

use seaworthy_policy::Scheme;

use crate::authority::HostPort;
use crate::host_pattern::is_within;
use crate::origin::{Origin, split_scheme};

/// Which other origins may send unsafe requests: one entry of
/// [`csrf_trusted_origins`](crate::Config::csrf_trusted_origins).
///
/// It is a scheme, a host and, unless it is the scheme's own, a port: `https://app.example`.
/// With `*.` before the host it is that host and everything below it, as in
/// [Django](https://docs.djangoproject.com/en/stable/ref/settings/#csrf-trusted-origins).
///
/// ```
/// use seaworthy_gate::OriginPattern;
///
/// let pattern: OriginPattern = "https://*.example.com".parse()?;
/// assert!(pattern.matches("https://example.com") && pattern.matches("https://a.example.com"));
/// assert!(!pattern.matches("http://a.example.com"));
///
/// let error = "https://app.example/".parse::<OriginPattern>().unwrap_err();
/// assert_eq!(error.to_string(), "it goes on after the host; write `https://app.example`");
/// # Ok::<(), seaworthy_gate::OriginPatternError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OriginPattern {
    scheme: Scheme,
    /// In lower case.
    host: Box<str>,
    port: u16,
    /// Whether everything below the host is meant too.
    below: bool,
}

impl OriginPattern {
    /// Whether this origin, as a browser sends it, is meant. A text that is no origin never is.
    #[must_use]
    pub fn matches(&self, origin: &str) -> bool {
        Origin::parse(origin.as_bytes()).is_some_and(|origin| self.admits(origin))
    }

    pub(crate) fn admits(&self, origin: Origin<'_>) -> bool {
        let is_host = match self.below {
            true => is_within(origin.host, &self.host),
            false => *origin.host == *self.host,
        };
        is_host && origin.scheme == self.scheme && origin.port == self.port
    }

    /// Whether whoever sits between can act as this origin.
    pub(crate) const fn is_plain(&self) -> bool {
        matches!(self.scheme, Scheme::Http)
    }
}

impl FromStr for OriginPattern {
    type Err = OriginPatternError;

    fn from_str(text: &str) -> Result<Self, OriginPatternError> {
        let Some((scheme, rest)) = split_scheme(text.as_bytes()) else {
            return Err(OriginPatternError::of_schemeless(text));
        };
        let below = rest.strip_prefix(b"*.");
        let authority = below.unwrap_or(rest);
        if let Some(end) = authority
            .iter()
            .position(|byte| matches!(byte, b'/' | b'?' | b'#'))
        {
            let extra = authority.len() - end;
            let origin = text.get(..text.len() - extra).unwrap_or_default();
            let write = repaired(origin.to_owned())?;
            return Err(OriginPatternError::Path { write });
        }
        let host = HostPort::parse(authority).ok_or(OriginPatternError::Host)?;
        let is_domain_of_address = below.is_some() && host.address().is_some();
        if host.has_empty_label() || is_domain_of_address {
            return Err(OriginPatternError::Host);
        }
        let default = scheme.default_port();
        if host.port == Some(default) {
            let star = if below.is_some() { "*." } else { "" };
            return Err(OriginPatternError::DefaultPort {
                write: format!("{scheme}://{star}{}", host.host),
            });
        }
        Ok(Self {
            scheme,
            host: host.host.to_ascii_lowercase().into(),
            port: host.port.unwrap_or(default),
            below: below.is_some(),
        })
    }
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.below { "*." } else { "" };
        write!(f, "{}://{star}{}", self.scheme, self.host)?;
        if self.port != self.scheme.default_port() {
            write!(f, ":{}", self.port)?;
        }
        Ok(())
    }
}

/// What to write for a text that was almost this origin; what else is wrong with it otherwise.
fn repaired(origin: String) -> Result<String, OriginPatternError> {
    match origin.parse::<OriginPattern>() {
        Ok(_) => Ok(origin),
        Err(OriginPatternError::DefaultPort { write } | OriginPatternError::Path { write }) => {
            Ok(write)
        }
        Err(why) => Err(why),
    }
}

/// Why a text is no [`OriginPattern`], and what may be written instead.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OriginPatternError {
    /// It names the port that browsers leave out.
    #[error("it names the scheme's own port, which browsers leave out; write `{write}`")]
    DefaultPort {
        /// The origin without it.
        write: String,
    },
    /// What follows the scheme is no host.
    #[error("its host is malformed; write it like `https://app.example` or `https://*.example`")]
    Host,
    /// It has no scheme, without which it is no origin.
    #[error("it has no scheme; write `{write}`")]
    NoScheme {
        /// The origin with one.
        write: String,
    },
    /// It is `null`, which is everybody's who hides an origin.
    #[error("`null` is the origin of every page that hides its own; remove it")]
    Null,
    /// It has a path, a query or a fragment.
    #[error("it goes on after the host; write `{write}`")]
    Path {
        /// The origin alone.
        write: String,
    },
    /// It has another scheme.
    #[error("its scheme is {0:?}; write an origin of `https` or `http`")]
    Scheme(String),
}

impl OriginPatternError {
    fn of_schemeless(text: &str) -> Self {
        if text == "null" {
            return Self::Null;
        }
        if let Some((scheme, _)) = text.split_once("://") {
            return Self::Scheme(scheme.to_owned());
        }
        repaired(format!("https://{text}")).map_or_else(|why| why, |write| Self::NoScheme { write })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_one_origin_or_a_domain_of_them() {
        for (pattern, good, bad) in [
            (
                "https://App.example",
                &["https://app.example"][..],
                &[
                    "http://app.example",
                    "https://app.example:8443",
                    "https://a.app.example",
                ][..],
            ),
            (
                "https://*.example.com",
                &["https://example.com", "https://a.b.example.com"],
                &[
                    "https://evilexample.com",
                    "http://a.example.com",
                    "https://a.example.com:8443",
                ],
            ),
            (
                "http://*.dev:3000",
                &["http://a.dev:3000"],
                &["http://a.dev", "https://a.dev:3000"],
            ),
        ] {
            let parsed: OriginPattern = pattern.parse().unwrap();
            for origin in good {
                assert!(parsed.matches(origin), "{pattern} means {origin}");
            }
            for origin in bad {
                assert!(Origin::parse(origin.as_bytes()).is_some(), "{origin}");
                assert!(!parsed.matches(origin), "{pattern} does not mean {origin}");
            }
        }
    }

    #[test]
    fn what_no_browser_sends_is_never_meant() {
        let pattern: OriginPattern = "https://*.a.example".parse().unwrap();
        for text in [
            "",
            "null",
            "a.example",
            "https://*.a.example",
            "https://a.example/",
            "https://A.example",
            "https://a.example:443",
        ] {
            assert!(!pattern.matches(text), "{text}");
        }
    }

    #[test]
    fn a_pattern_is_written_as_it_is_read() {
        for text in [
            "https://app.example",
            "http://*.dev:3000",
            "https://[::1]:8443",
            "https://a.example.",
            "http://a:443",
            "https://a:80",
            "https://*.a.example:0",
        ] {
            assert_eq!(text.parse::<OriginPattern>().unwrap().to_string(), text);
        }
        let spelt: OriginPattern = "https://App.Example:08443".parse().unwrap();
        assert_eq!(spelt.to_string(), "https://app.example:8443");
    }

    #[test]
    fn what_is_no_pattern_says_what_to_write() {
        for (text, message) in [
            ("", "its host is malformed"),
            ("null", "`null` is"),
            ("*", "its host is malformed"),
            (
                "*.app.example",
                "it has no scheme; write `https://*.app.example`",
            ),
            (
                "app.example",
                "it has no scheme; write `https://app.example`",
            ),
            ("ftp://app.example", "its scheme is \"ftp\""),
            (
                "https://app.example/",
                "it goes on after the host; write `https://app.example`",
            ),
            (
                "https://*.b.example?c",
                "it goes on after the host; write `https://*.b.example`",
            ),
            ("https://b.example:443", "it names the scheme's own port"),
            ("http://*.b.example:80", "it names the scheme's own port"),
            ("https://*", "its host is malformed"),
            ("https://ex ample.com", "its host is malformed"),
            ("https://user@b.example", "its host is malformed"),
            ("https://.b.example", "its host is malformed"),
            ("https://b..example", "its host is malformed"),
            (".b.example", "its host is malformed"),
            ("https://*.[::1]", "its host is malformed"),
            ("https://*.192.0.2.1", "its host is malformed"),
            ("https://.b.example/", "its host is malformed"),
            ("https:///", "its host is malformed"),
            (
                "b.example:443/",
                "it has no scheme; write `https://b.example`",
            ),
            (
                "https://*.b.example:443/",
                "it goes on after the host; write `https://*.b.example`",
            ),
        ] {
            let error = text.parse::<OriginPattern>().unwrap_err().to_string();
            assert!(error.starts_with(message), "{text}: {error}");
            if let Some((_, rest)) = error.split_once("write `") {
                let (write, _) = rest.split_once('`').unwrap();
                assert!(write.parse::<OriginPattern>().is_ok(), "{text}: {error}");
            }
        }
    }
}
