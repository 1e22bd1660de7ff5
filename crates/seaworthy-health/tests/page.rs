//! The laws of the page for people.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use seaworthy_health::{
    Access, Check, Config, Criticality, Health, HealthService, Mode, Outcome, Passed, Status,
};
use tokio::time::sleep;
use tower::ServiceExt;

const SECOND: Duration = Duration::from_secs(1);

async fn page(health: &Health) -> (http::response::Parts, String) {
    get(health, "/status").await
}

async fn get(health: &Health, path: &str) -> (http::response::Parts, String) {
    let endpoints = HealthService::<Full<Bytes>>::new(health.clone());
    let request = Request::get(path).body(()).unwrap();
    let (head, body) = Response::into_parts(endpoints.oneshot(request).await.unwrap());
    let body = body.collect().await.unwrap().to_bytes();
    (head, String::from_utf8(body.into()).unwrap())
}

/// Every element is closed in its order, every attribute quoted, and nothing needs an escape; what
/// is left is the text.
fn text_of(html: &str) -> String {
    let mut rest = html.strip_prefix("<!doctype html>").unwrap();
    let (mut open, mut text) = (Vec::new(), String::new());
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains(['>', '&']) || open.last() == Some(&"style"));
        if open.last() != Some(&"style") {
            text.push_str(before);
            text.push(' ');
        }
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let is_void = name == "meta" || attributes.ends_with('/');
        let attributes = attributes.strip_suffix('/').unwrap_or(attributes);
        assert_eq!(attributes.matches('"').count() % 2, 0, "{tag}");
        assert!(!attributes.contains(['<', '&', '\'']), "{tag}");
        for event in [" on", "href", "src", "style="] {
            assert!(!tag.contains(event), "{tag}");
        }
        if !is_void {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} is open");
    text
}

fn config(checks: Vec<Check>, access: Access) -> Config {
    let mut config = Config::default();
    config.checks = checks;
    config.status_paths = vec!["/status".into()];
    config.access = access;
    config.mode = Mode::Polled {
        interval: 10 * SECOND,
        jitter: Duration::ZERO,
    };
    config
}

/// A check for each way in which one can end, with an error that must not get out.
fn each_way() -> Vec<Check> {
    const HOSTILE: &str = "<script>alert(1)</script>&\"'postgres://u:pw@db";
    let mut late = Check::new("starting", || async { Ok::<(), String>(()) });
    late.initial_delay = 86400 * SECOND;
    vec![
        late,
        Check::new("ok", || async { Ok::<(), String>(()) }),
        Check::new("failed", || async { Err::<(), _>(HOSTILE) }),
        Check::new("degraded", || async {
            Ok::<_, String>(Passed::Degraded(HOSTILE.into()))
        }),
        Check::new("panicked", || async {
            if true {
                std::panic::resume_unwind(Box::new(HOSTILE.to_owned()));
            }
            Ok::<(), String>(())
        }),
        Check::new("timeout", std::future::pending::<Result<(), String>>),
    ]
}

