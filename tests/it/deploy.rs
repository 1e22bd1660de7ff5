//! The composed tier of the deploy checks: a table of broken applications, each of which is caught
//! by the check that is named, beside a good one without a finding; and the static tier with it,
//! where all layers and all of Django's checks are gone through.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod canary;
mod django;
mod external;
mod layers;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::Extension;
use axum::response::Html;
use axum::routing::get;
use axum::{Json, Router};
use http::header::{HOST, LOCATION, SET_COOKIE};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use seaworthy::check::{self, Deployment, Report};
use seaworthy::gate::Peer;
use seaworthy::headers::Nonce;
use seaworthy::health::{Health, HealthLayer};
use seaworthy::policy::PolicyLayer;
use seaworthy::settings::Sources;
use seaworthy::{Settings, harden};
use tower::util::BoxCloneSyncService;
use tower::{Layer as _, ServiceExt as _, service_fn};

use crate::server::TWO_VARIABLES;

/// An application as its server calls it.
type App = BoxCloneSyncService<Request<String>, Response<Body>, Infallible>;

/// A host of the application's.
const HOME: &str = "www.example.com";

const PARTNER: &str = "https://partner.example";

fn load(more: &[(&str, &str)]) -> Settings {
    let variables = [
        ("TRUSTED_PROXIES", "10.0.0.1"),
        ("CORS_ALLOWED_ORIGINS", PARTNER),
        ("CSRF_TRUSTED_ORIGINS", PARTNER),
    ];
    let variables = TWO_VARIABLES.iter().chain(&variables);
    let variables = variables.filter(|(name, _)| more.iter().all(|(other, _)| name != other));
    let sources = Sources::pairs(variables.chain(more).copied()).inspect();
    Settings::load(&sources).unwrap().settings
}

fn settings() -> Settings {
    load(&[])
}

/// A page with a session and an inline script, and an interface.
fn router() -> Router {
    // Outside of the stack there is no nonce.
    let page = |nonce: Option<Extension<Nonce>>| async move {
        let nonce = nonce.map(|Extension(nonce)| nonce).unwrap_or_default();
        let page = format!("<!doctype html><script nonce=\"{nonce}\">let a = 1;</script>");
        ([(SET_COOKIE, "session=1; Path=/")], Html(page))
    };
    let lots = || async { Json(["a", "b"]) };
    Router::new()
        .route("/", get(page).post(|| async { "Done" }))
        .route("/api/lots", get(lots).post(lots))
}

fn health() -> Health {
    let health = seaworthy::health::Config::default().build().unwrap();
    health.started();
    health
}

fn boxed<S>(service: S) -> App
where
    S: tower::Service<Request<String>, Response = Response<Body>, Error = Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send + 'static,
{
    BoxCloneSyncService::new(service)
}

/// The application as it should be.
fn good() -> App {
    boxed(
        harden(&settings())
            .unwrap()
            .health(health())
            .layer(router()),
    )
}

/// An application without a part of the stack, or with parts of others.
fn stack(change: impl FnOnce(&mut Parts)) -> App {
    let mut parts = Parts::of(&settings());
    change(&mut parts);
    let service = parts.around(router());
    boxed(HealthLayer::new(health()).layer(service))
}

/// The policies of the stack, each of which may be missing.
struct Parts {
    proxies: Option<seaworthy::gate::Proxies>,
    hosts: Option<seaworthy::gate::Hosts>,
    https: Option<seaworthy::gate::Https>,
    headers: Option<seaworthy::headers::Headers>,
    cors: Option<seaworthy::cors::Cors>,
    csrf: Option<seaworthy::gate::Csrf>,
}

impl Parts {
    fn of(settings: &Settings) -> Self {
        let gate = settings.gate_config().build().unwrap();
        Self {
            proxies: Some(gate.proxies),
            hosts: Some(gate.hosts),
            https: gate.https,
            headers: Some(settings.headers_config().build().unwrap()),
            cors: settings.cors_config().map(|config| config.build().unwrap()),
            csrf: Some(gate.csrf),
        }
    }

    fn around(self, router: Router) -> App {
        let Self {
            proxies,
            hosts,
            https,
            headers,
            cors,
            csrf,
        } = self;
        let policies = (proxies, hosts, https, headers, cors, csrf);
        boxed(PolicyLayer::new(policies).layer(router))
    }
}

