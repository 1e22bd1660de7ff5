//! Whether scripts from elsewhere are known beforehand.

use super::exchange::Visit;
use super::page::Script;
use super::result::Outcome;
use super::site::registrable;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    let Some(page) = &visit.page else {
        return &NOT_HTML;
    };
    if page.scripts.is_empty() {
        return &NO_SCRIPTS;
    }
    let base = page.base.as_deref();
    let host = visit.exchange.host;
    let mut worst: Option<usize> = None;
    let mut foreign = false;
    for script in &page.scripts {
        let Some(place) = Place::of(script, base, host) else {
            continue;
        };
        let found = match (place, script.has_integrity) {
            (Place::Own { secure: true }, true) => worst.or(Some(0)),
            (Place::Own { .. }, _) => worst,
            (Place::Foreign { secure: true }, true) => worst,
            (Place::Foreign { secure: false }, true) => worst.max(Some(1)),
            (Place::Foreign { secure: true }, false) => worst.max(Some(2)),
            (Place::Foreign { secure: false }, false) => worst.max(Some(3)),
        };
        worst = found;
        foreign |= matches!(place, Place::Foreign { .. });
    }
    match worst.and_then(|worst| TO_WORST.get(worst)) {
        Some(outcome) => outcome,
        None if foreign => &FOREIGN_WITH_INTEGRITY,
        None => &OWN_ONLY,
    }
}

/// Where a script comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    /// The page's own site.
    Own { secure: bool },
    /// Any other site, or whatever scheme the page has.
    Foreign { secure: bool },
}

impl Place {
    /// `None` if it is inline.
    fn of(script: &Script, base: Option<&str>, host: &str) -> Option<Self> {
        let source = script.source.as_deref()?;
        let Some((secure, from)) = absolute(source, base) else {
            let without_scheme = source.strip_prefix("//");
            let elsewhere = without_scheme.is_some_and(|rest| !rest.is_empty());
            let elsewhere = elsewhere && !source.starts_with("///");
            return Some(if elsewhere {
                Self::Foreign { secure: false }
            } else {
                Self::Own { secure: true }
            });
        };
        Some(if registrable(from) == registrable(host) {
            Self::Own { secure }
        } else {
            Self::Foreign { secure }
        })
    }
}

/// The scheme and host of an address; `None` if it has none, and no base gives it any.
fn absolute<'a>(source: &'a str, base: Option<&'a str>) -> Option<(bool, &'a str)> {
    let source = source.trim_matches(|c: char| c <= ' ');
    if let Some(found) = of_web(source) {
        return Some(found);
    }
    let (secure, host) = of_web(base?.trim_matches(|c: char| c <= ' '))?;
    let scheme = source.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    if is_scheme && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) {
        // Another scheme, such as `data:`, which the base does not change.
        return None;
    }
    let own = source.strip_prefix("//").map(host_of);
    Some((secure, own.unwrap_or(host)))
}

/// Whether an address is https rather than http, and its host; `None` if it is neither.
fn of_web(address: &str) -> Option<(bool, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let secure = scheme.eq_ignore_ascii_case("https");
    let web = secure || scheme.eq_ignore_ascii_case("http");
    web.then(|| (secure, host_of(rest.trim_start_matches(['/', '\\']))))
}

/// The host at the beginning of what follows a scheme.
fn host_of(rest: &str) -> &str {
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.find(']') {
        Some(end) => host.get(..=end).unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// What is worse than nothing to say comes last.
static TO_WORST: [&Outcome; 4] = [
    &OWN_WITH_INTEGRITY,
    &INSECURE_WITH_INTEGRITY,
    &FOREIGN,
    &INSECURE,
];

static OWN_WITH_INTEGRITY: Outcome =
    Outcome::best("sri-implemented-and-all-scripts-loaded-securely", 5);
static FOREIGN_WITH_INTEGRITY: Outcome =
    Outcome::best("sri-implemented-and-external-scripts-loaded-securely", 5);
static NOT_HTML: Outcome = Outcome::best("sri-not-implemented-response-not-html", 0);
static NO_SCRIPTS: Outcome = Outcome::best("sri-not-implemented-but-no-scripts-loaded", 0);
static OWN_ONLY: Outcome = Outcome::passed(
    "sri-not-implemented-but-all-scripts-loaded-from-secure-origin",
    0,
    "load a script of the site's own by `src`, with `integrity`",
);
static FOREIGN: Outcome = Outcome::failed(
    "sri-not-implemented-but-external-scripts-loaded-securely",
    -5,
    "give scripts of other sites `integrity`",
);
static INSECURE_WITH_INTEGRITY: Outcome = Outcome::failed(
    "sri-implemented-but-external-scripts-not-loaded-securely",
    -20,
    "write `https://` before the host of a script",
);
static INSECURE: Outcome = Outcome::failed(
    "sri-not-implemented-and-external-scripts-not-loaded-securely",
    -50,
    "write `https://` before the host of a script, and give it `integrity`",
);
