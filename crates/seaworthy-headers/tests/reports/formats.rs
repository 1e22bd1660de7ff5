//! What browsers send, and what becomes of it.

use axum::Router;
use http::header::CONTENT_TYPE;
use http::{Method, Request, StatusCode};
use tower::ServiceExt;

use crate::{CSP_REPORT, Frames, REPORTS_JSON, answer, generous, lines, post, service};

/// As Chrome writes it.
const CHROME: &str = r#"{"csp-report":{
    "document-uri":"https://www.example.com/lots?token=swordfish",
    "referrer":"https://www.example.com/login?next=swordfish",
    "violated-directive":"script-src-elem","effective-directive":"script-src-elem",
    "original-policy":"script-src 'nonce-swordfish'; report-uri /csp-report",
    "disposition":"enforce","blocked-uri":"https://evil.example/x.js?id=swordfish",
    "line-number":12,"column-number":7,"source-file":"https://www.example.com/app.js?v=swordfish",
    "status-code":200,"script-sample":"let swordfish"}}"#;

#[test]
fn a_report_is_one_event_without_what_may_be_secret() {
    assert_eq!(
        lines(&generous(), post(CSP_REPORT, CHROME)),
        [
            "WARN message=browser report kind=csp-violation directive=script-src-elem \
          blocked=https://evil.example/x.js document=https://www.example.com/lots \
          disposition=enforce source_file=https://www.example.com/app.js line=12 column=7 \
          status=200"
        ]
    );
}

#[test]
fn a_sample_is_logged_if_asked_for() {
    let reports = service(|config| config.samples = true);
    let lines = lines(&reports, post(CSP_REPORT, CHROME));
    assert!(lines[0].ends_with(" sample=let swordfish"), "{lines:?}");
}

#[test]
fn browsers_of_every_make_are_understood() {
    let violation = "WARN message=browser report kind=csp-violation";
    for (name, content_type, body, line) in [
        (
            "Firefox, report-uri",
            CSP_REPORT,
            r#"{"csp-report":{"blocked-uri":"inline","column-number":1,"disposition":"report",
                "document-uri":"https://www.example.com/","effective-directive":"style-src-attr",
                "line-number":30,"original-policy":"style-src 'self'","referrer":"",
                "source-file":"https://www.example.com/","status-code":200,
                "violated-directive":"style-src-attr"}}"#,
            "INFO message=browser report kind=csp-violation directive=style-src-attr \
             blocked=inline document=https://www.example.com/ disposition=report \
             source_file=https://www.example.com/ line=30 column=1 status=200"
                .to_owned(),
        ),
        (
            "an older Firefox, which names the sources",
            CSP_REPORT,
            r#"{"csp-report":{"blocked-uri":"https://evil.example/a.css","document-uri":
                "https://www.example.com/","original-policy":"style-src 'self'","referrer":"",
                "violated-directive":"style-src https://www.example.com 'self'"}}"#,
            format!(
                "{violation} directive=style-src blocked=https://evil.example/a.css \
                 document=https://www.example.com/"
            ),
        ),
        (
            "Safari, report-uri",
            CSP_REPORT,
            r#"{"csp-report":{"document-uri":"https://www.example.com/","referrer":"",
                "violated-directive":"img-src 'self'","effective-directive":"img-src",
                "original-policy":"img-src 'self'","blocked-uri":"data","status-code":0,
                "source-file":null,"disposition":"enforce"}}"#,
            format!(
                "{violation} directive=img-src blocked=data document=https://www.example.com/ \
                 disposition=enforce status=0"
            ),
        ),
        (
            "Chrome, Reporting API",
            REPORTS_JSON,
            r#"[{"age":53531,"body":{"blockedURL":"eval","columnNumber":9,"disposition":"enforce",
                "documentURL":"https://www.example.com/a?t=s","effectiveDirective":"script-src",
                "lineNumber":3,"originalPolicy":"script-src 'self'","referrer":"","sample":"",
                "sourceFile":"https://www.example.com/a.js","statusCode":200},
                "type":"csp-violation","url":"https://www.example.com/a","user_agent":"Mozilla"}]"#,
            format!(
                "{violation} directive=script-src blocked=eval \
                 document=https://www.example.com/a disposition=enforce \
                 source_file=https://www.example.com/a.js line=3 column=9 status=200"
            ),
        ),
        (
            "Safari, Reporting API",
            REPORTS_JSON,
            r#"[{"body":{"documentURL":"https://www.example.com/","disposition":"report",
                "referrer":"","effectiveDirective":"font-src","blockedURL":"https://f.example/f",
                "originalPolicy":"font-src 'self'","statusCode":200,"sample":""},
                "user_agent":"Mozilla","destination":"csp","type":"csp-violation","age":0,
                "attempts":0,"url":"https://www.example.com/"}]"#,
            "INFO message=browser report kind=csp-violation directive=font-src \
             blocked=https://f.example/f document=https://www.example.com/ disposition=report \
             status=200"
                .to_owned(),
        ),
    ] {
        assert_eq!(
            lines(&generous(), post(content_type, body)),
            [line.as_str()],
            "{name}"
        );
        // A type that says less than the body does no harm.
        let other = "application/json; charset=utf-8";
        assert_eq!(lines(&generous(), post(other, body)), [line], "{name}");
    }
}

