//! The policies that are sent, against what a browser's engine makes of them.
//!
//! The engine is the one of Servo, the crate `content-security-policy`. What the typed API is asked
//! to allow must be allowed there, and nothing else.

mod append;
mod browser;

use content_security_policy::InlineCheckType::{Script, ScriptAttribute, Style, StyleAttribute};
use content_security_policy::{Destination, ParserMetadata, Policy, PolicyDisposition};
use content_security_policy::{PolicySource, sandboxing_directive::SandboxingFlagSet};
use proptest::prelude::*;
use seaworthy_headers::{Config, Csp, CspOverride, Source};

use browser::Page;

fn parse(text: &str) -> Csp {
    let Ok(csp) = text.parse();
    csp
}

/// The page of a policy whose nonce stands in these directives, on a page that displays it.
fn page(text: &str, nonce_in: &[&str]) -> Page {
    let mut csp = parse(text);
    csp.nonce_in = nonce_in.iter().map(|name| (*name).to_owned()).collect();
    Page::displaying(&csp)
}

const OWN: &str = "https://own.example/x";
const FOREIGN: &str = "https://a.example/js/x.js";

#[test]
fn the_strict_policy_runs_what_the_page_vouches_for_and_nothing_else() {
    let page = Page::displaying(&Csp::strict());
    let nonce = Some(page.nonce());
    assert!(page.inline(Script, nonce, "start()"));
    assert!(page.inline(Style, nonce, "a { b: c }"));
    assert!(page.script(FOREIGN, nonce, ParserMetadata::ParserInserted));
    let loaded_by_a_script = ParserMetadata::NotParserInserted;
    assert!(page.script(FOREIGN, None, loaded_by_a_script));
    for wrong in [None, Some(""), Some("AAAAAAAAAAAAAAAAAAAAAA")] {
        assert!(!page.inline(Script, wrong, "start()"));
        assert!(!page.inline(Style, wrong, "a { b: c }"));
        for url in [OWN, FOREIGN] {
            assert!(!page.script(url, wrong, ParserMetadata::ParserInserted));
        }
    }
    for kind in [ScriptAttribute, StyleAttribute] {
        assert!(!page.inline(kind, nonce, "x()"));
    }
    assert!(!page.eval());
    for (destination, own) in [
        (Destination::Style, true),
        (Destination::Image, true),
        (Destination::Font, true),
        (Destination::None, true),
        (Destination::Object, false),
        (Destination::IFrame, false),
        (Destination::Video, false),
        (Destination::Manifest, false),
    ] {
        assert_eq!(page.loads(destination, OWN), own, "{destination:?}");
        assert!(!page.loads(destination, FOREIGN), "{destination:?}");
    }
    assert!(page.loads(Destination::Image, "data:image/png,"));
    assert!(page.submits_to(OWN) && !page.submits_to(FOREIGN));
    assert!(!page.bases_on(OWN) && !page.bases_on(FOREIGN));
    assert!(!page.is_framed_by(OWN) && !page.is_framed_by(FOREIGN));
}

#[test]
fn a_page_that_does_not_display_its_nonce_runs_nothing_inline() {
    let page = Page::silent(&Csp::strict());
    for nonce in [None, Some(""), Some("AAAAAAAAAAAAAAAAAAAAAA")] {
        assert!(!page.inline(Script, nonce, "start()"));
        assert!(!page.inline(Style, nonce, "a { b: c }"));
        assert!(!page.script(OWN, nonce, ParserMetadata::ParserInserted));
        assert!(!page.script(OWN, nonce, ParserMetadata::NotParserInserted));
    }
    assert!(page.loads(Destination::Style, OWN));
}

#[test]
fn hosts_schemes_and_fallbacks_are_as_written() {
    use Destination::{Font, IFrame, Image, None as Fetch, Style, Worker};
    for (policy, destination, allowed, blocked) in [
        ("img-src 'self'", Image, OWN, "http://own.example/x"),
        (
            "img-src a.example",
            Image,
            "https://a.example/",
            "https://b.a.example/",
        ),
        (
            "img-src *.a.example",
            Image,
            "https://b.a.example/",
            "https://a.example/",
        ),
        (
            "img-src https://a.example/js/",
            Image,
            FOREIGN,
            "https://a.example/css/x",
        ),
        (
            "img-src a.example:8443",
            Image,
            "https://a.example:8443/",
            "https://a.example/",
        ),
        (
            "img-src a.example:*",
            Image,
            "https://a.example:1/",
            "https://b.example:1/",
        ),
        ("img-src data:", Image, "data:image/png,x", OWN),
        (
            "img-src *",
            Image,
            "https://any.example/",
            "data:image/png,x",
        ),
        ("img-src https:", Image, FOREIGN, "http://a.example/"),
        ("img-src 'none'", Font, OWN, ""),
        ("img-src 'none'", Image, "", OWN),
        ("default-src 'none'; img-src 'self'", Image, OWN, FOREIGN),
        ("default-src 'self'", Font, OWN, FOREIGN),
        ("default-src 'self'", Style, OWN, FOREIGN),
        ("default-src 'none'; child-src 'self'", IFrame, OWN, FOREIGN),
        (
            "default-src 'none'; frame-src a.example; child-src 'self'",
            IFrame,
            FOREIGN,
            OWN,
        ),
        (
            "child-src 'self'; script-src a.example",
            Worker,
            OWN,
            FOREIGN,
        ),
        (
            "script-src a.example; default-src 'none'",
            Worker,
            FOREIGN,
            OWN,
        ),
        (
            "worker-src blob:; child-src 'self'",
            Worker,
            "blob:https://own.example/1",
            OWN,
        ),
        (
            "connect-src wss://a.example",
            Fetch,
            "wss://a.example/",
            "ws://a.example/",
        ),
    ] {
        let page = page(policy, &[]);
        for (url, expected) in [(allowed, true), (blocked, false)] {
            if !url.is_empty() {
                assert_eq!(page.loads(destination, url), expected, "{policy}: {url}");
            }
        }
    }
}

