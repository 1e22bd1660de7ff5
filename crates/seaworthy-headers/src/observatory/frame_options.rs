//! Whether other sites are kept from framing pages.

use http::header::X_FRAME_OPTIONS;

use super::csp;
use super::exchange::Visit;
use super::result::Outcome;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    if csp::Reading::of(visit).names_frame_ancestors {
        return &BY_POLICY;
    }
    match visit.keyword(X_FRAME_OPTIONS).as_deref() {
        None => &MISSING,
        Some("deny" | "sameorigin") => &BY_HEADER,
        Some(value) if value.starts_with("allow-from") => &ALLOW_FROM,
        Some(_) => &INVALID,
    }
}

static BY_POLICY: Outcome = Outcome::best("x-frame-options-implemented-via-csp", 5);
static BY_HEADER: Outcome = Outcome::passed(
    "x-frame-options-sameorigin-or-deny",
    0,
    "say it with `frame-ancestors` in the Content-Security-Policy, too",
);
static ALLOW_FROM: Outcome = Outcome::passed(
    "x-frame-options-allow-from-origin",
    0,
    "browsers ignore `ALLOW-FROM`; list who may in `frame-ancestors`",
);
static MISSING: Outcome = Outcome::failed(
    "x-frame-options-not-implemented",
    -20,
    "add `frame-ancestors 'none'` to the Content-Security-Policy",
);
static INVALID: Outcome = Outcome::failed(
    "x-frame-options-header-invalid",
    -20,
    "send `DENY` once, and add `frame-ancestors 'none'` to the Content-Security-Policy",
);
