mod location;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::json::write_json;
use crate::sarif::location::Location;
use crate::{Finding, Level, Report, Status};

/// The [`Report`] as a log of the Static Analysis Results Interchange Format, version 2.1.0:
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.
///
/// It has what GitHub asks for: <https://docs.github.com/code-security/code-scanning>.
/// Each result needs a file there. Settings come from no file of the repository, so all of them
/// point at the first line of the same one, which [`artifact`](Self::artifact) names.
///
/// Checks that were skipped are notifications of the run. If one crashed or hung, the run did not
/// succeed.
///
/// ```
/// use seaworthy_check::{Checks, Selection};
///
/// let report = Checks::<()>::new().run(&(), &Selection::default())?;
/// let sarif = report.sarif().artifact("deploy/production.env").to_string();
/// let log: serde_json::Value = serde_json::from_str(&sarif)?;
/// assert_eq!(log["version"], "2.1.0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SarifReport<'a> {
    report: &'a Report,
    artifact: &'a str,
}

impl<'a> SarifReport<'a> {
    /// Names the file that the results point at, as a URI relative to the repository; `.env` if
    /// none is named.
    #[must_use]
    pub const fn artifact(mut self, uri: &'a str) -> Self {
        self.artifact = uri;
        self
    }

    pub(crate) const fn new(report: &'a Report) -> Self {
        Self {
            report,
            artifact: ".env",
        }
    }

    /// What was found, and why it does not count if it does not.
    fn found(&self) -> impl Iterator<Item = (&'a Finding, Option<&'a str>)> {
        let findings = self.report.findings().iter();
        let findings = findings.map(|finding| (finding, None));
        let silenced = self.report.silenced().iter();
        let silenced =
            silenced.map(|silenced| (&silenced.finding, Some(&*silenced.silence.reason)));
        let known = self.report.known().iter();
        let known = known.map(|finding| (finding, Some("The baseline lists it.")));
        findings.chain(silenced).chain(known)
    }

    /// One rule for each id, described by the gravest finding that has it.
    fn rules(&self) -> Vec<Rule<'a>> {
        let mut first = BTreeMap::new();
        for (finding, _) in self.found() {
            first.entry(finding.id.as_str()).or_insert(finding);
        }
        first.into_values().map(Rule::of).collect()
    }

    fn results(&self) -> Vec<SarifResult<'a>> {
        let mut seen = BTreeMap::new();
        let results = self.found().map(|(finding, justification)| {
            let occurrence: &mut usize = seen.entry((&finding.id, &finding.object)).or_default();
            *occurrence += 1;
            SarifResult::of(finding, justification, self.artifact, *occurrence)
        });
        results.collect()
    }

    fn invocation(&self) -> Invocation {
        let statuses = || {
            self.report
                .checks()
                .iter()
                .map(|check| (check.name(), check.status()))
        };
        let notification = |(name, status): (&str, &Status)| match status {
            Status::Skipped(reason) => Some(Notification {
                level: "note",
                message: Text::new(format!("The check {name} was skipped: {reason}")),
            }),
            Status::NotUsed(reason) => Some(Notification {
                level: "none",
                message: Text::new(format!("What {name} looks at is not used: {reason}")),
            }),
            _ => None,
        };
        let is_lost = |status: &Status| matches!(status, Status::Crashed | Status::Hung);
        Invocation {
            execution_successful: !statuses().any(|(_, status)| is_lost(status)),
            tool_execution_notifications: statuses().filter_map(notification).collect(),
        }
    }
}

impl fmt::Display for SarifReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = Log {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [Run {
                tool: Tool {
                    driver: Driver {
                        name: env!("CARGO_PKG_NAME"),
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        information_uri: env!("CARGO_PKG_REPOSITORY"),
                        rules: self.rules(),
                    },
                },
                invocations: [self.invocation()],
                results: self.results(),
            }],
        };
        write_json(f, &log)
    }
}

const fn level_of(level: Level) -> &'static str {
    match level {
        Level::Critical | Level::Error => "error",
        Level::Warning => "warning",
        Level::Info | Level::Debug => "note",
    }
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
struct Run<'a> {
    tool: Tool<'a>,
    invocations: [Invocation; 1],
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Text,
    full_description: Text,
    help: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'a str>,
    default_configuration: Configuration,
}

impl<'a> Rule<'a> {
    fn of(finding: &'a Finding) -> Self {
        let id = &finding.id;
        let name = match &finding.alias {
            Some(alias) => format!("{id} ({alias})"),
            None => id.clone(),
        };
        Self {
            id,
            short_description: Text::new(name),
            full_description: Text::new(finding.message.clone()),
            help: Text::new(finding.hint.as_ref().unwrap_or(&finding.message).clone()),
            help_uri: finding.docs.as_deref(),
            default_configuration: Configuration {
                level: level_of(finding.level),
            },
        }
    }
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    level: &'static str,
    message: Text,
    locations: [Location<'a>; 1],
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression<'a>; 1]>,
}

/// That a result is known, and why it is right.
#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    justification: &'a str,
}

impl<'a> SarifResult<'a> {
    fn of(
        finding: &'a Finding,
        justification: Option<&'a str>,
        artifact: &'a str,
        occurrence: usize,
    ) -> Self {
        let Finding { id, message, .. } = finding;
        let object = finding.object.as_deref().unwrap_or_default();
        let subject = if object.is_empty() { "" } else { ": " };
        let hint = finding.hint.as_deref().unwrap_or_default();
        let remedy = if hint.is_empty() { "" } else { "\nHINT: " };
        Self {
            rule_id: id,
            level: level_of(finding.level),
            message: Text::new(format!("{object}{subject}{message}{remedy}{hint}")),
            locations: [Location::in_first_line(artifact)],
            partial_fingerprints: Fingerprints {
                primary_location_line_hash: format!("{id}:{object}:{occurrence}"),
            },
            suppressions: justification.map(|justification| {
                [Suppression {
                    kind: "external",
                    justification,
                }]
            }),
        }
    }
}

/// What makes a result the same as one of an earlier run.
///
/// GitHub compares this one alone, and would make it of the line in the file, which is the same for
/// all results. So it says what the finding is, what it is about, and which of several alike it is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints {
    primary_location_line_hash: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

impl Text {
    const fn new(text: String) -> Self {
        Self { text }
    }
}
