use std::io;
use std::time::Duration;

use tracing_log::AsLog;
use tracing_subscriber::layer::SubscriberExt;

use crate::bridge::Bridge;
use crate::config::{Config, Logging};
use crate::error::{ConfigError, InitError};
use crate::layer::LogLayer;
use crate::levels::Levels;
use crate::panic_hook;

/// Checks the configuration and installs the log for the whole process.
///
/// Events of `tracing` and records of the `log` crate are written from then on, and so is every
/// panic: one event at level `ERROR`, target `panic`, with its place, its thread and, where
/// `RUST_BACKTRACE` asks for one, its backtrace. It takes the place of the text on standard error,
/// which comes back for a panic that is not written: where its level is off or its line is lost.
/// A panic hook that was installed before is replaced; one that is installed later and calls the
/// hook it finds works together with this one.
///
/// The guard is to be kept until the end of `main`.
///
/// ```
/// let guard = seaworthy_log::init(&seaworthy_log::Config::default())?;
/// tracing::info!("ready");
/// assert_eq!(guard.lost_lines(), 0);
///
/// // Who comes second is told so.
/// assert!(seaworthy_log::init(&seaworthy_log::Config::default()).is_err());
/// # Ok::<(), seaworthy_log::InitError>(())
/// ```
///
/// # Errors
///
/// [`InitError::Config`] with everything that is wrong with the configuration, and
/// [`InitError::AlreadyInstalled`] where a `tracing` subscriber or a `log` logger is installed
/// already, also by an earlier call of this function.
pub fn init(config: &Config) -> Result<Guard, InitError> {
    let Logging { layer, levels } = config.build()?;
    // First, as it does the least where the second step then fails.
    log::set_boxed_logger(Box::new(Bridge::to(&layer))).map_err(|_| InitError::AlreadyInstalled)?;
    log::set_max_level(levels.most_verbose().as_log());
    let subscriber = tracing_subscriber::registry()
        .with(layer.clone())
        .with(levels.clone());
    tracing::subscriber::set_global_default(subscriber).map_err(|_| InitError::AlreadyInstalled)?;
    panic_hook::install(layer.clone());
    Ok(Guard { layer, levels })
}

/// Keeps the log complete until it is dropped, at the end of `main`: then it waits for lines that
/// are still on their way through a [`Queue`](crate::Queue), up to five seconds.
#[must_use = "lines at the end of the process may be lost without it"]
#[derive(Debug)]
pub struct Guard {
    layer: LogLayer,
    levels: Levels,
}

impl Guard {
    /// Replaces the levels while the process runs, also those of records of the `log` crate; see
    /// [`Levels::replace`].
    ///
    /// # Errors
    ///
    /// As [`Config::build`]. The levels then stay as they were.
    pub fn set_levels(&self, level: &str, levels: &[String]) -> Result<(), ConfigError> {
        self.levels.replace(level, levels)?;
        log::set_max_level(self.levels.most_verbose().as_log());
        Ok(())
    }

    /// Waits until every line written so far has left the process, but not longer than this.
    ///
    /// It is for what ends the process otherwise than by the end of `main`.
    pub fn flush(&self, deadline: Duration) {
        self.layer.flush(deadline);
    }

    /// Opens [`Output::File`](crate::Output::File) again, by its name, once it was moved away; no
    /// line is lost or split. Standard output and error stay what they are.
    ///
    /// `logrotate` and its kin ask for it with the signal `SIGHUP`: a host that handles signals
    /// calls this when one comes; for others there is `reopen_on_hangup`, with the feature
    /// `sighup`.
    ///
    /// # Errors
    ///
    /// What the operating system says. The file that was moved away then goes on to be written to.
    pub fn reopen(&self) -> io::Result<()> {
        self.layer.reopen()
    }

    /// [Reopens](Self::reopen) the file before the first line after each `SIGHUP`, which would
    /// otherwise end the process.
    ///
    /// # Errors
    ///
    /// What the operating system says to a handler of that signal.
    #[cfg(all(unix, feature = "sighup"))]
    #[cfg_attr(docsrs, doc(cfg(feature = "sighup")))]
    pub fn reopen_on_hangup(&self) -> io::Result<()> {
        self.layer.reopen_on_hangup()
    }

    /// How many lines could not be written, or not wholly, or were dropped by a full queue.
    #[must_use]
    pub fn lost_lines(&self) -> u64 {
        self.layer.lost_lines()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.layer.close(PATIENCE);
    }
}

/// How long the end of the process waits for lines that are on their way.
const PATIENCE: Duration = Duration::from_secs(5);
