//! What the deploy checks know of each rule: how grave it is, what Django calls it, what to set.

use seaworthy_check::Finding;
use seaworthy_check::Level::{self, Critical, Error, Info, Warning};

/// One rule that the checks may find broken.
struct Rule {
    id: &'static str,
    level: Level,
    /// The id under which Django's users know it.
    django: Option<&'static str>,
    /// What to set; for the rest, the block's own remedy is told.
    hint: Option<&'static str>,
}

/// A finding of a rule, with its level, its alias and its hint.
pub(super) fn finding(id: &'static str, message: impl Into<String>) -> Finding {
    let Some(rule) = RULES.iter().find(|rule| rule.id == id) else {
        return Finding::warning(id, message);
    };
    let mut finding = Finding::new(rule.level, id, message);
    finding.alias = rule.django.map(str::to_owned);
    finding.hint = rule.hint.map(str::to_owned);
    finding
}

const fn rule(id: &'static str, level: Level) -> Rule {
    Rule {
        id,
        level,
        django: None,
        hint: None,
    }
}

impl Rule {
    const fn django(self, alias: &'static str) -> Self {
        Self {
            django: Some(alias),
            ..self
        }
    }

    const fn hint(self, hint: &'static str) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }
}

/// The rules that are more than a warning with the block's own remedy, in the order of their ids.
const RULES: [Rule; 80] = [
    rule("coep.without_coop", Warning).hint(
        "Set SECURE_CROSS_ORIGIN_OPENER_POLICY=same-origin, or \
         SECURE_CROSS_ORIGIN_EMBEDDER_POLICY=off.",
    ),
    rule("coep.without_corp", Warning)
        .hint("Set SECURE_CROSS_ORIGIN_RESOURCE_POLICY=same-origin, or same-site."),
    rule("cookies.dropped", Warning).hint(
        "Send it with Secure; the prefix of a host's own cookie also asks for Path=/ and \
         for no Domain.",
    ),
    rule("cookies.no_samesite", Warning)
        .hint("Put the hardening layer around what sets the cookie, or set SameSite=Lax there."),
    rule("cookies.not_httponly", Warning).hint(
        "Put the hardening layer around what sets the cookie, or list it in \
         COOKIES_HTTPONLY_EXCEPT.",
    ),
    rule("cookies.not_secure", Warning).hint(
        "Put the hardening layer around what sets the cookie, or list it in \
         COOKIES_SECURE_EXCEPT.",
    ),
    rule("coop.missing", Warning).hint(
        "Set SECURE_CROSS_ORIGIN_OPENER_POLICY=same-origin, or same-origin-allow-popups for \
         sign-in popups.",
    ),
    rule("cors.allowed_refused", Warning)
        .hint("Take out what removes CORS headers between the hardening layer and the server."),
    rule("cors.any_origin", Error).hint("Set CORS_ALLOWED_ORIGINS to the origins that may read."),
    rule("cors.foreign_allowed", Error)
        .hint("Leave CORS to the hardening layer: take out the other that answers."),
    rule("cors.no_max_age", Warning).hint("Set CORS_PREFLIGHT_MAX_AGE=7200."),
    rule("cors.no_vary", Warning)
        .hint("Keep the answer's Vary: append to it instead of replacing it."),
    rule("csp.insecure_report_uri", Warning)
        .hint("Set CSP_REPORT_URI to a path of the service, or to an address with https."),
    rule("csp.no_base_uri", Warning).hint("Set CSP_BASE_URI='none'."),
    rule("csp.no_frame_ancestors", Warning)
        .hint("Set CSP_FRAME_ANCESTORS='none', or list who may show the page in a frame."),
    rule("csp.no_object_src", Warning).hint("Set CSP_OBJECT_SRC='none'."),
    rule("csp.nonce_mismatch", Warning)
        .django("security.W027")
        .hint("Show the nonce of the request's own extensions, and cache no page that has one."),
    rule("csp.nonce_repeated", Error).hint(
        "Put caches inside of the hardening layer, and no page into them that shows a \
         nonce.",
    ),
    rule("csp.nonce_short", Error).hint("Leave the nonce to the hardening layer."),
    rule("csp.report_only", Warning).hint("Set CSP_REPORT_ONLY=false once the reports are quiet."),
    rule("csp.script_blocked", Warning)
        .django("security.W027")
        .hint(
            "Give the script the nonce of the request's own extensions, or allow it in \
             CSP_SCRIPT_SRC.",
        ),
    rule("csp.unreported", Warning)
        .hint("Set CSP_REPORT_URI to the path of a collector, such as /csp-report."),
    rule("csrf.cross_site_accepted", Error)
        .django("security.W003")
        .hint(
            "Put the hardening layer around the whole application; only what a signature \
         protects may be exempt.",
        ),
    rule("csrf.upgrades_unguarded", Warning).hint("Set CSRF_GUARD_UPGRADES=true."),
    rule("csrf_cookie.not_secure", Warning).django("security.W016"),
    rule("debug.on", Error)
        .django("security.W018")
        .hint("Unset DEBUG, or set DEBUG=false."),
    rule("frame.not_denied", Warning)
        .django("security.W019")
        .hint("Set X_FRAME_OPTIONS=DENY."),
    rule("frame.overruled", Warning)
        .django("security.W019")
        .hint("Set X_FRAME_OPTIONS=DENY."),
    rule("headers.duplicated", Warning)
        .hint("Let one layer alone set it: take out the other, or the proxy's."),
    rule("headers.missing_in_answer", Warning)
        .hint("Put the hardening layer outermost, so that it sees every answer."),
    rule("headers.too_large", Warning).hint(
        "Set the CSP variables to whole hosts instead of single paths, and to a nonce instead of \
         many hashes.",
    ),
    rule("headers.weakened", Warning).hint("Do not set in a handler what the settings say better."),
    rule("health.cacheable", Warning).hint("Answer health with Cache-Control: no-store."),
    rule("health.cookie", Warning).hint("Answer health outside of what sets cookies."),
    rule("health.long_interval", Warning).hint("Set HEALTH_INTERVAL=10s."),
    rule("health.long_timeout", Warning).hint("Set HEALTH_TIMEOUT=2s."),
    rule("health.no_head", Info).hint("Answer HEAD as GET, without a body."),
    rule("health.not_ready", Error)
        .hint("See in the log of the service which check fails, and why."),
    rule("health.out_of_reach", Error).hint(
        "Give the health to the hardening layer, which answers before hosts and HTTPS are \
         judged.",
    ),
    rule("hosts.any", Error)
        .django("security.W020")
        .hint("Set ALLOWED_HOSTS to the service's own hosts: www.example.com,.example.org."),
    rule("hosts.exempt_everywhere", Error)
        .hint("Set ALLOWED_HOSTS_EXEMPT to single paths, such as those of health checks."),
    rule("hosts.foreign_accepted", Error)
        .django("security.W020")
        .hint(
            "Put the hardening layer around the whole application, what is merged and nested \
         included.",
        ),
    rule("hosts.forged_reflected", Error).hint(
        "Build addresses from the settings or from the connection's host, never from \
         X-Forwarded-Host.",
    ),
    rule("hosts.own_refused", Error).hint(
        "Build the whole hardening layer with the settings that are checked, and name a page \
         that there is.",
    ),
    rule("hsts.missing", Warning)
        .django("security.W004")
        .hint("Set SECURE_HSTS_SECONDS=31536000, or less while you try it out."),
    rule("hsts.no_subdomains", Warning)
        .django("security.W005")
        .hint("Set SECURE_HSTS_INCLUDE_SUBDOMAINS=true once every subdomain speaks HTTPS."),
    rule("hsts.over_http", Info).hint("Leave HSTS to the hardening layer."),
    rule("hsts.preload_unready", Warning).hint(
        "Set SECURE_HSTS_PRELOAD=false, or SECURE_HSTS_SECONDS=31536000 and \
         SECURE_HSTS_INCLUDE_SUBDOMAINS=true.",
    ),
    rule("hsts.short", Warning).hint("Set SECURE_HSTS_SECONDS=31536000."),
    rule("https.host_not_allowed", Warning)
        .hint("Set SECURE_SSL_HOST to a host of ALLOWED_HOSTS, or allow it there."),
    rule("https.loop", Error)
        .hint("Take out the redirect that does not know the connection's scheme."),
    rule("https.not_redirected", Error)
        .django("security.W008")
        .hint("Put the hardening layer outermost, and keep SECURE_REDIRECT_EXEMPT narrow."),
    rule("https.off", Warning)
        .django("security.W008")
        .hint("Set SECURE_SSL_REDIRECT=true; SECURE_REDIRECT_EXEMPT spares single paths."),
    rule("leaks.internals", Error)
        .hint("Answer errors with a page of their own, and log what happened."),
    rule("leaks.telltale_header", Info)
        .hint("Remove the header: it helps those who look for known holes."),
    rule("leaks.traversal", Critical).hint("Serve files by a service that stays in its folder."),
    rule("log.debug_level", Warning)
        .hint("Set LOG_LEVEL=INFO; LOG_LEVELS raises single loggers, as in app::db=debug."),
    rule("log.not_json", Warning).hint("Set LOG_FORMAT=json."),
    rule("nosniff.off", Warning)
        .django("security.W006")
        .hint("Set SECURE_CONTENT_TYPE_NOSNIFF=true."),
    rule("password.no_context_words", Warning)
        .hint("Set AUTH_PASSWORD_CONTEXT_WORDS to the names of the service and of who runs it."),
    rule("password.no_validators", Warning).hint("Unset AUTH_PASSWORD_VALIDATORS."),
    rule("password.short_maximum", Warning).hint("Set AUTH_PASSWORD_MAX_LENGTH=256."),
    rule("password.short_passwords", Warning).hint("Set AUTH_PASSWORD_MIN_LENGTH=12."),
    rule("proxies.any_peer", Error)
        .hint("Set TRUSTED_PROXIES to the addresses of the proxies, such as 10.0.0.0/8."),
    rule("proxies.redirect_loop", Error).hint(
        "Say where the server keeps the peer's address, and have the proxy set the \
         headers that are read.",
    ),
    rule("proxies.stranger_believed", Error)
        .hint("Read forwarded headers from the peers of TRUSTED_PROXIES alone."),
    rule("proxies.trust_everyone", Error)
        .hint("Set TRUSTED_PROXIES to the addresses of the proxies, such as 10.0.0.0/8."),
    rule("referrer.breaks_csrf", Warning).hint(REFERRER),
    rule("referrer.missing", Warning)
        .django("security.W022")
        .hint(REFERRER),
    rule("referrer.unsafe", Warning).hint(REFERRER),
    rule("secret_key.fallback_weak", Error).django("security.W025"),
    rule("secret_key.reused", Error)
        .hint("Set SECRET_KEY to a new key and keep the old one as a fallback."),
    rule("secret_key.weak", Error).django("security.W009"),
    rule("service.failed", Critical),
    rule("service.hangs", Critical),
    rule("service.no_such_request", Critical),
    rule("service.panicked", Critical),
    rule("session_cookie.not_httponly", Warning).django("security.W015"),
    rule("session_cookie.not_secure", Warning).django("security.W012"),
    rule("settings.invalid", Critical),
];

const REFERRER: &str = "Set SECURE_REFERRER_POLICY=strict-origin-when-cross-origin.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[test]
    fn a_rule_stands_once_and_names_variables_that_there_are() {
        let declared: Vec<String> = Settings::fields()
            .into_iter()
            .map(|field| field.variable)
            .collect();
        assert!(
            RULES.windows(2).all(|pair| pair[0].id < pair[1].id),
            "in order, each once"
        );
        for rule in &RULES {
            let words = rule
                .hint
                .unwrap_or_default()
                .split(|c: char| !c.is_ascii_uppercase() && c != '_');
            for word in words.filter(|word| word.contains('_')) {
                assert!(
                    declared.iter().any(|name| name == word),
                    "{}: {word}",
                    rule.id
                );
            }
        }
    }

    #[test]
    fn a_finding_has_the_level_the_alias_and_the_hint_of_its_rule() {
        let missing = finding("hsts.missing", "There is none.");
        assert_eq!(
            (missing.level, missing.alias.as_deref()),
            (Warning, Some("security.W004"))
        );
        assert!(
            missing
                .hint
                .is_some_and(|hint| hint.contains("SECURE_HSTS_SECONDS=31536000"))
        );
        assert_eq!(finding("no.such_rule", "").level, Warning);
    }
}
