//! The gate before a service: what a request meets, what a handler sees, what is logged.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::{self, Write as _};
use std::sync::Once;

use http::{Request, Response, StatusCode};
use seaworthy_gate::{Config, CsrfRefusal, HostRefusal, HttpsRefusal, Peer};
use seaworthy_policy::{Connection, PolicyLayer};
use tower::{Layer, Service, ServiceExt, service_fn};
use tracing::field::{Field, Visit};
use tracing::span;

fn production() -> Config {
    let mut config = Config::new([".example.com"]);
    config.trusted_proxies = vec!["10.0.0.0/8".to_owned()];
    config
}

/// A service that answers with what it knows of the connection.
fn service(
    config: &Config,
) -> impl Service<Request<()>, Response = Response<String>, Error = Infallible> + use<> {
    Collector::install();
    let gate = config.build().unwrap();
    let policy = (gate.proxies, gate.hosts, gate.https, gate.csrf);
    PolicyLayer::new(policy).layer(service_fn(|request: Request<()>| async move {
        let connection = Connection::of(request.extensions()).unwrap();
        let host = connection.host.as_ref().unwrap();
        let client = connection.client.unwrap();
        Ok::<_, Infallible>(Response::new(format!(
            "{} {host} {client}",
            connection.scheme
        )))
    }))
}

async fn answer(config: &Config, request: Request<()>) -> Response<String> {
    service(config).oneshot(request).await.unwrap()
}

/// A request as a trusted proxy passes it on.
fn proxied(method: &str, uri: &str, host: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(uri)
        .header("host", host)
        .header("x-forwarded-for", "198.51.100.9, 192.0.2.1")
        .header("x-forwarded-proto", "https")
        .extension(Peer::ip([10, 0, 0, 7].into()))
}

#[tokio::test]
async fn a_proxied_request_reaches_the_handler_with_what_is_true_of_it() {
    let request = proxied("POST", "/", "www.example.com:443")
        .header("origin", "https://www.example.com")
        .body(())
        .unwrap();
    let response = answer(&production(), request).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.body(), "https www.example.com:443 192.0.2.1");
}

#[tokio::test]
async fn a_request_over_plain_http_never_reaches_the_handler() {
    for spoof in ["x-forwarded-proto", "x-forwarded-ssl", "forwarded"] {
        let request = Request::post("/a?b")
            .header("host", "www.example.com:8000")
            .header(spoof, "https")
            .extension(Peer::ip([192, 0, 2, 1].into()))
            .body(())
            .unwrap();
        let response = answer(&production(), request).await;
        assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
        assert_eq!(
            response.headers()["location"],
            "https://www.example.com/a?b"
        );
        assert_eq!(response.body(), "");
    }
}

#[tokio::test]
async fn the_host_is_checked_before_anything_else() {
    let mut config = production();
    config.redirect_exempt = vec!["/live".to_owned()];
    for (method, uri, upgrade) in [
        ("GET", "/live", ""),
        ("POST", "/", ""),
        ("GET", "/", "websocket"),
    ] {
        for host in ["evil.test", "evil.test:443", "www.example.com@evil.test"] {
            let request = proxied(method, uri, host)
                .header("upgrade", upgrade)
                .body(())
                .unwrap();
            let response = answer(&config, request).await;
            assert_eq!(
                response.status(),
                StatusCode::BAD_REQUEST,
                "{method} {uri} {host}"
            );
            assert!(response.extensions().get::<HostRefusal>().is_some());
        }
    }
}

#[tokio::test]
async fn a_forged_forwarded_host_is_validated_like_any_other() {
    let mut config = production();
    config.use_x_forwarded_host = true;
    for (lines, status) in [
        (&["www.example.com"][..], 200),
        (&["evil.test"], 400),
        (&["www.example.com, evil.test"], 400),
        (&["www.example.com", "www.example.com"], 400),
        (&[""], 400),
    ] {
        for uri in ["/", "http://10.0.0.5/"] {
            let mut request = proxied("GET", uri, "10.0.0.5");
            for line in lines {
                request = request.header("x-forwarded-host", *line);
            }
            let response = answer(&config, request.body(()).unwrap()).await;
            assert_eq!(response.status(), status, "{uri} {lines:?}");
        }
    }
}

