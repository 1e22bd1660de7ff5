use std::fmt;
use std::str::FromStr;

use crate::error::Issue;
use crate::member::{Member, Names, Place};
use crate::special::Special;
use crate::timestamp::Timestamp;

/// The names and the order of a JSON line's keys, by what reads it.
///
/// | schema | time, level, message, logger |
/// |---|---|
/// | `default` | `timestamp`, `level`, `message`, `target` |
/// | `python-json-logger` | `asctime`, `levelname`, `message`, `name` |
/// | `ecs` | `@timestamp`, `log.level`, `message`, `log.logger` |
/// | `gcp` | `time`, `severity`, `message`, `target` |
/// | `datadog` | `timestamp`, `status`, `message`, `logger.name` |
/// | `otel` | `timeUnixNano`, `severityText`, `body`, the attribute `target` |
/// | `bunyan` | `time`, `level`, `msg`, `target` |
/// | `logstash` | `@timestamp`, `level`, `message`, `logger_name` |
///
/// Fields keep their names, but for `error` and those that say which trace an event belongs to:
/// `trace_id`, `span_id` and `trace_sampled`, which [`RequestLog`](crate::RequestLog) records.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Schema {
    /// The names of `tracing`.
    #[default]
    Default,
    /// What Django projects have with
    /// [python-json-logger](https://nhairs.github.io/python-json-logger/latest/), where the format
    /// names `asctime`, `levelname`, `name` and `message`. Times are UTC, loggers have dots.
    PythonJsonLogger,
    /// The [Elastic Common Schema](https://www.elastic.co/docs/reference/ecs), version 8.11: fields
    /// are texts in `labels`.
    Ecs,
    /// [Google Cloud Logging](https://cloud.google.com/logging/docs/structured-logging); see also
    /// [`Config::project`](crate::Config::project).
    Gcp,
    /// [Datadog's attributes][Datadog].
    ///
    /// [Datadog]: https://docs.datadoghq.com/logs/log_configuration/attributes_naming_convention/
    Datadog,
    /// A log record of [OTLP](https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding) in
    /// JSON: fields are typed `attributes`.
    Otel,
    /// [Bunyan](https://github.com/trentm/node-bunyan#core-fields).
    Bunyan,
    /// The encoder of [Logstash for Logback][Logstash].
    ///
    /// [Logstash]: https://github.com/logfellow/logstash-logback-encoder#standard-fields
    Logstash,
}

impl Schema {
    const ALL: [Self; 8] = [
        Self::Default,
        Self::PythonJsonLogger,
        Self::Ecs,
        Self::Gcp,
        Self::Datadog,
        Self::Otel,
        Self::Bunyan,
        Self::Logstash,
    ];

