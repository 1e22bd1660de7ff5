//! What tower-http makes of a `*` and of what it mirrors, beside what is made of it here.

use http::{HeaderName, Method};
use seaworthy_cors::{Config, Issue};
use tower_http::cors::{AllowCredentials, AllowHeaders, AllowMethods, Any, CorsLayer};

use super::exchange::{App, Client, joined, request, said, server, set_of};
use super::peer::{HEADERS, LISTED, METHOD, both, config, cors, layer};

#[test]
fn a_star_and_credentials_never_meet() {
    let layer = CorsLayer::new()
        .allow_credentials(AllowCredentials::predicate(|_, _| true))
        .allow_origin(Any)
        .expose_headers(Any);
    let theirs = server(&layer, App::default())(request("GET", &[("origin", LISTED)]));
    let all = [
        ("allow-credentials", "true"),
        ("allow-origin", "*"),
        ("expose-headers", "*"),
    ];
    assert_eq!(
        said(&theirs),
        all.map(|(name, value)| (name, value.to_owned()))
    );

    let mut config = Config::new(["*"]);
    config.credentials = true;
    config.expose = vec!["*".into()];
    let issues = [
        Issue::CredentialsForAnyOrigin,
        Issue::CredentialsForAnyExposedHeader,
    ];
    assert_eq!(config.build().unwrap_err().issues(), issues);
}

#[test]
fn with_credentials_any_method_and_header_is_the_one_that_is_asked_for() {
    let star = HeaderName::from_static("*");
    let layer = layer()
        .allow_methods([Method::GET, "*".parse().unwrap()])
        .allow_headers([http::header::ACCEPT, star]);
    let mut config = config();
    config.methods = vec!["GET".into(), "*".into()];
    config.headers = vec!["accept".into(), "*".into()];
    let headers = [("origin", LISTED), (METHOD, "PURGE"), (HEADERS, "x-any")];
    let (theirs, ours) = both(&layer, &config, &request("OPTIONS", &headers));
    let lists = [
        "access-control-allow-methods",
        "access-control-allow-headers",
    ];
    assert_eq!(
        lists.map(|name| joined(&theirs, name).unwrap()),
        ["GET,*", "accept,*"]
    );
    assert_eq!(
        lists.map(|name| joined(&ours, name).unwrap()),
        ["PURGE", "x-any"]
    );

    let client = Client {
        origin: LISTED.to_owned(),
        method: "PURGE".to_owned(),
        unsafe_headers: vec!["x-any".to_owned()],
        credentials: true,
    };
    assert!(!client.is_content_with(&theirs) && client.is_content_with(&ours));
}

#[test]
fn every_line_of_headers_is_read() {
    let layer = layer().allow_headers(AllowHeaders::mirror_request());
    let mut config = config();
    config.headers = vec!["*".into()];
    let asks = [
        ("origin", LISTED),
        (METHOD, "PUT"),
        (HEADERS, "x-one"),
        (HEADERS, "x-two"),
    ];
    let (theirs, ours) = both(&layer, &config, &request("OPTIONS", &asks));
    let names = |response| set_of(&joined(response, "access-control-allow-headers").unwrap());
    assert_eq!(names(&theirs), set_of("x-one"));
    assert_eq!(names(&ours), set_of("x-one, x-two"));
}

#[test]
fn one_line_of_methods_that_says_several_is_not_sent_back() {
    let layer = layer().allow_methods(AllowMethods::mirror_request());
    let mut config = config();
    config.methods = vec!["*".into()];
    for method in ["PUT, DELETE", "caf\u{e9}", ""] {
        let asks = [("origin", LISTED), (METHOD, method)];
        let (theirs, ours) = both(&layer, &config, &request("OPTIONS", &asks));
        assert_eq!(
            joined(&theirs, "access-control-allow-methods").as_deref(),
            Some(method)
        );
        assert_eq!((ours.status().as_u16(), said(&ours)), (403, vec![]));
    }
}

#[test]
fn a_star_does_not_stand_for_authorization() {
    let layer = CorsLayer::permissive();
    let mut config = Config::new(["*"]);
    config.headers = vec!["*".into()];
    let client = Client {
        origin: LISTED.to_owned(),
        method: "GET".to_owned(),
        unsafe_headers: vec!["authorization".to_owned()],
        credentials: false,
    };
    let asks = [
        ("origin", LISTED),
        (METHOD, "GET"),
        (HEADERS, "authorization"),
    ];
    let (theirs, ours) = both(&layer, &config, &request("OPTIONS", &asks));
    assert_eq!(
        (theirs.status().as_u16(), client.is_content_with(&theirs)),
        (200, false)
    );
    assert_eq!(
        (ours.status().as_u16(), client.is_content_with(&ours)),
        (403, false)
    );

    config.headers.push("authorization".into());
    assert!(client.fetches_from(server(&cors(&config), App::default())));
}
