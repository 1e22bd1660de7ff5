//! The laws of how an answer is written, whoever asks for it and how.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION};
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use seaworthy_health::{
    Access, Check, Config, Criticality, Dialect, Group, Health, HealthService, Passed,
};
use serde_json::{Value, json};
use tokio::time::sleep;
use tower::ServiceExt;

const TOKEN: &str = "3d1e6cc1a8f04b7e9a52";

const FORMATS: [&str; 5] = ["health", "json", "microprofile", "spring", "text"];

struct Asked<'a> {
    method: Method,
    path: &'a str,
    accept: &'a str,
    authorization: &'a [&'a str],
}

impl<'a> Asked<'a> {
    const fn get(path: &'a str) -> Self {
        Self {
            method: Method::GET,
            path,
            accept: "",
            authorization: &[],
        }
    }

    async fn answer(&self, health: &Health) -> (http::response::Parts, String) {
        let mut request = Request::builder().method(&self.method).uri(self.path);
        request = request.header(ACCEPT, self.accept);
        for value in self.authorization {
            request = request.header(AUTHORIZATION, *value);
        }
        let request = request.body(()).unwrap();
        let endpoints = HealthService::<Full<Bytes>>::new(health.clone());
        let (head, body) = Response::into_parts(endpoints.oneshot(request).await.unwrap());
        let body = body.collect().await.unwrap().to_bytes();
        (head, String::from_utf8(body.into()).unwrap())
    }
}

async fn body(health: &Health, path: &str) -> String {
    Asked::get(path).answer(health).await.1
}

/// A critical check that warns, one that fails and only degrades, and one that only informs.
fn config() -> Config {
    let mut mail = Check::new("mail", || async { Err::<(), _>("no route to 10.0.0.9") });
    mail.criticality = Criticality::Degraded;
    let mut version = Check::new("version", std::future::pending::<Result<(), String>>);
    version.criticality = Criticality::Informational;
    let disk = Check::new("disk", || async {
        Ok::<_, String>(Passed::Degraded("91 %".into()))
    });
    let mut config = Config::default();
    config.checks = vec![disk, mail, version];
    config.access = Access::bearer(TOKEN);
    config
}

async fn started(config: &Config) -> Health {
    let health = config.build().unwrap();
    health.started();
    sleep(Duration::from_secs(3)).await;
    health
}

#[tokio::test(start_paused = true)]
async fn each_format_has_its_own_words() {
    let health = started(&config()).await;
    for (format, told) in [
        (
            "json",
            json!({"disk": "degraded", "mail": "failed", "version": "timeout"}),
        ),
        (
            "spring",
            json!({"status": "UP", "components": {
                "disk": {"status": "UP"},
                "mail": {"status": "DOWN"},
                "version": {"status": "DOWN"},
            }}),
        ),
        (
            "microprofile",
            json!({"status": "UP", "checks": [
                {"name": "disk", "status": "UP"},
                {"name": "mail", "status": "DOWN"},
                {"name": "version", "status": "DOWN"},
            ]}),
        ),
        (
            "health",
            json!({"status": "warn", "checks": {
                "disk": [{"status": "warn"}],
                "mail": [{"status": "fail"}],
                "version": [{"status": "fail"}],
            }}),
        ),
    ] {
        let answer = body(&health, &format!("/readyz?format={format}")).await;
        let found: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(found, told, "{format}");
    }
    assert_eq!(
        body(&health, "/readyz?format=text").await,
        "[+]disk ok\n[-]mail failed: reason withheld\n[-]version failed: reason withheld\n\
         readyz check passed\n"
    );
}

