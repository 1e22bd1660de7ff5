//! Whether the runtime still runs tasks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// When a task last showed that it runs.
#[derive(Debug)]
pub(crate) struct Heartbeat {
    limit: Duration,
    epoch: Instant,
    /// In milliseconds after the epoch; 0 before the first.
    last: AtomicU64,
}

impl Heartbeat {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            limit,
            epoch: Instant::now(),
            last: AtomicU64::new(0),
        }
    }

    /// The first beat, from which on others are expected.
    pub(crate) fn begin(&self, now: Instant) {
        self.beat(now);
    }

    pub(crate) fn beat(&self, now: Instant) {
        self.last.store(self.since_epoch(now), Ordering::Relaxed);
    }

    pub(crate) fn is_late(&self, now: Instant) -> bool {
        let last = self.last.load(Ordering::Relaxed);
        let age = self.since_epoch(now).saturating_sub(last);
        last != 0 && u128::from(age) > self.limit.as_millis()
    }

    /// The pause between two beats: several fit into the limit.
    pub(crate) fn pause(&self) -> Duration {
        (self.limit / 4).min(Duration::from_secs(1))
    }

    fn since_epoch(&self, now: Instant) -> u64 {
        let millis = now.duration_since(self.epoch).as_millis();
        u64::try_from(millis).unwrap_or(u64::MAX).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heart_that_stops_is_late() {
        let second = Duration::from_secs(1);
        let heartbeat = Heartbeat::new(30 * second);
        let now = Instant::now();
        assert!(!heartbeat.is_late(now + 3600 * second), "it has not begun");
        heartbeat.begin(now);
        assert!(!heartbeat.is_late(now + 30 * second));
        assert!(heartbeat.is_late(now + 31 * second));
        heartbeat.beat(now + 31 * second);
        assert!(!heartbeat.is_late(now + 40 * second));
    }
}
