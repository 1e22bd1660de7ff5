//! The laws of groups: the start, the process, and the host's own.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scripted;

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use http::StatusCode;
use scripted::{EVERY, SECOND, config, get, scripted, started};
use seaworthy_health::{Check, Group, Mode, Status};
use tokio::time::sleep;

#[tokio::test(start_paused = true)]
async fn the_start_waits_for_its_checks_which_then_run_no_more() {
    for mode in [EVERY, Mode::on_demand(SECOND)] {
        let (mut schema, runs) = scripted("schema", Duration::ZERO, |run| {
            if run < 3 { Err("not migrated") } else { Ok(()) }
        });
        schema.groups = vec![Group::Startup];
        let (database, _) = scripted("database", Duration::ZERO, |_| Ok(()));
        let mut config = config(vec![schema, database]);
        config.mode = mode;
        let health = started(&config);
        sleep(SECOND).await;
        for started in [false, false, true, true, true, true] {
            let ready = get(&health, "/readyz").await;
            assert_eq!(ready.status() == StatusCode::OK, started, "{mode:?}");
            let startup = get(&health, "/startupz").await;
            assert_eq!(startup.status() == StatusCode::OK, started, "{mode:?}");
            assert_eq!(get(&health, "/livez").await.status(), StatusCode::OK);
            sleep(10 * SECOND).await;
        }
        assert_eq!(runs.load(SeqCst), 3, "{mode:?}");
        // Nor does it ever get too old.
        sleep(3600 * SECOND).await;
        health.set_maintenance(true);
        assert!(health.startup().checks()[0].outcome().is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn a_group_of_the_hosts_own_says_what_its_checks_say() {
    for mode in [EVERY, Mode::on_demand(SECOND)] {
        let (mut edge, _) = scripted("cdn", Duration::ZERO, |_| Err::<(), _>("down"));
        edge.groups = vec![Group::Own("edge".into())];
        let (database, _) = scripted("database", Duration::ZERO, |_| Ok(()));
        let mut config = config(vec![edge, database]);
        config.mode = mode;
        config.groups = [("edge".into(), vec!["/edgez".into()])].into();
        let health = started(&config);
        let answer = get(&health, "/edgez?verbose&format=text").await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(
            answer.body(),
            "[-]cdn failed: reason withheld\nedge check failed\n"
        );
        assert_eq!(get(&health, "/readyz").await.body(), r#"{"database":"ok"}"#);
        assert_eq!(health.group("edge").await.unwrap().status(), Status::Failed);
        for name in ["edgy", "livez", ""] {
            assert_eq!(health.group(name).await, None, "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_process_itself_may_say_that_it_is_dead() {
    let alive = Arc::new(std::sync::atomic::AtomicBool::new(true));
    let flag = Arc::clone(&alive);
    let mut check = Check::in_process("scheduler", move || {
        if flag.load(SeqCst) {
            Ok(())
        } else {
            Err("deadlocked")
        }
    });
    check.groups = vec![Group::Liveness];
    let health = started(&config(vec![check]));
    assert_eq!(get(&health, "/livez").await.body(), r#"{"scheduler":"ok"}"#);
    alive.store(false, SeqCst);
    sleep(10 * SECOND).await;
    sleep(SECOND).await;
    assert_eq!(
        get(&health, "/livez").await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(get(&health, "/readyz").await.status(), StatusCode::OK);
}
