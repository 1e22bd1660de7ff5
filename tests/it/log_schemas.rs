//! The schemas of the log: the names, the order and the values that their readers want.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use seaworthy_log::{Config, FieldValue, NonFinite, Schema, Spans, Timestamp};
use serde_json::{Map, Value, json};
use tracing::{Level, info, info_span, warn};
use tracing_subscriber::layer::SubscriberExt;

/// What a schema writes beyond the vector, with the reason.
const BEYOND: &[(&str, &str, &str)] = &[
    (
        "otel-json",
        "attributes",
        "a record has no other place for its logger",
    ),
    (
        "bunyan",
        "target",
        "the logger, which Bunyan calls by the service's name",
    ),
    ("logstash", "service", "the service has a name"),
    ("logstash", "user_id", "the vector leaves the fields out"),
    ("gcp", "service", "the service has a name"),
];

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const SPAN: &str = "b7ad6b7169203331";

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

/// The line that code writes.
fn line(config: &Config, code: impl FnOnce()) -> String {
    let lines = Lines::default();
    let layer = config.build().unwrap().layer.with_writer(lines.clone());
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(subscriber, code);
    let text = lines.0.lock().unwrap().clone();
    let [line] = <[_; 1]>::try_from(text.lines().collect::<Vec<_>>()).unwrap();
    line.to_owned()
}

fn object(line: &str) -> Map<String, Value> {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

fn schema(schema: Schema) -> Config {
    let mut config = Config::default();
    config.schema = schema;
    if schema == Schema::Bunyan {
        assert_eq!(config.build().unwrap_err().issues()[0].field(), "service");
        config.service = Some("api".to_owned());
    }
    config
}

fn digits_hidden(value: &Value) -> String {
    let text = value.as_str().unwrap();
    text.replace(|c: char| c.is_ascii_digit(), "0")
}

#[test]
fn a_schema_is_written_as_the_vectors_say() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/logging.json")).unwrap();
    let cases = vectors["schemas"].as_array().unwrap();
    let mut run = 0;
    for case in cases {
        let (Some(name), Some(want)) = (case["schema"].as_str(), case["want"].as_object()) else {
            continue;
        };
        if name == "tracing-subscriber" {
            // A layer of `tracing-subscriber` writes that.
            continue;
        }
        let wanted = case["want"].to_string();
        let traced = wanted.contains(TRACE) || wanted.contains("dd.trace_id");
        let mut config = schema(name.trim_end_matches("-json").parse().unwrap());
        if wanted.contains("api") {
            config.service = Some("api".to_owned());
        }
        config.project = case["options"]["project"].as_str().map(str::to_owned);
        config.place = wanted.contains("src/v.rs");
        config.thread = wanted.contains("thread_name");
        let sampled = (wanted.contains("sampled") || wanted.contains("flags")).then_some(true);
        let written = line(&config, || {
            let span = traced.then(|| {
                info_span!(
                    "request",
                    trace_id = TRACE,
                    span_id = SPAN,
                    trace_sampled = sampled
                )
            });
            let _entered = span.as_ref().map(|span| span.enter());
            warn!(target: "app::views", user_id = 7, "hi");
        });
        let mut got = object(&written);

        let time = want.iter().find(|(key, value)| {
            let dated = value.as_str().is_some_and(|text| text.starts_with("2026-"));
            dated || *key == "timeUnixNano"
        });
        let (time, like) = time.unwrap();
        assert_eq!(digits_hidden(&got[time]), digits_hidden(like), "{name}");
        got.insert(time.clone(), like.clone());

        let mut want = want.clone();
        for (name, value) in &mut want {
            match name.as_str() {
                "hostname" => assert!(!got[name].as_str().unwrap().is_empty()),
                "pid" => assert_eq!(got[name], std::process::id()),
                "thread_name" => {
                    let thread = std::thread::current();
                    assert_eq!(got[name], thread.name().unwrap_or_default());
                }
                "log.origin" => {
                    assert_eq!(got[name]["file"]["name"], file!());
                    assert!(got[name]["file"]["line"].is_u64());
                }
                "src" => {
                    assert_eq!(got[name]["file"], file!());
                    assert!(got[name]["line"].is_u64());
                }
                "logging.googleapis.com/sourceLocation" => {
                    assert_eq!(got[name]["file"], file!());
                    let line: u32 = got[name]["line"].as_str().unwrap().parse().unwrap();
                    assert!(line > 0);
                }
                _ => continue,
            }
            *value = got[name].clone();
        }
        if let Some(trace) = want.get_mut("logging.googleapis.com/trace") {
            assert_eq!(*trace, format!("projects/p1/traces/{TRACE}"));
        }
        for (_, beyond, _) in BEYOND.iter().filter(|(other, ..)| *other == name) {
            let extra = got.remove(*beyond);
            if *beyond == "attributes" {
                let extra = extra.unwrap();
                for attribute in want.remove(*beyond).unwrap().as_array().unwrap() {
                    assert!(extra.as_array().unwrap().contains(attribute), "{extra}");
                }
            }
        }
        assert_eq!(Value::Object(got), Value::Object(want), "{name}: {written}");

        if let Some(order) = case["order"].as_array() {
            let places = order
                .iter()
                .map(|key| written.find(&key.to_string()).unwrap());
            assert!(places.is_sorted(), "{written}");
        }
        run += 1;
    }
    assert_eq!(run, 7);
}

