//! Appending to a policy allows what is appended, and changes nothing else.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write;

use seaworthy_headers::{Config, Csp, CspIssue, Issue, Source};

/// The policy of a text, in which `'NONCE'` is the request's.
fn policy(text: &str) -> Csp {
    let Ok(mut csp) = text.parse::<Csp>();
    for (name, values) in &mut csp.directives {
        let before = values.len();
        values.retain(|value| value != "'NONCE'");
        if values.len() < before {
            csp.nonce_in.push(name.clone());
        }
    }
    csp
}

fn text(csp: &Csp) -> String {
    let mut text = String::new();
    for (name, values) in &csp.directives {
        let separator = if text.is_empty() { "" } else { "; " };
        write!(text, "{separator}{name}").unwrap();
        for value in values {
            write!(text, " {value}").unwrap();
        }
        if csp.nonce_in.contains(name) {
            text += " 'NONCE'";
        }
    }
    text
}

fn appended(base: &str, directive: &str, values: &str) -> String {
    let mut csp = policy(base);
    csp.append(directive, values.split_whitespace());
    text(&csp)
}

const HASH: &str = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

#[test]
fn a_directive_that_is_there_gets_the_values_that_it_lacks() {
    for (base, directive, values, made) in [
        ("img-src 'self'", "img-src", "data:", "img-src 'self' data:"),
        ("Img-Src 'self'", "IMG-SRC", "data:", "Img-Src 'self' data:"),
        (
            "img-src 'self'",
            "img-src",
            "'SELF' a.example 'self'",
            "img-src 'self' a.example",
        ),
        ("img-src 'none'", "img-src", "data:", "img-src data:"),
        (
            "img-src 'NONE'",
            "img-src",
            "a.example b.example",
            "img-src a.example b.example",
        ),
        ("img-src 'none'", "img-src", "'none'", "img-src 'none'"),
        ("img-src 'self'", "img-src", "'none'", "img-src 'self'"),
        ("img-src 'self'", "img-src", "", "img-src 'self'"),
        (
            "frame-ancestors 'none'",
            "frame-ancestors",
            "'self'",
            "frame-ancestors 'self'",
        ),
        (
            "trusted-types 'none'",
            "trusted-types",
            "app",
            "trusted-types app",
        ),
        ("sandbox", "sandbox", "allow-forms", "sandbox allow-forms"),
        ("report-uri /a", "report-uri", "/b", "report-uri /a /b"),
        (
            "script-src 'NONCE'",
            "script-src",
            "'none'",
            "script-src 'NONCE'",
        ),
    ] {
        assert_eq!(appended(base, directive, values), made, "{base} + {values}");
    }
}

#[test]
fn a_directive_that_is_not_there_begins_with_what_decides_in_its_place() {
    for (base, directive, made) in [
        ("default-src 'self'", "img-src", "img-src 'self' x.example"),
        ("default-src 'none'", "font-src", "font-src x.example"),
        (
            "default-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "media-src",
            "media-src 'self' x.example",
        ),
        (
            "default-src a.example; script-src b.example",
            "script-src-elem",
            "script-src-elem b.example x.example",
        ),
        (
            "default-src a.example",
            "script-src-elem",
            "script-src-elem a.example x.example",
        ),
        (
            "default-src a.example",
            "script-src",
            "script-src a.example x.example",
        ),
        (
            "default-src a.example",
            "style-src-attr",
            "style-src-attr a.example x.example",
        ),
        (
            "default-src a.example; child-src b.example",
            "frame-src",
            "frame-src b.example x.example",
        ),
        (
            "default-src a.example; frame-src b.example",
            "fenced-frame-src",
            "fenced-frame-src b.example x.example",
        ),
        (
            "default-src a.example; script-src b.example",
            "worker-src",
            "worker-src b.example x.example",
        ),
        (
            "script-src b.example; child-src c.example",
            "worker-src",
            "worker-src c.example x.example",
        ),
        // The nonce goes along where browsers look for one.
        (
            "script-src 'self' 'NONCE'",
            "script-src-elem",
            "script-src-elem 'self' x.example 'NONCE'",
        ),
        (
            "default-src 'self' 'NONCE'",
            "style-src",
            "style-src 'self' x.example 'NONCE'",
        ),
        (
            "default-src 'NONCE'",
            "style-src-elem",
            "style-src-elem x.example 'NONCE'",
        ),
        (
            "default-src 'self' 'NONCE'",
            "img-src",
            "img-src 'self' x.example",
        ),
        // What the nonce had made browsers ignore stays without effect.
        (
            "script-src 'unsafe-inline' 'NONCE'",
            "script-src-attr",
            "script-src-attr x.example",
        ),
        (
            "script-src 'strict-dynamic' 'NONCE'",
            "script-src-attr",
            "script-src-attr x.example",
        ),
        (
            "script-src 'unsafe-inline'",
            "script-src-attr",
            "script-src-attr 'unsafe-inline' x.example",
        ),
        (
            "script-src 'strict-dynamic' 'NONCE'",
            "script-src-elem",
            "script-src-elem 'strict-dynamic' x.example 'NONCE'",
        ),
        (
            "default-src 'self' 'strict-dynamic' 'NONCE'",
            "style-src",
            "style-src 'self' x.example 'NONCE'",
        ),
        (
            "default-src 'self' 'strict-dynamic' 'NONCE'",
            "worker-src",
            "worker-src 'self' x.example",
        ),
        (
            "default-src 'self' 'strict-dynamic' 'NONCE'",
            "script-src",
            "worker-src 'self'; script-src 'self' 'strict-dynamic' x.example 'NONCE'",
        ),
        // These allow nothing, so that they begin with nothing.
        ("default-src 'self'", "report-uri", "report-uri x.example"),
    ] {
        let made = format!("{base}; {made}");
        assert_eq!(appended(base, directive, "x.example"), made);
    }
    assert_eq!(
        appended("default-src 'self'", "img-src", ""),
        "default-src 'self'; img-src 'self'"
    );
    assert_eq!(
        appended("default-src 'none'", "img-src", "'none'"),
        "default-src 'none'; img-src 'none'"
    );
}

