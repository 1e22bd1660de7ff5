//! The policy in front of a service, as applications run it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use seaworthy_cors::{Config, Cors, CorsDecision, CorsRefusal};
use seaworthy_policy::PolicyLayer;
use tower::{ServiceBuilder, ServiceExt, service_fn};

const APP: &str = "https://app.example.com";
const EVIL: &str = "https://evil.example";

fn cors() -> Cors {
    let mut config = Config::new([APP, "https://*.partner.example"]);
    config.credentials = true;
    config.expose = vec!["etag".into()];
    config.build().unwrap()
}

fn any() -> Cors {
    Config::new(["*"]).build().unwrap()
}

fn request(method: &str, headers: &[(&'static str, &str)]) -> Request<()> {
    let mut request = Request::new(());
    *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
    *request.uri_mut() = "/path?secret=query".parse().unwrap();
    for &(name, value) in headers {
        request.headers_mut().append(name, value.parse().unwrap());
    }
    request
}

fn preflight(origin: &str, method: &str) -> Request<()> {
    request(
        "OPTIONS",
        &[
            ("origin", origin),
            ("access-control-request-method", method),
        ],
    )
}

/// The answer to a request; its body is `app` if the application was asked.
async fn call(cors: Cors, request: Request<()>, app: Response<()>) -> Response<String> {
    let app = Arc::new(Mutex::new(Some(app)));
    let inner = service_fn(move |_: Request<()>| {
        let answer = app.lock().unwrap().take().expect("called once");
        async move { Ok::<_, Infallible>(answer.map(|()| "app".to_owned())) }
    });
    let layer = PolicyLayer::new(cors);
    ServiceBuilder::new()
        .layer(layer)
        .service(inner)
        .oneshot(request)
        .await
        .unwrap()
}

fn shown(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let mut lines: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn an_allowed_origin_may_read_and_every_response_varies() {
    for status in [200, 204, 301, 304, 401, 404, 500] {
        let mut app = Response::new(());
        *app.status_mut() = StatusCode::from_u16(status).unwrap();
        let response = call(cors(), request("GET", &[("origin", APP)]), app).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.body(), "app");
        assert_eq!(
            shown(response.headers()),
            [
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-origin", APP),
                ("access-control-expose-headers", "etag"),
                ("vary", "Origin"),
            ]
        );
    }
    let partner = "https://a.partner.example";
    let response = call(
        cors(),
        request("POST", &[("origin", partner)]),
        Response::new(()),
    )
    .await;
    assert_eq!(response.headers()["access-control-allow-origin"], partner);
}

#[tokio::test]
async fn whoever_else_asks_reaches_the_application_and_learns_nothing() {
    let headers: &[&[(&'static str, &str)]] = &[
        &[],
        &[("origin", EVIL)],
        &[("origin", "null")],
        &[("origin", "*")],
        &[("origin", "")],
        &[("origin", APP), ("origin", APP)],
        &[("origin", APP), ("origin", EVIL)],
        &[("origin", EVIL), ("origin", APP)],
    ];
    for headers in headers {
        for method in ["GET", "POST", "OPTIONS", "PURGE"] {
            let response = call(cors(), request(method, headers), Response::new(())).await;
            assert_eq!(response.body(), "app", "{method} {headers:?}");
            assert_eq!(
                shown(response.headers()),
                [("vary", "Origin")],
                "{method} {headers:?}"
            );
        }
    }
}

#[tokio::test]
async fn only_an_options_request_with_one_origin_and_a_method_is_a_preflight() {
    let acrm = ("access-control-request-method", "PUT");
    for not in [
        request("OPTIONS", &[("origin", APP)]),
        request("OPTIONS", &[acrm]),
        request("options", &[("origin", APP), acrm]),
        request("GET", &[("origin", APP), acrm]),
    ] {
        let response = call(cors(), not, Response::new(())).await;
        assert_eq!(response.body(), "app");
    }
    let response = call(cors(), preflight(APP, "PUT"), Response::new(())).await;
    assert_eq!(response.body(), "");
}

#[tokio::test]
async fn a_granted_preflight_names_all_that_is_allowed() {
    let response = call(cors(), preflight(APP, "PUT"), Response::new(())).await;
    assert_eq!(response.status(), 204);
    assert_eq!(
        shown(response.headers()),
        [
            ("access-control-allow-credentials", "true"),
            (
                "access-control-allow-headers",
                "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with"
            ),
            (
                "access-control-allow-methods",
                "DELETE, GET, OPTIONS, PATCH, POST, PUT"
            ),
            ("access-control-allow-origin", APP),
            ("access-control-max-age", "7200"),
            ("vary", "Origin"),
        ]
    );
}

#[tokio::test]
async fn a_refused_preflight_says_nothing_but_carries_its_reason() {
    let mut two_methods = preflight(APP, "PUT");
    let second = HeaderValue::from_static("PATCH");
    two_methods
        .headers_mut()
        .append("access-control-request-method", second);
    let mut two_origins = preflight(APP, "PUT");
    let second = HeaderValue::from_static(APP);
    two_origins.headers_mut().append("origin", second);
    let mut bad_header = preflight(APP, "PUT");
    let evil = HeaderValue::from_static("accept,x-evil");
    bad_header
        .headers_mut()
        .append("access-control-request-headers", evil);

    for (request, reason) in [
        (preflight(EVIL, "PUT"), CorsRefusal::Origin),
        (preflight("null", "GET"), CorsRefusal::Origin),
        (preflight("", "GET"), CorsRefusal::Malformed),
        (
            preflight("https://app.example.com/", "GET"),
            CorsRefusal::Malformed,
        ),
        (two_origins, CorsRefusal::Malformed),
        (preflight(APP, "PURGE"), CorsRefusal::Method),
        (preflight(APP, "put"), CorsRefusal::Method),
        (preflight(APP, ""), CorsRefusal::Method),
        (two_methods, CorsRefusal::Method),
        (bad_header, CorsRefusal::Headers),
    ] {
        let response = call(cors(), request, Response::new(())).await;
        assert_eq!(response.status(), 403);
        let refused = CorsDecision::Refused(reason);
        assert_eq!(response.extensions().get(), Some(&refused));
        assert_eq!(
            shown(response.headers()),
            [("vary", "Origin")],
            "{reason:?}"
        );
        assert_eq!(response.body(), "");
    }
}

#[tokio::test]
async fn what_everybody_may_read_is_the_same_for_everybody() {
    let headers: &[&[(&'static str, &str)]] = &[
        &[],
        &[("origin", EVIL)],
        &[("origin", "null")],
        &[("origin", APP), ("origin", EVIL)],
    ];
    for headers in headers {
        let response = call(any(), request("GET", headers), Response::new(())).await;
        assert_eq!(
            shown(response.headers()),
            [("access-control-allow-origin", "*")]
        );
    }
    let response = call(any(), preflight("null", "PUT"), Response::new(())).await;
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert!(!response.headers().contains_key("vary"));
}

#[tokio::test]
async fn the_headers_of_the_application_do_not_compete() {
    let app = || {
        let mut app = Response::new(());
        for (name, value) in [
            ("access-control-allow-origin", "*"),
            ("access-control-allow-origin", EVIL),
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-headers", "x-secret"),
            ("access-control-allow-methods", "PURGE"),
            ("access-control-allow-private-network", "true"),
            ("access-control-expose-headers", "x-secret"),
            ("access-control-max-age", "1"),
            ("vary", "accept, origin"),
            ("etag", "x"),
        ] {
            app.headers_mut()
                .append(name, HeaderValue::from_static(value));
        }
        app
    };
    let response = call(cors(), request("GET", &[("origin", APP)]), app()).await;
    assert_eq!(
        shown(response.headers()),
        [
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-origin", APP),
            ("access-control-expose-headers", "etag"),
            ("etag", "x"),
            ("vary", "accept, origin"),
        ]
    );
    let response = call(cors(), request("GET", &[("origin", EVIL)]), app()).await;
    assert_eq!(
        shown(response.headers()),
        [("etag", "x"), ("vary", "accept, origin")]
    );

    let response = call(any(), request("GET", &[]), app()).await;
    assert_eq!(
        shown(response.headers()),
        [
            ("access-control-allow-origin", "*"),
            ("etag", "x"),
            ("vary", "accept, origin")
        ]
    );
}

#[tokio::test]
async fn without_lists_and_max_age_a_preflight_says_only_who() {
    let mut config = Config::new([APP]);
    config.methods.clear();
    config.headers.clear();
    config.max_age = None;
    let response = call(
        config.build().unwrap(),
        preflight(APP, "GET"),
        Response::new(()),
    )
    .await;
    let who = ("access-control-allow-origin", APP);
    assert_eq!(shown(response.headers()), [who, ("vary", "Origin")]);

    config.max_age = Some(0);
    let response = call(
        config.build().unwrap(),
        preflight(APP, "GET"),
        Response::new(()),
    )
    .await;
    assert_eq!(response.headers()["access-control-max-age"], "0");
}

#[tokio::test]
async fn a_full_map_is_not_a_panic_and_grants_nothing() {
    let mut app = Response::new(());
    let headers = app.headers_mut();
    headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
    let mut index = 0_u32;
    while headers
        .try_insert(
            format!("x-{index}").parse::<HeaderName>().unwrap(),
            HeaderValue::from(index),
        )
        .is_ok()
    {
        index += 1;
    }
    let response = call(cors(), request("GET", &[("origin", APP)]), app).await;
    assert!(
        !response
            .headers()
            .contains_key("access-control-allow-origin")
    );
}

#[tokio::test]
async fn a_decision_is_recorded_where_it_is_asked_for() {
    let granted = [("origin", APP)];
    let refused = [("origin", "https://evil.example")];
    let twice = [("origin", APP), ("origin", APP)];
    let anonymous = Config::new([APP]);
    let mut credentialed = anonymous.clone();
    credentialed.credentials = true;
    for (config, request, decision) in [
        (&anonymous, request("GET", &[]), CorsDecision::NoOrigin),
        (&anonymous, request("GET", &granted), CorsDecision::Granted),
        (&anonymous, preflight(APP, "PUT"), CorsDecision::Granted),
        (
            &credentialed,
            request("GET", &granted),
            CorsDecision::GrantedWithCredentials,
        ),
        (
            &credentialed,
            preflight(APP, "PUT"),
            CorsDecision::GrantedWithCredentials,
        ),
        (
            &anonymous,
            request("GET", &refused),
            CorsDecision::Refused(CorsRefusal::Origin),
        ),
        (
            &anonymous,
            request("GET", &twice),
            CorsDecision::Refused(CorsRefusal::Malformed),
        ),
    ] {
        let again = || {
            let mut again = Request::new(());
            *again.method_mut() = request.method().clone();
            *again.headers_mut() = request.headers().clone();
            again
        };
        let silent = call(config.build().unwrap(), again(), Response::new(())).await;
        assert_eq!(silent.extensions().get::<CorsDecision>(), None);

        let mut config = config.clone();
        config.record = true;
        let told = call(config.build().unwrap(), again(), Response::new(())).await;
        assert_eq!(told.extensions().get(), Some(&decision));
        assert_eq!(told.headers(), silent.headers());
    }
}

#[tokio::test]
async fn debug_mode_tells_an_allowed_origin_what_is_allowed_and_no_other() {
    let cors = cors();
    cors.clone().set_debug(true);
    let lists = [
        ("access-control-allow-credentials", "true"),
        (
            "access-control-allow-headers",
            "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with",
        ),
        (
            "access-control-allow-methods",
            "DELETE, GET, OPTIONS, PATCH, POST, PUT",
        ),
        ("access-control-allow-origin", APP),
        ("access-control-max-age", "7200"),
        ("vary", "Origin"),
    ];
    let evil = HeaderValue::from_static("x-evil");
    let mut bad_header = preflight(APP, "PUT");
    bad_header
        .headers_mut()
        .append("access-control-request-headers", evil);
    for (request, reason, shown_headers) in [
        (preflight(APP, "PURGE"), CorsRefusal::Method, &lists[..]),
        (bad_header, CorsRefusal::Headers, &lists),
        (
            preflight(EVIL, "PUT"),
            CorsRefusal::Origin,
            &[("vary", "Origin")],
        ),
    ] {
        let response = call(cors.clone(), request, Response::new(())).await;
        assert_eq!(response.status(), 204);
        assert_eq!(response.body(), "");
        assert_eq!(shown(response.headers()), shown_headers);
        let refused = CorsDecision::Refused(reason);
        assert_eq!(response.extensions().get(), Some(&refused));
    }
    cors.set_debug(false);
    let response = call(cors, preflight(APP, "PURGE"), Response::new(())).await;
    assert_eq!(response.status(), 403);
}

#[tokio::test]
async fn in_debug_mode_a_star_is_no_answer_to_what_is_refused() {
    for credentials in [false, true] {
        let mut config = Config::new([APP]);
        config.credentials = credentials;
        config.methods = vec!["*".into()];
        config.headers = vec!["*".into()];
        let cors = config.build().unwrap();
        cors.set_debug(true);
        let mut bad_header = preflight(APP, "PURGE");
        // A browser that took a star for this name would send it.
        let name = if credentials { "a b" } else { "authorization" };
        bad_header.headers_mut().insert(
            "access-control-request-headers",
            HeaderValue::from_static(name),
        );
        let refused = call(cors.clone(), bad_header, Response::new(())).await;
        assert!(
            !refused
                .headers()
                .contains_key("access-control-allow-headers")
        );
        let methods = &refused.headers()["access-control-allow-methods"];
        assert_eq!(methods, if credentials { "PURGE" } else { "*" });

        let long = "A".repeat(65);
        let refused = call(cors, preflight(APP, &long), Response::new(())).await;
        assert_eq!(refused.headers()["access-control-allow-methods"], SAFE);
    }
}

#[tokio::test]
async fn in_debug_mode_no_refused_method_is_left_to_the_browser() {
    let mut config = Config::new([APP]);
    config.methods.clear();
    let cors = config.build().unwrap();
    cors.set_debug(true);
    // Where no list is sent, a request that must be preflighted may have the method it has:
    // https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 7.4.
    let refused = call(cors, preflight(APP, "PUT"), Response::new(())).await;
    assert_eq!(refused.headers()["access-control-allow-methods"], SAFE);
}

/// What every page that is allowed may use.
const SAFE: &str = "GET, HEAD, POST";
