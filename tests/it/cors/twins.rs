//! One configuration, for tower-http and for us.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};
use seaworthy_cors::Config;
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

/// The origin that all of them allow.
pub(super) const APP: &str = "https://app.example";

/// With credentials and without, with much in the lists, nothing, and everything.
pub(super) fn configs() -> [Config; 5] {
    let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
    let config = |origins, methods, headers, expose, max_age| {
        let mut config = Config::new(texts(origins));
        config.methods = texts(methods);
        config.headers = texts(headers);
        config.expose = texts(expose);
        config.max_age = max_age;
        config
    };
    let with_credentials = |mut config: Config| {
        config.credentials = true;
        config
    };
    let origins = &[APP, "https://app.example:8443", "http://localhost:3000"];
    let headers = &["content-type", "authorization"];
    let much = config(
        origins,
        &["PUT", "DELETE"],
        headers,
        &["etag", "x-request-id"],
        Some(600),
    );
    [
        with_credentials(much),
        config(&[APP], &["PATCH", "PUT"], &["content-type"], &[], None),
        config(&[APP], &[], &[], &[], Some(0)),
        with_credentials(config(&[APP], &["*"], &["*"], &["etag"], Some(5))),
        config(&["*"], &["*"], &["*"], &["*"], None),
    ]
}

/// The same for the peer, which mirrors where a `*` could not stand.
pub(super) fn layer(config: &Config) -> CorsLayer {
    let is_any = |list: &[String]| list == ["*"];
    let names = |list: &[String]| -> Vec<HeaderName> {
        list.iter().map(|name| name.parse().unwrap()).collect()
    };
    let origins = config.origins.iter();
    let methods = config.methods.iter();
    let layer = CorsLayer::new()
        .allow_credentials(config.credentials)
        .allow_origin(match is_any(&config.origins) {
            true => AllowOrigin::any(),
            false => AllowOrigin::list(origins.map(|text| HeaderValue::from_str(text).unwrap())),
        })
        .allow_methods(match is_any(&config.methods) {
            true if config.credentials => AllowMethods::mirror_request(),
            true => AllowMethods::any(),
            false => AllowMethods::list(methods.map(|name| name.parse::<Method>().unwrap())),
        })
        .allow_headers(match is_any(&config.headers) {
            true if config.credentials => AllowHeaders::mirror_request(),
            true => AllowHeaders::any(),
            false => AllowHeaders::list(names(&config.headers)),
        })
        .expose_headers(names(&config.expose));
    match config.max_age {
        Some(seconds) => layer.max_age(Duration::from_secs(seconds)),
        None => layer,
    }
}
