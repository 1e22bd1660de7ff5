//! Whether plain http leads to https.

use http::Uri;
use http::uri::Scheme;

use super::exchange::Visit;
use super::result::Outcome;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    let preloaded = |hop: &Uri| hop.host().is_some_and(|h| visit.exchange.is_preloaded(h));
    let secure = |hop: &Uri| hop.scheme() == Some(&Scheme::HTTPS);
    match visit.exchange.redirects {
        [] => &NO_HTTP,
        hops if hops.iter().all(preloaded) => &PRELOADED,
        [_] => &MISSING,
        [.., last] if !secure(last) => &NOT_TO_HTTPS,
        [_, second, ..] if !secure(second) => &NOT_AT_ONCE,
        [first, second, ..] if !secure(first) && !same_host(first, second) => &OFF_HOST,
        _ => &TO_HTTPS,
    }
}

fn same_host(one: &Uri, other: &Uri) -> bool {
    match (one.host(), other.host()) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        (one, other) => one == other,
    }
}

static TO_HTTPS: Outcome = Outcome::best("redirection-to-https", 0);
static PRELOADED: Outcome = Outcome::best("redirection-all-redirects-preloaded", 0);
static NO_HTTP: Outcome = Outcome::best("redirection-not-needed-no-http", 0);
static OFF_HOST: Outcome = Outcome::failed(
    "redirection-off-host-from-http",
    -5,
    "redirect to https on the same host first, so that its HSTS is seen",
);
static NOT_AT_ONCE: Outcome = Outcome::failed(
    "redirection-not-to-https-on-initial-redirection",
    -10,
    "make the first redirect lead to https",
);
static NOT_TO_HTTPS: Outcome = Outcome::failed(
    "redirection-not-to-https",
    -20,
    "make the redirects end on https",
);
static MISSING: Outcome = Outcome::failed(
    "redirection-missing",
    -20,
    "answer plain http with a redirect to https",
);
