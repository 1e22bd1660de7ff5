pub(crate) use rules::advice;

mod rules;
mod words;

use crate::csp::TAKES_NONCE;
use crate::{FrameOptions, Hsts, ReferrerPolicy};

/// Something in a [`Config`](crate::Config) that works but is unwise in production.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Advice {
    /// No rule keeps cookies from scripts.
    CookiesHttpOnlyOff,
    /// Cookies are sent as handlers set them.
    CookiesOff,
    /// Cookies without a `SameSite` of their own are for the requests of other sites too.
    CookiesSameSiteNone,
    /// Whether a cookie is for the requests of other sites is left to the browser.
    CookiesSameSiteOff,
    /// No rule keeps cookies from plain http.
    CookiesSecureOff,
    /// Pages may only embed what says who may embed it, and the service's own answers do not say.
    CoepWithoutCorp,
    /// Pages may only embed what says who may embed it, and get nothing for it.
    CoepWithoutCoop,
    /// Other sites keep a handle on the windows they open.
    CoopMissing,
    /// A nonce stands in the configuration, so that it is the same on every response.
    CspFixedNonce {
        /// The directive.
        directive: &'static str,
    },
    /// `'unsafe-inline'` stands beside a nonce or a hash, where browsers ignore it.
    ///
    /// It is not reported beside `'strict-dynamic'`, where it is for browsers that know neither.
    CspInlineIgnored {
        /// The directive.
        directive: &'static str,
    },
    /// Reports are sent over plain http.
    CspInsecureReportUri {
        /// Whether it is the policy on trial that says so.
        report_only: bool,
        /// The address.
        uri: String,
    },
    /// There is no Content-Security-Policy.
    CspMissing,
    /// Injected markup can change where relative addresses lead.
    CspNoBaseUri,
    /// The policy does not say where forms may be sent.
    CspNoFormAction,
    /// The policy does not say who may frame the page.
    CspNoFrameAncestors,
    /// The policy lets plugins run.
    CspNoObjectSrc,
    /// The policy does not restrict scripts.
    CspNoScriptSrc,
    /// The only policy there is reports without blocking.
    CspReportOnly,
    /// Strings can become scripts.
    CspUnsafeEval {
        /// The directive.
        directive: &'static str,
    },
    /// Any inline script runs. It is not reported where a nonce or hash makes browsers ignore it,
    /// nor for styles.
    CspUnsafeInline {
        /// The directive.
        directive: &'static str,
    },
    /// Nobody hears of what the policy on trial would block.
    CspUnreported,
    /// Scripts, frames around the page, or its base address may come from anywhere, or forms go
    /// anywhere.
    CspWildcard {
        /// The directive.
        directive: &'static str,
        /// The source.
        source: String,
    },
    /// Pages may be framed, by everybody or by the site itself.
    FrameNotDenied {
        /// The value as configured.
        value: Option<FrameOptions>,
    },
    /// The frame options allow what the Content-Security-Policy forbids.
    FrameOverruled,
    /// The headers may be more than a proxy has room for.
    HeadersTooLarge {
        /// How many bytes they are on a page that shows its nonce.
        bytes: usize,
    },
    /// Browsers may be led to plain http.
    HstsMissing,
    /// Subdomains may be reached over plain http.
    HstsNoSubdomains,
    /// The preload list does not take the host.
    HstsPreloadUnready,
    /// Browsers forget soon that the host speaks https.
    HstsShort {
        /// The seconds as configured.
        max_age: u64,
    },
    /// Browsers guess content types.
    NosniffOff,
    /// Browsers send `Origin: null` with form posts.
    ReferrerBreaksCsrf,
    /// Each browser has its own referrer policy.
    ReferrerMissing,
    /// Links give addresses away.
    ReferrerUnsafe {
        /// The policy.
        policy: ReferrerPolicy,
    },
}

