//! What the service is, from its start to its drain.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use seaworthy_health::{Check, Config, Criticality, Mode, Report, Status};
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

fn config(checks: Vec<Check>) -> Config {
    let mut config = Config::default();
    config.checks = checks;
    config.mode = Mode::on_demand(SECOND);
    config
}

#[tokio::test]
async fn only_a_critical_failure_stops_the_service() {
    use Criticality::{Critical, Degraded};
    for (checks, status) in [
        (&[][..], Status::Ok),
        (&[(Critical, true), (Degraded, true)], Status::Ok),
        (&[(Critical, true), (Degraded, false)], Status::Degraded),
        (&[(Critical, false), (Degraded, true)], Status::Failed),
        (&[(Degraded, false), (Critical, false)], Status::Failed),
        (&[(Degraded, false), (Degraded, false)], Status::Degraded),
    ] {
        let checks = checks
            .iter()
            .enumerate()
            .map(|(index, &(criticality, works))| {
                let mut check = Check::new(format!("check-{index}"), move || async move {
                    if works { Ok(()) } else { Err("down") }
                });
                check.criticality = criticality;
                check
            });
        let health = config(checks.collect()).build().unwrap();
        health.started();
        let report = health.readiness().await;
        assert_eq!(report.status(), status, "{report:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_while_the_service_starts_or_drains() {
    let counter = Arc::new(AtomicUsize::new(0));
    let runs = || counter.load(SeqCst);
    let database = Check::new("database", {
        let counter = Arc::clone(&counter);
        move || {
            counter.fetch_add(1, SeqCst);
            async {
                sleep(SECOND).await;
                Ok::<(), String>(())
            }
        }
    });
    let health = config(vec![database]).build().unwrap();
    let bare = |status| {
        move |report: Report| {
            assert_eq!(report.status(), status);
            assert!(report.checks().is_empty());
        }
    };
    bare(Status::Starting)(health.readiness().await);
    bare(Status::Starting)(health.startup());
    bare(Status::Ok)(health.liveness());
    assert_eq!(runs(), 0);

    health.started();
    health.started();
    bare(Status::Ok)(health.startup());
    assert_eq!(health.readiness().await.status(), Status::Ok);

    // A caller that waits when the drain begins is told so, and not that all is well.
    sleep(2 * SECOND).await;
    let waiting = tokio::spawn({
        let health = health.clone();
        async move { health.readiness().await }
    });
    sleep(SECOND / 2).await;
    health.drain();
    health.drain();
    bare(Status::Draining)(waiting.await.unwrap());
    assert_eq!(runs(), 2);

    // There is no way back.
    health.started();
    sleep(2 * SECOND).await;
    bare(Status::Draining)(health.readiness().await);
    bare(Status::Ok)(health.startup());
    bare(Status::Ok)(health.liveness());
    assert_eq!(runs(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_drain_before_the_start_is_a_drain() {
    let health = Config::default().build().unwrap();
    health.drain();
    assert_eq!(health.readiness().await.status(), Status::Draining);
    assert_eq!(health.startup().status(), Status::Starting);
}
