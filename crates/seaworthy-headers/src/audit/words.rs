//! What is unwise about it, in words.

use std::fmt;

use crate::Advice;

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::CookiesHttpOnlyOff => {
                "no rule makes cookies `HttpOnly`: an injected script can take a session away"
            }
            Self::CookiesOff => {
                "there are no rules for cookies: one that a library sets without `Secure` or \
                 `HttpOnly` is sent like that"
            }
            Self::CookiesSameSiteNone => {
                "cookies get `SameSite=None`: requests that other sites make carry the session"
            }
            Self::CookiesSameSiteOff => {
                "no rule gives cookies a `SameSite`: some browsers send them with requests that \
                 other sites make"
            }
            Self::CookiesSecureOff => {
                "no rule makes cookies `Secure`: whoever sits on the network can read one from a \
                 request over plain http"
            }
            Self::CoepWithoutCoop => {
                "the embedder policy keeps foreign images and scripts out, but without the opener \
                 policy `same-origin` pages are not isolated, and gain nothing by it"
            }
            Self::CoepWithoutCorp => {
                "pages embed only what has a resource policy, and what the service itself serves \
                 has none: other origins of the site cannot embed it"
            }
            Self::CoopMissing => {
                "there is no opener policy: a page that opens one of yours can probe it"
            }
            Self::CspFixedNonce { directive } => {
                return write!(
                    f,
                    "`{directive}` has a nonce that is always the same: whoever has seen one page \
                     can use it in the next"
                );
            }
            Self::CspInlineIgnored { directive } => {
                return write!(
                    f,
                    "`{directive}` has `'unsafe-inline'` beside a nonce or hash, where browsers \
                     ignore it: what is inline and has neither is blocked"
                );
            }
            Self::CspInsecureReportUri { uri, .. } => {
                return write!(
                    f,
                    "reports go to `{uri}` over plain http: browsers block them on pages that \
                     came by https, and anybody on the network can read the others"
                );
            }
            Self::CspMissing => {
                "there is no Content-Security-Policy: injected markup runs as a script of yours"
            }
            Self::CspNoBaseUri => {
                "the policy has no `base-uri`: an injected `<base>` sends every relative script \
                 and form elsewhere"
            }
            Self::CspNoFormAction => {
                "the policy has no `form-action`, which `default-src` does not cover: an injected \
                 form can send what people type elsewhere"
            }
            Self::CspNoFrameAncestors => {
                "the policy has no `frame-ancestors`: `default-src` does not cover framing"
            }
            Self::CspNoObjectSrc => {
                "the policy does not rule out plugins: `<object>` and `<embed>` are a way around \
                 the rules for scripts"
            }
            Self::CspNoScriptSrc => {
                "the policy has neither `script-src` nor `default-src`: any script runs"
            }
            Self::CspReportOnly => {
                "the only Content-Security-Policy is one that reports: nothing is blocked"
            }
            Self::CspUnsafeEval { directive } => {
                return write!(
                    f,
                    "`{directive}` allows `eval`: a string from anywhere can become a script"
                );
            }
            Self::CspUnsafeInline { directive } => {
                return write!(
                    f,
                    "`{directive}` allows inline scripts: injected markup runs as a script of yours"
                );
            }
            Self::CspUnreported => {
                "the policy on trial has neither `report-uri` nor `report-to`: it blocks nothing, \
                 and nobody hears what it would block"
            }
            Self::CspWildcard { directive, source } => {
                let consequence = match *directive {
                    "base-uri" => "relative addresses may lead anywhere",
                    "form-action" => "forms may be sent anywhere",
                    "frame-ancestors" => "any site may frame a page",
                    _ => "anybody can provide a script",
                };
                return write!(f, "`{directive}` allows `{source}`: {consequence}");
            }
            Self::FrameNotDenied { value: None } => {
                "any site may frame a page, and have people click what they do not see"
            }
            Self::FrameNotDenied { value: Some(_) } => {
                "the site may frame its own pages: one page with injected markup can overlay others"
            }
            Self::FrameOverruled => {
                "the frame options let the site frame its pages, but browsers obey the \
                 Content-Security-Policy, where `frame-ancestors` is `'none'`"
            }
            Self::HeadersTooLarge { bytes } => {
                return write!(
                    f,
                    "the security headers are {bytes} bytes: many proxies have 4096 for all the \
                     headers of a response, and answer with 502 where that is too little"
                );
            }
            Self::HstsMissing => {
                "there is no HSTS: whoever sits on the network can keep people on plain http"
            }
            Self::HstsNoSubdomains => {
                "HSTS leaves out subdomains: one reached over plain http can set cookies for all"
            }
            Self::HstsPreloadUnready => {
                "HSTS asks for preloading, which takes a year and subdomains: the list refuses it"
            }
            Self::HstsShort { max_age } => {
                return write!(
                    f,
                    "browsers forget HSTS after {max_age} s: who comes back later than that is as \
                     open to attack as on the first visit"
                );
            }
            Self::NosniffOff => {
                "browsers may guess content types: an uploaded file can become a script"
            }
            Self::ReferrerBreaksCsrf => {
                "with `no-referrer` browsers send `Origin: null` with form posts, which CSRF \
                 checks refuse"
            }
            Self::ReferrerMissing => {
                "there is no referrer policy: how much of an address links give away is left to \
                 the browser"
            }
            Self::ReferrerUnsafe { policy } => {
                return write!(
                    f,
                    "the referrer policy `{policy}` gives addresses to other sites, or to anybody \
                     on the network"
                );
            }
        };
        f.write_str(text)
    }
}
