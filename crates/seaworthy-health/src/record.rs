//! What is known of a check's runs.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::Outcome;
use crate::standing::Standing;

#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) standing: Standing,
    pub(crate) phase: Phase,
    /// Whether a task asks it again and again.
    pub(crate) polled: bool,
    /// Whether it has ever been believed to pass.
    pub(crate) passed: bool,
    pub(crate) last: Option<Run>,
    /// The last runs, oldest first.
    pub(crate) history: VecDeque<Run>,
    /// How many runs ended so, in the order of [`ENDS`].
    pub(crate) tally: [u64; ENDS.len()],
}

/// A run that has ended, or whose time was over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) outcome: Outcome,
    pub(crate) latency: Duration,
    pub(crate) ended: Instant,
    pub(crate) time: SystemTime,
}

impl Run {
    /// For how long it is passed on, of the times for a success and for a failure.
    pub(crate) const fn lasts(&self, ttl: Duration, failure_ttl: Duration) -> Duration {
        if self.outcome.fails() {
            failure_ttl
        } else {
            ttl
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Phase {
    /// Nothing runs.
    Idle,
    /// A run's outcome is awaited.
    Running,
    /// A run's outcome is known, though the run may still go on: it was over time.
    Lingering,
}

impl Record {
    pub(crate) const fn new() -> Self {
        Self {
            standing: Standing::NEW,
            phase: Phase::Idle,
            polled: false,
            passed: false,
            last: None,
            history: VecDeque::new(),
            tally: [0; ENDS.len()],
        }
    }

    pub(crate) fn keep(&mut self, run: Run) {
        if self.history.len() == HISTORY {
            self.history.pop_front();
        }
        self.history.push_back(run);
        self.last = Some(run);
        for (end, count) in ENDS.iter().zip(&mut self.tally) {
            *count += u64::from(*end == run.outcome);
        }
    }
}

/// How a run can end.
pub(crate) const ENDS: [Outcome; 5] = [
    Outcome::Degraded,
    Outcome::Failed,
    Outcome::Ok,
    Outcome::Panicked,
    Outcome::Timeout,
];

/// How many runs the status page shows.
pub(crate) const HISTORY: usize = 30;
