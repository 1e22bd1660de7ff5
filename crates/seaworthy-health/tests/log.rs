//! What the log is told: each change once, with the reason that no answer gives.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fmt::{self, Write};
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{self, Waker};
use std::time::Duration;

use seaworthy_health::{Check, Config, Criticality, Health, Mode};
use tokio::time::sleep;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Keeps each event as one line.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// The events since the last call.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        struct Line(String);

        impl Visit for Line {
            fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
                write!(self.0, " {field}={value:?}").unwrap();
            }
        }

        let metadata = event.metadata();
        assert!(metadata.target().starts_with("seaworthy_health"));
        let mut line = Line(metadata.level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }
}

/// A check that ends each time as the next of these says, and as the last for ever.
fn scripted(name: &str, script: &'static [Result<(), &'static str>]) -> Check {
    let runs = AtomicUsize::new(0);
    Check::new(name, move || {
        let run = runs.fetch_add(1, Relaxed).min(script.len() - 1);
        async move { script[run] }
    })
}

#[tokio::test(start_paused = true)]
async fn a_change_is_told_once_with_its_reason() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));

    let hostile = "FATAL: host 10.3.1.9\r\nfaked=1";
    let script = [
        Ok(()),
        Err(hostile),
        Err("the same to a prober"),
        Ok(()),
        Ok(()),
    ];
    let mut config = Config::default();
    config.checks = vec![scripted("database", Box::leak(Box::new(script)))];
    config.mode = Mode::on_demand(Duration::from_secs(1));
    let health = config.build().unwrap();

    health.started();
    health.started();
    assert_eq!(log.take(), ["INFO message=service started"]);

    for told in [
        &[][..],
        &[concat!(
            r#"ERROR message=health check failed check="database" outcome=failed "#,
            r#"detail="FATAL: host 10.3.1.9\r\nfaked=1""#
        )],
        &[],
        &[r#"INFO message=health check recovered check="database" outcome=ok"#],
        &[],
    ] {
        // The second question falls into the time of the first one's answer.
        health.readiness().await;
        health.readiness().await;
        assert_eq!(log.take(), told);
        sleep(Duration::from_secs(1)).await;
    }

    health.drain();
    health.drain();
    assert_eq!(log.take(), ["INFO message=service draining"]);
}

#[tokio::test(start_paused = true)]
async fn every_failure_has_its_words() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));

    let mut mail = scripted("mail", &[Err("down")]);
    mail.criticality = Criticality::Degraded;
    let queue = Check::new("queue", std::future::pending::<Result<(), String>>);
    let search = Check::new("search", || -> std::future::Ready<Result<(), String>> {
        panic!("{}", "x".repeat(100_000))
    });
    let mut config = Config::default();
    config.checks = vec![mail, queue, search];
    let health = config.build().unwrap();
    health.started();
    log.take();
    health.readiness().await;

    let mut told = log.take();
    // They end in any order; the level comes before the name.
    told.sort_by_key(|line| line.split_once(" check=").unwrap().1.to_owned());
    assert_eq!(
        told[..2],
        [
            r#"WARN message=health check failed check="mail" outcome=failed detail="down""#,
            concat!(
                r#"ERROR message=health check failed check="queue" outcome=timeout "#,
                r#"detail="no answer within 2s""#
            ),
        ]
    );
    let panicked = r#"ERROR message=health check failed check="search" outcome=panicked detail=""#;
    assert!(told[2].starts_with(panicked), "{}", told[2]);
    assert!(told[2].len() < 2000, "a log line has an end");
    assert_eq!(told.len(), 3);
}

#[test]
fn a_start_without_a_runtime_is_told_where_something_needs_one() {
    for (heartbeat, told) in [(None, 1), (Some(SECOND), 2)] {
        let log = Log::default();
        let subscriber = tracing_subscriber::registry().with(log.clone());
        let _guard = tracing::subscriber::set_default(subscriber);
        let mut config = Config::default();
        config.heartbeat = heartbeat;
        let health = config.build().unwrap();
        health.started();
        health.started();
        assert_eq!(log.take().len(), told);
    }
}

/// A subscriber that asks, and changes, what it is told of.
#[derive(Clone, Default)]
struct Curious(Arc<OnceLock<Health>>);

impl<S: Subscriber> Layer<S> for Curious {
    fn on_event(&self, _event: &Event<'_>, _context: Context<'_, S>) {
        let Some(health) = self.0.get() else { return };
        let mut readiness = pin!(health.readiness());
        let _ = readiness
            .as_mut()
            .poll(&mut task::Context::from_waker(Waker::noop()));
        health.startup_task().done();
        health.set_maintenance(false);
        let _ = (health.liveness(), health.startup(), format!("{health:?}"));
    }
}

#[test]
fn whoever_is_told_may_ask_at_once() {
    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let (log, curious) = (Log::default(), Curious::default());
        let subscriber = tracing_subscriber::registry().with(curious.clone());
        let _guard = tracing::subscriber::set_default(subscriber.with(log.clone()));
        let mut config = Config::default();
        config.checks = vec![scripted("database", &[Ok(()), Err("down"), Ok(())])];
        config.mode = Mode::OnDemand {
            ttl: 60 * SECOND,
            failure_ttl: SECOND,
            stale_while_revalidate: Duration::ZERO,
        };
        config.max_staleness = Some(10 * SECOND);
        let health = config.build().unwrap();
        assert!(curious.0.set(health.clone()).is_ok());
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async {
            health.started();
            for _ in 0..4 {
                let _ = health.readiness().await;
                sleep(20 * SECOND).await;
                let _ = health.liveness();
            }
            health.broken();
            health.drain();
        });
        let told = log.take();
        for word in ["started", "failed", "recovered", "broken", "draining"] {
            assert!(told.iter().any(|line| line.contains(word)), "{told:?}");
        }
        done.send(()).unwrap();
    });
    let patience = Duration::from_secs(20);
    assert!(is_done.recv_timeout(patience).is_ok());
}

const SECOND: Duration = Duration::from_secs(1);
