use std::fmt;
use std::sync::Arc;

use crate::registry::Registry;

/// Work without which the start is not done; made by
/// [`Health::startup_task`](crate::Health::startup_task).
///
/// Dropped before it is [`done`](Self::done), as by a panic or an early return, it leaves the
/// service starting for ever, and says so in the log: half a migration is no start.
#[must_use = "the start is not done before `done` is called"]
pub struct StartupTask {
    registry: Arc<Registry>,
    is_done: bool,
}

impl StartupTask {
    pub(crate) const fn new(registry: Arc<Registry>) -> Self {
        Self {
            registry,
            is_done: false,
        }
    }

    /// Notes that the work is done.
    pub fn done(mut self) {
        self.is_done = true;
        self.registry
            .change(|ledger| ledger.life.tasks = ledger.life.tasks.saturating_sub(1));
    }
}

impl Drop for StartupTask {
    fn drop(&mut self) {
        if !self.is_done {
            tracing::error!("a task of the start ended before it was done");
        }
    }
}

impl fmt::Debug for StartupTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartupTask").finish_non_exhaustive()
    }
}
