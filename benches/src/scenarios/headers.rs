//! The security headers, beside axum-helmet's and beside a block that is copied.

use std::fmt::Write as _;
use std::future::ready;
use std::sync::Arc;

use axum_helmet::{Helmet, HelmetLayer};
use http::{HeaderMap, Request, Response};
use seaworthy_headers::{Config, Csp, Headers, Nonce};
use seaworthy_policy::{Connection, Policy, PolicyLayer, Scheme, Verdict};
use tower::service_fn;
use tower::util::ServiceFn;
use tower_layer::Layer;

use super::bare::{Answer, bare};
use crate::{Role, Scenario, service};

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![fixed(), unread(), read()]
}

/// A request as the gate leaves it: known to be encrypted, for a host that can be pinned.
fn secure() -> Request<()> {
    let mut connection = Connection::new(Scheme::Https);
    connection.host = "www.example.com".parse().ok();
    let mut request = Request::new(());
    request.extensions_mut().insert(connection);
    request
}

fn ours() -> PolicyLayer<Headers> {
    PolicyLayer::new(Config::default().build().expect("the preset is right"))
}

/// The preset, with a policy that has no nonce.
fn without_nonce() -> Headers {
    let mut csp = Csp::strict();
    csp.set("script-src", ["'self'"]);
    csp.nonce_in.clear();
    let mut config = Config::default();
    config.csp = Some(csp);
    config.build().expect("a right configuration")
}

fn peer() -> HelmetLayer {
    Helmet::default()
        .into_layer()
        .expect("the peer's preset is right")
}

fn fixed() -> Scenario {
    let ours = PolicyLayer::new(without_nonce());
    let by_hand = by_hand(&without_nonce());
    Scenario {
        block: "headers",
        name: "the same headers on every response",
        contenders: vec![
            service(Role::Bare, "bare service", bare(), secure),
            service(Role::Ours, "seaworthy-headers", ours.layer(bare()), secure),
            service(Role::Peer, "axum-helmet", peer().layer(bare()), secure),
            service(Role::Floor, "by hand", by_hand, secure),
        ],
    }
}

fn unread() -> Scenario {
    let by_hand = by_hand(&Config::default().build().expect("the preset is right"));
    Scenario {
        block: "headers",
        name: "the preset, no nonce shown",
        contenders: vec![
            service(Role::Bare, "bare service", bare(), secure),
            service(
                Role::Ours,
                "seaworthy-headers",
                ours().layer(bare()),
                secure,
            ),
            service(
                Role::Peer,
                "axum-helmet (no nonce)",
                peer().layer(bare()),
                secure,
            ),
            service(Role::Floor, "by hand", by_hand, secure),
        ],
    }
}

fn read() -> Scenario {
    Scenario {
        block: "headers",
        name: "the preset, a nonce shown",
        contenders: vec![
            service(Role::Bare, "a page without a nonce", shows_nonce(), secure),
            service(
                Role::Ours,
                "seaworthy-headers",
                ours().layer(shows_nonce()),
                secure,
            ),
            service(
                Role::Peer,
                "axum-helmet (no nonce)",
                peer().layer(shows_nonce()),
                secure,
            ),
        ],
    }
}

/// Writes the nonce of its request into a page, as a template does.
fn shows_nonce() -> ServiceFn<impl Fn(Request<()>) -> Answer + Clone> {
    service_fn(|request: Request<()>| {
        let mut page = String::with_capacity(64);
        if let Some(nonce) = Nonce::of(request.extensions()) {
            let _ = write!(page, "<script nonce=\"{nonce}\">");
        }
        std::hint::black_box(page);
        ready(Ok(Response::new(())))
    })
}

/// The floor: a block of the same headers, copied into each response.
fn by_hand(headers: &Headers) -> ServiceFn<impl Fn(Request<()>) -> Answer + Clone + use<>> {
    let mut response = Response::new(());
    if let Verdict::Forward(memo) = headers.judge(&mut secure()) {
        headers.finish(memo, &mut response);
    }
    let block = Arc::new(response.headers().clone());
    service_fn(move |_request| {
        let mut response = Response::new(());
        *response.headers_mut() = HeaderMap::clone(&block);
        ready(Ok(response))
    })
}
