//! What was dropped since it was last said.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use seaworthy_policy::Throttle;

use super::TARGET;

/// Counts by reason, and says them at most once a minute: no clock wakes it, so that what came last
/// waits for the next to be dropped.
pub(super) struct Dropped {
    throttle: Throttle,
    interrupted: AtomicU64,
    limited: AtomicU64,
    malformed: AtomicU64,
    other_type: AtomicU64,
    surplus: AtomicU64,
    too_large: AtomicU64,
}

impl Dropped {
    pub(super) fn new() -> Self {
        Self {
            throttle: Throttle::new(),
            interrupted: AtomicU64::default(),
            limited: AtomicU64::default(),
            malformed: AtomicU64::default(),
            other_type: AtomicU64::default(),
            surplus: AtomicU64::default(),
            too_large: AtomicU64::default(),
        }
    }

    /// Bodies that broke off.
    pub(super) fn interrupted(&self, count: u64) {
        self.add(&self.interrupted, count);
    }

    /// Posts and reports for which a limit left no room.
    pub(super) fn limited(&self, count: u64) {
        self.add(&self.limited, count);
    }

    /// Bodies that are no JSON, and reports that are none.
    pub(super) fn malformed(&self, count: u64) {
        self.add(&self.malformed, count);
    }

    /// Bodies of types that hold no reports.
    pub(super) fn other_type(&self, count: u64) {
        self.add(&self.other_type, count);
    }

    /// Reports of bodies with too many.
    pub(super) fn surplus(&self, count: u64) {
        self.add(&self.surplus, count);
    }

    /// Bodies that are too long.
    pub(super) fn too_large(&self, count: u64) {
        self.add(&self.too_large, count);
    }

    fn add(&self, counter: &AtomicU64, count: u64) {
        if count > 0 {
            counter.fetch_add(count, Relaxed);
            if self.throttle.admits() {
                self.say();
            }
        }
    }

    fn say(&self) {
        let some = |counter: &AtomicU64| Some(counter.swap(0, Relaxed)).filter(|&count| count > 0);
        tracing::warn!(
            target: TARGET,
            interrupted = some(&self.interrupted),
            limited = some(&self.limited),
            malformed = some(&self.malformed),
            other_type = some(&self.other_type),
            surplus = some(&self.surplus),
            too_large = some(&self.too_large),
            "browser reports dropped"
        );
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::{Event, Subscriber};
    use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

    use super::*;

    #[test]
    fn once_a_minute_everything_since_is_said() {
        let heard = Heard::default();
        let subscriber = tracing_subscriber::registry().with(heard.clone());
        tracing::subscriber::with_default(subscriber, || {
            let dropped = Dropped::new();
            dropped.malformed(0);
            dropped.malformed(1);
            dropped.malformed(2);
            dropped.surplus(30);
            // A minute later.
            dropped.say();
        });
        assert_eq!(
            heard.0.lock().unwrap().as_slice(),
            [
                " message=browser reports dropped malformed=1",
                " message=browser reports dropped malformed=2 surplus=30",
            ]
        );
    }

    #[derive(Clone, Default)]
    struct Heard(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Heard {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            let mut line = Line(String::new());
            event.record(&mut line);
            self.0.lock().unwrap().push(line.0);
        }
    }

    struct Line(String);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            self.0 += &format!(" {field}={value:?}");
        }
    }
}
