//! A route's own policies, and whose word counts.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::cell::Cell;

use http::{HeaderValue, Request, Response, StatusCode};
use seaworthy_headers::{Config, Csp, CspOverride, Headers, Nonce};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};

fn parse(text: &str) -> Csp {
    let Ok(csp) = text.parse();
    csp
}

fn enforce(text: &str) -> CspOverride {
    CspOverride::enforce(&parse(text)).unwrap()
}

fn report_only(text: &str) -> CspOverride {
    CspOverride::report_only(&parse(text)).unwrap()
}

/// A policy whose scripts need the nonce.
fn nonced() -> Csp {
    let mut csp = parse("script-src 'self'");
    csp.nonce_in = vec!["script-src".to_owned()];
    csp
}

/// The configured policies: both, without a nonce.
fn base() -> Headers {
    let mut config = Config::default();
    config.csp = Some(parse("default-src base"));
    config.csp_report_only = Some(parse("default-src trial"));
    config.build().unwrap()
}

/// The response of a handler that gets its request's extensions.
fn answer_over(
    scheme: Scheme,
    policy: impl Policy,
    handler: impl FnOnce(&Request<()>) -> Response<String>,
) -> Response<String> {
    let mut request = Request::new(());
    request.extensions_mut().insert(Connection::new(scheme));
    let Verdict::Forward(memo) = policy.judge(&mut request) else {
        unreachable!("every request is forwarded");
    };
    let mut response = handler(&request);
    policy.finish(memo, &mut response);
    response
}

fn answer(
    policy: impl Policy,
    handler: impl FnOnce(&Request<()>) -> Response<String>,
) -> Response<String> {
    answer_over(Scheme::Https, policy, handler)
}

fn plain(_: &Request<()>) -> Response<String> {
    Response::new(String::new())
}

/// A page that displays its nonce.
fn page(request: &Request<()>) -> Response<String> {
    let nonce = Nonce::of(request.extensions()).cloned().unwrap_or_default();
    Response::new(nonce.to_string())
}

/// A handler that asks for other policies.
fn asking(wish: CspOverride) -> impl FnOnce(&Request<()>) -> Response<String> {
    move |request| {
        let mut response = page(request);
        response.extensions_mut().insert(wish);
        response
    }
}

/// Both policies of a response, each there once.
fn sent<B>(response: &Response<B>) -> [Option<&str>; 2] {
    let names = [
        "content-security-policy",
        "content-security-policy-report-only",
    ];
    names.map(|name| {
        let values: Vec<_> = response.headers().get_all(name).iter().collect();
        assert!(values.len() <= 1, "{values:?}");
        values.first().map(|value| value.to_str().unwrap())
    })
}

const BASE: Option<&str> = Some("default-src base");
const TRIAL: Option<&str> = Some("default-src trial");
const OWN: Option<&str> = Some("default-src own");

#[test]
fn each_policy_is_overridden_on_its_own() {
    let own = "default-src own";
    for (wish, expected) in [
        (enforce(own), [OWN, TRIAL]),
        (report_only(own), [BASE, OWN]),
        (
            enforce(own).and(report_only("img-src x")),
            [OWN, Some("img-src x")],
        ),
        (enforce(own).and(CspOverride::none()), [OWN, None]),
        (CspOverride::none().and(enforce(own)), [None, None]),
        (CspOverride::none(), [None, None]),
        (CspOverride::none_enforced(), [None, TRIAL]),
        (CspOverride::none_report_only(), [BASE, None]),
    ] {
        assert_eq!(sent(&answer((base(), &wish), plain)), expected);
        assert_eq!(sent(&answer(base(), asking(wish))), expected);
    }
    assert_eq!(sent(&answer(base(), plain)), [BASE, TRIAL]);
}

