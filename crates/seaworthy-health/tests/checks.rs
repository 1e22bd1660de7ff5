//! The laws of the checks that need no client of the host's.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use seaworthy_health::{Check, Config, Outcome};

/// What is believed of a check after its first run.
async fn asked(check: Check) -> Outcome {
    let mut config = Config::default();
    config.checks = vec![check];
    let health = config.build().unwrap();
    health.started();
    health.readiness().await.checks()[0].outcome()
}

#[tokio::test]
async fn a_file_is_there_if_it_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tls.pem");
    assert_eq!(asked(Check::file("file", &path)).await, Outcome::Failed);
    std::fs::write(&path, "").unwrap();
    assert_eq!(asked(Check::file("file", &path)).await, Outcome::Ok);
    assert_eq!(
        asked(Check::file("folder", folder.path())).await,
        Outcome::Ok
    );
    let below = path.join("below");
    assert_eq!(asked(Check::file("file", below)).await, Outcome::Failed);
}

#[tokio::test]
async fn a_certificate_passes_until_it_expires_soon() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tls.pem");
    let check = |days| Check::certificate("certificate", &path, days);
    assert_eq!(asked(check(30)).await, Outcome::Failed);
    assert_eq!(
        asked(Check::certificate("certificate", folder.path(), 30)).await,
        Outcome::Failed
    );
    std::fs::write(&path, "").unwrap();
    assert_eq!(asked(check(30)).await, Outcome::Failed);

    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let day = Duration::from_secs(86400);
    let key = rcgen::KeyPair::generate().unwrap();
    for (from, until, outcome) in [
        (now - day, now + 60 * day, Outcome::Ok),
        (now - day, now + 29 * day, Outcome::Degraded),
        (now - 2 * day, now - day, Outcome::Failed),
        (now + day, now + 60 * day, Outcome::Failed),
    ] {
        let mut params = rcgen::CertificateParams::new([]).unwrap();
        (params.not_before, params.not_after) = (epoch + from, epoch + until);
        let certificate = params.self_signed(&key).unwrap();
        std::fs::write(&path, certificate.pem()).unwrap();
        assert_eq!(asked(check(30)).await, outcome, "{from:?} {until:?}");
        std::fs::write(&path, certificate.der()).unwrap();
        assert_eq!(asked(check(30)).await, outcome, "{from:?} {until:?}");
    }
}

#[tokio::test]
async fn memory_warns_and_a_group_that_is_not_there_fails() {
    let folder = tempfile::tempdir().unwrap();
    let check = || Check::memory("memory", folder.path(), 90);
    assert_eq!(asked(check()).await, Outcome::Failed);
    std::fs::write(folder.path().join("memory.max"), "1000\n").unwrap();
    std::fs::write(folder.path().join("memory.current"), "900\n").unwrap();
    assert_eq!(asked(check()).await, Outcome::Ok);
    std::fs::write(folder.path().join("memory.current"), "999\n").unwrap();
    assert_eq!(asked(check()).await, Outcome::Degraded);
    std::fs::write(folder.path().join("memory.max"), "max\n").unwrap();
    assert_eq!(asked(check()).await, Outcome::Ok);
}

#[tokio::test(start_paused = true)]
async fn a_job_fails_when_it_has_not_succeeded_lately() {
    let limit = Duration::from_secs(3600);
    let (check, job) = Check::job("import", limit);
    let mut config = Config::default();
    config.checks = vec![check];
    let health = config.build().unwrap();
    health.started();
    let wait = |minutes: u64| tokio::time::sleep(Duration::from_secs(60 * minutes));
    wait(59).await;
    assert!(health.readiness().await.checks()[0].outcome().is_ok());
    wait(2).await;
    let outcome = health.readiness().await.checks()[0].outcome();
    assert_eq!(outcome, Outcome::Failed);
    for _ in 0..5 {
        job.clone().succeeded();
        wait(59).await;
        assert!(health.readiness().await.checks()[0].outcome().is_ok());
    }
    wait(3).await;
    let outcome = health.readiness().await.checks()[0].outcome();
    assert_eq!(outcome, Outcome::Failed);
    // A limit that no time reaches.
    assert_eq!(
        asked(Check::job("never", Duration::MAX).0).await,
        Outcome::Ok
    );
}

#[cfg(all(feature = "disk", unix))]
#[tokio::test]
async fn a_disk_has_space_or_has_not() {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes, outcome) in [
        (folder.path(), 0, Outcome::Ok),
        (folder.path(), u64::MAX, Outcome::Failed),
        (&folder.path().join("none"), 0, Outcome::Failed),
        (std::path::Path::new("/"), 1, Outcome::Ok),
    ] {
        let check = Check::disk_space("disk", path, bytes);
        assert_eq!(asked(check).await, outcome, "{path:?} {bytes}");
    }
}

#[cfg(feature = "net")]
#[tokio::test]
async fn a_host_listens_or_does_not() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    for host in ["127.0.0.1", "localhost"] {
        let check = Check::tcp("host", format!("{host}:{port}"));
        assert_eq!(asked(check).await, Outcome::Ok, "{host}");
    }
    drop(listener);
    for address in [
        &*format!("127.0.0.1:{port}"),
        "127.0.0.1",
        "",
        ":",
        "127.0.0.1:99999",
        "a host:80",
        "\0:80",
    ] {
        let check = Check::tcp("host", address);
        assert_eq!(asked(check).await, Outcome::Failed, "{address:?}");
    }
}

/// A listener whose queue is full is silent, as an address is that a firewall swallows.
#[cfg(all(feature = "net", target_os = "linux"))]
#[tokio::test]
async fn a_host_that_is_silent_costs_no_more_than_the_time_of_the_check() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut queued = Vec::new();
    let patience = Duration::from_millis(200);
    while let Ok(stream) = std::net::TcpStream::connect_timeout(&address, patience) {
        queued.push(stream);
        if queued.len() > 8192 {
            return; // The queue of this system has no end.
        }
    }
    let mut check = Check::tcp("host", address.to_string());
    check.timeout = Some(Duration::from_millis(100));
    assert_eq!(asked(check).await, Outcome::Timeout);
    drop((listener, queued));
}

#[cfg(feature = "net")]
#[tokio::test]
async fn a_name_resolves_or_does_not() {
    for (host, outcome) in [
        ("localhost", Outcome::Ok),
        ("127.0.0.1", Outcome::Ok),
        ("", Outcome::Failed),
        ("\0", Outcome::Failed),
        ("a b", Outcome::Failed),
    ] {
        assert_eq!(asked(Check::dns("name", host)).await, outcome, "{host:?}");
    }
}
