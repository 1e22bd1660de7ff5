//! What tower-http answers and should not, beside what is answered here.
//!
//! Each law asks both in the same way. That the peer still breaks it is checked, too: a law that it
//! has come to keep should be stated without it.

use http::{HeaderValue, Method, Request, Response};
use seaworthy_cors::{Config, Cors};
use seaworthy_policy::PolicyLayer;
use tower_http::cors::{AllowOrigin, Cors as Theirs, CorsLayer};

use super::exchange::{App, answer, joined, request, said, server};

pub(super) const LISTED: &str = "https://app.example";
const DENIED: &str = "https://evil.example";
pub(super) const METHOD: &str = "access-control-request-method";
pub(super) const HEADERS: &str = "access-control-request-headers";
const NETWORK: &str = "access-control-request-private-network";

/// One origin, one method beside the simple ones, one header.
pub(super) fn config() -> Config {
    let mut config = Config::new([LISTED]);
    config.credentials = true;
    config.methods = vec!["PUT".into()];
    config.headers = vec!["content-type".into()];
    config.expose = vec!["etag".into()];
    config.max_age = Some(600);
    config
}

/// The same for the peer, and what it alone has.
pub(super) fn layer() -> CorsLayer {
    CorsLayer::new()
        .allow_origin([HeaderValue::from_static(LISTED)])
        .allow_credentials(true)
        .allow_methods([Method::PUT])
        .allow_headers([http::header::CONTENT_TYPE])
        .allow_private_network(true)
        .expose_headers([http::header::ETAG])
        .max_age(std::time::Duration::from_secs(600))
}

pub(super) fn cors(config: &Config) -> PolicyLayer<Cors> {
    PolicyLayer::new(config.build().unwrap())
}

/// What the peer answers, and what is answered here.
pub(super) fn both(
    layer: &CorsLayer,
    config: &Config,
    request: &Request<()>,
) -> (Response<String>, Response<String>) {
    let theirs = server(layer, App::default())(request.clone());
    let ours = server(&cors(config), App::default())(request.clone());
    (theirs, ours)
}

fn origin(response: &Response<String>) -> Option<String> {
    joined(response, "access-control-allow-origin")
}

#[test]
fn an_options_request_that_is_no_preflight_is_the_applications() {
    for headers in [
        &[][..],
        &[("origin", LISTED)],
        &[("origin", DENIED)],
        &[(METHOD, "PUT")],
        &[(METHOD, "PUT"), (HEADERS, "content-type")],
    ] {
        let (theirs, ours) = both(&layer(), &config(), &request("OPTIONS", headers));
        assert_eq!((theirs.status().as_u16(), &**theirs.body()), (200, ""));
        assert_eq!(ours.body(), App::BODY, "{headers:?}");
    }
}

#[test]
fn a_preflight_for_what_is_not_listed_is_refused() {
    for asks in [
        &[(METHOD, "DELETE")][..],
        &[(METHOD, "put")],
        &[(METHOD, "PUT, DELETE")],
        &[(METHOD, "*")],
        &[(METHOD, "")],
        &[(METHOD, "PUT"), (METHOD, "PUT")],
        &[(METHOD, "PUT"), (METHOD, "DELETE")],
        &[(METHOD, "PUT"), (HEADERS, "x-evil")],
        &[(METHOD, "PUT"), (HEADERS, "content-type,x-evil")],
        &[
            (METHOD, "PUT"),
            (HEADERS, "content-type"),
            (HEADERS, "x-evil"),
        ],
        &[(METHOD, "PUT"), (HEADERS, "content type")],
    ] {
        let headers = [&[("origin", LISTED)], asks].concat();
        let (theirs, ours) = both(&layer(), &config(), &request("OPTIONS", &headers));
        assert_eq!(theirs.status(), 200, "{asks:?}");
        assert_eq!(origin(&theirs).as_deref(), Some(LISTED), "{asks:?}");
        assert_eq!(ours.status(), 403, "{asks:?}");
        assert_eq!(said(&ours), [], "{asks:?}");
    }
}

