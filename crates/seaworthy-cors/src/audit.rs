use std::fmt;

use crate::origins::{Danger, dangers_with_credentials};
use crate::parts::is_loopback;
use crate::{Config, OriginPattern};

/// What works, but is unwise in production.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Advice {
    /// Every origin may read responses.
    AnyOrigin,
    /// Any program that listens on a host of others may read responses.
    AnyPort {
        /// The pattern.
        origin: String,
    },
    /// Pages that anyone on the way can change may act in the name of whoever is signed in.
    InsecureCredentials {
        /// The origin, or the pattern.
        origin: String,
    },
    /// An origin without https may read responses.
    InsecureOrigin {
        /// The origin, or the pattern.
        origin: String,
    },
    /// An origin on the visitor's own machine may read responses.
    Localhost {
        /// The origin, or the pattern.
        origin: String,
    },
    /// A request header by which frameworks replace the method is allowed.
    MethodOverride {
        /// The name as configured.
        header: String,
    },
    /// Browsers are not told how long to remember preflights, or told not to.
    NoMaxAge,
    /// Strangers' pages may act in the name of whoever is signed in.
    PublicSuffix {
        /// The pattern.
        origin: String,
    },
}

impl Advice {
    /// The name of this kind of advice, by which it can be silenced.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::AnyOrigin => "cors.any_origin",
            Self::AnyPort { .. } => "cors.any_port",
            Self::InsecureCredentials { .. } => "cors.insecure_credentials",
            Self::InsecureOrigin { .. } => "cors.insecure_origin",
            Self::Localhost { .. } => "cors.localhost",
            Self::MethodOverride { .. } => "cors.method_override",
            Self::NoMaxAge => "cors.no_max_age",
            Self::PublicSuffix { .. } => "cors.public_suffix",
        }
    }

    /// The field of [`Config`] that it is about.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::AnyOrigin
            | Self::AnyPort { .. }
            | Self::InsecureCredentials { .. }
            | Self::InsecureOrigin { .. }
            | Self::Localhost { .. }
            | Self::PublicSuffix { .. } => "origins",
            Self::MethodOverride { .. } => "headers",
            Self::NoMaxAge => "max_age",
        }
    }

    /// What to do about it, in terms of the field.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::AnyOrigin => "list the origins that need it instead of `*`".to_owned(),
            Self::AnyPort { origin } => format!("list the ports that {origin} is served on"),
            Self::InsecureCredentials { origin } | Self::InsecureOrigin { origin } => {
                format!("serve {origin} over https and list that")
            }
            Self::PublicSuffix { origin } => format!("list your own hosts instead of {origin}"),
            Self::Localhost { origin } => format!("remove {origin} outside of development"),
            Self::MethodOverride { header } => {
                format!("remove {header:?} and send the method itself")
            }
            Self::NoMaxAge => "set 7200".to_owned(),
        }
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AnyOrigin => f.write_str(
                "every website may read the responses, also of a service that only the \
                 visitor's network reaches",
            ),
            Self::AnyPort { origin } => write!(
                f,
                "{origin} is whatever program listens on any port of that host, not only the \
                 one that serves your page"
            ),
            Self::InsecureCredentials { origin } => write!(
                f,
                "pages of {origin} come without https, so that anyone on the way can change \
                 them and act in the name of whoever is signed in"
            ),
            Self::PublicSuffix { origin } => write!(
                f,
                "anybody can get one of the hosts of {origin}, and act in the name of whoever \
                 is signed in"
            ),
            Self::InsecureOrigin { origin } => write!(
                f,
                "pages of {origin} come without https, so that anyone on the way can \
                 change them and read what they may read"
            ),
            Self::Localhost { origin } => write!(
                f,
                "{origin} is whatever program runs on the visitor's machine, not a page \
                 of yours"
            ),
            Self::MethodOverride { header } => write!(
                f,
                "header {header:?} replaces the method in many frameworks, so that the \
                 list of methods no longer limits what scripts can do"
            ),
            Self::NoMaxAge => f.write_str(
                "browsers forget preflights within 5 seconds, so that most requests take \
                 two",
            ),
        }
    }
}

impl Config {
    /// What works, but is unwise in production; nothing for https origins and the defaults of
    /// [`Config::new`].
    ///
    /// What does not work at all is for [`build`](Self::build) to say.
    ///
    /// ```
    /// use seaworthy_cors::Config;
    ///
    /// assert!(Config::new(["https://app.example.com"]).audit().is_empty());
    ///
    /// let advice = Config::new(["http://localhost:3000"]).audit();
    /// assert_eq!(advice[0].id(), "cors.localhost");
    /// assert_eq!(advice[0].field(), "origins");
    /// ```
    #[must_use]
    pub fn audit(&self) -> Vec<Advice> {
        let origins = self.origins.iter().filter_map(|text| text.parse().ok());
        let mut advice: Vec<Advice> = origins
            .flat_map(|origin| on_origin(&origin, self).into_iter().chain(on_port(&origin)))
            .collect();
        for header in &self.headers {
            if OVERRIDES
                .iter()
                .any(|name| name.eq_ignore_ascii_case(header))
            {
                let header = header.clone();
                advice.push(Advice::MethodOverride { header });
            }
        }
        if self.max_age.unwrap_or(0) == 0 && grants_preflights(self) {
            advice.push(Advice::NoMaxAge);
        }
        advice
    }
}

fn on_origin(pattern: &OriginPattern, config: &Config) -> Vec<Advice> {
    let Some((scheme, host)) = pattern.scheme_and_host() else {
        return vec![Advice::AnyOrigin];
    };
    let origin = pattern.to_string();
    if config.credentials {
        let dangers = dangers_with_credentials(pattern, config).into_iter();
        let advice: Vec<Advice> = dangers
            .filter_map(|danger| {
                let origin = origin.clone();
                match danger {
                    Danger::Anybody => None,
                    Danger::Insecure => Some(Advice::InsecureCredentials { origin }),
                    Danger::PublicSuffix => Some(Advice::PublicSuffix { origin }),
                }
            })
            .collect();
        if !advice.is_empty() {
            return advice;
        }
    }
    // A scheme of its own is an installed app's, which has its pages at hand.
    match (scheme, is_loopback(host)) {
        ("http" | "https", true) => vec![Advice::Localhost { origin }],
        ("http", false) => vec![Advice::InsecureOrigin { origin }],
        _ => Vec::new(),
    }
}

fn on_port(pattern: &OriginPattern) -> Option<Advice> {
    let (_, host) = pattern.scheme_and_host()?;
    let origin = pattern.to_string();
    // What runs on the visitor's own machine is told of as such.
    (origin.ends_with(":*") && !is_loopback(host)).then_some(Advice::AnyPort { origin })
}

/// Whether pages can do more than what browsers send without a preflight.
fn grants_preflights(config: &Config) -> bool {
    let is_safelisted = |method: &String| {
        let mut safelisted = ["GET", "HEAD", "POST"].iter();
        safelisted.any(|name| name.eq_ignore_ascii_case(method))
    };
    !config.headers.is_empty() || !config.methods.iter().all(is_safelisted)
}

/// The headers by which frameworks let a `POST` stand for another method, as Fetch lists them:
/// <https://fetch.spec.whatwg.org/#forbidden-request-header>.
const OVERRIDES: [&str; 3] = [
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
];

#[cfg(test)]
mod tests;
