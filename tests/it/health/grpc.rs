//! The health protocol, as the client of another asks by it over HTTP/2.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use seaworthy_health::{Config, GrpcHealth, Health};
use tokio::net::TcpListener;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

/// A service that has started, its health protocol, and where that is to be served.
async fn served() -> (Health, Router, TcpListener) {
    let health = Config::default().build().unwrap();
    health.started();
    let service = GrpcHealth::new(health.clone());
    let app = Router::new().route_service("/grpc.health.v1.Health/{method}", service);
    (health, app, TcpListener::bind("127.0.0.1:0").await.unwrap())
}

async fn client(address: SocketAddr) -> HealthClient<Channel> {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
    HealthClient::new(endpoint.connect().await.unwrap())
}

fn asks(service: &str) -> HealthCheckRequest {
    HealthCheckRequest {
        service: service.to_owned(),
    }
}

#[tokio::test]
async fn tonics_client_checks_and_watches() {
    let (health, app, listener) = served().await;
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async { axum::serve(listener, app).await });

    let mut client = client(address).await;
    for service in ["", "readiness", "liveness", "startup"] {
        let answer = client.check(asks(service)).await.unwrap().into_inner();
        assert_eq!(answer.status(), ServingStatus::Serving, "{service}");
    }
    let unknown = client.check(asks("nobody")).await.unwrap_err();
    assert_eq!(i32::from(unknown.code()), 5, "{unknown}");

    let mut changes = client.watch(asks("")).await.unwrap().into_inner();
    let first = changes.message().await.unwrap().unwrap();
    assert_eq!(first.status(), ServingStatus::Serving);
    health.drain();
    let next = changes.message().await.unwrap().unwrap();
    assert_eq!(next.status(), ServingStatus::NotServing);
    let alive = client.check(asks("liveness")).await.unwrap().into_inner();
    assert_eq!(alive.status(), ServingStatus::Serving);
    server.abort();
}

#[tokio::test]
async fn a_client_that_watches_does_not_keep_the_server_from_its_end() {
    let (health, app, listener) = served().await;
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let server = tokio::spawn(server.into_future());

    let mut client = client(address).await;
    let mut watches = Vec::new();
    for service in ["", "liveness", "nobody"] {
        let mut changes = client.watch(asks(service)).await.unwrap().into_inner();
        changes.message().await.unwrap().unwrap();
        watches.push(changes);
    }
    health.drain();
    stop.send(()).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(10), server).await;
    assert!(ended.is_ok(), "the server waits for those who watch");
}
