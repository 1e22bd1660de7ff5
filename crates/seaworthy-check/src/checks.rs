mod concurrent;

use std::collections::BTreeSet;
use std::fmt;

use crate::check::Look;
use crate::end::{self, End};
use crate::{Check, Outcome, Report, Selection, UnknownTags};

/// The checks of an application, in the order in which they run.
///
/// ```
/// use seaworthy_check::{Check, Checks, Exit, Finding, Level, Selection};
///
/// let checks = Checks::new()
///     .add(Check::new("debug", |debug: &bool| {
///         debug.then(|| Finding::error("debug.on", "Error pages show the source."))
///     }).tags(["security"]).deploy());
///
/// let report = checks.run(&true, &Selection::deploy())?;
/// assert_eq!(report.exit_code(Level::Warning), Exit::Findings);
/// assert_eq!(report.findings()[0].id, "debug.on");
/// # Ok::<(), seaworthy_check::UnknownTags>(())
/// ```
pub struct Checks<T: ?Sized> {
    checks: Vec<Check<T>>,
}

impl<T: ?Sized> Checks<T> {
    /// No check yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { checks: Vec::new() }
    }

    /// Adds a check, to run after those already there.
    #[must_use]
    #[allow(
        clippy::should_implement_trait,
        reason = "a check is put on a list, no sum is taken"
    )]
    pub fn add(mut self, check: Check<T>) -> Self {
        self.checks.push(check);
        self
    }

    /// Adds the checks of others, to run after those already there.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.checks.extend(others.checks);
        self
    }

    /// The same checks of a whole that what they look at is a part of.
    ///
    /// ```
    /// use seaworthy_check::{Check, Checks, Finding};
    ///
    /// struct Host {
    ///     debug: bool,
    ///     workers: usize,
    /// }
    ///
    /// let debug = Check::new("debug", |debug: &bool| {
    ///     debug.then(|| Finding::error("debug.on", "Error pages show the source."))
    /// });
    /// let workers = Check::new("workers", |host: &Host| {
    ///     (host.workers == 0).then(|| Finding::error("workers.none", "Nothing is worked off."))
    /// });
    /// let checks = Checks::new().add(debug).within(|host: &Host| &host.debug).add(workers);
    /// # let _ = checks;
    /// ```
    #[must_use]
    pub fn within<W: ?Sized + 'static>(self, part: fn(&W) -> &T) -> Checks<W>
    where
        T: 'static,
    {
        let checks = self.checks.into_iter();
        Checks {
            checks: checks.map(|check| check.within(part)).collect(),
        }
    }

    /// The tags that a selection with, or without, the deployment checks may name, sorted.
    #[must_use]
    pub fn tags(&self, deploy: bool) -> BTreeSet<&str> {
        let checks = self.checks.iter().filter(|check| deploy || !check.deploy);
        checks
            .flat_map(|check| check.tags.iter().map(String::as_str))
            .collect()
    }

    /// Runs the selected checks, one after the other, and reports on each.
    ///
    /// A check that panics does not end the run: its [`Status`](crate::Status) says so, and a
    /// finding `check.crashed` of the gravest level takes the place of what it would have found.
    /// What it panicked with appears in no report; the process's panic hook prints it, as always.
    /// Nothing can be caught where panics abort the process. A check that has to wait is skipped:
    /// see [`run_concurrently`](Self::run_concurrently).
    ///
    /// # Errors
    ///
    /// The selection names a tag that no check has, among those that it lets run. Nothing is run:
    /// a misspelled tag would pass every time.
    pub fn run(&self, input: &T, selection: &Selection) -> Result<Report, UnknownTags> {
        let selected = self.selected(selection)?;
        let ends = selected.into_iter().map(|check| {
            let end = match &check.rule {
                Look::Now(rule) => End::of(|| rule(input)),
                Look::Later(_) => End::Said(Outcome::Skipped(WAITS.to_owned())),
            };
            (check, end)
        });
        Ok(end::report(ends, selection))
    }

    /// The checks that are to run.
    pub(crate) fn selected(&self, selection: &Selection) -> Result<Vec<&Check<T>>, UnknownTags> {
        self.verify(selection)?;
        let checks = self.checks.iter();
        Ok(checks.filter(|check| selects(selection, check)).collect())
    }

    fn verify(&self, selection: &Selection) -> Result<(), UnknownTags> {
        let known = self.tags(selection.deploy);
        let unknown: BTreeSet<&str> = selection
            .tags
            .iter()
            .map(String::as_str)
            .filter(|tag| !known.contains(tag))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let deploy = self.tags(true);
        Err(UnknownTags::new(&unknown, &known, &deploy))
    }
}

fn selects<T: ?Sized>(selection: &Selection, check: &Check<T>) -> bool {
    let tagged = |tag| check.tags.contains::<String>(tag);
    (selection.deploy || !check.deploy)
        && (selection.tags.is_empty() || selection.tags.iter().any(tagged))
}

/// Why a check does not run where none may wait.
const WAITS: &str = "it has to wait, and the checks do not run concurrently";

impl<T: ?Sized> Default for Checks<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: ?Sized> fmt::Debug for Checks<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Checks").field(&self.checks).finish()
    }
}
