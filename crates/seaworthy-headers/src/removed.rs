//! The headers that are taken away.

use http::HeaderMap;
use http::header::{self, HeaderName};

use crate::Issue;

/// What names a product and its version, by which attackers choose: services set them unasked, and
/// so does what they pass on.
///
/// Each is of the [list that OWASP keeps][list].
///
/// [list]: https://owasp.org/www-project-secure-headers/#headers-to-remove
pub(crate) const TELLTALE: [&str; 10] = [
    "powered-by",
    "server",
    "x-aspnet-version",
    "x-aspnetmvc-version",
    "x-generator",
    "x-php-version",
    "x-powered-by",
    "x-powered-cms",
    "x-server-powered-by",
    "x-turbo-charged-by",
];

/// The names that may not be removed, because a response means something else without them.
const NEEDED: [HeaderName; 22] = [
    header::ACCEPT_RANGES,
    header::ALLOW,
    header::CACHE_CONTROL,
    header::CONNECTION,
    header::CONTENT_DISPOSITION,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LENGTH,
    header::CONTENT_RANGE,
    header::CONTENT_SECURITY_POLICY,
    header::CONTENT_TYPE,
    header::DATE,
    header::ETAG,
    header::LOCATION,
    header::RETRY_AFTER,
    header::SET_COOKIE,
    header::STRICT_TRANSPORT_SECURITY,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::VARY,
    header::WWW_AUTHENTICATE,
];

/// The headers that no response keeps.
#[derive(Clone, Debug)]
pub(crate) struct Removed {
    names: Box<[HeaderName]>,
}

impl Removed {
    /// The names that are right, where these headers are sent.
    pub(crate) fn check(names: &[String], sent: &HeaderMap, issues: &mut Vec<Issue>) -> Self {
        let mut checked = Vec::with_capacity(names.len());
        for text in names {
            match HeaderName::try_from(text) {
                Ok(name) if NEEDED.contains(&name) => {
                    let name = text.clone();
                    issues.push(Issue::RemovesNeeded { name });
                }
                Ok(name) if sent.contains_key(&name) => {
                    let name = text.clone();
                    issues.push(Issue::RemovesSent { name });
                }
                Ok(name) => checked.push(name),
                Err(_) => issues.push(Issue::InvalidHeaderName { name: text.clone() }),
            }
        }
        Self {
            names: checked.into(),
        }
    }

    /// Takes them out of a response; one pass over its headers, and nothing more where none is
    /// there.
    pub(crate) fn remove_from(&self, headers: &mut HeaderMap) {
        let present = headers.keys().filter(|name| self.names.contains(name));
        let present: Vec<HeaderName> = present.cloned().collect();
        for name in present {
            headers.remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn checked(names: &[&str]) -> (Removed, Vec<Issue>) {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let mut issues = Vec::new();
        let mut sent = HeaderMap::new();
        sent.insert("x-frame-options", HeaderValue::from_static("DENY"));
        let removed = Removed::check(&names, &sent, &mut issues);
        (removed, issues)
    }

    #[test]
    fn every_line_of_a_name_is_removed_and_no_other() {
        let (removed, issues) = checked(&["server", "X-Powered-By"]);
        assert_eq!(issues, []);
        let mut headers = HeaderMap::new();
        for name in ["server", "server", "x-powered-by", "x-request-id", "etag"] {
            headers.append(name, HeaderValue::from_static("1"));
        }
        removed.remove_from(&mut headers);
        let mut left: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, ["etag", "x-request-id"]);
    }

    #[test]
    fn what_a_response_needs_cannot_be_removed() {
        for needed in ["Content-Type", "set-cookie", "Strict-Transport-Security"] {
            let name = needed.to_owned();
            assert_eq!(checked(&[needed]).1, [Issue::RemovesNeeded { name }]);
        }
        let name = "X-Frame-Options".to_owned();
        assert_eq!(checked(&[&name]).1, [Issue::RemovesSent { name }]);
        for bad in ["", "a b", "server:"] {
            let name = bad.to_owned();
            assert_eq!(checked(&[bad]).1, [Issue::InvalidHeaderName { name }]);
        }
    }

    #[test]
    fn the_list_is_right_and_in_order() {
        let (_, issues) = checked(&TELLTALE);
        assert_eq!(issues, []);
        assert!(TELLTALE.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
