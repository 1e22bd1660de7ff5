//! The task that asks a check again and again.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time::sleep;

use crate::Mode;
use crate::registry::Registry;
use crate::run::{self, Run};
use crate::slot::Slot;

/// Has a check polled that is not, on the registry's runtime.
pub(crate) fn launch(registry: &Arc<Registry>, slot: &Arc<Slot>) {
    let begins = registry.amend(|ledger| {
        let record = ledger.records.get_mut(slot.index)?;
        let begins = !record.polled && !slot.is_over(record);
        if begins {
            Arc::make_mut(record).polled = true;
        }
        Some(begins)
    });
    if begins != Some(true) {
        return;
    }
    let poller = Poller {
        registry: Arc::downgrade(registry),
        slot: Arc::clone(slot),
    };
    match registry.runtime() {
        Ok(runtime) => drop(runtime.spawn(poller.poll())),
        // Without a runtime the run fails, and says so to those who wait.
        Err(_) => run::launch(registry, slot),
    }
}

/// The right to poll a check, which the task gives back when it ends before its time.
struct Poller {
    /// Not more, or the task would keep alive what nobody uses any longer.
    registry: Weak<Registry>,
    slot: Arc<Slot>,
}

impl Poller {
    async fn poll(self) {
        let Mode::Polled { interval, jitter } = self.slot.mode else {
            return;
        };
        let mut chance = Chance::new();
        sleep(self.slot.initial_delay).await;
        while let Some(registry) = self.registry.upgrade() {
            if let Some(run) = Run::begin(&registry, &self.slot) {
                run.drive().await;
            }
            if registry.is_over(&self.slot) {
                return;
            }
            drop(registry);
            sleep(chance.around(interval, jitter)).await;
        }
    }
}

impl Drop for Poller {
    fn drop(&mut self) {
        let Some(registry) = self.registry.upgrade() else {
            return;
        };
        let is_awaited = registry.amend(|ledger| {
            let record = ledger.records.get_mut(self.slot.index)?;
            Arc::make_mut(record).polled = false;
            Some(self.slot.is_awaited(record))
        });
        // The runtime stopped before the first run; nobody has to wait for it in vain.
        if is_awaited == Some(true) {
            drop(Run::begin(&registry, &self.slot));
        }
    }
}

/// Numbers that differ from one process to the next, which is all that a pause needs.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        Self(RandomState::new().hash_one("pause") | 1)
    }

    /// A pause that is off by no more than so much.
    fn around(&mut self, pause: Duration, jitter: Duration) -> Duration {
        // By Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let jitter = jitter.min(pause);
        let span = u64::try_from(jitter.as_nanos().saturating_mul(2)).unwrap_or(u64::MAX - 1);
        let part = Duration::from_nanos(self.0 % (span + 1));
        pause.saturating_sub(jitter).saturating_add(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_off_by_no_more_than_its_jitter() {
        let second = Duration::from_secs(1);
        let mut chance = Chance::new();
        let pauses: Vec<_> = (0..1000)
            .map(|_| chance.around(10 * second, second))
            .collect();
        assert!(
            pauses
                .iter()
                .all(|pause| (9 * second..=11 * second).contains(pause))
        );
        assert!(pauses.iter().any(|pause| *pause < 10 * second));
        assert!(pauses.iter().any(|pause| *pause > 10 * second));
        assert_eq!(chance.around(second, Duration::ZERO), second);
        assert!(chance.around(second, 5 * second) <= 2 * second);
    }
}
