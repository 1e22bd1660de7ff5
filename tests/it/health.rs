//! The health vectors: registries and their answers, the life of a service, hostile errors, storms.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::header::ACCEPT;
use http::{Request, Response, StatusCode};
use seaworthy_health::{Check, Config, Health, HealthLayer, Mode};
use serde_json::Value;
use tower::{Layer, ServiceExt, service_fn};

mod answers;
mod grpc;
mod registry;
mod runs;

/// The cases that are not answered as the vector says: in which form, and why.
const DIFFERENT: &[(&[&str], &[&str], &str)] = &[
    (
        &["http-01"],
        &["json"],
        "liveness is JSON as in Django projects, unless plain text is asked for",
    ),
    (
        &["http-05"],
        &["path"],
        "a path is answered with a slash at its end too, as Django writes it",
    ),
    (
        &["conc-02", "conc-03"],
        &["runs"],
        "what systems without a cache do",
    ),
    (
        &["reg-001"],
        &["spring"],
        "a service without checks is as well as one whose checks pass",
    ),
    (
        &["reg-007", "reg-019", "reg-032", "reg-033"],
        &["asp.net", "liesenfeld", "microprofile", "spring", "text"],
        "a failure that is not critical is 200 in every form of an answer",
    ),
    (
        &["reg-015", "reg-030", "reg-035", "reg-038"],
        &["hellofresh"],
        "a check that warns degrades the whole, as in the other forms",
    ),
    (
        &["reg-050"],
        &["text"],
        "what is left when the critical checks are left out is not critical, so it is 200",
    ),
];

/// Those cases with those forms.
fn different() -> BTreeSet<(String, String)> {
    let pairs = DIFFERENT.iter().flat_map(|(cases, forms, _)| {
        let pair = |case: &str, form: &str| (case.to_owned(), form.to_owned());
        cases
            .iter()
            .flat_map(move |case| forms.iter().map(move |form| pair(case, form)))
    });
    pairs.collect()
}

fn group(name: &str) -> Vec<Value> {
    let mut vectors: Value = serde_json::from_str(include_str!("../vectors/health.json")).unwrap();
    serde_json::from_value(vectors[name].take()).unwrap()
}

fn id(case: &Value) -> &str {
    case["id"].as_str().unwrap()
}

/// Whether it is said above that the case is answered differently in this form.
fn differs(case: &str, form: &str) -> bool {
    different().contains(&(case.to_owned(), form.to_owned()))
}

/// What asks when it is asked, so that a case is over before the next.
fn started(checks: Vec<Check>) -> Health {
    let mut config = Config::default();
    config.checks = checks;
    config.mode = Mode::on_demand(Duration::from_secs(1));
    started_with(&config)
}

fn started_with(config: &Config) -> Health {
    let health = config.build().unwrap();
    health.started();
    health
}

async fn send(health: &Health, request: Request<()>) -> Response<Bytes> {
    let app = service_fn(async |_: Request<()>| {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::IM_A_TEAPOT;
        Ok::<_, Infallible>(response)
    });
    HealthLayer::new(health.clone())
        .layer(app)
        .oneshot(request)
        .await
        .unwrap()
}

async fn get(health: &Health, path: &str, accept: &str) -> Response<Bytes> {
    let request = Request::get(path).header(ACCEPT, accept).body(()).unwrap();
    send(health, request).await
}

#[test]
fn every_exception_is_of_a_case() {
    let mut listed = different();
    for name in ["registry", "lifecycle", "http", "concurrency", "hysteresis"] {
        for case in group(name) {
            listed.retain(|(listed, _)| *listed != id(&case));
        }
    }
    assert!(listed.is_empty(), "{listed:?}");
}
