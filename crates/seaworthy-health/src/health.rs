use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

use crate::group::{LIVENESS, NAMES, READINESS, STARTUP};
use crate::ledger::Ledger;
use crate::paths::Endpoint;
use crate::registry::{Built, Registry};
use crate::{Report, StartupTask, Status};

/// What the service knows of its own health; made by [`Config::build`](crate::Config::build).
///
/// It is a handle: clones share one state. The host tells it that the service
/// [has started](Self::started) and that it [drains](Self::drain), and what else only the host can
/// know. Everything else it asks the checks.
///
/// ```
/// use seaworthy_health::{Config, Status};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), seaworthy_health::ConfigError> {
/// let health = Config::default().build()?;
/// assert_eq!(health.readiness().await.status(), Status::Starting);
/// health.started();
/// assert_eq!(health.readiness().await.status(), Status::Ok);
/// health.drain();
/// assert_eq!(health.readiness().await.status(), Status::Draining);
/// assert_eq!(health.liveness().status(), Status::Ok);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Health {
    registry: Arc<Registry>,
}

impl Health {
    pub(crate) fn new(built: Built) -> Self {
        Self {
            registry: Registry::new(built),
        }
    }

    pub(crate) const fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// What is answered here at this path, if anything.
    #[inline]
    pub(crate) fn endpoint(&self, path: &str) -> Option<Endpoint> {
        self.registry.built.paths.find(path)
    }

    /// Notes that the start is done: migrations ran, caches are warm, the service can work.
    ///
    /// Before, nothing is asked, and startup and readiness answer 503. There is no way back, and a
    /// second call does nothing.
    ///
    /// From now on checks run on the Tokio runtime of this call, whoever asks. Called outside of
    /// one, they run on that of whoever asks, and there is neither heartbeat nor watchdog.
    pub fn started(&self) {
        let is_new = self.registry.change(|ledger| {
            let is_new = !std::mem::replace(&mut ledger.life.started, true);
            if is_new {
                // Before anybody sees the start, who might run them elsewhere.
                self.registry.settle_down();
            }
            is_new
        });
        if is_new {
            tracing::info!("service started");
            self.registry.run_in_the_background();
        }
    }

    /// Notes that some work has to be done before the start is, whatever
    /// [`started`](Self::started) says.
    ///
    /// ```
    /// use seaworthy_health::{Config, Status};
    ///
    /// let health = Config::default().build()?;
    /// let migrations = health.startup_task();
    /// health.started();
    /// assert_eq!(health.startup().status(), Status::Starting);
    /// migrations.done();
    /// assert_eq!(health.startup().status(), Status::Ok);
    /// # Ok::<(), seaworthy_health::ConfigError>(())
    /// ```
    #[must_use = "the start is not done before this work is"]
    pub fn startup_task(&self) -> StartupTask {
        self.registry.change(|ledger| ledger.life.tasks += 1);
        StartupTask::new(Arc::clone(&self.registry))
    }

    /// Notes that the service shuts down: from now on readiness answers 503.
    ///
    /// The load balancer then sends its requests elsewhere, while those under way are answered.
    /// Liveness stays at 200, or the orchestrator would kill the process amid its last requests.
    /// There is no way back, and a second call does nothing.
    pub fn drain(&self) {
        let drain = |ledger: &mut Ledger| std::mem::replace(&mut ledger.life.draining, true);
        if !self.registry.change(drain) {
            tracing::info!("service draining");
            if let Some(notify) = &self.registry.built.notify {
                notify.stopping();
            }
        }
    }

    /// Notes that only a restart helps: from now on liveness and readiness answer 503.
    ///
    /// There is no way back, and a second call does nothing.
    pub fn broken(&self) {
        let break_it = |ledger: &mut Ledger| std::mem::replace(&mut ledger.life.broken, true);
        if !self.registry.change(break_it) {
            tracing::error!("service broken");
        }
    }

