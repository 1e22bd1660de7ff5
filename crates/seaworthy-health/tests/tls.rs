//! The law of the certificates that a host presents.
#![cfg(feature = "tls")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use seaworthy_health::{Check, Config, Mode, Outcome};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

const DAY: Duration = Duration::from_secs(86400);

/// Where a host presents a certificate that is valid between two times after the epoch.
async fn host(from: Duration, until: Duration) -> SocketAddr {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(["somebody.example".to_owned()]).unwrap();
    (params.not_before, params.not_after) = (epoch + from, epoch + until);
    let certificate = params.self_signed(&key).unwrap();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let accepted = TlsAcceptor::from(Arc::new(config.clone())).accept(stream);
            let _ = accepted.await;
        }
    });
    address
}

async fn asked(address: &str) -> Outcome {
    let mut config = Config::default();
    config.checks = vec![Check::tls("certificate", address, 30)];
    config.mode = Mode::on_demand(DAY);
    config.timeout = Duration::from_secs(60);
    let health = config.build().unwrap();
    health.started();
    health.readiness().await.checks()[0].outcome()
}

#[tokio::test]
async fn a_certificate_that_is_presented_is_judged_by_its_dates() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    for (from, until, outcome) in [
        (now - DAY, now + 60 * DAY, Outcome::Ok),
        (now - DAY, now + 29 * DAY, Outcome::Degraded),
        (now - 2 * DAY, now - DAY, Outcome::Failed),
        (now + DAY, now + 60 * DAY, Outcome::Failed),
    ] {
        let address = host(from, until).await;
        let outcomes = [
            asked(&address.to_string()).await,
            asked(&format!("localhost:{}", address.port())).await,
        ];
        assert_eq!(outcomes, [outcome; 2], "{from:?} {until:?}");
    }
}

#[tokio::test]
async fn who_speaks_no_tls_fails() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { while let Ok(_closed) = listener.accept().await {} });
    for address in [
        address.to_string(),
        "127.0.0.1:1".into(),
        "no port".into(),
        String::new(),
    ] {
        assert_eq!(asked(&address).await, Outcome::Failed, "{address}");
    }
}
