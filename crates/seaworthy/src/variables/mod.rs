//! The variables that a service reads, named as Django names them, group by group.

mod auth;
mod cookie;
mod cookies;
mod cors;
mod csp;
mod csrf;
mod log;
mod probes;
mod secure;

pub use auth::AuthPassword;
pub use cookie::{CsrfCookie, SessionCookie};
pub use cookies::Cookies;
pub use cors::Cors;
pub use csp::Csp;
pub(crate) use csp::ENDPOINT;
pub use csrf::Csrf;
pub use log::Log;
pub use probes::Probes;
pub use secure::Secure;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use seaworthy_headers::FrameOptions;
use seaworthy_settings::{
    DatabaseUrl, Fields, LoadError, Loaded, RedisUrl, SecretKey, Settings as Load, Sources,
};

use crate::{OrOff, validate};

/// What a hardened service reads from its environment.
///
/// Names and meaning are [Django's](https://docs.djangoproject.com/en/stable/ref/settings/), those
/// of [django-csp](https://django-csp.readthedocs.io/) and of
/// [django-cors-headers](https://github.com/adamchainz/django-cors-headers). The defaults are those
/// of a production service: only `SECRET_KEY` and `ALLOWED_HOSTS` must be set. `DEBUG=true` is the
/// one switch to development, where nothing must be set and plain HTTP works.
///
/// A host that has variables of its own puts this struct into its own with
/// `#[settings(flatten)]`.
///
/// ```
/// use seaworthy::{Settings, settings::Sources};
///
/// let loaded = Settings::load(&Sources::pairs([("DEBUG", "true")]))?;
/// assert_eq!(loaded.settings.bind.port(), 8000);
///
/// let error = Settings::load(&Sources::pairs([("DEBUG", "flase")])).unwrap_err();
/// let text = error.to_string();
/// for variable in ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"] {
///     assert!(text.contains(variable), "{text}");
/// }
/// # Ok::<(), seaworthy::settings::LoadError>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct Settings {
    /// Whether this is a development machine: shows more, requires less, redirects nothing.
    #[settings(default = false)]
    pub debug: bool,

    /// The key that signs what the service hands out and takes back.
    #[settings(debug = SecretKey::generate())]
    pub secret_key: SecretKey,

    /// Former keys: still accepted, never signed with.
    #[settings(default = [])]
    pub secret_key_fallbacks: Vec<SecretKey>,

    /// The hosts that the service answers for: `www.example.com`, `.example.com` with every
    /// subdomain, addresses, address ranges.
    #[settings(
        debug = ["localhost", "127.0.0.1", "[::1]", ".localhost"],
        expected = "hosts separated by commas, such as www.example.com,.example.org",
        validate = validate::allowed_hosts
    )]
    pub allowed_hosts: Vec<String>,

    /// Paths at which other hosts are let in too: `/exact`, `/below/*`.
    #[settings(default = [], validate = validate::allowed_hosts_exempt)]
    pub allowed_hosts_exempt: Vec<String>,

    /// The peers whose forwarding headers are believed: addresses, ranges, `unix`.
    #[settings(
        default = [],
        expected = "addresses and ranges separated by commas, such as 10.0.0.0/8",
        validate = validate::trusted_proxies
    )]
    pub trusted_proxies: Vec<String>,

    /// How many proxies stand in front, the peer included, where the outer ones have no addresses
    /// that could be listed.
    #[settings(min = 1)]
    pub trusted_hops: Option<u8>,

    /// Whether the trusted proxies write `Forwarded` rather than `X-Forwarded-…`.
    #[settings(default = false)]
    pub use_forwarded: bool,

    /// Whether the host that a trusted proxy forwards takes the place of `Host`.
    #[settings(default = false)]
    pub use_x_forwarded_host: bool,

    /// The variables that begin with `SECURE_`: HTTPS, and the headers that keep a page to itself.
    #[settings(nested)]
    pub secure: Secure,

    /// Who may show a page in a frame: `DENY`, `SAMEORIGIN`; `off` sends no header.
    #[settings(default = "DENY", from_str, expected = "DENY, SAMEORIGIN or off")]
    pub x_frame_options: OrOff<FrameOptions>,

    /// The browser features that pages may use, as the header says it; `off` sends no header.
    #[settings(
        default = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), \
                   usb=()",
        validate = validate::permissions_policy
    )]
    pub permissions_policy: String,

    /// The variables that begin with `CSP_`: the content security policy.
    #[settings(nested)]
    pub csp: Csp,

    /// Where browsers send reports: `name=https://reports.example/a`, several separated by commas.
    #[settings(
        default = "",
        expected = "names and addresses, such as main=https://reports.example/",
        validate = validate::reporting_endpoints
    )]
    pub reporting_endpoints: BTreeMap<String, String>,

    /// The variables that begin with `COOKIES_`: how the application's cookies are hardened.
    #[settings(nested)]
    pub cookies: Cookies,

    /// The variables that begin with `SESSION_COOKIE_`.
    #[settings(nested)]
    pub session_cookie: SessionCookie,

    /// The variables that begin with `CSRF_`: cross-site requests.
    #[settings(nested)]
    pub csrf: Csrf,

    /// The variables that begin with `CORS_`.
    #[settings(nested)]
    pub cors: Cors,

    /// The variables that begin with `AUTH_PASSWORD_`.
    #[settings(nested)]
    pub auth_password: AuthPassword,

    /// The variables that begin with `LOG_`.
    #[settings(nested)]
    pub log: Log,

    /// The variables that begin with `HEALTH_`.
    #[settings(nested)]
    pub health: Probes,

    /// Set by Kubernetes for every container: load balancers take a moment to learn of an end.
    pub kubernetes_service_host: Option<String>,

    /// Set by systemd: where it wants to be told that the service has started, and ends.
    #[settings(validate = validate::notify_socket)]
    pub notify_socket: Option<String>,

    /// Set by systemd: after how many microseconds of silence it restarts the service.
    #[settings(validate = validate::watchdog_usec)]
    pub watchdog_usec: Option<u64>,

    /// Set to anything, it keeps colours out of the logs: [no-color.org](https://no-color.org).
    pub no_color: Option<String>,

    /// Where the data is kept; unset, the application's own embedded database.
    pub database_url: Option<DatabaseUrl>,

    /// Where the cache and the queue are; unset, there is none.
    pub redis_url: Option<RedisUrl>,

    /// The address and port to listen on.
    #[settings(default = "127.0.0.1:8000")]
    pub bind: SocketAddr,
}

impl Settings {
    /// Reads the settings from the environment of the process.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the environment, at once.
    pub fn from_env() -> Result<Self, LoadError> {
        Self::load(&Sources::environment()).map(|loaded| loaded.settings)
    }

    /// Reads the settings from these sources, and says where each value came from.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the sources, at once.
    pub fn load(sources: &Sources) -> Result<Loaded<Self>, LoadError> {
        <Self as Load>::load(sources)
    }

    /// Every variable, in the order of the documentation.
    #[must_use]
    pub fn fields() -> Fields {
        <Self as Load>::fields()
    }
}
