use std::time::{Duration, Instant};

/// Keeps from asking a source that has failed time and again, so that nobody waits for it.
#[derive(Debug)]
pub(super) struct Breaker {
    /// The failures in a row after which it opens.
    most: u32,
    pause: Duration,
    failures: u32,
    /// When somebody may try again, once it is open.
    until: Option<Instant>,
}

impl Breaker {
    pub(super) fn new(most: u32, pause: Duration) -> Self {
        Self {
            most,
            pause: pause.min(LONGEST),
            failures: 0,
            until: None,
        }
    }

    /// Whether the source may be asked now. After the pause, one may try for all.
    pub(super) fn admits(&mut self, now: Instant) -> bool {
        match self.until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                // Whoever tries and gives up half-way keeps the others waiting no longer.
                self.until = now.checked_add(self.pause);
                true
            }
        }
    }

    pub(super) const fn succeeded(&mut self) {
        self.failures = 0;
        self.until = None;
    }

    pub(super) fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= self.most {
            self.until = now.checked_add(self.pause);
        }
    }
}

/// A pause that a clock can count to.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(30);

    #[test]
    fn failures_in_a_row_open_it_and_others_do_not() {
        let now = Instant::now();
        let mut breaker = Breaker::new(3, PAUSE);
        for _ in 0..10 {
            breaker.failed(now);
            breaker.failed(now);
            assert!(breaker.admits(now));
            breaker.succeeded();
        }
        for failures in 0..3 {
            assert!(breaker.admits(now), "{failures}");
            breaker.failed(now);
        }
        assert!(!breaker.admits(now));
    }

    #[test]
    fn a_pause_without_end_is_a_long_one() {
        let now = Instant::now();
        let mut breaker = Breaker::new(1, Duration::MAX);
        breaker.failed(now);
        assert!(!breaker.admits(now + 100 * PAUSE));
    }

    #[test]
    fn after_the_pause_one_tries_for_all() {
        let now = Instant::now();
        let mut breaker = Breaker::new(1, PAUSE);
        breaker.failed(now);
        assert!(!breaker.admits(now + PAUSE - Duration::from_nanos(1)));
        let later = now + PAUSE;
        assert!(breaker.admits(later));
        assert!(!breaker.admits(later), "the second waits for the first");
        // The one that tried was never heard of again.
        assert!(breaker.admits(later + PAUSE));
        breaker.succeeded();
        assert!(breaker.admits(later + PAUSE) && breaker.admits(later + PAUSE));
    }
}
