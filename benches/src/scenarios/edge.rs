//! The whole edge around a page, beside the peers' layers, which do less.

use std::fmt::Write as _;
use std::future::ready;
use std::net::{IpAddr, Ipv4Addr};

use axum_helmet::Helmet;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderName, HeaderValue, Request, Response};
use seaworthy_gate::Peer;
use seaworthy_headers::Nonce;
use seaworthy_policy::PolicyLayer;
use tower::ServiceBuilder;
use tower::service_fn;
use tower::util::ServiceFn;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_layer::Layer;

use super::bare::Answer;
use crate::{Role, Scenario, service};

pub(super) fn scenarios() -> Vec<Scenario> {
    let mut gate = seaworthy_gate::Config::new([".example.com", "www.example.org"]);
    gate.trusted_proxies = vec!["127.0.0.1".to_owned()];
    let gate = gate.build().expect("a right configuration");
    let headers = seaworthy_headers::Config::default();
    let headers = headers.build().expect("the preset is right");
    let ours = PolicyLayer::new((gate.proxies, gate.hosts, gate.https, headers, gate.csrf));

    let helmet = Helmet::default().into_layer();
    let peers = ServiceBuilder::new()
        .layer(helmet.expect("the peer's preset is right"))
        .layer(SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
        ))
        .layer(CsrfLayer::new())
        .service(page());
    vec![Scenario {
        block: "edge",
        name: "a page with a nonce and a cookie",
        contenders: vec![
            service(Role::Bare, "bare page", page(), request),
            service(
                Role::Ours,
                "seaworthy-gate and -headers",
                ours.layer(page()),
                request,
            ),
            service(
                Role::Peer,
                "axum-helmet and tower-http (no nonce)",
                peers,
                request,
            ),
        ],
    }]
}

/// What a proxy passes on of a visitor's request; the server has noted who the peer is.
fn request() -> Request<()> {
    Request::builder()
        .uri("/")
        .header("host", "www.example.com")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-for", "203.0.113.7")
        .header("accept", "text/html")
        .extension(Peer::ip(IpAddr::V4(Ipv4Addr::LOCALHOST)))
        .body(())
        .expect("a request")
}

/// A page that shows its nonce, if it has one, and sets a cookie.
fn page() -> ServiceFn<impl Fn(Request<()>) -> Answer + Clone> {
    service_fn(|request: Request<()>| {
        let mut page = String::with_capacity(64);
        if let Some(nonce) = Nonce::of(request.extensions()) {
            let _ = write!(page, "<script nonce=\"{nonce}\">");
        }
        std::hint::black_box(page);
        let mut response = Response::new(());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
        let cookie = "__Host-sessionid=wq9xGJp2k4Zt0yN7mVb5rX; Path=/; Max-Age=1209600";
        headers.insert(SET_COOKIE, HeaderValue::from_static(cookie));
        ready(Ok(response))
    })
}