    /// Notes whether the service is under maintenance, in which it lives but is not ready.
    pub fn set_maintenance(&self, is_on: bool) {
        let set = |ledger: &mut Ledger| std::mem::replace(&mut ledger.life.maintenance, is_on);
        if self.registry.change(set) != is_on {
            tracing::info!(maintenance = is_on, "service maintenance");
        }
    }

    /// Whether the process lives, which it does where it can answer at all, unless a check
    /// [of the process itself](crate::Check::in_process) says otherwise.
    ///
    /// No dependency is asked: a restart does not mend a database, and all instances at once would
    /// restart with it. Nor does this call run anything: what is asked on demand runs when the path
    /// is asked for, or when a [service manager](crate::Notify) is to be told.
    #[must_use]
    pub fn liveness(&self) -> Report {
        self.registry.look_at(LIVENESS);
        self.known(LIVENESS)
    }

    /// Whether the service can take work now.
    ///
    /// What is polled is known, unless no run has ended yet: that of a first run is waited for.
    /// What is asked on demand runs at once, side by side, except while the service starts or
    /// drains, when the outcomes would change nothing. Callers that come while a check runs share
    /// its outcome; the check goes on when they leave. Each is answered within the longest timeout
    /// of a check.
    pub async fn readiness(&self) -> Report {
        self.asked(READINESS).await
    }

    /// Whether the start is done; it stays so while the service drains.
    #[must_use]
    pub fn startup(&self) -> Report {
        self.registry.look_at(STARTUP);
        self.known(STARTUP)
    }

    /// What the checks say of a group of the host's own, or nothing if there is none of that name.
    pub async fn group(&self, name: &str) -> Option<Report> {
        let groups = &self.registry.built.groups;
        let own = groups
            .iter()
            .skip(NAMES.len())
            .position(|group| &*group.name == name)?;
        Some(self.asked(NAMES.len() + own).await)
    }

    /// Readiness as it changes, for those who pass it on.
    ///
    /// While a report is borrowed, readiness cannot change, and whoever changes it waits: look at
    /// it and let it go, and call nothing else of this handle meanwhile.
    ///
    /// So a gRPC server tells the clients of its [health protocol], with a task that follows:
    ///
    /// ```
    /// # use seaworthy_health::Config;
    /// # struct Reporter;
    /// # impl Reporter { async fn set_serving(&self, _: bool) {} }
    /// # let reporter = Reporter;
    /// # let health = Config::default().build()?;
    /// let mut readiness = health.watch();
    /// let follow = async move {
    ///     loop {
    ///         let serves = readiness.borrow_and_update().status().passes();
    ///         reporter.set_serving(serves).await; // With tonic-health, `set_service_status`.
    ///         if readiness.changed().await.is_err() {
    ///             break;
    ///         }
    ///     }
    /// };
    /// # let _ = follow;
    /// # Ok::<(), seaworthy_health::ConfigError>(())
    /// ```
    ///
    /// [health protocol]: https://grpc.io/docs/guides/health-checking/
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Report> {
        self.registry.watch()
    }

    pub(crate) async fn asked(&self, group: usize) -> Report {
        if let Some(settled) = self.settle(group) {
            settled.await;
        }
        self.known(group)
    }

    /// Has what is not known of a group any more asked, and tells for what to wait, if there is
    /// anything.
    pub(crate) fn settle(&self, group: usize) -> Option<impl Future<Output = ()> + Send + use<>> {
        let is_current = self.registry.is_current(&self.registry.snapshot(), group);
        if is_current || self.registry.is_stalled() {
            return None;
        }
        self.registry.settle(group)
    }

    pub(crate) fn known(&self, group: usize) -> Report {
        if (group == LIVENESS || group == READINESS) && self.registry.is_stalled() {
            return Report::bare(Status::Stalled);
        }
        self.registry.snapshot().report(group)
    }
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Health")
            .field("startup", &self.known(STARTUP).status())
            .field("readiness", &self.known(READINESS).status())
            .finish_non_exhaustive()
    }
}
