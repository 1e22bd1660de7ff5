use seaworthy_headers::{
    CrossOriginEmbedderPolicy, CrossOriginOpenerPolicy, CrossOriginResourcePolicy, Hsts,
};
use seaworthy_settings::Settings as Load;

use crate::{OrOff, ReferrerPolicies, validate};

/// HTTPS, and the headers whose variables begin with `SECURE_`.
///
/// Where a header's value may be `off`, the header is not sent.
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct Secure {
    /// Whether requests over plain HTTP are redirected to HTTPS.
    #[settings(default = true, debug = false)]
    pub ssl_redirect: bool,

    /// The host to redirect to; unset, the one that was asked for.
    #[settings(validate = validate::ssl_host)]
    pub ssl_host: Option<String>,

    /// The port that answers HTTPS; unset, 443.
    #[settings(min = 1)]
    pub ssl_port: Option<u16>,

    /// Paths that are not redirected: `/exact`, `/below/*`.
    #[settings(default = [], validate = validate::redirect_exempt)]
    pub redirect_exempt: Vec<String>,

    /// The header and value by which a proxy says that the client came over HTTPS, such as
    /// `X-Forwarded-Proto: https`. Set without `TRUSTED_PROXIES`, it is believed from anybody.
    #[settings(validate = validate::proxy_ssl_header)]
    pub proxy_ssl_header: Option<String>,

    /// How long browsers keep to HTTPS, in seconds; 0 sends no header.
    #[settings(default = 31_536_000, debug = 0)]
    pub hsts_seconds: u64,

    /// Whether that holds for subdomains too.
    #[settings(default = true)]
    pub hsts_include_subdomains: bool,

    /// Whether browsers may build the host into their preload lists.
    #[settings(default = false)]
    pub hsts_preload: bool,

    /// Whether browsers are told not to guess content types.
    #[settings(default = true)]
    pub content_type_nosniff: bool,

    /// What the `Referer` header may tell other sites; several are tried from the last.
    #[settings(
        default = "strict-origin-when-cross-origin",
        from_str,
        expected = "a referrer policy, several, or off"
    )]
    pub referrer_policy: ReferrerPolicies,

    /// Which windows may keep a reference to a page's window.
    #[settings(
        default = "same-origin",
        from_str,
        expected = "an opener policy such as same-origin, or off"
    )]
    pub cross_origin_opener_policy: OrOff<CrossOriginOpenerPolicy>,

    /// Which sites may embed a response.
    #[settings(
        default = "same-origin",
        from_str,
        expected = "a resource policy such as same-origin, or off"
    )]
    pub cross_origin_resource_policy: OrOff<CrossOriginResourcePolicy>,

    /// Which responses a page may embed.
    #[settings(
        default = "off",
        from_str,
        expected = "an embedder policy such as require-corp, or off"
    )]
    pub cross_origin_embedder_policy: OrOff<CrossOriginEmbedderPolicy>,
}

impl Secure {
    /// How long browsers keep to HTTPS; not at all for 0 seconds.
    pub(crate) fn hsts(&self) -> Option<Hsts> {
        let mut hsts = Hsts::default();
        hsts.max_age = self.hsts_seconds;
        hsts.include_subdomains = self.hsts_include_subdomains;
        hsts.preload = self.hsts_preload;
        Some(hsts).filter(|hsts| hsts.max_age > 0)
    }
}
