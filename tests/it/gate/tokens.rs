//! CSRF tokens against Django's: their format, the life of their cookie, and what is refused.
//!
//! A token here is no token of Django's. Where a vector is about the text of one, a table says
//! what comes out; everything else is about what a token does.

mod lifecycle;
mod visit;

use std::io::{Read, Seek};
use std::sync::Arc;

use seaworthy_gate::CsrfTokenRefusal;
use serde_json::{Value, json};

use super::conform;
use visit::{Visit, is_good, pair};

const VECTORS: &str = include_str!("../../vectors/csrf_origin.json");

#[test]
fn texts_of_djangos_are_no_tokens() {
    const FORMAT: &str = "a token is an HMAC in base64url, not a secret under Django's cipher";
    let recorded = |case: &Value| match &case["expect"] {
        Value::Bool(true) => "accepted",
        Value::String(text) if text == "unmask_equals_secret" || text == "valid" => "accepted",
        _ => "refused",
    };
    let comes_out = |case: &Value| {
        let (made, _) = pair();
        let cookie = case["secret"].as_str().unwrap_or(&made);
        let text = case["token"].as_str().unwrap();
        if is_good(cookie, text) {
            "accepted"
        } else {
            "refused"
        }
    };
    conform(
        VECTORS,
        "tokens",
        |case| recorded(case).to_owned(),
        |case| comes_out(case).to_owned(),
        &[(
            &[
                "token-001",
                "token-002",
                "token-003",
                "token-012",
                "token-018",
            ],
            "refused",
            FORMAT,
        )],
    );
}

#[test]
fn what_django_asks_of_a_token_holds_of_these() {
    let (cookie, token) = pair();
    assert!(is_good(&cookie, &token), "it is of its cookie");
    let other = Visit::page(Some(&cookie)).token;
    assert_ne!(other, token, "it is another text each time");
    assert!(is_good(&cookie, &other), "and is as good");
    assert!(!is_good(&pair().0, &token), "it is of no other cookie");
    for (text, reason) in [
        (&token[..16], CsrfTokenRefusal::MalformedToken),
        (&token[..85], CsrfTokenRefusal::MalformedToken),
        (
            &format!("{}*", &token[..85]),
            CsrfTokenRefusal::MalformedToken,
        ),
        (
            &format!("{} a", &token[..84]),
            CsrfTokenRefusal::MalformedToken,
        ),
        (&format!("{token}{token}"), CsrfTokenRefusal::MalformedToken),
        (
            &other.replace(&other[..8], &token[..8]),
            CsrfTokenRefusal::WrongToken,
        ),
    ] {
        let visit = Visit {
            method: "POST",
            cookie: Some(&cookie),
            token: Some(text),
            ..Visit::default()
        };
        assert_eq!(visit.made().err(), Some(reason), "{text}");
    }
}

#[test]
fn a_required_token_is_asked_for_as_django_does() {
    const SESSIONLESS: &str = "a request without cookies acts in nobody's session";
    const BODY: &str = "a form's field is in the body, and its handler verifies it";
    let reason_of = |case: &Value| match case["reason"].as_str()? {
        "no_cookie" => Some("no cookie"),
        "cookie_chars" | "cookie_length" => Some("malformed cookie"),
        "token_missing" => Some("no token"),
        "token_chars" => Some("malformed token"),
        "token_incorrect" => Some("wrong token"),
        _ => None,
    };
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = file["csrf"].as_array().unwrap().iter();
    let about_tokens: Vec<&Value> = cases.filter(|case| reason_of(case).is_some()).collect();
    assert_eq!(about_tokens.len(), 9);
    let comes_out = |case: &Value| {
        let (made, _) = pair();
        // A cookie that is right by Django's rules stands for one that is right by these.
        let is_djangos = |cookie: &str| {
            let is_long = [32, 64].contains(&cookie.len());
            is_long && cookie.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let cookie = case["csrf_cookie"].as_str();
        let cookie = cookie.map(|cookie| if is_djangos(cookie) { &*made } else { cookie });
        let visit = Visit {
            method: case["method"].as_str().unwrap(),
            cookie,
            token: case["header_token"].as_str(),
            ..Visit::default()
        };
        match visit.made() {
            Ok(_) => "pass",
            Err(CsrfTokenRefusal::MalformedCookie) => "malformed cookie",
            Err(CsrfTokenRefusal::MalformedToken) => "malformed token",
            Err(CsrfTokenRefusal::NoCookie) => "no cookie",
            Err(CsrfTokenRefusal::NoToken) => "no token",
            Err(CsrfTokenRefusal::WrongToken) => "wrong token",
            Err(other) => panic!("{other}"),
        }
    };
    conform(
        &json!({ "csrf": about_tokens }).to_string(),
        "csrf",
        |case| reason_of(case).unwrap().to_owned(),
        |case| comes_out(case).to_owned(),
        &[
            (&["csrf-032"], "no token", BODY),
            (
                &["csrf-039", "csrf-041", "csrf-058", "csrf-143"],
                "pass",
                SESSIONLESS,
            ),
        ],
    );
}

#[test]
fn neither_a_cookie_nor_a_token_stands_in_the_log() {
    let (cookie, token) = pair();
    let (foreign, _) = pair();
    let mut file = Arc::new(tempfile::tempfile().unwrap());
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(Arc::clone(&file));
    let refused = [
        (Some(&*foreign), Some(&*token)),
        (Some(&cookie[..20]), Some(&token)),
        (Some(&cookie), Some(&token[..80])),
        (Some(&cookie), None),
        (None, Some(&token)),
    ];
    tracing::subscriber::with_default(subscriber.finish(), || {
        for (cookie, token) in refused {
            let visit = Visit {
                method: "POST",
                cookie,
                token,
                ..Visit::default()
            };
            assert!(visit.made().is_err());
        }
        assert!(is_good(&cookie, &token));
    });
    let mut log = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut log).unwrap();
    assert_eq!(
        log.matches("request refused").count(),
        refused.len(),
        "{log}"
    );
    for secret in [&cookie, &token, &foreign] {
        let begin = secret.get(..12).unwrap();
        assert!(!log.contains(begin), "{log}");
    }
}
