//! The state that all handles share: written under a lock, read without one.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use arc_swap::{ArcSwap, Guard};
use tokio::runtime::{Handle, TryCurrentError};
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use crate::change::Change;
use crate::group::{Members, READINESS};
use crate::heartbeat::Heartbeat;
use crate::ledger::{Ledger, Life};
use crate::notify::Notify;
use crate::paths::Paths;
use crate::record::Record;
use crate::slot::Slot;
use crate::snapshot::Snapshot;
use crate::view::Detail;
use crate::wait::Wait;
use crate::{Access, Dialect, Outcome, Report, manager, poll};

/// What was built, which does not change.
pub(crate) struct Built {
    pub(crate) slots: Vec<Arc<Slot>>,
    pub(crate) groups: Vec<Members>,
    pub(crate) paths: Paths,
    pub(crate) access: Access,
    /// What everybody may read.
    pub(crate) public: Detail,
    pub(crate) dialect: Dialect,
    pub(crate) concurrency: usize,
    pub(crate) heartbeat: Option<Heartbeat>,
    pub(crate) notify: Option<Notify>,
}

pub(crate) struct Registry {
    pub(crate) built: Built,
    /// The runs that may go on side by side.
    pub(crate) permits: Semaphore,
    ledger: Mutex<Ledger>,
    /// What requests read. A reader of a lock that a writer or another reader holds would wait,
    /// and so writes to a cache line that all readers share; a load here does neither.
    snapshot: ArcSwap<Snapshot>,
    /// Where checks run: the runtime on which the host said that it has started.
    runtime: OnceLock<Handle>,
    readiness: watch::Sender<Report>,
}

impl Registry {
    pub(crate) fn new(built: Built) -> Arc<Self> {
        let ledger = Ledger {
            records: built
                .slots
                .iter()
                .map(|_| Arc::new(Record::new()))
                .collect(),
            life: Life::default(),
        };
        let snapshot = Snapshot::of(&built, &ledger, None, Instant::now());
        let readiness = watch::Sender::new(snapshot.report(READINESS));
        Arc::new(Self {
            permits: Semaphore::new(built.concurrency),
            ledger: Mutex::new(ledger),
            snapshot: ArcSwap::from_pointee(snapshot),
            runtime: OnceLock::new(),
            readiness,
            built,
        })
    }

    pub(crate) fn snapshot(&self) -> Guard<Arc<Snapshot>> {
        self.snapshot.load()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Report> {
        self.readiness.subscribe()
    }

    /// Changes the state, and makes the change visible to all who read from now on.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Ledger) -> T) -> T {
        let now = Instant::now();
        let mut ledger = self.ledger();
        let told = change(&mut ledger);
        let stale = self.forget_the_stale(&mut ledger, now);
        let was_ready = ledger.life.ready;
        ledger.life.ready = was_ready || ledger.has_started(&self.built);
        let became_ready = ledger.life.ready && !was_ready;
        let stops = ledger.life.draining;
        let before = self.snapshot.load();
        let snapshot = Snapshot::of(&self.built, &ledger, Some(&before), now);
        let differs = snapshot.report(READINESS) != before.report(READINESS);
        drop(before);
        self.snapshot.store(Arc::new(snapshot));
        drop(ledger);
        if differs {
            self.pass_on();
        }
        // The log may ask for our health, so it is told when the lock is free again.
        for change in stale {
            change.tell();
        }
        if became_ready && !stops {
            if let Some(notify) = &self.built.notify {
                notify.ready();
            }
        }
        told
    }

    /// Tells those who follow readiness what it is.
    ///
    /// They may hold what they read for as long as they like, so the lock is free meanwhile. Of
    /// two who come at once the last passes on what is known by then, which is the newest.
    fn pass_on(&self) {
        self.readiness.send_if_modified(|told| {
            let readiness = self.snapshot().report(READINESS);
            let differs = *told != readiness;
            *told = readiness;
            differs
        });
    }

    /// Changes what requests do not see.
    pub(crate) fn amend<T>(&self, change: impl FnOnce(&mut Ledger) -> T) -> T {
        change(&mut self.ledger())
    }

    /// Looks whether what is known has become too old, for those who do not wait for more.
    pub(crate) fn look(&self) {
        let snapshot = self.snapshot();
        if !(0..self.built.groups.len()).all(|group| self.is_current(&snapshot, group)) {
            self.change(|_| ());
        }
    }

