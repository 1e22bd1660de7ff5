//! The external tier: the same service, reached by what a client can send.

use std::net::{IpAddr, Ipv4Addr};

use http::Uri;
use seaworthy::check::{Deployment, Report, Selection, Status};

use super::{
    App, Arc, HealthLayer, Method, Mutex, Parts, Peer, Request, boxed, good, health, router,
    settings,
};
use tower::{Layer as _, ServiceExt as _};

const HOME: &str = "https://www.example.com";

/// The way to an application: what arrives there has a peer and no address in its target.
fn network(app: App) -> App {
    boxed(app.map_request(|mut request: Request<String>| {
        let uri = request.uri().clone();
        let peer = Peer::ip(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7)));
        let is_tls = uri.scheme_str() == Some("https");
        let peer = if is_tls { peer.tls() } else { peer };
        assert!(request.extensions().get::<Peer>().is_none());
        request.extensions_mut().insert(peer);
        assert!(uri.authority().is_some(), "{uri}");
        *request.uri_mut() = uri.path_and_query().unwrap().as_str().parse().unwrap();
        request
    }))
}

async fn judged(url: &str, app: App) -> Report {
    let url: Uri = url.parse().unwrap();
    let deployment = Deployment::new(&settings())
        .page("/api/lots")
        .url(&url, network(app));
    let mut selection = Selection::deploy();
    selection.tags = vec!["external".into()];
    let checks = Deployment::checks();
    let report = checks.run_concurrently(Arc::new(deployment), &selection);
    report.await.unwrap()
}

fn without(part: fn(&mut Parts)) -> App {
    let mut parts = Parts::of(&settings());
    part(&mut parts);
    boxed(HealthLayer::new(health()).layer(parts.around(router())))
}

#[tokio::test]
async fn the_good_application_has_no_finding_over_the_network_either() {
    let report = judged(HOME, good()).await;
    assert!(report.findings().is_empty(), "{}", report.text());
    let passed = report.checks().iter();
    let passed = passed.filter(|check| *check.status() == Status::Passed);
    assert_eq!(passed.count(), 9, "{}", report.text());
}

#[tokio::test]
async fn what_is_missing_is_found_over_the_network() {
    let draining = || {
        let health = health();
        health.drain();
        boxed(HealthLayer::new(health).layer(Parts::of(&settings()).around(router())))
    };
    for (app, check, id) in [
        (
            without(|p| p.hosts = None),
            "external.hosts",
            "hosts.foreign_accepted",
        ),
        (
            without(|p| p.https = None),
            "external.https",
            "https.not_redirected",
        ),
        (
            without(|p| p.headers = None),
            "external.headers",
            "headers.missing_in_answer",
        ),
        (
            without(|p| p.headers = None),
            "external.cookies",
            "cookies.not_secure",
        ),
        (
            without(|p| p.cors = None),
            "external.cors",
            "cors.allowed_refused",
        ),
        (
            without(|p| p.csrf = None),
            "external.csrf",
            "csrf.cross_site_accepted",
        ),
        (draining(), "external.health", "health.not_ready"),
    ] {
        let report = judged(HOME, app).await;
        let found = report.findings().iter();
        let mut found = found.filter(|finding| finding.check == check);
        assert!(
            found.any(|finding| finding.id == id),
            "{id}: {}",
            report.text()
        );
    }
}

#[tokio::test]
async fn nothing_is_changed_where_others_use_the_service() {
    let changed = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&changed);
    let app = good().map_request(move |request: Request<String>| {
        let is_safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
        if !is_safe {
            seen.lock().unwrap().push(request.uri().path().to_owned());
        }
        request
    });
    judged(HOME, boxed(app)).await;
    let changed = changed.lock().unwrap();
    assert!(!changed.is_empty());
    let missing = |path: &String| path == "/seaworthy-there-is-no-such-page";
    assert!(changed.iter().all(missing), "{changed:?}");
}

#[tokio::test]
async fn what_cannot_be_looked_at_from_outside_is_said() {
    let report = judged("http://www.example.com", good()).await;
    assert_eq!(report.findings().len(), 11);
    assert!(
        report
            .findings()
            .iter()
            .all(|found| found.id == "check.skipped")
    );

    let report = judged("https://app:hunter2@www.example.com", good()).await;
    assert_eq!(report.findings().len(), 11);
    assert!(!format!("{report:?}").contains("hunter2"));

    let report = judged("https://www.example.com:8443", good()).await;
    let objects: Vec<_> = report
        .findings()
        .iter()
        .map(|f| f.object.as_deref())
        .collect();
    assert_eq!(objects, [Some("external.https")], "{}", report.text());
}
