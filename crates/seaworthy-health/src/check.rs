//! What a host registers: a name, a weight, and how to ask.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::words::in_words;
use crate::{Group, Mode};

/// One question about the service's health, such as whether the database answers.
///
/// The question runs in a task of its own, never in that of the request that wanted to know. It
/// may panic; it may hang. What its error says goes to the log, never into an answer.
///
/// ```
/// use std::time::Duration;
///
/// use seaworthy_health::{Check, Criticality, Mode, Passed};
///
/// # #[derive(Clone)] struct Pool;
/// # impl Pool { async fn ping(&self) -> Result<(), std::io::Error> { Ok(()) } }
/// # let pool = Pool;
/// let mut database = Check::new("database", {
///     let pool = pool.clone();
///     move || {
///         let pool = pool.clone();
///         async move { pool.ping().await }
///     }
/// });
/// database.failure_threshold = 3; // One lost packet is no outage.
/// database.mode = Some(Mode::polled(Duration::from_secs(2)));
///
/// let mut spool = Check::blocking("spool", || {
///     let waiting = std::fs::read_dir("/var/spool/app")?.count();
///     Ok::<_, std::io::Error>(if waiting < 1000 {
///         Passed::Well
///     } else {
///         Passed::Degraded(format!("{waiting} files wait"))
///     })
/// });
/// spool.criticality = Criticality::Degraded;
/// # let _ = (database, spool);
/// ```
#[non_exhaustive]
#[derive(Clone)]
pub struct Check {
    /// The name in answers and logs: 1 to 64 of `a-z`, `0-9`, `_`, `.` and `-`.
    pub name: String,
    /// What it asks about, in the words of the health+json draft; a component unless changed.
    pub component: Component,
    /// What a failure means for the service; critical unless changed.
    pub criticality: Criticality,
    /// How many runs in a row have to fail before it is believed; 1.
    pub failure_threshold: u32,
    /// How many failures do not count before its first success; 0.
    pub grace_runs: u32,
    /// Which questions it helps to answer; readiness unless changed.
    pub groups: Vec<Group>,
    /// How long after the start it runs for the first time when it is polled; 0.
    pub initial_delay: Duration,
    /// When it runs; `None` is [`Config::mode`](crate::Config::mode).
    pub mode: Option<Mode>,
    /// How many runs in a row have to pass before a check that failed is believed again; 1. Of one
    /// that has never failed, the first success is believed at once.
    pub success_threshold: u32,
    /// How long the check may take; `None` is [`Config::timeout`](crate::Config::timeout).
    pub timeout: Option<Duration>,
    /// Whether it asks nothing outside of the process.
    pub(crate) in_process: bool,
    pub(crate) launch: Launch,
}

/// Starts one run of a check, whose error is put into words within the run.
pub(crate) type Launch = Arc<dyn Fn() -> JoinHandle<Result<Passed, String>> + Send + Sync>;

impl Check {
    /// A critical check that waits without blocking, as clients of databases and brokers do.
    ///
    /// A run that is over time is cancelled: its future is dropped. Work that goes on regardless,
    /// such as that of [`spawn_blocking`](tokio::task::spawn_blocking), belongs in
    /// [`Check::blocking`], which knows when it has really ended.
    pub fn new<F, A, P, E>(name: impl Into<String>, ask: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<P, E>> + Send + 'static,
        P: Into<Passed>,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let ask = Arc::new(ask);
        Self::launched(name.into(), move || {
            let ask = Arc::clone(&ask);
            tokio::spawn(async move { ask().await.map(Into::into).map_err(in_words) })
        })
    }

