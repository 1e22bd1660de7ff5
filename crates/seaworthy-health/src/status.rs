use std::fmt;

use http::StatusCode;

use crate::{CheckReport, Criticality, Outcome};

/// The answer about the whole service.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Status {
    /// It cannot go on, as the host said: only a restart mends it.
    Broken,
    /// It works, though a check failed that is not critical, or warned.
    Degraded,
    /// It is shutting down and takes no new work; it will not be ready again.
    Draining,
    /// A critical check failed.
    Failed,
    /// It takes no work for a while, as the host said.
    Maintenance,
    /// All is well.
    Ok,
    /// Its runtime has not run a task for longer than it may.
    Stalled,
    /// It has not started yet.
    Starting,
}

impl Status {
    /// Each of them.
    pub const ALL: [Self; 8] = [
        Self::Broken,
        Self::Degraded,
        Self::Draining,
        Self::Failed,
        Self::Maintenance,
        Self::Ok,
        Self::Stalled,
        Self::Starting,
    ];

    /// The status as answers write it: `broken`, `degraded`, `draining`, `failed`, `maintenance`,
    /// `ok`, `stalled` or `starting`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Degraded => "degraded",
            Self::Draining => "draining",
            Self::Failed => "failed",
            Self::Maintenance => "maintenance",
            Self::Ok => "ok",
            Self::Stalled => "stalled",
            Self::Starting => "starting",
        }
    }

    /// Whether it is an answer that a prober takes for good: `Ok` and `Degraded`.
    #[must_use]
    pub const fn passes(self) -> bool {
        matches!(self, Self::Degraded | Self::Ok)
    }

    /// The status over HTTP: 200 for `Ok` and `Degraded`, 503 for all others.
    ///
    /// It depends on nothing else, so every format of an answer has the same.
    #[must_use]
    pub const fn code(self) -> StatusCode {
        if self.passes() {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        }
    }

    /// What follows from these checks.
    pub(crate) fn of(checks: &[CheckReport]) -> Self {
        Self::of_each(checks)
    }

    fn of_each<'a>(checks: impl IntoIterator<Item = &'a CheckReport>) -> Self {
        let mut status = Self::Ok;
        for check in checks {
            let follows = match (check.criticality(), check.outcome()) {
                (Criticality::Informational, _) | (_, Outcome::Ok) => continue,
                (Criticality::Degraded, _) | (_, Outcome::Degraded) => Self::Degraded,
                (Criticality::Critical, Outcome::Starting) => Self::Starting,
                (Criticality::Critical, _) => Self::Failed,
            };
            if follows.weight() > status.weight() {
                status = follows;
            }
        }
        status
    }

    /// What follows for liveness: what is not known yet is no reason to end the process.
    pub(crate) fn of_liveness(checks: &[CheckReport]) -> Self {
        let checks = checks.iter();
        Self::of_each(checks.filter(|check| check.outcome() != Outcome::Starting))
    }

    /// Which of two prevails among checks.
    const fn weight(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Degraded => 1,
            Self::Starting => 2,
            Self::Broken | Self::Draining | Self::Failed | Self::Maintenance | Self::Stalled => 3,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_follows_from_the_worst_that_matters() {
        use Criticality::{Critical, Degraded, Informational};
        for (checks, status) in [
            (&[][..], Status::Ok),
            (&[(Critical, Outcome::Ok)], Status::Ok),
            (&[(Critical, Outcome::Degraded)], Status::Degraded),
            (&[(Critical, Outcome::Starting)], Status::Starting),
            (&[(Critical, Outcome::Stale)], Status::Failed),
            (&[(Critical, Outcome::Timeout)], Status::Failed),
            (&[(Degraded, Outcome::Panicked)], Status::Degraded),
            (&[(Degraded, Outcome::Starting)], Status::Degraded),
            (&[(Informational, Outcome::Failed)], Status::Ok),
            (
                &[(Critical, Outcome::Failed), (Critical, Outcome::Starting)],
                Status::Failed,
            ),
            (
                &[(Degraded, Outcome::Failed), (Critical, Outcome::Starting)],
                Status::Starting,
            ),
        ] {
            let checks: Vec<_> = checks
                .iter()
                .map(|&(criticality, outcome)| CheckReport::new("x".into(), criticality, outcome))
                .collect();
            assert_eq!(Status::of(&checks), status, "{checks:?}");
        }
    }
}
