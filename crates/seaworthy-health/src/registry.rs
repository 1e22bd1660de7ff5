//! The state that all handles share: written under a lock, read without one.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;

use arc_swap::{ArcSwap, Guard};
use tokio::runtime::{Handle, TryCurrentError};
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use crate::change::Change;
use crate::group::{LIVENESS, Members, READINESS, STARTUP};
use crate::heartbeat::Heartbeat;
use crate::notify::Notify;
use crate::paths::Paths;
use crate::record::Record;
use crate::slot::Slot;
use crate::snapshot::Snapshot;
use crate::view::Detail;
use crate::{Access, Criticality, Dialect, Mode, Outcome, Report, Status, poll};

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

/// What changes.
pub(crate) struct Ledger {
    pub(crate) records: Vec<Arc<Record>>,
    pub(crate) life: Life,
}

/// What the host said.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Life {
    pub(crate) broken: bool,
    pub(crate) draining: bool,
    pub(crate) maintenance: bool,
    pub(crate) started: bool,
    /// Work that has to be done before the start is.
    pub(crate) tasks: usize,
    /// Whether the start was once done, with its work and its checks.
    pub(crate) ready: bool,
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
        let snapshot = Snapshot::of(&self.built, &ledger, Some(&self.snapshot.load()), now);
        let readiness = snapshot.report(READINESS);
        self.snapshot.store(Arc::new(snapshot));
        self.readiness.send_if_modified(|report| {
            let differs = *report != readiness;
            *report = readiness;
            differs
        });
        drop(ledger);
        // The log may ask for our health, so it is told when the lock is free again.
        for change in stale {
            change.tell();
        }
        if became_ready {
            if let Some(notify) = &self.built.notify {
                notify.ready();
            }
        }
        told
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
                let before = record.standing.outcome();
                Arc::make_mut(record).standing.forget();
                let detail = format!("no outcome for {:?}", slot.max_staleness);
                changes.push(Change::new(slot, before, Outcome::Stale, detail));
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

    /// Starts what runs in the background, on the runtime of the caller.
    pub(crate) fn run_in_the_background(self: &Arc<Self>) {
        let Ok(handle) = Handle::try_current() else {
            // Then it is the runtime of those who ask.
            return;
        };
        let _ = self.runtime.set(handle.clone());
        for slot in self.built.slots.iter().filter(|slot| slot.is_polled()) {
            poll::launch(self, slot);
        }
        if let Some(heartbeat) = &self.built.heartbeat {
            heartbeat.begin(Instant::now());
            handle.spawn(beat(Arc::downgrade(self)));
        }
        if let Some(period) = self.built.notify.as_ref().and_then(Notify::watchdog_period) {
            handle.spawn(feed(Arc::downgrade(self), period));
        }
    }
}

impl Slot {
    pub(crate) const fn is_polled(&self) -> bool {
        matches!(self.mode, Mode::Polled { .. })
    }
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

/// Tells the service manager that the process lives, as long as it does.
async fn feed(registry: Weak<Registry>, period: Duration) {
    while let Some(registry) = registry.upgrade() {
        let lives = registry.snapshot().status(LIVENESS).passes();
        if let (true, false, Some(notify)) = (lives, registry.is_stalled(), &registry.built.notify)
        {
            notify.watchdog();
        }
        drop(registry);
        tokio::time::sleep(period).await;
    }
}

impl Ledger {
    /// Whether the host has started, and with it all that a start needs.
    fn has_started(&self, built: &Built) -> bool {
        let Some(startup) = built.groups.get(STARTUP) else {
            return self.life.started;
        };
        let passed = |slot: &Arc<Slot>| {
            slot.criticality != Criticality::Critical
                || self
                    .records
                    .get(slot.index)
                    .is_some_and(|record| record.passed)
        };
        self.life.started && self.life.tasks == 0 && startup.slots.iter().all(passed)
    }
}

/// The status that the host's word alone decides for readiness.
impl Life {
    pub(crate) const fn prevails(&self) -> Option<Status> {
        if self.draining {
            Some(Status::Draining)
        } else if self.broken {
            Some(Status::Broken)
        } else if !self.ready {
            Some(Status::Starting)
        } else if self.maintenance {
            Some(Status::Maintenance)
        } else {
            None
        }
    }
}
