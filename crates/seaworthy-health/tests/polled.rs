//! The laws of checks that are asked in the background.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails")]

mod scripted;

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use http::StatusCode;
use scripted::{SECOND, config, get, scripted, started};
use seaworthy_health::{Check, Criticality, Health, Mode, Outcome, Passed, Status};
use tokio::time::{Instant, sleep, timeout};

async fn outcome(health: &Health) -> Outcome {
    health.readiness().await.checks()[0].outcome()
}

#[tokio::test(start_paused = true)]
async fn a_thousand_requests_start_no_run() {
    let (check, runs) = scripted("database", Duration::from_millis(200), |_| Ok(()));
    let health = started(&config(vec![check]));
    let begun = Instant::now();
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        let health = health.clone();
        callers.spawn(async move { get(&health, "/readyz").await.status() });
    }
    let statuses = callers.join_all().await;
    assert_eq!(statuses, [StatusCode::OK; 1000]);
    assert_eq!(
        begun.elapsed(),
        Duration::from_millis(200),
        "the first run is waited for"
    );
    for _ in 0..1000 {
        assert_eq!(get(&health, "/readyz").await.body(), r#"{"database":"ok"}"#);
    }
    assert_eq!(begun.elapsed(), Duration::from_millis(200), "and no other");
    assert_eq!(runs.load(SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_a_timeout_for_the_first_run() {
    let hangs = |name: String| scripted(&name, 3600 * SECOND, |_| Ok(())).0;
    let mut config = config((0..10).map(|n| hangs(format!("check-{n}"))).collect());
    // The others wait for a turn, and those who ask do not wait for all turns.
    config.concurrency = 2;
    let health = started(&config);
    let begun = Instant::now();
    let report = health.readiness().await;
    assert!(begun.elapsed() <= 2 * SECOND + SECOND / 10);
    assert_eq!(report.status(), Status::Failed);
    sleep(8 * SECOND).await;
    let report = health.readiness().await;
    assert!(
        report
            .checks()
            .iter()
            .all(|check| check.outcome() == Outcome::Timeout)
    );
}

#[tokio::test(start_paused = true)]
async fn a_check_runs_in_its_interval_and_nobody_has_to_ask() {
    let (check, runs) = scripted("database", SECOND, |_| Ok(()));
    let health = config(vec![check]).build().unwrap();
    sleep(60 * SECOND).await;
    assert_eq!(runs.load(SeqCst), 0, "it has not started");
    health.started();
    health.started();
    for expected in 1..=5 {
        sleep(SECOND / 2).await;
        assert_eq!(runs.load(SeqCst), expected);
        // The pause begins at the end of the run.
        sleep(21 * SECOND / 2).await;
    }
    // Whoever keeps no handle polls nothing.
    drop(health);
    sleep(60 * SECOND).await;
    assert!(runs.load(SeqCst) <= 6);
}

#[tokio::test(start_paused = true)]
async fn each_check_has_its_own_interval_and_delay() {
    let (mut often, often_runs) = scripted("often", Duration::ZERO, |_| Ok(()));
    often.mode = Some(Mode::Polled {
        interval: SECOND,
        jitter: Duration::ZERO,
    });
    let (mut late, late_runs) = scripted("late", Duration::ZERO, |_| Ok(()));
    late.initial_delay = 5 * SECOND;
    let health = started(&config(vec![often, late]));
    let begun = Instant::now();
    let report = health.readiness().await;
    assert_eq!(
        begun.elapsed(),
        Duration::ZERO,
        "who is late is not waited for"
    );
    assert_eq!(report.status(), Status::Starting);
    assert_eq!(report.checks()[1].outcome(), Outcome::Starting);
    assert_eq!(
        get(&health, "/readyz").await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    sleep(4500 * Duration::from_millis(1)).await;
    assert_eq!((often_runs.load(SeqCst), late_runs.load(SeqCst)), (5, 0));
    sleep(SECOND).await;
    assert_eq!((often_runs.load(SeqCst), late_runs.load(SeqCst)), (6, 1));
    assert_eq!(health.readiness().await.status(), Status::Ok);
}

#[tokio::test(start_paused = true)]
async fn an_outcome_that_no_other_follows_gets_stale() {
    let (check, runs) = scripted("database", Duration::ZERO, |_| Ok(()));
    let mut config = config(vec![check]);
    config.max_staleness = Some(20 * SECOND);
    let health = config.build().unwrap();
    // The poller lives on a runtime that ends.
    let other = health.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            other.started();
            assert_eq!(other.readiness().await.status(), Status::Ok);
        });
    })
    .join()
    .unwrap();
    assert_eq!(get(&health, "/readyz").await.status(), StatusCode::OK);
    sleep(21 * SECOND).await;
    let answer = get(&health, "/readyz").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.body(), r#"{"database":"stale"}"#);
    assert_eq!(runs.load(SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_never_ends_gets_no_second_and_its_success_no_belief() {
    let (check, runs) = scripted("database", Duration::ZERO, |_| Ok(()));
    let (end, ended) = std::sync::mpsc::channel::<()>();
    let ended = std::sync::Mutex::new(ended);
    let counter = Arc::clone(&runs);
    let mut blocking = Check::blocking("disk", move || {
        // It passes once, and then hangs.
        if counter.fetch_add(1, SeqCst) > 0 {
            let _ = ended.lock().unwrap().recv();
        }
        Ok::<(), String>(())
    });
    blocking.groups = check.groups.clone();
    let mut config = config(vec![blocking]);
    config.timeout = 2 * SECOND;
    let health = started(&config);
    assert_eq!(outcome(&health).await, Outcome::Ok);
    while runs.load(SeqCst) < 2 {
        tokio::time::advance(SECOND).await;
    }
    for _ in 0..100 {
        tokio::time::advance(SECOND).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(runs.load(SeqCst), 2);
    assert_eq!(outcome(&health).await, Outcome::Timeout);
    drop(end);
}

#[tokio::test(start_paused = true)]
async fn a_check_is_believed_when_it_has_said_so_often_enough() {
    let (mut check, _) = scripted("database", Duration::ZERO, |run| match run {
        1 | 5 | 6 => Ok(()),
        _ => Err("down"),
    });
    check.failure_threshold = 2;
    check.success_threshold = 2;
    let health = started(&config(vec![check]));
    // Between two runs, not at the same moment.
    sleep(SECOND).await;
    for outcome in [
        "ok", "ok", "failed", "failed", "failed", "ok", "ok", "failed",
    ] {
        assert_eq!(
            health.readiness().await.checks()[0].outcome().as_str(),
            outcome
        );
        sleep(10 * SECOND).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_warning_degrades_and_what_only_informs_does_nothing() {
    let (warns, _) = scripted("disk", Duration::ZERO, |_| {
        Ok(Passed::Degraded("91 % used".into()))
    });
    let (mut informs, _) = scripted("version", Duration::ZERO, |_| Err::<(), _>("old"));
    informs.criticality = Criticality::Informational;
    let health = started(&config(vec![informs.clone()]));
    assert_eq!(health.readiness().await.status(), Status::Ok);
    assert_eq!(outcome(&health).await, Outcome::Failed);
    let health = started(&config(vec![warns, informs]));
    assert_eq!(health.readiness().await.status(), Status::Degraded);
    assert_eq!(
        get(&health, "/readyz").await.body(),
        r#"{"disk":"degraded","version":"failed"}"#
    );
}

#[tokio::test(start_paused = true)]
async fn readiness_can_be_followed() {
    let (check, _) = scripted("database", Duration::ZERO, |run| {
        if run == 2 { Err("down") } else { Ok(()) }
    });
    let health = config(vec![check]).build().unwrap();
    let mut readiness = health.watch();
    assert_eq!(readiness.borrow_and_update().status(), Status::Starting);
    health.started();
    let mut statuses = Vec::new();
    while timeout(60 * SECOND, readiness.changed()).await.is_ok() {
        statuses.push(readiness.borrow_and_update().status());
    }
    assert_eq!(
        statuses,
        [Status::Starting, Status::Ok, Status::Failed, Status::Ok]
    );
    health.drain();
    assert_eq!(readiness.borrow_and_update().status(), Status::Draining);
}
