//! One check as it was registered, proved and precomputed.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::check::Launch;
use crate::record::{Phase, Record};
use crate::standing::Thresholds;
use crate::{Check, Component, Criticality, Mode};

pub(crate) struct Slot {
    /// Where its record stands.
    pub(crate) index: usize,
    pub(crate) name: Arc<str>,
    pub(crate) component: Component,
    pub(crate) criticality: Criticality,
    /// Whether it asks nothing outside of the process.
    pub(crate) in_process: bool,
    pub(crate) initial_delay: Duration,
    pub(crate) launch: Launch,
    /// For how long a success is believed that no other has followed.
    pub(crate) max_staleness: Duration,
    pub(crate) mode: Mode,
    /// Whether it is not asked again once it has passed.
    pub(crate) once: bool,
    pub(crate) thresholds: Thresholds,
    pub(crate) timeout: Duration,
    /// How many outcomes there have been, for those who wait for the next.
    pub(crate) outcomes: watch::Sender<u64>,
}

/// How long what is known of a group needs no second look.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Validity {
    Always,
    Until(Instant),
    Never,
}

impl Validity {
    pub(crate) fn at(self, now: impl FnOnce() -> Instant) -> bool {
        match self {
            Self::Always => true,
            Self::Until(end) => now() < end,
            Self::Never => false,
        }
    }

    /// That which ends first.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Always, validity) | (validity, Self::Always) => validity,
            (Self::Until(one), Self::Until(two)) => Self::Until(one.min(two)),
        }
    }
}

impl Slot {
    pub(crate) fn new(index: usize, check: &Check, asked: &Asked, once: bool) -> Arc<Self> {
        let mode = check.mode.unwrap_or(asked.mode);
        let timeout = check.timeout.unwrap_or(asked.timeout);
        let max_staleness = asked.max_staleness.unwrap_or(match mode {
            Mode::Polled { interval, .. } => interval.saturating_mul(3).saturating_add(timeout),
            Mode::OnDemand { .. } => Duration::MAX,
        });
        Arc::new(Self {
            index,
            name: check.name.as_str().into(),
            component: check.component,
            criticality: check.criticality,
            in_process: check.in_process,
            initial_delay: check.initial_delay,
            launch: Arc::clone(&check.launch),
            max_staleness,
            mode,
            once,
            thresholds: Thresholds {
                failures: check.failure_threshold,
                successes: check.success_threshold,
                grace: check.grace_runs,
            },
            timeout,
            outcomes: watch::Sender::new(0),
        })
    }

    pub(crate) const fn is_polled(&self) -> bool {
        matches!(self.mode, Mode::Polled { .. })
    }

    /// Whether it is done with for good.
    pub(crate) const fn is_over(&self, record: &Record) -> bool {
        self.once && record.passed
    }

    /// Whether the success that is believed has become too old.
    pub(crate) fn is_stale(&self, record: &Record, now: Instant) -> bool {
        record.standing.outcome().passes()
            && !self.is_over(record)
            && record
                .last
                .is_none_or(|last| now >= later(last.ended, self.max_staleness))
    }

    /// Whether a first outcome is on its way, for which it is worth to wait.
    pub(crate) fn is_awaited(&self, record: &Record) -> bool {
        record.last.is_none() && (self.initial_delay.is_zero() || record.phase == Phase::Running)
    }

    /// Whether the last outcome is passed on, and where not, whether it is until the next is known.
    pub(crate) fn freshness(&self, record: &Record, now: Instant) -> Freshness {
        let Mode::OnDemand {
            ttl,
            failure_ttl,
            stale_while_revalidate,
        } = self.mode
        else {
            return Freshness::Fresh;
        };
        let Some(last) = record.last else {
            return Freshness::Old;
        };
        let ttl = last.lasts(ttl, failure_ttl);
        let renewed = ttl.saturating_add(stale_while_revalidate);
        // What is not believed any more is not passed on either.
        let ends = |passed_on: Duration| later(last.ended, passed_on.min(self.max_staleness));
        if now < ends(ttl) {
            Freshness::Fresh
        } else if now < ends(renewed) {
            Freshness::Passable
        } else {
            Freshness::Old
        }
    }

    pub(crate) fn validity(&self, record: &Record, now: Instant) -> Validity {
        if self.is_over(record) {
            return Validity::Always;
        }
        match (self.mode, record.last) {
            (Mode::Polled { .. }, None) if self.is_awaited(record) => Validity::Never,
            (Mode::Polled { interval, .. }, None) => Validity::Until(later(now, interval)),
            (Mode::Polled { interval, .. }, Some(last)) => {
                let end = later(last.ended, self.max_staleness);
                // A failure needs no end; but whether its poller lives is to be looked at.
                Validity::Until(if record.standing.outcome().passes() {
                    end
                } else {
                    end.max(later(now, interval))
                })
            }
            (Mode::OnDemand { .. }, None) => Validity::Never,
            (
                Mode::OnDemand {
                    ttl, failure_ttl, ..
                },
                Some(last),
            ) => {
                let ttl = last.lasts(ttl, failure_ttl);
                Validity::Until(later(last.ended, ttl.min(self.max_staleness)))
            }
        }
    }
}

/// What a check takes from the configuration as a whole.
pub(crate) struct Asked {
    pub(crate) max_staleness: Option<Duration>,
    pub(crate) mode: Mode,
    pub(crate) timeout: Duration,
}

/// How old the last outcome is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Freshness {
    Fresh,
    /// It is renewed, and passed on until then.
    Passable,
    Old,
}

/// A time that much later, or so late that it makes no difference.
pub(crate) fn later(time: Instant, by: Duration) -> Instant {
    time.checked_add(by).unwrap_or(time + AGES)
}

const AGES: Duration = Duration::from_secs(86400 * 365 * 30);
