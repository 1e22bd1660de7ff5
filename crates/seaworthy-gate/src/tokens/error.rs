//! Why a configuration hands out no tokens.

use std::fmt;

/// Why a [`TokenConfig`](crate::TokenConfig) makes no policy: one or more [`TokenIssue`]s.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TokenConfigError {
    /// Never empty.
    pub(crate) issues: Vec<TokenIssue>,
}

impl TokenConfigError {
    /// Everything that is wrong.
    #[must_use]
    pub fn issues(&self) -> &[TokenIssue] {
        &self.issues
    }
}

impl fmt::Display for TokenConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid configuration of CSRF tokens")?;
        for (index, issue) in self.issues.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            write!(f, "{}: {issue}", issue.field())?;
        }
        Ok(())
    }
}

impl std::error::Error for TokenConfigError {}

/// One thing that is wrong with a [`TokenConfig`](crate::TokenConfig), and its remedy.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TokenIssue {
    /// The cookie would be gone as soon as it is set.
    #[error("browsers drop a cookie of 0 seconds; write a number, or None for until they close")]
    CookieMaxAgeZero,
    /// The CSRF cookie's name is none.
    #[error("{name:?} is no cookie's name; write one such as `__Host-csrftoken`")]
    CookieName {
        /// The name.
        name: String,
    },
    /// Browsers would drop the cookie, because its name promises that scripts cannot read it.
    #[error(
        "browsers drop {name:?} without HttpOnly; set it to true, or name the cookie otherwise"
    )]
    CookieNotHttpOnly {
        /// The name.
        name: String,
    },
    /// Browsers would drop the cookie, because its name promises that it is secure.
    #[error(
        "browsers drop {name:?} without Secure; set it to true, or name the cookie without its \
         prefix while you develop over plain HTTP"
    )]
    CookieNotSecure {
        /// The name.
        name: String,
    },
    /// Browsers would drop the cookie, because it goes to other sites in clear.
    #[error("browsers drop a cookie of SameSite=None without Secure; set cookie_secure to true")]
    CrossSiteNotSecure,
    /// The header's name is none.
    #[error("{name:?} is no header; write a name such as `X-CSRFToken`")]
    Header {
        /// The name.
        name: String,
    },
    /// The header's name is that of a CGI variable.
    #[error("{name:?} is no header but a CGI variable; write `{write}`")]
    HeaderCgi {
        /// The name.
        name: String,
        /// The header's name.
        write: String,
    },
    /// A key is so short that it can be guessed.
    #[error("key {number} has {length} bytes and can be guessed; use 32 random bytes")]
    KeyTooShort {
        /// Which one, from 1.
        number: usize,
        /// How many bytes it has.
        length: usize,
    },
    /// There is no key.
    #[error("there is no key to make tokens with; use 32 random bytes")]
    NoKeys,
    /// The session's cookie is the CSRF cookie.
    #[error("{name:?} is the CSRF cookie; name the cookie that the session is kept in")]
    SessionCookieIsOurs {
        /// The name.
        name: String,
    },
    /// The session cookie's name is none.
    #[error("{name:?} is no cookie's name; write one such as `__Host-sessionid`")]
    SessionCookieName {
        /// The name.
        name: String,
    },
}

impl TokenIssue {
    /// The field of [`TokenConfig`](crate::TokenConfig) that is to be changed.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::CookieMaxAgeZero => "cookie_max_age",
            Self::CookieName { .. } => "cookie_name",
            Self::CookieNotHttpOnly { .. } => "cookie_http_only",
            Self::CookieNotSecure { .. } | Self::CrossSiteNotSecure => "cookie_secure",
            Self::Header { .. } | Self::HeaderCgi { .. } => "header",
            Self::KeyTooShort { .. } | Self::NoKeys => "keys",
            Self::SessionCookieIsOurs { .. } | Self::SessionCookieName { .. } => "session_cookie",
        }
    }
}
