//! One run of a check: the only one of its check, in a task of its own, and never for ever.

use std::sync::Arc;
use std::time::SystemTime;

use tokio::time::{Instant, timeout_at};

use crate::change::Change;
use crate::ledger::Ledger;
use crate::record::{Phase, Run as Ended};
use crate::registry::Registry;
use crate::slot::{Slot, later};
use crate::{Outcome, Passed};

/// The right to run a check: whoever holds it is the only one, and gives it back when dropped.
pub(crate) struct Run {
    registry: Arc<Registry>,
    slot: Arc<Slot>,
    begun: Instant,
}

/// Runs a check that nobody runs, on the registry's runtime.
pub(crate) fn launch(registry: &Arc<Registry>, slot: &Arc<Slot>) {
    let Some(run) = Run::begin(registry, slot) else {
        return;
    };
    match registry.runtime() {
        Ok(runtime) => drop(runtime.spawn(run.drive())),
        Err(error) => run.publish(Outcome::Failed, &error),
    }
}

impl Run {
    /// The right to run it, if nobody has it.
    pub(crate) fn begin(registry: &Arc<Registry>, slot: &Arc<Slot>) -> Option<Self> {
        let begun = registry.amend(|ledger| {
            let record = ledger.records.get_mut(slot.index)?;
            let is_idle = record.phase == Phase::Idle;
            if is_idle {
                Arc::make_mut(record).phase = Phase::Running;
            }
            is_idle.then(Instant::now)
        })?;
        Some(Self {
            registry: Arc::clone(registry),
            slot: Arc::clone(slot),
            begun,
        })
    }

    /// Runs the check in a task of its own, so that a panic stays there.
    pub(crate) async fn drive(mut self) {
        // A crowd of hanging dependencies must not make the process look dead. Nor may those that
        // are not critical make another fail: its time begins with its turn. Whoever asks
        // does not wait for all turns.
        let permit = if self.slot.in_process {
            None
        } else {
            self.registry.permits.acquire().await.ok()
        };
        self.begun = Instant::now();
        let limit = self.slot.timeout;
        let deadline = later(self.begun, limit);
        let mut task = (self.slot.launch)();
        match timeout_at(deadline, &mut task).await {
            Ok(Ok(Ok(Passed::Well))) => self.publish(Outcome::Ok, &""),
            Ok(Ok(Ok(Passed::Degraded(warning)))) => self.publish(Outcome::Degraded, &warning),
            Ok(Ok(Err(detail))) => self.publish(Outcome::Failed, &detail),
            Ok(Err(error)) if error.is_panic() => self.publish(Outcome::Panicked, &error),
            Ok(Err(error)) => self.publish(Outcome::Failed, &error),
            Err(_) => {
                task.abort();
                self.publish(
                    Outcome::Timeout,
                    &format_args!("no answer within {limit:?}"),
                );
                // What blocks its thread goes on after the abort. It keeps its slot until its end,
                // but no other check has to wait for it.
                drop(permit);
                let _ = task.await;
            }
        }
    }

    /// Makes an outcome known, and tells the log if it changes what is believed.
    fn publish(&self, outcome: Outcome, detail: &dyn std::fmt::Display) {
        let slot = &*self.slot;
        let ended = Instant::now();
        let run = Ended {
            outcome,
            latency: ended.duration_since(self.begun),
            ended,
            time: SystemTime::now(),
        };
        let change = self.registry.change(|ledger| {
            let record = Arc::make_mut(ledger.records.get_mut(slot.index)?);
            let before = record.standing.outcome();
            record.phase = Phase::Lingering;
            record.standing.count(outcome, slot.thresholds);
            record.keep(run);
            let after = record.standing.outcome();
            record.passed |= after.passes();
            Some(Change::new(slot, before, after, detail))
        });
        slot.outcomes.send_modify(|outcomes| *outcomes += 1);
        if let Some(change) = change {
            change.tell();
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let index = self.slot.index;
        let phase = |ledger: &mut Ledger| ledger.records.get(index).map(|record| record.phase);
        // The runtime stopped before the run ended; its callers must not wait for ever.
        if self.registry.amend(phase) == Some(Phase::Running) {
            self.publish(Outcome::Failed, &"the run was lost");
        }
        self.registry.amend(|ledger| {
            if let Some(record) = ledger.records.get_mut(index) {
                Arc::make_mut(record).phase = Phase::Idle;
            }
        });
    }
}
