//! What `init` installs for a whole process, each in a process of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod captured;

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use captured::object;
use seaworthy_log::{Config, InitError};
use serde_json::{Map, Value, json};
use tracing_log::log;

/// Runs the test of this name again, in a process of its own and with this name in its
/// environment, and gives back the JSON lines on its standard output and its standard error.
fn child(test: &str) -> (Vec<Map<String, Value>>, String) {
    let output = command(test).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{stderr}");
    let stdout = String::from_utf8(output.stdout).unwrap();
    let lines = stdout
        .split('\n')
        .filter_map(|line| line.find('{').map(|at| &line[at..]));
    (lines.map(object).collect(), stderr)
}

fn command(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(CHILD, test)
        .env_remove("RUST_BACKTRACE")
        .env_remove("RUST_LIB_BACKTRACE");
    command
}

fn is_child(test: &str) -> bool {
    std::env::var(CHILD).is_ok_and(|name| name == test)
}

const CHILD: &str = "SEAWORTHY_LOG_TEST";

#[test]
fn events_records_and_panics_are_all_written() {
    let name = "events_records_and_panics_are_all_written";
    if is_child(name) {
        let mut config = Config::default();
        config.levels = vec!["library=debug".to_owned(), "noisy=off".to_owned()];
        let guard = seaworthy_log::init(&config).unwrap();
        assert_eq!(
            tracing::level_filters::LevelFilter::current(),
            tracing::Level::DEBUG
        );
        tracing::info!(target: "app", "event");
        tracing::debug!(target: "app", "not written");
        log::debug!(target: "library::part\n", "record {}", 1);
        log::error!(target: "noisy", "not written");
        log::trace!(target: "library", "not written");
        std::thread::Builder::new()
            .name("worker".to_owned())
            .spawn(|| {
                let _span = tracing::error_span!("s", request_id = "r1").entered();
                panic!("boom {}", 1)
            })
            .unwrap()
            .join()
            .unwrap_err();
        std::panic::catch_unwind(|| std::panic::panic_any(7)).unwrap_err();
        assert_eq!(guard.lost_lines(), 0);
        return;
    }
    let (lines, stderr) = child(name);
    let [event, record, panic, odd_panic] = <[_; 4]>::try_from(lines).unwrap();
    assert_eq!(event["message"], "event");

    assert_eq!(record["target"], "library::part\n");
    assert_eq!(
        (&record["level"], &record["message"]),
        (&json!("DEBUG"), &json!("record 1"))
    );
    assert_eq!(record.len(), 4, "{record:?}");

    assert_eq!(
        (&panic["level"], &panic["target"]),
        (&json!("ERROR"), &json!("panic"))
    );
    assert_eq!(
        (&panic["message"], &panic["thread.name"]),
        (&json!("boom 1"), &json!("worker"))
    );
    assert_eq!(panic["request_id"], "r1");
    let place = panic["panic.location"].as_str().unwrap();
    assert!(place.contains("process.rs:"), "{place}");
    assert!(!panic.contains_key("panic.backtrace"));
    assert_eq!(odd_panic["message"], "a panic without a message");
    // Each panic is written once.
    assert!(!stderr.contains("boom"), "{stderr}");
}

#[test]
fn records_keep_their_pairs() {
    let name = "records_keep_their_pairs";
    if is_child(name) {
        let _guard = seaworthy_log::init(&Config::default()).unwrap();
        let _span = tracing::info_span!("s", lot = 8, outer = true).entered();
        log::info!(
            target: "library",
            lot = 7, ratio = 0.5, ok = true, who = "Ann \"A\"", password = "hunter2",
            level = "spoofed", wide = u128::MAX, lot = 9;
            "closed"
        );
        log::debug!(lot = 1; "not written");
        log::info!(target: "library", "without");
        tracing::info!("event");
        return;
    }
    let (lines, _) = child(name);
    let [record, without, event] = <[_; 3]>::try_from(lines).unwrap();
    let expected = json!({
        "timestamp": record["timestamp"], "level": "INFO", "target": "library",
        "message": "closed", "lot": 9, "ratio": 0.5, "ok": true, "who": "Ann \"A\"",
        "password": "********************", "fields.level": "spoofed",
        "wide": u128::MAX.to_string(), "outer": true,
    });
    assert_eq!(Value::Object(record), expected);
    assert_eq!((&without["lot"], without.len()), (&json!(8), 6));
    assert_eq!((&event["lot"], event.len()), (&json!(8), 6));
}

