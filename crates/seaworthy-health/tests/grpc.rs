//! The laws of the health protocol of gRPC, frame by frame.
#![cfg(feature = "grpc")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use seaworthy_health::{Check, Config, Criticality, Group, GrpcBody, GrpcHealth, Health, Mode};
use tower::ServiceExt;

const SECOND: Duration = Duration::from_secs(1);

/// A service whose database works as the switch says, and a group that always does.
fn health() -> (Health, Arc<AtomicBool>) {
    let works = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&works);
    let database = Check::new("database", move || {
        let works = switch.load(SeqCst);
        async move { works.then_some(()).ok_or("down") }
    });
    let mut worker = Check::new("worker", async || Ok::<(), String>(()));
    worker.groups = vec![Group::Own("jobs".into())];
    worker.criticality = Criticality::Critical;
    let mut config = Config::default();
    config.checks = vec![database, worker];
    config.groups.insert("jobs".into(), vec![]);
    config.mode = Mode::Polled {
        interval: 10 * SECOND,
        jitter: Duration::ZERO,
    };
    (config.build().unwrap(), works)
}

fn asks(service: &str) -> Vec<u8> {
    let length = u8::try_from(service.len()).unwrap();
    let field = [&[0x0a, length], service.as_bytes()].concat();
    framed(&field)
}

fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap();
    [&[0], &length.to_be_bytes()[..], message].concat()
}

fn request(method: &str, body: Vec<u8>) -> Request<Full<Bytes>> {
    Request::post(format!("/grpc.health.v1.Health/{method}"))
        .header("content-type", "application/grpc+proto")
        .body(Full::from(body))
        .unwrap()
}

async fn call(health: &Health, request: Request<Full<Bytes>>) -> Response<GrpcBody> {
    GrpcHealth::new(health.clone())
        .oneshot(request)
        .await
        .unwrap()
}

