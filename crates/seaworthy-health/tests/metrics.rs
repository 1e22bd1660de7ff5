//! The laws of what Prometheus reads, held against a small strict parser of both forms.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use seaworthy_health::{Access, Check, Config, Health, HealthService, Outcome, Passed};
use tokio::time::sleep;
use tower::ServiceExt;

const OPEN: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What Prometheus 3 sends.
const PROMETHEUS: &str = "application/openmetrics-text;version=1.0.0;q=0.5,\
                          text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

/// The samples by name and labels.
type Samples = BTreeMap<(String, BTreeMap<String, String>), f64>;

fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':';
    text.starts_with(|first: char| !first.is_ascii_digit()) && text.bytes().all(allowed)
}

fn labels(text: &str) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    for pair in text.split(',') {
        let (name, value) = pair.split_once('=').unwrap();
        let value = value.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
        assert!(is_name(name), "{name}");
        assert!(!value.contains(['"', '\\', '\n']), "{value}");
        assert!(labels.insert(name.into(), value.into()).is_none(), "{pair}");
    }
    labels
}

/// Each family is one block: its type, its help, its samples.
fn parsed(body: &str, is_open: bool) -> Samples {
    let mut samples = Samples::new();
    let mut families = BTreeSet::new();
    let (mut family, mut kind) = (String::new(), String::new());
    let body = if is_open {
        body.strip_suffix("# EOF\n").unwrap()
    } else {
        body
    };
    assert!(body.ends_with('\n') && !body.contains("\n\n") && body.is_ascii());
    let mut lines = body.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(typed) = line.strip_prefix("# TYPE ") {
            let (name, what) = typed.split_once(' ').unwrap();
            assert!(families.insert(name.to_owned()), "{name} comes twice");
            assert!(is_name(name) && ["counter", "gauge"].contains(&what));
            // In the one form the name is without the ending of its samples, in the other with it.
            let is_total = name.ends_with("_total");
            assert_eq!(is_total, what == "counter" && !is_open, "{name}");
            (family, kind) = (name.into(), what.into());
            let help = lines.next().unwrap();
            let help = help.strip_prefix(&*format!("# HELP {name} ")).unwrap();
            assert!(!help.is_empty() && !help.contains('\\'));
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = match series.split_once('{') {
            Some((name, rest)) => (name, labels(rest.strip_suffix('}').unwrap())),
            None => (series, BTreeMap::new()),
        };
        let base = if kind == "counter" && is_open {
            name.strip_suffix("_total").unwrap()
        } else {
            name
        };
        assert_eq!(base, family, "{line}");
        let value: f64 = value.parse().unwrap();
        assert!(value.is_finite() && value >= 0.0, "{line}");
        let sample = (name.to_owned(), labels);
        assert!(samples.insert(sample, value).is_none(), "{line}");
    }
    samples
}

async fn scraped(health: &Health, accept: &str) -> (http::response::Parts, String) {
    let endpoints = HealthService::<Full<Bytes>>::new(health.clone());
    let request = Request::get("/metrics").header("accept", accept);
    let answer = endpoints.oneshot(request.body(()).unwrap()).await.unwrap();
    let (head, body) = Response::into_parts(answer);
    let body = body.collect().await.unwrap().to_bytes();
    (head, String::from_utf8(body.into()).unwrap())
}

fn of<'a>(samples: &'a Samples, name: &str, labels: &[(&str, &str)]) -> &'a f64 {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let labels = labels.iter().map(own).collect();
    samples.get(&(name.to_owned(), labels)).unwrap()
}

fn config() -> Config {
    let mut config = Config::default();
    config.metrics_paths = vec!["/metrics".into()];
    config.checks = vec![
        Check::new("database", || async { Err::<(), _>("no \"route\"\n{to}") }),
        Check::new("disk.free-space", || async {
            Ok::<_, String>(Passed::Degraded("91 %\n# EOF".into()))
        }),
        Check::new("queue_2", || async { Ok::<(), String>(()) }),
        Check::new("cache", || async {
            sleep(Duration::from_secs(3600)).await;
            Ok::<(), String>(())
        }),
    ];
    config
}

