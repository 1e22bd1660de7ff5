//! The laws of what decides whether the process is killed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use seaworthy_health::{
    Access, Check, Config, Group, Health, HealthService, Mode, Outcome, Status,
};
use tokio::time::{Instant, sleep};
use tower::ServiceExt;

const SECOND: Duration = Duration::from_secs(1);

async fn get(health: &Health, path: &str) -> (StatusCode, String) {
    let endpoints = HealthService::<Full<Bytes>>::new(health.clone());
    let request = Request::get(path).body(()).unwrap();
    let (head, body) = Response::into_parts(endpoints.oneshot(request).await.unwrap());
    let body = body.collect().await.unwrap().to_bytes();
    (head.status, String::from_utf8(body.into()).unwrap())
}

/// A check of the process itself that passes as long as the flag is up.
fn of_the_process(name: &str, alive: &Arc<AtomicBool>) -> Check {
    let alive = Arc::clone(alive);
    let mut check = Check::in_process(name, move || {
        alive.load(SeqCst).then_some(()).ok_or("deadlocked")
    });
    check.groups = vec![Group::Liveness];
    check
}

#[tokio::test(start_paused = true)]
async fn a_crowd_of_hanging_dependencies_does_not_kill_the_process() {
    for mode in [Mode::polled(SECOND), Mode::on_demand(SECOND)] {
        let mut config = Config::default();
        let hangs = |n| Check::new(format!("check-{n}"), pending::<Result<(), String>>);
        config.checks = (0..8).map(hangs).collect();
        let alive = Arc::new(AtomicBool::new(true));
        config.checks.push(of_the_process("scheduler", &alive));
        config.concurrency = 2;
        config.mode = mode;
        let health = config.build().unwrap();
        health.started();
        for _ in 0..10 {
            let (ready, live) = tokio::join!(get(&health, "/readyz"), get(&health, "/livez"));
            assert_eq!(ready.0, StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(live, (StatusCode::OK, r#"{"scheduler":"ok"}"#.into()));
            sleep(SECOND).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn liveness_waits_for_no_dependency() {
    let mut config = Config::default();
    let alive = Arc::new(AtomicBool::new(true));
    config.checks = vec![
        Check::new("database", pending::<Result<(), String>>),
        of_the_process("scheduler", &alive),
    ];
    let health = config.build().unwrap();
    health.started();
    let begun = Instant::now();
    assert_eq!(get(&health, "/livez").await.0, StatusCode::OK);
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_known_yet_kills_nothing_whatever_is_left_out() {
    let mut config = Config::default();
    config.access = Access::everyone();
    let mut late = of_the_process("late", &Arc::new(AtomicBool::new(true)));
    late.initial_delay = 3600 * SECOND;
    let dead = of_the_process("dead", &Arc::new(AtomicBool::new(false)));
    config.checks = vec![late, dead];
    let health = config.build().unwrap();
    health.started();
    let failed = StatusCode::SERVICE_UNAVAILABLE;
    assert_eq!(get(&health, "/livez").await.0, failed);
    assert_eq!(get(&health, "/livez?exclude=late").await.0, failed);
    assert_eq!(get(&health, "/livez?exclude=dead").await.0, StatusCode::OK);
}

#[test]
fn a_success_that_is_too_old_is_told_to_nobody() {
    let alive = Arc::new(AtomicBool::new(true));
    let mut config = Config::default();
    config.checks = vec![of_the_process("scheduler", &alive)];
    let health = config.build().unwrap();
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().start_paused(true).build().unwrap()
    };
    let other = health.clone();
    runtime().block_on(async move {
        other.started();
        assert_eq!(get(&other, "/livez").await.0, StatusCode::OK);
    });
    // Its poller is gone with its runtime.
    runtime().block_on(async {
        sleep(3600 * SECOND).await;
        let report = health.liveness();
        assert_eq!(report.checks()[0].outcome(), Outcome::Stale);
        assert_eq!(report.status(), Status::Failed);
    });
}
