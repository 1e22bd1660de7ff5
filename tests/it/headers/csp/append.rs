//! Appending a source lets exactly that source in, whatever the policy.

use content_security_policy::InlineCheckType::{
    Navigation, Script, ScriptAttribute, Style, StyleAttribute,
};
use content_security_policy::{Destination, InlineCheckType, ParserMetadata};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use seaworthy_headers::{Csp, Source};

use super::browser::Page;

const DIRECTIVES: [&str; 18] = [
    "base-uri",
    "child-src",
    "connect-src",
    "default-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "worker-src",
];

const PLACES: [&str; 6] = [
    "'self'",
    "https://a.example",
    "https://a.example/js/",
    "*.b.example",
    "data:",
    "blob:",
];

const KEYWORDS: [&str; 5] = [
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'unsafe-hashes'",
    "'strict-dynamic'",
    "'nonce-fixed'",
];

const URLS: [&str; 6] = [
    "https://own.example/x",
    "https://a.example/js/x",
    "https://a.example/x",
    "https://c.b.example/x",
    "data:text/plain,x",
    "blob:https://own.example/1",
];

const HASHED: &str = "hashed()";
const OTHER: &str = "other()";

fn hash(text: &str) -> String {
    Source::sha256(text).into()
}

/// Something that a page may try.
#[derive(Clone, Copy, Debug)]
enum Attempt {
    Base(&'static str),
    Eval,
    Form(&'static str),
    Frame(&'static str),
    /// With the page's nonce, or with that which is fixed, or with none.
    Inline(InlineCheckType, Vouched, &'static str),
    Load(Destination, &'static str),
    Script(&'static str, Vouched, ParserMetadata),
}

#[derive(Clone, Copy, Debug)]
enum Vouched {
    ByPage,
    ByFixed,
    Not,
}

impl Attempt {
    fn all() -> Vec<Self> {
        use Destination::{
            Font, IFrame, Image, Manifest, None as Other, Object, Style as Sheet, Worker,
        };
        let vouched = [Vouched::ByPage, Vouched::ByFixed, Vouched::Not];
        let mut all = vec![Self::Eval];
        for url in URLS {
            all.extend([Self::Base(url), Self::Form(url), Self::Frame(url)]);
            let loads = [Font, IFrame, Image, Manifest, Other, Object, Sheet, Worker];
            all.extend(loads.map(|destination| Self::Load(destination, url)));
            for by in vouched {
                let parsers = [
                    ParserMetadata::ParserInserted,
                    ParserMetadata::NotParserInserted,
                ];
                all.extend(parsers.map(|parser| Self::Script(url, by, parser)));
            }
        }
        for kind in [Script, ScriptAttribute, Style, StyleAttribute, Navigation] {
            for text in [HASHED, OTHER] {
                all.extend(vouched.map(|by| Self::Inline(kind, by, text)));
            }
        }
        all
    }

    fn succeeds_on(self, page: &Page) -> bool {
        let nonce = |by| match by {
            Vouched::ByPage => Some(page.nonce()).filter(|nonce| !nonce.is_empty()),
            Vouched::ByFixed => Some("fixed"),
            Vouched::Not => None,
        };
        match self {
            Self::Base(url) => page.bases_on(url),
            Self::Eval => page.eval(),
            Self::Form(url) => page.submits_to(url),
            Self::Frame(url) => page.is_framed_by(url),
            Self::Inline(kind, by, text) => page.inline(kind, nonce(by), text),
            Self::Load(destination, url) => page.loads(destination, url),
            Self::Script(url, by, parser) => page.script(url, nonce(by), parser),
        }
    }

    /// Whether `'strict-dynamic'` decides, beside which places do not count.
    const fn is_script(self) -> bool {
        matches!(self, Self::Script(..))
    }
}

fn allowed(page: &Page) -> Vec<bool> {
    let attempts = Attempt::all();
    attempts.iter().map(|a| a.succeeds_on(page)).collect()
}

/// Any policy that is right, with or without the nonce.
fn policies() -> impl Strategy<Value = Csp> {
    let sources: Vec<String> = PLACES
        .iter()
        .chain(&KEYWORDS)
        .map(|s| (*s).to_owned())
        .collect();
    let sources = [sources, vec![hash(HASHED), hash("else()")]].concat();
    let lists = prop::collection::vec(
        (subsequence(sources, 0..5), any::<bool>()),
        DIRECTIVES.len(),
    );
    (lists, subsequence(DIRECTIVES.to_vec(), 1..8)).prop_map(|(lists, names)| {
        let mut csp = Csp::default();
        for (name, (mut sources, nonced)) in names.into_iter().zip(lists) {
            let scripts = name == "default-src" || name.starts_with("script-src");
            let nonced = nonced && (scripts || name.starts_with("style-src"));
            let nonced = nonced && !name.ends_with("-attr");
            let vouched = nonced
                || sources
                    .iter()
                    .any(|s| s.starts_with("'nonce") || s.starts_with("'sha"));
            sources.retain(|source| source != "'strict-dynamic'" || (scripts && vouched));
            if name == "frame-ancestors" {
                sources.retain(|source| PLACES.contains(&source.as_str()));
            }
            if sources.is_empty() && !nonced {
                sources.push("'none'".to_owned());
            }
            csp.set(name, sources);
            if nonced {
                csp.nonce_in.push(name.to_owned());
            }
        }
        csp
    })
}

/// The directives that `child-src` stands for where it is not there, or the one itself.
fn parts(base: &Csp, directive: &'static str) -> Vec<&'static str> {
    let has = |name| base.directives.iter().any(|(there, _)| there == name);
    if directive == "child-src" && !has(directive) {
        let mut parts = vec!["frame-src", "worker-src"];
        parts.retain(|part| !has(part));
        parts
    } else {
        vec![directive]
    }
}

/// How a page comes by its policy: displaying its nonce or not.
type Load = fn(&Csp) -> Page;

/// Which attempts the directive decides about in a policy that has it.
fn decided(csp: &Csp, directive: &str, load: Load) -> Vec<bool> {
    let everything = [
        "*",
        "data:",
        "blob:",
        "'unsafe-inline'",
        "'unsafe-eval'",
        "'unsafe-hashes'",
    ];
    let everything = &everything[..if directive == "frame-ancestors" { 3 } else { 6 }];
    let [all, none] = [everything, &["'none'"]].map(|sources| {
        let mut csp = csp.clone();
        csp.nonce_in.retain(|name| name != directive);
        csp.set(directive, sources.iter().copied());
        allowed(&load(&csp))
    });
    let pairs = all.into_iter().zip(none);
    pairs.map(|(all, none)| all != none).collect()
}

/// What must be allowed once the source is appended.
fn expected(
    base: &Csp,
    after: &Csp,
    directive: &'static str,
    source: &str,
    load: Load,
) -> Vec<bool> {
    let mut expected = allowed(&load(base));
    for part in parts(base, directive) {
        let Some((_, list)) = after.directives.iter().find(|(name, _)| name == part) else {
            continue;
        };
        let mut alone = Csp::default();
        let company = list.iter().filter(|source| *source == "'unsafe-hashes'");
        let company = company.map(String::as_str);
        alone.set(part, company.chain([source]));
        let alone = allowed(&load(&alone));
        let places_count = !list.iter().any(|source| source == "'strict-dynamic'");
        let decided = decided(after, part, load);
        for (index, attempt) in Attempt::all().into_iter().enumerate() {
            let counts = places_count || !attempt.is_script();
            expected[index] |= decided[index] && alone[index] && counts;
        }
    }
    expected
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn appending_allows_exactly_that_source_more(
        base in policies(),
        directive in select(DIRECTIVES.to_vec()),
        source in select([PLACES.to_vec(), vec!["hash"]].concat()),
    ) {
        let source = if source == "hash" { hash(HASHED) } else { source.to_owned() };
        prop_assume!(directive != "frame-ancestors" || !source.starts_with("'sha"));
        let mut after = base.clone();
        after.append(directive, [source.clone()]);

        // No script runs that could make use of it on a page without its nonce.
        let dynamic = format!("{base:?}").contains("'strict-dynamic'");
        let loads: [Load; 2] = [Page::displaying, Page::silent];
        for load in loads.into_iter().take(if dynamic { 1 } else { 2 }) {
            let expected = expected(&base, &after, directive, &source, load);
            let found = allowed(&load(&after));
            let found = found.into_iter().zip(expected);
            for (attempt, (found, expected)) in Attempt::all().into_iter().zip(found) {
                prop_assert_eq!(
                    found, expected,
                    "{} {} on {:?} makes {:?}: {:?}", directive, source, base, after, attempt
                );
            }
        }
        let mut again = after.clone();
        again.append(directive, [source]);
        prop_assert_eq!(again, after, "twice is once");
    }
}
