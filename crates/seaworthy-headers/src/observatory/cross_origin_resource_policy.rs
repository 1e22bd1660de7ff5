//! Whether pages can be embedded by other sites.

use super::exchange::Visit;
use super::result::Outcome;
use crate::config::CROSS_ORIGIN_RESOURCE_POLICY;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    match visit.keyword(CROSS_ORIGIN_RESOURCE_POLICY).as_deref() {
        // A header of blanks arrives as an empty one.
        None | Some("") => &MISSING,
        Some("same-origin") => &SAME_ORIGIN,
        Some("same-site") => &SAME_SITE,
        Some("cross-origin") => &CROSS_ORIGIN,
        Some(_) => &INVALID,
    }
}

static SAME_ORIGIN: Outcome = Outcome::best("corp-implemented-with-same-origin", 10);
static SAME_SITE: Outcome = Outcome::best("corp-implemented-with-same-site", 10);
static CROSS_ORIGIN: Outcome = Outcome::passed(
    "corp-implemented-with-cross-origin",
    0,
    "send `same-origin` or `same-site`",
);
static MISSING: Outcome = Outcome::passed(
    "corp-not-implemented",
    0,
    "send `Cross-Origin-Resource-Policy: same-origin`",
);
static INVALID: Outcome = Outcome::failed(
    "corp-header-invalid",
    -5,
    "send one of `same-origin`, `same-site` and `cross-origin`, once",
);
