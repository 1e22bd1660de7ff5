//! The laws of many checks that share few turns.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use seaworthy_health::{Check, Config, Criticality, Health, Mode, Outcome, Status};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

fn started(config: &Config) -> Health {
    let health = config.build().unwrap();
    health.started();
    health
}

#[tokio::test(start_paused = true)]
async fn no_more_run_side_by_side_than_may() {
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut config = Config::default();
    config.concurrency = 3;
    let check = |n| {
        let (running, most) = (Arc::clone(&running), Arc::clone(&most));
        Check::new(format!("check-{n}"), move || {
            let (running, most) = (Arc::clone(&running), Arc::clone(&most));
            async move {
                most.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
                sleep(SECOND / 10).await;
                running.fetch_sub(1, SeqCst);
                Ok::<(), String>(())
            }
        })
    };
    config.checks = (0..20).map(check).collect();
    for mode in [Mode::polled(10 * SECOND), Mode::on_demand(SECOND)] {
        config.mode = mode;
        let begun = Instant::now();
        let health = started(&config);
        assert_eq!(health.readiness().await.status(), Status::Ok);
        assert_eq!(begun.elapsed(), 7 * SECOND / 10);
        assert_eq!(most.swap(0, SeqCst), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_critical_keeps_nobody_from_being_ready() {
    let mut config = Config::default();
    config.concurrency = 2;
    config.mode = Mode::Polled {
        interval: 10 * SECOND,
        jitter: Duration::ZERO,
    };
    let hangs = |n| {
        let mut check = Check::new(format!("hangs-{n}"), pending::<Result<(), String>>);
        check.criticality = Criticality::Degraded;
        check
    };
    config.checks = (0..6).map(hangs).collect();
    let well = Check::new("database", || async { Ok::<(), String>(()) });
    config.checks.push(well);
    let health = started(&config);
    // The first turns of all of them.
    sleep(7 * SECOND).await;
    for _ in 0..100 {
        let report = health.readiness().await;
        assert_eq!(report.status(), Status::Degraded);
        assert_eq!(report.checks()[6].outcome(), Outcome::Ok);
        sleep(SECOND).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_check_has_its_time_from_its_turn_on() {
    let mut config = Config::default();
    let slow = |n| {
        Check::new(format!("check-{n}"), || async {
            sleep(3 * SECOND / 2).await;
            Ok::<(), String>(())
        })
    };
    config.checks = (0..64).map(slow).collect();
    let health = started(&config);
    sleep(7 * SECOND).await;
    for _ in 0..100 {
        assert_eq!(health.readiness().await.status(), Status::Ok);
        sleep(SECOND).await;
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_was_answered_is_not_doubted_for_those_who_were_not() {
    let mut config = Config::default();
    config.concurrency = 1;
    config.mode = Mode::on_demand(Duration::ZERO);
    config.checks = vec![Check::new("database", || async { Ok::<(), String>(()) })];
    for n in 0..2 {
        let mut hangs = Check::new(format!("hangs-{n}"), pending::<Result<(), String>>);
        hangs.criticality = Criticality::Degraded;
        config.checks.push(hangs);
    }
    let health = started(&config);
    for _ in 0..20 {
        let report = health.readiness().await;
        assert_eq!(report.checks()[0].outcome(), Outcome::Ok);
        assert_eq!(report.status(), Status::Degraded);
    }
}

#[tokio::test]
async fn what_blocks_beyond_its_time_gives_its_turn_back() {
    let (end, ended) = std::sync::mpsc::channel::<()>();
    let ended = std::sync::Mutex::new(ended);
    let mut blocks = Check::blocking("disk", move || {
        let _ = ended.lock().map(|ended| ended.recv());
        Ok::<(), String>(())
    });
    blocks.timeout = Some(SECOND / 50);
    let mut config = Config::default();
    config.concurrency = 1;
    config.checks = vec![blocks];
    let well = Check::new("database", || async { Ok::<(), String>(()) });
    config.checks.push(well);
    let health = started(&config);
    let report = health.readiness().await;
    assert_eq!(report.checks()[0].outcome(), Outcome::Timeout);
    assert_eq!(report.checks()[1].outcome(), Outcome::Ok);
    drop(end);
}
