//! Which paths are answered here, told apart from all others in a few instructions.

/// What a path asks about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Endpoint {
    /// The group that stands there.
    Group(usize),
    Metrics,
    /// The page for people.
    Page,
}

/// The paths and what each asks about.
///
/// Almost every request is for none of them, so the lengths that occur are kept as bits: most
/// paths are seen to be foreign without a look at their text.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    routes: Vec<(String, Endpoint)>,
    lengths: u64,
}

impl Paths {
    /// Adds a path without its optional slash, unless it is there already.
    pub(crate) fn add(&mut self, path: &str, endpoint: Endpoint) -> bool {
        let new = self.find(path).is_none();
        if new {
            self.routes.push((path.to_owned(), endpoint));
            self.lengths |= bit(path);
        }
        new
    }

    /// What the path asks about, with or without one slash at its end.
    ///
    /// Paths are compared as they stand, as [RFC 3986, section 6.2.1] does it first: another case
    /// or encoding is another path, and belongs to the application.
    ///
    /// [RFC 3986, section 6.2.1]: https://www.rfc-editor.org/rfc/rfc3986#section-6.2.1
    #[inline]
    pub(crate) fn find(&self, path: &str) -> Option<Endpoint> {
        let path = path.strip_suffix('/').unwrap_or(path);
        if self.lengths & bit(path) == 0 {
            return None;
        }
        let route = self.routes.iter().find(|(known, _)| known == path);
        route.map(|(_, endpoint)| *endpoint)
    }
}

/// Whether a request could have this path, by the grammar of [RFC 3986, section 3.3].
///
/// [RFC 3986, section 3.3]: https://www.rfc-editor.org/rfc/rfc3986#section-3.3
pub(crate) fn is_path(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte);
    text.starts_with('/') && text.len() > 1 && text.bytes().all(allowed)
}

/// The bit of a path's length; all long ones share the last.
const fn bit(path: &str) -> u64 {
    let length = path.len();
    1 << if length < 63 { length } else { 63 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIVENESS: Endpoint = Endpoint::Group(0);
    const READINESS: Endpoint = Endpoint::Group(1);
    const STARTUP: Endpoint = Endpoint::Group(2);

    #[test]
    fn only_the_listed_paths_are_found() {
        let long = format!("/{}", "x".repeat(200));
        let mut paths = Paths::default();
        assert!(paths.add("/livez", LIVENESS));
        assert!(paths.add("/startupz", STARTUP));
        assert!(paths.add(&long, READINESS));
        assert!(!paths.add("/livez", READINESS));

        for (path, found) in [
            ("/livez", Some(LIVENESS)),
            ("/livez/", Some(LIVENESS)),
            ("/startupz/", Some(STARTUP)),
            (&long, Some(READINESS)),
            ("/livez//", None),
            ("//livez", None),
            ("/LIVEZ", None),
            ("/live%7A", None),
            ("/livey", None),
            ("/lots", None),
            ("livez/", None),
            ("/", None),
            ("", None),
            ("*", None),
            (&long[1..], None),
        ] {
            assert_eq!(paths.find(path), found, "{path}");
        }
    }

    #[test]
    fn a_path_is_one_that_a_request_can_have() {
        for good in ["/livez", "/a/b", "/~x/%41;v=1", "/:health", "/a//b"] {
            assert!(is_path(good), "{good}");
        }
        for bad in [
            "",
            "/",
            "livez",
            "/a?b",
            "/a#b",
            "/a b",
            "/é",
            "/a\n",
            "http://h/livez",
        ] {
            assert!(!is_path(bad), "{bad:?}");
        }
    }

    #[test]
    fn without_paths_nothing_is_found() {
        for path in ["", "/", "/livez"] {
            assert_eq!(Paths::default().find(path), None, "{path}");
        }
    }
}