/// The good application behind something that changes what it is asked.
fn asked(change: fn(&mut Request<String>)) -> App {
    let app = good();
    boxed(app.map_request(move |mut request: Request<String>| {
        change(&mut request);
        request
    }))
}

/// The good application behind something that changes its answers.
fn answered(change: fn(&Asked, &mut Response<Body>)) -> App {
    let app = good();
    boxed(service_fn(move |request: Request<String>| {
        let header = |name: &str| {
            let value = request.headers().get(name)?;
            Some(value.to_str().unwrap().to_owned())
        };
        let asked = Asked {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            secure: request.extensions().get::<Peer>().unwrap().is_tls(),
            origin: header("origin"),
            forwarded_host: header("x-forwarded-host"),
        };
        let answer = app.clone().oneshot(request);
        async move {
            let mut response = answer.await?;
            change(&asked, &mut response);
            Ok(response)
        }
    }))
}

/// What a broken layer may look at.
struct Asked {
    method: Method,
    path: String,
    secure: bool,
    origin: Option<String>,
    forwarded_host: Option<String>,
}

fn set(response: &mut Response<Body>, name: &'static str, value: &str) {
    let value = HeaderValue::from_str(value).unwrap();
    response
        .headers_mut()
        .insert(HeaderName::from_static(name), value);
}

fn add(response: &mut Response<Body>, name: &'static str, value: &'static str) {
    let value = HeaderValue::from_static(value);
    response
        .headers_mut()
        .append(HeaderName::from_static(name), value);
}

/// CORS by a rule of its own, in place of the stack's.
fn cors(response: &mut Response<Body>, asked: &Asked, allows: fn(&str) -> bool) {
    if let Some(origin) = asked.origin.as_deref().filter(|origin| allows(origin)) {
        set(response, "access-control-allow-origin", origin);
        add(response, "vary", "origin");
    }
}

/// The good application, and beside it a router that the stack is not around.
fn beside(router: Router) -> App {
    let app = good();
    boxed(Router::new().merge(router).fallback_service(service_fn(
        move |request: Request<Body>| {
            let app = app.clone();
            app.oneshot(request.map(|_| String::new()))
        },
    )))
}

/// The good application behind a cache that has heard of no header.
fn cached() -> App {
    let app = good();
    let kept: Arc<Mutex<Option<(http::response::Parts, bytes::Bytes)>>> = Arc::default();
    boxed(service_fn(move |request: Request<String>| {
        let (app, kept) = (app.clone(), Arc::clone(&kept));
        async move {
            let is_page = request.uri().path() == "/"
                && *request.method() == Method::GET
                && request.uri().host().is_none()
                && request.headers().len() == 1
                && request.headers()[HOST] == HOME
                && request.extensions().get::<Peer>().unwrap().is_tls();
            if !is_page {
                return app.oneshot(request).await;
            }
            let known = kept.lock().unwrap().clone();
            if let Some((head, body)) = known {
                return Ok(Response::from_parts(head, Body::from(body)));
            }
            let (head, body) = app.oneshot(request).await?.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            *kept.lock().unwrap() = Some((head.clone(), body.clone()));
            Ok(Response::from_parts(head, Body::from(body)))
        }
    }))
}

/// What is broken, how it is built, and the finding that says so.
type Broken = (&'static str, fn() -> App, &'static str);

/// The application with this in its first page.
fn page_with(markup: &'static str) -> App {
    let page = move || async move { Html(format!("<!doctype html>{markup}")) };
    let style = || async { Html("<!doctype html>") };
    let router = Router::new()
        .route("/", get(page))
        .route("/page.css", get(style));
    boxed(harden(&settings()).unwrap().layer(router))
}