    /// The name of the schema, in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::PythonJsonLogger => "python-json-logger",
            Self::Ecs => "ecs",
            Self::Gcp => "gcp",
            Self::Datadog => "datadog",
            Self::Otel => "otel",
            Self::Bunyan => "bunyan",
            Self::Logstash => "logstash",
        }
    }

    /// What stands at the root of a line, in this order.
    pub(crate) const fn members(self) -> &'static [Member] {
        use Member as M;
        match self {
            Self::Default => &[
                M::Time("timestamp"),
                M::Level("level", Names::Upper),
                M::Logger("target"),
                M::Message("message"),
                M::Service("service"),
                M::Place(Place::Flat(["file", "line", "module"])),
                M::Thread("thread"),
            ],
            Self::PythonJsonLogger => &[
                M::Time("asctime"),
                M::Level("levelname", Names::Python),
                M::DottedLogger("name"),
                M::Message("message"),
                M::Service("service"),
                M::Place(Place::Flat(["pathname", "lineno", "module"])),
                M::Thread("threadName"),
            ],
            Self::Ecs => &[
                M::Time("@timestamp"),
                M::Level("log.level", Names::Lower),
                M::Message("message"),
                M::Constant("ecs.version", "\"8.11.0\""),
                M::Service("service.name"),
                M::Logger("log.logger"),
                M::Place(Place::Ecs),
                M::Thread("process.thread.name"),
            ],
            Self::Gcp => &[
                M::Time("time"),
                M::Level("severity", Names::Gcp),
                M::Message("message"),
                M::Service("service"),
                M::Logger("target"),
                M::Place(Place::Gcp),
                M::Thread("thread"),
            ],
            Self::Datadog => &[
                M::Time("timestamp"),
                M::Level("status", Names::Datadog),
                M::Message("message"),
                M::Service("service"),
                M::Logger("logger.name"),
                M::Place(Place::Flat(["file", "line", "module"])),
                M::Thread("logger.thread_name"),
            ],
            Self::Otel => &[
                M::Time("timeUnixNano"),
                M::Number("severityNumber", [17, 13, 9, 5, 1]),
                M::Level("severityText", Names::Upper),
                M::Body("body"),
            ],
            Self::Bunyan => &[
                M::Constant("v", "0"),
                M::Service("name"),
                M::Host("hostname"),
                M::Process("pid"),
                M::Number("level", [50, 40, 30, 20, 10]),
                M::Time("time"),
                M::Message("msg"),
                M::Logger("target"),
                M::Place(Place::Bunyan),
                M::Thread("thread"),
            ],
            Self::Logstash => &[
                M::Time("@timestamp"),
                M::Constant("@version", "\"1\""),
                M::Message("message"),
                M::Service("service"),
                M::Logger("logger_name"),
                M::Level("level", Names::Upper),
                M::Number("level_value", [40000, 30000, 20000, 10000, 5000]),
                M::Place(Place::Flat([
                    "caller_file_name",
                    "caller_line_number",
                    "caller_class_name",
                ])),
                M::Thread("thread_name"),
            ],
        }
    }

    /// How it writes times, unless the configuration says otherwise.
    pub(crate) const fn timestamp(self) -> Timestamp {
        match self {
            Self::Default | Self::Datadog => Timestamp::Micros,
            Self::PythonJsonLogger => Timestamp::Python,
            Self::Ecs | Self::Gcp | Self::Logstash => Timestamp::Nanos,
            Self::Otel => Timestamp::UnixNanos,
            Self::Bunyan => Timestamp::Millis,
        }
    }

    /// What it calls a field, and whether that stands at the root of the line wherever the other
    /// fields are.
    pub(crate) fn special(self, name: &str) -> Option<(&'static str, Special)> {
        let special = match (self, name) {
            (Self::Ecs, "trace_id") => ("trace.id", Special::Text),
            (Self::Ecs, "span_id") => ("span.id", Special::Text),
            (Self::Ecs, "error") => ("error.message", Special::Text),
            (Self::Gcp, "trace_id") => ("logging.googleapis.com/trace", Special::GcpTrace),
            (Self::Gcp, "span_id") => ("logging.googleapis.com/spanId", Special::Text),
            (Self::Gcp, "trace_sampled") => ("logging.googleapis.com/trace_sampled", Special::Text),
            (Self::Datadog, "trace_id") => ("dd.trace_id", Special::Decimal),
            (Self::Datadog, "span_id") => ("dd.span_id", Special::Decimal),
            (Self::Datadog, "error") => ("error.message", Special::Text),
            (Self::Otel, "trace_id") => ("traceId", Special::Text),
            (Self::Otel, "span_id") => ("spanId", Special::Text),
            (Self::Otel, "trace_sampled") => ("flags", Special::Flag),
            _ => return None,
        };
        Some(special)
    }

    /// Where fields stand, unless at the root.
    pub(crate) const fn section(self) -> Option<Section> {
        match self {
            Self::Ecs => Some(Section::Labels),
            Self::Otel => Some(Section::Attributes),
            _ => None,
        }
    }
}

impl FromStr for Schema {
    type Err = Issue;

    /// Reads the name of a schema, in any case.
    fn from_str(name: &str) -> Result<Self, Issue> {
        Self::ALL
            .into_iter()
            .find(|schema| name.eq_ignore_ascii_case(schema.as_str()))
            .ok_or_else(|| Issue::UnknownSchema {
                value: name.to_owned(),
            })
    }
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where fields stand together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Section {
    Attributes,
    Labels,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_read_back_from_its_name_in_any_case() {
        for schema in Schema::ALL {
            let name = schema.to_string();
            assert_eq!(name.parse(), Ok(schema));
            assert_eq!(name.to_uppercase().parse(), Ok(schema));
        }
        for bad in ["", "json", "ECS ", "open-telemetry"] {
            assert!(bad.parse::<Schema>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_line_has_a_time_before_its_message_and_no_name_twice() {
        for schema in Schema::ALL {
            let place =
                |wanted: fn(&Member) -> bool| schema.members().iter().position(wanted).unwrap();
            let time = place(|member| matches!(member, Member::Time(_)));
            let message = place(|m| matches!(m, Member::Message(_) | Member::Body(_)));
            assert!(time < message, "{schema}");
            let members = schema.members().iter();
            let mut names: Vec<_> = members.flat_map(|member| member.names()).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{schema}");
        }
    }
}
