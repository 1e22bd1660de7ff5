//! The conformance vectors of the log: events, values, levels, requests, redaction, framing.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::VecDeque;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::future::ready;
use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, Mutex};

use http::{HeaderValue, Request, Response, StatusCode};
use seaworthy_log::{Config, LogLayer, Logging, RequestLog};
use serde_json::{Map, Value};
use tower::{ServiceBuilder, ServiceExt, service_fn};
use tracing::field::Empty;
use tracing::{debug, error, error_span, info, trace, warn};
use tracing_subscriber::layer::SubscriberExt;

/// The groups that are about something else, with the reason.
const OTHER_GROUPS: &[(&str, &str)] = &[
    ("pjl", "run with the schema of that formatter"),
    ("schemas", "run with the other laws of schemas"),
];

/// The events that are not run, with the reason.
const OTHER_EVENTS: &[(&str, &str)] = &[
    ("error-chain-cycle", "a law, held by the crate's own tests"),
    (
        "log-bridge",
        "the bridge is the process's; run in one of its own by the crate's tests",
    ),
    (
        "panic",
        "the hook is the process's; run in one of its own by the crate's tests",
    ),
    ("raw-json-invalid", "there are no raw JSON values"),
    (
        "record-other-thread",
        "a law, held by the crate's own tests",
    ),
    (
        "thread",
        "not in the default; run with the other laws of schemas",
    ),
];

/// The event whose values are written otherwise: its keys have `key` in them, which hides them.
const HIDDEN_EVENT: &str = "literal-key";

/// The framing of queues and files, run in processes of their own by the crate's tests; that pipes
/// are atomic and what a fork does are facts about others.
const OTHER_FRAMING: &[&str] = &[
    "drop-lowest-first",
    "flush-on-guard-drop",
    "flush-on-panic",
    "fork",
    "pipe-atomic",
    "queue-full-block",
    "queue-full-drop",
    "reopen-sighup",
];

fn vectors() -> Map<String, Value> {
    serde_json::from_str(include_str!("../vectors/logging.json")).unwrap()
}

fn cases(group: &str) -> Vec<Value> {
    vectors()[group].as_array().unwrap().clone()
}

