//! How checks run: in storms, past their time, one after the other.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use http::StatusCode;
use seaworthy_health::{Check, Config, Mode, Status};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout};

use super::{differs, get, group, id, started};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_check_is_believed_when_it_has_said_so_often_enough() {
    for case in group("hysteresis") {
        let wants = |field: &str| u32::try_from(case[field].as_u64().unwrap()).unwrap();
        let results: Vec<_> = case["results"].as_array().unwrap().clone();
        let run = AtomicUsize::new(0);
        let mut check = Check::new("database", move || {
            let result = results[run.fetch_add(1, SeqCst)]
                .as_str()
                .unwrap()
                .to_owned();
            async move {
                match &*result {
                    "ok" => Ok(()),
                    "timeout" => std::future::pending().await,
                    "panic" => panic!("down"),
                    _ => Err("down"),
                }
            }
        });
        check.failure_threshold = wants("failure_threshold");
        check.success_threshold = wants("success_threshold");
        check.grace_runs = wants("startup_grace_runs");
        let health = started(vec![check]);
        for state in case["state_after_each"].as_array().unwrap() {
            let told = match health.readiness().await.status() {
                Status::Ok => "healthy",
                Status::Starting => "unknown",
                _ => "unhealthy",
            };
            assert_eq!(told, state, "{}", id(&case));
            sleep(SECOND).await;
        }
    }
}

/// A check that takes a while, and how often it ran.
fn slow(name: &str, time: Duration) -> (Check, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let check = Check::new(name, move || {
        counter.fetch_add(1, SeqCst);
        async move {
            sleep(time).await;
            Ok::<(), String>(())
        }
    });
    (check, runs)
}

#[test]
fn storms_run_each_check_once() {
    for case in group("concurrency") {
        // Each has a clock of its own, which goes on from the time that it is.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build();
        runtime.unwrap().block_on(async {
            match id(&case) {
                "conc-01" | "conc-02" | "conc-03" | "conc-04" => a_thousand_ask(&case).await,
                "conc-05" => the_ttl_begins_at_the_end().await,
                "conc-06" => the_first_leaves().await,
                "conc-07" => it_never_ends().await,
                "conc-08" => nobody_asks_any_more().await,
                "conc-09" => it_panics().await,
                "conc-10" => ten_run_side_by_side(&case).await,
                other => panic!("{other} is not known"),
            }
        });
    }
}

async fn a_thousand_ask(case: &Value) {
    let time = Duration::from_millis(200);
    let (check, runs) = slow("database", time);
    let health = started(vec![check]);
    let begun = Instant::now();
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        let health = health.clone();
        callers.spawn(async move { get(&health, "/readyz", "*/*").await.status() });
    }
    assert!(
        callers
            .join_all()
            .await
            .iter()
            .all(|status| *status == StatusCode::OK)
    );
    assert_eq!(begun.elapsed(), time);
    let same = case["check_executions"] == runs.load(SeqCst);
    assert_eq!(!same, differs(id(case), "runs"), "{}", id(case));
}

async fn the_ttl_begins_at_the_end() {
    let (check, runs) = slow("report", 6 * SECOND);
    let mut config = Config::default();
    config.checks = vec![check];
    config.timeout = 10 * SECOND;
    config.mode = Mode::on_demand(5 * SECOND);
    let health = config.build().unwrap();
    health.started();
    health.readiness().await;
    for (wait, expected) in [(4, 1), (1, 2)] {
        sleep(wait * SECOND).await;
        health.readiness().await;
        assert_eq!(runs.load(SeqCst), expected);
    }
}

async fn the_first_leaves() {
    let (check, runs) = slow("database", SECOND);
    let health = started(vec![check]);
    assert!(
        timeout(SECOND / 2, get(&health, "/readyz", "*/*"))
            .await
            .is_err()
    );
    for _ in 0..2 {
        assert_eq!(
            get(&health, "/readyz", "*/*").await.status(),
            StatusCode::OK
        );
    }
    assert_eq!(runs.load(SeqCst), 1);
}

async fn it_never_ends() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let (end, ended) = mpsc::channel::<()>();
    let ended = Mutex::new(ended);
    let health = started(vec![Check::blocking("disk", move || {
        counter.fetch_add(1, SeqCst);
        ended.lock().unwrap().recv()
    })]);
    for _ in 0..10 {
        let answer = tokio::spawn({
            let health = health.clone();
            async move { get(&health, "/readyz", "*/*").await }
        });
        while runs.load(SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        // While a thread is blocked, paused time does not go on by itself.
        tokio::time::advance(2 * SECOND).await;
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.body(), r#"{"disk":"timeout"}"#);
    }
    assert_eq!(runs.load(SeqCst), 1);
    drop(end);
}

async fn nobody_asks_any_more() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let mut config = Config::default();
    config.checks = vec![Check::new("database", move || {
        counter.fetch_add(1, SeqCst);
        async { Ok::<(), String>(()) }
    })];
    let health = config.build().unwrap();
    let other = health.clone();
    // The poller dies with its runtime.
    let task = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            other.started();
            get(&other, "/readyz", "*/*").await.status()
        })
    });
    assert_eq!(task.join().unwrap(), StatusCode::OK);
    for (wait, status) in [(0, StatusCode::OK), (33, StatusCode::SERVICE_UNAVAILABLE)] {
        sleep(wait * SECOND).await;
        assert_eq!(get(&health, "/readyz", "*/*").await.status(), status);
    }
    assert_eq!(
        get(&health, "/readyz", "*/*").await.body(),
        r#"{"database":"stale"}"#
    );
    assert_eq!(runs.load(SeqCst), 1);
}

async fn it_panics() {
    let (check, _) = slow("cache", SECOND);
    let panics = Check::blocking("database", || -> Result<(), String> {
        panic!("token=abcdef")
    });
    let answer = get(&started(vec![panics, check]), "/readyz", "*/*").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.body(), r#"{"database":"panicked","cache":"ok"}"#);
}

async fn ten_run_side_by_side(case: &Value) {
    let time = Duration::from_millis(case["parallel_wall_ms_about"].as_u64().unwrap());
    let checks = (0..10).map(|n| slow(&format!("check-{n}"), time).0);
    let health = started(checks.collect());
    let begun = Instant::now();
    health.readiness().await;
    assert_eq!(begun.elapsed(), time);
}