#[tokio::test]
async fn the_gate_reads_forwarded_alone_if_it_is_asked_to() {
    let mut config = production();
    config.use_forwarded = true;
    config.use_x_forwarded_host = true;
    let request = |line: &str| {
        let request = Request::get("/").header("host", "10.0.0.5");
        let request = request.header("x-forwarded-for", "198.51.100.9");
        let request = request.header("x-forwarded-proto", "https");
        let request = request.header("forwarded", line);
        let request = request.extension(Peer::ip([10, 0, 0, 7].into()));
        request.body(()).unwrap()
    };
    let told = "host=evil.test, for=192.0.2.1;proto=https;host=\"www.example.com:443\"";
    let response = answer(&config, request(told)).await;
    assert_eq!(response.body(), "https www.example.com:443 192.0.2.1");
    for (line, status) in [
        ("for=192.0.2.1;proto=https;host=evil.test", 400),
        ("for=192.0.2.1;proto=https;host=\"a, www.example.com\"", 400),
        ("for=192.0.2.1;proto=https;host=\"\"", 400),
        ("for=192.0.2.1;host=www.example.com", 301),
        ("for=192.0.2.1;proto=https", 400),
    ] {
        let response = answer(&config, request(line)).await;
        assert_eq!(response.status(), status, "{line}");
    }
}

#[tokio::test]
async fn a_probe_by_address_comes_in_where_it_may_and_leads_nowhere_else() {
    let mut config = production();
    config.allowed_hosts_exempt = vec!["/live".to_owned()];
    let gate = |config: &Config| {
        let gate = config.build().unwrap();
        PolicyLayer::new((gate.proxies, gate.hosts, gate.https)).layer(service_fn(
            |request: Request<()>| async move {
                let connection = Connection::of(request.extensions()).unwrap();
                assert_eq!(connection.host, None);
                Ok::<_, Infallible>(Response::new(()))
            },
        ))
    };
    let probe = |host: &str| Request::get("/live").header("host", host).body(()).unwrap();

    // A redirect never leads to a host that nobody has validated.
    let response = gate(&config).oneshot(probe("10.0.0.5:8000")).await.unwrap();
    assert_eq!(response.extensions().get(), Some(&HttpsRefusal::Host));
    assert!(!response.headers().contains_key("location"));

    config.redirect_exempt = vec!["/live".to_owned()];
    let response = gate(&config).oneshot(probe("10.0.0.5:8000")).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let response = gate(&config).oneshot(probe("a, b")).await.unwrap();
    assert_eq!(response.extensions().get(), Some(&HostRefusal::Malformed));
}

#[tokio::test]
async fn a_server_may_have_its_own_way_to_tell_the_peer() {
    #[derive(Clone)]
    struct ConnectInfo(std::net::SocketAddr);

    let gate = production().build().unwrap();
    let proxies = gate.proxies.peer_from(|extensions| {
        extensions
            .get::<ConnectInfo>()
            .map(|info| Peer::ip(info.0.ip()))
    });
    let service = PolicyLayer::new((proxies, gate.hosts, gate.https)).layer(service_fn(
        |_: Request<()>| async { Ok::<_, Infallible>(Response::new(())) },
    ));
    let (proxy, stranger) = ([10, 0, 0, 7], [192, 0, 2, 1]);
    for (told, itself, status) in [
        (Some(proxy), Some(stranger), StatusCode::OK),
        (Some(stranger), Some(proxy), StatusCode::MOVED_PERMANENTLY),
        (None, Some(proxy), StatusCode::OK),
        (None, Some(stranger), StatusCode::MOVED_PERMANENTLY),
        (None, None, StatusCode::MOVED_PERMANENTLY),
    ] {
        let mut request = proxied("GET", "/", "www.example.com").body(()).unwrap();
        let extensions = request.extensions_mut();
        extensions.remove::<Peer>();
        told.map(|address| extensions.insert(ConnectInfo((address, 4711).into())));
        itself.map(|address: [u8; 4]| extensions.insert(Peer::ip(address.into())));
        let answer = service.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), status, "{told:?} {itself:?}");
    }
}

