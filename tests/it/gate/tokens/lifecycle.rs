//! When the CSRF cookie is set, kept and replaced.

use axum::Router;
use axum::body::Body;
use axum::routing::post;
use http::header::COOKIE;
use http::{Request, StatusCode};
use http_body_util::{Full, Limited};
use seaworthy_gate::CsrfTokenRefusal;
use seaworthy_policy::PolicyLayer;
use serde_json::Value;
use tower::ServiceExt;

use super::visit::{Visit, is_good, pair, tokens};
use super::{VECTORS, conform};

#[test]
fn the_cookie_lives_as_djangos_does() {
    const LENGTH: &str = "128 bits are 22 characters of base64url";
    let recorded = |case: &Value| case["expect"].as_str().unwrap().to_owned();
    let comes_out = |case: &Value| {
        let (cookie, token) = pair();
        let known = Some(&*cookie);
        match case["given"].as_str().unwrap() {
            "GET, token never requested" => {
                let answer = Visit {
                    method: "GET",
                    ..Visit::default()
                }
                .made()
                .unwrap();
                let no = |is_there| if is_there { "a" } else { "no" };
                let set = no(answer.cookie.is_some());
                format!("{set} Set-Cookie, {} Vary", no(answer.varies))
            }
            "GET, cookie is the empty string" => {
                let page = Visit::page(Some(""));
                assert!(is_good(&page.cookie.unwrap(), &page.token));
                "new secret issued".to_owned()
            }
            "GET, valid masked cookie" => {
                let page = Visit::page(known);
                assert_eq!(page.cookie, None);
                assert!(is_good(&cookie, &page.token));
                "rendered token unmasks to the cookie's secret".to_owned()
            }
            "exempt view requests the token" => {
                let visit = Visit {
                    method: "POST",
                    exempt: true,
                    displays: true,
                    ..Visit::default()
                };
                let answer = visit.made().unwrap();
                assert!(is_good(&answer.cookie.unwrap(), &answer.token));
                "token still works".to_owned()
            }
            "accepted POST that renders a token" => {
                let visit = Visit {
                    method: "POST",
                    cookie: known,
                    token: Some(&token),
                    displays: true,
                    ..Visit::default()
                };
                let answer = visit.made().unwrap();
                assert!(is_good(&cookie, &answer.token));
                let change = if answer.cookie.is_some() {
                    "changed"
                } else {
                    "unchanged"
                };
                format!("cookie secret {change}")
            }
            // Whoever displays the token has the cookie set; there is no marker beside that.
            "ensure-cookie marker on a GET view" => {
                let page = Visit::page(None);
                assert!(page.cookie.is_some() && page.varies);
                "cookie set and Vary contains Cookie".to_owned()
            }
            "cookie of 100000 chars on GET" => {
                let page = Visit::page(Some(&"x".repeat(100_000)));
                format!("new {}-char secret", page.cookie.unwrap().len())
            }
            "cookie 'badvalue' on GET" => {
                let page = Visit::page(Some("badvalue"));
                format!("replaced by a {}-char secret", page.cookie.unwrap().len())
            }
            "valid masked or bare cookie on GET, token unused" => {
                let visit = Visit {
                    method: "GET",
                    cookie: known,
                    ..Visit::default()
                };
                let answer = visit.made().unwrap();
                assert!(!answer.varies);
                answer.cookie.unwrap_or("no Set-Cookie".to_owned())
            }
            "body read fails while looking for the token" => unreadable(&cookie),
            other => panic!("{other}"),
        }
    };
    conform(
        VECTORS,
        "cookie_lifecycle",
        recorded,
        comes_out,
        &[
            (
                &["cookie of 100000 chars on GET"],
                "new 22-char secret",
                LENGTH,
            ),
            (
                &["cookie 'badvalue' on GET"],
                "replaced by a 22-char secret",
                LENGTH,
            ),
        ],
    );
}

/// How a form is answered whose body breaks off, by a service that would answer 500 then.
fn unreadable(cookie: &str) -> String {
    let handler = async |body: Body| match axum::body::to_bytes(body, usize::MAX).await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let app = |policy| {
        let app: Router = Router::new().route("/", post(handler));
        app.layer(PolicyLayer::new(policy))
    };
    let request = || {
        let body = Body::new(Limited::new(Full::from("csrfmiddlewaretoken=x"), 1));
        let request = Request::post("/").header(COOKIE, format!("csrftoken={cookie}"));
        request.body(body).unwrap()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let broken = runtime.block_on(app(None).oneshot(request())).unwrap();
    assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let response = runtime
        .block_on(app(Some(tokens())).oneshot(request()))
        .unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    match response.extensions().get() {
        Some(CsrfTokenRefusal::NoToken) => "reject token_missing, not a 500".to_owned(),
        other => panic!("{other:?}"),
    }
}
