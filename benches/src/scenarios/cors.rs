//! CORS at one, ten and a thousand origins, beside tower-http's layer.

use std::collections::HashSet;
use std::future::ready;
use std::hint::black_box;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE, ORIGIN, VARY,
};
use http::{HeaderValue, Method, Request, Response};
use seaworthy_cors::{Config, Cors};
use seaworthy_policy::PolicyLayer;
use tower::service_fn;
use tower::util::ServiceFn;
use tower_http::cors::CorsLayer;
use tower_layer::Layer;

use super::bare::{Answer, bare};
use crate::{Contender, Role, Scenario, repeated, service};

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        scenario("an allowed origin, 1 listed", 1, allowed),
        scenario("an allowed origin, 10 listed", 10, allowed),
        scenario("an allowed origin, 1000 listed", 1000, allowed),
        scenario("a denied origin, 10 listed", 10, denied),
        scenario("no origin, 10 listed", 10, || Request::new(())),
        scenario("a preflight, 10 listed", 10, preflight),
        scenario("a preflight that asks with 64 KiB", 10, hostile),
        behind_axum(),
        cloned(),
    ]
}

/// A router clones the services of its routes in each request.
fn behind_axum() -> Scenario {
    let router = || Router::new().route("/", get(|| async {}));
    let request = || allowed().map(|()| Body::empty());
    let ours = router().layer(PolicyLayer::new(ours(&origins(1000))));
    let peers = router().layer(tower_http(1000));
    Scenario {
        block: "cors",
        name: "an allowed origin, 1000 listed, inside of axum",
        contenders: vec![
            service(Role::Bare, "axum", router(), request),
            service(Role::Ours, "seaworthy-cors", ours, request),
            service(Role::Peer, "tower-http CorsLayer", peers, request),
        ],
    }
}

fn cloned() -> Scenario {
    let ours = PolicyLayer::new(ours(&origins(1000))).layer(bare());
    let peers = tower_http(1000).layer(bare());
    Scenario {
        block: "cors",
        name: "cloning the service, 1000 listed",
        contenders: vec![
            repeated(Role::Bare, "nothing", || {}),
            repeated(Role::Ours, "seaworthy-cors", move || {
                black_box(ours.clone());
            }),
            repeated(Role::Peer, "tower-http CorsLayer", move || {
                let _ = black_box(peers.clone());
            }),
        ],
    }
}

/// The last of the listed origins is the one that asks.
const LAST: &str = "https://app.example.com";

fn origins(count: usize) -> Vec<String> {
    (1..count)
        .map(|n| format!("https://app{n}.example.com"))
        .chain([LAST.to_owned()])
        .collect()
}

fn allowed() -> Request<()> {
    let mut request = Request::new(());
    request
        .headers_mut()
        .insert(ORIGIN, HeaderValue::from_static(LAST));
    request
}

fn denied() -> Request<()> {
    let mut request = Request::new(());
    request
        .headers_mut()
        .insert(ORIGIN, HeaderValue::from_static("https://evil.example"));
    request
}

fn preflight() -> Request<()> {
    let mut request = allowed();
    *request.method_mut() = Method::OPTIONS;
    let headers = request.headers_mut();
    headers.insert(
        ACCESS_CONTROL_REQUEST_METHOD,
        HeaderValue::from_static("PUT"),
    );
    headers.insert(
        ACCESS_CONTROL_REQUEST_HEADERS,
        HeaderValue::from_static("content-type"),
    );
    request
}

/// A preflight with a list of headers that no browser would send.
fn hostile() -> Request<()> {
    static NAMES: LazyLock<Bytes> = LazyLock::new(|| "content-type,".repeat(5041).into());
    let mut request = preflight();
    // Shared, so that what is measured is not how the request came to be.
    let names = HeaderValue::from_maybe_shared(NAMES.clone()).expect("visible letters");
    request
        .headers_mut()
        .insert(ACCESS_CONTROL_REQUEST_HEADERS, names);
    request
}

fn scenario(name: &'static str, count: usize, request: fn() -> Request<()>) -> Scenario {
    let ours = PolicyLayer::new(ours(&origins(count))).layer(bare());
    let mut contenders = vec![
        service(Role::Bare, "bare service", bare(), request),
        service(Role::Ours, "seaworthy-cors", ours, request),
        peer(count, request),
    ];
    if request().method() == Method::GET {
        contenders.push(service(Role::Floor, "by hand", by_hand(count), request));
    }
    Scenario {
        block: "cors",
        name,
        contenders,
    }
}

fn ours(origins: &[String]) -> Cors {
    let mut config = Config::new(origins.iter().cloned());
    config.credentials = true;
    config.methods = ["GET", "POST", "PUT"].map(str::to_owned).to_vec();
    config.headers = vec!["content-type".to_owned()];
    config.build().expect("a right configuration")
}

fn peer(count: usize, request: fn() -> Request<()>) -> Contender {
    let service_of_peer = tower_http(count).layer(bare());
    service(Role::Peer, "tower-http CorsLayer", service_of_peer, request)
}

fn tower_http(count: usize) -> CorsLayer {
    let origins = origins(count)
        .into_iter()
        .filter_map(|origin| origin.parse().ok());
    CorsLayer::new()
        .allow_origin(origins.collect::<Vec<HeaderValue>>())
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([CONTENT_TYPE])
        .max_age(Duration::from_secs(7200))
}

/// The floor for actual requests: a hash set, and the three headers straight into the response.
fn by_hand(count: usize) -> ServiceFn<impl Fn(Request<()>) -> Answer + Clone> {
    let origins = origins(count).into_iter();
    let origins: HashSet<HeaderValue> = origins.filter_map(|origin| origin.parse().ok()).collect();
    let origins = Arc::new(origins);
    service_fn(move |request: Request<()>| {
        let origin = request.headers().get(ORIGIN);
        let allowed = origin.and_then(|origin| origins.get(origin));
        let mut response = Response::new(());
        let headers = response.headers_mut();
        if let Some(origin) = allowed {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            );
        }
        headers.insert(VARY, HeaderValue::from_static("origin"));
        ready(Ok(response))
    })
}
