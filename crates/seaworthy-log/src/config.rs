use std::collections::BTreeMap;
use std::sync::Arc;

use tracing_subscriber::filter::LevelFilter;

use crate::audit::Advice;
use crate::error::{ConfigError, Issue};
use crate::field_value::FieldValue;
use crate::format::Format;
use crate::layer::LogLayer;
use crate::layout::Layout;
use crate::levels::Levels;
use crate::names;
use crate::non_finite::NonFinite;
use crate::output::Output;
use crate::queue::Queue;
use crate::rules::{Rules, level_named};
use crate::schema::Schema;
use crate::spans::Spans;
use crate::timestamp::Timestamp;

/// What a host asks of its log, not yet checked.
///
/// The default is the production preset: JSON at level `INFO`, to standard output.
///
/// ```
/// use seaworthy_log::{Config, Format};
///
/// let mut config = Config::default();
/// config.level = "WARNING".to_owned();
/// config.levels = vec!["app=info".to_owned(), "app::db=debug".to_owned()];
/// config.format = Format::Simple;
/// assert!(config.build().is_ok());
///
/// config.level = "LOUD".to_owned();
/// config.levels = vec!["app".to_owned()];
/// assert_eq!(config.build().unwrap_err().issues().len(), 2);
/// ```
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Config {
    /// The least severe level of every logger that [`levels`](Self::levels) does not name.
    ///
    /// `TRACE`, `DEBUG`, `INFO`, `WARNING` or `WARN`, `ERROR`, `CRITICAL` (which is `ERROR`, as
    /// `tracing` has nothing above it) or `OFF`, in any case.
    pub level: String,
    /// Levels of single loggers, each `logger=level`, such as `app::db=debug`.
    ///
    /// A logger is a target of `tracing`, by default the module path. The longest name that is a
    /// whole part of the target wins: `app` is also for `app::db`, not for `application`. `.`
    /// separates like `::`, so that names from a Django project keep their meaning.
    pub levels: Vec<String>,
    /// How a line looks.
    pub format: Format,
    /// Where lines go.
    pub output: Output,
    /// Whether [`Format::Simple`] colours the level where the output is a terminal.
    ///
    /// The environment is not read: a host that honours [`NO_COLOR`](https://no-color.org) sets
    /// this to false when that variable is set.
    pub color: bool,
    /// Whether lines go to a thread of their own that writes them, so that no event waits for the
    /// output; without a queue, which is the default, an event returns when its line is written.
    pub queue: Option<Queue>,
    /// The names and the order of a JSON line's keys.
    pub schema: Schema,
    /// The name of the service, where a schema has a place for it; [`Schema::Bunyan`] needs one.
    pub service: Option<String>,
    /// The name of this machine, where a schema has a place for it; without a value as the kernel
    /// tells it, on Linux.
    pub host: Option<String>,
    /// The Google Cloud project that the traces of [`Schema::Gcp`] belong to; without one they are
    /// named by their ids alone, which Cloud Logging does not link.
    pub project: Option<String>,
    /// How a line says when it was written; without a value as the schema has it.
    pub timestamp: Option<Timestamp>,
    /// How the fields of spans stand on a JSON line.
    pub spans: Spans,
    /// Whether a line says in which file, line and module it was written.
    pub place: bool,
    /// Whether a line says on which thread it was written.
    pub thread: bool,
    /// How a number stands on a JSON line that JSON has no number for.
    pub non_finite: NonFinite,
    /// Other names for the keys and fields of a JSON line, each once: a new name is not looked up
    /// again.
    pub renames: BTreeMap<String, String>,
    /// What every JSON line has at its root; a field of the same name is written as
    /// `fields.<name>`.
    pub static_fields: BTreeMap<String, FieldValue>,
    /// What every line has where neither its event nor a span has a field of that name.
    pub default_fields: BTreeMap<String, FieldValue>,
    /// Further parts of names of fields whose values are not written, in any case.
    pub redact: Vec<String>,
    /// Whether users and passwords are taken out of the URLs in fields that are texts; messages,
    /// errors and what is formatted by `Debug` or `Display` are not looked into.
    pub redact_urls: bool,
}

impl Config {
    /// Checks everything, opens the output, and makes the layer and the filter, which nothing can
    /// make fail later.
    ///
    /// [`init`](crate::init()) does this for a host without a subscriber of its own.
    ///
    /// # Errors
    ///
    /// Every problem there is, each with its remedy.
    pub fn build(&self) -> Result<Logging, ConfigError> {
        // Nothing is opened for a configuration that is wrong anyway.
        let rules = self.rules()?;
        let layout = Layout::of(self, Layout::kind_of(self));
        let opened = self.output.open().map_err(|error| Issue::Unopened {
            output: self.output.clone(),
            problem: error.to_string(),
        });
        match opened {
            Err(issue) => Err(ConfigError::of(issue)),
            Ok(writer) => Ok(Logging {
                layer: LogLayer::new(Arc::new(self.clone()), layout, writer),
                levels: Levels::of(rules),
            }),
        }
    }

