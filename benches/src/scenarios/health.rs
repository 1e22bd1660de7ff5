//! Probes, of one thread and of two, and a request that is none; beside answers that are built for
//! each probe.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use axum_health::indicator::Named;
use axum_health::indicators::PingHealthIndicator;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use http_body_util::Full;
use seaworthy_health::{Check, Config, Health, HealthLayer, Mode};
use serde_json::{Map, Value};
use tower::service_fn;
use tower::util::ServiceFn;
use tower_layer::Layer;

use crate::{Role, Scenario, on_two_threads, service};

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        scenario("a liveness probe", "/livez", true),
        scenario("no probe", "/api/lots", false),
        readiness(),
        readiness_on_two_threads(),
    ]
}

fn scenario(name: &'static str, path: &'static str, is_probe: bool) -> Scenario {
    let request = move || Request::builder().uri(path).body(()).expect("a request");
    let health = Config::default().build().expect("the preset is right");
    let mut contenders = vec![
        service(Role::Bare, "bare service", answers(app), request),
        service(
            Role::Ours,
            "seaworthy-health",
            HealthLayer::new(health).layer(answers(app)),
            request,
        ),
    ];
    if is_probe {
        contenders.push(service(
            Role::Peer,
            "JSON built for each probe",
            answers(json_per_probe),
            request,
        ));
        contenders.push(service(Role::Floor, "by hand", answers(by_hand), request));
    }
    Scenario {
        block: "health",
        name,
        contenders,
    }
}

const CHECKS: [&str; 10] = [
    "billing", "cache", "database", "disk", "mail", "memory", "queue", "search", "sessions",
    "storage",
];

/// A service with ten checks that have passed, and are believed for as long as this takes.
fn with_ten_checks() -> Health {
    let passing = |name| Check::new(name, async || Ok::<(), Infallible>(()));
    let mut config = Config::default();
    config.checks = CHECKS.map(passing).to_vec();
    config.mode = Mode::on_demand(Duration::from_secs(86_400));
    let health = config.build().expect("the checks are right");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        health.started();
        health.readiness().await;
    });
    health
}

fn probe() -> Request<()> {
    Request::builder()
        .uri("/readyz")
        .body(())
        .expect("a request")
}

fn readiness() -> Scenario {
    let ours = HealthLayer::new(with_ten_checks()).layer(answers(app));
    let indicators = CHECKS
        .iter()
        .fold(axum_health::service::Health::builder(), |health, name| {
            health.with_indicator(PingHealthIndicator.named((*name).to_owned()))
        });
    let peer = Router::new()
        .route("/readyz", get(axum_health::health_check))
        .layer(indicators.build());
    let request = || probe().map(|()| Body::empty());
    Scenario {
        block: "health",
        name: "readiness, ten checks",
        contenders: vec![
            service(Role::Bare, "bare service", answers(app), probe),
            service(Role::Ours, "seaworthy-health", ours, probe),
            service(Role::Peer, "axum-health", peer, request),
            service(
                Role::Peer,
                "JSON built for each probe",
                answers(ten_per_probe),
                probe,
            ),
            service(Role::Floor, "by hand", answers(ten_by_hand), probe),
        ],
    }
}

fn readiness_on_two_threads() -> Scenario {
    let ours = HealthLayer::new(with_ten_checks()).layer(answers(app));
    Scenario {
        block: "health",
        name: "readiness, two threads",
        contenders: vec![
            on_two_threads(Role::Bare, "bare service", answers(app), probe),
            on_two_threads(Role::Ours, "seaworthy-health", ours, probe),
            on_two_threads(
                Role::Peer,
                "JSON built for each probe",
                answers(ten_per_probe),
                probe,
            ),
            on_two_threads(Role::Floor, "by hand", answers(ten_by_hand), probe),
        ],
    }
}

/// What a service here answers with.
type Answer = Ready<Result<Response<Full<Bytes>>, Infallible>>;

/// Answers each request at once with what `answer` makes.
fn answers(
    answer: impl Fn() -> Response<Full<Bytes>> + Clone,
) -> ServiceFn<impl Fn(Request<()>) -> Answer + Clone> {
    service_fn(move |_request| ready(Ok(answer())))
}

fn app() -> Response<Full<Bytes>> {
    Response::new(Full::default())
}

fn by_hand() -> Response<Full<Bytes>> {
    with_headers(Bytes::from_static(b"{\"status\":\"ok\"}"))
}

fn ten_by_hand() -> Response<Full<Bytes>> {
    let body = concat!(
        r#"{"billing":"ok","cache":"ok","database":"ok","disk":"ok","mail":"ok","memory":"ok","#,
        r#""queue":"ok","search":"ok","sessions":"ok","storage":"ok"}"#,
    );
    with_headers(Bytes::from_static(body.as_bytes()))
}

fn ten_per_probe() -> Response<Full<Bytes>> {
    let outcomes = CHECKS.map(|name| (name.to_owned(), Value::from("ok")));
    with_headers(Value::Object(Map::from_iter(outcomes)).to_string().into())
}

fn json_per_probe() -> Response<Full<Bytes>> {
    with_headers(serde_json::json!({ "status": "ok" }).to_string().into())
}

fn with_headers(body: Bytes) -> Response<Full<Bytes>> {
    let length = HeaderValue::from(body.len());
    let mut response = Response::new(Full::new(body));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CONTENT_LENGTH, length);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}
