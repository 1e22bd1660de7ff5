//! How the run of a check ended, and what is reported of it.

use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::time::Duration;

use crate::rules::{CRASHED, HUNG, SKIPPED};
use crate::{Check, CheckReport, Finding, Outcome, Report, Selection, Status};

pub(crate) enum End {
    Crashed,
    Hung(Duration),
    Said(Outcome),
}

impl End {
    pub(crate) fn of(look: impl FnOnce() -> Outcome) -> Self {
        caught(look).map_or(Self::Crashed, Self::Said)
    }
}

/// What foreign code returns, unless it panics.
pub(crate) fn caught<V>(look: impl FnOnce() -> V) -> Option<V> {
    // What is looked at is only shared. Where it can change all the same, as a lock can, a panic
    // may leave it half changed: one more reason why a crash is reported as critical.
    match panic::catch_unwind(AssertUnwindSafe(look)) {
        Ok(value) => Some(value),
        Err(payload) => {
            // Its destructor is foreign code too, and could panic in its turn.
            mem::forget(payload);
            None
        }
    }
}

/// The report of checks and of how each ended.
pub(crate) fn report<'a, T: ?Sized + 'a>(
    ends: impl IntoIterator<Item = (&'a Check<T>, End)>,
    selection: &Selection,
) -> Report {
    let mut findings = Vec::new();
    let checks = ends.into_iter().map(|(check, end)| {
        let name = &check.name;
        let (status, mut found) = match end {
            End::Crashed => (Status::Crashed, vec![crash(name)]),
            End::Hung(limit) => (Status::Hung, vec![hang(name, limit)]),
            End::Said(Outcome::Found(found)) if found.is_empty() => (Status::Passed, found),
            End::Said(Outcome::Found(found)) => (Status::Found(found.len()), found),
            End::Said(Outcome::NotUsed(reason)) => (Status::NotUsed(reason), Vec::new()),
            End::Said(Outcome::Skipped(reason)) => {
                let found = selection.deploy.then(|| skip(name, &reason));
                (Status::Skipped(reason), found.into_iter().collect())
            }
        };
        for finding in &mut found {
            finding.check.clone_from(name);
        }
        findings.append(&mut found);
        CheckReport::new(check, status)
    });
    let checks = checks.collect();
    Report::new(checks, findings)
}

fn crash(name: &str) -> Finding {
    CRASHED
        .finding("The check panicked, so what it looks for may be there or not.")
        .object(name)
}

fn hang(name: &str, limit: Duration) -> Finding {
    let message = format!(
        "The check did not end within {limit:?}, so what it looks for may be there or not."
    );
    HUNG.finding(message).object(name)
}

fn skip(name: &str, reason: &str) -> Finding {
    let message = format!("The check could not look, so nothing is known: {reason}.");
    SKIPPED.finding(message).object(name)
}
