//! The laws of those who do several things at a time.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use seaworthy_health::{Check, Config, Mode, Status};
use tokio::runtime::Builder;
use tokio::time::{sleep, timeout};

/// Whoever follows readiness may take time to look at it.
#[test]
fn a_look_at_readiness_stops_nobody_else() {
    let health = Config::default().build().unwrap();
    health.started();
    let (done, is_done) = channel();
    thread::spawn(move || {
        let readiness = health.watch();
        let looks = readiness.borrow();
        // This one waits until the look is over.
        let other = health.clone();
        let drains = thread::spawn(move || other.drain());
        while health.startup().status() != Status::Ok || !format!("{health:?}").contains("Draining")
        {
            thread::yield_now();
        }
        // But nobody else does, not even the same thread.
        health.startup_task().done();
        health.set_maintenance(true);
        assert_eq!(looks.status(), Status::Ok);
        drop(looks);
        drains.join().unwrap();
        assert_eq!(readiness.borrow().status(), Status::Draining);
        done.send(()).unwrap();
    });
    assert!(is_done.recv_timeout(Duration::from_secs(20)).is_ok());
}

#[test]
fn what_followers_read_last_is_what_is() {
    for _ in 0..200 {
        let health = Config::default().build().unwrap();
        health.started();
        let readiness = health.watch();
        let starts = Barrier::new(3);
        thread::scope(|scope| {
            for is_on in [true, false] {
                let (health, starts) = (&health, &starts);
                scope.spawn(move || {
                    starts.wait();
                    for _ in 0..20 {
                        health.set_maintenance(is_on);
                    }
                });
            }
            starts.wait();
        });
        let is_on = format!("{health:?}").contains("readiness: Maintenance");
        let told = readiness.borrow().status();
        assert_eq!(told == Status::Maintenance, is_on);
    }
}

/// Where those who ask come from another runtime at the very moment of the start.
#[test]
fn checks_run_where_the_service_started_whoever_asks_first() {
    let home = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("home")
        .enable_all()
        .build()
        .unwrap();
    for _ in 0..300 {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&seen);
        let mut config = Config::default();
        config.checks = vec![Check::new("database", move || {
            let name = thread::current().name().map(str::to_owned);
            notes.lock().unwrap().push(name);
            async { Ok::<(), String>(()) }
        })];
        config.mode = Mode::on_demand(Duration::ZERO);
        let health = config.build().unwrap();
        let starts = Arc::new(Barrier::new(2));
        let (other, at_once) = (health.clone(), Arc::clone(&starts));
        let asks = thread::spawn(move || {
            let passing = Builder::new_current_thread().enable_all().build().unwrap();
            at_once.wait();
            passing.block_on(async {
                while other.readiness().await.status() != Status::Ok {
                    tokio::task::yield_now().await;
                }
            });
        });
        let guard = home.enter();
        starts.wait();
        health.started();
        drop(guard);
        asks.join().unwrap();
        let seen = seen.lock().unwrap();
        assert!(
            seen.iter().all(|name| name.as_deref() == Some("home")),
            "{seen:?}"
        );
    }
}

/// What is asked on a runtime that comes and goes belongs to the one where the service started.
#[test]
fn runs_belong_to_the_runtime_of_the_start() {
    let runtime = || Builder::new_multi_thread().enable_all().build().unwrap();
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let mut config = Config::default();
    config.checks = vec![Check::new("database", move || {
        counter.fetch_add(1, SeqCst);
        async {
            sleep(Duration::from_millis(20)).await;
            Ok::<(), String>(())
        }
    })];
    config.mode = Mode::on_demand(Duration::ZERO);
    let health = config.build().unwrap();
    let main = runtime();
    main.block_on(async { health.started() });
    let passing = runtime();
    passing.block_on(async {
        assert!(
            timeout(Duration::from_millis(1), health.readiness())
                .await
                .is_err()
        );
    });
    drop(passing);
    assert_eq!(main.block_on(health.readiness()).status(), Status::Ok);
    assert!(runs.load(SeqCst) <= 2);
}