fn id(case: &Value) -> &str {
    case["id"].as_str().unwrap_or_default()
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<String>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(bytes).unwrap();
        self.0.lock().unwrap().push_str(text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn subscriber(
    config: &Config,
    writer: impl Write + Send + 'static,
) -> (tracing::Dispatch, LogLayer) {
    let Logging { layer, levels, .. } = config.build().unwrap();
    let layer = layer.with_writer(writer);
    let subscriber = tracing_subscriber::registry()
        .with(layer.clone())
        .with(levels);
    (subscriber.into(), layer)
}

/// The lines that code writes at any level.
fn written(code: impl FnOnce()) -> Vec<String> {
    let mut config = Config::default();
    config.level = "TRACE".to_owned();
    let lines = Lines::default();
    let (dispatch, _) = subscriber(&config, lines.clone());
    tracing::dispatcher::with_default(&dispatch, code);
    let text = lines.0.lock().unwrap().clone();
    text.lines().map(str::to_owned).collect()
}

fn one(code: impl FnOnce()) -> String {
    let [line] = <[_; 1]>::try_from(written(code)).unwrap();
    line
}

fn object(line: &str) -> Map<String, Value> {
    let object: Map<String, Value> = serde_json::from_str(line).unwrap();
    for key in object.keys() {
        let key = format!("{}:", Value::from(key.as_str()));
        assert_eq!(line.matches(&key).count(), 1, "{key} in {line}");
    }
    object
}

#[test]
fn every_group_is_run_or_left_out_for_a_reason() {
    let run = [
        "event",
        "escape",
        "numbers",
        "levels",
        "framing",
        "levels_filter",
        "request_log",
        "redaction",
    ];
    for (group, cases) in vectors() {
        if group != "meta" {
            let left_out = OTHER_GROUPS.iter().any(|(other, _)| *other == group);
            assert_ne!(run.contains(&group.as_str()), left_out, "{group}");
            assert!(!cases.as_array().unwrap().is_empty());
        }
    }
}

#[test]
fn events_are_written_as_the_vectors_say() {
    for case in cases("event") {
        let left_out = OTHER_EVENTS.iter().any(|(other, _)| *other == id(&case));
        let Some(line) = event(id(&case)) else {
            assert!(left_out, "{} is not run", id(&case));
            continue;
        };
        assert!(!left_out, "{} is run", id(&case));
        let mut line = object(&line);
        let mut want = case["want"].as_object().unwrap().clone();
        let time = line.remove("timestamp").unwrap();
        let like = want.remove("timestamp").unwrap();
        let shape = |time: &Value| {
            time.as_str()
                .unwrap()
                .replace(|c: char| c.is_ascii_digit(), "0")
        };
        assert_eq!(shape(&time), shape(&like));
        if id(&case) == HIDDEN_EVENT {
            for (name, value) in &mut want {
                if name.contains("key") {
                    assert_ne!(line[name], *value);
                    *value = Value::from("********************");
                }
            }
        }
        assert_eq!(line, want, "{}", id(&case));
    }
}

fn event(id: &str) -> Option<String> {
    let code: fn() = match id {
        "no-message" => || info!(target: "app", only = 1),
        "empty-message" => || info!(target: "app", ""),
        "raw-ident" => || info!(target: "app", r#type = "t", "m"),
        "dotted" => || info!(target: "app", { http.method = "GET" }, "m"),
        "literal-key" => || info!(target: "app", { "weird key" = 1, "quote\"key" = 2 }, "m"),
        "dup-event" => || info!(target: "app", a = 1, a = 2, "m"),
        "reserved-collision" => || {
            info!(target: "app", { level = "mine", target = "t2", timestamp = 42 }, "m");
        },
        "span-flat" => || {
            let _request = error_span!("req", id = 1).entered();
            let _query = error_span!("q", table = "t").entered();
            info!(target: "app", "m");
        },
        "record-late" => || {
            let span = error_span!("req", id = 1, late = Empty).entered();
            span.record("late", "L1").record("id", 2).record("nope", 1);
            info!(target: "app", "m");
        },
        "parent-explicit" => || {
            let other = error_span!(parent: None, "other", o = 1);
            let _current = error_span!("cur", c = 1).entered();
            info!(target: "app", parent: &other, "m");
        },
        "error-chain" => || {
            error!(target: "app", error = &Outer(Inner) as &dyn Error, "failed");
        },
        "bytes" => || info!(target: "app", b = &b"\xff\x00hi"[..], "m"),
        "newline" => || info!(target: "app", "a\nb\r\n{{\"level\":\"ERROR\"}}"),
        _ => return None,
    };
    Some(one(code))
}

#[derive(Debug)]
struct Outer(Inner);

#[derive(Debug)]
struct Inner;

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("outer")
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("inner\n\u{1b}[31mred")
    }
}

impl Error for Outer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl Error for Inner {}

#[test]
fn characters_are_escaped_as_the_vectors_say() {
    let mut run = 0;
    for case in cases("escape") {
        let Some(code) = case["codepoint"].as_str() else {
            // The others are not text in Rust: what makes them text has replaced them before.
            assert!(case["case"].is_string());
            continue;
        };
        let code = u32::from_str_radix(code.strip_prefix("U+").unwrap(), 16).unwrap();
        let text = format!("<{}>", char::from_u32(code).unwrap());
        let want = format!("<{}>", case["json_text"].as_str().unwrap());
        let line = one(|| info!({ x = text.as_str(), y = %text }, "{text}"));
        assert_eq!(line.matches(&want).count(), 3, "{code:x}: {line}");
        run += 1;
    }
    assert_eq!(run, 22);
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_text_is_written_with_replacements() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    let path = Path::new(OsStr::from_bytes(b"a\xffb"));
    let line = object(&one(|| info!(path = %path.display())));
    let cases = cases("escape");
    let case = cases.iter().find(|case| case["input_hex"] == "61ff62");
    assert_eq!(line["path"], case.unwrap()["want"]);
}

#[test]
fn numbers_are_written_as_the_vectors_say() {
    for case in cases("numbers") {
        let name = case["rust"].as_str().unwrap();
        let line = match name {
            "NaN" => one(|| info!(x = f64::NAN)),
            "inf" => one(|| info!(x = f64::INFINITY)),
            "-inf" => one(|| info!(x = f64::NEG_INFINITY)),
            "0.1f32" => one(|| info!(x = 0.1_f32)),
            "f64::MAX" => one(|| info!(x = f64::MAX)),
            "u64::MAX" => one(|| info!(x = u64::MAX)),
            // Not a number of its own to `tracing`: whoever writes it chooses the unit.
            "Duration" => continue,
            float => one(|| info!(x = float.parse::<f64>().unwrap())),
        };
        let text = line.rsplit_once(":").unwrap().1.trim_end_matches('}');
        // The sign of an exponent may be there or not.
        let text = text.replace("e+", "e");
        let want = match &case["want"] {
            Value::String(want) => want.clone(),
            other => other.to_string(),
        };
        if name == "123456789012345680.0" {
            // The same number, with an exponent from seventeen digits on.
            assert_eq!(text, "1.2345678901234568e17");
            assert_eq!(text.parse::<f64>(), want.parse());
        } else {
            assert_eq!(text, want);
        }
    }
}

#[test]
fn levels_have_the_names_of_the_vectors() {
    let lines = written(|| {
        error!("m");
        warn!("m");
        info!("m");
        debug!("m");
        trace!("m");
    });
    let names: Vec<_> = lines
        .iter()
        .map(|line| object(line)["level"].clone())
        .collect();
    let wanted: Vec<_> = cases("levels")
        .iter()
        .map(|case| case["tracing"].clone())
        .collect();
    assert_eq!(names, wanted);
}

#[test]
fn loggers_have_the_levels_of_the_vectors() {
    let mut run = 0;
    for case in cases("levels_filter") {
        let Some(loggers) = case["config"]["loggers"].as_object() else {
            // The others are about handlers and changes while running, which there are not.
            assert!(case["cases"].is_null());
            continue;
        };
        let mut config = Config::default();
        config.level = case["config"]["root"].as_str().unwrap().to_owned();
        let entry =
            |(name, level): (&String, &Value)| format!("{name}={}", level.as_str().unwrap());
        config.levels = loggers.iter().map(entry).collect();
        let levels = config.build().unwrap().levels;
        for case in case["cases"].as_array().unwrap() {
            let level = case[1].as_str().unwrap().parse().unwrap();
            let allowed = levels.allows(case[0].as_str().unwrap(), level);
            assert_eq!(allowed, case[2].as_bool().unwrap(), "{case}");
            run += 1;
        }
    }
    assert_eq!(run, 8);
}

/// The lines of a request to `uri` that is answered with `status`, through `layers` request logs.
async fn requested(uri: &str, status: u16, layers: usize) -> Vec<Map<String, Value>> {
    let lines = Lines::default();
    let (dispatch, _) = subscriber(&Config::default(), lines.clone());
    let _guard = tracing::dispatcher::set_default(&dispatch);
    let inner = service_fn(move |_: Request<()>| {
        let mut response = Response::new(());
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        ready(Ok::<_, Infallible>(response))
    });
    let request = Request::builder().uri(uri).body(()).unwrap();
    let layer = RequestLog::new();
    let builder = ServiceBuilder::new().layer(layer);
    if layers == 1 {
        builder.service(inner).oneshot(request).await.unwrap();
    } else {
        builder
            .layer(layer)
            .service(inner)
            .oneshot(request)
            .await
            .unwrap();
    }
    let text = lines.0.lock().unwrap().clone();
    text.lines().map(object).collect()
}

#[tokio::test]
async fn requests_are_written_as_the_vectors_say_or_otherwise_for_a_reason() {
    for case in cases("request_log") {
        match id(&case) {
            "django-5xx" | "django-4xx" => {
                let status = u16::try_from(case["status"].as_u64().unwrap()).unwrap();
                let [line] = <[_; 1]>::try_from(requested("/x", status, 1).await).unwrap();
                assert_eq!(line["level"], case["want"]["level"]);
                assert_eq!(line["message"], case["want"]["message"]);
                // The key is `status`, and the logger is this crate's.
                assert_eq!(line["status"], case["want"]["status_code"]);
                assert_eq!(line["target"], "seaworthy_log::request");
            }
            // Every request is written, what Django leaves to its server.
            "django-2xx" => assert_eq!(requested("/x", 200, 1).await[0]["level"], "INFO"),
            // A second layer writes a second event, of the same id.
            "django-once" => {
                let lines = requested("/x", 404, 2).await;
                assert_eq!(lines.len(), 2);
                assert_eq!(lines[0]["request_id"], lines[1]["request_id"]);
            }
            // The path is not decoded, so that there is nothing in it to escape.
            "path-injection" => {
                let line = &requested("/x%0aERROR%20fake", 404, 1).await[0];
                assert_eq!(line["message"], "Not Found: /x%0aERROR%20fake");
                assert_ne!(line["message"], case["want_message"]);
            }
            // There are no events of the beginning, and the query is never written.
            "tower-http" => {
                let lines = requested("/x?token=hunter2", 200, 1).await;
                assert_eq!(lines.len(), 1);
                assert!(!format!("{lines:?}").contains("hunter2"));
            }
            // One event at the head of the response: what is known then, under these names.
            "one-line" => {
                let line = &requested("/x", 200, 1).await[0];
                let mut keys: Vec<_> = line.keys().map(String::as_str).collect();
                keys.sort_unstable();
                let ours = [
                    "latency_ms",
                    "level",
                    "message",
                    "method",
                    "path",
                    "request_id",
                    "status",
                    "target",
                    "timestamp",
                ];
                assert_eq!(keys, ours);
                let wanted = case["want_keys"].as_array().unwrap();
                let is_other = |key: &&Value| !ours.contains(&key.as_str().unwrap());
                let other: Vec<_> = wanted.iter().filter(is_other).collect();
                assert_eq!(
                    other,
                    [
                        "route",
                        "duration_ms",
                        "client_ip",
                        "user_agent",
                        "bytes_out"
                    ]
                );
            }
            other => panic!("{other} is not run"),
        }
    }
}

#[tokio::test]
async fn secrets_are_hidden_as_the_vectors_say_or_otherwise_for_a_reason() {
    let cases = cases("redaction");
    let hidden = &cases[0]["subst"];
    // The parts of Django's pattern, `HTTP_COOKIE` among them, hide a field each, in any case.
    for part in cases[0]["regex"].as_str().unwrap().split('|') {
        let name = format!("X_{}_x", part.to_ascii_lowercase());
        let line = match part {
            "API" => one(|| info!(X_api_x = "v")),
            "AUTH" => one(|| info!(X_auth_x = "v")),
            "TOKEN" => one(|| info!(X_token_x = "v")),
            "KEY" => one(|| info!(X_key_x = "v")),
            "SECRET" => one(|| info!(X_secret_x = "v")),
            "PASS" => one(|| info!(X_pass_x = "v")),
            "SIGNATURE" => one(|| info!(X_signature_x = "v")),
            "HTTP_COOKIE" => one(|| info!(X_http_cookie_x = "v")),
            other => panic!("{other} is not run"),
        };
        assert_eq!(object(&line)[&name], *hidden);
    }
    for case in &cases[1..] {
        if let Some(name) = case["field"].as_str() {
            let line = match name {
                "password" => one(|| info!(password = "hunter2")),
                "user.api_key" => one(|| info!(user.api_key = "k")),
                "monkey" => one(|| info!(monkey = "x")),
                other => panic!("{other} is not run"),
            };
            assert_eq!(object(&line)[name], case["want"], "{name}");
        } else if case["header"].is_string() {
            let mut value = HeaderValue::from_static("hunter2");
            value.set_sensitive(true);
            let line = object(&one(|| info!(header = ?value)));
            assert_eq!(line["header"], "Sensitive");
        } else if case["uri"].is_string() {
            // The request log leaves the query out, instead of a part of it.
            let line = &requested(case["uri"].as_str().unwrap(), 200, 1).await[0];
            assert_eq!(line["path"], "/cb");
        } else {
            // Messages are not searched.
            let message = case["message"].as_str().unwrap();
            assert_eq!(object(&one(|| info!("{message}")))["message"], message);
        }
    }
}

/// A writer that takes so many bytes, or fails, as the script says, and then takes everything.
#[derive(Clone, Default)]
struct Scripted {
    script: Arc<Mutex<VecDeque<Result<usize, ErrorKind>>>>,
    written: Lines,
    calls: Arc<Mutex<usize>>,
}

impl Write for Scripted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        *self.calls.lock().unwrap() += 1;
        let step = self.script.lock().unwrap().pop_front();
        let most = step.unwrap_or(Ok(bytes.len()))?;
        self.written.write(&bytes[..most.min(bytes.len())])
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn lines_are_framed_as_the_vectors_say() {
    for case in cases("framing") {
        let (script, lines, lost) = match id(&case) {
            "one-write" => (vec![], 2, 0),
            "interrupted" => (vec![Err(ErrorKind::Interrupted)], 2, 0),
            "short-write" => (vec![Ok(10)], 2, 0),
            "would-block" => (vec![Err(ErrorKind::WouldBlock)], 1, 1),
            "broken-pipe" => (vec![Err(ErrorKind::BrokenPipe)], 1, 1),
            "partial-then-error" => (vec![Ok(10), Err(ErrorKind::BrokenPipe)], 1, 1),
            other => {
                assert!(OTHER_FRAMING.contains(&other), "{other} is not run");
                continue;
            }
        };
        let writer = Scripted {
            script: Arc::new(Mutex::new(script.into())),
            ..Scripted::default()
        };
        let (dispatch, layer) = subscriber(&Config::default(), writer.clone());
        tracing::dispatcher::with_default(&dispatch, || {
            info!(a = 1, b = "x", "m");
            info!(a = 1, b = "x", "m");
        });
        let text = writer.written.0.lock().unwrap().clone();
        assert!(text.ends_with("}\n"), "{text}");
        let whole = text
            .lines()
            .filter(|line| serde_json::from_str::<Value>(line).is_ok());
        assert_eq!(whole.count(), lines, "{}: {text}", id(&case));
        assert_eq!(layer.lost_lines(), lost, "{}", id(&case));
        if id(&case) == "one-write" {
            assert_eq!(*writer.calls.lock().unwrap(), 2);
        }
        if id(&case) == "partial-then-error" {
            assert_eq!(text.lines().count(), 2);
        }
    }
}
