use std::path::PathBuf;

use seaworthy_log::{Format, Schema};
use seaworthy_settings::{ByteSize, Settings as Load};

use crate::validate;

/// What is logged, and how it looks.
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct Log {
    /// The least level that is logged: `DEBUG`, `INFO`, `WARNING`, `ERROR`, `OFF`.
    #[settings(
        default = "INFO",
        expected = "DEBUG, INFO, WARNING, ERROR or OFF",
        validate = validate::log_level
    )]
    pub level: String,

    /// Levels of single loggers: `app=debug,app::db=warning`.
    #[settings(default = [], validate = validate::log_levels)]
    pub levels: Vec<String>,

    /// How a line looks: `json`, `simple`.
    #[settings(
        default = "json",
        debug = "simple",
        from_str,
        expected = "json or simple"
    )]
    pub format: Format,

    /// The names of a JSON line's fields: `default`, `python-json-logger`, `ecs`, `gcp`,
    /// `datadog`, `otel`, `bunyan`, `logstash`.
    #[settings(
        default = "default",
        from_str,
        expected = "default, python-json-logger, ecs, gcp, datadog, otel, bunyan or logstash"
    )]
    pub schema: Schema,

    /// The name of the service, where the schema has a place for it.
    pub service: Option<String>,

    /// The Google Cloud project that traces belong to.
    pub project: Option<String>,

    /// The file that lines are appended to, instead of standard output.
    pub file: Option<PathBuf>,

    /// How much room there is for lines on their way to the thread that writes them, such as
    /// `8MiB`; with 0, each event writes its line itself. Where the room is full, errors and
    /// warnings wait for a second, and the rest is dropped and counted.
    #[settings(default = "0", validate = validate::log_queue)]
    pub queue: ByteSize,
}
