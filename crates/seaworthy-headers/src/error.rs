use std::fmt;

use crate::{CspIssue, ReferrerPolicy};

/// Why a [`Config`](crate::Config) makes no policy: one or more [`Issue`]s.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConfigError {
    /// Never empty.
    issues: Vec<Issue>,
}

impl ConfigError {
    /// All that is wrong, in the order of the configuration's fields.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The thing that was built, unless something was wrong with it.
    pub(crate) fn unless<T>(issues: Vec<Issue>, built: T) -> Result<T, Self> {
        if issues.is_empty() {
            Ok(built)
        } else {
            Err(Self { issues })
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid configuration of security headers: ")?;
        for (index, issue) in self.issues.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{issue}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// One thing that is wrong with a [`Config`](crate::Config), with the value and the remedy.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Issue {
    /// The policy that is enforced.
    #[error("csp: {0}")]
    Csp(CspIssue),
    /// The policy that only reports.
    #[error("csp_report_only: {0}")]
    CspReportOnly(CspIssue),
    /// A cookie that a rule lists twice.
    #[error("cookie {name:?} is listed twice in `{rule}`; remove one")]
    DuplicateCookieName {
        /// The field of [`CookieRules`](crate::CookieRules).
        rule: &'static str,
        /// The name.
        name: String,
    },
    /// A feature that is listed twice, of which browsers take the last.
    #[error("permission {feature:?} is listed twice; make them one")]
    DuplicatePermission {
        /// The feature.
        feature: String,
    },
    /// A name that two reporting endpoints have, of which browsers know the last only.
    #[error("reporting endpoint `{name}` is listed twice; give each a name of its own")]
    DuplicateReportingEndpoint {
        /// The name.
        name: String,
    },
    /// A referrer policy that is listed twice.
    #[error("referrer policy `{policy}` is listed twice; remove one")]
    DuplicateReferrerPolicy {
        /// The policy.
        policy: ReferrerPolicy,
    },
    /// A reporting endpoint on plain http, to which browsers send nothing.
    #[error("reporting endpoint {name:?} has the address {url:?}; browsers take `https://` only")]
    InsecureReportingEndpoint {
        /// The name.
        name: String,
        /// The address.
        url: String,
    },
    /// An entry that no cookie has for its name.
    #[error(
        "{name:?} in `{rule}` is no name of a cookie; write one name an entry, without spaces, \
         quotes, `,`, `;` or `=`"
    )]
    InvalidCookieName {
        /// The field of [`CookieRules`](crate::CookieRules).
        rule: &'static str,
        /// The entry as configured.
        name: String,
    },
    /// An entry that is no name of a header.
    #[error("{name:?} is no name of a header; write one name an entry, such as `x-powered-by`")]
    InvalidHeaderName {
        /// The entry as configured.
        name: String,
    },
    /// An entry that browsers would skip, and with it, some of them, the whole header.
    #[error(
        "{entry:?} is no permission; write `camera=()`, `camera=(self)` or \
         `camera=(self \"https://other.example\")`, with commas between features"
    )]
    InvalidPermission {
        /// The entry as configured.
        entry: String,
    },
    /// A name that no reporting endpoint can have.
    #[error(
        "{name:?} is no name for a reporting endpoint; write lower-case letters, digits and \
         `_-.*`, beginning with a letter"
    )]
    InvalidReportingEndpointName {
        /// The name as configured.
        name: String,
    },
    /// An address to which no report can go.
    #[error(
        "reporting endpoint {name:?} has the address {url:?}; write `https://…` with no user and \
         no fragment, or a path that begins with one `/`"
    )]
    InvalidReportingEndpointUrl {
        /// The name.
        name: String,
        /// The address, without what stands before an `@`.
        url: String,
    },
    /// A permissions policy without features.
    #[error("the permissions policy says nothing; give it features, or leave it out")]
    NoPermissions,
    /// A header that a response needs.
    #[error("{name:?} cannot be removed from every response; set it right where it is set")]
    RemovesNeeded {
        /// The entry as configured.
        name: String,
    },
    /// A header that the configuration itself sends.
    #[error("{name:?} is sent by this very configuration; leave it out there instead")]
    RemovesSent {
        /// The entry as configured.
        name: String,
    },
    /// A feature that no browser knows, and almost one that they do.
    #[error("{feature:?} is no permission that browsers know; did you mean `{suggestion}`?")]
    UnknownPermission {
        /// The feature as written.
        feature: String,
        /// The feature that was probably meant.
        suggestion: &'static str,
    },
}

impl Issue {
    /// What an issue of the policy that is enforced becomes, or of the one that only reports.
    pub(crate) fn of_csp(report_only: bool) -> fn(CspIssue) -> Self {
        if report_only {
            Self::CspReportOnly
        } else {
            Self::Csp
        }
    }

    /// The field of [`Config`](crate::Config) that has to change.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Csp(_) => "csp",
            Self::CspReportOnly(_) => "csp_report_only",
            Self::DuplicateCookieName { .. } | Self::InvalidCookieName { .. } => "cookies",
            Self::DuplicatePermission { .. }
            | Self::InvalidPermission { .. }
            | Self::NoPermissions
            | Self::UnknownPermission { .. } => "permissions_policy",
            Self::InvalidHeaderName { .. }
            | Self::RemovesNeeded { .. }
            | Self::RemovesSent { .. } => "remove",
            Self::DuplicateReferrerPolicy { .. } => "referrer_policy",
            Self::DuplicateReportingEndpoint { .. }
            | Self::InsecureReportingEndpoint { .. }
            | Self::InvalidReportingEndpointName { .. }
            | Self::InvalidReportingEndpointUrl { .. } => "reporting_endpoints",
        }
    }

    /// The directive of the Content-Security-Policy that has to change, if it is one.
    #[must_use]
    pub fn directive(&self) -> Option<&str> {
        match self {
            Self::Csp(issue) | Self::CspReportOnly(issue) => issue.directive(),
            _ => None,
        }
    }
}
