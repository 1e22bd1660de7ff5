//! Which routes of a real router are exempt, whatever the spelling of the path.

use axum::Router;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::routing::post;
use http::{Extensions, Request, StatusCode};
use seaworthy_gate::{Config, Csrf, CsrfRefusal};
use seaworthy_policy::PolicyLayer;
use tower::ServiceExt;
use tower_layer::Layer;

fn is_webhook(extensions: &Extensions) -> bool {
    let route = extensions.get::<MatchedPath>();
    route.is_some_and(|route| route.as_str() == "/webhooks/x")
}

fn csrf() -> PolicyLayer<Csrf> {
    let csrf = Config::new(["www.example.com"]).build().unwrap().csrf;
    PolicyLayer::new(csrf.exempt_when(is_webhook))
}

fn routes() -> Router {
    let handler = || post(|route: MatchedPath| async move { route.as_str().to_owned() });
    let api = || Router::new().route("/webhooks/x", handler());
    Router::new()
        .route("/webhooks/x", handler())
        .route("/webhooks/y", handler())
        .route("/webhooks/{name}", handler())
        .route("/webhooks/x/more", handler())
        .route("/files/{*path}", handler())
        .nest("/nested", api())
        .nest_service("/mounted", api())
        .merge(Router::new().route("/merged/webhooks/x", handler()))
}

/// How a request that another site made a browser send is answered.
async fn answered(app: &Router, target: &str) -> StatusCode {
    let request = Request::post(target).header("sec-fetch-site", "cross-site");
    let request = request.body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    if response.status() == StatusCode::FORBIDDEN {
        let reason = response.extensions().get();
        assert_eq!(reason, Some(&CsrfRefusal::CrossSite), "{target}");
    }
    response.status()
}

/// Other spellings, siblings, and routes that end alike.
const OTHERS: [&str; 24] = [
    "/webhooks/y",
    "/webhooks/z",
    "/webhooks/X",
    "/webhooks/x/more",
    "/webhooks/x/../y",
    "/webhooks/y/../x",
    "/webhooks/./x",
    "/webhooks/x/.",
    "/webhooks/x/%2e%2e/y",
    "/webhooks/x%2f..%2fy",
    "/webhooks/%78",
    "/webhooks/x%00",
    "/webhooks/x%20",
    "/webhooks/x;a=b",
    "/webhooks%2fx",
    "/webhooks/x/",
    "/webhooks//x",
    "//webhooks/x",
    "/nested/webhooks/x",
    "/nested/../webhooks/x",
    "/mounted/webhooks/x",
    "/merged/webhooks/x",
    "/files/webhooks/x",
    "/",
];

#[tokio::test]
async fn the_matched_route_is_exempt_and_nothing_else_is() {
    let app = routes().layer(csrf());
    for exempt in [
        "/webhooks/x",
        "/webhooks/x?",
        "/webhooks/x?a=../y",
        "http://www.example.com/webhooks/x",
    ] {
        assert_eq!(answered(&app, exempt).await, StatusCode::OK, "{exempt}");
    }
    for other in OTHERS {
        assert_eq!(
            answered(&app, other).await,
            StatusCode::FORBIDDEN,
            "{other}"
        );
    }
}

#[tokio::test]
async fn a_layer_of_routes_does_the_same_and_leaves_other_paths_alone() {
    let app = routes().route_layer(csrf());
    assert_eq!(answered(&app, "/webhooks/x").await, StatusCode::OK);
    let mut unknown = 0;
    for other in OTHERS {
        match answered(&app, other).await {
            StatusCode::FORBIDDEN => {}
            StatusCode::NOT_FOUND => unknown += 1,
            status => panic!("{other}: {status}"),
        }
    }
    assert!(unknown > 0 && unknown < OTHERS.len());
}

#[tokio::test]
async fn a_nested_router_is_known_by_its_whole_path() {
    let inner = || Router::new().route("/x", post(|| async {})).layer(csrf());
    let app = Router::new()
        .nest("/webhooks", inner())
        .nest("/other", inner());
    assert_eq!(answered(&app, "/webhooks/x").await, StatusCode::OK);
    assert_eq!(answered(&app, "/other/x").await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn around_the_router_no_route_is_known_and_none_is_exempt() {
    let app = csrf().layer(routes());
    for target in ["/webhooks/x", "/webhooks/y"] {
        let request = Request::post(target).header("sec-fetch-site", "cross-site");
        let request = request.body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{target}");
    }
}
