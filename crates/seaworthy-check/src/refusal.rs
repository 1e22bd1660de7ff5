use std::fmt;

use crate::{Level, Report};

/// Why a program does not go on: its checks found what it must not run with.
///
/// It is displayed as the report's text, so that whoever reads the log of a failed start sees what
/// to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    report: Report,
}

impl Refusal {
    /// The report with the findings.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.text().fmt(f)
    }
}

impl std::error::Error for Refusal {}

impl Report {
    /// Lets a program go on unless there is a finding of this level or a graver one: for the
    /// beginning of `main`.
    ///
    /// ```
    /// use seaworthy_check::{Check, Checks, Finding, Level, Selection};
    ///
    /// let checks = Checks::new().add(Check::new("debug", |debug: &bool| {
    ///     debug.then(|| Finding::error("debug.on", "Error pages show the source."))
    /// }));
    /// let selection = Selection::deploy();
    /// assert!(checks.run(&false, &selection)?.require(Level::Critical).is_ok());
    /// assert!(checks.run(&true, &selection)?.require(Level::Critical).is_ok());
    /// let refusal = checks.run(&true, &selection)?.require(Level::Error).unwrap_err();
    /// assert!(refusal.to_string().contains("(debug.on)"));
    /// # Ok::<(), seaworthy_check::UnknownTags>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is such a finding.
    pub fn require(self, level: Level) -> Result<Self, Refusal> {
        if self.at_or_over(level).is_empty() {
            Ok(self)
        } else {
            Err(Refusal { report: self })
        }
    }
}
