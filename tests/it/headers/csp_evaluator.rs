//! The audit of a policy against what Google's CSP Evaluator finds in it.
//!
//! What the evaluator rates high must have an advice, and what it calls a mistake in the syntax an
//! issue, except for what a table lists with the reason. A listed policy that needs no exception
//! fails the test too.

use std::collections::BTreeSet;

use http::header::CONTENT_SECURITY_POLICY;
use http::{Request, Response};
use seaworthy_headers::{Config, Csp, Nonce};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};
use serde_json::Value;

use crate::client::send;
use crate::server::{Server, TWO_VARIABLES};

const VECTORS: &str = include_str!("../../vectors/csp_evaluator.json");

/// The nonce in the vectors.
const NONCE: &str = "cmFuZG9tcmFuZG9tcmFuZA";

/// What to do when a policy of ours is no longer the recorded one.
const REGENERATE: &str =
    "put the new policy into tests/vectors/csp_evaluator.json and run scripts/csp-evaluator";

/// The severities from medium upwards.
const GRAVE: [&str; 3] = ["HIGH", "SYNTAX", "MEDIUM"];

/// Policies in which we do not see all that the evaluator rates high, and why.
const UNSEEN: [(&[&str], &str); 2] = [
    (
        &[
            "allowlist-01",
            "allowlist-02",
            "allowlist-03",
            "allowlist-04",
            "allowlist-05",
            "allowlist-10",
        ],
        "the evaluator knows which hosts serve JSONP and AngularJS; we have no such list",
    ),
    (
        &["syntax-23"],
        "a directive without values is `'none'` to browsers; `build` refuses it",
    ),
];

/// Policies with mistakes that are none for us, and why.
const RIGHT: [(&[&str], &str); 1] = [(
    &["syntax-14"],
    "a directive of a specification that the evaluator does not know",
)];

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// A policy that was written as a header, asking for the request's nonce where it has that of the
/// vectors.
fn csp(policy: &str) -> Csp {
    let nonce = format!("'nonce-{NONCE}'");
    let mut csp = Csp::default();
    for directive in policy.split(';') {
        let mut words = directive.split_whitespace();
        let Some(name) = words.next() else {
            continue;
        };
        let values: Vec<_> = words.collect();
        if values.contains(&nonce.as_str()) {
            csp.nonce_in.push(name.to_owned());
        }
        csp.set(name, values.into_iter().filter(|value| *value != nonce));
    }
    csp
}

/// The advice that covers a finding: one of these.
fn advice(kind: &str, directive: &str) -> &'static [&'static str] {
    match (kind, directive) {
        ("SCRIPT_UNSAFE_INLINE", _) => &["csp.unsafe_inline"],
        ("MISSING_DIRECTIVES", "base-uri") => &["csp.no_base_uri"],
        ("MISSING_DIRECTIVES", "script-src") => &["csp.no_script_src"],
        ("MISSING_DIRECTIVES" | "OBJECT_ALLOWLIST_BYPASS", _)
        | ("PLAIN_URL_SCHEMES" | "PLAIN_WILDCARD", "object-src") => &["csp.no_object_src"],
        ("PLAIN_URL_SCHEMES" | "PLAIN_WILDCARD", _) => &["csp.wildcard"],
        // No advice of ours is about it.
        _ => &[],
    }
}

fn findings(case: &Value) -> impl Iterator<Item = (&str, &str, &str)> {
    let findings = case["findings"].as_array().unwrap().iter();
    findings.map(|finding| (text(&finding[0]), text(&finding[1]), text(&finding[2])))
}

#[test]
fn what_the_evaluator_rates_high_has_an_advice_and_its_mistakes_an_issue() {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = file["policies"].as_array().unwrap();
    assert!(cases.len() > 100);
    let mut listed = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for case in cases {
        let id = text(&case["id"]);
        let mut config = Config::default();
        config.csp = Some(csp(text(&case["policy"])));
        let given: Vec<_> = config
            .audit()
            .iter()
            .map(seaworthy_headers::Advice::id)
            .collect();
        let high = findings(case).filter(|(severity, ..)| *severity == "HIGH");
        let mut unseen = high.filter(|(_, kind, directive)| {
            kinds.insert((*kind).to_owned());
            !advice(kind, directive).iter().any(|id| given.contains(id))
        });
        let missed = unseen.next();
        let exception = UNSEEN.iter().find(|(ids, _)| ids.contains(&id));
        match exception {
            Some((_, why)) => assert!(missed.is_some(), "listed without need ({why}): {case}"),
            None => assert_eq!(missed, None, "{given:?} for {case}"),
        }
        let mistaken = findings(case).any(|(severity, ..)| severity == "SYNTAX");
        let right = RIGHT.iter().find(|(ids, _)| ids.contains(&id));
        if mistaken {
            let why = right.map(|(_, why)| why);
            assert_eq!(config.build().is_err(), why.is_none(), "{why:?}: {case}");
        } else {
            assert_eq!(right, None, "listed without need: {case}");
        }
        if exception.is_some() || right.is_some() {
            listed.insert(id);
        }
    }
    assert_eq!(listed.len(), 8, "every listed policy is there");
    let kinds: Vec<_> = kinds.iter().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "MISSING_DIRECTIVES",
            "OBJECT_ALLOWLIST_BYPASS",
            "PLAIN_URL_SCHEMES",
            "PLAIN_WILDCARD",
            "SCRIPT_ALLOWLIST_BYPASS",
            "SCRIPT_UNSAFE_INLINE",
        ],
        "every kind that is rated high is there"
    );
}

/// Asserts that the evaluator saw this policy, and found nothing grave in it.
fn assert_clean(id: &str, policy: &str) {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let mut cases = file["policies"].as_array().unwrap().iter();
    let case = cases.find(|case| case["id"] == id).unwrap();
    assert_eq!(policy, text(&case["policy"]), "{REGENERATE}");
    let grave: Vec<_> = findings(case)
        .filter(|(severity, ..)| GRAVE.contains(severity))
        .collect();
    assert_eq!(grave, [], "{case:#}");
}

/// The policy with the nonce of the vectors in place of its own.
fn with_known_nonce(policy: &str, nonce: &str) -> String {
    assert!(nonce.len() >= 22, "{nonce:?}");
    policy.replace(nonce, NONCE)
}

#[test]
fn the_strict_preset_has_nothing_grave() {
    let headers = Config::default().build().unwrap();
    let mut request = Request::new(());
    request
        .extensions_mut()
        .insert(Connection::new(Scheme::Https));
    let Verdict::Forward(memo) = headers.judge(&mut request) else {
        panic!("every request is forwarded");
    };
    let nonce = Nonce::of(request.extensions()).unwrap().to_string();
    let mut response = Response::new(());
    headers.finish(memo, &mut response);
    let policy = response.headers()[CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert_clean("strict", &with_known_nonce(policy, &nonce));
}

#[test]
fn the_applications_policy_has_nothing_grave() {
    let server = Server::start(&[
        TWO_VARIABLES[0],
        TWO_VARIABLES[1],
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ]);
    let page = send(
        server.address,
        "GET /",
        &["Host: www.example.com", "X-Forwarded-Proto: https"],
        "",
    );
    let policy = page.header("content-security-policy").unwrap();
    let (_, behind) = policy.split_once("'nonce-").unwrap();
    let (nonce, _) = behind.split_once('\'').unwrap();
    assert_clean("production", &with_known_nonce(policy, nonce));
}
