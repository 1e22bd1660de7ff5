//! What a host asks of its CSRF tokens, and the one door from there to the policy.

use std::fmt;
use std::sync::Arc;

use http::header::HeaderName;
use seaworthy_policy::Throttle;

use super::brought::Names;
use super::cookie::{Cookie, is_name};
use super::keys::Keys;
use super::{CsrfTokens, SameSite, Shared, TokenConfigError, TokenIssue};
use crate::csrf::Exemption;

/// What a host asks of its CSRF tokens, not yet checked.
///
/// ```
/// use seaworthy_gate::TokenConfig;
///
/// let mut config = TokenConfig::new(["a key of 32 random bytes or more"]);
/// config.session_cookie = Some("__Host-sessionid".to_owned());
/// assert!(config.build().is_ok());
///
/// config.keys.push(b"hunter2".to_vec());
/// config.cookie_secure = false;
/// let error = config.build().unwrap_err();
/// assert_eq!(error.issues().len(), 2);
/// ```
#[non_exhaustive]
#[derive(Clone)]
pub struct TokenConfig {
    /// The keys: tokens are made with the first, and those of all are accepted, so that a key can
    /// be replaced while pages are open. Each has 16 bytes at least, better 32, all random. They
    /// may serve other ends too, and no output shows them.
    pub keys: Vec<Vec<u8>>,
    /// The header in which scripts send the token: `X-CSRFToken`, as in Django.
    pub header: String,
    /// The name of the CSRF cookie: `__Host-csrftoken`. The prefix keeps other hosts of the
    /// domain from setting it.
    pub cookie_name: String,
    /// Whether browsers send the cookie over HTTPS only.
    pub cookie_secure: bool,
    /// Whether scripts cannot read the cookie. They need not: what it holds is no token.
    pub cookie_http_only: bool,
    /// With which requests browsers send the cookie.
    pub cookie_same_site: SameSite,
    /// How many seconds browsers keep the cookie: a year less a day, as in Django, from when it
    /// was first set. None is until they are closed.
    pub cookie_max_age: Option<u32>,
    /// The cookie that the visitor's session is kept in. Tokens are bound to its value, so that
    /// nobody's but the session's own are accepted, and a login makes older ones invalid.
    ///
    /// Its value must stay the same for the session: one that is encrypted anew each time will
    /// not do. It must be there before a page displays a token, since a token that is displayed
    /// with the response that begins a session, or changes it, belongs to the one before.
    ///
    /// None binds tokens to the CSRF cookie alone; call
    /// [`CsrfToken::rotate`](crate::CsrfToken::rotate) at a login then.
    pub session_cookie: Option<String>,
    /// Whether an unsafe request that has cookies must have a token in its header. It is off
    /// where forms bring it in a field, which their handlers have to verify.
    pub required: bool,
}

impl TokenConfig {
    /// Tokens made with these keys, in a `__Host-` cookie that scripts cannot read; verified where
    /// they are, and not required.
    #[must_use]
    pub fn new<K: Into<Vec<u8>>>(keys: impl IntoIterator<Item = K>) -> Self {
        Self {
            keys: keys.into_iter().map(Into::into).collect(),
            header: "X-CSRFToken".to_owned(),
            cookie_name: "__Host-csrftoken".to_owned(),
            cookie_secure: true,
            cookie_http_only: true,
            cookie_same_site: SameSite::Lax,
            cookie_max_age: Some(31_449_600),
            session_cookie: None,
            required: false,
        }
    }

    /// Checks everything and makes the policy.
    ///
    /// # Errors
    ///
    /// Every [`TokenIssue`] there is, at once.
    pub fn build(&self) -> Result<CsrfTokens, TokenConfigError> {
        let mut issues = Vec::new();
        let keys = Keys::of(&self.keys, &mut issues);
        let header = self.header_name(&mut issues);
        let cookie = Cookie::of(self, &mut issues);
        let names = Names {
            csrf: (*self.cookie_name).into(),
            session: self.session_name(&mut issues),
        };
        match (keys, header) {
            (Some(keys), Some(header)) if issues.is_empty() => Ok(CsrfTokens {
                shared: Arc::new(Shared {
                    keys,
                    names,
                    header,
                    cookie,
                    required: self.required,
                    shared_pages: Throttle::new(),
                }),
                exemption: Exemption::default(),
            }),
            _ => Err(TokenConfigError { issues }),
        }
    }

    fn header_name(&self, issues: &mut Vec<TokenIssue>) -> Option<HeaderName> {
        let name = self.header.clone();
        if let Some(rest) = name.strip_prefix("HTTP_") {
            let write = rest.replace('_', "-");
            issues.push(TokenIssue::HeaderCgi { name, write });
            return None;
        }
        let parsed = HeaderName::from_bytes(name.as_bytes()).ok();
        if parsed.is_none() {
            issues.push(TokenIssue::Header { name });
        }
        parsed
    }

    fn session_name(&self, issues: &mut Vec<TokenIssue>) -> Option<Box<str>> {
        let name = self.session_cookie.clone()?;
        if !is_name(&name) {
            issues.push(TokenIssue::SessionCookieName { name });
            return None;
        }
        if name == self.cookie_name {
            issues.push(TokenIssue::SessionCookieIsOurs { name });
            return None;
        }
        Some(name.into())
    }
}

