use std::fmt;

use crate::escape::OneLine;
use crate::{CheckReport, Date, Exit, Level, Report, Status};

/// A row of a checklist: what is to be seen to, and which checks see to it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Row {
    /// What is to be seen to.
    pub title: &'static str,
    /// The names of checks, each of which has to run; one that ends with `*` stands for all that
    /// begin so, of which none has to.
    pub checks: &'static [&'static str],
}

impl Row {
    /// A row with this title, for these checks.
    #[must_use]
    pub const fn new(title: &'static str, checks: &'static [&'static str]) -> Self {
        Self { title, checks }
    }

    fn is_about(&self, check: &str) -> bool {
        self.checks.iter().any(|name| stands_for(name, check))
    }

    /// Which of its checks did not run.
    fn missing(&self, ran: &[&CheckReport]) -> Option<String> {
        if ran.is_empty() && self.checks.iter().all(|name| name.ends_with('*')) {
            return Some("nothing looked at it".to_owned());
        }
        let has_run = |name: &str| ran.iter().any(|check| stands_for(name, check.name()));
        let named = self.checks.iter().filter(|name| !name.ends_with('*'));
        let missing = named.into_iter().find(|name| !has_run(name))?;
        Some(format!("the check {missing} did not run"))
    }
}

fn stands_for(name: &str, check: &str) -> bool {
    match name.strip_suffix('*') {
        Some(start) => check.starts_with(start),
        None => check == name,
    }
}

/// A [`Report`] as rows, each with one word: what has been seen to, and what has not.
///
/// The worst of a row's checks decides it. A check that could not look, or did not run, is never a
/// pass; a row is not used where none of its checks is.
///
/// ```
/// use seaworthy_check::{Check, Checklist, Checks, Finding, Row, RowStatus, Selection};
///
/// const ROWS: [Row; 2] =
///     [Row::new("Development mode is off", &["debug"]), Row::new("Workers run", &["workers"])];
///
/// let checks = Checks::new().add(Check::new("debug", |(): &()| None::<Finding>));
/// let report = checks.run(&(), &Selection::deploy())?;
/// let checklist = Checklist::of(&report, &ROWS);
/// assert_eq!(*checklist.rows()[0].status(), RowStatus::Pass);
/// assert_eq!(
///     checklist.to_string(),
///     " 1  pass     Development mode is off
///  2  skipped  Workers run: the check workers did not run"
/// );
/// # Ok::<(), seaworthy_check::UnknownTags>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checklist {
    rows: Vec<RowReport>,
}

/// What became of a [`Row`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RowReport {
    title: &'static str,
    status: RowStatus,
}

/// What is known of a row.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RowStatus {
    /// An error or worse was found, so many findings in all.
    Fail(usize),
    /// The application does not use it, for this reason.
    NotUsed(String),
    /// Everything was looked at, and nothing was found that matters.
    Pass,
    /// Something was found, and is silenced.
    Silenced {
        /// Why that is right.
        reason: String,
        /// The last day of it.
        until: Option<Date>,
    },
    /// Something could not be looked at, for this reason.
    Skipped(String),
    /// Warnings were found, so many findings in all.
    Warn(usize),
}

