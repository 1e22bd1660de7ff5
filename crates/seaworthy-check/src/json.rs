use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use crate::{CheckReport, Finding, Level, Report, Silenced, Status, Summary};

/// The [`Report`] for programs: one JSON object.
///
/// It has the members `schema_version` (1), `tool`, `summary` (a number for each level), `checks`,
/// `findings`, `silenced` and `known`. Every member is always there, `null` where there is nothing
/// to say; levels are in lower case. A member may be added without a new schema version; none goes
/// without one.
///
/// ```
/// use seaworthy_check::{Checks, Selection};
///
/// let report = Checks::<()>::new().run(&(), &Selection::default())?;
/// let json: serde_json::Value = serde_json::from_str(&report.json().to_string())?;
/// assert_eq!(json["schema_version"], 1);
/// assert_eq!(json["summary"]["critical"], 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct JsonReport<'a> {
    report: &'a Report,
}

impl<'a> JsonReport<'a> {
    /// The [JSON Schema](https://json-schema.org/draft/2020-12) of what it writes.
    pub const SCHEMA: &'static str = include_str!("../schema/report-1.json");

    pub(crate) const fn new(report: &'a Report) -> Self {
        Self { report }
    }
}

impl fmt::Display for JsonReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let document = Document {
            schema_version: 1,
            tool: Tool {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
            },
            summary: Counts::of(&self.report.summary()),
            checks: self.report.checks().iter().map(CheckEntry::of).collect(),
            findings: self
                .report
                .findings()
                .iter()
                .map(FindingEntry::of)
                .collect(),
            silenced: self
                .report
                .silenced()
                .iter()
                .map(SilencedEntry::of)
                .collect(),
            known: self.report.known().iter().map(FindingEntry::of).collect(),
        };
        write_json(f, &document)
    }
}

/// Writes a document of which every key is a text, which always succeeds.
pub(crate) fn write_json(f: &mut fmt::Formatter<'_>, document: &impl Serialize) -> fmt::Result {
    let text = serde_json::to_string_pretty(document).map_err(|_| fmt::Error)?;
    f.write_str(&text)
}

// The order of the fields below is the order of the members. That of a `serde_json::Value` is not
// used because it depends on a feature that any crate of the program may switch on.

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    tool: Tool,
    summary: Counts,
    checks: Vec<CheckEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
    silenced: Vec<SilencedEntry<'a>>,
    known: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Counts {
    critical: usize,
    error: usize,
    warning: usize,
    info: usize,
    debug: usize,
}

impl Counts {
    const fn of(summary: &Summary) -> Self {
        Self {
            critical: summary.critical,
            error: summary.error,
            warning: summary.warning,
            info: summary.info,
            debug: summary.debug,
        }
    }
}

#[derive(Serialize)]
struct CheckEntry<'a> {
    name: &'a str,
    tags: &'a BTreeSet<String>,
    needs: Option<&'static str>,
    status: &'static str,
    /// How many findings; not known of a check that did not look.
    found: Option<usize>,
    reason: Option<&'a str>,
}

impl<'a> CheckEntry<'a> {
    fn of(check: &'a CheckReport) -> Self {
        Self {
            name: check.name(),
            tags: check.tags(),
            needs: check.needs(),
            status: check.status().as_str(),
            found: match check.status() {
                Status::Passed => Some(0),
                Status::Found(count) => Some(*count),
                Status::Crashed | Status::Hung | Status::NotUsed(_) | Status::Skipped(_) => None,
            },
            reason: check.status().reason(),
        }
    }
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    id: &'a str,
    alias: Option<&'a str>,
    level: &'static str,
    object: Option<&'a str>,
    message: &'a str,
    hint: Option<&'a str>,
    docs: Option<&'a str>,
    check: &'a str,
}

impl<'a> FindingEntry<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            id: &finding.id,
            alias: finding.alias.as_deref(),
            level: match finding.level {
                Level::Debug => "debug",
                Level::Info => "info",
                Level::Warning => "warning",
                Level::Error => "error",
                Level::Critical => "critical",
            },
            object: finding.object.as_deref(),
            message: &finding.message,
            hint: finding.hint.as_deref(),
            docs: finding.docs.as_deref(),
            check: &finding.check,
        }
    }
}

#[derive(Serialize)]
struct SilencedEntry<'a> {
    finding: FindingEntry<'a>,
    reason: &'a str,
    until: Option<String>,
}

impl<'a> SilencedEntry<'a> {
    fn of(silenced: &'a Silenced) -> Self {
        Self {
            finding: FindingEntry::of(&silenced.finding),
            reason: &silenced.silence.reason,
            until: silenced.silence.until.map(|until| until.to_string()),
        }
    }
}