#[test]
fn where_nothing_decides_all_is_allowed_and_stays_so() {
    for directive in [
        "img-src",
        "default-src",
        "child-src",
        "worker-src",
        "form-action",
        "base-uri",
        "frame-ancestors",
        "sandbox",
        "trusted-types",
    ] {
        for base in ["", "font-src 'none'"] {
            assert_eq!(appended(base, directive, "x"), base, "{directive}");
        }
    }
    // A script that the page vouches for may start any worker.
    let base = "script-src 'strict-dynamic' 'NONCE'; default-src 'none'";
    assert_eq!(appended(base, "worker-src", "blob:"), base);
}

#[test]
fn child_src_takes_nothing_away_from_workers() {
    for (base, made) in [
        (
            "default-src 'none'; script-src a.example",
            "; frame-src x.example; worker-src a.example x.example",
        ),
        (
            "default-src 'none'; script-src 'strict-dynamic' 'NONCE'",
            "; frame-src x.example",
        ),
        (
            "default-src 'self'; frame-src 'none'",
            "; worker-src 'self' x.example",
        ),
        ("default-src 'self'; child-src 'none'", ""),
    ] {
        let made = format!("{base}{made}");
        let made = made.replace("child-src 'none'", "child-src x.example");
        assert_eq!(appended(base, "child-src", "x.example"), made);
    }
}

#[test]
fn a_hash_does_not_end_what_lets_all_inline_content_in() {
    for (base, made) in [
        (
            "style-src 'unsafe-inline'",
            "style-src 'unsafe-inline'".to_owned(),
        ),
        ("style-src 'self'", format!("style-src 'self' {HASH}")),
        ("style-src 'none'", format!("style-src {HASH}")),
        (
            "style-src 'unsafe-inline' 'NONCE'",
            format!("style-src 'unsafe-inline' {HASH} 'NONCE'"),
        ),
        (
            "style-src 'unsafe-inline' 'nonce-abc'",
            format!("style-src 'unsafe-inline' 'nonce-abc' {HASH}"),
        ),
    ] {
        assert_eq!(appended(base, "style-src", HASH), made);
    }
}

#[test]
fn a_source_is_a_value() {
    let mut csp = policy("default-src 'self'; script-src 'none'");
    csp.append("script-src", [Source::sha256("")]);
    csp.set("style-src", [Source::sha384("")]);
    assert!(text(&csp).starts_with(&format!(
        "default-src 'self'; script-src {HASH}; style-src 'sha384-"
    )));
}

#[test]
fn what_is_wrong_with_a_value_or_name_is_said_when_the_policy_is_built() {
    let mut csp = Csp::strict();
    csp.append("img-src", ["a; script-src *"])
        .append("scirpt-src", ["'self'"]);
    let mut config = Config::default();
    config.csp = Some(csp);
    let error = config.build().unwrap_err();
    let [Issue::Csp(wrong_value), Issue::Csp(wrong_name)] = error.issues() else {
        unreachable!("two issues, not {error}");
    };
    assert!(matches!(
        wrong_value,
        CspIssue::Source {
            directive: "img-src",
            ..
        }
    ));
    assert!(matches!(wrong_name, CspIssue::UnknownDirective { .. }));
}

#[test]
fn the_strict_policy_can_be_appended_to() {
    let mut csp = Csp::strict();
    for name in [
        "img-src",
        "media-src",
        "frame-src",
        "script-src-elem",
        "style-src-attr",
    ] {
        csp.append(name, ["https://a.example"]);
    }
    let mut config = Config::default();
    config.csp = Some(csp);
    assert_eq!(config.build().err(), None);
}