    /// A critical check that blocks its thread, as file systems and some drivers do.
    ///
    /// A run that is over time cannot be cancelled. While it goes on, no other is started, so that
    /// a hanging check holds one thread and not one more with each question.
    pub fn blocking<F, P, E>(name: impl Into<String>, ask: F) -> Self
    where
        F: Fn() -> Result<P, E> + Send + Sync + 'static,
        P: Into<Passed>,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let ask = Arc::new(ask);
        Self::launched(name.into(), move || {
            let ask = Arc::clone(&ask);
            tokio::task::spawn_blocking(move || ask().map(Into::into).map_err(in_words))
        })
    }

    /// A critical check of the process itself, such as of a counter or a queue's length, which
    /// neither waits nor blocks.
    ///
    /// Only such a check may be in [`Group::Liveness`]: a restart does not mend a dependency, and
    /// all instances at once would restart with it.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicBool, Ordering};
    ///
    /// use seaworthy_health::{Check, Config, Group};
    ///
    /// let deadlocked = Arc::new(AtomicBool::new(false));
    /// let mut check = Check::in_process("scheduler", move || {
    ///     if deadlocked.load(Ordering::Relaxed) { Err("deadlocked") } else { Ok(()) }
    /// });
    /// check.groups = vec![Group::Liveness];
    ///
    /// let mut config = Config::default();
    /// config.checks = vec![check];
    /// assert!(config.build().is_ok());
    /// ```
    pub fn in_process<F, P, E>(name: impl Into<String>, ask: F) -> Self
    where
        F: Fn() -> Result<P, E> + Send + Sync + 'static,
        P: Into<Passed>,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let ask = Arc::new(ask);
        let mut check = Self::launched(name.into(), move || {
            let ask = Arc::clone(&ask);
            tokio::spawn(async move { ask().map(Into::into).map_err(in_words) })
        });
        check.in_process = true;
        check
    }

    fn launched(
        name: String,
        launch: impl Fn() -> JoinHandle<Result<Passed, String>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            component: Component::Component,
            criticality: Criticality::Critical,
            failure_threshold: 1,
            grace_runs: 0,
            groups: vec![Group::Readiness],
            initial_delay: Duration::ZERO,
            mode: None,
            success_threshold: 1,
            timeout: None,
            in_process: false,
            launch: Arc::new(launch),
        }
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check")
            .field("name", &self.name)
            .field("criticality", &self.criticality)
            .field("groups", &self.groups)
            .field("mode", &self.mode)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// How a check passed.
///
/// `()` is [`Well`](Self::Well), so that most checks need not name it.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Passed {
    /// With a warning, which goes to the log: the service works with less.
    Degraded(String),
    /// All is well.
    Well,
}

impl From<()> for Passed {
    fn from((): ()) -> Self {
        Self::Well
    }
}

/// What a check asks about, in the words of the [draft].
///
/// [draft]: https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06#section-4.2
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Component {
    /// A part of the service, or another service.
    Component,
    /// What keeps data, such as a database or a cache.
    Datastore,
    /// What it runs on, such as a disk or memory.
    System,
}

impl Component {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Datastore => "datastore",
            Self::System => "system",
        }
    }
}

/// What the failure of a check means for the service.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Criticality {
    /// The service cannot work: it is not ready, and readiness answers 503.
    Critical,
    /// The service works with less: it stays ready, and readiness says which check failed.
    Degraded,
    /// Nothing: the check is told with the others, and that is all.
    Informational,
}

impl Criticality {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Degraded => "degraded",
            Self::Informational => "informational",
        }
    }
}

/// Whether it can stand in JSON, in plain text and in a metric's label without escapes.
pub(crate) fn is_name(text: &str) -> bool {
    let allowed = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-');
    (1..=64).contains(&text.len()) && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_needs_no_escape_anywhere() {
        let longest = "x".repeat(64);
        for good in ["db", "database", "queue.high-prio_2", "0", &longest] {
            assert!(is_name(good), "{good}");
        }
        let too_long = "x".repeat(65);
        for bad in [
            "", "Db", "my db", "db\n", "é", "a\"b", "<b>", "a/b", "Ok()", &too_long,
        ] {
            assert!(!is_name(bad), "{bad:?}");
        }
    }
}
