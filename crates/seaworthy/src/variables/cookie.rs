use seaworthy_headers::SameSite;
use seaworthy_settings::Settings as Load;

use crate::validate;

/// How the session cookie is set.
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct SessionCookie {
    /// Its name. The prefix `__Host-` has browsers refuse it from any other host or over HTTP.
    #[settings(default = "__Host-sessionid", debug = "sessionid", validate = validate::cookie_name)]
    pub name: String,
    /// Whether it is sent over HTTPS only.
    #[settings(default = true, debug = false)]
    pub secure: bool,
    /// Whether scripts cannot read it.
    #[settings(default = true)]
    pub httponly: bool,
    /// Whether it comes along with requests from other sites.
    #[settings(default = "Lax", from_str, expected = "Lax, Strict or None")]
    pub samesite: SameSite,
}

/// How the cookie against cross-site requests is set.
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct CsrfCookie {
    /// Its name; the prefix is that of the session cookie.
    #[settings(default = "__Host-csrftoken", debug = "csrftoken", validate = validate::cookie_name)]
    pub name: String,
    /// Whether it is sent over HTTPS only.
    #[settings(default = true, debug = false)]
    pub secure: bool,
    /// Whether scripts cannot read it.
    #[settings(default = true)]
    pub httponly: bool,
    /// Whether it comes along with requests from other sites.
    #[settings(default = "Lax", from_str, expected = "Lax, Strict or None")]
    pub samesite: SameSite,
    /// How many seconds browsers keep it; with 0, until they are closed.
    #[settings(default = 31_449_600)]
    pub age: u32,
}