impl RowStatus {
    /// The status in words: `fail`, `not used`, `pass`, `silenced`, `skipped` or `warn`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Fail(_) => "fail",
            Self::NotUsed(_) => "not used",
            Self::Pass => "pass",
            Self::Silenced { .. } => "silenced",
            Self::Skipped(_) => "skipped",
            Self::Warn(_) => "warn",
        }
    }

    fn of(row: &Row, report: &Report) -> Self {
        let of_row = |name: &str| row.is_about(name);
        let findings = report.findings().iter();
        let findings = findings.filter(|finding| of_row(&finding.check) && !finding.is_of_a_skip());
        let findings: Vec<_> = findings.collect();
        let count = |level| findings.iter().filter(|found| found.level >= level).count();
        if count(Level::Error) > 0 {
            return Self::Fail(count(Level::Warning));
        }
        if count(Level::Warning) > 0 {
            return Self::Warn(count(Level::Warning));
        }
        let known = report.known().iter();
        let known = known.filter(|known| of_row(&known.check)).count();
        if known > 0 {
            // What was found before is found all the same.
            return Self::Warn(known);
        }
        let checks = report.checks().iter();
        let checks: Vec<_> = checks.filter(|check| of_row(check.name())).collect();
        let silenced = report.silenced().iter();
        let silenced: Vec<_> = silenced
            .filter(|silenced| of_row(&silenced.finding.check))
            .collect();
        let is_excused = |check: &CheckReport| {
            let mut skips = silenced.iter().map(|silenced| &silenced.finding);
            skips.any(|finding| finding.is_of_a_skip() && finding.check == check.name())
        };
        if let Some(reason) = row.missing(&checks).or_else(|| lost(&checks, is_excused)) {
            return Self::Skipped(reason);
        }
        if let Some(silenced) = silenced.first() {
            return Self::Silenced {
                reason: silenced.silence.reason.clone(),
                until: silenced.silence.until,
            };
        }
        let unused = |check: &&CheckReport| match check.status() {
            Status::NotUsed(reason) => Some(reason.clone()),
            _ => None,
        };
        let reasons: Option<Vec<String>> = checks.iter().map(unused).collect();
        reasons
            .and_then(|reasons| reasons.into_iter().next())
            .map_or(Self::Pass, Self::NotUsed)
    }
}

/// Why a check could not look, of those that somebody wants to know of.
fn lost(checks: &[&CheckReport], is_excused: impl Fn(&CheckReport) -> bool) -> Option<String> {
    let looked = |check: &&&CheckReport| {
        matches!(
            check.status(),
            Status::Found(_) | Status::NotUsed(_) | Status::Passed
        )
    };
    let mut lost = checks.iter().filter(|check| !looked(check));
    let lost = lost.find(|check| !is_excused(check))?;
    let reason = lost.status().reason().unwrap_or("it did not end well");
    Some(reason.to_owned())
}

impl Checklist {
    /// The rows, by what a report says of their checks.
    #[must_use]
    pub fn of(report: &Report, rows: &[Row]) -> Self {
        let rows = rows.iter().map(|row| RowReport {
            title: row.title,
            status: RowStatus::of(row, report),
        });
        Self {
            rows: rows.collect(),
        }
    }

    /// How a program should end that shows it: there are findings where a row is anything else
    /// than passed, silenced or not used.
    #[must_use]
    pub fn exit_code(&self) -> Exit {
        let is_open = |row: &RowReport| {
            matches!(
                row.status,
                RowStatus::Fail(_) | RowStatus::Skipped(_) | RowStatus::Warn(_)
            )
        };
        if self.rows.iter().any(is_open) {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }

    /// The rows, in their order.
    #[must_use]
    pub fn rows(&self) -> &[RowReport] {
        &self.rows
    }
}

impl RowReport {
    /// What is to be seen to.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// What is known of it.
    #[must_use]
    pub const fn status(&self) -> &RowStatus {
        &self.status
    }

    /// What there is to say besides, in one sentence without its end.
    #[must_use]
    pub fn remark(&self) -> Option<String> {
        match &self.status {
            RowStatus::Fail(count) | RowStatus::Warn(count) => {
                Some(crate::conclusion::Count(*count, "finding").to_string())
            }
            RowStatus::NotUsed(reason) | RowStatus::Skipped(reason) => Some(reason.clone()),
            RowStatus::Pass => None,
            RowStatus::Silenced { reason, until } => Some(match until {
                Some(until) => format!("until {until}, {reason}"),
                None => reason.clone(),
            }),
        }
    }
}

impl fmt::Display for Checklist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.rows.iter().map(|row| row.status.as_str().len());
        let width = widths.max().unwrap_or_default();
        for (index, row) in self.rows.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            let (number, status, title) = (index + 1, row.status.as_str(), row.title);
            write!(f, "{end}{number:>2}  {status:width$}  {title}")?;
            if let Some(remark) = row.remark() {
                write!(f, ": {}", OneLine(&remark))?;
            }
        }
        Ok(())
    }
}