    /// Checks everything but the output, which it does not open: for those who look at a
    /// configuration that another process will use.
    ///
    /// ```
    /// use seaworthy_log::Config;
    ///
    /// let mut config = Config::default();
    /// assert!(config.check().is_ok());
    /// config.level = "LOUD".to_owned();
    /// assert_eq!(config.check().unwrap_err().issues().len(), 1);
    /// ```
    ///
    /// # Errors
    ///
    /// Every problem that [`build`](Self::build) would tell, but for the output's.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.rules().map(drop)
    }

    /// Which events are let through, of a configuration in which nothing else is wrong.
    fn rules(&self) -> Result<Rules, ConfigError> {
        let mut issues = Vec::new();
        let rules = Rules::parse(&self.level, &self.levels, &mut issues);
        let queue = self.queue.as_ref();
        if let Some(queue) = queue.filter(|queue| queue.bytes < LEAST_QUEUE) {
            issues.push(Issue::SmallQueue { bytes: queue.bytes });
        }
        issues.extend(names::problems(self));
        ConfigError::unless(issues, rules)
    }

    /// Lists what works but is unwise in production; nothing for the default.
    #[must_use]
    pub fn audit(&self) -> Vec<Advice> {
        let mut advice = Vec::new();
        if let Some(level) = level_named(&self.level).filter(|&level| level > LevelFilter::INFO) {
            advice.push(Advice::DebugLevel { level });
        }
        if self.format != Format::Json {
            advice.push(Advice::NotJson {
                format: self.format,
            });
        }
        advice
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            level: "INFO".to_owned(),
            levels: Vec::new(),
            format: Format::Json,
            output: Output::Stdout,
            color: true,
            queue: None,
            schema: Schema::Default,
            service: None,
            host: None,
            project: None,
            timestamp: None,
            spans: Spans::Flat,
            place: false,
            thread: false,
            non_finite: NonFinite::Null,
            renames: BTreeMap::new(),
            static_fields: BTreeMap::new(),
            default_fields: BTreeMap::new(),
            redact: Vec::new(),
            redact_urls: false,
        }
    }
}

/// The least room of a queue, in bytes: a few lines.
const LEAST_QUEUE: usize = 4096;

/// A layer that writes events and the filter that says which, for a subscriber of the host's own.
///
/// ```
/// use seaworthy_log::Config;
/// use tracing_subscriber::layer::{Layer, SubscriberExt};
///
/// let log = Config::default().build()?;
///
/// // The filter for this layer alone, where other layers see more or less than the log:
/// let subscriber = tracing_subscriber::registry().with(log.layer.with_filter(log.levels));
/// # let log = Config::default().build()?;
///
/// // Or for the whole subscriber, which is a little faster:
/// let subscriber = tracing_subscriber::registry().with(log.layer).with(log.levels);
/// # Ok::<(), seaworthy_log::ConfigError>(())
/// ```
#[non_exhaustive]
#[derive(Debug)]
pub struct Logging {
    /// Writes one line for each event it is given.
    pub layer: LogLayer,
    /// Decides which events and spans there are.
    pub levels: Levels,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_reported_at_once() {
        let config = Config {
            level: "chatty".to_owned(),
            levels: ["app", "app=loud", "=info", "db=info", "db=debug"]
                .map(str::to_owned)
                .into(),
            ..Config::default()
        };
        let error = config.build().unwrap_err();
        let fields: Vec<_> = error.issues().iter().map(Issue::field).collect();
        assert_eq!(fields, ["level", "levels", "levels", "levels", "levels"]);
    }

    #[test]
    fn the_default_is_the_production_preset() {
        assert!(Config::default().audit().is_empty());
        assert!(Config::default().build().is_ok());
    }

    #[test]
    fn what_is_unwise_in_production_is_advised_against() {
        let ids = |config: &Config| -> Vec<_> { config.audit().iter().map(Advice::id).collect() };
        let mut config = Config::default();
        for (level, unwise) in [
            ("debug", true),
            ("TRACE", true),
            ("info", false),
            ("Warning", false),
            ("nonsense", false),
        ] {
            config.level = level.to_owned();
            assert_eq!(ids(&config) == ["log.debug_level"], unwise, "{level}");
        }
        config.format = Format::Simple;
        assert_eq!(ids(&config), ["log.not_json"]);
    }
}