#[test]
fn the_innermost_word_counts() {
    let own = enforce("default-src own");
    let other = enforce("default-src other");
    let stack = (base(), &other, &own);
    assert_eq!(sent(&answer(&stack, plain)), [OWN, TRIAL]);
    // What the inner one leaves open, the outer one may say.
    let stack = (base(), CspOverride::none(), report_only("img-src x"), &own);
    assert_eq!(sent(&answer(&stack, plain)), [OWN, Some("img-src x")]);
    let stack = (base(), &other);
    assert_eq!(sent(&answer(&stack, asking(own))), [OWN, TRIAL]);
    assert_eq!(
        sent(&answer(&stack, asking(CspOverride::none()))),
        [None, None]
    );
    let by_hand = |_: &Request<()>| {
        let mut response = Response::new(String::new());
        let value = HeaderValue::from_static("default-src hand");
        response
            .headers_mut()
            .insert("content-security-policy", value);
        response.extensions_mut().insert(CspOverride::none());
        response
    };
    assert_eq!(
        sent(&answer(&stack, by_hand)),
        [Some("default-src hand"), None]
    );
}

#[test]
fn it_holds_for_all_the_headers_around_it() {
    let stack = (base(), base(), CspOverride::none());
    assert_eq!(sent(&answer(&stack, plain)), [None, None]);
    let stack = (base(), base(), enforce("default-src own"));
    assert_eq!(sent(&answer(&stack, plain)), [OWN, TRIAL]);
}

#[test]
fn it_knows_what_a_connection_and_a_304_take() {
    let wish = enforce("upgrade-insecure-requests; default-src own");
    let secure = sent(&answer((base(), &wish), plain))[0].map(str::to_owned);
    assert_eq!(
        secure.as_deref(),
        Some("upgrade-insecure-requests; default-src own")
    );
    let response = answer_over(Scheme::Http, (base(), &wish), plain);
    assert_eq!(sent(&response), [OWN, TRIAL]);
    let response = answer((base(), &wish), |_| {
        let mut response = Response::new(String::new());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    });
    assert_eq!(sent(&response), [None, None]);
}

#[test]
fn the_request_has_one_nonce_for_all_policies() {
    let wish = CspOverride::report_only(&nonced()).unwrap();
    let default = Config::default().build().unwrap();
    for response in [
        answer((&default, &wish), page),
        answer(&default, asking(wish.clone())),
    ] {
        let nonce = response.body();
        assert_eq!(nonce.len(), 22);
        let [Some(enforced), Some(trial)] = sent(&response) else {
            unreachable!("two policies");
        };
        assert!(enforced.contains(&format!("'nonce-{nonce}'")));
        assert_eq!(trial, format!("script-src 'self' 'nonce-{nonce}'"));
        assert_eq!(response.headers()["cache-control"], "private");
    }
}

#[test]
fn an_override_makes_the_nonce_that_the_configured_policies_lack() {
    let wish = CspOverride::enforce(&nonced()).unwrap();
    let trial = CspOverride::report_only(&nonced()).unwrap();
    for response in [
        answer((base(), &wish), page),
        answer((base(), base(), &wish), page),
        answer((base(), report_only("img-src x"), &wish), page),
    ] {
        let nonce = response.body();
        assert_eq!(nonce.len(), 22);
        let policy = format!("script-src 'self' 'nonce-{nonce}'");
        assert_eq!(sent(&response)[0], Some(policy.as_str()));
        assert_eq!(response.headers()["cache-control"], "private");
    }
    let both = answer((base(), &wish, &trial), page);
    let policy = format!("script-src 'self' 'nonce-{}'", both.body());
    assert_eq!(sent(&both), [Some(policy.as_str()); 2]);

    let unread = answer((base(), &wish), plain);
    assert_eq!(sent(&unread), [Some("script-src 'self'"), TRIAL]);
    assert!(!unread.headers().contains_key("cache-control"));
}

#[test]
fn in_the_extensions_alone_it_comes_too_late_for_a_nonce() {
    let wish = CspOverride::enforce(&nonced()).unwrap();
    let response = answer(base(), asking(wish));
    assert_eq!(response.body(), "", "there was none to display");
    assert_eq!(sent(&response), [Some("script-src 'self'"), TRIAL]);
}

