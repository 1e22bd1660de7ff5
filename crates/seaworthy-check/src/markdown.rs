use std::fmt;

use crate::conclusion::Conclusion;
use crate::escape::MarkdownCell;
use crate::{Checklist, Finding, Report};

/// The [`Report`] as Markdown, for the summary of a job, a merge request or a wiki.
///
/// A program appends it to the file that [`GITHUB_STEP_SUMMARY`] names. It is cut off below the
/// megabyte that GitHub takes, and then says so.
///
/// ```
/// use seaworthy_check::{Check, Checks, Finding, Selection};
///
/// let checks = Checks::new().add(Check::new("debug", |(): &()| {
///     Finding::error("debug.on", "Error pages show the source.").object("DEBUG")
/// }));
/// let report = checks.run(&(), &Selection::default())?;
/// assert_eq!(
///     report.markdown().to_string(),
///     "**System check identified 1 issue (1 error).**
///
/// | level | id | object | what is wrong, and what to do |
/// |---|---|---|---|
/// | ERROR | debug.on | DEBUG | Error pages show the source. |
/// "
/// );
/// # Ok::<(), seaworthy_check::UnknownTags>(())
/// ```
///
/// [`GITHUB_STEP_SUMMARY`]: https://docs.github.com/actions/reference/workflows-and-actions
#[derive(Clone, Copy, Debug)]
pub struct MarkdownReport<'a> {
    report: &'a Report,
    checklist: Option<&'a Checklist>,
}

impl<'a> MarkdownReport<'a> {
    /// Puts a checklist above the findings.
    #[must_use]
    pub const fn checklist(mut self, checklist: &'a Checklist) -> Self {
        self.checklist = Some(checklist);
        self
    }

    pub(crate) const fn new(report: &'a Report) -> Self {
        Self {
            report,
            checklist: None,
        }
    }
}

impl fmt::Display for MarkdownReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let out = &mut Bounded {
            f,
            left: MOST,
            left_out: 0,
        };
        out.line(format_args!("**{}**", Conclusion(self.report)))?;
        if let Some(checklist) = self.checklist {
            out.line(format_args!("\n| | | |\n|---|---|---|"))?;
            for (index, row) in checklist.rows().iter().enumerate() {
                let (number, status) = (index + 1, row.status().as_str());
                let remark = row.remark().unwrap_or_default();
                let (title, remark) = (MarkdownCell(row.title()), MarkdownCell(&remark));
                out.line(format_args!("| {number} | {status} | {title} | {remark} |"))?;
            }
        }
        if !self.report.findings().is_empty() {
            out.line(format_args!("\n| level {COLUMNS}"))?;
        }
        for finding in self.report.findings() {
            out.finding(&finding.level.to_string(), finding)?;
        }
        let silenced = self.report.silenced();
        if !silenced.is_empty() || !self.report.known().is_empty() {
            out.line(format_args!("\n| silenced or known {COLUMNS}"))?;
        }
        for silenced in silenced {
            let until = silenced
                .silence
                .until
                .map(|until| format!(" until {until}"));
            let (until, reason) = (until.unwrap_or_default(), &silenced.silence.reason);
            out.finding(&format!("silenced{until}: {reason}"), &silenced.finding)?;
        }
        for finding in self.report.known() {
            out.finding("known", finding)?;
        }
        let mut checks = self.report.checks().iter().filter_map(|check| {
            let reason = check.status().reason()?;
            Some((check.name(), check.status().as_str(), reason))
        });
        if let Some(first) = checks.next() {
            out.line(format_args!("\n| check | | reason |\n|---|---|---|"))?;
            for (name, status, reason) in std::iter::once(first).chain(checks) {
                let (name, reason) = (MarkdownCell(name), MarkdownCell(reason));
                out.line(format_args!("| {name} | {status} | {reason} |"))?;
            }
        }
        out.end()
    }
}

const COLUMNS: &str = "| id | object | what is wrong, and what to do |\n|---|---|---|---|";

/// A little less than GitHub takes, so that there is room for the last line.
const MOST: usize = 1024 * 1024 - 1024;

/// Writes whole lines as long as there is room.
struct Bounded<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    left: usize,
    left_out: usize,
}

impl Bounded<'_, '_> {
    fn line(&mut self, line: fmt::Arguments<'_>) -> fmt::Result {
        let line = line.to_string();
        let length = line.len() + 1;
        if self.left_out > 0 || length > self.left {
            self.left_out += 1;
            return Ok(());
        }
        self.left -= length;
        self.f.write_str(&line)?;
        self.f.write_str("\n")
    }

    fn finding(&mut self, head: &str, finding: &Finding) -> fmt::Result {
        let id = match &finding.alias {
            Some(alias) => format!("{} ({alias})", finding.id),
            None => finding.id.clone(),
        };
        let text = match &finding.hint {
            Some(hint) => format!("{} {hint}", finding.message),
            None => finding.message.clone(),
        };
        let object = finding.object.as_deref().unwrap_or_default();
        let [head, id, object, text] = [head, &id, object, &text].map(MarkdownCell);
        self.line(format_args!("| {head} | {id} | {object} | {text} |"))
    }

    fn end(&mut self) -> fmt::Result {
        match self.left_out {
            0 => Ok(()),
            lines => writeln!(
                self.f,
                "\n{lines} lines have no room; other reports list all."
            ),
        }
    }
}
