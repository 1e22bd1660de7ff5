//! What stands at the root of a line.

use tracing::Level;

/// What may stand at the root of a line, by its name there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Member {
    /// The message, as a typed value of OTLP.
    Body(&'static str),
    /// Always the same, in JSON.
    Constant(&'static str, &'static str),
    /// The logger, its parts separated by dots.
    DottedLogger(&'static str),
    Host(&'static str),
    Level(&'static str, Names),
    Logger(&'static str),
    Message(&'static str),
    /// A number for the level: of `ERROR`, `WARN`, `INFO`, `DEBUG` and `TRACE`.
    Number(&'static str, [u32; 5]),
    /// Where in the code it is, if that is asked for.
    Place(Place),
    Process(&'static str),
    /// The name of the service, if it has one.
    Service(&'static str),
    /// The name of the thread, if that is asked for.
    Thread(&'static str),
    Time(&'static str),
}

impl Member {
    /// The names that it takes at the root.
    pub(crate) fn names(self) -> Vec<&'static str> {
        match self {
            Self::Body(name)
            | Self::Constant(name, _)
            | Self::DottedLogger(name)
            | Self::Host(name)
            | Self::Level(name, _)
            | Self::Logger(name)
            | Self::Message(name)
            | Self::Number(name, _)
            | Self::Process(name)
            | Self::Service(name)
            | Self::Thread(name)
            | Self::Time(name) => vec![name],
            Self::Place(Place::Flat(names)) => names.to_vec(),
            Self::Place(Place::Ecs) => vec!["log.origin"],
            Self::Place(Place::Gcp) => vec!["logging.googleapis.com/sourceLocation"],
            Self::Place(Place::Bunyan) => vec!["src"],
        }
    }
}

/// How the place in the code is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Bunyan,
    Ecs,
    /// The file, the line and the module, each by itself.
    Flat([&'static str; 3]),
    Gcp,
}

/// How levels are called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Names {
    Datadog,
    Gcp,
    Lower,
    Python,
    Upper,
}

impl Names {
    pub(crate) fn of(self, level: Level) -> &'static str {
        let names = match self {
            Self::Upper => ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"],
            Self::Python => ["ERROR", "WARNING", "INFO", "DEBUG", "TRACE"],
            Self::Gcp => ["ERROR", "WARNING", "INFO", "DEBUG", "DEBUG"],
            Self::Lower => ["error", "warn", "info", "debug", "trace"],
            Self::Datadog => ["error", "warn", "info", "debug", "debug"],
        };
        of_level(names, level)
    }
}

/// The one of five things that belongs to a level, the most severe first.
pub(crate) fn of_level<T>(each: [T; 5], level: Level) -> T {
    let [error, warn, info, debug, trace] = each;
    match level {
        Level::ERROR => error,
        Level::WARN => warn,
        Level::INFO => info,
        Level::DEBUG => debug,
        Level::TRACE => trace,
    }
}
