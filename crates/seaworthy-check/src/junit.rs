use std::fmt;

use crate::escape::Markup;
use crate::{Finding, Level, Report, Status};

/// The [`Report`] as JUnit's XML, which most services for continuous integration show as tests.
///
/// A check that passed is a test that passed, one that was skipped is one that was skipped. Each
/// finding is a test of its own, whose class is the id and whose name is the object: it failed from
/// [`fail_level`](Self::fail_level) on, and passed with an output below. What is silenced was
/// skipped.
///
/// ```
/// use seaworthy_check::{Check, Checks, Finding, Selection};
///
/// let checks = Checks::new().add(Check::new("debug", |debug: &bool| {
///     debug.then(|| Finding::error("debug.on", "Error pages show the source.").object("DEBUG"))
/// }));
/// let xml = checks.run(&true, &Selection::default())?.junit().to_string();
/// assert!(xml.contains(r#"<testcase classname="debug.on" name="DEBUG">"#));
/// assert!(xml.contains(r#"<failure type="ERROR" message="Error pages show the source."/>"#));
/// # Ok::<(), seaworthy_check::UnknownTags>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct JunitReport<'a> {
    report: &'a Report,
    fail_level: Level,
}

impl<'a> JunitReport<'a> {
    /// From which level on a finding is a test that failed; `WARNING` unless it is said.
    #[must_use]
    pub const fn fail_level(mut self, level: Level) -> Self {
        self.fail_level = level;
        self
    }

    pub(crate) const fn new(report: &'a Report) -> Self {
        Self {
            report,
            fail_level: Level::Warning,
        }
    }

    fn write_finding(&self, f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
        write_case(f, &finding.id, finding.object.as_deref().unwrap_or("-"))?;
        let message = Markup(&finding.message);
        if finding.level < self.fail_level {
            let level = finding.level;
            writeln!(f, "><system-out>{level}: {message}</system-out></testcase>")
        } else {
            write!(
                f,
                ">\n<failure type=\"{}\" message=\"{message}\"",
                finding.level
            )?;
            match &finding.hint {
                None => f.write_str("/>")?,
                Some(hint) => write!(f, ">HINT: {}</failure>", Markup(hint))?,
            }
            f.write_str("\n</testcase>\n")
        }
    }
}

impl fmt::Display for JunitReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (findings, silenced) = (self.report.findings(), self.report.silenced());
        let known = self.report.known();
        // The others are there by what they found.
        let is = |status: &Status| *status == Status::Passed || status.reason().is_some();
        let checks = || {
            self.report
                .checks()
                .iter()
                .filter(|check| is(check.status()))
        };
        let skipped = checks().filter(|check| check.status().reason().is_some());
        let skipped = skipped.count();
        let counts = format!(
            "name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"",
            env!("CARGO_PKG_NAME"),
            checks().count() + findings.len() + silenced.len() + known.len(),
            self.report.at_or_over(self.fail_level).len(),
            skipped + silenced.len() + known.len(),
        );
        f.write_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
        writeln!(f, "<testsuites {counts}>\n<testsuite {counts}>")?;
        for check in checks() {
            write_case(f, "check", check.name())?;
            match (check.status(), check.status().reason()) {
                (Status::NotUsed(_), Some(reason)) => {
                    write_skipped(f, &format!("not used: {reason}"))?;
                }
                (_, Some(reason)) => write_skipped(f, reason)?,
                (_, None) => f.write_str("/>\n")?,
            }
        }
        for finding in findings {
            self.write_finding(f, finding)?;
        }
        for silenced in silenced {
            let finding = &silenced.finding;
            write_case(f, &finding.id, finding.object.as_deref().unwrap_or("-"))?;
            write_skipped(f, &format!("silenced: {}", silenced.silence.reason))?;
        }
        for finding in known {
            write_case(f, &finding.id, finding.object.as_deref().unwrap_or("-"))?;
            write_skipped(f, "known before")?;
        }
        f.write_str("</testsuite>\n</testsuites>")
    }
}

fn write_case(f: &mut fmt::Formatter<'_>, class: &str, name: &str) -> fmt::Result {
    let (class, name) = (Markup(class), Markup(name));
    write!(f, "<testcase classname=\"{class}\" name=\"{name}\"")
}

fn write_skipped(f: &mut fmt::Formatter<'_>, reason: &str) -> fmt::Result {
    writeln!(f, "><skipped message=\"{}\"/></testcase>", Markup(reason))
}