#[test]
fn an_origin_that_is_denied_learns_nothing_by_a_preflight() {
    for denied in [DENIED, "null", "https://app.example.evil.example", ""] {
        let headers = [("origin", denied), (METHOD, "PUT"), (NETWORK, "true")];
        let (theirs, ours) = both(&layer(), &config(), &request("OPTIONS", &headers));
        let text = str::to_owned;
        assert_eq!(theirs.status(), 200);
        assert_eq!(
            said(&theirs),
            [
                ("allow-credentials", text("true")),
                ("allow-headers", text("content-type")),
                ("allow-methods", text("PUT")),
                ("allow-private-network", text("true")),
                ("max-age", text("600")),
            ]
        );
        assert_eq!(ours.status(), 403);
        assert_eq!(said(&ours), []);
    }
}

#[test]
fn a_response_that_no_page_may_read_says_nothing_to_pages() {
    for headers in [&[][..], &[("origin", DENIED)], &[("origin", "null")]] {
        let (theirs, ours) = both(&layer(), &config(), &request("GET", headers));
        let leaked = [("allow-credentials", "true"), ("expose-headers", "etag")];
        assert_eq!(
            said(&theirs),
            leaked.map(|(name, value)| (name, value.to_owned()))
        );
        assert_eq!(said(&ours), []);
    }
}

#[test]
fn what_preflights_say_no_other_response_says() {
    let headers = [("origin", LISTED), (NETWORK, "true")];
    let (theirs, ours) = both(&layer(), &config(), &request("GET", &headers));
    let name = "access-control-allow-private-network";
    assert_eq!(joined(&theirs, name).as_deref(), Some("true"));
    assert_eq!(joined(&ours, name), None);
    assert_eq!(origin(&ours).as_deref(), Some(LISTED));
}

#[test]
fn two_origins_are_none() {
    for second in [DENIED, LISTED] {
        let origins = [("origin", LISTED), ("origin", second)];
        for (method, more) in [("GET", &[][..]), ("OPTIONS", &[(METHOD, "PUT")])] {
            let request = request(method, &[&origins, more].concat());
            let (theirs, ours) = both(&layer(), &config(), &request);
            assert_eq!(origin(&theirs).as_deref(), Some(LISTED));
            assert_eq!(said(&ours), [], "{request:?}");
        }
    }
}

#[test]
fn what_only_ends_like_an_origin_is_none() {
    let ends = |origin: &HeaderValue, _: &_| origin.as_bytes().ends_with(b".example.com");
    let layer = CorsLayer::new().allow_origin(AllowOrigin::predicate(ends));
    let config = Config::new(["https://*.example.com"]);
    for smuggled in [
        "https://evil.com/.example.com",
        "https://evil.com?.example.com",
        "https://evil.com#.example.com",
        "https://evil.com@a.example.com",
        "https://evil.com:443#.example.com",
        "https://evil.com\\.example.com",
        "https://evil.com`.example.com",
        "https://evil.com{.example.com",
        "https://evil.com%60.example.com",
        "https://evil.com .example.com",
        "https://evil.com\t.example.com",
        "https://evil.com, https://a.example.com",
        "https://m\u{fc}nchen.example.com",
        "https://A.example.com",
        "https://a..example.com",
        "https://.example.com",
        "http://a.example.com",
        "evil://a.example.com",
        "HTTPS://a.example.com",
        ".example.com",
    ] {
        let (theirs, ours) = both(&layer, &config, &request("GET", &[("origin", smuggled)]));
        assert_eq!(origin(&theirs).as_deref(), Some(smuggled));
        assert_eq!(said(&ours), [], "{smuggled}");
    }
    let honest = "https://a.example.com";
    let (theirs, ours) = both(&layer, &config, &request("GET", &[("origin", honest)]));
    assert_eq!(
        (origin(&theirs), origin(&ours)),
        (Some(honest.into()), Some(honest.into()))
    );
}

