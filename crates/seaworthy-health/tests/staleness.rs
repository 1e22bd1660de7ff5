//! The laws of how long an outcome is believed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use seaworthy_health::{Check, Config, Health, Mode, Outcome, Status};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

type Runs = Arc<AtomicUsize>;

fn counted() -> (Check, Runs) {
    let runs = Runs::default();
    let counter = Arc::clone(&runs);
    let check = Check::new("database", move || {
        counter.fetch_add(1, SeqCst);
        async {
            sleep(SECOND).await;
            Ok::<(), String>(())
        }
    });
    (check, runs)
}

async fn outcome(health: &Health) -> Outcome {
    health.readiness().await.checks()[0].outcome()
}

#[tokio::test(start_paused = true)]
async fn nobody_is_told_what_is_too_old_to_be_believed() {
    // However long it is passed on, and however much longer while it is renewed.
    for (ttl, stale_while_revalidate) in [(60, 0), (5, 60), (60, 60), (10, 0)] {
        let (check, runs) = counted();
        let mut config = Config::default();
        config.checks = vec![check];
        config.max_staleness = Some(10 * SECOND);
        config.mode = Mode::OnDemand {
            ttl: ttl * SECOND,
            failure_ttl: Duration::ZERO,
            stale_while_revalidate: stale_while_revalidate * SECOND,
        };
        let health = config.build().unwrap();
        health.started();
        assert_eq!(outcome(&health).await, Outcome::Ok);
        for run in 2..5 {
            sleep(11 * SECOND).await;
            let begun = Instant::now();
            assert_eq!(outcome(&health).await, Outcome::Ok, "ttl {ttl}");
            assert_eq!(begun.elapsed(), SECOND, "ttl {ttl}: it was asked anew");
            assert_eq!(runs.load(SeqCst), run);
            assert_eq!(outcome(&health).await, Outcome::Ok);
            assert_eq!(begun.elapsed(), SECOND, "ttl {ttl}: and then believed");
        }
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A runtime that is not driven stands still: its tasks do not run, nor does their time run out.
#[test]
fn whoever_waits_in_vain_is_not_told_the_last_success() {
    let mut config = Config::default();
    config.checks = vec![Check::new("database", || async { Ok::<(), String>(()) })];
    config.mode = Mode::on_demand(Duration::ZERO);
    config.timeout = Duration::from_millis(20);
    let health = config.build().unwrap();
    let stands_still = runtime();
    stands_still.block_on(async {
        health.started();
        assert_eq!(outcome(&health).await, Outcome::Ok);
    });
    runtime().block_on(async {
        for _ in 0..2 {
            assert_eq!(outcome(&health).await, Outcome::Stale);
            assert_eq!(health.readiness().await.status(), Status::Failed);
        }
    });
    // It goes on where it stood.
    assert_eq!(stands_still.block_on(outcome(&health)), Outcome::Ok);
}

#[test]
fn a_first_run_that_is_lost_is_waited_for_by_nobody() {
    let (check, _) = counted();
    let mut config = Config::default();
    config.checks = vec![check];
    let health = config.build().unwrap();
    // The runtime ends before the poller has begun.
    let ends = runtime();
    let guard = ends.enter();
    health.started();
    drop(guard);
    drop(ends);
    let mut paused = Builder::new_current_thread();
    paused.enable_all().start_paused(true);
    paused.build().unwrap().block_on(async {
        for _ in 0..3 {
            let begun = Instant::now();
            let report = health.readiness().await;
            assert_eq!(report.status(), Status::Failed);
            assert_eq!(begun.elapsed(), Duration::ZERO);
        }
    });
}

#[tokio::test(start_paused = true)]
async fn while_an_outcome_is_renewed_the_old_one_is_passed_on() {
    let runs = Runs::default();
    let counter = Arc::clone(&runs);
    let mut config = Config::default();
    config.checks = vec![Check::new("database", move || {
        let is_first = counter.fetch_add(1, SeqCst) == 0;
        async move {
            sleep(SECOND).await;
            is_first.then_some(()).ok_or("down")
        }
    })];
    config.mode = Mode::OnDemand {
        ttl: 5 * SECOND,
        failure_ttl: SECOND,
        stale_while_revalidate: 60 * SECOND,
    };
    let health = config.build().unwrap();
    health.started();
    assert_eq!(outcome(&health).await, Outcome::Ok);
    sleep(5 * SECOND).await;
    let begun = Instant::now();
    assert_eq!(outcome(&health).await, Outcome::Ok);
    assert_eq!(begun.elapsed(), Duration::ZERO);
    sleep(3 * SECOND / 2).await;
    assert_eq!(runs.load(SeqCst), 2);
    assert_eq!(outcome(&health).await, Outcome::Failed);
    // A failure is renewed sooner than a success.
    sleep(SECOND).await;
    outcome(&health).await;
    tokio::task::yield_now().await;
    assert_eq!(runs.load(SeqCst), 3);
    // But not for ever.
    sleep(3600 * SECOND).await;
    let begun = Instant::now();
    outcome(&health).await;
    assert_eq!(begun.elapsed(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn no_time_is_too_long() {
    for mode in [
        Mode::polled(Duration::MAX),
        Mode::on_demand(Duration::MAX),
        Mode::OnDemand {
            ttl: SECOND,
            failure_ttl: SECOND,
            stale_while_revalidate: Duration::MAX,
        },
        Mode::Polled {
            interval: SECOND,
            jitter: Duration::MAX,
        },
    ] {
        let (check, _) = counted();
        let (mut late, _) = counted();
        late.name = "late".into();
        late.criticality = seaworthy_health::Criticality::Informational;
        late.initial_delay = Duration::MAX;
        let mut config = Config::default();
        config.checks = vec![check, late];
        config.timeout = Duration::MAX;
        config.heartbeat = Some(Duration::MAX);
        config.mode = mode;
        let mut notify = seaworthy_health::Notify::new("/nowhere");
        notify.watchdog = Some(Duration::MAX);
        config.notify = Some(notify);
        let health = config.build().unwrap();
        health.started();
        for _ in 0..5 {
            assert_eq!(health.readiness().await.status(), Status::Ok, "{mode:?}");
            assert_eq!(health.liveness().status(), Status::Ok);
            sleep(1000 * SECOND).await;
        }
    }
}