#[test]
fn other_kinds_are_logged_too() {
    let body = r#"[
        {"type":"deprecation","url":"https://www.example.com/?q=s","body":{"id":"UnloadHandler",
            "anticipatedRemoval":null,"message":"gone soon","lineNumber":4,"columnNumber":2,
            "sourceFile":"https://www.example.com/a.js"}},
        {"type":"crash","url":"https://www.example.com/b","body":{"reason":"oom"}},
        {"type":"intervention","url":"https://www.example.com/c","body":{"id":"HeavyAd"}},
        {"type":"coep","url":"https://www.example.com/d","body":{"type":"corp",
            "blockedURL":"https://cdn.example/i.png","destination":"image",
            "disposition":"reporting"}},
        {"type":"coop","url":"https://www.example.com/e","body":{"disposition":"enforce",
            "type":"navigation-to-response","effectivePolicy":"same-origin"}},
        {"type":"permissions-policy-violation","url":"https://www.example.com/f","body":{
            "featureId":"geolocation","disposition":"enforce","message":"no"}},
        {"type":"network-error","url":"https://www.example.com/g","body":{"phase":"connection",
            "type":"tcp.timed_out","status_code":0,"server_ip":"192.0.2.1"}},
        {"type":"integrity-violation","url":"https://www.example.com/h","body":{
            "documentURL":"https://www.example.com/h","blockedURL":"https://cdn.example/a.js",
            "destination":"script","reportOnly":true}},
        {"type":"tomorrow","url":"https://www.example.com/i"}
    ]"#;
    let logged = lines(&generous(), post(REPORTS_JSON, body));
    let site = "document=https://www.example.com";
    let expected = [
        format!(
            "WARN message=browser report kind=deprecation {site}/ \
             source_file=https://www.example.com/a.js line=4 column=2 detail=UnloadHandler"
        ),
        format!("WARN message=browser report kind=crash {site}/b detail=oom"),
        format!("WARN message=browser report kind=intervention {site}/c detail=HeavyAd"),
        format!(
            "INFO message=browser report kind=coep blocked=https://cdn.example/i.png {site}/d \
             disposition=reporting detail=corp"
        ),
        format!(
            "WARN message=browser report kind=coop {site}/e disposition=enforce \
             detail=navigation-to-response"
        ),
        format!(
            "WARN message=browser report kind=permissions-policy-violation {site}/f \
             disposition=enforce detail=geolocation"
        ),
        format!(
            "WARN message=browser report kind=network-error {site}/g status=0 \
             detail=tcp.timed_out"
        ),
        format!(
            "INFO message=browser report kind=integrity-violation \
             blocked=https://cdn.example/a.js {site}/h"
        ),
        format!("WARN message=browser report kind=tomorrow {site}/i"),
    ];
    assert_eq!(logged, expected);
}

#[test]
fn a_preflight_learns_that_any_origin_may_report() {
    let request = |method: Method| {
        let request = Request::builder().method(method);
        request.body(Frames::of([CHROME])).unwrap()
    };
    let response = answer(&generous(), request(Method::OPTIONS));
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "POST"),
        ("access-control-allow-headers", "content-type"),
        ("access-control-max-age", "86400"),
    ] {
        assert_eq!(response.headers()[name], value);
    }
    let response = answer(&generous(), request(Method::POST));
    assert_eq!(response.headers().len(), 1, "{:?}", response.headers());
}

#[test]
fn a_method_other_than_post_is_answered_unread() {
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "BREW"] {
        let body = Frames::of([CHROME]);
        let taken = body.taken.clone();
        let request = Request::builder()
            .method(method)
            .header(CONTENT_TYPE, CSP_REPORT)
            .body(body)
            .unwrap();
        assert!(lines(&generous(), request).is_empty(), "{method}");
        assert_eq!(*taken.lock().unwrap(), 0, "{method}");
    }
}

#[tokio::test]
async fn it_is_a_service_of_axums_routers() {
    let reports = seaworthy_headers::ReportsConfig::default();
    let reports = reports.build::<axum::body::Body>().unwrap();
    let app: Router = Router::new().route_service("/csp-report", reports);
    for method in ["POST", "OPTIONS", "GET", "HEAD", "TRACE"] {
        let request = Request::builder()
            .method(method)
            .uri("/csp-report")
            .header(CONTENT_TYPE, CSP_REPORT)
            .body(axum::body::Body::from(CHROME))
            .unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::NO_CONTENT, "{method}");
        let body = axum::body::to_bytes(response.into_body(), 1).await.unwrap();
        assert!(body.is_empty(), "{method}");
    }
}

#[test]
fn a_server_may_move_it_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    fn is_sync<T: Sync + 'static>(_: &T) {}

    let mut reports = generous();
    is_sync(&reports);
    is_send(&reports);
    let call = tower::Service::call(&mut reports, post(CSP_REPORT, CHROME));
    is_send(&call);
}
