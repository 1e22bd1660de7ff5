//! When which advice is given.

use crate::csp::{Directive, Policy};
use crate::{
    Advice, Config, CookieRule, CookieRules, CrossOriginEmbedderPolicy, CrossOriginOpenerPolicy,
    FrameOptions, Hsts, ReferrerPolicy, SameSite,
};

/// All that is unwise, in the order of the configuration's fields.
pub(crate) fn advice(config: &Config) -> Vec<Advice> {
    let mut advice = Vec::new();
    match config.hsts {
        Some(hsts) => advice.extend(on_hsts(hsts)),
        None => advice.push(Advice::HstsMissing),
    }
    if !config.content_type_nosniff {
        advice.push(Advice::NosniffOff);
    }
    let checked = config.csp.as_ref().map(|csp| csp.check(false).0);
    advice.extend(on_frames(config.frame_options, checked.as_ref()));
    on_referrers(&config.referrer_policy, &mut advice);
    match config.cross_origin_opener_policy {
        None | Some(CrossOriginOpenerPolicy::UnsafeNone) => advice.push(Advice::CoopMissing),
        Some(_) => {}
    }
    if config.cross_origin_embedder_policy.is_some() {
        on_embedding(config, &mut advice);
    }
    match &config.cookies {
        Some(rules) => on_cookies(rules, &mut advice),
        None => advice.push(Advice::CookiesOff),
    }
    match checked {
        Some(policy) => on_csp(&policy, &mut advice),
        None if config.csp_report_only.is_some() => advice.push(Advice::CspReportOnly),
        None => advice.push(Advice::CspMissing),
    }
    if let Some(csp) = &config.csp_report_only {
        on_trial(&csp.check(true).0, &mut advice);
    }
    let bytes = config.build().map_or(0, |headers| headers.bytes());
    if bytes > ROOM {
        advice.push(Advice::HeadersTooLarge { bytes });
    }
    advice
}

fn on_embedding(config: &Config, advice: &mut Vec<Advice>) {
    if config.cross_origin_embedder_policy == Some(CrossOriginEmbedderPolicy::UnsafeNone) {
        return;
    }
    if config.cross_origin_resource_policy.is_none() {
        advice.push(Advice::CoepWithoutCorp);
    }
    if config.cross_origin_opener_policy != Some(CrossOriginOpenerPolicy::SameOrigin) {
        advice.push(Advice::CoepWithoutCoop);
    }
}

fn on_hsts(hsts: Hsts) -> impl Iterator<Item = Advice> {
    let max_age = hsts.max_age;
    let unready = hsts.preload && (!hsts.include_subdomains || max_age < YEAR);
    let short = (max_age < HALF_YEAR).then_some(Advice::HstsShort { max_age });
    let bare = (!hsts.include_subdomains).then_some(Advice::HstsNoSubdomains);
    let unready = unready.then_some(Advice::HstsPreloadUnready);
    [short, bare, unready].into_iter().flatten()
}

fn on_frames(value: Option<FrameOptions>, csp: Option<&Policy>) -> Option<Advice> {
    let ancestors = csp.and_then(|policy| policy.get("frame-ancestors"));
    match (value, ancestors) {
        (Some(FrameOptions::Deny), _) | (None, Some(_)) => None,
        (Some(FrameOptions::SameOrigin), Some(directive)) if directive.allows_nothing() => {
            Some(Advice::FrameOverruled)
        }
        (value, _) => Some(Advice::FrameNotDenied { value }),
    }
}

fn on_referrers(policies: &[ReferrerPolicy], advice: &mut Vec<Advice>) {
    // The last one that a browser knows counts, and browsers know them all.
    match policies.last() {
        None => advice.push(Advice::ReferrerMissing),
        Some(ReferrerPolicy::NoReferrer) => advice.push(Advice::ReferrerBreaksCsrf),
        Some(
            policy @ (ReferrerPolicy::NoReferrerWhenDowngrade
            | ReferrerPolicy::Origin
            | ReferrerPolicy::OriginWhenCrossOrigin
            | ReferrerPolicy::UnsafeUrl),
        ) => advice.push(Advice::ReferrerUnsafe { policy: *policy }),
        Some(_) => {}
    }
}

