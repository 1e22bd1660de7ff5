//! Whether any site can read what is meant for the visitor.

use http::header::{ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN};

use super::exchange::{Visit, joined};
use super::result::Outcome;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    let Some(preflight) = visit.exchange.preflight else {
        return &CLOSED;
    };
    let allowed = joined(preflight.headers, ACCESS_CONTROL_ALLOW_ORIGIN);
    let Some(allowed) = allowed.filter(|allowed| !allowed.is_empty()) else {
        return &CLOSED;
    };
    let credentials = joined(preflight.headers, ACCESS_CONTROL_ALLOW_CREDENTIALS);
    let credentials = credentials.is_some_and(|c| c.trim().eq_ignore_ascii_case("true"));
    if allowed.trim() == "*" {
        &PUBLIC
    } else if allowed == preflight.origin && credentials {
        &UNIVERSAL
    } else {
        &RESTRICTED
    }
}

static CLOSED: Outcome = Outcome::best("cross-origin-resource-sharing-not-implemented", 0);
static PUBLIC: Outcome = Outcome::best(
    "cross-origin-resource-sharing-implemented-with-public-access",
    0,
);
static RESTRICTED: Outcome = Outcome::best(
    "cross-origin-resource-sharing-implemented-with-restricted-access",
    0,
);
static UNIVERSAL: Outcome = Outcome::failed(
    "cross-origin-resource-sharing-implemented-with-universal-access",
    -50,
    "list the origins that may read responses with the visitor's cookies",
);