#[test]
fn a_refusal_is_logged_once_escaped_and_in_bounds() {
    let secret = "token=hunter2";
    let long = "a".repeat(10_000);
    let plain = Request::get(format!("/path?{secret}")).header("host", "www.example.com");
    let cross = proxied("POST", &format!("/path?{secret}"), "www.example.com")
        .header("cookie", secret)
        .header("referer", format!("https://evil.test/?{secret}"));
    let mut config = production();
    for (request, part) in [
        (proxied("GET", "/", "evil.test"), "evil.test"),
        (proxied("GET", "/", "evil.test\t{red}"), r"evil.test\t{red}"),
        (proxied("GET", "/", &long), "aaa…"),
        (
            plain
                .header("upgrade", "websocket")
                .header("x-forwarded-proto", "http"),
            "/path",
        ),
        (cross, "https://evil.test"),
        (
            proxied("POST", "/", "www.example.com").header("origin", "n\tull"),
            r"n\tull",
        ),
    ] {
        let (status, events) = logged(&config, request.body(()).unwrap());
        assert!(matches!(status.as_u16(), 400 | 403), "{status}");
        let [event] = events.as_slice() else {
            panic!("{part}: {events:?}")
        };
        assert!(event.starts_with("seaworthy_gate::"), "{event}");
        assert!(
            event.contains("request refused") && event.contains(part),
            "{event}"
        );
        assert!(!event.contains("hunter2") && event.len() < 500, "{event}");
        assert!(!event.contains(['\t', '\n']), "{event}");
    }

    let request = proxied(
        &"M".repeat(5_000),
        &format!("/{long}"),
        &format!("{long}.example.com"),
    )
    .header("origin", format!("https://{long}.test"))
    .header("referer", format!("https://{long}.test/"));
    let (_, events) = logged(&config, request.body(()).unwrap());
    let [event] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert!(event.len() < 1_200, "{event}");

    // Nothing is said of what passes.
    config.ssl_redirect = false;
    let passing = proxied("GET", "/", "www.example.com").body(()).unwrap();
    assert_eq!(logged(&config, passing), (StatusCode::OK, Vec::new()));
}

#[test]
fn an_operator_who_forgot_to_trust_the_proxy_is_told_once_a_minute() {
    let mut service = service(&Config::new([".example.com"]));
    let request = || proxied("GET", "/", "www.example.com").body(()).unwrap();
    for _ in 0..3 {
        let response = block_on(service.call(request())).unwrap();
        assert_eq!(response.status(), StatusCode::MOVED_PERMANENTLY);
    }
    let events = events();
    let [event] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert!(
        event.contains("trusted proxies") && event.contains("10.0.0.7"),
        "{event}"
    );

    let unknown = {
        let mut request = request();
        request.extensions_mut().clear();
        request
    };
    let (_, events) = logged(&Config::new([".example.com"]), unknown);
    let [event] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert!(event.contains("does not tell who the peer is"), "{event}");

    let (_, events) = logged(
        &production(),
        proxied("GET", "/", "www.example.com").body(()).unwrap(),
    );
    assert!(events.is_empty(), "{events:?}");

    // Nobody claims anything that is not so.
    let honest = Request::get("/")
        .header("host", "www.example.com")
        .header("x-forwarded-proto", "http");
    let (status, events) = logged(&production(), honest.body(()).unwrap());
    assert_eq!(
        (status, events),
        (StatusCode::MOVED_PERMANENTLY, Vec::new())
    );
}

