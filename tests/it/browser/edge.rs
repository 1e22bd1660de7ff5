//! What stands in front of the application: it ends TLS and says so, as a proxy in production
//! does. Unlike one in production it can leave out what protects, and has a hole for an attacker's
//! markup. It is also the web site of the attackers themselves.

use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::chromium::PATIENCE;
use crate::client;
use crate::tls::Tls;

/// The application's name.
pub(super) const APP: &str = "app.example.test";

/// Another site, and another host of the same site: browsers send the latter's cookies.
pub(super) const ATTACKERS: [&str; 2] = ["evil.test", "evil.example.test"];

/// The site that the application trusts.
pub(super) const PARTNER: &str = "partner.test";

/// Sites whose origins name no port: the browser comes here with them all the same.
pub(super) const SITES: [&str; 4] = ["a.b", "a.example.com", "evil.com", "example.com"];

/// No body here is larger.
const MOST_BYTES: usize = 1 << 20;

/// A running edge; it ends when it goes out of scope.
pub(super) struct Edge {
    tls: Tls,
    shared: Arc<Shared>,
}

/// A request that passed, and how it was answered.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    pub(super) host: String,
    pub(super) line: String,
    pub(super) headers: HeaderMap,
    pub(super) status: StatusCode,
}

impl Exchange {
    /// Whether it is this request, made by a page of this origin.
    pub(super) fn is(&self, line: &str, origin: &str) -> bool {
        self.line == line
            && self
                .headers
                .get(header::ORIGIN)
                .is_some_and(|o| o == origin)
    }
}

#[derive(Default)]
struct Shared {
    server: OnceLock<SocketAddr>,
    /// Servers that have a name of their own.
    others: Mutex<Vec<(String, SocketAddr)>>,
    /// What the attackers wrote: pages of theirs, and markup that they smuggle into ours.
    written: Mutex<Vec<String>>,
    passed: Mutex<Vec<Exchange>>,
    more: Condvar,
}

impl Shared {
    fn server_of(&self, host: &str) -> SocketAddr {
        let others = self.others.lock().unwrap();
        let other = others.iter().find(|(name, _)| name == host);
        other.map_or_else(|| *self.server.wait(), |&(_, server)| server)
    }

    /// What a query asks for.
    fn read(&self, query: &str) -> Option<String> {
        let number: usize = query.strip_prefix("written=")?.parse().ok()?;
        self.written.lock().unwrap().get(number).cloned()
    }
}

impl Edge {
    /// Listens on a port that is free.
    pub(super) fn start() -> Self {
        let shared = Arc::new(Shared::default());
        let app = Router::new().fallback(answer).with_state(shared.clone());
        Self {
            tls: Tls::serve(APP, app),
            shared,
        }
    }

    /// Stands in front of this server from now on.
    pub(super) fn front(&self, server: SocketAddr) {
        self.shared.server.set(server).unwrap();
    }

    /// Stands in front of one more server, under a name of its own: where that goes; the latest
    /// counts.
    pub(super) fn front_as(&self, host: &str, server: SocketAddr) -> String {
        let mut others = self.shared.others.lock().unwrap();
        others.insert(0, (host.to_owned(), server));
        self.origin(host)
    }

    /// The port that it listens on.
    pub(super) const fn port(&self) -> u16 {
        self.tls.port
    }

    /// The digest of the key that its certificate is for.
    pub(super) fn key(&self) -> &str {
        &self.tls.key
    }

    /// An origin of ours.
    pub(super) fn origin(&self, host: &str) -> String {
        format!("https://{host}:{}", self.tls.port)
    }

    /// An address of the application, at its own name or at one from [`without`].
    pub(super) fn app(&self, host: &str, path: &str) -> String {
        self.origin(host) + path
    }

    /// The path of the application's page with more markup in its body, as if it wrote unescaped
    /// what a visitor sent.
    pub(super) fn hole(&self, markup: &str) -> String {
        format!("/?written={}", self.write(markup))
    }

    /// The address of a page of an attacker's.
    pub(super) fn page(&self, host: &str, markup: &str) -> String {
        self.page_of(&self.origin(host), markup)
    }

    /// The address of a page of this origin, whose host is one of ours.
    pub(super) fn page_of(&self, origin: &str, markup: &str) -> String {
        format!("{origin}/?written={}", self.write(markup))
    }

