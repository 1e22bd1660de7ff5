//! What is believed of a check after some runs: one that fails now and then need not be down.

use crate::Outcome;

/// How many runs in a row it takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Thresholds {
    /// To believe that a check fails.
    pub(crate) failures: u32,
    /// To believe that a check which failed passes again.
    pub(crate) successes: u32,
    /// How many of its first failures do not count.
    pub(crate) grace: u32,
}

/// What is believed of a check.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Standing {
    outcome: Outcome,
    /// The failures since the last success, and the other way round.
    failures: u32,
    successes: u32,
    graced: u32,
}

impl Standing {
    pub(crate) const NEW: Self = Self {
        outcome: Outcome::Starting,
        failures: 0,
        successes: 0,
        graced: 0,
    };

    pub(crate) const fn outcome(&self) -> Outcome {
        self.outcome
    }

    pub(crate) const fn failures(&self) -> u32 {
        self.failures
    }

    /// Takes the outcome of a run into account.
    pub(crate) fn count(&mut self, run: Outcome, thresholds: Thresholds) {
        if run.passes() {
            self.failures = 0;
            self.successes = self.successes.saturating_add(1);
            // Of what was not known, the first success is believed at once.
            if !self.outcome.fails() || self.successes >= thresholds.successes {
                self.outcome = run;
            }
            return;
        }
        self.successes = 0;
        if self.outcome == Outcome::Starting && self.graced < thresholds.grace {
            self.graced += 1;
            return;
        }
        self.failures = self.failures.saturating_add(1);
        // What fails already may fail in another way.
        if self.outcome.fails() || self.failures >= thresholds.failures {
            self.outcome = run;
        }
    }

    /// Notes that the last outcome is too old to be believed.
    pub(crate) const fn forget(&mut self) {
        self.outcome = Outcome::Stale;
        self.successes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_stands_where_its_runs_in_a_row_put_it() {
        use Outcome::{Degraded, Failed, Ok, Panicked, Starting, Timeout};
        for ((failures, successes, grace), runs, told) in [
            ((1, 1, 0), &[Ok, Failed, Ok][..], &[Ok, Failed, Ok][..]),
            ((2, 1, 0), &[Ok, Failed, Ok, Failed], &[Ok, Ok, Ok, Ok]),
            ((2, 1, 0), &[Failed, Timeout], &[Starting, Timeout]),
            ((1, 2, 0), &[Failed, Ok, Ok], &[Failed, Failed, Ok]),
            ((1, 9, 0), &[Ok], &[Ok]),
            ((1, 1, 1), &[Failed, Failed], &[Starting, Failed]),
            ((1, 1, 1), &[Ok, Failed], &[Ok, Failed]),
            ((3, 1, 0), &[Ok, Degraded], &[Ok, Degraded]),
            ((1, 1, 0), &[Failed, Panicked], &[Failed, Panicked]),
        ] {
            let thresholds = Thresholds {
                failures,
                successes,
                grace,
            };
            let mut standing = Standing::NEW;
            for (run, outcome) in runs.iter().zip(told) {
                standing.count(*run, thresholds);
                assert_eq!(standing.outcome(), *outcome, "{thresholds:?} {runs:?}");
            }
        }
    }

    #[test]
    fn what_is_forgotten_is_believed_again_at_its_next_success() {
        let thresholds = Thresholds {
            failures: 1,
            successes: 3,
            grace: 0,
        };
        let mut standing = Standing::NEW;
        standing.count(Outcome::Ok, thresholds);
        standing.forget();
        assert_eq!(standing.outcome(), Outcome::Stale);
        standing.count(Outcome::Ok, thresholds);
        assert_eq!(standing.outcome(), Outcome::Ok);
    }
}
