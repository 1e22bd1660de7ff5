//! What the headers promise, kept by the browser that reads them.
//!
//! Chromium opens the real `production` binary behind an edge that ends TLS, and attackers try
//! what the headers are there against. Each law is tried twice where it can be: as the application
//! is, where the attack fails, and without the header, where it succeeds.

mod chromium;
mod edge;
mod tab;

mod cookies;
mod cors;
mod isolation;
mod requests;
mod scripts;
mod shared;
mod status;
mod transport;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use self::chromium::{Chromium, installed};
use self::edge::{APP, Edge, PARTNER};
use self::tab::Visitor;
use crate::server::{SECRET_KEY, Server};

/// One browser, one edge and one application for all laws: each is slow to start.
struct Stage {
    chromium: Chromium,
    edge: Edge,
    server: RefCell<Server>,
}

impl Stage {
    /// A browser that has been nowhere yet.
    fn visitor(&self) -> Visitor<'_> {
        Visitor::new(&self.chromium)
    }
}

/// What operators send to read more of the status page.
const HEALTH_TOKEN: &str = "3d1e6cc1a8f04b7e9a52";

/// A law, and the sentence that says it.
type Law = (&'static str, fn(&Stage));

#[test]
fn chromium_keeps_what_the_headers_promise() {
    let Some(program) = installed() else {
        let why = "there is no Chromium: install it, or name it in CHROMIUM";
        assert!(std::env::var_os("CI").is_none(), "{why}");
        eprintln!("skipped, {why}");
        return;
    };
    let edge = Edge::start();
    let partner = edge.origin(PARTNER);
    let server = Server::start(&[
        ("SECRET_KEY", SECRET_KEY),
        ("ALLOWED_HOSTS", APP),
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("CORS_ALLOWED_ORIGINS", &partner),
        ("CORS_ALLOW_HEADERS", "content-type"),
        ("CSP_REPORT_URI", "/csp-report"),
        ("CSRF_TRUSTED_ORIGINS", &partner),
        ("HEALTH_TOKEN", HEALTH_TOKEN),
    ]);
    edge.front(server.address);
    let stage = Stage {
        chromium: Chromium::start(&program, &edge),
        edge,
        server: RefCell::new(server),
    };
    println!("{}", stage.chromium.version());

    let mut broken = Vec::new();
    let laws = [
        scripts::LAWS,
        isolation::LAWS,
        cookies::LAWS,
        cors::LAWS,
        shared::LAWS,
        status::LAWS,
        requests::LAWS,
        transport::LAWS,
    ];
    for (law, holds) in laws.concat() {
        println!("{law}");
        stage.edge.forget();
        if catch_unwind(AssertUnwindSafe(|| holds(&stage))).is_err() {
            broken.push(law);
        }
    }

    let left = stage.chromium.end();
    assert!(broken.is_empty(), "broken: {broken:#?}");
    assert!(left.is_empty(), "left behind by Chromium: {left:#?}");
}