const BROKEN: &[Broken] = &[
    // A page is not as it should be.
    (
        "a file that is not there",
        || page_with("<script src=/static/gone.js></script>"),
        "static.missing",
    ),
    (
        "a file that is served outside of the stack",
        || {
            let page = || async { Html("<!doctype html><script src=/a.js></script>") };
            let inside = harden(&settings())
                .unwrap()
                .layer(Router::new().route("/", get(page)));
            let file = || async { ([(http::header::CONTENT_TYPE, "text/javascript")], "1") };
            let outside = Router::new()
                .route("/a.js", get(file))
                .fallback_service(inside);
            boxed(outside)
        },
        "headers.missing_in_answer",
    ),
    (
        "a hidden file that is served",
        || {
            let hidden = || async { "ref: refs/heads/main" };
            let router = router().route("/.git/HEAD", get(hidden));
            boxed(harden(&settings()).unwrap().layer(router))
        },
        "leaks.hidden_file",
    ),
    (
        "a file that is a page",
        || page_with("<link rel=stylesheet href=\"/page.css\">"),
        "static.missing",
    ),
    // A layer is missing.
    (
        "no stack at all",
        || boxed(router()),
        "https.not_redirected",
    ),
    (
        "no proxies",
        || stack(|parts| parts.proxies = None),
        "https.loop",
    ),
    (
        "no hosts",
        || stack(|parts| parts.hosts = None),
        "hosts.foreign_accepted",
    ),
    (
        "no redirect",
        || stack(|parts| parts.https = None),
        "https.not_redirected",
    ),
    (
        "no headers",
        || stack(|parts| parts.headers = None),
        "headers.missing_in_answer",
    ),
    (
        "no CORS",
        || stack(|parts| parts.cors = None),
        "cors.allowed_refused",
    ),
    (
        "no refusal of other sites",
        || stack(|parts| parts.csrf = None),
        "csrf.cross_site_accepted",
    ),
    (
        "neither proxies nor hosts",
        || {
            stack(|parts| {
                parts.proxies = None;
                parts.hosts = None;
            })
        },
        "hosts.own_refused",
    ),
    // A layer is in the wrong place.
    (
        "health inside of the stack",
        || {
            boxed(
                harden(&settings())
                    .unwrap()
                    .layer(HealthLayer::new(health()).layer(router())),
            )
        },
        "health.out_of_reach",
    ),
    (
        "the headers inside of what refuses other sites",
        || {
            let settings = settings();
            let gate = settings.gate_config().build().unwrap();
            let headers = settings.headers_config().build().unwrap();
            let cors = settings.cors_config().map(|config| config.build().unwrap());
            let inner = PolicyLayer::new((cors, gate.csrf, headers)).layer(router());
            boxed(PolicyLayer::new((gate.proxies, gate.hosts, gate.https)).layer(inner))
        },
        "headers.missing_in_answer",
    ),
    (
        "the redirect outside of the proxies",
        || {
            let gate = settings().gate_config().build().unwrap();
            boxed(PolicyLayer::new(gate.https).layer(good()))
        },
        "https.not_redirected",
    ),
    (
        "a router outside of the stack",
        || beside(Router::new().route("/admin", get(|| async { "Admin" }))),
        "hosts.foreign_accepted",
    ),
    (
        "a router outside of the stack, over HTTP",
        || beside(Router::new().route("/admin", get(|| async { "Admin" }))),
        "https.not_redirected",
    ),
    // A layer is another than the settings ask for.
    (
        "everybody is a proxy",
        || {
            stack(|parts| {
                let gate = load(&[("TRUSTED_PROXIES", "0.0.0.0/0")]).gate_config();
                parts.proxies = Some(gate.build().unwrap().proxies);
            })
        },
        "proxies.stranger_believed",
    ),
    (
        "nobody is a proxy",
        || {
            stack(|parts| {
                let gate = load(&[("TRUSTED_PROXIES", "")]).gate_config();
                parts.proxies = Some(gate.build().unwrap().proxies);
            })
        },
        "proxies.redirect_loop",
    ),
    (
        "every host is its own",
        || {
            stack(|parts| {
                let gate = load(&[("ALLOWED_HOSTS", "*")]).gate_config();
                parts.hosts = Some(gate.build().unwrap().hosts);
            })
        },
        "hosts.foreign_accepted",
    ),
    (
        "every page is exempt from the redirect",
        || {
            stack(|parts| {
                let gate = load(&[("SECURE_REDIRECT_EXEMPT", "/")]).gate_config();
                parts.https = gate.build().unwrap().https;
            })
        },
        "https.not_redirected",
    ),
    (
        "every origin may read",
        || {
            stack(|parts| {
                let cors = seaworthy::cors::Config::new(["*".to_owned()]);
                parts.cors = Some(cors.build().unwrap());
            })
        },
        "cors.foreign_allowed",
    ),
    (
        "every site is trusted",
        || {
            stack(|parts| {
                let trusted = "https://seaworthy-foreign.invalid";
                let gate = load(&[("CSRF_TRUSTED_ORIGINS", trusted)]).gate_config();
                parts.csrf = Some(gate.build().unwrap().csrf);
            })
        },
        "csrf.cross_site_accepted",
    ),
    (
        "a policy that allows inline scripts",
        || {
            stack(|parts| {
                let headers = load(&[
                    ("CSP_SCRIPT_SRC", "'self' 'unsafe-inline'"),
                    ("CSP_INCLUDE_NONCE_IN", ""),
                ]);
                parts.headers = Some(headers.headers_config().build().unwrap());
            })
        },
        "headers.weakened",
    ),
    (
        "the policy is reported, not enforced",
        || {
            stack(|parts| {
                let headers = load(&[("CSP_REPORT_ONLY", "true")]);
                parts.headers = Some(headers.headers_config().build().unwrap());
            })
        },
        "headers.missing_in_answer",
    ),
    (
        "HSTS for a day",
        || {
            stack(|parts| {
                let headers = load(&[("SECURE_HSTS_SECONDS", "86400")]);
                parts.headers = Some(headers.headers_config().build().unwrap());
            })
        },
        "headers.weakened",
    ),
    (
        "cookies are left as they are",
        || {
            stack(|parts| {
                let mut headers = settings().headers_config();
                headers.cookies = None;
                parts.headers = Some(headers.build().unwrap());
            })
        },
        "cookies.not_secure",
    ),
    // Something in front says what is not so.
    (
        "all is taken for HTTPS",
        || {
            asked(|request| {
                request
                    .extensions_mut()
                    .insert(Peer::ip([203, 0, 113, 77].into()).tls());
            })
        },
        "https.not_redirected",
    ),
    (
        "all is taken for HTTP",
        || {
            asked(|request| {
                request
                    .extensions_mut()
                    .insert(Peer::ip([203, 0, 113, 77].into()));
            })
        },
        "https.loop",
    ),
    (
        "a host that is always the right one",
        || {
            asked(|request| {
                *request.uri_mut() = request.uri().path().parse().unwrap();
                request
                    .headers_mut()
                    .insert(HOST, HeaderValue::from_static(HOME));
            })
        },
        "hosts.foreign_accepted",
    ),
    (
        "an origin that is taken away",
        || {
            asked(|request| {
                request.headers_mut().remove("origin");
                request.headers_mut().remove("sec-fetch-site");
            })
        },
        "csrf.cross_site_accepted",
    ),
    // Something in front changes the answers.
    (
        "no nosniff",
        || answered(|_, a| drop(a.headers_mut().remove("x-content-type-options"))),
        "headers.missing_in_answer",
    ),
    (
        "no frame options",
        || answered(|_, a| drop(a.headers_mut().remove("x-frame-options"))),
        "headers.missing_in_answer",
    ),
    (
        "no referrer policy",
        || answered(|_, a| drop(a.headers_mut().remove("referrer-policy"))),
        "headers.missing_in_answer",
    ),
    (
        "no opener policy",
        || answered(|_, a| drop(a.headers_mut().remove("cross-origin-opener-policy"))),
        "headers.missing_in_answer",
    ),
    (
        "no permissions policy",
        || answered(|_, a| drop(a.headers_mut().remove("permissions-policy"))),
        "headers.missing_in_answer",
    ),
    (
        "no HSTS",
        || answered(|_, a| drop(a.headers_mut().remove("strict-transport-security"))),
        "headers.missing_in_answer",
    ),
    (
        "no headers on errors",
        || {
            answered(|_, a| {
                if a.status() == StatusCode::NOT_FOUND {
                    a.headers_mut().clear();
                }
            })
        },
        "headers.missing_in_answer",
    ),
    (
        "two frame options",
        || answered(|_, a| add(a, "x-frame-options", "SAMEORIGIN")),
        "headers.duplicated",
    ),
    (
        "two policies",
        || answered(|_, a| add(a, "content-security-policy", "default-src *")),
        "headers.duplicated",
    ),
    (
        "HSTS that takes back what it said",
        || answered(|_, a| set(a, "strict-transport-security", "max-age=0")),
        "headers.weakened",
    ),
    (
        "HSTS over HTTP",
        || {
            answered(|asked, a| {
                if !asked.secure {
                    set(a, "strict-transport-security", "max-age=31536000");
                }
            })
        },
        "hsts.over_http",
    ),
    (
        "a referrer policy that tells all",
        || answered(|_, a| set(a, "referrer-policy", "unsafe-url")),
        "headers.weakened",
    ),
    (
        "a policy with a nonce of its own",
        || answered(|_, a| set(a, "content-security-policy", "script-src 'nonce-abc'")),
        "csp.nonce_short",
    ),
    (
        "a page with an old nonce",
        || {
            answered(|asked, a| {
                if asked.path == "/" && a.status() == StatusCode::OK {
                    *a.body_mut() = Body::from("<script nonce=\"b2xkIG9sZCBvbGQgb2xkIG9sZA\">");
                }
            })
        },
        "csp.nonce_mismatch",
    ),
    (
        "a script without a nonce",
        || {
            let page = || async { Html("<script>let a = 1;</script>") };
            let router = Router::new().route("/", get(page));
            boxed(harden(&settings()).unwrap().layer(router))
        },
        "csp.script_blocked",
    ),
    ("a page from a cache", cached, "csp.nonce_repeated"),
    // Cookies that are set outside.
    (
        "a cookie without Secure",
        || answered(|_, a| add(a, "set-cookie", "a=1; HttpOnly; SameSite=Lax")),
        "cookies.not_secure",
    ),
    (
        "a cookie without HttpOnly",
        || answered(|_, a| add(a, "set-cookie", "a=1; Secure; SameSite=Lax")),
        "cookies.not_httponly",
    ),
    (
        "a cookie without SameSite",
        || answered(|_, a| add(a, "set-cookie", "a=1; Secure; HttpOnly")),
        "cookies.no_samesite",
    ),
    (
        "a cookie that browsers drop",
        || {
            answered(|_, a| {
                add(
                    a,
                    "set-cookie",
                    "__Host-a=1; Secure; HttpOnly; SameSite=Lax; Domain=example.com",
                )
            })
        },
        "cookies.dropped",
    ),
    // CORS by somebody else.
    (
        "any origin",
        || answered(|asked, a| cors(a, asked, |_| true)),
        "cors.foreign_allowed",
    ),
    (
        "a star",
        || answered(|_, a| set(a, "access-control-allow-origin", "*")),
        "cors.foreign_allowed",
    ),
    (
        "the origin null",
        || answered(|asked, a| cors(a, asked, |origin| origin == "null")),
        "cors.foreign_allowed",
    ),
    (
        "an origin by its end",
        || answered(|asked, a| cors(a, asked, |o| o.ends_with("partner.example"))),
        "cors.foreign_allowed",
    ),
    (
        "an origin by its beginning",
        || answered(|asked, a| cors(a, asked, |o| o.starts_with(PARTNER))),
        "cors.foreign_allowed",
    ),
    (
        "the same origin over HTTP",
        || answered(|asked, a| cors(a, asked, |o| o.starts_with("http://"))),
        "cors.foreign_allowed",
    ),
    (
        "preflights that are always answered",
        || {
            answered(|asked, a| {
                if asked.method == Method::OPTIONS {
                    cors(a, asked, |_| true);
                }
            })
        },
        "cors.foreign_allowed",
    ),
    (
        "an answer that does not vary",
        || answered(|_, a| drop(a.headers_mut().remove("vary"))),
        "cors.no_vary",
    ),
    // What is told of the inside.
    (
        "the name of the server",
        || answered(|_, a| set(a, "server", "hyper")),
        "leaks.telltale_header",
    ),
    (
        "what it is made with",
        || answered(|_, a| set(a, "x-powered-by", "Rust")),
        "leaks.telltale_header",
    ),
    (
        "the text of a panic",
        || {
            answered(|_, a| {
                if a.status() == StatusCode::NOT_FOUND {
                    *a.body_mut() = Body::from("thread 'main' panicked at src/main.rs:7");
                }
            })
        },
        "leaks.internals",
    ),
    (
        "files of the system",
        || {
            answered(|asked, a| {
                if asked.path.contains("passwd") {
                    *a.body_mut() = Body::from("root:x:0:0:root:/root:/bin/sh");
                }
            })
        },
        "leaks.traversal",
    ),
    (
        "a host that anybody names",
        || {
            answered(|asked, a| {
                if let Some(host) = &asked.forwarded_host {
                    let link = HeaderValue::from_str(&format!("https://{host}/")).unwrap();
                    a.headers_mut().insert(LOCATION, link);
                }
            })
        },
        "hosts.forged_reflected",
    ),
    // Health.
    (
        "health that sets a cookie",
        || answered(|_, a| add(a, "set-cookie", "a=1; Secure; HttpOnly; SameSite=Lax")),
        "health.cookie",
    ),
    (
        "health that is cached",
        || answered(|_, a| set(a, "cache-control", "max-age=60")),
        "health.cacheable",
    ),
    (
        "health only by GET",
        || {
            answered(|asked, a| {
                if asked.method == Method::HEAD {
                    *a.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
                }
            })
        },
        "health.no_head",
    ),
    // It does not answer.
    (
        "a handler that panics",
        || beside(Router::new().route("/admin", get(panics))),
        "service.panicked",
    ),
    (
        "a handler that hangs",
        || beside(Router::new().route("/admin", get(std::future::pending::<()>))),
        "service.hangs",
    ),
];

