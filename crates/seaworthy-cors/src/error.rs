use std::fmt;

use crate::OriginError;
use crate::suggestion::suggestion;

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
        f.write_str("invalid CORS configuration: ")?;
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
    /// The origin `*` stands beside others, which it makes pointless.
    #[error("origin `*` already allows every other origin listed; keep either it or the others")]
    AnyOriginAmongOthers,
    /// Every response header is exposed while credentials are on, where `*` is only a name.
    #[error("with credentials browsers take the exposed header `*` for a name; list the headers")]
    CredentialsForAnyExposedHeader,
    /// Every origin is allowed while credentials are on.
    #[error("credentials cannot be allowed for origin `*`; list the origins")]
    CredentialsForAnyOrigin,
    /// Credentials are on for pages that anyone on the network could have changed, and
    /// [`Config::dangerously_tolerate_insecure_origins`] is off.
    ///
    /// [`Config::dangerously_tolerate_insecure_origins`]:
    /// crate::Config::dangerously_tolerate_insecure_origins
    #[error(
        "credentials cannot be allowed for {origin:?}, whose pages anyone on the way can change; \
         serve it over https"
    )]
    CredentialsForInsecureOrigin {
        /// The origin, or the pattern.
        origin: String,
    },
    /// Credentials are on for all hosts of a public suffix, such as a top-level domain, and
    /// [`Config::dangerously_tolerate_subdomains_of_public_suffixes`] is off.
    ///
    /// [`Config::dangerously_tolerate_subdomains_of_public_suffixes`]:
    /// crate::Config::dangerously_tolerate_subdomains_of_public_suffixes
    #[error(
        "credentials cannot be allowed for {origin:?}, where anyone can register a host; \
         name a domain of your own"
    )]
    CredentialsForPublicSuffix {
        /// The pattern.
        origin: String,
    },
    /// A response header is exposed that browsers never show to scripts.
    #[error("header {header:?} cannot be exposed: browsers keep it from scripts; remove it")]
    ForbiddenExposedHeader {
        /// The name as configured.
        header: String,
    },
    /// A request header is allowed that browsers let no script set.
    #[error("header {header:?} cannot be allowed: browsers let no script set it; remove it")]
    ForbiddenHeader {
        /// The name as configured.
        header: String,
    },
    /// A method is allowed that browsers let no script use.
    #[error("method {method:?} cannot be allowed: browsers let no script use it; remove it")]
    ForbiddenMethod {
        /// The method as configured.
        method: String,
    },
    /// The name of an exposed header is no token.
    #[error("{header:?} is not the name of a header to expose; write one name per entry")]
    InvalidExposedHeader {
        /// The name as configured.
        header: String,
    },
    /// The name of an allowed request header is no token.
    #[error("{header:?} is not the name of a header to allow; write one name per entry")]
    InvalidHeader {
        /// The name as configured.
        header: String,
    },
    /// A method is no token.
    #[error("{method:?} is not a method; write one method per entry")]
    InvalidMethod {
        /// The method as configured.
        method: String,
    },
    /// An origin is not one that a browser could send.
    #[error("origin {origin:?} {reason}{}", Remedy(.instead.as_deref()))]
    InvalidOrigin {
        /// The origin as configured, with `…` for a user and a password.
        origin: String,
        /// What is wrong with it.
        reason: OriginError,
        /// What was probably meant, where that can be told.
        instead: Option<String>,
    },
    /// Preflights would be remembered longer than a day, which no browser does.
    #[error("max age {seconds} s is over 86400 s, the most any browser keeps; write 7200")]
    MaxAgeOutOfRange {
        /// The seconds as configured.
        seconds: u64,
    },
    /// A header of requests, or of preflights, is exposed.
    #[error("header {header:?} has no meaning in a response that a script reads; remove it")]
    MisplacedExposedHeader {
        /// The name as configured.
        header: String,
    },
    /// A header by which responses speak CORS is allowed in requests.
    #[error("header {header:?} is one of responses, which this policy sets itself; remove it")]
    MisplacedHeader {
        /// The name as configured.
        header: String,
    },
    /// A method differs from `PATCH` only in case, so that requests with `PATCH` would fail.
    #[error("method {method:?} is not `PATCH`, whose case browsers leave alone; write `PATCH`")]
    MisspelledMethod {
        /// The method as configured.
        method: String,
    },
    /// No origin is allowed.
    #[error("no origin is listed, so CORS would allow nothing; list one or leave the policy out")]
    NoOrigins,
    /// A predicate stands beside the origin `*`.
    #[error("origin `*` allows every origin before the predicate is asked; remove one of the two")]
    PredicateBesideAnyOrigin,
}

impl Issue {
    /// The field of [`Config`](crate::Config) that has to change.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::AnyOriginAmongOthers
            | Self::CredentialsForAnyOrigin
            | Self::CredentialsForInsecureOrigin { .. }
            | Self::CredentialsForPublicSuffix { .. }
            | Self::InvalidOrigin { .. }
            | Self::NoOrigins
            | Self::PredicateBesideAnyOrigin => "origins",
            Self::ForbiddenMethod { .. }
            | Self::InvalidMethod { .. }
            | Self::MisspelledMethod { .. } => "methods",
            Self::ForbiddenHeader { .. }
            | Self::InvalidHeader { .. }
            | Self::MisplacedHeader { .. } => "headers",
            Self::CredentialsForAnyExposedHeader
            | Self::ForbiddenExposedHeader { .. }
            | Self::InvalidExposedHeader { .. }
            | Self::MisplacedExposedHeader { .. } => "expose",
            Self::MaxAgeOutOfRange { .. } => "max_age",
        }
    }

    pub(crate) fn invalid_origin(text: &str, reason: OriginError) -> Self {
        Self::InvalidOrigin {
            origin: without_user(text),
            reason,
            instead: suggestion(text),
        }
    }
}

/// The text without the user and the password that may stand in it: they are nobody's to read.
fn without_user(text: &str) -> String {
    let Some((before, host)) = text.rsplit_once('@') else {
        return text.to_owned();
    };
    let is_scheme = |text: &&str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let scheme = before.split_once("://").map(|(scheme, _)| scheme);
    match scheme.filter(is_scheme) {
        Some(scheme) => format!("{scheme}://…@{host}"),
        None => format!("…@{host}"),
    }
}

struct Remedy<'a>(Option<&'a str>);

impl fmt::Display for Remedy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(instead) => write!(f, "; write `{instead}`"),
            None => Ok(()),
        }
    }
}
