use std::fmt;

/// One of the ten things that are looked at.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Test {
    /// Whether pages restrict what they load and run.
    ContentSecurityPolicy,
    /// Whether cookies are kept from scripts, plain http and other sites.
    Cookies,
    /// Whether pages can be embedded by other sites.
    CrossOriginResourcePolicy,
    /// Whether any site can read what is meant for the visitor.
    CrossOriginResourceSharing,
    /// Whether plain http leads to https.
    Redirection,
    /// Whether links give addresses away.
    ReferrerPolicy,
    /// Whether browsers remember that the host speaks https.
    StrictTransportSecurity,
    /// Whether scripts from elsewhere are known beforehand.
    SubresourceIntegrity,
    /// Whether browsers are kept from guessing content types.
    XContentTypeOptions,
    /// Whether other sites are kept from framing pages.
    XFrameOptions,
}

impl Test {
    /// All of them, in the order in which a score lists them.
    pub const ALL: [Self; 10] = [
        Self::ContentSecurityPolicy,
        Self::Cookies,
        Self::CrossOriginResourceSharing,
        Self::Redirection,
        Self::ReferrerPolicy,
        Self::StrictTransportSecurity,
        Self::SubresourceIntegrity,
        Self::XContentTypeOptions,
        Self::XFrameOptions,
        Self::CrossOriginResourcePolicy,
    ];

    /// The name that the scanner gives it, such as `content-security-policy`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ContentSecurityPolicy => "content-security-policy",
            Self::Cookies => "cookies",
            Self::CrossOriginResourcePolicy => "cross-origin-resource-policy",
            Self::CrossOriginResourceSharing => "cross-origin-resource-sharing",
            Self::Redirection => "redirection",
            Self::ReferrerPolicy => "referrer-policy",
            Self::StrictTransportSecurity => "strict-transport-security",
            Self::SubresourceIntegrity => "subresource-integrity",
            Self::XContentTypeOptions => "x-content-type-options",
            Self::XFrameOptions => "x-frame-options",
        }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