#[tokio::test(start_paused = true)]
async fn the_page_is_well_formed_whatever_it_tells() {
    for access in [Access::everyone(), Access::nobody()] {
        let health = config(each_way(), access.clone()).build().unwrap();
        assert!(text_of(&page(&health).await.1).contains("The service is starting"));
        health.started();
        sleep(3 * SECOND).await;
        let (head, html) = page(&health).await;
        assert_eq!(head.status, StatusCode::OK);
        let text = text_of(&html);
        assert!(text.contains("The service is not ready"));
        for outcome in Outcome::ALL.iter().filter(|it| **it != Outcome::Stale) {
            assert!(text.matches(outcome.as_str()).count() >= 2, "{outcome}");
        }
        for secret in ["script", "alert", "postgres", "pw@db"] {
            assert!(!html.contains(secret), "{secret}");
        }
        // The runs are for those who may read them.
        assert_eq!(
            html.contains("<svg"),
            format!("{access:?}").contains("everyone")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn every_status_has_its_words() {
    for (says, set) in [
        ("The service is starting", (|_| ()) as fn(&Health)),
        ("The service works ", Health::started),
        ("The service is under maintenance", |health| {
            health.started();
            health.set_maintenance(true);
        }),
        ("The service is shutting down", Health::drain),
        ("The service is broken", Health::broken),
    ] {
        let health = config(vec![], Access::nobody()).build().unwrap();
        set(&health);
        let text = text_of(&page(&health).await.1);
        assert!(text.contains(says), "{text}");
    }
    let warns = || async { Ok::<_, String>(Passed::Degraded("x".into())) };
    let warns = config(vec![Check::new("disk", warns)], Access::nobody());
    let health = warns.build().unwrap();
    health.started();
    sleep(SECOND).await;
    assert!(text_of(&page(&health).await.1).contains("The service works with less"));
}

#[test]
fn the_page_says_what_the_probes_are_told() {
    let runtime = |paused| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().start_paused(paused).build().unwrap()
    };
    let mut config = config(vec![], Access::nobody());
    config.heartbeat = Some(3600 * SECOND);
    let health = config.build().unwrap();
    // Nobody drives this one.
    let stands_still = runtime(false);
    let guard = stands_still.enter();
    health.started();
    drop(guard);
    runtime(true).block_on(async {
        let text = text_of(&page(&health).await.1);
        for told in ["The service works", "livez  ok", "readyz  ok"] {
            assert!(text.contains(told), "{text}");
        }
        sleep(2 * 3600 * SECOND).await;
        let text = text_of(&page(&health).await.1);
        for told in [
            "The service stands still",
            "livez  stalled",
            "readyz  stalled",
        ] {
            assert!(text.contains(told), "{text}");
        }
        assert!(text.contains("startupz  ok"));
        assert_eq!(health.liveness().status(), Status::Stalled);
        for path in ["/livez", "/readyz"] {
            let (head, body) = get(&health, path).await;
            assert_eq!(head.status, StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(body, r#"{"status":"stalled"}"#);
        }
    });
}

#[tokio::test(start_paused = true)]
async fn without_names_the_page_tells_none() {
    let mut config = config(each_way(), Access::nobody());
    config.names = false;
    let health = config.build().unwrap();
    health.started();
    sleep(3 * SECOND).await;
    let html = page(&health).await.1;
    text_of(&html);
    assert!(!html.contains("<table") && !html.contains("panicked"));
}

#[tokio::test(start_paused = true)]
async fn the_policy_of_the_page_allows_its_style_and_nothing_else() {
    let health = config(each_way(), Access::everyone()).build().unwrap();
    let (head, html) = page(&health).await;
    let style = html.split_once("<style>").unwrap().1;
    let style = style.split_once("</style>").unwrap().0;
    let hash = STANDARD.encode(hmac_sha256::Hash::hash(style.as_bytes()));
    assert_eq!(
        head.headers["content-security-policy"],
        *format!(
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
             style-src 'sha256-{hash}'"
        )
    );
    for loads in ["url(", "@import", "http", "expression"] {
        assert!(!style.contains(loads), "{loads}");
    }
    assert_eq!(head.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(head.headers["x-content-type-options"], "nosniff");
    assert_eq!(head.headers["cache-control"], "no-store");
    assert_eq!(head.headers["referrer-policy"], "no-referrer");
}

#[tokio::test(start_paused = true)]
async fn the_chart_has_a_bar_for_each_of_the_last_thirty_runs() {
    let check = Check::new("database", || async { Ok::<(), String>(()) });
    let health = config(vec![check], Access::everyone()).build().unwrap();
    health.started();
    for runs in 1..=40 {
        sleep(SECOND).await;
        let html = page(&health).await.1;
        let bars = runs.min(30);
        assert!(html.contains(&format!("{bars} of the last {bars} runs passed")));
        assert_eq!(html.matches("24v-").count(), bars, "after {runs} runs");
        sleep(9 * SECOND).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_largest_page_is_small() {
    let run = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let check = |n: usize| {
        let run = std::sync::Arc::clone(&run);
        let mut check = Check::new(format!("{n:02}{}", "x".repeat(62)), move || {
            let run = run.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            async move {
                sleep(Duration::from_millis(999 + run as u64 % 900)).await;
                match run % 3 {
                    0 => Ok(Passed::Well),
                    1 => Ok(Passed::Degraded("x".into())),
                    _ => Err("x".repeat(4096)),
                }
            }
        });
        check.criticality = Criticality::Informational;
        check
    };
    let mut config = config((0..64).map(check).collect(), Access::everyone());
    config.concurrency = 64;
    let health = config.build().unwrap();
    health.started();
    sleep(600 * SECOND).await;
    let html = page(&health).await.1;
    text_of(&html);
    assert_eq!(html.matches("runs passed").count(), 64);
    assert!(html.len() <= 64 * 1024, "{} bytes", html.len());
    assert!(html.len() > 32 * 1024, "it is a large one: {}", html.len());
}
