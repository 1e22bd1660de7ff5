//! Origins that code decides on, beside those that are listed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::{Arc, Mutex};

use http::{HeaderValue, Request, Response};
use proptest::prelude::*;
use seaworthy_cors::{Access, Config, ConfigError, Cors, Issue};
use seaworthy_policy::{Policy, Verdict};

/// What a page of this origin is told: the origin, and whether with credentials.
fn told(cors: &Cors, origin: &[u8]) -> (Option<String>, bool) {
    let mut request = Request::new(());
    let Ok(value) = HeaderValue::from_bytes(origin) else {
        return (None, false);
    };
    request.headers_mut().insert("origin", value);
    let mut response = Response::new(());
    if let Verdict::Forward(memo) = cors.judge(&mut request) {
        cors.finish(memo, &mut response);
    }
    assert_eq!(response.headers()["vary"], "Origin");
    let value = |name| {
        let value: Option<&HeaderValue> = response.headers().get(name);
        value.map(|value| value.to_str().unwrap().to_owned())
    };
    let credentials = value("access-control-allow-credentials");
    assert!(matches!(credentials.as_deref(), None | Some("true")));
    (value("access-control-allow-origin"), credentials.is_some())
}

fn yes(origin: &str) -> (Option<String>, bool) {
    (Some(origin.to_owned()), false)
}

fn yes_with_credentials(origin: &str) -> (Option<String>, bool) {
    (Some(origin.to_owned()), true)
}

fn build(config: &Config, access: Access) -> Result<Cors, ConfigError> {
    config.build_with(move |_| access)
}

#[test]
fn a_predicate_decides_on_what_is_not_listed() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let cors = Config::new(["https://listed.example"])
        .build_with(move |origin| {
            seen.lock().unwrap().push(origin.to_string());
            match origin.as_str() {
                "https://good.example" => Access::Anonymous,
                _ => Access::Denied,
            }
        })
        .unwrap();
    for (origin, answer) in [
        ("https://listed.example", yes("https://listed.example")),
        ("https://good.example", yes("https://good.example")),
        ("https://evil.example", (None, false)),
        ("null", (None, false)),
        ("https://good.example/", (None, false)),
        ("https://GOOD.example", (None, false)),
    ] {
        assert_eq!(told(&cors, origin.as_bytes()), answer, "{origin}");
    }
    assert_eq!(
        *asked.lock().unwrap(),
        ["https://good.example", "https://evil.example"]
    );
}

#[test]
fn credentials_are_a_predicates_to_grant_only_where_the_configuration_has_them() {
    let none: [&str; 0] = [];
    let anonymous = Config::new(none);
    let mut credentialed = anonymous.clone();
    credentialed.credentials = true;
    let good = "https://good.example";
    let plain = "http://good.example";
    for (config, access, origin, answer) in [
        (&anonymous, Access::Denied, good, (None, false)),
        (&anonymous, Access::Anonymous, good, yes(good)),
        (&anonymous, Access::WithCredentials, good, yes(good)),
        (&credentialed, Access::Denied, good, (None, false)),
        (&credentialed, Access::Anonymous, good, yes(good)),
        (
            &credentialed,
            Access::WithCredentials,
            good,
            yes_with_credentials(good),
        ),
        (&credentialed, Access::WithCredentials, plain, yes(plain)),
    ] {
        let cors = build(config, access).unwrap();
        assert_eq!(
            told(&cors, origin.as_bytes()),
            answer,
            "{access:?} {origin}"
        );
    }
}

#[test]
fn a_predicate_needs_no_list_but_has_nothing_to_say_beside_a_star() {
    let none: [&str; 0] = [];
    assert!(Config::new(none).build().is_err());
    let cors = build(&Config::new(none), Access::Anonymous).unwrap();
    assert!(cors.replace(&Config::new(none)).is_ok());

    let star = Config::new(["*"]);
    let issues = [Issue::PredicateBesideAnyOrigin];
    assert_eq!(build(&star, Access::Denied).unwrap_err().issues(), issues);
    assert_eq!(cors.replace(&star).unwrap_err().issues(), issues);
    assert_eq!(told(&cors, b"https://a.example"), yes("https://a.example"));
}

proptest! {
    #[test]
    fn a_predicate_that_says_yes_to_all_says_it_to_origins_alone(
        noise in prop::collection::vec(any::<u8>(), 0..40),
        tail in "[a-zA-Z0-9./:@\\\\?#*%-]{0,20}",
    ) {
        let none: [&str; 0] = [];
        let cors = build(&Config::new(none), Access::Anonymous).unwrap();
        for sent in [noise, format!("https://{tail}").into_bytes()] {
            if let (Some(granted), _) = told(&cors, &sent) {
                prop_assert_eq!(granted.as_bytes(), &sent);
                prop_assert!(granted.parse::<seaworthy_cors::Origin>().is_ok());
            }
        }
    }
}
