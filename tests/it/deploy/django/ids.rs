//! The ids of Django's checks: who gives them there, and which of our rules are found under them.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::AppendHeaders;
use http::header::SET_COOKIE;
use seaworthy::check::{Deployment, Report, Selection, checks};

use super::case::cases;
use super::{App, BROKEN, Router, boxed, get, judged, load};

/// The rules here that an id of Django's stands for, or why there is none.
enum Here {
    Rules(&'static [&'static str]),
    Nothing(&'static str),
}

use Here::{Nothing, Rules};

/// The ids of the [security checks](https://docs.djangoproject.com/en/6.1/ref/checks/#security),
/// those that were removed included.
const SECURITY: [(&str, Here); 30] = [
    ("security.E023", Nothing(UNREAD)),
    ("security.E024", Nothing(UNREAD)),
    (
        "security.E026",
        Nothing("each directive is a variable, and text is the one shape that it has"),
    ),
    (
        "security.E100",
        Nothing("the setting never was here, and no longer is there"),
    ),
    ("security.E101", Nothing(COMPILED)),
    ("security.E102", Nothing(COMPILED)),
    ("security.W001", Rules(&["headers.missing_in_answer"])),
    ("security.W002", Rules(&["headers.missing_in_answer"])),
    ("security.W003", Rules(&["csrf.cross_site_accepted"])),
    (
        "security.W004",
        Rules(&["headers.missing_in_answer", "hsts.missing"]),
    ),
    ("security.W005", Rules(&["hsts.no_subdomains"])),
    (
        "security.W006",
        Rules(&["headers.missing_in_answer", "nosniff.off"]),
    ),
    (
        "security.W007",
        Nothing("no browser has the filter any more, and Django no longer asks"),
    ),
    (
        "security.W008",
        Rules(&["https.not_redirected", "https.off"]),
    ),
    ("security.W009", Rules(&["secret_key.weak"])),
    ("security.W010", Nothing(ONE_COOKIE)),
    ("security.W011", Nothing(ONE_COOKIE)),
    (
        "security.W012",
        Rules(&["cookies.not_secure", "session_cookie.not_secure"]),
    ),
    ("security.W013", Nothing(ONE_COOKIE)),
    ("security.W014", Nothing(ONE_COOKIE)),
    (
        "security.W015",
        Rules(&["cookies.not_httponly", "session_cookie.not_httponly"]),
    ),
    (
        "security.W016",
        Rules(&["cookies.not_secure", "csrf_cookie.not_secure"]),
    ),
    (
        "security.W017",
        Nothing("Django found no good in it, and no longer asks"),
    ),
    ("security.W018", Rules(&["debug.on"])),
    (
        "security.W019",
        Rules(&["frame.not_denied", "frame.overruled"]),
    ),
    (
        "security.W020",
        Rules(&["hosts.any", "hosts.foreign_accepted"]),
    ),
    (
        "security.W021",
        Nothing("a host can hardly be taken off the preload lists: it is not advised"),
    ),
    (
        "security.W022",
        Rules(&["headers.missing_in_answer", "referrer.missing"]),
    ),
    ("security.W025", Rules(&["secret_key.fallback_weak"])),
    (
        "security.W027",
        Rules(&["csp.nonce_mismatch", "csp.script_blocked"]),
    ),
];

const COMPILED: &str = "what answers a refusal is a function that the compiler has seen";
const ONE_COOKIE: &str = "it is one cookie, whoever sets it: W012 and W015 are about it";
const UNREAD: &str = "the value is no value of its type, so the settings are not read";

/// An application without any of the stack, and with the cookies that the settings are about.
fn bare() -> App {
    let cookies = ["__Host-sessionid=1; Path=/", "__Host-csrftoken=1; Path=/"];
    let page = move || async move { AppendHeaders(cookies.map(|cookie| (SET_COOKIE, cookie))) };
    boxed(Router::new().route("/", get(page)))
}

/// Every report of these tests, and of some settings beside.
async fn reports() -> Vec<Report> {
    let mut reports = Vec::new();
    for case in cases() {
        reports.extend(case.report().await);
    }
    for (_, app, _) in BROKEN {
        reports.push(judged(app()).await);
    }
    reports.push(Deployment::new(&load(&[])).run(bare()).await);
    for variables in [
        &[("ALLOWED_HOSTS", "*")][..],
        &[
            ("CSP_FRAME_ANCESTORS", "'self'"),
            ("X_FRAME_OPTIONS", "SAMEORIGIN"),
        ],
    ] {
        let report = checks().run(&load(variables), &Selection::deploy());
        reports.push(report.unwrap());
    }
    reports
}

// Nobody waits for the application that hangs.
#[tokio::test(start_paused = true)]
async fn every_id_of_djangos_is_that_of_a_rule_or_has_no_meaning_here() {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for report in reports().await {
        for finding in report.findings() {
            if let Some(alias) = &finding.alias {
                let rules = found.entry(alias.clone()).or_default();
                rules.insert(finding.id.clone());
            }
        }
    }
    for (id, here) in &SECURITY {
        let rules: Vec<String> = found.remove(*id).into_iter().flatten().collect();
        match here {
            Rules(expected) => assert_eq!(rules, *expected, "{id}"),
            Nothing(reason) => assert!(rules.is_empty(), "{id}: {reason}, and yet {rules:?}"),
        }
    }
    assert!(found.is_empty(), "Django has no such ids: {found:?}");
}

/// The ids that a check of Django's gives.
pub(super) fn of_check(check: &str) -> &'static [&'static str] {
    let found = CHECKS.iter().find(|(name, _)| *name == check);
    found.unwrap_or_else(|| panic!("{check}")).1
}

const CHECKS: &[(&str, &[&str])] = &[
    ("check_allowed_hosts", &["security.W020"]),
    ("check_async_unsafe", &["async.E001"]),
    ("check_cache_location_not_exposed", &["caches.W002"]),
    ("check_content_type_nosniff", &["security.W006"]),
    ("check_cross_origin_opener_policy", &["security.E024"]),
    ("check_csp_nonce_context_processor", &["security.W027"]),
    ("check_csp_settings", &["security.E026"]),
    ("check_csrf_cookie_secure", &["security.W016"]),
    (
        "check_csrf_failure_view",
        &["security.E101", "security.E102"],
    ),
    ("check_csrf_middleware", &["security.W003"]),
    ("check_debug", &["security.W018"]),
    ("check_default_cache_is_configured", &["caches.E001"]),
    ("check_file_based_cache_is_absolute", &["caches.W003"]),
    ("check_mailers_production_backend", &["mail.E001"]),
    ("check_referrer_policy", &["security.W022", "security.E023"]),
    ("check_secret_key", &["security.W009"]),
    ("check_secret_key_fallbacks", &["security.W025"]),
    ("check_security_middleware", &["security.W001"]),
    (
        "check_session_cookie_httponly",
        &["security.W013", "security.W014", "security.W015"],
    ),
    (
        "check_session_cookie_secure",
        &["security.W010", "security.W011", "security.W012"],
    ),
    ("check_setting_file_upload_temp_dir", &["files.E001"]),
    ("check_ssl_redirect", &["security.W008"]),
    ("check_sts", &["security.W004"]),
    ("check_sts_include_subdomains", &["security.W005"]),
    ("check_sts_preload", &["security.W021"]),
    ("check_xframe_deny", &["security.W019"]),
    ("check_xframe_options_middleware", &["security.W002"]),
];
