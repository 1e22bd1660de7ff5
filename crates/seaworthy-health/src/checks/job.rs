use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::Check;

/// A task that comes again and again, such as an import every night; made by [`Check::job`].
#[derive(Clone)]
pub struct Job {
    seen: Arc<Seen>,
}

struct Seen {
    epoch: Instant,
    /// When it last succeeded, in milliseconds after the epoch.
    last: AtomicU64,
}

impl Job {
    /// Notes that it has just succeeded.
    pub fn succeeded(&self) {
        self.seen.last.store(self.seen.now(), Ordering::Relaxed);
    }
}

impl Seen {
    fn now(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Check {
    /// Whether a job has succeeded lately: the switch that a dead man does not press.
    ///
    /// It fails when the last success is longer ago than `limit`. Before the first, that time
    /// counts from this call.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use seaworthy_health::{Check, Criticality};
    ///
    /// let (mut check, job) = Check::job("nightly-import", Duration::from_secs(25 * 3600));
    /// check.criticality = Criticality::Degraded;
    /// // In the job, each time when it has done its work:
    /// job.succeeded();
    /// # let _ = check;
    /// ```
    pub fn job(name: impl Into<String>, limit: Duration) -> (Self, Job) {
        let seen = Arc::new(Seen {
            epoch: Instant::now(),
            last: AtomicU64::new(0),
        });
        let job = Job {
            seen: Arc::clone(&seen),
        };
        let check = Self::in_process(name, move || {
            let last = seen.last.load(Ordering::Relaxed);
            let age = Duration::from_millis(seen.now().saturating_sub(last));
            if age > limit {
                Err(format!("no success for {age:?}"))
            } else {
                Ok(())
            }
        });
        (check, job)
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").finish_non_exhaustive()
    }
}
