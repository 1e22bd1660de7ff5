//! What an operator reads of a preflight that was refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use http::{Method, Request};
use seaworthy_cors::{Config, Cors};
use seaworthy_policy::{Policy, Verdict};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down events, a line each.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Journal {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut line = Line(format!("{} {}", metadata.level(), metadata.target()));
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn request(method: Method, origin: &str, headers: &str) -> Request<()> {
    Request::builder()
        .method(method)
        .uri("/reset?token=secret")
        .header("cookie", "secret")
        .header("authorization", "secret")
        .header("origin", origin)
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", headers)
        .body(())
        .unwrap()
}

fn lines_of(cors: &Cors, mut request: Request<()>) -> Vec<String> {
    let journal = Journal::default();
    tracing::subscriber::with_default(journal.clone(), || {
        if let Verdict::Forward(memo) = cors.judge(&mut request) {
            cors.finish(memo, &mut http::Response::new(()));
        }
    });
    journal.0.lock().unwrap().clone()
}

fn cors() -> Cors {
    Config::new(["https://app.example.com"]).build().unwrap()
}

#[test]
fn a_refused_preflight_is_one_event_without_secrets() {
    let lines = lines_of(
        &cors(),
        request(Method::OPTIONS, "https://evil.example", "x-a"),
    );
    let [line] = &lines[..] else {
        panic!("{lines:?}");
    };
    assert!(line.starts_with("INFO seaworthy_cors"), "{line}");
    for part in [
        "the origin is not allowed",
        "\"https://evil.example\"",
        "\"PUT\"",
        "\"x-a\"",
    ] {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert!(!line.contains("secret") && !line.contains("hint"), "{line}");
}

#[test]
fn what_a_client_sends_makes_no_event_long_and_breaks_no_line() {
    let long = "é\t\u{9b}".repeat(10_000);
    for debug in [false, true] {
        let cors = cors();
        cors.set_debug(debug);
        for origin in [&*long, "https://app.example.com"] {
            let lines = lines_of(&cors, request(Method::OPTIONS, origin, &long));
            let [line] = &lines[..] else {
                panic!("{} events", lines.len());
            };
            assert!(line.len() < 2048, "{} bytes", line.len());
            let cut_short = |c: char| c.is_ascii_graphic() || c == ' ' || c == '…';
            assert!(line.chars().all(cut_short), "{line}");
        }
    }
}

#[test]
fn what_production_need_not_hear_of_is_told_at_level_debug() {
    for (method, origin, told) in [
        (
            Method::OPTIONS,
            "https://app.example.com",
            "CORS preflight granted",
        ),
        (
            Method::GET,
            "https://app.example.com",
            "CORS response granted",
        ),
        (
            Method::GET,
            "https://evil.example",
            "CORS response withheld",
        ),
    ] {
        let lines = lines_of(&cors(), request(method, origin, "accept"));
        let [line] = &lines[..] else {
            panic!("{lines:?}");
        };
        assert!(line.starts_with("DEBUG seaworthy_cors"), "{line}");
        assert!(line.contains(told) && line.contains(origin), "{line}");
    }
    let own = Request::new(());
    assert_eq!(lines_of(&cors(), own), [""; 0], "no origin, no event");
}

/// Hears what a filter lets through that names one target.
struct Filtered(Journal, &'static str);

impl Subscriber for Filtered {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == self.1
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.0.new_span(span)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.0.event(event);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn whoever_filters_by_the_target_of_the_events_hears_all_of_them() {
    for method in [Method::OPTIONS, Method::GET] {
        let journal = Journal::default();
        let filtered = Filtered(journal.clone(), "seaworthy_cors::event");
        let mut request = request(method, "https://app.example.com", "accept");
        tracing::subscriber::with_default(filtered, || {
            let _ = cors().judge(&mut request);
        });
        assert_eq!(journal.0.lock().unwrap().len(), 1);
    }
}

#[test]
fn in_debug_mode_each_refusal_is_explained() {
    let cors = cors();
    cors.set_debug(true);
    for method in [Method::OPTIONS, Method::GET] {
        let lines = lines_of(&cors, request(method, "http://app.example.com", "accept"));
        let [line] = &lines[..] else {
            panic!("{lines:?}");
        };
        assert!(line.starts_with("INFO seaworthy_cors"), "{line}");
        let hint = "`https://app.example.com` is listed, with another scheme";
        assert!(line.contains(hint), "{line}");
    }
}