#[test]
fn an_operator_whose_proxy_does_not_say_https_is_told() {
    let forwarded = |config: &mut Config| config.use_forwarded = true;
    let off = |config: &mut Config| {
        config.proxy_ssl_header = Some(("X-Forwarded-Ssl".to_owned(), "on".to_owned()));
    };
    let plain = |_: &mut Config| {};
    let client = ("x-forwarded-for", "192.0.2.1");
    for (change, headers, told) in [
        (plain as fn(&mut Config), &[client][..], "does not say"),
        (plain, &[("forwarded", "proto=https")], "does not say"),
        (
            plain,
            &[client, ("x-forwarded-proto", "HTTPS")],
            "\"HTTPS\"",
        ),
        (
            plain,
            &[client, ("x-forwarded-proto", "https,http")],
            "\"https,http\"",
        ),
        (plain, &[client, ("x-forwarded-proto", "on")], "\"on\""),
        (plain, &[client, ("x-forwarded-proto", "http")], ""),
        (plain, &[("accept", "*/*")], ""),
        (
            off,
            &[client, ("x-forwarded-ssl", "1")],
            "header=x-forwarded-ssl",
        ),
        (off, &[client, ("x-forwarded-ssl", "off")], ""),
        (
            off,
            &[client, ("x-forwarded-proto", "https")],
            "does not say",
        ),
        (forwarded, &[("forwarded", "for=192.0.2.1")], "does not say"),
        (
            forwarded,
            &[client, ("x-forwarded-proto", "https")],
            "header=forwarded",
        ),
        (
            forwarded,
            &[("forwarded", "proto=https;secret=hunter2,proto=tls")],
            "may mean",
        ),
        (
            forwarded,
            &[("forwarded", "proto=https, proto=http")],
            "may mean",
        ),
        (
            forwarded,
            &[("forwarded", "proto=https, for=\"")],
            "may mean",
        ),
        (forwarded, &[("forwarded", "for=192.0.2.1;proto=http")], ""),
    ] {
        let mut config = production();
        change(&mut config);
        let mut request = Request::get("/")
            .header("host", "www.example.com")
            .extension(Peer::ip([10, 0, 0, 7].into()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).unwrap();
        let mut service = service(&config);
        for _ in 0..3 {
            let answer = block_on(service.call(request.clone())).unwrap();
            assert_eq!(answer.status(), StatusCode::MOVED_PERMANENTLY);
        }
        let events = events();
        assert_eq!(
            events.len(),
            usize::from(!told.is_empty()),
            "{headers:?}: {events:?}"
        );
        for event in events {
            assert!(
                event.contains(told) && !event.contains("hunter2"),
                "{event}"
            );
        }
    }
}

#[tokio::test]
async fn each_refusal_carries_its_reason() {
    let config = production();
    let host = proxied("GET", "/", "evil.test").body(()).unwrap();
    let response = answer(&config, host).await;
    assert_eq!(response.extensions().get(), Some(&HostRefusal::NotAllowed));

    let upgrade = Request::get("/")
        .header("host", "www.example.com")
        .header("upgrade", "websocket");
    let response = answer(&config, upgrade.body(()).unwrap()).await;
    assert_eq!(response.extensions().get(), Some(&HttpsRefusal::Upgrade));

    let csrf = proxied("POST", "/", "www.example.com").header("origin", "https://evil.test");
    let response = answer(&config, csrf.body(()).unwrap()).await;
    assert_eq!(
        response.extensions().get(),
        Some(&CsrfRefusal::ForeignOrigin)
    );
}

fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(future)
}

/// What is answered, and what has been logged on the way.
fn logged(config: &Config, request: Request<()>) -> (StatusCode, Vec<String>) {
    let response = block_on(answer(config, request));
    (response.status(), events())
}

thread_local! {
    static EVENTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The events of this thread, which is this test, since they were last asked for.
fn events() -> Vec<String> {
    EVENTS.take()
}

/// Collects each event as one line.
///
/// It is installed for the whole process, and before anything may be logged: whether an event is
/// of interest is remembered beyond the subscriber of a single thread.
struct Collector;

impl Collector {
    fn install() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| tracing::subscriber::set_global_default(Self).unwrap());
    }
}

impl tracing::Subscriber for Collector {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("seaworthy_gate")
    }

    fn event(&self, event: &tracing::Event<'_>) {
        struct Line(String);
        impl Visit for Line {
            fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
                write!(self.0, " {}={value:?}", field.name()).unwrap();
            }
        }
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        EVENTS.with_borrow_mut(|events| events.push(line.0));
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}
