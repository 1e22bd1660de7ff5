/// What a [`Cors`](crate::Cors) policy decided about a request; it is in the extensions of the
/// response.
///
/// It is there in each answer to a preflight that is refused. In other responses it is where
/// [`Config::record`](crate::Config::record) or the debug mode is on: it costs two allocations.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CorsDecision {
    /// The request names no origin, so that CORS is not asked.
    NoOrigin,
    /// The page may read the response, if it asked without cookies.
    Granted,
    /// The page may read the response, also if it asked with cookies.
    GrantedWithCredentials,
    /// The page may not read the response, and a preflight is answered with status 403.
    Refused(CorsRefusal),
}

impl CorsDecision {
    /// Why the page may not read the response, unless it may.
    ///
    /// ```
    /// use seaworthy_cors::{CorsDecision, CorsRefusal};
    ///
    /// let decision = CorsDecision::Refused(CorsRefusal::Method);
    /// assert_eq!(decision.refusal(), Some(CorsRefusal::Method));
    /// assert_eq!(CorsDecision::Granted.refusal(), None);
    /// ```
    #[must_use]
    pub const fn refusal(self) -> Option<CorsRefusal> {
        match self {
            Self::Refused(reason) => Some(reason),
            Self::NoOrigin | Self::Granted | Self::GrantedWithCredentials => None,
        }
    }
}

/// Why a page may not read a response.
///
/// The response itself says nothing of what would be allowed: an origin that is not allowed learns
/// nothing about the service.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum CorsRefusal {
    /// A header that the request would carry is not allowed, or the list of them is far longer than
    /// the one that is allowed.
    #[error("a request header is not allowed")]
    Headers,
    /// What stands as the origin is none that a browser sends, or there are several.
    #[error("there is not exactly one origin as browsers send it")]
    Malformed,
    /// The method is not allowed, or there is not exactly one.
    #[error("the method is not allowed")]
    Method,
    /// The origin is not allowed.
    #[error("the origin is not allowed")]
    Origin,
}