/// With the number of keys instead of the keys.
impl fmt::Debug for TokenConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenConfig")
            .field("keys", &format_args!("[… of {}]", self.keys.len()))
            .field("header", &self.header)
            .field("cookie_name", &self.cookie_name)
            .field("cookie_secure", &self.cookie_secure)
            .field("cookie_http_only", &self.cookie_http_only)
            .field("cookie_same_site", &self.cookie_same_site)
            .field("cookie_max_age", &self.cookie_max_age)
            .field("session_cookie", &self.session_cookie)
            .field("required", &self.required)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issues(change: fn(&mut TokenConfig)) -> Vec<(&'static str, String)> {
        let mut config = TokenConfig::new([[7; 32]]);
        change(&mut config);
        match config.build() {
            Ok(_) => Vec::new(),
            Err(error) => {
                let text = error.to_string();
                let issues = error.issues().iter();
                issues
                    .map(|issue| {
                        assert!(
                            text.contains(&format!("{}: {issue}", issue.field())),
                            "{text}"
                        );
                        (issue.field(), issue.to_string())
                    })
                    .collect()
            }
        }
    }

    #[test]
    fn what_a_browser_would_drop_is_an_issue() {
        let named = |name: &str, secure, http_only| {
            let mut config = TokenConfig::new([[7; 32]]);
            config.cookie_name = name.to_owned();
            config.cookie_secure = secure;
            config.cookie_http_only = http_only;
            let error = config.build().err();
            let issues = error.map_or(Vec::new(), |error| error.issues().to_vec());
            issues.iter().map(TokenIssue::field).collect::<Vec<_>>()
        };
        for name in [
            "__Host-csrf",
            "__Secure-csrf",
            "__HOST-csrf",
            "__secure-csrf",
        ] {
            assert_eq!(named(name, true, false), [""; 0], "{name}");
            assert_eq!(named(name, false, true), ["cookie_secure"], "{name}");
        }
        for name in ["__Http-csrf", "__Host-Http-csrf", "__host-http-csrf"] {
            assert_eq!(named(name, true, true), [""; 0], "{name}");
            assert_eq!(named(name, true, false), ["cookie_http_only"], "{name}");
            assert_eq!(named(name, false, true), ["cookie_secure"], "{name}");
        }
        for name in ["csrftoken", "__Hostcsrf", "x__Host-csrf"] {
            assert_eq!(named(name, false, false), [""; 0], "{name}");
        }
        for name in ["", "a b", "a;b"] {
            assert_eq!(named(name, true, true), ["cookie_name"], "{name}");
        }
        let cross_site = issues(|config| {
            config.cookie_name = "csrftoken".to_owned();
            config.cookie_same_site = SameSite::None;
            config.cookie_secure = false;
        });
        assert_eq!(cross_site.len(), 1);
        assert_eq!(cross_site[0].0, "cookie_secure");
        assert!(issues(|config| config.cookie_same_site = SameSite::None).is_empty());
        assert!(issues(|config| config.cookie_max_age = None).is_empty());
        assert_eq!(
            issues(|config| config.cookie_max_age = Some(0))[0].0,
            "cookie_max_age"
        );
    }

    #[test]
    fn a_key_that_can_be_guessed_is_an_issue_that_does_not_show_it() {
        let found = issues(|config| config.keys = Vec::new());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "keys");

        let found = issues(|config| {
            config.keys.push(b"hunter2".to_vec());
            config.keys.push(vec![0; 16]);
            config.keys.push(Vec::new());
        });
        assert_eq!(
            found,
            [
                (
                    "keys",
                    "key 2 has 7 bytes and can be guessed; use 32 random bytes".to_owned()
                ),
                (
                    "keys",
                    "key 4 has 0 bytes and can be guessed; use 32 random bytes".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn everything_is_said_at_once() {
        let found = issues(|config| {
            config.keys = Vec::new();
            config.header = "X CSRF".to_owned();
            config.cookie_name = "a=b".to_owned();
            config.session_cookie = Some("a;b".to_owned());
        });
        let fields: Vec<_> = found.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["keys", "header", "cookie_name", "session_cookie"]);
    }

    #[test]
    fn names_that_nobody_sends_are_issues() {
        let cgi = issues(|config| config.header = "HTTP_X_CSRFTOKEN".to_owned());
        assert!(cgi[0].1.contains("write `X-CSRFTOKEN`"), "{cgi:?}");
        assert_eq!(issues(|config| config.header.clear())[0].0, "header");
        let ours = issues(|config| config.session_cookie = Some(config.cookie_name.clone()));
        assert_eq!(ours[0].0, "session_cookie");
    }

    #[test]
    fn debug_shows_no_key() {
        let config = TokenConfig::new(["a key that nobody else may know"]);
        let shown = format!("{config:?} {config:#?} {:?}", config.build());
        assert!(!shown.contains("nobody"), "{shown}");
        assert!(!shown.contains("110, 111"), "{shown}");
    }
}
