//! The smallest hardened service: `DEBUG=true cargo run -p quickstart`.

use std::{error::Error, net::SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::{Extension, Router, ServiceExt, http::Extensions, response::Html, routing::get};
use seaworthy::{Settings, gate::Peer, harden, headers::Nonce, log};
use tokio::net::TcpListener;
use tower_layer::Layer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let settings = Settings::from_env()?;
    let _guard = log::init(&settings.log_config())?;
    let health = settings.health_config().build()?;

    let router = Router::new().route("/", get(hello));
    let hardened = harden(&settings)?.health(health.clone()).peer_from(peer);
    let app = hardened.layer(router);

    let listener = TcpListener::bind(settings.bind).await?;
    health.started();
    let app = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(app);
    axum::serve(listener, app)
        .with_graceful_shutdown(health.shutdown(settings.drain()))
        .await?;
    Ok(())
}

/// Who connected, so that `TRUSTED_PROXIES` can be told from everybody else.
fn peer(extensions: &Extensions) -> Option<Peer> {
    let ConnectInfo(address) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(Peer::ip(address.ip()))
}

async fn hello(Extension(nonce): Extension<Nonce>) -> Html<String> {
    Html(format!(
        "<p id=p>Hello</p><script nonce=\"{nonce}\">p.append(', sailor')</script>"
    ))
}
