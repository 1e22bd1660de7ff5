//! The laws of groups: the start, the process, and the host's own.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use seaworthy_health::{Check, Config, Group, Health, HealthLayer, Mode, Passed, Status};
use tokio::time::sleep;
use tower::{Layer, ServiceExt, service_fn};

const SECOND: Duration = Duration::from_secs(1);

/// Every ten seconds, on the dot.
const EVERY: Mode = Mode::Polled {
    interval: Duration::from_secs(10),
    jitter: Duration::ZERO,
};

type Runs = Arc<AtomicUsize>;

/// A check that ends after a while as `end` says of the run's number, counted from 1.
fn scripted<P: Into<Passed> + 'static>(
    name: &str,
    time: Duration,
    end: impl Fn(usize) -> Result<P, &'static str> + Send + Sync + 'static,
) -> (Check, Runs) {
    let runs = Runs::default();
    let counter = Arc::clone(&runs);
    let end = Arc::new(end);
    let check = Check::new(name, move || {
        let (run, end) = (counter.fetch_add(1, SeqCst) + 1, Arc::clone(&end));
        async move {
            sleep(time).await;
            end(run).map(Into::into)
        }
    });
    (check, runs)
}

fn config(checks: Vec<Check>) -> Config {
    let mut config = Config::default();
    config.checks = checks;
    config.mode = EVERY;
    config
}

fn started(config: &Config) -> Health {
    let health = config.build().unwrap();
    health.started();
    health
}

async fn get(health: &Health, path: &str) -> Response<Bytes> {
    let app = service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(Bytes::new())));
    let request = Request::get(path).body(()).unwrap();
    let app = HealthLayer::new(health.clone()).layer(app);
    app.oneshot(request).await.unwrap()
}

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
