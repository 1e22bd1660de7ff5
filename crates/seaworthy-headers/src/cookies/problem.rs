//! Why a browser does not keep a cookie.

#[cfg(test)]
mod tests;

use seaworthy_policy::Connection;

use super::SameSite;
use super::host::Host;
use super::prefix::Prefix;
use super::set_cookie::{Path, SetCookie};

/// Why a browser drops a cookie, or a part of it, without telling anybody but its console.
///
/// [`Headers`](crate::Headers) gives it in a warning, with the name of the cookie and never its
/// value. A test can ask for itself:
///
/// ```
/// use seaworthy_headers::CookieProblem;
/// use seaworthy_policy::{Connection, Scheme};
///
/// let https = Connection::new(Scheme::Https);
/// assert_eq!(CookieProblem::of(b"__Host-id=31d4; Secure; Path=/", &https), None);
/// assert_eq!(
///     CookieProblem::of(b"__Host-id=31d4; Secure; Path=/app", &https),
///     Some(CookieProblem::PrefixPath { prefix: "__Host-" }),
/// );
/// ```
///
/// [RFC 6265bis, sections 5.6 and 5.7][bis]; `__Http-` and `__Host-Http-` are of its
/// [successor][layered].
///
/// [bis]: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-22#section-5.7
/// [layered]: https://httpwg.org/http-extensions/draft-ietf-httpbis-layered-cookies.html
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CookieProblem {
    /// An attribute does not count, because its value is longer than 1024 bytes.
    #[error("an attribute is longer than 1024 bytes and does not count; shorten it")]
    AttributeTooLong,
    /// There is a control character in the line.
    #[error("it has a control character in it; encode the value")]
    ControlCharacter,
    /// The cookie is for a domain in which the request's host is not.
    #[error("its Domain is neither the request's host nor above it; remove or correct it")]
    DomainMismatch,
    /// There is neither a name nor a value.
    #[error("it has neither a name nor a value; give it a name")]
    Empty,
    /// The cookie is `Secure`, and was set over plain http from another machine.
    #[error("it is Secure, but was set over plain http; serve it over https")]
    InsecureConnection,
    /// The cookie has no name, and its value could pass for a name with a prefix.
    #[error("it has no name, and its value begins like a name with a prefix; give it a name")]
    NamelessPrefix,
    /// The cookie is `Partitioned` and not `Secure`.
    #[error("it is Partitioned, which needs Secure; set that too, and serve it over https")]
    PartitionedNotSecure,
    /// The name promises a cookie of one host, but there is a `Domain`.
    #[error("a name with `{prefix}` allows no Domain; remove that, or rename the cookie")]
    PrefixDomain {
        /// The prefix.
        prefix: &'static str,
    },
    /// The name promises a cookie that no script made, but it is not `HttpOnly`.
    #[error("a name with `{prefix}` needs HttpOnly; set that, or rename the cookie")]
    PrefixNotHttpOnly {
        /// The prefix.
        prefix: &'static str,
    },
    /// The name promises a cookie from a secure connection, but it is not `Secure`.
    #[error("a name with `{prefix}` needs Secure; set that, and serve it over https")]
    PrefixNotSecure {
        /// The prefix.
        prefix: &'static str,
    },
    /// The name promises a cookie for the whole host, but `Path` is not `/`.
    #[error("a name with `{prefix}` needs `Path=/`; set that, or rename the cookie")]
    PrefixPath {
        /// The prefix.
        prefix: &'static str,
    },
    /// The cookie is for requests of other sites, and not `Secure`.
    #[error("it has SameSite=None, which needs Secure; set that too, and serve it over https")]
    SameSiteNoneNotSecure,
    /// Name and value have more than 4096 bytes.
    #[error("its name and value have more than 4096 bytes; keep the data on the server")]
    TooLong,
}

impl CookieProblem {
    /// The first thing for which a browser drops the cookie of a `Set-Cookie` line, if any.
    ///
    /// The line is judged as it is; the policy adds what it lacks before it is sent. What is not
    /// known of the connection is not held against the cookie. Nor are the public suffixes, such
    /// as `Domain=co.uk`, whose list browsers have.
    #[must_use]
    pub fn of(set_cookie: &[u8], connection: &Connection) -> Option<Self> {
        let cookie = SetCookie::parse(set_cookie);
        Self::find(&cookie, connection.is_secure(), Host::of(connection))
    }

    pub(crate) fn find(
        cookie: &SetCookie<'_>,
        is_secure: bool,
        host: Option<Host<'_>>,
    ) -> Option<Self> {
        let length = cookie.name.len() + cookie.value.len();
        let is_outside = |domain| host.is_some_and(|host| !host.is_within(domain));
        let is_plain = || !is_secure && host.is_some_and(|host| !host.is_local());
        let dropped = if cookie.has_control {
            Some(Self::ControlCharacter)
        } else if length == 0 {
            Some(Self::Empty)
        } else if length > LONGEST {
            Some(Self::TooLong)
        } else if cookie.domain.is_some_and(is_outside) {
            Some(Self::DomainMismatch)
        } else if cookie.secure && is_plain() {
            Some(Self::InsecureConnection)
        } else if cookie.is_same_site_none() && !cookie.secure {
            Some(Self::SameSiteNoneNotSecure)
        } else if let Some(prefix) = Prefix::of(cookie.name) {
            Self::against(prefix, cookie)
        } else if cookie.name.is_empty() && Prefix::of(cookie.value).is_some() {
            Some(Self::NamelessPrefix)
        } else {
            None
        };
        dropped.or_else(|| Self::lesser(cookie))
    }

    /// What breaks the promise of a name.
    fn against(prefix: Prefix, cookie: &SetCookie<'_>) -> Option<Self> {
        let is_for_host = prefix.is_for_host();
        let is_for_http = prefix.is_for_http();
        let prefix = prefix.as_str();
        if !cookie.secure {
            Some(Self::PrefixNotSecure { prefix })
        } else if is_for_host && cookie.domain.is_some() {
            Some(Self::PrefixDomain { prefix })
        } else if is_for_host && cookie.path != Path::Root {
            Some(Self::PrefixPath { prefix })
        } else if is_for_http && !cookie.http_only {
            Some(Self::PrefixNotHttpOnly { prefix })
        } else {
            None
        }
    }

    /// What only some browsers drop a cookie for, or drop of a cookie.
    fn lesser(cookie: &SetCookie<'_>) -> Option<Self> {
        if cookie.partitioned && !cookie.secure {
            Some(Self::PartitionedNotSecure)
        } else {
            cookie.has_overlong.then_some(Self::AttributeTooLong)
        }
    }
}

impl SetCookie<'_> {
    /// Whether it is meant for requests of other sites.
    pub(crate) fn is_same_site_none(&self) -> bool {
        self.same_site_counts && self.same_site == Some(SameSite::None)
    }
}

/// How long name and value may be together, in bytes.
const LONGEST: usize = 4096;
