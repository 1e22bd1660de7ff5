//! What an answer is written from.

use std::sync::Arc;

use crate::group::{LIVENESS, STARTUP};
use crate::record::Record;
use crate::registry::Built;
use crate::slot::Slot;
use crate::{CheckReport, Report, Status};

/// How much a caller may read.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Detail {
    /// Whether all is well.
    Status,
    /// And what each check says.
    Names,
    /// And how it came to that.
    Full,
}

pub(crate) struct View<'a> {
    /// What was asked, by the name that Kubernetes has for it.
    pub(crate) name: &'a str,
    pub(crate) status: Status,
    pub(crate) detail: Detail,
    pub(crate) entries: Vec<Entry<'a>>,
    /// Whether the status follows from the checks alone.
    recounts: bool,
    /// What follows from checks.
    count: fn(&[CheckReport]) -> Status,
    /// What was to be left out, and is not there.
    pub(crate) unknown: Vec<String>,
}

pub(crate) struct Entry<'a> {
    pub(crate) check: CheckReport,
    pub(crate) slot: &'a Slot,
    pub(crate) record: &'a Record,
    /// Whether the caller wanted it left out.
    pub(crate) excluded: bool,
}

impl<'a> View<'a> {
    /// A status alone, to which checks may be added.
    pub(crate) const fn bare(status: Status, detail: Detail) -> Self {
        Self {
            name: "",
            status,
            detail,
            entries: Vec::new(),
            recounts: false,
            count: Status::of,
            unknown: Vec::new(),
        }
    }

    pub(crate) fn of(
        built: &'a Built,
        group: usize,
        report: &Report,
        records: &'a [Arc<Record>],
        detail: Detail,
    ) -> Self {
        let count = if group == LIVENESS {
            Status::of_liveness
        } else {
            Status::of
        };
        let members = built.groups.get(group);
        let slots = members.map_or(&[][..], |members| &members.slots);
        let entries = if detail == Detail::Status {
            Vec::new()
        } else {
            let entry = |(check, slot): (&CheckReport, &'a Arc<Slot>)| {
                Some(Entry {
                    check: check.clone(),
                    slot,
                    record: records.get(slot.index)?,
                    excluded: false,
                })
            };
            report
                .checks()
                .iter()
                .zip(slots)
                .filter_map(entry)
                .collect()
        };
        Self {
            name: members.map_or("", |members| &members.name),
            status: report.status(),
            detail,
            // A start, a drain and the like stay what they are whatever is left out.
            recounts: group != STARTUP && report.status() == count(report.checks()),
            count,
            entries,
            unknown: Vec::new(),
        }
    }

    /// Leaves checks out, as if they had not been registered.
    pub(crate) fn exclude(&mut self, names: &[String]) {
        for name in names {
            let mut found = false;
            for entry in &mut self.entries {
                let is_it = entry.check.name() == name;
                entry.excluded |= is_it;
                found |= is_it;
            }
            let told = printable(name);
            if !found && !self.unknown.contains(&told) {
                self.unknown.push(told);
            }
        }
        if self.recounts {
            let counted: Vec<_> = self.counted().map(|entry| entry.check.clone()).collect();
            self.status = (self.count)(&counted);
        }
    }

    /// The checks that count.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter().filter(|entry| !entry.excluded)
    }
}

/// A name as it was asked, without what a terminal would act on.
fn printable(name: &str) -> String {
    let printable = |c: char| {
        if c.is_ascii_graphic() && c != '"' {
            c
        } else {
            '?'
        }
    };
    name.chars().map(printable).collect()
}
