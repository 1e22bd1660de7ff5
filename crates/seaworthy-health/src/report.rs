//! What is known of the service, in types that have no room for an error's text.

use std::fmt;
use std::sync::Arc;

use crate::{Criticality, Status};

/// An answer about the whole service, and what each check contributed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
    status: Status,
    checks: Vec<CheckReport>,
}

impl Report {
    /// The answer.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.status
    }

    /// The checks in the order of their registration; empty where none was asked.
    #[must_use]
    pub fn checks(&self) -> &[CheckReport] {
        &self.checks
    }

    /// An answer for which no check was asked.
    pub(crate) const fn bare(status: Status) -> Self {
        Self {
            status,
            checks: Vec::new(),
        }
    }

    /// The answer that follows from the checks.
    pub(crate) fn of(checks: Vec<CheckReport>) -> Self {
        Self {
            status: Status::of(&checks),
            checks,
        }
    }

    /// The answer to whether the process lives.
    pub(crate) fn of_liveness(checks: Vec<CheckReport>) -> Self {
        Self {
            status: Status::of_liveness(&checks),
            checks,
        }
    }

    /// An answer that does not follow from the checks, which are told nevertheless.
    pub(crate) const fn with(status: Status, checks: Vec<CheckReport>) -> Self {
        Self { status, checks }
    }
}

/// What is known of one check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CheckReport {
    name: Arc<str>,
    criticality: Criticality,
    outcome: Outcome,
}

impl CheckReport {
    /// The check's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a failure of the check means for the service.
    #[must_use]
    pub const fn criticality(&self) -> Criticality {
        self.criticality
    }

    /// What is believed of the check after its last runs.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    pub(crate) const fn new(name: Arc<str>, criticality: Criticality, outcome: Outcome) -> Self {
        Self {
            name,
            criticality,
            outcome,
        }
    }
}

/// What is believed of a check; the reason is in the log and nowhere else.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Outcome {
    /// It passed, with a [warning](crate::Passed::Degraded).
    Degraded,
    /// It reported an error.
    Failed,
    /// It passed.
    Ok,
    /// It panicked.
    Panicked,
    /// It passed, too long ago to be believed.
    Stale,
    /// It has not ended often enough to be judged.
    Starting,
    /// It had not ended when its time was over.
    Timeout,
}

impl Outcome {
    /// Each of them.
    pub const ALL: [Self; 7] = [
        Self::Degraded,
        Self::Failed,
        Self::Ok,
        Self::Panicked,
        Self::Stale,
        Self::Starting,
        Self::Timeout,
    ];

    /// Whether the check passed, and without a warning.
    #[must_use]
    pub const fn is_ok(self) -> bool {
        matches!(self, Self::Ok)
    }

    /// Whether the check passed, be it with a warning.
    #[must_use]
    pub const fn passes(self) -> bool {
        matches!(self, Self::Degraded | Self::Ok)
    }

    /// Whether its last runs failed, which of what is stale or starting is not known.
    pub(crate) const fn fails(self) -> bool {
        matches!(self, Self::Failed | Self::Panicked | Self::Timeout)
    }

    /// The outcome as answers and logs write it: `degraded`, `failed`, `ok`, `panicked`, `stale`,
    /// `starting` or `timeout`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Degraded => "degraded",
            Self::Failed => "failed",
            Self::Ok => "ok",
            Self::Panicked => "panicked",
            Self::Stale => "stale",
            Self::Starting => "starting",
            Self::Timeout => "timeout",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
