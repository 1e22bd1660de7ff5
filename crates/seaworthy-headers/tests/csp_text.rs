//! Policies from texts, and directives that nobody knows yet.

#![allow(clippy::unwrap_used, reason = "tests")]

use http::{Request, Response};
use seaworthy_headers::{Config, Csp, CspIssue, Issue, SourceError};
use seaworthy_policy::{Policy, Verdict};

fn parse(text: &str) -> Csp {
    let Ok(csp) = text.parse();
    csp
}

/// What is sent of a policy, or what is wrong with it.
fn sent(csp: Csp) -> Result<String, Vec<CspIssue>> {
    let mut config = Config::default();
    config.csp = Some(csp);
    let headers = config.build().map_err(|error| {
        let issues = error.issues().iter().map(|issue| match issue {
            Issue::Csp(issue) => issue.clone(),
            other => unreachable!("{other}"),
        });
        issues.collect::<Vec<_>>()
    })?;
    let Verdict::Forward(memo) = headers.judge(&mut Request::new(())) else {
        unreachable!("every request is forwarded");
    };
    let mut response = Response::new(());
    headers.finish(memo, &mut response);
    let value = &response.headers()["content-security-policy"];
    Ok(value.to_str().unwrap().to_owned())
}

#[test]
fn what_is_sent_can_be_read_again() {
    for text in [
        "default-src 'self'; img-src *",
        "sandbox",
        "sandbox allow-forms allow-scripts; default-src 'none'",
        "trusted-types; require-trusted-types-for 'script'",
        "script-src 'nonce-abc' 'strict-dynamic'; report-uri /csp https://a.example/csp?x=1",
    ] {
        assert_eq!(sent(parse(text)), Ok(text.to_owned()));
    }
    for loose in [
        ";; Default-Src\t'SELF' ;\n img-src  * ;",
        "default-src 'self';img-src *",
        "\u{c}default-src\r\n'self'; IMG-SRC *",
    ] {
        let strict = "default-src 'self'; img-src *".to_owned();
        assert_eq!(sent(parse(loose)), Ok(strict));
    }
    for nothing in ["", " ", ";", " ; ;"] {
        assert_eq!(parse(nothing), Csp::default());
    }
}

#[test]
fn an_empty_sandbox_restricts_everything_and_is_sent() {
    let mut csp = Csp::default();
    csp.set("sandbox", [""; 0]);
    assert_eq!(csp, parse("sandbox"));
    assert_eq!(sent(csp), Ok("sandbox".to_owned()));
}

#[test]
fn a_text_is_checked_like_anything_else() {
    let directive = "img-src";
    assert_eq!(
        sent(parse("img-src 'self'; img-src *")),
        Err(vec![CspIssue::DuplicateDirective { directive }])
    );
    let (text, character) = ("a,script-src".to_owned(), ',');
    let error = SourceError::ForbiddenCharacter { text, character };
    assert_eq!(
        sent(parse("img-src a,script-src")),
        Err(vec![CspIssue::Source { directive, error }])
    );
    assert!(sent(parse("img-src *\u{a0}; script-src 'self'")).is_err());
    assert!(sent(parse("img-src, 'self'")).is_err());
}

fn raw(directives: &[(&str, &[&str])]) -> Result<String, Vec<CspIssue>> {
    let mut csp = parse("img-src *");
    let directives = directives.iter().map(|(name, values)| {
        let values = values.iter().map(|value| (*value).to_owned());
        ((*name).to_owned(), values.collect())
    });
    csp.raw = directives.collect();
    sent(csp)
}

#[test]
fn a_directive_of_tomorrow_is_sent_as_it_is() {
    assert_eq!(
        raw(&[("X-New", &["'some'", "a=b:c"]), ("plugin-types", &[])]),
        Ok("img-src *; x-new 'some' a=b:c; plugin-types".to_owned())
    );
    let mut csp = Csp::default();
    csp.raw = vec![("x".to_owned(), Vec::new())];
    assert_eq!(sent(csp), Ok("x".to_owned()), "it is enough of a policy");
}

#[test]
fn a_directive_that_is_known_is_not_raw() {
    for known in ["script-src", "Sandbox", "REPORT-TO"] {
        let issues = raw(&[(known, &["x"])]).unwrap_err();
        let [issue @ CspIssue::KnownInRaw { directive }] = &issues[..] else {
            unreachable!("{issues:?}");
        };
        assert!(directive.eq_ignore_ascii_case(known));
        assert!(issue.to_string().contains("move it to `directives`"));
        assert_eq!(issue.directive(), Some(*directive));
    }
}

#[test]
fn a_raw_directive_cannot_begin_another() {
    for bad in ["", "x y", "x;y", "x,", "x_y", "é", "x\r\n", "'x'"] {
        let directive = bad.to_owned();
        let issue = CspIssue::InvalidName { directive };
        assert_eq!(raw(&[(bad, &[])]), Err(vec![issue]));
    }
    for character in [
        ';', ',', ' ', '\t', '\r', '\n', '\0', '\u{7f}', 'é', '\u{a0}',
    ] {
        let text = format!("a{character}b");
        let issue = CspIssue::RawValue {
            directive: "x".to_owned(),
            error: SourceError::ForbiddenCharacter {
                text: text.clone(),
                character,
            },
        };
        assert_eq!(raw(&[("x", &["fine", &text])]), Err(vec![issue]));
    }
    let issue = CspIssue::RawValue {
        directive: "x".to_owned(),
        error: SourceError::Empty,
    };
    assert_eq!(raw(&[("x", &[""])]), Err(vec![issue]));
    let directive = "x".to_owned();
    assert_eq!(
        raw(&[("x", &["a"]), ("X", &["b"])]),
        Err(vec![CspIssue::DuplicateRaw { directive }])
    );
}