fn on_cookies(rules: &CookieRules, advice: &mut Vec<Advice>) {
    if rules.http_only.is_off() {
        advice.push(Advice::CookiesHttpOnlyOff);
    }
    if rules.same_site_for.is_off() {
        advice.push(Advice::CookiesSameSiteOff);
    } else if rules.same_site == SameSite::None
        && !matches!(rules.same_site_for, CookieRule::Only(_))
    {
        advice.push(Advice::CookiesSameSiteNone);
    }
    if rules.secure.is_off() {
        advice.push(Advice::CookiesSecureOff);
    }
}

fn on_trial(policy: &Policy, advice: &mut Vec<Advice>) {
    advice.extend(insecure_reports(policy, true));
    if policy.get("report-uri").is_none() && policy.get("report-to").is_none() {
        advice.push(Advice::CspUnreported);
    }
}

fn insecure_reports(policy: &Policy, report_only: bool) -> impl Iterator<Item = Advice> {
    let uris = policy.get("report-uri").into_iter();
    let uris = uris.flat_map(Directive::values);
    let insecure = uris.filter(|uri| {
        let scheme = uri.get(..7);
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
    });
    insecure.map(move |uri| Advice::CspInsecureReportUri {
        report_only,
        uri: uri.to_owned(),
    })
}

fn on_csp(policy: &Policy, advice: &mut Vec<Advice>) {
    let fallback = policy.get("default-src");
    let scripts = policy.get("script-src").or(fallback);
    let plugins = policy.get("object-src").or(fallback);
    if scripts.is_none() {
        advice.push(Advice::CspNoScriptSrc);
    }
    let parts = ["script-src-elem", "script-src-attr"].map(|name| policy.get(name));
    for directive in parts.into_iter().chain([scripts]).flatten() {
        on_scripts(directive, advice);
    }
    for directive in &policy.directives {
        let name = directive.name;
        if directive.sources().iter().any(|source| source.is_nonce()) {
            advice.push(Advice::CspFixedNonce { directive: name });
        }
        if ignores_inline(directive) {
            advice.push(Advice::CspInlineIgnored { directive: name });
        }
    }
    if !plugins.is_some_and(Directive::allows_nothing) {
        advice.push(Advice::CspNoObjectSrc);
    }
    match policy.get("base-uri") {
        Some(directive) => advice.extend(wildcards(directive)),
        None => advice.push(Advice::CspNoBaseUri),
    }
    match policy.get("form-action") {
        Some(directive) => advice.extend(wildcards(directive)),
        None => advice.push(Advice::CspNoFormAction),
    }
    match policy.get("frame-ancestors") {
        Some(directive) => advice.extend(wildcards(directive)),
        None => advice.push(Advice::CspNoFrameAncestors),
    }
    advice.extend(insecure_reports(policy, false));
}

/// Whether browsers [ignore](https://www.w3.org/TR/CSP3/#allow-all-inline) an `'unsafe-inline'`,
/// as nobody can have meant who does not write for browsers without `'strict-dynamic'`.
fn ignores_inline(rule: &Directive) -> bool {
    let has = |keyword| rule.sources().iter().any(|source| source.is(keyword));
    let mut sources = rule.sources().iter();
    let vouched = rule.nonced || sources.any(|source| source.is_nonce_or_hash());
    has("'unsafe-inline'") && vouched && !has("'strict-dynamic'")
}

fn on_scripts(rule: &Directive, advice: &mut Vec<Advice>) {
    let directive = rule.name;
    let has = |keyword| rule.sources().iter().any(|source| source.is(keyword));
    let dynamic = has("'strict-dynamic'");
    let vouched = rule.nonced
        || rule
            .sources()
            .iter()
            .any(|source| source.is_nonce_or_hash());
    if has("'unsafe-inline'") && !vouched && !dynamic {
        advice.push(Advice::CspUnsafeInline { directive });
    }
    if has("'unsafe-eval'") {
        advice.push(Advice::CspUnsafeEval { directive });
    }
    if !dynamic {
        advice.extend(wildcards(rule));
    }
}

fn wildcards(rule: &Directive) -> impl Iterator<Item = Advice> {
    let wide = rule.sources().iter().filter(|source| source.is_wildcard());
    wide.map(|source| Advice::CspWildcard {
        directive: rule.name,
        source: source.to_string(),
    })
}

/// The least that the preload list takes, in seconds.
const YEAR: u64 = 31_536_000;
/// Six months, in seconds: the least that counts as HSTS in the common gradings.
const HALF_YEAR: u64 = 15_768_000;
/// The bytes that the security headers may have, so that a handler's own fit beside them into the
/// 4096 that nginx, for one, has for a response's headers.
const ROOM: usize = 3072;