#[tokio::test(start_paused = true)]
async fn what_the_host_says_has_its_words_too() {
    type Says = fn(&Health);
    for (says, status, spring, reason) in [
        ((|_| ()) as Says, "starting", "OUT_OF_SERVICE", "startup"),
        (Health::drain, "draining", "OUT_OF_SERVICE", "shutdown"),
        (Health::broken, "broken", "DOWN", "broken"),
        (
            |health| {
                health.started();
                health.set_maintenance(true);
            },
            "maintenance",
            "OUT_OF_SERVICE",
            "maintenance",
        ),
    ] {
        let health = config().build().unwrap();
        says(&health);
        for (format, told) in [
            ("json", format!(r#"{{"status":"{status}"}}"#)),
            (
                "spring",
                format!(r#"{{"status":"{spring}","components":{{}}}}"#),
            ),
            ("microprofile", r#"{"status":"DOWN","checks":[]}"#.into()),
            (
                "health",
                format!(r#"{{"status":"fail","notes":["{status}"]}}"#),
            ),
            (
                "text",
                format!("[-]{reason} failed: reason withheld\nreadyz check failed\n"),
            ),
        ] {
            let path = format!("/readyz?format={format}");
            assert_eq!(body(&health, &path).await, told, "{format}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_code_is_the_same_in_every_format_for_everybody_and_without_a_body() {
    let bearer = format!("Bearer {TOKEN}");
    let mut failing = config();
    failing.checks[1].criticality = Criticality::Critical;
    let draining = started(&config()).await;
    draining.drain();
    for (health, code) in [
        (config().build().unwrap(), StatusCode::SERVICE_UNAVAILABLE),
        (started(&config()).await, StatusCode::OK),
        (started(&failing).await, StatusCode::SERVICE_UNAVAILABLE),
        (draining, StatusCode::SERVICE_UNAVAILABLE),
    ] {
        for format in FORMATS {
            for (authorization, method, query) in [
                (&[][..], Method::GET, ""),
                (&[&*bearer][..], Method::GET, ""),
                (&["Bearer wrong-wrong-wrong"], Method::GET, "&verbose"),
                // Who may leave nothing out gets what everybody gets.
                (&[], Method::GET, "&exclude=mail"),
                (&[&*bearer, &*bearer], Method::GET, "&exclude=mail"),
                (&[], Method::HEAD, ""),
            ] {
                let asked = Asked {
                    method: method.clone(),
                    path: &format!("/readyz?format={format}{query}"),
                    accept: "image/png",
                    authorization,
                };
                let (head, body) = asked.answer(&health).await;
                assert_eq!(head.status, code, "{format} {query} {authorization:?}");
                let length = head.headers["content-length"].to_str().unwrap();
                let is_head = method == Method::HEAD;
                assert_eq!(is_head, body.is_empty());
                assert!(is_head && length != "0" || length == body.len().to_string());
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn who_may_do_so_leaves_checks_out_and_reads_how_they_ran() {
    let mut failing = config();
    failing.checks[1].criticality = Criticality::Critical;
    let health = started(&failing).await;
    let bearer = format!("bearer {TOKEN}");
    let ask = async |path| {
        let asked = Asked {
            authorization: &[&bearer],
            ..Asked::get(path)
        };
        asked.answer(&health).await
    };
    for (path, code) in [
        ("/readyz?exclude=disk", StatusCode::SERVICE_UNAVAILABLE),
        ("/readyz?exclude=mail", StatusCode::OK),
        ("/readyz?exclude=MAIL", StatusCode::SERVICE_UNAVAILABLE),
        (
            "/readyz?exclude=mail&exclude=disk&exclude=version",
            StatusCode::OK,
        ),
        ("/readyz?exclude=mail,disk", StatusCode::SERVICE_UNAVAILABLE),
    ] {
        assert_eq!(ask(path).await.0.status, code, "{path}");
    }
    let (_, text) = ask("/readyz?format=text&verbose&exclude=mail&exclude=%0A'").await;
    assert_eq!(
        text,
        "[+]disk ok\n[+]mail excluded: ok\n[-]version failed: reason withheld\n\
         warn: some health checks cannot be excluded: no matches for \"%0A'\"\n\
         readyz check passed\n"
    );
    let (_, told) = ask("/readyz?format=health").await;
    let told: Value = serde_json::from_str(&told).unwrap();
    let version = &told["checks"]["version"][0];
    assert_eq!(version["observedValue"], 2000.0);
    assert_eq!(version["observedUnit"], "ms");
    assert_eq!(version["componentType"], "component");
    assert!(version["time"].as_str().unwrap().ends_with('Z'));
    assert!(!told.to_string().contains("10.0.0.9"));
}

#[tokio::test(start_paused = true)]
async fn json_means_what_the_host_says_and_a_query_outweighs_a_header() {
    for (dialect, begins) in [
        (Dialect::Django, r#"{"disk""#),
        (Dialect::MicroProfile, r#"{"status":"UP","checks""#),
        (Dialect::Spring, r#"{"status":"UP","components""#),
    ] {
        let mut config = config();
        config.json = dialect;
        let health = started(&config).await;
        for (path, accept, begins) in [
            ("/readyz", "application/json", begins),
            ("/readyz", "", begins),
            ("/readyz", "image/png", begins),
            ("/readyz?format=xml", "application/json", begins),
            ("/readyz?format=json", "text/plain", r#"{"disk""#),
            ("/readyz?format=text", "application/json", "[+]disk"),
            ("/readyz", "text/plain, application/json;q=0.9", "[+]disk"),
        ] {
            let asked = Asked {
                accept,
                ..Asked::get(path)
            };
            let (head, body) = asked.answer(&health).await;
            assert!(
                body.starts_with(begins),
                "{dialect:?} {path} {accept}: {body}"
            );
            assert_eq!(head.headers["vary"], "Accept");
            assert_eq!(head.headers["cache-control"], "no-store");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn without_names_no_answer_tells_one() {
    let mut config = config();
    config.names = false;
    let mut edge = config.checks[1].clone();
    edge.name = "edge-cdn".into();
    edge.groups = vec![Group::Own("edge".into())];
    edge.criticality = Criticality::Critical;
    config.checks.push(edge);
    config.groups = [("edge".into(), vec!["/edgez".into()])].into();
    let health = started(&config).await;
    for path in ["/readyz", "/livez", "/startupz", "/edgez"] {
        for format in FORMATS {
            let path = format!("{path}?verbose&format={format}");
            let (head, body) = Asked::get(&path).answer(&health).await;
            for name in ["disk", "mail", "version", "cdn"] {
                assert!(!body.contains(name), "{path}: {body}");
            }
            assert_eq!(head.status == StatusCode::OK, !path.starts_with("/edgez"));
        }
    }
}