#[tokio::test(start_paused = true)]
async fn both_forms_say_the_same_and_each_by_its_rules() {
    let mut config = config();
    config.access = Access::everyone();
    let health = config.build().unwrap();
    for started in [false, true] {
        if started {
            health.started();
            sleep(Duration::from_secs(3)).await;
        }
        let mut told = Vec::new();
        for (accept, content_type) in [
            (PROMETHEUS, OPEN),
            ("text/plain", TEXT),
            ("*/*", TEXT),
            ("", TEXT),
            ("application/json", TEXT),
        ] {
            let (head, body) = scraped(&health, accept).await;
            assert_eq!(head.status, StatusCode::OK, "the scrape succeeded");
            assert_eq!(head.headers["content-type"], content_type, "{accept}");
            assert_eq!(head.headers["cache-control"], "no-store");
            let mut samples = parsed(&body, content_type == OPEN);
            samples.retain(|(name, _), _| name != "health_check_age_seconds");
            told.push(samples);
        }
        assert!(told.windows(2).all(|pair| pair[0] == pair[1]));
    }
}

#[tokio::test(start_paused = true)]
async fn the_samples_are_what_happened() {
    let mut config = config();
    config.access = Access::everyone();
    let health = config.build().unwrap();
    health.started();
    sleep(Duration::from_secs(3)).await;
    let samples = parsed(&scraped(&health, OPEN).await.1, true);
    assert_eq!(*of(&samples, "health_ready", &[]), 0.0);
    for (check, state, up) in [
        ("database", "failed", 0.0),
        ("disk.free-space", "degraded", 1.0),
        ("queue_2", "ok", 1.0),
        ("cache", "timeout", 0.0),
    ] {
        let of = |name: &str| *of(&samples, name, &[("check", check)]);
        assert_eq!(of("health_check_up"), up);
        assert_eq!(of("health_check_consecutive_failures"), 1.0 - up);
        let took = if check == "cache" { 2.0 } else { 0.0 };
        assert_eq!(of("health_check_duration_seconds"), took);
        assert_eq!(of("health_check_age_seconds"), 3.0 - took);
        for outcome in Outcome::ALL {
            let labels = [("check", check), ("state", outcome.as_str())];
            let is_it = f64::from(u8::from(outcome.as_str() == state));
            assert_eq!(*self::of(&samples, "health_check_state", &labels), is_it);
        }
        let runs = |outcome| {
            let labels = [("check", check), ("outcome", outcome)];
            *self::of(&samples, "health_check_runs_total", &labels)
        };
        for outcome in ["degraded", "failed", "ok", "panicked", "timeout"] {
            let is_it = f64::from(u8::from(outcome == state));
            assert_eq!(runs(outcome), is_it, "{check} {outcome}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn everybody_reads_states_and_only_who_may_reads_more() {
    for (names, families) in [(true, 3), (false, 1)] {
        let mut config = config();
        config.names = names;
        let health = config.build().unwrap();
        health.started();
        sleep(Duration::from_secs(3)).await;
        let (_, body) = scraped(&health, OPEN).await;
        parsed(&body, true);
        assert_eq!(body.matches("# TYPE ").count(), families, "{body}");
        assert_eq!(body.contains("database"), names);
        assert!(!body.contains("seconds") && !body.contains("route"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_scrape_starts_no_run() {
    let mut config = config();
    config.mode = seaworthy_health::Mode::on_demand(Duration::ZERO);
    config.access = Access::everyone();
    let health = config.build().unwrap();
    health.started();
    for _ in 0..10 {
        let (_, body) = scraped(&health, TEXT).await;
        let samples = parsed(&body, false);
        let runs = samples
            .iter()
            .filter(|((name, _), _)| name.contains("runs"));
        assert!(runs.map(|(_, count)| *count).sum::<f64>() == 0.0);
    }
}
