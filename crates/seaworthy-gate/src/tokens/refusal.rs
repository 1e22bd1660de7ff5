//! Why a token is none.

/// Why [`CsrfTokens`](crate::CsrfTokens) refused a request, or [`CsrfToken`](crate::CsrfToken)
/// what was submitted.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CsrfTokenRefusal {
    /// The CSRF cookie is not of the form in which it is set.
    #[error("its CSRF cookie is malformed")]
    MalformedCookie,
    /// The token is not of the form in which it is displayed, or there are several.
    #[error("its CSRF token is malformed")]
    MalformedToken,
    /// There is no CSRF cookie, so no token can belong to it.
    #[error("it has no CSRF cookie")]
    NoCookie,
    /// There is a CSRF cookie, but no token.
    #[error("it has no CSRF token")]
    NoToken,
    /// There are several cookies of that name; a prefix such as `__Host-` keeps that from
    /// happening.
    #[error("it has several CSRF cookies; another host of the domain, or another path, set one")]
    SeveralCookies,
    /// The token belongs to another cookie, another session or another key.
    #[error("its CSRF token is not that of its cookie and its session")]
    WrongToken,
}
