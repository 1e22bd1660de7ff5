//! Random events in random spans: whatever they hold, each is one line, an object without a key
//! that comes twice, and every field is there from as near as it was recorded.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_arithmetic,
    reason = "tests"
)]

mod captured;

use proptest::prelude::*;
use seaworthy_log::{Config, Format, Schema, Spans};
use serde_json::{Map, Value as Json, json};
use tracing::field::Empty;
use tracing::{Span, Value, info, info_span};

use captured::{lines, object};

/// A value of any type there is, or none.
#[derive(Clone, Debug)]
enum Any {
    Absent,
    Bool(bool),
    Float(f64),
    Int(i64),
    Text(String),
    Wide(i128),
}

impl Any {
    fn value(&self) -> Box<dyn Value + '_> {
        match self {
            Self::Absent => Box::new(Empty),
            Self::Bool(value) => Box::new(value),
            Self::Float(value) => Box::new(value),
            Self::Int(value) => Box::new(value),
            Self::Text(value) => Box::new(value.as_str()),
            Self::Wide(value) => Box::new(value),
        }
    }

    /// How it stands on a line.
    fn json(&self) -> Option<Json> {
        match self {
            Self::Absent => None,
            Self::Bool(value) => Some(json!(value)),
            Self::Float(value) => Some(json!(value)),
            Self::Int(value) => Some(json!(value)),
            Self::Text(value) => Some(json!(value)),
            Self::Wide(value) => Some(match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => json!(value),
                (_, Ok(value)) => json!(value),
                _ => json!(value.to_string()),
            }),
        }
    }
}

fn any_value() -> impl Strategy<Value = Any> {
    prop_oneof![
        2 => Just(Any::Absent),
        1 => any::<bool>().prop_map(Any::Bool),
        // A number that its text, read back by any parser, is exactly.
        1 => any::<i32>().prop_map(|number| Any::Float(f64::from(number) / 4.0)),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY)].prop_map(Any::Float),
        1 => any::<i64>().prop_map(Any::Int),
        2 => any::<String>().prop_map(Any::Text),
        1 => any::<i128>().prop_map(Any::Wide),
    ]
}

/// The names of the fields, two of which are not left to fields.
const NAMES: [&str; 5] = ["a", "b", "quo\"te", "level", "message"];

/// What a span or an event records for each of the names.
type Values = [Any; 5];

/// A span: what it records when it is made, and later.
type Recorded = (Values, Values);

fn values() -> impl Strategy<Value = Values> {
    std::array::from_fn::<_, 5, _>(|_| any_value())
}

fn span([a, b, quote, level, message]: &Values) -> Span {
    info_span!(
        "span",
        a = a.value(),
        b = b.value(),
        "quo\"te" = quote.value(),
        level = level.value(),
        message = message.value()
    )
}

/// Writes an event whose message is the last of its fields.
fn event([a, b, quote, level, message]: &Values) {
    info!(
        a = a.value(),
        b = b.value(),
        "quo\"te" = quote.value(),
        level = level.value(),
        message = message.value()
    );
}

fn write(spans: &[Recorded], values: &Values) {
    let Some(((first, later), inner)) = spans.split_first() else {
        return event(values);
    };
    let span = span(first);
    for (name, value) in NAMES.into_iter().zip(later) {
        if !matches!(value, Any::Absent) {
            span.record(name, value.value());
        }
    }
    span.in_scope(|| write(inner, values));
}

/// What was recorded under a name, the nearest first: by the event, by its spans outwards.
fn nearest(spans: &[Recorded], values: Option<&Values>, at: usize) -> Option<Json> {
    let inner = values.into_iter();
    let outer = spans.iter().rev().flat_map(|(first, later)| [later, first]);
    inner.chain(outer).find_map(|values| values[at].json())
}

fn schemas() -> [Schema; 8] {
    [
        "default",
        "python-json-logger",
        "ecs",
        "gcp",
        "datadog",
        "otel",
        "bunyan",
        "logstash",
    ]
    .map(|name| name.parse().unwrap())
}

fn written(config: &Config, spans: &[Recorded], values: &Values) -> Map<String, Json> {
    let lines = lines(config, || write(spans, values));
    let [line] = &lines[..] else {
        panic!("{lines:?}");
    };
    object(line)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_field_is_there_from_as_near_as_it_was_recorded(
        spans in proptest::collection::vec((values(), values()), 0..4),
        event in values(),
    ) {
        let line = written(&Config::default(), &spans, &event);
        // A message of a span is a field like another, and its name is taken.
        for (at, key) in [(0, "a"), (1, "b"), (2, "quo\"te"), (3, "fields.level")] {
            let want = nearest(&spans, Some(&event), at);
            prop_assert_eq!(line.get(key), want.as_ref(), "{}", key);
        }
        let of_span = nearest(&spans, None, 4);
        prop_assert_eq!(line.get("fields.message"), of_span.as_ref());
        prop_assert_eq!(&line["level"], "INFO");
        let message = match &event[4] {
            Any::Absent => None,
            Any::Text(text) => Some(json!(text)),
            other => other.json(),
        };
        prop_assert_eq!(line.get("message"), message.as_ref());
    }

    #[test]
    fn a_line_of_every_schema_is_an_object(
        spans in proptest::collection::vec((values(), values()), 0..4),
        event in values(),
    ) {
        for schema in schemas() {
            for nesting in [Spans::Flat, Spans::Nested, Spans::List, Spans::Off] {
                let mut config = Config::default();
                config.schema = schema;
                config.spans = nesting;
                config.service = Some("api".to_owned());
                config.place = true;
                config.thread = true;
                let sections = [Schema::Ecs, Schema::Otel].contains(&schema);
                if sections && nesting != Spans::Flat && config.build().is_err() {
                    continue;
                }
                let line = written(&config, &spans, &event);
                prop_assert!(line.len() > 3);
            }
        }
    }

    #[test]
    fn a_line_for_people_is_one_line(
        spans in proptest::collection::vec((values(), values()), 0..4),
        event in values(),
    ) {
        let mut config = Config::default();
        config.format = Format::Simple;
        let lines = lines(&config, || write(&spans, &event));
        prop_assert_eq!(lines.len(), 1);
        let plain = |c: char| !c.is_control() && !('\u{2028}'..='\u{202e}').contains(&c);
        prop_assert!(lines[0].chars().all(plain), "{:?}", lines);
    }
}
