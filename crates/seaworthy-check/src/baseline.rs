use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::rules::BASELINE_GONE;
use crate::silence::subject;
use crate::{Finding, Report};

/// What is known already, so that a report tells what is new.
///
/// It is for an application that begins to be checked: what is found today is written down, and
/// only more than that fails. A [`Silence`](crate::Silence) says that a finding is meant to be so;
/// a baseline says no more than that it was there.
///
/// It is a text of one line for each finding, sorted, to be kept beside the source:
///
/// ```
/// use seaworthy_check::{Baseline, Check, Checks, Exit, Finding, Level, Selection};
///
/// let checks = Checks::new().add(Check::new("debug", |(): &()| {
///     Finding::error("debug.on", "Error pages show the source.").object("DEBUG")
/// }));
/// let report = checks.run(&(), &Selection::default())?;
/// let text = Baseline::of(&report).to_string();
/// assert_eq!(text, "# What was found, and not mended yet: id and object.\ndebug.on\tDEBUG\n");
///
/// let report = report.against(&text.parse()?);
/// assert_eq!(report.exit_code(Level::Error), Exit::Clean);
/// assert_eq!(report.known()[0].id, "debug.on");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Baseline {
    /// Ids with their objects.
    entries: BTreeSet<(String, String)>,
}

impl Baseline {
    /// What a report found, or knew already.
    ///
    /// That a check crashed or hung is never known: what it would have found is not.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let found = report.findings().iter().chain(report.known());
        let found = found.filter(|finding| finding.can_be_known());
        Self {
            entries: found.map(entry).collect(),
        }
    }

    pub(crate) fn has(&self, finding: &Finding) -> bool {
        finding.can_be_known() && self.entries.contains(&entry(finding))
    }

    /// A finding for what it lists and nobody found.
    pub(crate) fn gone<'a>(&self, found: impl Iterator<Item = &'a Finding>) -> Vec<Finding> {
        let found: BTreeSet<_> = found.map(entry).collect();
        let gone = self.entries.difference(&found);
        let gone = gone.map(|(id, object)| {
            let object = Some(&**object).filter(|object| !object.is_empty());
            BASELINE_GONE
                .finding("It is not found any more.")
                .object(subject(id, object))
        });
        gone.collect()
    }
}

/// What makes a finding the same as one of an earlier run.
fn entry(finding: &Finding) -> (String, String) {
    let one_line = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let object = finding.object.as_deref().unwrap_or_default();
    (one_line(&finding.id), one_line(object))
}

const HEAD: &str = "# What was found, and not mended yet: id and object.\n";

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEAD)?;
        for (id, object) in &self.entries {
            if object.is_empty() {
                writeln!(f, "{id}")?;
            } else {
                writeln!(f, "{id}\t{object}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Baseline {
    type Err = ParseBaselineError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut entries = BTreeSet::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let (id, object) = line.split_once('\t').unwrap_or((line, ""));
            let is_id = id.starts_with(char::is_alphanumeric) && !id.contains(char::is_whitespace);
            if !is_id {
                return Err(ParseBaselineError {
                    line: index + 1,
                    text: line.chars().take(80).collect(),
                });
            }
            entries.insert((id.to_owned(), object.to_owned()));
        }
        Ok(Self { entries })
    }
}

/// A line of a [`Baseline`] is none.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParseBaselineError {
    line: usize,
    text: String,
}

impl fmt::Display for ParseBaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, text } = self;
        write!(
            f,
            "line {line} of the baseline, {text:?}, is not an id, or an id, a tab and an object; \
             write the baseline anew"
        )
    }
}

impl std::error::Error for ParseBaselineError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_is_read_as_it_is_written() {
        let text = format!("{HEAD}a.b\na.b\tGET /\nz\t\u{1b}[2J\n");
        let baseline: Baseline = text.parse().unwrap();
        assert_eq!(baseline.entries.len(), 3);
        assert_eq!(baseline.to_string(), text);
        let unsorted = "\n\nz\t\u{1b}[2J\r\na.b\tGET /\r\n# a comment\na.b\na.b";
        assert_eq!(unsorted.parse(), Ok(baseline));
    }

    #[test]
    fn what_is_no_line_is_quoted_with_its_number() {
        for bad in ["a.b\ntwo words", "a.b\n\tobject", "a.b\n{\"a\": 1}"] {
            let error = bad.parse::<Baseline>().unwrap_err().to_string();
            assert!(error.starts_with("line 2 of the baseline"), "{error}");
        }
    }
}