/// The cases of python-json-logger that have no counterpart, with the reason.
const OTHER_OPTIONS: &[(&str, &str)] = &[
    (
        "pjl-comma_fmt",
        "a schema has its members, no host picks them one by one",
    ),
    (
        "pjl-dollar_fmt",
        "a schema has its members, no host picks them one by one",
    ),
    ("pjl-enum-class", "fields of `tracing` have no classes"),
    (
        "pjl-exc",
        "Rust's errors have causes, which are an array, and no traceback",
    ),
    (
        "pjl-exc_fmt_missing",
        "a member without a value is left out",
    ),
    (
        "pjl-extra_reserved_removed",
        "no list of reserved names can be emptied",
    ),
    ("pjl-indent", "a line is one line"),
    (
        "pjl-seq_fmt",
        "a schema has its members, no host picks them one by one",
    ),
    (
        "pjl-static_vs_fmt",
        "a static field that would hide a member is an issue",
    ),
    ("pjl-unencodable", "a law, held by the crate's own tests"),
];

#[test]
fn what_python_json_logger_is_asked_for_is_written_likewise() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/logging.json")).unwrap();
    for case in vectors["pjl"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let want = &case["want"];
        let left_out = OTHER_OPTIONS.iter().any(|(other, _)| *other == id);
        let mut config = schema(Schema::PythonJsonLogger);
        match id {
            "pjl-percent_fmt" => {
                let line = line(&config, || info!(target: "app.views", "hello"));
                let written = object(&line);
                let keys = case["order"].as_array().unwrap();
                let places = keys
                    .iter()
                    .map(|key| line.find(&format!("{key}:")).unwrap());
                assert!(places.is_sorted() && written.len() == keys.len(), "{line}");
                for key in ["levelname", "name", "message"] {
                    assert_eq!(written[key], want[key]);
                }
                let shape = |time: &Value| digits_hidden(time);
                assert_eq!(shape(&written["asctime"]), shape(&want["asctime"]));
            }
            "pjl-defaults" => {
                for (name, value) in case["options"]["defaults"].as_object().unwrap() {
                    let value = FieldValue::Int(value.as_i64().unwrap());
                    config.default_fields.insert(name.clone(), value);
                }
                let line = object(&line(&config, || info!(first = 1234, "x")));
                assert_eq!(
                    (&line["first"], &line["second"]),
                    (&want["first"], &want["second"])
                );
            }
            "pjl-timestamp_true" | "pjl-timestamp_key" => {
                let key = case["options"]["timestamp"].as_str().unwrap_or("timestamp");
                config.renames.insert("asctime".to_owned(), key.to_owned());
                config.timestamp = Some(Timestamp::Micros);
                let line = object(&line(&config, || info!("Hello")));
                // UTC is `Z` here.
                let time = digits_hidden(&line[key]).replace('Z', "+00:00");
                assert_eq!(time, digits_hidden(&want[key]));
            }
            "pjl-extra" => {
                let line = object(&line(&config, || info!(text = "t", num = 1, "hello")));
                for key in ["text", "num", "message"] {
                    assert_eq!(line[key], want[key]);
                }
            }
            "pjl-ensure_ascii" => {
                let message = want["message"].as_str().unwrap();
                let line = line(&config, || info!("{message}"));
                assert_eq!(object(&line)["message"], message);
                assert!(!line.contains(['\u{2028}', '\u{1b}', '\u{7f}']), "{line}");
            }
            "pjl-nan" => {
                for (non_finite, nan, infinity) in [
                    (NonFinite::Null, Value::Null, Value::Null),
                    (NonFinite::Text, json!("NaN"), json!("+Inf")),
                ] {
                    config.non_finite = non_finite;
                    let line = object(&line(&config, || {
                        info!(nan = f64::NAN, inf = f64::INFINITY)
                    }));
                    assert_eq!((&line["nan"], &line["inf"]), (&nan, &infinity));
                }
            }
            "pjl-none_bool_bytes" => {
                let (some, fancy) = (&b"some-bytes"[..], &b"fancy-bytes-\xf0\xf1"[..]);
                let none: Option<u64> = None;
                let line = object(&line(&config, || {
                    info!(n = none, b = true, by = some, by2 = fancy)
                }));
                for key in ["b", "by", "by2"] {
                    assert_eq!(line[key], want[key], "{key}");
                }
                // What there is none of is absent.
                assert!(want["n"].is_null() && !line.contains_key("n"));
            }
            "pjl-rename-collision" => {
                for (old, new) in [("levelname", "LEVEL"), ("message", "levelname")] {
                    config.renames.insert(old.to_owned(), new.to_owned());
                }
                let line = object(&line(&config, || info!("hello")));
                assert_eq!(
                    (&line["LEVEL"], &line["levelname"]),
                    (&json!("INFO"), &json!("hello"))
                );
                assert!(!line.contains_key("message"));
            }
            "pjl-reserved" => {
                // Only what a line may have is not left to fields.
                let line = object(&line(&config, || info!(lineno = 1, funcName = 2, "m")));
                assert_eq!(
                    (&line["fields.lineno"], &line["funcName"]),
                    (&json!(1), &json!(2))
                );
                let names = case["list"].as_array().unwrap();
                assert!(names.contains(&json!("lineno")) && names.contains(&json!("funcName")));
            }
            _ => {
                assert!(left_out, "{id} is not run");
                continue;
            }
        }
        assert!(!left_out, "{id} is run");
    }
    let mut config = schema(Schema::PythonJsonLogger);
    config
        .static_fields
        .insert("levelname".to_owned(), "static".into());
    assert_eq!(
        config.build().unwrap_err().issues()[0].field(),
        "static_fields"
    );
}