#[derive(Debug, thiserror::Error)]
#[error("the lot is open")]
struct Open(#[source] std::num::ParseIntError);

#[test]
fn an_exception_is_an_error_with_its_causes() {
    let name = "an_exception_is_an_error_with_its_causes";
    if is_child(name) {
        let _guard = seaworthy_log::init(&Config::default()).unwrap();
        let error = Open("x".parse::<u8>().unwrap_err());
        seaworthy_log::exception!(&error, lot = 7, "not {}", "closed");
        let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error);
        seaworthy_log::exception!(&*boxed, "in a box");
        return;
    }
    for (traced, keys) in [(false, 7), (true, 8)] {
        let mut command = command(name);
        if traced {
            command.env("RUST_BACKTRACE", "1");
        }
        let output = command.output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let lines = stdout
            .split('\n')
            .filter_map(|line| line.find('{').map(|at| &line[at..]));
        let [line, boxed] = <[_; 2]>::try_from(lines.map(object).collect::<Vec<_>>()).unwrap();
        assert_eq!(line["level"], "ERROR");
        assert_eq!(line["target"], "process");
        assert_eq!(line["message"], "not closed");
        assert_eq!(line["error"], "the lot is open");
        assert_eq!(
            line["error.sources"],
            json!(["invalid digit found in string"])
        );
        assert_eq!(line["lot"], 7);
        assert_eq!(line.len(), keys, "{line:?}");
        if traced {
            let way = line["error.backtrace"].as_str().unwrap();
            assert!(way.contains("an_exception_is_an_error"), "{way}");
        }
        assert_eq!(boxed["error.sources"], line["error.sources"]);
    }
}

#[test]
fn levels_change_while_the_process_runs() {
    let name = "levels_change_while_the_process_runs";
    if is_child(name) {
        let guard = seaworthy_log::init(&Config::default()).unwrap();
        let speak = |when: &str| {
            tracing::debug!(target: "app::db", "{when} event");
            log::debug!(target: "app::db", "{when} record");
            tracing::debug!(target: "app", "never");
        };
        speak("before");
        guard
            .set_levels("WARNING", &["app::db=debug".to_owned()])
            .unwrap();
        speak("while");
        guard
            .set_levels("WARNING", &["app::db".to_owned()])
            .unwrap_err();
        speak("still");
        guard.set_levels("INFO", &[]).unwrap();
        speak("after");
        return;
    }
    let (lines, _) = child(name);
    let messages: Vec<_> = lines.iter().map(|line| line["message"].clone()).collect();
    assert_eq!(
        messages,
        ["while event", "while record", "still event", "still record"]
    );
}

#[test]
fn where_panics_are_not_written_the_hook_so_far_speaks() {
    let name = "where_panics_are_not_written_the_hook_so_far_speaks";
    if is_child(name) {
        let mut config = Config::default();
        config.level = "off".to_owned();
        let _guard = seaworthy_log::init(&config).unwrap();
        std::panic::catch_unwind(|| panic!("boom")).unwrap_err();
        return;
    }
    let (lines, stderr) = child(name);
    assert!(lines.is_empty());
    assert!(stderr.contains("boom"), "{stderr}");
}

#[test]
fn where_panics_cannot_be_written_the_hook_so_far_speaks() {
    let name = "where_panics_cannot_be_written_the_hook_so_far_speaks";
    if is_child(name) {
        let guard = seaworthy_log::init(&Config::default()).unwrap();
        tracing::info!("ready");
        // The parent has stopped reading when this ends.
        std::io::read_to_string(std::io::stdin()).unwrap();
        std::panic::catch_unwind(|| panic!("boom")).unwrap_err();
        assert_eq!(guard.lost_lines(), 1);
        eprintln!("end of test");
        return;
    }
    let mut child = command(name)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("ready")));
    drop(lines);
    drop(child.stdin.take());
    let stderr = child.wait_with_output().unwrap().stderr;
    let stderr = String::from_utf8(stderr).unwrap();
    assert!(stderr.contains("boom"), "{stderr}");
    assert!(stderr.contains("end of test"), "{stderr}");
}