#[test]
fn an_inner_policy_has_the_nonce_of_an_outer_one() {
    let mut trial = Config::default();
    trial.csp = None;
    trial.csp_report_only = Some(nonced());
    let trial = trial.build().unwrap();
    let default = Config::default().build().unwrap();
    for response in [
        answer((&trial, &default), page),
        answer((&default, &trial), page),
    ] {
        let nonce = response.body();
        let [Some(enforced), Some(trial)] = sent(&response) else {
            unreachable!("two policies");
        };
        assert!(enforced.contains(&format!("'nonce-{nonce}'")));
        assert!(trial.contains(&format!("'nonce-{nonce}'")));
    }
}

#[test]
fn an_inner_policy_that_takes_no_nonce_leaves_it_open() {
    let outer = Config::default().build().unwrap();
    let mut inner = Config::default();
    inner.csp = None;
    let inner = inner.build().unwrap();

    let mut request = Request::new(());
    let Verdict::Forward(outer_memo) = outer.judge(&mut request) else {
        unreachable!("every request is forwarded");
    };
    let Verdict::Forward(inner_memo) = inner.judge(&mut request) else {
        unreachable!("every request is forwarded");
    };
    let mut response = Response::new(());
    inner.finish(inner_memo, &mut response);
    // A layer between the two adds a script to the page.
    let nonce = Nonce::of(request.extensions()).unwrap().to_string();
    assert_eq!(nonce.len(), 22);
    outer.finish(outer_memo, &mut response);
    assert!(sent(&response)[0].unwrap().contains(&nonce));
}

#[test]
fn a_request_that_is_answered_again_has_another_nonce() {
    let default = Config::default().build().unwrap();
    let mut request = Request::new(());
    let answers = Cell::new(Vec::new());
    for _ in 0..3 {
        let Verdict::Forward(memo) = default.judge(&mut request) else {
            unreachable!("every request is forwarded");
        };
        let mut response = page(&request);
        default.finish(memo, &mut response);
        let mut seen = answers.take();
        assert!(!seen.contains(response.body()));
        assert!(sent(&response)[0].unwrap().contains(response.body()));
        seen.push(response.into_body());
        answers.set(seen);
    }
}

#[test]
fn a_copy_of_a_response_does_not_bring_its_nonce_back() {
    let kept = Cell::new(None);
    let first = answer(base(), |request| {
        let inner = CspOverride::enforce(&nonced()).unwrap();
        let mut request = request.clone();
        let Verdict::Forward(memo) = inner.judge(&mut request) else {
            unreachable!("every request is forwarded");
        };
        let mut response = page(&request);
        inner.finish(memo, &mut response);
        kept.set(Some(response.clone()));
        response
    });
    assert!(sent(&first)[0].unwrap().contains(first.body().as_str()));
    let again = answer(base(), |_| kept.take().unwrap());
    assert_eq!(again.body(), first.body());
    assert_eq!(sent(&again)[0], Some("script-src 'self'"));
}

#[test]
fn what_is_wrong_with_it_is_an_issue_of_its_field() {
    let bad = parse("img-src self; script-src 'strict-dynamic'");
    let issues = |error: seaworthy_headers::ConfigError| {
        let issues = error.issues().iter();
        issues.map(|issue| issue.field()).collect::<Vec<_>>()
    };
    assert_eq!(issues(CspOverride::enforce(&bad).unwrap_err()), ["csp"; 2]);
    assert_eq!(
        issues(CspOverride::report_only(&bad).unwrap_err()),
        ["csp_report_only"; 2]
    );
    assert!(CspOverride::enforce(&Csp::default()).is_err());
    assert!(CspOverride::report_only(&parse("sandbox")).is_err());
}

#[test]
fn debug_does_not_show_the_nonce() {
    let wish = CspOverride::enforce(&nonced()).unwrap();
    let response = answer((base(), &wish), page);
    let kept = response.extensions().get::<CspOverride>().unwrap();
    assert!(!format!("{kept:?}").contains(response.body()));
}