#[test]
fn levels_are_called_as_the_vectors_say() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/logging.json")).unwrap();
    let write = |level: Level| match level {
        Level::ERROR => tracing::error!("m"),
        Level::WARN => tracing::warn!("m"),
        Level::INFO => tracing::info!("m"),
        Level::DEBUG => tracing::debug!("m"),
        Level::TRACE => tracing::trace!("m"),
    };
    for case in vectors["levels"].as_array().unwrap() {
        let level: Level = case["tracing"].as_str().unwrap().parse().unwrap();
        for (name, key, want) in [
            (Schema::PythonJsonLogger, "levelname", &case["pjl"][0]),
            (Schema::Gcp, "severity", &case["gcp"]),
            (Schema::Ecs, "log.level", &case["ecs"]),
            (Schema::Datadog, "status", &case["datadog"]),
            (Schema::Otel, "severityText", &case["otel"][0]),
            (Schema::Otel, "severityNumber", &case["otel"][1]),
            (Schema::Bunyan, "level", &case["bunyan"]),
            (Schema::Logstash, "level", &case["tracing"]),
        ] {
            let line = object(&line(&schema(name), || write(level)));
            assert_eq!(line[key], *want, "{name} {level}");
        }
    }
}

#[test]
fn an_empty_section_is_not_there() {
    for (name, key, empty) in [
        (Schema::Ecs, "labels", true),
        // It has the logger.
        (Schema::Otel, "attributes", false),
    ] {
        let line = object(&line(&schema(name), || info!("m")));
        assert_eq!(line.contains_key(key), !empty);
    }
    let line = object(&line(&schema(Schema::Ecs), || info!(lot = 7)));
    assert_eq!(line["labels"], json!({ "lot": "7" }));
    assert!(!line.contains_key("message"));
}

