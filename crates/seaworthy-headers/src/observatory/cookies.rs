//! Whether cookies are kept from scripts, plain http and other sites.

use std::collections::BTreeMap;

use http::header::SET_COOKIE;

use super::cookie::{Cookie, SameSite, has_bad_same_site};
use super::exchange::{Visit, text};
use super::hsts;
use super::result::Outcome;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    let lines = visit.exchange.headers.get_all(SET_COOKIE).iter();
    let lines: Vec<_> = lines.map(|line| text(line.as_bytes())).collect();
    // A later cookie replaces the one before it that has the same name and place.
    let cookies = lines
        .iter()
        .filter_map(|line| Cookie::parse(line, visit.exchange.host))
        .filter(|cookie| !OVERLOOKED.contains(&cookie.name.as_str()))
        .map(|cookie| {
            let place = (cookie.domain.clone(), cookie.path.clone());
            ((place, cookie.name.clone()), cookie)
        });
    let cookies: BTreeMap<_, _> = cookies.collect();
    if cookies.is_empty() {
        return &NONE;
    }
    let pinned = hsts::outcome(visit).passed;
    let bad_same_site = lines.iter().any(|line| has_bad_same_site(line));
    let found = cookies.values().flat_map(|cookie| faults(cookie, pinned));
    let found: Vec<_> = found
        .chain(bad_same_site.then_some(&BAD_SAME_SITE))
        .collect();
    let worst = FROM_WORST
        .iter()
        .copied()
        .find(|fault| found.contains(fault));
    let all_restricted = cookies.values().all(|cookie| cookie.same_site.is_some());
    let good = if all_restricted {
        &HARDENED
    } else {
        &WITHOUT_SAME_SITE
    };
    worst.unwrap_or(good)
}

/// All that is wrong with a cookie.
fn faults(cookie: &Cookie, pinned: bool) -> impl Iterator<Item = &'static Outcome> + use<> {
    let plain = !cookie.secure;
    let (session, token) = (cookie.is_session(), cookie.is_csrf_token());
    let none = cookie.same_site == Some(SameSite::None);
    let checks = [
        (plain && none, &BAD_SAME_SITE),
        (plain && pinned, &PLAIN_BUT_HSTS),
        (plain && !pinned, &PLAIN),
        (
            token && cookie.same_site.is_none(),
            &TOKEN_WITHOUT_SAME_SITE,
        ),
        (session && plain && pinned, &SESSION_PLAIN_BUT_HSTS),
        (session && plain && !pinned, &SESSION_PLAIN),
        (session && !cookie.http_only, &SESSION_FOR_SCRIPTS),
    ];
    let checks = checks.into_iter();
    checks.filter_map(|(is_so, outcome)| is_so.then_some(outcome))
}

/// The cookies of a hosting company that its customers cannot change.
const OVERLOOKED: [&str; 1] = ["heroku-session-affinity"];

/// What the scanner holds for worse comes first; points have another order.
static FROM_WORST: [&Outcome; 7] = [
    &SESSION_PLAIN,
    &SESSION_FOR_SCRIPTS,
    &TOKEN_WITHOUT_SAME_SITE,
    &BAD_SAME_SITE,
    &SESSION_PLAIN_BUT_HSTS,
    &PLAIN,
    &PLAIN_BUT_HSTS,
];

static HARDENED: Outcome = Outcome::best("cookies-secure-with-httponly-sessions-and-samesite", 5);
static NONE: Outcome = Outcome::best("cookies-not-found", 0);
static WITHOUT_SAME_SITE: Outcome = Outcome::passed(
    "cookies-secure-with-httponly-sessions",
    0,
    "give every cookie `SameSite=Lax` or `Strict`",
);
static PLAIN_BUT_HSTS: Outcome = Outcome::failed(
    "cookies-without-secure-flag-but-protected-by-hsts",
    -5,
    "give every cookie `Secure`",
);
static SESSION_PLAIN_BUT_HSTS: Outcome = Outcome::failed(
    "cookies-session-without-secure-flag-but-protected-by-hsts",
    -10,
    "give the session's cookie `Secure`",
);
static PLAIN: Outcome = Outcome::failed(
    "cookies-without-secure-flag",
    -20,
    "give every cookie `Secure`, and send HSTS",
);
static BAD_SAME_SITE: Outcome = Outcome::failed(
    "cookies-samesite-flag-invalid",
    -20,
    "write `SameSite=Lax` or `Strict`; `None` needs `Secure`",
);
static TOKEN_WITHOUT_SAME_SITE: Outcome = Outcome::failed(
    "cookies-anticsrf-without-samesite-flag",
    -20,
    "give the cookie with the CSRF token `SameSite=Lax` or `Strict`",
);
static SESSION_FOR_SCRIPTS: Outcome = Outcome::failed(
    "cookies-session-without-httponly-flag",
    -30,
    "give the session's cookie `HttpOnly`",
);
static SESSION_PLAIN: Outcome = Outcome::failed(
    "cookies-session-without-secure-flag",
    -40,
    "give the session's cookie `Secure`, and send HSTS",
);
