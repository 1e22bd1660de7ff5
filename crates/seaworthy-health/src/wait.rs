//! To wait for outcomes, by those who come before there are any or after they have become old.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use crate::group::{READINESS, STARTUP};
use crate::record::Phase;
use crate::registry::Registry;
use crate::slot::{Freshness, Slot};
use crate::{poll, run};

impl Registry {
    /// Has everything run that a question about a group needs, and tells for what to wait, if
    /// there is anything.
    pub(crate) fn settle(
        self: &Arc<Self>,
        group: usize,
    ) -> Option<impl Future<Output = ()> + Send + use<>> {
        // Who is to be ready has to have started.
        let starts_first = group == READINESS && self.snapshot().awaits_start();
        let mut waits = self.ask(if starts_first { STARTUP } else { group });
        if waits.is_empty() {
            return None;
        }
        let registry = Arc::clone(self);
        let limit = self.patience();
        Some(async move {
            let settled = async {
                all_over(&mut waits).await;
                if starts_first && !registry.snapshot().awaits_start() {
                    waits = registry.ask(group);
                    all_over(&mut waits).await;
                }
            };
            if Handle::try_current().is_err() {
                return settled.await;
            }
            // Where the runtime of the checks stands still, not even their time runs out.
            if timeout(limit, settled).await.is_err() {
                registry.doubt(&waits);
            }
        })
    }

    /// For how long somebody waits at most: as long as a check may take, and a moment in which it
    /// is told that it took too long.
    fn patience(&self) -> Duration {
        let timeouts = self.built.slots.iter().map(|slot| slot.timeout);
        timeouts.max().unwrap_or_default().saturating_add(MOMENT)
    }

    fn ask(self: &Arc<Self>, group: usize) -> Vec<Wait> {
        let mut waits = Vec::new();
        let members = self.built.groups.get(group);
        let Some(members) = members.filter(|_| !self.is_current(&self.snapshot(), group)) else {
            return waits;
        };
        let now = Instant::now();
        let (mut launched, mut polled) = (Vec::new(), Vec::new());
        self.amend(|ledger| {
            for slot in &members.slots {
                let Some(record) = ledger.records.get(slot.index) else {
                    continue;
                };
                let waits_for_it = if slot.is_over(record) {
                    false
                } else if slot.is_polled() {
                    polled.push(slot);
                    slot.is_awaited(record)
                } else {
                    let freshness = slot.freshness(record, now);
                    if freshness != Freshness::Fresh && record.phase == Phase::Idle {
                        launched.push(slot);
                    }
                    freshness == Freshness::Old && record.phase != Phase::Lingering
                };
                if waits_for_it {
                    let outcomes = slot.outcomes.subscribe();
                    let wanted = *outcomes.borrow() + 1;
                    waits.push(Wait {
                        slot: Arc::clone(slot),
                        outcomes,
                        wanted,
                    });
                }
            }
        });
        for slot in launched {
            run::launch(self, slot);
        }
        if !polled.is_empty() {
            // What is believed may have become too old.
            self.change(|_| ());
        }
        for slot in polled {
            poll::launch(self, slot);
        }
        waits
    }
}

const MOMENT: Duration = Duration::from_millis(100);

/// An outcome that somebody waits for, by its number.
///
/// So nobody misses it, even where the next run has begun before the waiting are woken.
pub(crate) struct Wait {
    pub(crate) slot: Arc<Slot>,
    outcomes: watch::Receiver<u64>,
    wanted: u64,
}

impl Wait {
    /// Whether it is known by now.
    pub(crate) fn is_over(&self) -> bool {
        *self.outcomes.borrow() >= self.wanted
    }
}

async fn all_over(waits: &mut [Wait]) {
    for wait in waits {
        let wanted = wait.wanted;
        // The sender lives as long as the slot.
        let _ = wait.outcomes.wait_for(|known| *known >= wanted).await;
    }
}
