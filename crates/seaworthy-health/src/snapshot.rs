//! What requests read: the state of every group at one moment, with its answers already written.

use std::sync::Arc;

use tokio::time::Instant;

use crate::group::{LIVENESS, READINESS, STARTUP};
use crate::ledger::Ledger;
use crate::page::Pages;
use crate::record::Record;
use crate::registry::Built;
use crate::slot::Validity;
use crate::{CheckReport, Report, Status};

pub(crate) struct Snapshot {
    pub(crate) records: Vec<Arc<Record>>,
    states: Vec<State>,
    awaits_start: bool,
}

/// The state of a group.
struct State {
    report: Report,
    validity: Validity,
    pages: Arc<Pages>,
}

impl Snapshot {
    /// What is known now; what is the same as before is not written again.
    pub(crate) fn of(built: &Built, ledger: &Ledger, before: Option<&Self>, now: Instant) -> Self {
        let mut states = Vec::with_capacity(built.groups.len());
        for index in 0..built.groups.len() {
            let report = report(built, ledger, index);
            let same = before
                .and_then(|before| before.states.get(index))
                .filter(|state| state.report == report);
            states.push(State {
                validity: validity(built, ledger, index, now),
                pages: match same {
                    Some(state) => Arc::clone(&state.pages),
                    None => Arc::new(Pages::of(built, index, &report, &ledger.records)),
                },
                report,
            });
        }
        Self {
            records: ledger.records.clone(),
            states,
            awaits_start: ledger.life.awaits_start(),
        }
    }

    pub(crate) fn report(&self, group: usize) -> Report {
        let state = self.states.get(group);
        state.map_or_else(
            || Report::bare(Status::Failed),
            |state| state.report.clone(),
        )
    }

    pub(crate) fn status(&self, group: usize) -> Status {
        let state = self.states.get(group);
        state.map_or(Status::Failed, |state| state.report.status())
    }

    pub(crate) fn validity(&self, group: usize) -> Validity {
        let state = self.states.get(group);
        state.map_or(Validity::Always, |state| state.validity)
    }

    pub(crate) fn pages(&self, group: usize) -> Option<&Pages> {
        self.states.get(group).map(|state| &*state.pages)
    }

    /// Whether the start waits for nothing but its checks.
    pub(crate) const fn awaits_start(&self) -> bool {
        self.awaits_start
    }
}

fn report(built: &Built, ledger: &Ledger, group: usize) -> Report {
    let life = &ledger.life;
    if group == READINESS {
        if let Some(status) = life.prevails() {
            return Report::bare(status);
        }
    }
    let slots = built
        .groups
        .get(group)
        .map_or(&[][..], |members| &members.slots);
    let checks = slots
        .iter()
        .filter_map(|slot| {
            let outcome = ledger.records.get(slot.index)?.standing.outcome();
            Some(CheckReport::new(
                Arc::clone(&slot.name),
                slot.criticality,
                outcome,
            ))
        })
        .collect();
    match group {
        LIVENESS if life.broken => Report::with(Status::Broken, checks),
        LIVENESS => Report::of_liveness(checks),
        STARTUP if life.ready => Report::with(Status::Ok, checks),
        STARTUP => Report::with(Status::Starting, checks),
        _ => Report::of(checks),
    }
}

fn validity(built: &Built, ledger: &Ledger, group: usize, now: Instant) -> Validity {
    let life = &ledger.life;
    let awaits_start = life.awaits_start();
    let asked = match group {
        // Before the start nothing is asked.
        _ if !life.started => None,
        READINESS if awaits_start && !life.draining && !life.broken => Some(STARTUP),
        READINESS if life.prevails().is_some() => None,
        STARTUP if !awaits_start => None,
        _ => Some(group),
    };
    let members = asked.and_then(|group| built.groups.get(group));
    let slots = members.map_or(&[][..], |members| &members.slots);
    let validities = slots.iter().filter_map(|slot| {
        let record = ledger.records.get(slot.index)?;
        Some(slot.validity(record, now))
    });
    validities.fold(Validity::Always, Validity::and)
}