#[derive(Debug, thiserror::Error)]
#[error("the lot is open")]
struct Open(#[source] std::fmt::Error);

#[test]
fn every_type_of_value_has_a_form_in_every_schema() {
    let write = || {
        let error = Open(std::fmt::Error);
        info!(
            yes = true,
            less = -7,
            much = u64::MAX,
            most = u128::MAX,
            half = 0.5,
            odd = f64::NAN,
            text = "a\"b",
            bytes = &b"ab"[..],
            debug = ?Some(1),
            error = &error as &dyn std::error::Error,
            password = "hunter2",
            "m"
        );
    };
    let stars = "********************";
    let ecs = object(&line(&schema(Schema::Ecs), write));
    assert_eq!(
        ecs["labels"],
        json!({
            "yes": "true", "less": "-7", "much": u64::MAX.to_string(),
            "most": u128::MAX.to_string(), "half": "0.5", "odd": "NaN", "text": "a\"b",
            "bytes": "YWI=", "debug": "Some(1)", "password": stars,
        })
    );
    assert_eq!(ecs["error.message"], "the lot is open");
    let source = std::fmt::Error.to_string();
    assert_eq!(ecs["error.sources"], json!([source]));

    let otel = object(&line(&schema(Schema::Otel), write));
    let attribute = |key: &str, value: Value| json!({ "key": key, "value": value });
    assert_eq!(
        otel["attributes"].as_array().unwrap()[1..],
        [
            attribute("yes", json!({ "boolValue": true })),
            attribute("less", json!({ "intValue": "-7" })),
            attribute("much", json!({ "stringValue": u64::MAX.to_string() })),
            attribute("most", json!({ "stringValue": u128::MAX.to_string() })),
            attribute("half", json!({ "doubleValue": 0.5 })),
            attribute("odd", json!({ "doubleValue": "NaN" })),
            attribute("text", json!({ "stringValue": "a\"b" })),
            attribute("bytes", json!({ "stringValue": "YWI=" })),
            attribute("debug", json!({ "stringValue": "Some(1)" })),
            attribute("error", json!({ "stringValue": "the lot is open" })),
            attribute(
                "error.sources",
                json!({ "arrayValue": { "values": [{ "stringValue": source }] } })
            ),
            attribute("password", json!({ "stringValue": stars })),
        ]
    );
}

#[test]
fn spans_stand_as_they_are_asked_for() {
    let write = || {
        let _outer = info_span!("outer", lot = 1, name = "n", shared = "outer").entered();
        let _empty = info_span!("empty").entered();
        let _inner = info_span!("inner", shared = "inner").entered();
        info!(own = true, "m");
    };
    for (spans, key, want) in [
        (Spans::Off, "span", None),
        (
            Spans::Nested,
            "span",
            Some(json!({ "name": "inner", "shared": "inner", "lot": 1, "fields.name": "n" })),
        ),
        (
            Spans::List,
            "spans",
            Some(json!([
                { "name": "outer", "lot": 1, "fields.name": "n", "shared": "outer" },
                { "name": "empty" },
                { "name": "inner", "shared": "inner" },
            ])),
        ),
    ] {
        let mut config = Config::default();
        config.spans = spans;
        let line = object(&line(&config, write));
        assert_eq!(line["own"], true);
        assert!(!line.contains_key("shared") && !line.contains_key("lot"));
        assert_eq!(line.get(key), want.as_ref(), "{spans:?}");
    }
    let flat = object(&line(&Config::default(), write));
    assert_eq!(
        (&flat["shared"], &flat["lot"], &flat["name"]),
        (&json!("inner"), &json!(1), &json!("n"))
    );

    for name in [Schema::Ecs, Schema::Otel] {
        let mut config = schema(name);
        config.spans = Spans::List;
        assert_eq!(config.build().unwrap_err().issues()[0].field(), "spans");
    }
}

#[test]
fn a_trace_stands_at_the_root_wherever_spans_stand() {
    for spans in [Spans::Flat, Spans::Nested, Spans::List, Spans::Off] {
        let mut config = schema(Schema::Gcp);
        config.spans = spans;
        let line = object(&line(&config, || {
            let _outer = info_span!("request", trace_id = TRACE).entered();
            let _inner = info_span!("inner").entered();
            info!("m");
        }));
        assert_eq!(line["logging.googleapis.com/trace"], TRACE, "{spans:?}");
    }
}

#[test]
fn static_fields_stand_and_default_fields_give_way() {
    let mut config = Config::default();
    config.static_fields.insert("region".into(), "eu-1".into());
    config
        .static_fields
        .insert("shard".into(), FieldValue::Int(3));
    config
        .default_fields
        .insert("lot".into(), FieldValue::Int(0));
    config.default_fields.insert("tenant".into(), "none".into());
    let line = object(&line(&config, || {
        let _span = info_span!("s", tenant = "a").entered();
        info!(region = "spoofed", lot = 7, "m");
    }));
    assert_eq!(line["region"], "eu-1");
    assert_eq!(line["fields.region"], "spoofed");
    assert_eq!((&line["shard"], &line["lot"]), (&json!(3), &json!(7)));
    assert_eq!(line["tenant"], "a");
    let line = object(&self::line(&config, || info!("m")));
    assert_eq!((&line["lot"], &line["tenant"]), (&json!(0), &json!("none")));
}

#[test]
fn keys_and_fields_are_renamed_once() {
    let mut config = Config::default();
    for (old, new) in [
        ("timestamp", "@ts"),
        ("level", "message"),
        ("message", "level"),
        ("lot", "batch"),
    ] {
        config.renames.insert(old.into(), new.into());
    }
    let renamed = object(&line(&config, || info!(lot = 7, batch = 8, level = 9, "m")));
    assert_eq!(
        (&renamed["message"], &renamed["level"]),
        (&json!("INFO"), &json!("m"))
    );
    assert!(renamed.contains_key("@ts"));
    // Of two fields of one name the later counts; a taken name is not left to a field.
    assert_eq!(
        (&renamed["batch"], &renamed["fields.message"]),
        (&json!(8), &json!(9))
    );

    config.renames.insert("level".into(), "@ts".into());
    config.static_fields.insert("target".into(), "x".into());
    config.default_fields.insert("level".into(), "x".into());
    config.redact.push(String::new());
    let fields: Vec<_> = config
        .build()
        .unwrap_err()
        .issues()
        .iter()
        .map(|i| i.field())
        .collect();
    assert_eq!(
        fields,
        ["renames", "static_fields", "default_fields", "redact"]
    );
}

#[test]
fn times_numbers_and_places_are_written_as_asked_for() {
    let mut config = Config::default();
    config.timestamp = Some(Timestamp::UnixMillis);
    config.non_finite = NonFinite::Text;
    config.place = true;
    config.thread = true;
    config.redact_urls = true;
    let here = line!() + 2;
    let line = object(&line(&config, || {
        info!(
            odd = f64::INFINITY,
            database = "postgres://u:hunter2@db/n",
            "m"
        );
    }));
    assert!(line["timestamp"].as_u64().unwrap() > 1_700_000_000_000);
    assert_eq!(line["odd"], "+Inf");
    assert_eq!(line["database"], "postgres://********************@db/n");
    assert_eq!(
        (&line["file"], &line["line"]),
        (&json!(file!()), &json!(here))
    );
    assert_eq!(line["module"], module_path!());
    assert!(line["thread"].is_string());

    config.format = seaworthy_log::Format::Simple;
    config.timestamp = Some(Timestamp::Seconds);
    let text = self::line(&config, || info!("m"));
    assert!(text.contains(&format!("{}:", file!())), "{text}");
}

#[test]
fn a_line_of_any_schema_is_json_whatever_its_fields_are_called() {
    for name in [
        "default",
        "python-json-logger",
        "ecs",
        "gcp",
        "datadog",
        "otel",
        "bunyan",
        "logstash",
    ] {
        let mut config = schema(name.parse().unwrap());
        config.place = true;
        config.thread = true;
        let write = || {
            let _span = info_span!("s", "a\"b" = 1, trace_id = "short", span_id = "é").entered();
            info!(
                timestamp = 1,
                time = 2,
                level = 3,
                message = "m",
                msg = 4,
                name = 5,
                target = 6,
                "log.level" = 7,
                "@timestamp" = 8,
                labels = 9,
                attributes = 10,
                body = 11,
                severity = 12,
                status = 13,
                trace_id = 14,
                "log.cut" = 15,
                v = 16,
            );
        };
        let written = line(&config, write);
        let parsed = object(&written);
        let keys = parsed
            .keys()
            .map(|key| format!("{}:", Value::from(key.as_str())));
        for key in keys {
            // In a section is another name for itself.
            let most = if ["ecs", "otel"].contains(&name) {
                2
            } else {
                1
            };
            assert!(written.matches(&key).count() <= most, "{key} in {written}");
        }
    }
}
