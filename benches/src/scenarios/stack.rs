//! The whole stack around an axum application, beside one built from the peers.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use axum_helmet::Helmet;
use http::{HeaderValue, Method, Request, Response};
use seaworthy::gate::Peer;
use seaworthy::settings::{SecretKey, Sources};
use seaworthy::{Hardened, Settings, harden};
use tower::ServiceBuilder;
use tower_http::cors::CorsLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use tower_layer::Layer;
use tower_service::Service;

use crate::{Role, Scenario, service};

pub(super) fn scenarios() -> Vec<Scenario> {
    let contenders = vec![
        service(Role::Bare, "axum", router(), request),
        service(Role::Ours, "axum behind harden", ours(), request),
        service(
            Role::Peer,
            "axum behind the peers' layers",
            peers(),
            request,
        ),
    ];
    vec![Scenario {
        block: "stack",
        name: "GET / of an axum application",
        contenders,
    }]
}

fn router() -> Router {
    Router::new().route("/", get(|| async { "Hello" }))
}

/// What a proxy passes on of a visitor's request.
fn request() -> Request<Body> {
    Request::builder()
        .uri("/")
        .header("host", "www.example.com")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-for", "203.0.113.7")
        .header(
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101",
        )
        .header("accept", "text/html")
        .body(Body::empty())
        .expect("a request")
}

fn ours() -> Hardened<Router> {
    let key = SecretKey::generate().expect("randomness");
    let sources = Sources::pairs([
        ("SECRET_KEY", key.expose()),
        ("ALLOWED_HOSTS", ".example.com"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("CORS_ALLOWED_ORIGINS", "https://app.example.com"),
    ]);
    let settings = Settings::load(&sources).expect("good settings").settings;
    let layer = harden(&settings).expect("good settings");
    layer
        .peer_from(|_| Some(Peer::ip([127, 0, 0, 1].into())))
        .layer(router())
}

/// Without allowed hosts, redirect and proxies: no peer has them.
fn peers()
-> impl Service<Request<Body>, Response = Response<impl Sized>, Error = Infallible> + Clone {
    let cors = CorsLayer::new()
        .allow_origin(HeaderValue::from_static("https://app.example.com"))
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ]);
    let helmet = Helmet::default()
        .into_layer()
        .expect("the peer's preset is right");
    ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(TraceLayer::new_for_http())
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(helmet)
        .layer(cors)
        .layer(CsrfLayer::new())
        .service(router())
}
