use crate::access::Predicate;
use crate::{Access, ConfigError, Cors, Origin, PublicSuffixes};

/// What a host asks of its CORS policy, not yet checked.
///
/// ```
/// use seaworthy_cors::Config;
///
/// let mut config = Config::new(["https://app.example.com", "https://*.apps.example.com"]);
/// config.credentials = true;
/// config.expose = vec!["x-request-id".into()];
/// let cors = config.build()?;
/// # let _ = cors;
/// # Ok::<(), seaworthy_cors::ConfigError>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(deny_unknown_fields)
)]
pub struct Config {
    /// The origins that may read responses, each an [`OriginPattern`](crate::OriginPattern):
    /// `https://app.example.com`, `https://*.example.com`, `http://localhost:*`, or `*` for any.
    pub origins: Vec<String>,
    /// Whether browsers may send cookies along and let the page read the response.
    ///
    /// An origin with credentials acts in the name of the user who is signed in. Therefore `*`,
    /// all hosts below a public suffix, and pages without https that are not on this machine are
    /// refused.
    #[cfg_attr(feature = "serde", serde(default))]
    pub credentials: bool,
    /// The methods that preflights may ask for; `GET`, `HEAD` and `POST` always may, `*` is any.
    ///
    /// Browsers compare the case, but write `DELETE`, `GET`, `HEAD`, `OPTIONS`, `POST` and `PUT` in
    /// upper case, and so does this list.
    #[cfg_attr(feature = "serde", serde(default = "default_methods"))]
    pub methods: Vec<String>,
    /// The request headers that preflights may ask for, in any case; `*` is any.
    ///
    /// Without credentials, `*` does not stand for `authorization`: list that, too. With
    /// credentials it does, and preflights are answered with the names they asked for.
    #[cfg_attr(feature = "serde", serde(default = "default_headers"))]
    pub headers: Vec<String>,
    /// The response headers that scripts may read, beside the seven they always may, such as
    /// `content-type`; `*` is any, and only without credentials.
    #[cfg_attr(feature = "serde", serde(default))]
    pub expose: Vec<String>,
    /// How many seconds browsers may remember a preflight, from 0 (not at all) to 86400; without a
    /// value they do for 5 seconds.
    #[cfg_attr(feature = "serde", serde(default = "default_max_age"))]
    pub max_age: Option<u64>,
    /// Whether every response carries the [`CorsDecision`](crate::CorsDecision) in its extensions,
    /// for layers further out; answers to refused preflights always do.
    #[cfg_attr(feature = "serde", serde(default))]
    pub record: bool,
    /// Which domains count as public suffixes.
    #[cfg_attr(feature = "serde", serde(default))]
    pub public_suffixes: PublicSuffixes,
    /// Whether credentials are allowed for pages that anyone on the way can change, such as those
    /// of `http://example.com`: they can then act in the name of whoever is signed in.
    #[cfg_attr(feature = "serde", serde(default))]
    pub dangerously_tolerate_insecure_origins: bool,
    /// Whether credentials are allowed for all hosts below a public suffix, such as
    /// `https://*.github.io`: strangers' pages can then act in the name of whoever is signed in.
    #[cfg_attr(feature = "serde", serde(default))]
    pub dangerously_tolerate_subdomains_of_public_suffixes: bool,
}

impl Config {
    /// Allows these origins, without credentials, what applications commonly need.
    ///
    /// The methods are `DELETE`, `GET`, `OPTIONS`, `PATCH`, `POST` and `PUT`; the headers `accept`,
    /// `authorization`, `content-type`, `user-agent`, `x-csrftoken` and `x-requested-with`, as in
    /// [django-cors-headers](https://github.com/adamchainz/django-cors-headers#configuration). No
    /// header is exposed. Preflights are remembered for 7200 seconds, the most that Chromium keeps;
    /// a longer time gains nothing there and leaves a withdrawn permission in other browsers.
    #[must_use]
    pub fn new<I>(origins: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        Self {
            origins: origins.into_iter().map(Into::into).collect(),
            credentials: false,
            methods: default_methods(),
            headers: default_headers(),
            expose: Vec::new(),
            max_age: default_max_age(),
            record: false,
            public_suffixes: PublicSuffixes::default(),
            dangerously_tolerate_insecure_origins: false,
            dangerously_tolerate_subdomains_of_public_suffixes: false,
        }
    }

    /// Checks everything, and computes what the policy will send.
    ///
    /// # Errors
    ///
    /// Names every entry that could never have an effect in a browser, and every combination that
    /// browsers ignore or that would give an attacker the user's credentials.
    ///
    /// ```
    /// use seaworthy_cors::Config;
    ///
    /// let mut config = Config::new(["https://example.com/", "HTTPS://app.example.com"]);
    /// config.methods.push("TRACE".into());
    /// let error = config.build().unwrap_err();
    ///
    /// let issues: Vec<_> = error.issues().iter().map(|issue| issue.to_string()).collect();
    /// assert_eq!(issues.len(), 3);
    /// assert!(issues[0].ends_with("write `https://example.com`"));
    /// assert!(issues[1].ends_with("write `https://app.example.com`"));
    /// assert!(issues[2].starts_with("method \"TRACE\" cannot be allowed"));
    /// ```
    pub fn build(&self) -> Result<Cors, ConfigError> {
        Cors::new(self, None)
    }

    /// As [`build`](Self::build), with a predicate for the origins that no entry stands for, such
    /// as those of tenants.
    ///
    /// It is asked in each request of such an origin, and only for what is one: `null`, and what no
    /// browser sends, never get there. So that caches can tell, the origin is all that it sees; it
    /// must not wait for a database. What is read from one is better listed, and
    /// [replaced](Cors::replace) when it changes.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build); but that no origin is listed is no error, and `*` beside a
    /// predicate is one.
    ///
    /// ```
    /// use seaworthy_cors::{Access, Config};
    ///
    /// let mut config = Config::new(["https://app.example.com"]);
    /// config.credentials = true;
    /// let cors = config.build_with(|origin| match origin.as_str() {
    ///     "https://tenant.example" => Access::WithCredentials,
    ///     "https://widgets.example" => Access::Anonymous,
    ///     _ => Access::Denied,
    /// })?;
    /// # let _ = cors;
    /// # Ok::<(), seaworthy_cors::ConfigError>(())
    /// ```
    pub fn build_with(
        &self,
        predicate: impl Fn(&Origin) -> Access + Send + Sync + 'static,
    ) -> Result<Cors, ConfigError> {
        Cors::new(self, Some(Predicate::new(predicate)))
    }
}

fn default_methods() -> Vec<String> {
    ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"]
        .map(str::to_owned)
        .into()
}

fn default_headers() -> Vec<String> {
    [
        "accept",
        "authorization",
        "content-type",
        "user-agent",
        "x-csrftoken",
        "x-requested-with",
    ]
    .map(str::to_owned)
    .into()
}

#[allow(clippy::unnecessary_wraps, reason = "the value of an optional field")]
const fn default_max_age() -> Option<u64> {
    Some(7200)
}

#[cfg(test)]
mod tests;