#[test]
fn inline_content_runs_by_its_nonce_or_hash_or_not_at_all() {
    let hash = Source::sha256("start()");
    let hash = hash.as_str();
    let scripts = &["script-src"][..];
    // In order: with the nonce, of the hashed text, of any text, a hashed attribute, eval.
    for (sources, nonce_in, expected) in [
        ("'self'", &[][..], [false, false, false, false, false]),
        ("'none'", &[], [false, false, false, false, false]),
        ("'unsafe-inline'", &[], [true, true, true, true, false]),
        (
            "'unsafe-inline' 'unsafe-eval'",
            &[],
            [true, true, true, true, true],
        ),
        (
            "'unsafe-inline'",
            scripts,
            [true, false, false, false, false],
        ),
        ("'self'", scripts, [true, false, false, false, false]),
        (hash, &[], [false, true, false, false, false]),
        (
            &format!("'unsafe-inline' {hash}"),
            &[],
            [false, true, false, false, false],
        ),
        (
            &format!("'unsafe-hashes' {hash}"),
            &[],
            [false, true, false, true, false],
        ),
        (
            &format!("{hash} 'strict-dynamic'"),
            scripts,
            [true, true, false, false, false],
        ),
    ] {
        let page = page(&format!("script-src {sources}"), nonce_in);
        let nonce = Some(page.nonce()).filter(|nonce| !nonce.is_empty());
        let found = [
            page.inline(Script, nonce, "other()"),
            page.inline(Script, None, "start()"),
            page.inline(Script, None, "other()"),
            page.inline(ScriptAttribute, None, "start()"),
            page.eval(),
        ];
        assert_eq!(found, expected, "{sources} {nonce_in:?}");
    }
}

#[test]
fn frames_forms_bases_and_the_sandbox_are_as_written() {
    for (policy, own, foreign) in [
        ("frame-ancestors 'none'", false, false),
        ("frame-ancestors 'self'", true, false),
        ("frame-ancestors https://a.example", false, true),
        ("frame-ancestors *", true, true),
        ("default-src 'none'", true, true),
    ] {
        let page = page(policy, &[]);
        assert_eq!(page.is_framed_by(OWN), own, "{policy}");
        assert_eq!(page.is_framed_by(FOREIGN), foreign, "{policy}");
        let [forms, base] =
            ["form-action", "base-uri"].map(|name| policy.replace("frame-ancestors", name));
        let page = Page::displaying(&parse(&forms));
        assert_eq!(
            [page.submits_to(OWN), page.submits_to(FOREIGN)],
            [own, foreign]
        );
        let page = Page::displaying(&parse(&base));
        assert_eq!([page.bases_on(OWN), page.bases_on(FOREIGN)], [own, foreign]);
    }
    let scripts = SandboxingFlagSet::SANDBOXED_SCRIPTS_BROWSING_CONTEXT_FLAG;
    let forms = SandboxingFlagSet::SANDBOXED_FORMS_BROWSING_CONTEXT_FLAG;
    assert_eq!(page("img-src *", &[]).sandbox(), None);
    let all = page("sandbox", &[]).sandbox().unwrap();
    assert!(all.contains(scripts | forms));
    let some = page("sandbox allow-scripts", &[]).sandbox().unwrap();
    assert!(!some.contains(scripts) && some.contains(forms));
}

#[test]
fn an_override_lets_in_what_it_says() {
    let mut maps = Csp::strict();
    maps.append("img-src", [FOREIGN]);
    for displays in [true, false] {
        let page = Page::overridden(&CspOverride::enforce(&maps).unwrap(), displays);
        assert!(page.loads(Destination::Image, FOREIGN));
        assert!(page.loads(Destination::Image, OWN));
        assert!(!page.loads(Destination::Font, FOREIGN));
        assert_eq!(page.inline(Script, Some(page.nonce()), "x"), displays);
    }
    let page = Page::overridden(&CspOverride::none(), true);
    assert!(page.loads(Destination::Object, FOREIGN) && page.inline(Script, None, "x"));
}

proptest! {
    #[test]
    fn a_hash_lets_in_its_text_and_no_other(text: String, other: String) {
        for hash in [Source::sha256(&text), Source::sha384(&text), Source::sha512(&text)] {
            let mut csp = Csp::default();
            csp.set("script-src", [hash.clone()]).set("style-src", [hash]);
            let page = Page::displaying(&csp);
            for kind in [Script, Style] {
                prop_assert!(page.inline(kind, None, &text));
                prop_assert_eq!(page.inline(kind, None, &other), other == text);
            }
        }
    }

    /// Whatever is taken means to a browser what its text means.
    #[test]
    fn a_policy_is_read_as_browsers_read_it(
        text in "((default-src|img-src|IMG-SRC|sandbox|x)?\
            ([ \t\n]{1,2}('self'|\\*|data:|a.b:1|;|,|é)){0,3};?[ ;]?){0,4}"
    ) {
        let mut config = Config::default();
        config.csp = Some(parse(&text));
        if config.build().is_ok() {
            let read = Policy::parse(&text, PolicySource::Header, PolicyDisposition::Enforce);
            let sent = Page::displaying(&parse(&text));
            prop_assert_eq!(&sent.policies()[0].directive_set, &read.directive_set);
        }
    }
}