#[test]
fn a_second_init_is_an_error() {
    let name = "a_second_init_is_an_error";
    if is_child(name) {
        let mut config = Config::default();
        config.level = "wrong".to_owned();
        let error = seaworthy_log::init(&config).unwrap_err();
        assert!(matches!(error, InitError::Config(_)), "{error}");
        let _guard = seaworthy_log::init(&Config::default()).unwrap();
        let error = seaworthy_log::init(&Config::default()).unwrap_err();
        assert!(matches!(error, InitError::AlreadyInstalled), "{error}");
        return;
    }
    child(name);
}

#[test]
fn an_event_within_a_value_is_a_line_of_its_own() {
    struct Talks;
    impl fmt::Debug for Talks {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half ")?;
            tracing::info!(target: "app", inner = true, "inner");
            f.write_str("whole")
        }
    }
    let name = "an_event_within_a_value_is_a_line_of_its_own";
    if is_child(name) {
        let _guard = seaworthy_log::init(&Config::default()).unwrap();
        tracing::info!(target: "app", talks = ?Talks, after = 1, "outer");
        tracing::info!(target: "app", "next");
        return;
    }
    let (lines, _) = child(name);
    let [inner, outer, next] = <[_; 3]>::try_from(lines).unwrap();
    assert_eq!(
        (&inner["message"], &inner["inner"]),
        (&json!("inner"), &json!(true))
    );
    assert_eq!(
        (&outer["message"], &outer["talks"]),
        (&json!("outer"), &json!("half whole"))
    );
    assert_eq!(outer["after"], 1);
    assert_eq!(next.len(), 4);
}

#[test]
fn a_panic_within_a_value_is_written_and_the_event_too() {
    struct Panics;
    impl fmt::Debug for Panics {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("in Debug")
        }
    }
    let name = "a_panic_within_a_value_is_written_and_the_event_too";
    if is_child(name) {
        let _guard = seaworthy_log::init(&Config::default()).unwrap();
        tracing::info!(target: "app", value = ?Panics, "outer");
        return;
    }
    let (lines, stderr) = child(name);
    let [panic, outer] = <[_; 2]>::try_from(lines).unwrap();
    assert_eq!(panic["message"], "in Debug");
    assert_eq!(outer["value"], "__could_not_encode__");
    assert!(!stderr.contains("in Debug"), "{stderr}");
}

#[test]
fn a_pair_stands_where_a_field_of_its_name_would() {
    let name = "a_pair_stands_where_a_field_of_its_name_would";
    let trace = "0af7651916cd43dd8448eb211c80319c";
    if is_child(name) {
        let mut config = Config::default();
        config.schema = std::env::var(SCHEMA).unwrap().parse().unwrap();
        config.project = Some("p1".to_owned());
        config.redact_urls = true;
        let _guard = seaworthy_log::init(&config).unwrap();
        log::info!(trace_id = trace, lot = 7, url = "redis://u:hunter2@h/0"; "closed");
        return;
    }
    let project = format!("projects/p1/traces/{trace}");
    for (schema, key, value) in [
        ("otel", "traceId", trace),
        ("ecs", "trace.id", trace),
        ("gcp", "logging.googleapis.com/trace", &project),
        ("datadog", "dd.trace_id", "9532127138774266268"),
    ] {
        let output = command(name).env(SCHEMA, schema).output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let line = stdout
            .lines()
            .find_map(|line| line.find('{').map(|at| &line[at..]));
        let line = object(line.unwrap());
        assert_eq!(line[key], value, "{schema}");
        // The others are among the fields.
        let text = Value::Object(line).to_string();
        assert!(text.contains("lot") && !text.contains("hunter2"), "{text}");
    }
}

const SCHEMA: &str = "SEAWORTHY_LOG_SCHEMA";