/// The message of a unary answer and how the call ended.
async fn unary(health: &Health, method: &str, body: Vec<u8>) -> (Vec<u8>, String) {
    let response = call(health, request(method, body)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/grpc");
    let head = response.headers().get("grpc-status").cloned();
    let collected = response.into_body().collect().await.unwrap();
    let status = head.or(collected
        .trailers()
        .and_then(|t| t.get("grpc-status").cloned()));
    let status = status.unwrap().to_str().unwrap().to_owned();
    (collected.to_bytes().to_vec(), status)
}

/// The next message of a watch.
async fn next(body: &mut GrpcBody) -> Bytes {
    body.frame().await.unwrap().unwrap().into_data().unwrap()
}

const SERVING: &[u8] = b"\0\0\0\0\x02\x08\x01";
const NOT_SERVING: &[u8] = b"\0\0\0\0\x02\x08\x02";
const UNKNOWN: &[u8] = b"\0\0\0\0\x02\x08\x03";

#[tokio::test(start_paused = true)]
async fn check_tells_of_each_service_whether_it_serves() {
    let (health, works) = health();
    let told = async |service: &str| unary(&health, "Check", asks(service)).await;
    for service in ["", "readiness", "startup"] {
        assert_eq!(
            told(service).await,
            (NOT_SERVING.to_vec(), "0".into()),
            "{service}"
        );
    }
    health.started();
    for service in ["", "readiness", "startup", "liveness", "jobs"] {
        assert_eq!(
            told(service).await,
            (SERVING.to_vec(), "0".into()),
            "{service}"
        );
    }
    works.store(false, SeqCst);
    tokio::time::sleep(11 * SECOND).await;
    for (service, frame) in [("", NOT_SERVING), ("liveness", SERVING), ("jobs", SERVING)] {
        assert_eq!(told(service).await.0, frame, "{service}");
    }
    assert_eq!(told("nobody").await, (vec![], "5".into()));
}

#[tokio::test(start_paused = true)]
async fn list_tells_of_all() {
    let (health, _) = health();
    health.started();
    let (list, status) = unary(&health, "List", framed(b"")).await;
    assert_eq!(status, "0");
    for service in ["liveness", "readiness", "startup", "jobs"] {
        let length = u8::try_from(service.len()).unwrap();
        let pair = [&[0x0a, length], service.as_bytes(), b"\x12\x02\x08\x01"].concat();
        assert!(
            list.windows(pair.len()).any(|part| part == pair),
            "{service}: {list:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn watch_tells_the_state_and_then_each_change_once() {
    let (health, works) = health();
    let mut body = call(&health, request("Watch", asks(""))).await.into_body();
    let mut next = async || body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(next().await, NOT_SERVING);
    health.started();
    assert_eq!(next().await, SERVING);
    works.store(false, SeqCst);
    assert_eq!(next().await, NOT_SERVING);
    works.store(true, SeqCst);
    assert_eq!(next().await, SERVING);
    health.drain();
    assert_eq!(next().await, NOT_SERVING);
}

/// A server that finishes its requests before it stops would wait for whoever only watches.
#[tokio::test(start_paused = true)]
async fn watch_ends_when_the_service_drains_and_that_was_told() {
    for (service, first, last) in [
        ("", SERVING, Some(NOT_SERVING)),
        ("liveness", SERVING, None),
        ("jobs", SERVING, None),
        ("nobody", UNKNOWN, None),
    ] {
        let (health, _) = health();
        health.started();
        let watch = call(&health, request("Watch", asks(service))).await;
        let mut body = watch.into_body();
        assert_eq!(next(&mut body).await, first, "{service}");
        let more = tokio::time::timeout(3600 * SECOND, body.frame()).await;
        assert!(more.is_err(), "{service}: there is nothing more to tell");
        health.drain();
        if let Some(last) = last {
            assert_eq!(next(&mut body).await, last, "{service}");
        }
        let end = body.frame().await.unwrap().unwrap();
        let trailers = end.into_trailers().unwrap();
        assert_eq!(trailers["grpc-status"], "14", "{service}");
        assert!(body.frame().await.is_none(), "{service}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_comes_while_the_service_drains_is_told_so() {
    let (health, _) = health();
    health.started();
    health.drain();
    let watch = call(&health, request("Watch", asks(""))).await;
    let told = watch.into_body().collect().await.unwrap();
    assert_eq!(told.trailers().unwrap()["grpc-status"], "14");
    assert_eq!(told.to_bytes(), NOT_SERVING);
}

#[tokio::test(start_paused = true)]
async fn watch_of_what_there_is_not_says_so_and_stays() {
    let (health, _) = health();
    health.started();
    let mut body = call(&health, request("Watch", asks("nobody")))
        .await
        .into_body();
    let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(first, UNKNOWN);
    assert!(
        tokio::time::timeout(3600 * SECOND, body.frame())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn what_is_no_call_is_refused() {
    let (health, _) = health();
    for (method, body, status) in [
        ("Check", vec![], "3"),
        ("Check", b"\0\0\0\0\x09\x0a".to_vec(), "3"),
        ("Check", b"\x01\0\0\0\0".to_vec(), "12"),
        ("Check", vec![0; 5000], "8"),
        ("Guess", asks(""), "12"),
    ] {
        assert_eq!(
            unary(&health, method, body).await,
            (vec![], status.to_owned())
        );
    }
    let mut get = request("Check", asks(""));
    *get.method_mut() = Method::GET;
    let refused = call(&health, get).await;
    assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(refused.headers()["allow"], "POST");
    let mut json = request("Check", asks(""));
    json.headers_mut()
        .insert("content-type", "application/json".parse().unwrap());
    assert_eq!(
        call(&health, json).await.status(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[tokio::test(start_paused = true)]
async fn what_runs_on_demand_runs_when_a_client_asks() {
    for (group, service) in [
        (Group::Liveness, "liveness"),
        (Group::Readiness, "readiness"),
        (Group::Startup, "startup"),
        (Group::Own("jobs".into()), "jobs"),
    ] {
        let works = Arc::new(AtomicBool::new(true));
        let switch = Arc::clone(&works);
        let mut check = Check::in_process("check", move || {
            switch.load(SeqCst).then_some(()).ok_or("down")
        });
        check.groups = vec![group];
        let mut config = Config::default();
        config.checks = vec![check];
        config.groups.insert("jobs".into(), vec![]);
        config.mode = Mode::on_demand(SECOND);
        let health = config.build().unwrap();
        health.started();
        let told = async || unary(&health, "Check", asks(service)).await.0;
        assert_eq!(told().await, SERVING, "{service}");
        if service == "startup" {
            continue; // It is done with for good.
        }
        works.store(false, SeqCst);
        tokio::time::sleep(2 * SECOND).await;
        assert_eq!(told().await, NOT_SERVING, "{service}");
    }
}

#[tokio::test(start_paused = true)]
async fn list_waits_for_all_at_once() {
    let mut config = Config::default();
    for name in ["a", "b", "c", "d", "e"] {
        let mut hangs = Check::new(name, std::future::pending::<Result<(), String>>);
        hangs.groups = vec![Group::Own(name.into())];
        config.checks.push(hangs);
        config.groups.insert(name.into(), vec![]);
    }
    config.mode = Mode::on_demand(SECOND);
    let health = config.build().unwrap();
    health.started();
    let asked = tokio::time::Instant::now();
    let (_, status) = unary(&health, "List", framed(b"")).await;
    assert_eq!(status, "0");
    assert!(asked.elapsed() <= 3 * SECOND, "{:?}", asked.elapsed());
}

#[tokio::test]
async fn only_the_content_types_of_the_protocol_are_taken() {
    let (health, _) = health();
    for (kind, status) in [
        ("application/grpc", StatusCode::OK),
        ("application/grpc+proto", StatusCode::OK),
        ("Application/GRPC; charset=utf-8", StatusCode::OK),
        ("application/grpc+json", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/grpc-web", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (
            "application/grpc-web+proto",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        ("application/grpcx", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let mut request = request("Check", asks(""));
        request
            .headers_mut()
            .insert("content-type", kind.parse().unwrap());
        assert_eq!(call(&health, request).await.status(), status, "{kind}");
    }
}

#[test]
fn a_watch_goes_on_outside_of_a_runtime() {
    let health = Config::default().build().unwrap();
    let mut watch = pin!(async {
        let mut body = call(&health, request("Watch", asks(""))).await.into_body();
        assert_eq!(next(&mut body).await, NOT_SERVING);
        next(&mut body).await
    });
    let mut cx = Context::from_waker(Waker::noop());
    assert!(watch.as_mut().poll(&mut cx).is_pending());
    health.started();
    assert_eq!(watch.as_mut().poll(&mut cx), Poll::Ready(SERVING.into()));
}
