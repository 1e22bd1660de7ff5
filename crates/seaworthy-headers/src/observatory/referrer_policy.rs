//! Whether links give addresses away.

use http::header::REFERRER_POLICY;

use super::exchange::Visit;
use super::result::Outcome;
use crate::ReferrerPolicy;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    let header = visit.header(REFERRER_POLICY);
    let meta = visit.page.as_ref().and_then(|page| page.referrer.clone());
    if header.is_none() && meta.is_none() {
        return &MISSING;
    }
    let lists = header.into_iter().chain(meta).collect::<Vec<_>>().join(",");
    // The last one that is known counts.
    let mut entries = lists.rsplit(',');
    match entries.find_map(|entry| entry.trim().parse().ok()) {
        None => &INVALID,
        Some(
            ReferrerPolicy::NoReferrer
            | ReferrerPolicy::SameOrigin
            | ReferrerPolicy::StrictOrigin
            | ReferrerPolicy::StrictOriginWhenCrossOrigin,
        ) => &PRIVATE,
        Some(_) => &UNSAFE,
    }
}

static PRIVATE: Outcome = Outcome::best("referrer-policy-private", 5);
static MISSING: Outcome = Outcome::passed(
    "referrer-policy-not-implemented",
    0,
    "send `Referrer-Policy: strict-origin-when-cross-origin`",
);
static UNSAFE: Outcome = Outcome::failed(
    "referrer-policy-unsafe",
    -5,
    "send `strict-origin-when-cross-origin`, or one that tells less",
);
static INVALID: Outcome = Outcome::failed(
    "referrer-policy-header-invalid",
    -5,
    "send a policy that browsers know, such as `strict-origin-when-cross-origin`",
);
