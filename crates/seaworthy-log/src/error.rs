use std::fmt;

use crate::format::Format;
use crate::output::Output;
use crate::schema::Schema;

/// Why a [`Config`](crate::Config) makes no log: one or more [`Issue`]s.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("invalid log configuration: {}", Listed(.issues))]
pub struct ConfigError {
    issues: Vec<Issue>, // never empty
}

impl ConfigError {
    pub(crate) fn unless<T>(issues: Vec<Issue>, value: T) -> Result<T, Self> {
        if issues.is_empty() {
            Ok(value)
        } else {
            Err(Self { issues })
        }
    }

    pub(crate) fn of(issue: Issue) -> Self {
        Self {
            issues: vec![issue],
        }
    }

    /// Everything that is wrong, at least one thing.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }
}

/// One thing that is wrong with a [`Config`](crate::Config).
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Issue {
    /// A logger is given two levels.
    #[error("logger {} has more than one level; keep one entry", Shown(.logger))]
    ConflictingLevels {
        /// The logger, its parts joined by `::`.
        logger: String,
    },
    /// An entry of the levels is not `logger=level`.
    #[error(
        "{} is not `logger=level`; write for example `app::db=debug`, one entry a logger",
        Shown(.value)
    )]
    InvalidEntry {
        /// The entry as it was given.
        value: String,
    },
    /// A part of names to redact is empty, and so is in every name.
    #[error("a part of a name is empty, which would hide every value; remove it")]
    EmptyRedaction,
    /// A schema has no place for spans as objects.
    #[error("schema {schema} has no place for spans as objects; set `spans` to flat or off")]
    FlatSchema {
        /// The schema as it was given.
        schema: Schema,
    },
    /// A schema cannot do without the name of the service.
    #[error(
        "schema {} wants the name of the service; set `service`",
        Schema::Bunyan
    )]
    NoService,
    /// A name is another key's already.
    #[error("{} is the name of another key already; choose another", Shown(.name))]
    TakenName {
        /// The field of the configuration that gives it.
        field: &'static str,
        /// The name as it was given.
        name: String,
    },
    /// A schema has no such name.
    #[error(
        "schema {} is unknown; use `default`, `python-json-logger`, `ecs`, `gcp`, `datadog`, \
         `otel`, `bunyan` or `logstash`",
        Shown(.value)
    )]
    UnknownSchema {
        /// The name as it was given.
        value: String,
    },
    /// A queue has hardly room for a line.
    #[error("a queue of {bytes} bytes has hardly room for a line; give it 4096 or more")]
    SmallQueue {
        /// The room as it was given.
        bytes: usize,
    },
    /// A format has no such name.
    #[error("format {} is unknown; use `{}` or `{}`", Shown(.value), Format::Json, Format::Simple)]
    UnknownFormat {
        /// The name as it was given.
        value: String,
    },
    /// A level has no such name.
    #[error("level {} is unknown; use {LEVELS}", Shown(.value))]
    UnknownLevel {
        /// The name as it was given.
        value: String,
    },
    /// The output cannot be opened.
    #[error("{} cannot be opened: {problem}; name a file in a folder that may be written to",
        Shown(&.output.name()))]
    Unopened {
        /// The output as it was given.
        output: Output,
        /// What the operating system says.
        problem: String,
    },
    /// An entry of the levels has a level of no such name.
    #[error("logger {} has the unknown level {}; use {LEVELS}", Shown(.logger), Shown(.value))]
    UnknownLoggerLevel {
        /// The logger as it was given.
        logger: String,
        /// The level as it was given.
        value: String,
    },
}

impl Issue {
    /// The field of [`Config`](crate::Config) that it is about.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::EmptyRedaction => "redact",
            Self::FlatSchema { .. } => "spans",
            Self::NoService => "service",
            Self::SmallQueue { .. } => "queue",
            Self::TakenName { field, .. } => field,
            Self::UnknownSchema { .. } => "schema",
            Self::UnknownFormat { .. } => "format",
            Self::Unopened { .. } => "output",
            Self::UnknownLevel { .. } => "level",
            Self::ConflictingLevels { .. }
            | Self::InvalidEntry { .. }
            | Self::UnknownLoggerLevel { .. } => "levels",
        }
    }
}

/// Why [`init`](crate::init()) did not install the log.
#[non_exhaustive]
#[derive(Clone, Debug, thiserror::Error)]
pub enum InitError {
    /// Something else listens to the events of this process already.
    #[error(
        "a `tracing` subscriber or a `log` logger is installed already; \
         initialise the log once, at the start of `main`"
    )]
    AlreadyInstalled,
    /// The configuration makes no log.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

const LEVELS: &str = "TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL or OFF";

/// The longest part of a value that is shown, in characters.
const SHOWN: usize = 100;

struct Listed<'a>(&'a [Issue]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, issue) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            issue.fmt(f)?;
        }
        Ok(())
    }
}

/// A value as it is quoted in an error: escaped, and not longer than a line.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN) {
            None => write!(f, "{:?}", self.0),
            Some((end, _)) => write!(f, "{:?}…", self.0.get(..end).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_names_the_value_and_the_remedy() {
        let issue = Issue::UnknownLoggerLevel {
            logger: "app".to_owned(),
            value: "lo\nud".to_owned(),
        };
        let text = issue.to_string();
        assert!(
            text.starts_with(r#"logger "app" has the unknown level "lo\nud"; use TRACE, DEBUG"#)
        );
        let issue = Issue::UnknownFormat {
            value: "é".repeat(1000),
        };
        let text = issue.to_string();
        assert!(text.contains(&format!("\"{}\"…", "é".repeat(100))));
        assert!(
            text.ends_with("is unknown; use `json` or `simple`"),
            "{text}"
        );
    }

    #[test]
    fn the_error_lists_all_issues() {
        let issues = vec![
            Issue::UnknownLevel {
                value: "a".to_owned(),
            },
            Issue::InvalidEntry {
                value: "b".to_owned(),
            },
        ];
        let text = ConfigError::unless(issues.clone(), ())
            .unwrap_err()
            .to_string();
        for issue in issues {
            assert!(text.contains(&issue.to_string()), "{text}");
        }
    }
}
