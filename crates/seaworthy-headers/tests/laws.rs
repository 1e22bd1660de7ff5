//! What a response gets, and what it keeps.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::HashSet;
use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex};

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use seaworthy_headers::{Config, Csp, Headers, Nonce, ReferrerPolicy};
use seaworthy_policy::{Connection, Policy, PolicyLayer, Scheme, Verdict, refusal};
use tower::{ServiceBuilder, ServiceExt, service_fn};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// A request as a gate would hand it on: of this scheme, and to this host.
fn request(scheme: Option<Scheme>, host: &str) -> Request<()> {
    let mut request = Request::new(());
    if let Some(scheme) = scheme {
        let mut connection = Connection::new(scheme);
        connection.host = Some(host.parse().unwrap());
        request.extensions_mut().insert(connection);
    }
    request
}

fn secure() -> Request<()> {
    request(Some(Scheme::Https), "a.example")
}

/// The response of a handler under the policy.
fn answer<B>(
    headers: &Headers,
    mut request: Request<()>,
    handler: impl FnOnce(Option<&Nonce>) -> Response<B>,
) -> Response<B> {
    let Verdict::Forward(memo) = headers.judge(&mut request) else {
        unreachable!("every request is forwarded");
    };
    let mut response = handler(Nonce::of(request.extensions()));
    headers.finish(memo, &mut response);
    response
}

/// A page that displays its nonce.
fn page(nonce: Option<&Nonce>) -> Response<String> {
    Response::new(nonce.unwrap().to_string())
}

fn default() -> Headers {
    Config::default().build().unwrap()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    let values = headers.get_all(name).into_iter();
    values.map(|value| value.to_str().unwrap()).collect()
}

