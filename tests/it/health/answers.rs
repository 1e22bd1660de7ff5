//! What probes see: from start to drain, by every method, and when errors are hostile.

use std::time::Duration;

use http::header::{ACCEPT, HOST};
use http::{Request, StatusCode};
use seaworthy_health::{Access, Check, Config, Health, Issue, Outcome};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::{differs, get, group, id, send, started, started_with};

#[tokio::test(start_paused = true)]
async fn a_service_lives_from_its_start_to_its_drain() {
    for case in group("lifecycle") {
        let works = case["checks_ok"] != false;
        let check = Check::new("database", move || async move {
            if works { Ok(()) } else { Err("down") }
        });
        let mut config = Config::default();
        config.checks = vec![check];
        config.heartbeat = Some(Duration::from_secs(30));
        let health = config.build().unwrap();
        let (mut pending, mut stalled) = (None, None);
        match case["phase"].as_str().unwrap() {
            "starting" => {}
            "started" => health.started(),
            "draining" => {
                health.started();
                health.drain();
            }
            "draining then new signal_ready()" => {
                health.started();
                health.drain();
                health.started();
            }
            "liveness_broken" => {
                health.started();
                health.broken();
            }
            "manually not ready (maintenance)" => {
                health.started();
                health.set_maintenance(true);
            }
            "starting, blocking task pending, signal_ready() called" => {
                pending = Some(health.startup_task());
                health.started();
            }
            "started, runtime stalled past heartbeat deadline" => {
                stalled = Some(start_where_nothing_runs(&health));
                tokio::time::advance(Duration::from_secs(31)).await;
            }
            other => panic!("{other} is not known"),
        }
        for probe in ["startupz", "livez", "readyz"] {
            let answer = get(&health, &format!("/{probe}"), "*/*").await;
            assert_eq!(
                answer.status().as_u16(),
                case[probe],
                "{} {probe}",
                id(&case)
            );
        }
        if let Some(runtime) = stalled {
            runtime.shutdown_background();
        }
        if let Some(task) = pending {
            task.done();
            assert_eq!(get(&health, "/readyz", "*/*").await.status(), 200);
        }
    }
}

/// On a runtime that runs tasks only as long as somebody blocks on it, which nobody does.
fn start_where_nothing_runs(health: &Health) -> Runtime {
    let health = health.clone();
    let start = move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async { health.started() });
        runtime
    };
    std::thread::spawn(start).join().unwrap()
}

#[tokio::test]
async fn probes_are_answered_over_http() {
    let health = started(vec![Check::new("db", || async { Ok::<(), String>(()) })]);
    let default = get(&health, "/readyz", "*/*").await;
    for case in group("http") {
        let method = case["method"].as_str().unwrap();
        let path = case["path"].as_str().unwrap();
        let mut request = Request::builder().method(method).uri(path);
        if let Some(accept) = case["accept"].as_str() {
            request = request.header(ACCEPT, accept);
        }
        if let Some(host) = case["host"].as_str() {
            request = request.header(HOST, host);
        }
        let mut answer = send(&health, request.body(()).unwrap()).await;
        if differs(id(&case), "json") {
            assert_eq!(answer.headers()["content-type"], "application/json");
            assert_eq!(answer.body(), r#"{"status":"ok"}"#);
            answer = get(&health, path, "text/plain").await;
        }
        match &case["status"] {
            Value::Number(status) => assert_eq!(answer.status().as_str(), status.to_string()),
            Value::String(words) if words.starts_with("same as default") => {
                assert_eq!(answer.status(), default.status());
                assert_eq!(answer.headers(), default.headers());
                assert_eq!(answer.body(), default.body());
            }
            Value::String(words) if words.starts_with("pass-through") => {
                let is_ours = answer.status() != StatusCode::IM_A_TEAPOT;
                assert_eq!(is_ours, differs(id(&case), "path"), "{}", id(&case));
            }
            Value::Null => assert_eq!(answer.status(), StatusCode::OK),
            other => panic!("{other} is not known"),
        }
        if let Some(headers) = case["headers"].as_object() {
            for (name, value) in headers {
                assert_eq!(
                    answer.headers()[name],
                    value.as_str().unwrap(),
                    "{}",
                    id(&case)
                );
            }
        }
        if let Some(body) = case["body"].as_str() {
            assert_eq!(answer.body(), body, "{}", id(&case));
        }
    }
    // What the notes say of a head, and of queries.
    let head = Request::head("/livez")
        .header(ACCEPT, "text/plain")
        .body(())
        .unwrap();
    assert_eq!(send(&health, head).await.headers()["content-length"], "2");
    for query in ["verbose", "exclude=db&exclude=db&exclude=%00"] {
        let answer = get(&health, &format!("/readyz?{query}"), "*/*").await;
        assert_eq!(answer.body(), default.body());
    }
}

#[tokio::test]
async fn no_answer_tells_what_an_error_said() {
    for case in group("leak") {
        let text: &'static str = case["error"].as_str().unwrap().to_owned().leak();
        let failing = Check::new("failing", move || async move { Err::<(), _>(text) });
        let blocking = Check::blocking("blocking", move || Err::<(), _>(text));
        let panicking = Check::new("panicking", move || async move {
            if !text.is_empty() {
                std::panic::panic_any(text);
            }
            Ok::<(), String>(())
        });
        let mut config = Config::default();
        config.checks = vec![failing, blocking, panicking];
        config.metrics_paths = vec!["/metrics".into()];
        config.status_paths = vec!["/status".into()];
        // Not even those who may read everything read that.
        config.access = Access::everyone();
        let health = started_with(&config);
        let outcomes = [Outcome::Failed, Outcome::Failed, Outcome::Panicked];
        let report = health.readiness().await;
        assert!(
            report
                .checks()
                .iter()
                .map(|check| check.outcome())
                .eq(outcomes)
        );

        let mut told = format!("{report:?} {health:?}");
        for path in [
            "/readyz",
            "/readyz?verbose&exclude=nothing",
            "/readyz?format=spring",
            "/readyz?format=microprofile",
            "/livez",
            "/startupz",
            "/metrics",
            "/status",
        ] {
            for accept in [
                "*/*",
                "text/plain",
                "application/health+json",
                "application/openmetrics-text",
            ] {
                let answer = get(&health, path, accept).await;
                assert_ne!(answer.status(), StatusCode::IM_A_TEAPOT, "{path}");
                told.push_str(&format!("{answer:?}"));
            }
        }
        for secret in case["must_not_appear_in_any_response"].as_array().unwrap() {
            assert!(
                !told.contains(secret.as_str().unwrap()),
                "{}: {told}",
                id(&case)
            );
        }
    }
}

/// The names by which other systems told where their broker is, with its password.
#[test]
fn what_others_tell_as_a_name_is_none() {
    let mut seen = 0;
    for case in group("observed") {
        let body = serde_json::from_str(case["body"].as_str().unwrap()).unwrap_or_default();
        let Value::Object(names) = body else { continue };
        for name in names.keys() {
            let mut config = Config::default();
            config.checks = vec![Check::new(name, || async { Ok::<(), String>(()) })];
            let error = config.build().unwrap_err();
            assert_eq!(error.issues(), [Issue::InvalidName { index: 0 }], "{name}");
            assert!(!error.to_string().contains(name));
            seen += 1;
        }
    }
    assert_eq!(seen, 8);
}
