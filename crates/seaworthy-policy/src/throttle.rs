//! A warning that does not flood the log.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Lets one warning through in each minute, however many threads ask.
///
/// What a client can cause at will may not write a line each time.
///
/// ```
/// use seaworthy_policy::Throttle;
///
/// let throttle = Throttle::new();
/// assert!(throttle.admits());
/// assert!(!throttle.admits(), "not twice in a minute");
/// ```
#[derive(Debug)]
pub struct Throttle {
    start: Instant,
    /// The second after `start` from which the next one passes.
    next: AtomicU64,
}

impl Throttle {
    /// A throttle that has not let anything through yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
            next: AtomicU64::new(0),
        }
    }

    /// Whether the warning may be written now; the next one then has to wait for a minute.
    #[must_use]
    pub fn admits(&self) -> bool {
        self.admits_at(self.start.elapsed())
    }

    fn admits_at(&self, elapsed: Duration) -> bool {
        let now = elapsed.as_secs();
        let next = self.next.load(Relaxed);
        now >= next
            && self
                .next
                .compare_exchange(next, now + MINUTE, Relaxed, Relaxed)
                .is_ok()
    }
}

impl Default for Throttle {
    fn default() -> Self {
        Self::new()
    }
}

/// A copy is a throttle of its own, and admits anew.
impl Clone for Throttle {
    fn clone(&self) -> Self {
        Self::new()
    }
}

const MINUTE: u64 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_passes_in_each_minute() {
        let throttle = Throttle::new();
        let passed: Vec<u64> = (0..200)
            .filter(|&second| throttle.admits_at(Duration::from_secs(second)))
            .collect();
        assert_eq!(passed, [0, 60, 120, 180]);
    }
}
