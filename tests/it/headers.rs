//! HSTS against what Django sends; policies against what a browser makes of them.
//!
//! Each vector must come out as recorded.

mod csp;
mod csp_evaluator;
mod observatory;

use http::header::STRICT_TRANSPORT_SECURITY;
use http::{HeaderValue, Request, Response};
use seaworthy_headers::{Config, Hsts};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};
use serde_json::Value;

const HTTPS: &str = include_str!("../vectors/https_redirect.json");

/// The one `Strict-Transport-Security` of a response.
fn sent(case: &Value) -> Option<String> {
    let mut hsts = Hsts::default();
    hsts.max_age = case["seconds"].as_u64().unwrap();
    hsts.include_subdomains = case["include_subdomains"].as_bool().unwrap();
    hsts.preload = case["preload"].as_bool().unwrap();
    let mut config = Config::default();
    // In Django's settings zero seconds turn the header off. Here `None` does, and zero is sent: it
    // makes browsers forget.
    config.hsts = Some(hsts).filter(|hsts| hsts.max_age > 0);
    let headers = config.build().unwrap();

    let mut connection = Connection::new(if case["secure"].as_bool().unwrap() {
        Scheme::Https
    } else {
        Scheme::Http
    });
    connection.host = Some("testserver".parse().unwrap());
    let mut request = Request::new(());
    request.extensions_mut().insert(connection);
    let Verdict::Forward(memo) = headers.judge(&mut request) else {
        panic!("every request is forwarded");
    };
    let mut response = Response::new(());
    if let Some(existing) = case["existing"].as_str() {
        let value = HeaderValue::from_str(existing).unwrap();
        response
            .headers_mut()
            .insert(STRICT_TRANSPORT_SECURITY, value);
    }
    headers.finish(memo, &mut response);

    let mut values = response.headers().get_all(STRICT_TRANSPORT_SECURITY).iter();
    let value = values
        .next()
        .map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(values.next(), None);
    value
}

#[test]
fn hsts_is_sent_as_django_sends_it() {
    let file: Value = serde_json::from_str(HTTPS).unwrap();
    let cases = file["hsts"].as_array().unwrap();
    assert_eq!(cases.len(), 11);
    for case in cases {
        assert_eq!(sent(case).as_deref(), case["expect"].as_str(), "{case:#}");
    }
}
