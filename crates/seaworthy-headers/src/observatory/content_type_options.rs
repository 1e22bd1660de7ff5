//! Whether browsers are kept from guessing content types.

use http::header::X_CONTENT_TYPE_OPTIONS;

use super::exchange::Visit;
use super::result::Outcome;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    match visit.keyword(X_CONTENT_TYPE_OPTIONS).as_deref() {
        None => &MISSING,
        Some("nosniff") => &NOSNIFF,
        Some(_) => &INVALID,
    }
}

static NOSNIFF: Outcome = Outcome::best("x-content-type-options-nosniff", 0);
static MISSING: Outcome = Outcome::failed(
    "x-content-type-options-not-implemented",
    -5,
    "send `X-Content-Type-Options: nosniff`",
);
static INVALID: Outcome = Outcome::failed(
    "x-content-type-options-header-invalid",
    -5,
    "send `X-Content-Type-Options: nosniff` once, and nothing else in it",
);
