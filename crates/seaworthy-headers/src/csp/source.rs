use std::fmt;
use std::str::FromStr;

use super::SourceError;
use super::grammar::{decoded_length, forbidden_character, is_base64, is_host_source, is_scheme};
use crate::nearest::nearest;

/// One entry of a source list: a keyword, a scheme, a host, a hash or a nonce.
///
/// It follows the [grammar of CSP3], so that nothing in it can end the directive or begin another
/// policy.
///
/// ```
/// use seaworthy_headers::Source;
///
/// for good in ["'self'", "data:", "https://*.example:443/js/", "'nonce-cmFuZG9t'"] {
///     assert!(good.parse::<Source>().is_ok(), "{good}");
/// }
/// // Unquoted, a keyword is a host; browsers would look for a server called `self`.
/// let error = "self".parse::<Source>().unwrap_err();
/// assert_eq!(error.to_string(), "\"self\" is a keyword without its quotes; write `'self'`");
/// ```
///
/// [grammar of CSP3]: https://www.w3.org/TR/CSP3/#framework-directive-source-list
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Source {
    kind: Kind,
    text: String,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Hash,
    Host,
    Keyword,
    None,
    Nonce,
    Scheme,
}

impl Source {
    /// `'none'`.
    pub(super) fn none() -> Self {
        Self::new(Kind::None, "'none'".to_owned())
    }

    /// A hash, written as it should be.
    pub(super) const fn of_hash(text: String) -> Self {
        Self::new(Kind::Hash, text)
    }

    const fn new(kind: Kind, text: String) -> Self {
        Self { kind, text }
    }

    /// The source as it stands in the header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is this keyword, given with its quotes and in lower case.
    pub(crate) fn is(&self, keyword: &str) -> bool {
        self.text == keyword
    }

    pub(crate) fn is_nonce(&self) -> bool {
        self.kind == Kind::Nonce
    }

    pub(crate) fn is_nonce_or_hash(&self) -> bool {
        matches!(self.kind, Kind::Hash | Kind::Nonce)
    }

    pub(crate) fn is_none(&self) -> bool {
        self.kind == Kind::None
    }

    /// Whether it says where from: not a keyword other than `'self'`, a nonce or a hash.
    pub(crate) fn is_place(&self) -> bool {
        matches!(self.kind, Kind::Host | Kind::Scheme) || self.is("'self'")
    }

    /// Whether it stands for any host, or for content that anybody can make up.
    pub(crate) fn is_wildcard(&self) -> bool {
        match self.kind {
            Kind::Host => {
                let rest = self.text.split_once("://").map(|(_, rest)| rest);
                let host = rest.unwrap_or(&self.text).split([':', '/']).next();
                host == Some("*")
            }
            Kind::Scheme => {
                let broad = ["data:", "http:", "https:"];
                broad
                    .iter()
                    .any(|scheme| self.text.eq_ignore_ascii_case(scheme))
            }
            Kind::Hash | Kind::Keyword | Kind::None | Kind::Nonce => false,
        }
    }

    /// Whether it is a scheme and a host, perhaps with a port, and no path.
    pub(crate) fn is_origin(&self) -> bool {
        let rest = self.text.split_once("://");
        self.kind == Kind::Host && rest.is_some_and(|(_, rest)| !rest.contains('/'))
    }

    /// The source that stands between quotes.
    fn quoted(inner: &str) -> Result<Self, SourceError> {
        let lower = inner.to_ascii_lowercase();
        if lower == "none" {
            return Ok(Self::none());
        }
        if KEYWORDS.contains(&lower.as_str()) {
            return Ok(Self::new(Kind::Keyword, format!("'{lower}'")));
        }
        let text = || format!("'{inner}'");
        let (prefix, value) = inner.split_once('-').unwrap_or((inner, ""));
        let prefix = prefix.to_ascii_lowercase();
        if prefix == "nonce" {
            return if is_base64(value) {
                Ok(Self::new(Kind::Nonce, format!("'nonce-{value}'")))
            } else {
                Err(SourceError::BadNonce { text: text() })
            };
        }
        let mut hashes = HASHES.iter();
        match hashes.find(|(name, _)| *name == prefix).copied() {
            Some((_, length)) if decoded_length(value) == Some(length) => {
                Ok(Self::new(Kind::Hash, format!("'{prefix}-{value}'")))
            }
            Some((_, length)) => Err(SourceError::BadHash {
                text: text(),
                length,
            }),
            None => Err(SourceError::UnknownKeyword {
                text: text(),
                suggestion: nearest(inner, KEYWORDS),
            }),
        }
    }
}

impl FromStr for Source {
    type Err = SourceError;

    fn from_str(written: &str) -> Result<Self, SourceError> {
        let text = written.to_owned();
        if text.is_empty() {
            return Err(SourceError::Empty);
        }
        if let Some(character) = forbidden_character(written) {
            return Err(SourceError::ForbiddenCharacter { text, character });
        }
        let inner = written.strip_prefix('\'');
        if let Some(inner) = inner.and_then(|rest| rest.strip_suffix('\'')) {
            return Self::quoted(inner);
        }
        let bare = written.trim_matches(['\'', '"']);
        match Self::quoted(bare) {
            Ok(meant) => {
                let instead = meant.text;
                return Err(SourceError::Unquoted { text, instead });
            }
            // A hash that is wrong in two ways; with a dot in it, it can only be a host.
            Err(error @ SourceError::BadHash { .. }) if !bare.contains('.') => return Err(error),
            Err(_) => {}
        }
        // A scheme may contain a dot, but none that browsers know does; a host without its port is
        // what such a text rather is.
        let scheme = written.strip_suffix(':');
        if scheme.is_some_and(|scheme| is_scheme(scheme) && !scheme.contains('.')) {
            Ok(Self::new(Kind::Scheme, text))
        } else if is_host_source(written) {
            Ok(Self::new(Kind::Host, text))
        } else {
            Err(SourceError::NotASource { text })
        }
    }
}

/// For the lists of a [`Csp`](crate::Csp).
impl From<Source> for String {
    fn from(source: Source) -> Self {
        source.text
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// [Those of CSP3](https://www.w3.org/TR/CSP3/#grammardef-keyword-source), `'none'`, and
/// [the one of HTML](https://html.spec.whatwg.org/#speculative-loading).
const KEYWORDS: [&str; 14] = [
    "inline-speculation-rules",
    "none",
    "report-sample",
    "report-sha256",
    "report-sha384",
    "report-sha512",
    "self",
    "strict-dynamic",
    "trusted-types-eval",
    "unsafe-eval",
    "unsafe-hashes",
    "unsafe-inline",
    "unsafe-webtransport-hashes",
    "wasm-unsafe-eval",
];

/// The algorithms, and how many bytes they make.
const HASHES: [(&str, usize); 3] = [("sha256", 32), ("sha384", 48), ("sha512", 64)];

#[cfg(test)]
mod tests;
