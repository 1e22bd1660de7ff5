//! What is known of the checks, and what the host said.

use std::sync::Arc;

use crate::group::STARTUP;
use crate::record::Record;
use crate::registry::Built;
use crate::slot::Slot;
use crate::{Criticality, Status};

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

impl Ledger {
    /// Whether the host has started, and with it all that a start needs.
    pub(crate) fn has_started(&self, built: &Built) -> bool {
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

impl Life {
    /// Whether the start waits for nothing but its checks.
    pub(crate) const fn awaits_start(&self) -> bool {
        self.started && self.tasks == 0 && !self.ready
    }

    /// The status that the host's word alone decides for readiness.
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