    fn write(&self, markup: &str) -> usize {
        let mut written = self.shared.written.lock().unwrap();
        written.push(format!("<!doctype html><title></title>{markup}"));
        written.len() - 1
    }

    /// The first exchange that is wanted, passed already or still to come.
    pub(super) fn passed(&self, wanted: impl Fn(&Exchange) -> bool) -> Exchange {
        let passed = self.shared.passed.lock().unwrap();
        let missing = |passed: &mut Vec<Exchange>| !passed.iter().any(&wanted);
        drop(
            self.shared
                .more
                .wait_timeout_while(passed, PATIENCE, missing),
        );
        // Whoever panics with the lock in hand takes the other laws along.
        let passed = self.all();
        let found = passed.iter().find(|exchange| wanted(exchange)).cloned();
        found.unwrap_or_else(|| panic!("it did not pass; what passed: {passed:#?}"))
    }

    /// Every exchange since it last forgot.
    pub(super) fn all(&self) -> Vec<Exchange> {
        self.shared.passed.lock().unwrap().clone()
    }

    pub(super) fn forget(&self) {
        self.shared.passed.lock().unwrap().clear();
    }
}

/// The application's name where it goes without these headers; where `httponly` is among them,
/// scripts see its cookies.
pub(super) fn without(headers: &[&str]) -> String {
    format!("without.{}.example.test", headers.join("."))
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let host = request.headers()[header::HOST].to_str().unwrap();
    let host = host.split(':').next().unwrap().to_owned();
    let line = format!("{} {}", request.method(), request.uri());
    let headers = request.headers().clone();
    let written = shared.read(request.uri().query().unwrap_or_default());
    let is_site = [&ATTACKERS[..], &SITES, &[PARTNER]].concat();
    let response = if is_site.contains(&host.as_str()) {
        Html(written.unwrap_or_default()).into_response()
    } else {
        let server = shared.server_of(&host);
        let body = to_bytes(request.into_body(), MOST_BYTES).await.unwrap();
        let (line, headers) = (line.clone(), headers.clone());
        let relayed = move || relay(server, &line, &headers, &body, written.as_deref());
        let mut response = tokio::task::spawn_blocking(relayed).await.unwrap();
        weaken(&host, response.headers_mut());
        response
    };
    shared.passed.lock().unwrap().push(Exchange {
        host,
        line,
        headers,
        status: response.status(),
    });
    shared.more.notify_all();
    response
}

/// Passes a request on, and the answer back.
fn relay(
    server: SocketAddr,
    line: &str,
    headers: &HeaderMap,
    body: &[u8],
    hole: Option<&str>,
) -> Response {
    let host = headers[header::HOST].to_str().unwrap();
    let port = host.rsplit(':').next().unwrap();
    let mut lines = vec![
        format!("Host: {APP}:{port}"),
        "X-Forwarded-For: 127.0.0.1".to_owned(),
        "X-Forwarded-Proto: https".to_owned(),
    ];
    for (name, value) in headers {
        // A message's length and its connection are between two neighbours.
        if ![header::HOST, header::CONNECTION, header::CONTENT_LENGTH].contains(name) {
            lines.push(format!("{name}: {}", value.to_str().unwrap()));
        }
    }
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let answer = client::send(server, line, &lines, std::str::from_utf8(body).unwrap());
    let mut page = answer.body.clone();
    if let Some(hole) = hole {
        page = page.replacen("<body>", &format!("<body>{hole}"), 1);
    }
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap();
    for (name, value) in answer.headers() {
        let name: HeaderName = name.parse().unwrap();
        if ![header::CONNECTION, header::CONTENT_LENGTH].contains(&name) {
            response.headers_mut().append(name, value.parse().unwrap());
        }
    }
    response
}

/// Leaves out what this name goes without, and has browsers keep what is said to be cached.
fn weaken(host: &str, headers: &mut HeaderMap) {
    if host.contains("cached") {
        let keep = HeaderValue::from_static("public, max-age=600");
        headers.insert(header::CACHE_CONTROL, keep);
    }
    let left_out = host.strip_prefix("without.").unwrap_or_default();
    for name in left_out.trim_end_matches(".example.test").split('.') {
        headers.remove(name);
        if name == "httponly"
            && let Some(cookie) = headers.get_mut(header::SET_COOKIE)
        {
            let weaker = cookie.to_str().unwrap().replace("; HttpOnly", "");
            *cookie = HeaderValue::try_from(weaker).unwrap();
        }
    }
}