    /// Looks whether what is known of one group has become too old.
    pub(crate) fn look_at(&self, group: usize) {
        if !self.is_current(&self.snapshot(), group) {
            self.change(|_| ());
        }
    }

    /// Believes no success whose renewal was waited for in vain.
    pub(crate) fn doubt(&self, waits: &[Wait]) {
        let changes = self.change(|ledger| {
            let in_vain = waits.iter().filter(|wait| !wait.is_over());
            let doubted = in_vain.filter_map(|wait| {
                let record = ledger.records.get_mut(wait.slot.index)?;
                let is_believed = record.standing.outcome().passes();
                is_believed.then(|| forgotten(&wait.slot, record, "no outcome in time"))
            });
            doubted.collect::<Vec<_>>()
        });
        for change in changes {
            change.tell();
        }
    }

    /// Whether a check is done with for good.
    pub(crate) fn is_over(&self, slot: &Slot) -> bool {
        self.amend(|ledger| {
            let record = ledger.records.get(slot.index);
            record.is_some_and(|record| slot.is_over(record))
        })
    }

    fn forget_the_stale(&self, ledger: &mut Ledger, now: Instant) -> Vec<Change> {
        let mut changes = Vec::new();
        for (slot, record) in self.built.slots.iter().zip(&mut ledger.records) {
            if slot.is_stale(record, now) {
                let detail = format!("no outcome for {:?}", slot.max_staleness);
                changes.push(forgotten(slot, record, &detail));
            }
        }
        changes
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        // A panic of a thread that held it is not known to happen, and would leave counters whole.
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the state of a group can be passed on as it is.
    pub(crate) fn is_current(&self, snapshot: &Snapshot, group: usize) -> bool {
        snapshot.validity(group).at(Instant::now)
    }

    /// The status that prevails over what the checks say: a runtime that stands still.
    pub(crate) fn is_stalled(&self) -> bool {
        let heartbeat = self.built.heartbeat.as_ref();
        heartbeat.is_some_and(|heartbeat| heartbeat.is_late(Instant::now()))
    }

    /// The runtime for what is to be run, if there is any.
    pub(crate) fn runtime(&self) -> Result<Handle, TryCurrentError> {
        self.runtime
            .get()
            .map_or_else(Handle::try_current, |handle| Ok(handle.clone()))
    }

    /// Has checks run on the runtime of the caller, if there is one, and else on that of those who
    /// ask.
    pub(crate) fn settle_down(&self) {
        if let Ok(handle) = Handle::try_current() {
            let _ = self.runtime.set(handle);
        }
    }

    /// Starts what runs in the background.
    pub(crate) fn run_in_the_background(self: &Arc<Self>) {
        let Some(handle) = self.runtime.get() else {
            let feeds = self.built.notify.as_ref().and_then(Notify::watchdog_period);
            if feeds.is_some() || self.built.heartbeat.is_some() {
                tracing::warn!("started outside of a runtime, so without heartbeat and watchdog");
            }
            return;
        };
        for slot in self.built.slots.iter().filter(|slot| slot.is_polled()) {
            poll::launch(self, slot);
        }
        if let Some(heartbeat) = &self.built.heartbeat {
            heartbeat.begin(Instant::now());
            handle.spawn(beat(Arc::downgrade(self)));
        }
        if let Some(notify) = &self.built.notify {
            handle.spawn(manager::start(Arc::downgrade(self)));
            if let Some(period) = notify.watchdog_period() {
                handle.spawn(manager::feed(Arc::downgrade(self), period));
            }
        }
    }
}

/// Believes a success no longer.
fn forgotten(slot: &Slot, record: &mut Arc<Record>, detail: &str) -> Change {
    let before = record.standing.outcome();
    Arc::make_mut(record).standing.forget();
    Change::new(slot, before, Outcome::Stale, detail)
}

/// Shows that the runtime runs tasks.
async fn beat(registry: Weak<Registry>) {
    while let Some(registry) = registry.upgrade() {
        let Some(heartbeat) = &registry.built.heartbeat else {
            return;
        };
        heartbeat.beat(Instant::now());
        let pause = heartbeat.pause();
        drop(registry);
        tokio::time::sleep(pause).await;
    }
}
