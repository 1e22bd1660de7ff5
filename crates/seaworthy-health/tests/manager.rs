//! The laws of what a service manager is told.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::os::unix::net::UnixDatagram;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use seaworthy_health::{Check, Config, Group, Health, Mode, Notify, Status};
use tempfile::TempDir;
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

/// What listens, as systemd does.
struct Manager {
    socket: UnixDatagram,
    folder: TempDir,
}

impl Manager {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = UnixDatagram::bind(folder.path().join("notify")).unwrap();
        socket.set_nonblocking(true).unwrap();
        Self { socket, folder }
    }

    fn notify(&self) -> Notify {
        Notify::new(self.folder.path().join("notify").to_str().unwrap())
    }

    /// What was said since the last call.
    fn heard(&self) -> Vec<String> {
        let mut message = [0; 64];
        let mut heard = Vec::new();
        while let Ok(length) = self.socket.recv(&mut message) {
            heard.push(String::from_utf8(message[..length].to_vec()).unwrap());
        }
        heard
    }

    fn watchdogs(&self) -> usize {
        let heard = self.heard();
        heard.iter().filter(|word| *word == "WATCHDOG=1").count()
    }
}

fn built(config: &mut Config, notify: Notify) -> Health {
    config.notify = Some(notify);
    config.build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_manager_hears_once_of_the_start_and_once_of_the_drain() {
    let manager = Manager::new();
    let health = built(&mut Config::default(), manager.notify());
    let migrations = health.startup_task();
    assert!(manager.heard().is_empty());
    health.started();
    assert!(manager.heard().is_empty(), "the migrations go on");
    migrations.done();
    assert_eq!(manager.heard(), ["READY=1"]);
    health.started();
    health.startup_task().done();
    health.set_maintenance(true);
    health.set_maintenance(false);
    assert!(manager.heard().is_empty());
    health.drain();
    health.drain();
    assert_eq!(manager.heard(), ["STOPPING=1"]);
}

#[tokio::test(start_paused = true)]
async fn whoever_stops_is_not_ready_any_more() {
    let manager = Manager::new();
    let health = built(&mut Config::default(), manager.notify());
    health.drain();
    health.started();
    assert_eq!(manager.heard(), ["STOPPING=1"]);
    assert_eq!(health.startup().status(), Status::Ok);
}

#[tokio::test(start_paused = true)]
async fn the_start_ends_though_nobody_but_the_manager_waits_for_it() {
    for mode in [Mode::polled(SECOND), Mode::on_demand(Duration::ZERO)] {
        let manager = Manager::new();
        let migrated = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&migrated);
        let mut schema = Check::new("schema", move || {
            let is_done = flag.load(SeqCst);
            async move { is_done.then_some(()).ok_or("not migrated") }
        });
        schema.groups = vec![Group::Startup];
        let mut config = Config::default();
        config.checks = vec![schema];
        config.mode = mode;
        let health = built(&mut config, manager.notify());
        health.started();
        sleep(60 * SECOND).await;
        assert!(manager.heard().is_empty());
        migrated.store(true, SeqCst);
        sleep(5 * SECOND).await;
        assert_eq!(manager.heard(), ["READY=1"], "{mode:?}");
        drop(health);
    }
}

#[tokio::test(start_paused = true)]
async fn the_watchdog_is_fed_twice_a_period_while_the_process_lives() {
    for mode in [Mode::polled(SECOND), Mode::on_demand(SECOND)] {
        let manager = Manager::new();
        let alive = Arc::new(AtomicBool::new(true));
        let flag = Arc::clone(&alive);
        let mut scheduler = Check::in_process("scheduler", move || {
            flag.load(SeqCst).then_some(()).ok_or("deadlocked")
        });
        scheduler.groups = vec![Group::Liveness];
        let mut config = Config::default();
        config.checks = vec![scheduler];
        config.mode = mode;
        let mut notify = manager.notify();
        notify.watchdog = Some(10 * SECOND);
        let health = built(&mut config, notify);
        sleep(60 * SECOND).await;
        assert!(manager.heard().is_empty(), "it has not started");

        health.started();
        sleep(SECOND).await;
        assert_eq!(manager.heard(), ["READY=1", "WATCHDOG=1"]);
        sleep(50 * SECOND).await;
        assert_eq!(manager.watchdogs(), 10, "{mode:?}");

        // Whoever drains lives, and so does who is under maintenance.
        health.drain();
        sleep(50 * SECOND).await;
        assert_eq!(manager.watchdogs(), 10);

        // Nobody asks for liveness, and the manager learns of it nevertheless.
        alive.store(false, SeqCst);
        sleep(10 * SECOND).await;
        manager.heard();
        sleep(50 * SECOND).await;
        assert_eq!(manager.watchdogs(), 0, "{mode:?}");
        alive.store(true, SeqCst);
        sleep(10 * SECOND).await;
        assert!(manager.watchdogs() > 0);

        health.broken();
        sleep(50 * SECOND).await;
        assert_eq!(manager.watchdogs(), 0);
        drop(health);
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_feeds_the_watchdog_of_a_service_that_is_gone() {
    let manager = Manager::new();
    let mut notify = manager.notify();
    notify.watchdog = Some(10 * SECOND);
    let health = built(&mut Config::default(), notify);
    health.started();
    sleep(SECOND).await;
    manager.heard();
    drop(health);
    sleep(60 * SECOND).await;
    assert!(manager.heard().is_empty());
}

/// A manager that does not read, or that is not there, stops nobody.
#[tokio::test(start_paused = true)]
async fn a_manager_that_is_not_there_changes_nothing() {
    let deaf = Manager::new();
    let mut notify = deaf.notify();
    notify.watchdog = Some(SECOND);
    let health = built(&mut Config::default(), notify);
    health.started();
    sleep(3600 * SECOND).await;
    assert_eq!(health.readiness().await.status(), Status::Ok);

    for socket in ["/nowhere/notify", "@seaworthy-nobody-listens-here"] {
        let health = built(&mut Config::default(), Notify::new(socket));
        health.started();
        assert_eq!(health.readiness().await.status(), Status::Ok);
        health.drain();
    }
}

/// The kernel keeps few messages for a manager that has much to read.
#[test]
fn a_manager_that_is_slow_hears_of_the_start_nevertheless() {
    let manager = Manager::new();
    let other = UnixDatagram::unbound().unwrap();
    other.set_nonblocking(true).unwrap();
    let path = manager.folder.path().join("notify");
    while other.send_to(b"STATUS=busy", &path).is_ok() {}
    let health = built(&mut Config::default(), manager.notify());
    let starts = std::thread::spawn(move || health.started());
    let mut heard = Vec::new();
    while !starts.is_finished() {
        std::thread::sleep(Duration::from_millis(20));
        heard.extend(manager.heard());
    }
    heard.extend(manager.heard());
    assert!(heard.contains(&"READY=1".into()));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_manager_may_have_a_name_without_a_path() {
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::SocketAddr;

    let name = format!("seaworthy-{}", std::process::id());
    let address = SocketAddr::from_abstract_name(&name).unwrap();
    let socket = UnixDatagram::bind_addr(&address).unwrap();
    let health = built(&mut Config::default(), Notify::new(format!("@{name}")));
    health.started();
    let mut message = [0; 64];
    let length = socket.recv(&mut message).unwrap();
    assert_eq!(&message[..length], b"READY=1");
}
