use seaworthy_settings::Settings as Load;

use crate::validate;
use crate::variables::CsrfCookie;

/// Requests that other sites make a visitor's browser send.
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct Csrf {
    /// Other origins that may send unsafe requests: `https://app.example`,
    /// `https://*.example.com`.
    #[settings(
        default = [],
        expected = "origins separated by commas, such as https://app.example",
        validate = validate::csrf_trusted_origins
    )]
    pub trusted_origins: Vec<String>,

    /// Whether requests for another protocol, such as WebSocket, are judged by their origin too.
    #[settings(default = true)]
    pub guard_upgrades: bool,

    /// The header in which scripts send the token.
    #[settings(default = "X-CSRFToken", validate = validate::header_name)]
    pub header_name: String,

    /// The variables that begin with `CSRF_COOKIE_`.
    #[settings(nested)]
    pub cookie: CsrfCookie,
}