async fn panics() {
    panic!("in the handler");
}

async fn judged(app: App) -> Report {
    let settings = settings();
    let deployment = Deployment::new(&settings).page("/api/lots").page("/admin");
    deployment.run(app).await
}

fn ids(report: &Report) -> BTreeSet<String> {
    report
        .findings()
        .iter()
        .map(|finding| finding.id.clone())
        .collect()
}

#[tokio::test]
async fn the_good_application_has_no_finding() {
    let report = judged(good()).await;
    assert!(report.findings().is_empty(), "{}", report.text());
    assert!(
        !report.text().to_string().contains("skipped"),
        "{}",
        report.text()
    );
    let report = check::deploy(good(), &settings()).await;
    report.assert_clean();
}

#[tokio::test]
async fn an_application_with_a_page_for_every_path_has_no_finding_either() {
    let router = Router::new().fallback(|| async { Html("<!doctype html>") });
    let app = boxed(harden(&settings()).unwrap().layer(router));
    let report = judged(app).await;
    assert!(report.findings().is_empty(), "{}", report.text());
    assert!(
        report
            .text()
            .to_string()
            .contains("composed.health: there are no health endpoints")
    );
}

// Nobody waits for the one that hangs.
#[tokio::test(start_paused = true)]
async fn every_broken_application_is_caught_by_the_check_that_is_named() {
    assert!(BROKEN.len() >= 40);
    let mut missed = Vec::new();
    for (what, app, id) in BROKEN {
        let report = judged(app()).await;
        if !ids(&report).contains(*id) {
            missed.push(format!("{what}: no {id} in\n{}", report.text()));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[tokio::test]
async fn what_is_not_for_everybody_is_refused_and_kept_by_nobody() {
    let answer = |status: u16, kept: &'static str| {
        let status = StatusCode::from_u16(status).unwrap();
        move || async move { (status, [(http::header::CACHE_CONTROL, kept)]) }
    };
    let router = router()
        .route("/refused", get(answer(401, "no-store")))
        .route("/kept", get(answer(403, "max-age=60")))
        .route("/open", get(answer(200, "private")));
    let app = boxed(harden(&settings()).unwrap().layer(router));
    let deployment = Deployment::new(&settings());
    let deployment = deployment
        .protected("/refused")
        .protected("/kept")
        .protected("/open");
    let report = deployment.run(app).await;
    let found = report.findings().iter();
    let found: Vec<_> = found
        .map(|f| (f.id.as_str(), f.object.as_deref()))
        .collect();
    let expected = [
        ("protected.open", Some("/open")),
        ("protected.cacheable", Some("/kept")),
    ];
    assert_eq!(found, expected, "{}", report.text());
}

#[test]
fn every_id_that_is_found_has_a_rule_that_explains_it() {
    for (what, _, id) in BROKEN {
        assert!(check::rules().explain(id).is_ok(), "{what}: {id}");
    }
}

#[tokio::test]
async fn what_is_found_is_the_same_each_time_and_says_what_to_do() {
    let broken = || answered(|_, a| add(a, "set-cookie", "a=hunter2-canary"));
    let (first, second) = (judged(broken()).await, judged(broken()).await);
    assert_eq!(first, second);
    assert_eq!(first.json().to_string(), second.json().to_string());
    for finding in first.findings() {
        assert!(finding.hint.is_some(), "{finding:?}");
    }
    for text in [
        first.text().to_string(),
        first.json().to_string(),
        first.sarif().to_string(),
    ] {
        assert!(!text.contains("hunter2-canary"), "{text}");
    }
}
