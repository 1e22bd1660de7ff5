//! Which paths are meant by a list of them.

use std::str::FromStr;

/// A path, or everything below one: `/live`, `/static/*`.
///
/// The star stands only alone, for whatever follows the last slash, unless it leads out again to
/// whoever resolves `..`. Paths are compared as they stand in the request, byte by byte; the query
/// does not matter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum PathPattern {
    /// The path with its last slash, below which everything is meant.
    Below(Box<str>),
    Exact(Box<str>),
}

/// A text is no [`PathPattern`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct NoPathPattern;

impl PathPattern {
    pub(crate) fn matches(&self, path: &str) -> bool {
        match self {
            Self::Below(start) => path
                .strip_prefix(&**start)
                .is_some_and(|rest| !has_dots(rest)),
            Self::Exact(exact) => *path == **exact,
        }
    }

    /// Whether every path is meant.
    pub(crate) fn is_any(&self) -> bool {
        matches!(self, Self::Below(start) if **start == *"/")
    }
}

/// Whether two dots stand there, or one that is percent-encoded, which nobody does without intent.
fn has_dots(path: &str) -> bool {
    let path = path.as_bytes();
    path.windows(2).any(|two| two == b"..")
        || path
            .windows(3)
            .any(|three| three.eq_ignore_ascii_case(b"%2e"))
}

impl FromStr for PathPattern {
    type Err = NoPathPattern;

    fn from_str(text: &str) -> Result<Self, NoPathPattern> {
        let below = text.strip_suffix('*');
        let path = below.unwrap_or(text);
        let is_whole = below.is_none() || path.ends_with('/');
        if !path.starts_with('/') || !is_whole || !path.bytes().all(is_path_byte) {
            return Err(NoPathPattern);
        }
        Ok(match below {
            Some(start) => Self::Below(start.into()),
            None => Self::Exact(path.into()),
        })
    }
}

/// Whether [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-3.3) lets it stand in a path.
///
/// The star, which it does, means something else here. What is left out are most of the characters
/// that make a regular expression.
fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/-._~%!$&'()+,;=:@".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_its_path_or_what_is_below_it() {
        for (pattern, good, bad) in [
            (
                "/live",
                &["/live"][..],
                &["/live/", "/livez", "/Live", "//live", "/a/live"][..],
            ),
            (
                "/.well-known/*",
                &["/.well-known/", "/.well-known/a/b", "/.well-known/a.b/."],
                &["/.well-known", "/"],
            ),
            (
                "/a/*",
                &["/a/b"],
                &[
                    "/ab",
                    "/a",
                    "/b/a/c",
                    "//a/b",
                    "/%61/b",
                    "/a/..",
                    "/a/../b",
                    "/a/b/../../c",
                    "/a/%2e%2e/b",
                    "/a/.%2E/b",
                    "/a/..%2fb",
                    "/a/..;x/b",
                    "/a/..\\b",
                ],
            ),
            ("/*", &["/", "/a", "//a"], &["*", ""]),
        ] {
            let parsed: PathPattern = pattern.parse().unwrap();
            for path in good {
                assert!(parsed.matches(path), "{pattern} means {path}");
            }
            for path in bad {
                assert!(!parsed.matches(path), "{pattern} does not mean {path}");
            }
        }
    }

    #[test]
    fn regular_expressions_and_stars_elsewhere_are_no_patterns() {
        for bad in [
            "", "live", "*", "^/live$", "/live*", "/*/live", "/a?b", "/a#b", "/[a-z]", "/a|b",
            "/a b",
        ] {
            assert_eq!(bad.parse::<PathPattern>(), Err(NoPathPattern), "{bad}");
        }
    }
}