const ALWAYS: [(&str, &str); 7] = [
    ("cross-origin-resource-policy", "same-origin"),
    ("origin-agent-cluster", "?1"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("x-permitted-cross-domain-policies", "none"),
];
const SECURE: (&str, &str) = ("cross-origin-opener-policy", "same-origin");
const PINNED: (&str, &str) = (
    "strict-transport-security",
    "max-age=31536000; includeSubDomains",
);

#[test]
fn the_default_sends_each_header_once() {
    let (http, https) = (Some(Scheme::Http), Some(Scheme::Https));
    for (scheme, host, more) in [
        (None, "", &[][..]),
        (http, "a.example", &[]),
        (https, "a.example", &[SECURE, PINNED]),
        (https, "10.0.0.1:8443", &[SECURE]),
        (https, "[::1]", &[SECURE]),
        (https, "localhost", &[SECURE]),
        (https, "app.localhost:8443", &[SECURE]),
    ] {
        let response = answer(&default(), request(scheme, host), |_| Response::new(()));
        let headers = response.headers();
        let expected: Vec<_> = ALWAYS.iter().chain(more).collect();
        for (name, value) in &expected {
            assert_eq!(text(headers, name), [*value], "{scheme:?} {host}");
        }
        let [csp] = text(headers, "content-security-policy")[..] else {
            unreachable!("one policy");
        };
        assert_eq!(
            csp.ends_with("; upgrade-insecure-requests"),
            !more.is_empty()
        );
        assert_eq!(headers.len(), expected.len() + 1, "{headers:?}");
    }
}

#[test]
fn what_is_off_is_not_sent() {
    let mut config = Config::default();
    config.hsts = None;
    config.content_type_nosniff = false;
    config.frame_options = None;
    config.referrer_policy.clear();
    config.cross_origin_opener_policy = None;
    config.cross_origin_resource_policy = None;
    config.origin_agent_cluster = false;
    config.permitted_cross_domain_policies = None;
    config.permissions_policy = None;
    config.csp = None;
    let headers = config.build().unwrap();
    let response = answer(&headers, secure(), |nonce| {
        assert!(nonce.is_none());
        Response::new(())
    });
    assert!(response.headers().is_empty());

    config.cross_origin_embedder_policy = "require-corp".parse().ok();
    let response = answer(&config.build().unwrap(), secure(), |_| Response::new(()));
    assert_eq!(
        text(response.headers(), "cross-origin-embedder-policy"),
        ["require-corp"]
    );
    assert_eq!(response.headers().len(), 1);
}

#[test]
fn nobody_is_told_which_product_answers() {
    let own = |_: Option<&Nonce>| {
        Response::builder()
            .header("server", "acme/1.0")
            .header("x-powered-by", "acme")
            .header("x-powered-by", "other")
            .header("x-request-id", "1")
            .body(())
            .unwrap()
    };
    let response = answer(&default(), secure(), own);
    for (name, sent) in [("server", 0), ("x-powered-by", 0), ("x-request-id", 1)] {
        assert_eq!(text(response.headers(), name).len(), sent, "{name}");
    }
    let mut config = Config::default();
    config.remove.clear();
    let response = answer(&config.build().unwrap(), secure(), own);
    assert_eq!(text(response.headers(), "x-powered-by"), ["acme", "other"]);
}

#[test]
fn referrer_policies_are_one_list_in_order() {
    let mut config = Config::default();
    config.referrer_policy = vec![ReferrerPolicy::NoReferrer, ReferrerPolicy::StrictOrigin];
    let response = answer(&config.build().unwrap(), secure(), |_| Response::new(()));
    assert_eq!(
        text(response.headers(), "referrer-policy"),
        ["no-referrer,strict-origin"]
    );
}

#[test]
fn a_handlers_own_headers_win_and_keep_all_their_values() {
    // However many headers of its own it sets.
    for others in 0..40 {
        let mut own = HeaderMap::new();
        own.insert("x-content-type-options", HeaderValue::from_static("sniff"));
        own.insert("x-frame-options", HeaderValue::from_static("SAMEORIGIN"));
        own.insert(
            "strict-transport-security",
            HeaderValue::from_static("max-age=1"),
        );
        for cookie in [
            "a=1; Secure; HttpOnly; SameSite=Lax",
            "b=2; SameSite=Strict; HttpOnly; Secure",
        ] {
            own.append(SET_COOKIE, HeaderValue::from_static(cookie));
        }
        for policy in ["img-src 'self'", "font-src 'self'"] {
            own.append(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        }
        for index in 0..others {
            let name: HeaderName = format!("x-other-{index}").parse().unwrap();
            own.append(name.clone(), HeaderValue::from(index));
            own.append(name, HeaderValue::from_static("again"));
        }
        let response = answer(&default(), secure(), |_| {
            let mut response = Response::new(());
            *response.headers_mut() = own.clone();
            response
        });
        let headers = response.headers();
        for name in own.keys().filter(|name| *name != "x-content-type-options") {
            assert_eq!(text(headers, name.as_str()), text(&own, name.as_str()));
        }
        assert_eq!(text(headers, "x-content-type-options"), ["nosniff"]);
        for (name, value) in ALWAYS.iter().filter(|(name, _)| !own.contains_key(*name)) {
            assert_eq!(text(headers, name), [*value]);
        }
        assert_eq!(headers.keys_len(), own.keys_len() + 6);
    }
}

#[test]
fn a_handlers_own_hsts_is_kept_even_on_plain_http() {
    let response = answer(&default(), Request::new(()), |_| {
        let builder = Response::builder().header("strict-transport-security", "max-age=1");
        builder.body(()).unwrap()
    });
    assert_eq!(
        text(response.headers(), "strict-transport-security"),
        ["max-age=1"]
    );
}

#[test]
fn a_full_map_is_not_a_panic() {
    let mut own = HeaderMap::new();
    let mut index = 0_u32;
    while own
        .try_insert(
            format!("x-{index}").parse::<HeaderName>().unwrap(),
            HeaderValue::from(index),
        )
        .is_ok()
    {
        index += 1;
    }
    let len = own.len();
    let response = answer(&default(), secure(), |nonce| {
        let mut response = page(nonce);
        *response.headers_mut() = own;
        response
    });
    assert_eq!(response.headers().len(), len);
}

#[test]
fn a_page_that_displays_its_nonce_gets_a_policy_with_it() {
    let headers = default();
    let mut seen = HashSet::new();
    for _ in 0..100 {
        let response = answer(&headers, secure(), page);
        let nonce = response.body();
        let [csp] = text(response.headers(), "content-security-policy")[..] else {
            unreachable!("one policy");
        };
        assert!(csp.contains(&format!("; script-src 'strict-dynamic' 'nonce-{nonce}';")));
        assert!(csp.contains(&format!("; style-src 'self' 'nonce-{nonce}';")));
        assert_eq!(csp.matches("nonce-").count(), 2);
        assert!(response.headers()[CONTENT_SECURITY_POLICY].is_sensitive());
        assert!(seen.insert(nonce.clone()), "a nonce is used once");
    }
}

#[test]
fn a_page_that_does_not_display_its_nonce_gets_the_policy_without() {
    let response = answer(&default(), secure(), |nonce| {
        assert!(nonce.is_some());
        Response::new(())
    });
    let csp = &response.headers()[CONTENT_SECURITY_POLICY];
    assert!(
        csp.to_str()
            .unwrap()
            .contains("; script-src 'none'; style-src 'self';")
    );
    assert!(!csp.is_sensitive());
    assert!(!response.headers().contains_key(CACHE_CONTROL));
}

#[test]
fn both_policies_have_the_same_nonce() {
    let mut trial = Csp::default();
    trial.set("script-src", [""; 0]).nonce_in = vec!["script-src".to_owned()];
    let mut config = Config::default();
    config.csp_report_only = Some(trial);
    let response = answer(&config.build().unwrap(), secure(), page);
    let nonce = response.body();
    assert_eq!(
        text(response.headers(), "content-security-policy-report-only"),
        [format!("script-src 'nonce-{nonce}'")]
    );
    assert!(text(response.headers(), "content-security-policy")[0].contains(nonce));

    config.csp = None;
    let response = answer(&config.build().unwrap(), secure(), page);
    assert_eq!(
        response.body().len(),
        22,
        "a policy on trial has a nonce too"
    );
}

#[test]
fn there_is_no_nonce_where_no_policy_uses_one() {
    let mut config = Config::default();
    let mut csp = Csp::default();
    csp.set("default-src", ["'self'"]);
    config.csp = Some(csp);
    let response = answer(&config.build().unwrap(), secure(), |nonce| {
        assert!(nonce.is_none());
        Response::new(())
    });
    assert_eq!(
        text(response.headers(), "content-security-policy"),
        ["default-src 'self'"]
    );
}

#[test]
fn a_policy_inside_another_has_the_nonce_that_the_page_displays() {
    let stack = (default(), default());
    let mut request = secure();
    let Verdict::Forward(memo) = stack.judge(&mut request) else {
        unreachable!("every request is forwarded");
    };
    let mut response = page(Nonce::of(request.extensions()));
    stack.finish(memo, &mut response);
    let [csp] = text(response.headers(), "content-security-policy")[..] else {
        unreachable!("one policy");
    };
    assert!(csp.contains(response.body()));
}

#[test]
fn a_304_keeps_the_policy_of_the_stored_page() {
    for status in [
        StatusCode::NOT_MODIFIED,
        StatusCode::OK,
        StatusCode::NOT_FOUND,
    ] {
        let response = answer(&default(), secure(), |nonce| {
            let mut response = page(nonce);
            *response.status_mut() = status;
            response
        });
        let modified = status != StatusCode::NOT_MODIFIED;
        assert_eq!(
            response.headers().contains_key(CONTENT_SECURITY_POLICY),
            modified
        );
        assert!(response.headers().contains_key("x-frame-options"));
    }
}

#[test]
fn a_page_with_a_nonce_stays_out_of_shared_caches() {
    for (said, sent, warned) in [
        (None, "private", false),
        (Some("no-store"), "no-store", false),
        (Some("max-age=60"), "private, max-age=60", false),
        (Some("public, max-age=60"), "private, max-age=60", true),
        (Some("s-maxage=60"), "private", true),
    ] {
        let (response, events) = listen(|| {
            answer(&default(), secure(), |nonce| {
                let mut response = page(nonce);
                if let Some(said) = said {
                    let value = HeaderValue::from_static(said);
                    response.headers_mut().insert(CACHE_CONTROL, value);
                }
                response
            })
        });
        assert_eq!(text(response.headers(), "cache-control"), [sent]);
        let levels: Vec<Level> = events.iter().map(|(level, _)| *level).collect();
        assert_eq!(levels, vec![Level::WARN; usize::from(warned)]);
        assert!(
            !events
                .iter()
                .any(|(_, text)| text.contains(response.body()))
        );
    }
}

#[test]
fn a_nonce_that_is_displayed_too_late_is_empty_and_reported_once() {
    let response = answer(&default(), secure(), |nonce| Response::new(nonce.cloned()));
    assert!(text(response.headers(), "content-security-policy")[0].contains("script-src 'none'"));
    let nonce = response.body().clone().unwrap();
    let (shown, events) = listen(|| nonce.to_string());
    assert_eq!(shown, "");
    let [(level, message)] = &events[..] else {
        unreachable!("one event, not {events:?}");
    };
    assert_eq!(*level, Level::ERROR);
    assert!(
        message.contains("after the response's head was finished"),
        "{message}"
    );
    let (shown, events) = listen(|| nonce.clone().to_string());
    assert_eq!(shown, "");
    assert!(events.is_empty(), "once is enough");
}

#[test]
fn the_nonce_without_a_policy_is_empty_and_silent() {
    let (text, events) = listen(|| Nonce::default().to_string());
    assert_eq!(text, "");
    assert!(events.is_empty());
}

#[tokio::test]
async fn it_finishes_the_replies_of_the_policies_inside_it() {
    struct Closed;

    impl Policy for Closed {
        type Memo = ();

        fn judge<B>(&self, _request: &mut Request<B>) -> Verdict<()> {
            Verdict::Reply(refusal(StatusCode::FORBIDDEN, "closed"))
        }

        fn finish<B>(&self, (): (), _response: &mut Response<B>) {}
    }

    let service = ServiceBuilder::new()
        .layer(PolicyLayer::new((default(), Closed)))
        .service(service_fn(|_: Request<()>| async {
            Ok::<_, Infallible>(Response::new(String::new()))
        }));
    let response = service.oneshot(secure()).await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert_eq!(text(response.headers(), PINNED.0), [PINNED.1]);
    assert!(response.headers().contains_key(CONTENT_SECURITY_POLICY));
}

#[tokio::test]
async fn a_service_behind_it_shows_the_nonce_of_its_own_request() {
    let service = ServiceBuilder::new()
        .layer(PolicyLayer::new(default()))
        .service(service_fn(|request: Request<()>| async move {
            let nonce = Nonce::of(request.extensions()).cloned();
            tokio::task::yield_now().await;
            Ok::<_, Infallible>(page(nonce.as_ref()))
        }));
    let (first, second) =
        tokio::join!(service.clone().oneshot(secure()), service.oneshot(secure()));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_ne!(first.body(), second.body());
    for response in [first, second] {
        let csp = text(response.headers(), "content-security-policy");
        assert!(csp[0].contains(&format!("'nonce-{}'", response.body())));
    }
}

/// What an action gives, and the events it emits.
fn listen<T>(action: impl FnOnce() -> T) -> (T, Vec<(Level, String)>) {
    let heard = Heard::default();
    let subscriber = tracing_subscriber::registry().with(heard.clone());
    let result = tracing::subscriber::with_default(subscriber, action);
    let events = heard.0.lock().unwrap().clone();
    (result, events)
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<(Level, String)>>>);

impl<S: Subscriber> Layer<S> for Heard {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        assert!(event.metadata().target().starts_with("seaworthy_headers"));
        let mut said = Said(String::new());
        event.record(&mut said);
        self.0
            .lock()
            .unwrap()
            .push((*event.metadata().level(), said.0));
    }
}

struct Said(String);

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0 += &format!("{field}={value:?} ");
    }
}