impl Advice {
    /// A name of the rule for reports and exceptions, such as `hsts.missing`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::CookiesHttpOnlyOff => "cookies.http_only_off",
            Self::CookiesOff => "cookies.off",
            Self::CookiesSameSiteNone => "cookies.same_site_none",
            Self::CookiesSameSiteOff => "cookies.same_site_off",
            Self::CookiesSecureOff => "cookies.secure_off",
            Self::CoepWithoutCoop => "coep.without_coop",
            Self::CoepWithoutCorp => "coep.without_corp",
            Self::CoopMissing => "coop.missing",
            Self::CspFixedNonce { .. } => "csp.fixed_nonce",
            Self::CspInlineIgnored { .. } => "csp.inline_ignored",
            Self::CspInsecureReportUri { .. } => "csp.insecure_report_uri",
            Self::CspMissing => "csp.missing",
            Self::CspNoBaseUri => "csp.no_base_uri",
            Self::CspNoFormAction => "csp.no_form_action",
            Self::CspNoFrameAncestors => "csp.no_frame_ancestors",
            Self::CspNoObjectSrc => "csp.no_object_src",
            Self::CspNoScriptSrc => "csp.no_script_src",
            Self::CspReportOnly => "csp.report_only",
            Self::CspUnsafeEval { .. } => "csp.unsafe_eval",
            Self::CspUnsafeInline { .. } => "csp.unsafe_inline",
            Self::CspUnreported => "csp.unreported",
            Self::CspWildcard { .. } => "csp.wildcard",
            Self::FrameNotDenied { .. } => "frame.not_denied",
            Self::FrameOverruled => "frame.overruled",
            Self::HeadersTooLarge { .. } => "headers.too_large",
            Self::HstsMissing => "hsts.missing",
            Self::HstsNoSubdomains => "hsts.no_subdomains",
            Self::HstsPreloadUnready => "hsts.preload_unready",
            Self::HstsShort { .. } => "hsts.short",
            Self::NosniffOff => "nosniff.off",
            Self::ReferrerBreaksCsrf => "referrer.breaks_csrf",
            Self::ReferrerMissing => "referrer.missing",
            Self::ReferrerUnsafe { .. } => "referrer.unsafe",
        }
    }

    /// The field of [`Config`](crate::Config) that it is about.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::CookiesHttpOnlyOff
            | Self::CookiesOff
            | Self::CookiesSameSiteNone
            | Self::CookiesSameSiteOff
            | Self::CookiesSecureOff => "cookies",
            Self::CoepWithoutCorp => "cross_origin_resource_policy",
            Self::CoepWithoutCoop | Self::CoopMissing => "cross_origin_opener_policy",
            Self::CspInsecureReportUri {
                report_only: true, ..
            }
            | Self::CspUnreported => "csp_report_only",
            Self::CspFixedNonce { .. }
            | Self::CspInlineIgnored { .. }
            | Self::CspInsecureReportUri { .. }
            | Self::CspMissing
            | Self::CspNoBaseUri
            | Self::CspNoFormAction
            | Self::CspNoFrameAncestors
            | Self::CspNoObjectSrc
            | Self::CspNoScriptSrc
            | Self::CspReportOnly
            | Self::CspUnsafeEval { .. }
            | Self::CspUnsafeInline { .. }
            | Self::CspWildcard { .. }
            | Self::HeadersTooLarge { .. } => "csp",
            Self::FrameNotDenied { .. } | Self::FrameOverruled => "frame_options",
            Self::HstsMissing
            | Self::HstsNoSubdomains
            | Self::HstsPreloadUnready
            | Self::HstsShort { .. } => "hsts",
            Self::NosniffOff => "content_type_nosniff",
            Self::ReferrerBreaksCsrf | Self::ReferrerMissing | Self::ReferrerUnsafe { .. } => {
                "referrer_policy"
            }
        }
    }

    /// The directive of the Content-Security-Policy that has to change, if it is one.
    #[must_use]
    pub const fn directive(&self) -> Option<&'static str> {
        match self {
            Self::CspFixedNonce { directive }
            | Self::CspInlineIgnored { directive }
            | Self::CspUnsafeEval { directive }
            | Self::CspUnsafeInline { directive }
            | Self::CspWildcard { directive, .. } => Some(directive),
            Self::CspInsecureReportUri { .. } | Self::CspUnreported => Some("report-uri"),
            Self::CspNoBaseUri => Some("base-uri"),
            Self::CspNoFormAction => Some("form-action"),
            Self::CspNoFrameAncestors => Some("frame-ancestors"),
            Self::CspNoObjectSrc => Some("object-src"),
            Self::CspNoScriptSrc => Some("script-src"),
            _ => None,
        }
    }

    /// What to do about it, in terms of the field.
    #[must_use]
    pub fn remedy(&self) -> String {
        let remedy = match self {
            Self::CoepWithoutCoop => "set it to `same-origin`, or leave out the embedder policy",
            Self::CoepWithoutCorp => "set it to `same-origin`, or `same-site` for subdomains",
            Self::CookiesHttpOnlyOff => {
                "set `http_only` to all cookies, except those that your scripts read"
            }
            Self::CookiesOff => "start from the default rules",
            Self::CookiesSameSiteNone => {
                "set `same_site` to `Lax`, and `None` on the cookies that other sites need"
            }
            Self::CookiesSameSiteOff => "set `same_site_for` to all cookies",
            Self::CookiesSecureOff => "set `secure` to all cookies",
            Self::CoopMissing => {
                "set it to `same-origin`, or `same-origin-allow-popups` for sign-in popups"
            }
            Self::CspFixedNonce { directive } if !TAKES_NONCE.contains(directive) => {
                "remove it; nothing that the directive is about can have a nonce"
            }
            Self::CspFixedNonce { .. } => "remove it and name the directive in `nonce_in`",
            Self::CspInlineIgnored { .. } => {
                "remove `'unsafe-inline'`; or keep it, remove hashes and nonces, and take the \
                 directive out of `nonce_in`"
            }
            Self::CspInsecureReportUri { .. } => "write `https://`, or a path of the site",
            Self::CspMissing => "start from the strict policy",
            Self::CspNoBaseUri => "add `base-uri 'none'`",
            Self::CspNoFormAction => "add `form-action 'self'`",
            Self::CspNoFrameAncestors => "add `frame-ancestors 'none'`, or list who may",
            Self::CspNoObjectSrc => "add `object-src 'none'`",
            Self::CspNoScriptSrc => "add `script-src 'self'`, or a nonce",
            Self::CspReportOnly => "enforce it once its reports are quiet",
            Self::CspUnsafeEval { .. } => {
                "remove `'unsafe-eval'`; `'wasm-unsafe-eval'` does for Wasm"
            }
            Self::CspUnsafeInline { directive } if !TAKES_NONCE.contains(directive) => {
                "remove `'unsafe-inline'`, and let scripts add the listeners that stand in \
                 attributes"
            }
            Self::CspUnsafeInline { .. } => {
                "remove `'unsafe-inline'`, name the directive in `nonce_in`, and give inline \
                 scripts the nonce"
            }
            Self::CspUnreported => "add `report-uri`, or `report-to` and its reporting endpoint",
            Self::CspWildcard { .. } => {
                "list the hosts; scripts can do with a nonce and `'strict-dynamic'`"
            }
            Self::FrameNotDenied { .. } => "set it to `DENY`",
            Self::FrameOverruled => "set it to `DENY`, or set `frame-ancestors 'self'`",
            Self::HeadersTooLarge { .. } => {
                "allow whole hosts instead of single paths, a nonce instead of many hashes, and \
                 set for single routes what only they need"
            }
            Self::HstsMissing => "set a `max_age` of 31536000 with subdomains",
            Self::HstsNoSubdomains => "set `include_subdomains` once all of them speak https",
            Self::HstsPreloadUnready => {
                "set `include_subdomains` and a `max_age` of at least 31536000, or unset `preload`"
            }
            Self::HstsShort { max_age } => {
                return match Hsts::next_step(*max_age) {
                    Some(step) => format!("raise `max_age` to {step} once nothing broke"),
                    None => "raise `max_age` to 31536000".to_owned(),
                };
            }
            Self::NosniffOff => "set it to true and send right content types",
            Self::ReferrerBreaksCsrf | Self::ReferrerUnsafe { .. } | Self::ReferrerMissing => {
                "set it to `strict-origin-when-cross-origin`, or `same-origin`"
            }
        };
        remedy.to_owned()
    }
}