#[test]
fn what_is_no_origin_is_never_sent_back() {
    let layer = CorsLayer::very_permissive();
    for text in [
        "null",
        "caf\u{e9}",
        "not an origin",
        "",
        "https://evil.example/",
    ] {
        let request = request("GET", &[("origin", text)]);
        let (theirs, ours) = both(&layer, &Config::new(["*"]), &request);
        let leave = joined(&theirs, "access-control-allow-credentials");
        assert_eq!(
            (origin(&theirs).as_deref(), leave.as_deref()),
            (Some(text), Some("true"))
        );
        assert_eq!(said(&ours), [("allow-origin", "*".to_owned())]);

        let (_, ours) = both(&layer, &Config::new(["https://*.example:*"]), &request);
        assert_eq!(said(&ours), []);
    }
}

#[test]
fn no_setting_takes_from_caches_that_origins_differ() {
    let layer = layer().vary([]);
    for origin in [&[][..], &[("origin", LISTED)], &[("origin", DENIED)]] {
        for (method, more) in [("GET", &[][..]), ("OPTIONS", &[(METHOD, "PUT")])] {
            let request = request(method, &[origin, more].concat());
            let (theirs, ours) = both(&layer, &config(), &request);
            assert_eq!(joined(&theirs, "vary"), None);
            assert_eq!(
                joined(&ours, "vary").as_deref(),
                Some("Origin"),
                "{request:?}"
            );
        }
    }
}

#[test]
fn the_policy_alone_says_who_may_read() {
    let mut app = App::default();
    for (name, value) in [
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-headers", "*"),
        ("access-control-allow-methods", "*"),
        ("access-control-allow-origin", "*"),
        ("access-control-allow-private-network", "true"),
        ("access-control-expose-headers", "*"),
        ("access-control-max-age", "5"),
        ("vary", "accept"),
    ] {
        let value = HeaderValue::from_static(value);
        app.0.headers_mut().append(name, value.clone());
        app.0.headers_mut().append(name, value);
    }
    for asks in [&[][..], &[("origin", DENIED)], &[("origin", LISTED)]] {
        let theirs = server(&layer(), app.clone())(request("GET", asks));
        assert_eq!(said(&theirs).len(), 7, "{asks:?}");

        let ours = server(&cors(&config()), app.clone())(request("GET", asks));
        let text = str::to_owned;
        let granted = match asks.contains(&("origin", LISTED)) {
            true => vec![
                ("allow-credentials", text("true")),
                ("allow-origin", text(LISTED)),
                ("expose-headers", text("etag")),
            ],
            false => Vec::new(),
        };
        assert_eq!(said(&ours), granted);
        assert_eq!(
            joined(&ours, "vary").as_deref(),
            Some("accept,accept,Origin")
        );
    }
}

#[test]
fn caches_are_told_once() {
    let mut app = App::default();
    app.0
        .headers_mut()
        .insert("vary", HeaderValue::from_static("accept, origin"));
    let asked = || request("GET", &[("origin", LISTED)]);
    let theirs = server(&layer(), app.clone())(asked());
    let ours = server(&cors(&config()), app)(asked());
    assert_eq!(
        joined(&theirs, "vary").as_deref(),
        Some("accept, origin,origin")
    );
    assert_eq!(joined(&ours, "vary").as_deref(), Some("accept, origin"));

    let theirs = server(&(layer(), layer()), App::default())(asked());
    let ours = server(&(cors(&config()), cors(&config())), App::default())(asked());
    assert_eq!(joined(&theirs, "vary").as_deref(), Some("origin,origin"));
    assert_eq!(joined(&ours, "vary").as_deref(), Some("Origin"));
}

#[test]
fn caches_are_told_nothing_where_nothing_differs() {
    let theirs = answer(Theirs::permissive(App::default()), request("GET", &[]));
    let ours = server(&cors(&Config::new(["*"])), App::default())(request("GET", &[]));
    let names = "origin, access-control-request-method, access-control-request-headers";
    assert_eq!(joined(&theirs, "vary").as_deref(), Some(names));
    assert_eq!(joined(&ours, "vary"), None);
}
