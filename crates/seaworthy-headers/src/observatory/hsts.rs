//! Whether browsers remember that the host speaks https.

use http::header::STRICT_TRANSPORT_SECURITY;

use super::exchange::Visit;
use super::result::Outcome;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    if visit.exchange.is_preloaded(visit.exchange.host) {
        return &PRELOADED;
    }
    let Some(value) = visit.header(STRICT_TRANSPORT_SECURITY) else {
        return &MISSING;
    };
    // A comma means that the header was sent twice.
    match max_age(&value).filter(|_| !value.contains(',')) {
        None => &INVALID,
        Some(LONG_ENOUGH..) => &LONG,
        Some(_) => &SHORT,
    }
}

/// The last `max-age` there is, if that is a number.
fn max_age(value: &str) -> Option<i64> {
    let mut directives = value.rsplit(';').map(str::trim);
    directives.find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        name.eq_ignore_ascii_case("max-age").then(|| leading(value))
    })?
}

/// The number that a text begins with.
fn leading(text: &str) -> Option<i64> {
    let text = text.trim_start().trim_start_matches('"');
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit());
    let digits = digits.get(..end.unwrap_or(digits.len()))?;
    if digits.is_empty() {
        return None;
    }
    // What is too long to be read is long enough.
    let number = digits.parse().unwrap_or(i64::MAX);
    Some(if negative { -number } else { number })
}

/// Six months of 30 days, in seconds. The scanner speaks of 15768000 and counts less.
const LONG_ENOUGH: i64 = 15_552_000;

static PRELOADED: Outcome = Outcome::best("hsts-preloaded", 5);
static LONG: Outcome = Outcome::passed(
    "hsts-implemented-max-age-at-least-six-months",
    0,
    "have the host preloaded, once all its subdomains speak https for good",
);
static SHORT: Outcome = Outcome::failed(
    "hsts-implemented-max-age-less-than-six-months",
    -10,
    "raise `max-age` in steps to 31536000",
);
static MISSING: Outcome = Outcome::failed(
    "hsts-not-implemented",
    -20,
    "send `Strict-Transport-Security: max-age=31536000; includeSubDomains`",
);
static INVALID: Outcome = Outcome::failed(
    "hsts-header-invalid",
    -20,
    "send the header once, with a `max-age` in seconds",
);
