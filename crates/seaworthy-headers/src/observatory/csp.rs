//! Whether pages restrict what they load and run.

use std::collections::BTreeSet;

use http::header::{CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY};

use super::exchange::Visit;
use super::policies::Policies;
use super::result::Outcome;

pub(super) fn outcome(visit: &Visit<'_>) -> &'static Outcome {
    Reading::of(visit).outcome
}

/// What the test found, and what another test wants to know of it.
pub(super) struct Reading {
    outcome: &'static Outcome,
    /// Whether a policy that could be read says who may frame the page.
    pub(super) names_frame_ancestors: bool,
}

impl Reading {
    pub(super) fn of(visit: &Visit<'_>) -> Self {
        let header = visit.header(CONTENT_SECURITY_POLICY);
        let metas = visit.page.as_ref().map_or(&[][..], |page| &page.policies);
        let all = header.iter().chain(metas).map(String::as_str);
        let Some(policies) = Policies::parse(all) else {
            return Self::without(&INVALID);
        };
        let header_counts = says_something(header.as_deref(), &[]);
        if !header_counts && !says_something(metas.iter().map(String::as_str), &IGNORED_IN_META) {
            let report_only = visit.header(CONTENT_SECURITY_POLICY_REPORT_ONLY);
            let reports = report_only.is_some_and(|value| !value.is_empty());
            return Self::without(if reports { &REPORT_ONLY } else { &MISSING });
        }
        let names_frame_ancestors = policies.has("frame-ancestors");
        Self {
            outcome: judge(policies),
            names_frame_ancestors,
        }
    }

    const fn without(outcome: &'static Outcome) -> Self {
        Self {
            outcome,
            names_frame_ancestors: false,
        }
    }
}

/// Whether there is a directive in these policies, apart from those that are ignored.
fn says_something<'a>(texts: impl IntoIterator<Item = &'a str>, ignored: &[&str]) -> bool {
    let policies = Policies::parse(texts.into_iter());
    policies.is_some_and(|policies| policies.names().any(|name| !ignored.contains(&name)))
}

fn judge(mut policies: Policies) -> &'static Outcome {
    // Where a directive is not there, `default-src` decides, and what browsers ignore in the one
    // is then ignored in the other.
    for name in ["script-src", "style-src"] {
        if let Some(sources) = policies.deciding_mut(name) {
            if vouched(sources) {
                sources.remove("'unsafe-inline'");
            }
        }
    }
    if let Some(scripts) = policies.deciding_mut("script-src") {
        if scripts.contains("'strict-dynamic'") {
            if !vouched(scripts) {
                return &INVALID;
            }
            let ignored = |source: &str| {
                BROAD.iter().any(|broad| source.starts_with(broad))
                    || matches!(source, "'self'" | "'unsafe-inline'")
            };
            scripts.retain(|source| !ignored(source));
        }
    }
    let anything = BTreeSet::from(["*".to_owned()]);
    let deciding = |name| policies.deciding(name).unwrap_or(&anything);
    let (scripts, styles) = (deciding("script-src"), deciding("style-src"));
    let plugins = deciding("object-src");

    let others = policies.iter().filter(|(name, _)| *name != "script-src");
    let active = others.filter(|(name, _)| !PASSIVE.contains(name));
    let active = active.map(|(_, sources)| sources).chain([scripts]);
    let passive = PASSIVE.iter().filter_map(|name| policies.deciding(name));
    let insecure = |sources: &BTreeSet<String>| {
        let mut sources = sources.iter();
        sources.any(|source| source.starts_with("http:") || source.starts_with("ftp:"))
    };
    let broad = |sources: &BTreeSet<String>| BROAD.iter().any(|each| sources.contains(*each));
    let inline = |sources: &BTreeSet<String>| {
        sources.contains("'unsafe-inline'") || sources.contains("data:")
    };
    let eval = |sources: &BTreeSet<String>| sources.contains("'unsafe-eval'");

    if broad(scripts) || inline(scripts) || broad(plugins) {
        return &UNSAFE_INLINE;
    }
    if active.into_iter().any(insecure) {
        return &INSECURE_SCHEME;
    }
    if eval(scripts) || eval(styles) {
        return &UNSAFE_EVAL;
    }
    let passed = if passive.into_iter().any(insecure) {
        &INSECURE_PASSIVE
    } else if broad(styles) || inline(styles) {
        &UNSAFE_STYLE
    } else if policies.is_none("default-src") {
        &DEFAULT_NONE
    } else {
        &NO_UNSAFE
    };
    if policies.has_duplicates() {
        &DUPLICATES
    } else {
        passed
    }
}

/// Whether there is a nonce or a hash.
fn vouched(sources: &BTreeSet<String>) -> bool {
    let prefixes = ["'nonce-", "'sha256-", "'sha384-", "'sha512-"];
    let mut sources = sources.iter();
    sources.any(|source| prefixes.iter().any(|prefix| source.starts_with(prefix)))
}

/// The sources that stand for about anybody.
const BROAD: [&str; 8] = [
    "*",
    "ftp:",
    "http:",
    "http://*",
    "http://*.*",
    "https:",
    "https://*",
    "https://*.*",
];

/// The directives that have [no meaning in a `<meta>` element][html].
///
/// [html]: https://html.spec.whatwg.org/#attr-meta-http-equiv-content-security-policy
const IGNORED_IN_META: [&str; 3] = ["frame-ancestors", "report-uri", "sandbox"];

/// The directives about what is only looked at.
const PASSIVE: [&str; 2] = ["img-src", "media-src"];

static DEFAULT_NONE: Outcome = Outcome::best("csp-implemented-with-no-unsafe-default-src-none", 10);
static NO_UNSAFE: Outcome = Outcome::passed(
    "csp-implemented-with-no-unsafe",
    5,
    "set `default-src 'none'` and allow each kind of thing by its own directive",
);
static UNSAFE_STYLE: Outcome = Outcome::passed(
    "csp-implemented-with-unsafe-inline-in-style-src-only",
    0,
    "give inline styles the nonce, and list the hosts of the others in `style-src`",
);
static DUPLICATES: Outcome = Outcome::passed(
    "csp-implemented-but-duplicate-directives",
    0,
    "write `report-uri` and `report-to` once each",
);
static INSECURE_PASSIVE: Outcome = Outcome::passed(
    "csp-implemented-with-insecure-scheme-in-passive-content-only",
    -10,
    "load images and media over https only",
);
static UNSAFE_EVAL: Outcome = Outcome::failed(
    "csp-implemented-with-unsafe-eval",
    -10,
    "remove `'unsafe-eval'`",
);
static INSECURE_SCHEME: Outcome = Outcome::failed(
    "csp-implemented-with-insecure-scheme",
    -20,
    "remove the sources that begin with `http:`",
);
static UNSAFE_INLINE: Outcome = Outcome::failed(
    "csp-implemented-with-unsafe-inline",
    -20,
    "give inline scripts a nonce, list hosts in place of wildcards, and set `object-src 'none'`",
);
static INVALID: Outcome = Outcome::failed(
    "csp-header-invalid",
    -25,
    "write each directive once, and `'strict-dynamic'` beside a nonce only",
);
static MISSING: Outcome = Outcome::failed(
    "csp-not-implemented",
    -25,
    "send a Content-Security-Policy; start from the strict one",
);
static REPORT_ONLY: Outcome = Outcome::failed(
    "csp-not-implemented-but-reporting-enabled",
    -25,
    "enforce the policy that only reports",
);
