use std::fmt::Write;

use tokio::time::Instant;

use crate::Outcome;
use crate::record::ENDS;
use crate::view::{Detail, Entry, View};

/// In which of two forms, which differ in little.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    /// [OpenMetrics] 1.0.
    ///
    /// [OpenMetrics]: https://prometheus.io/docs/specs/om/open_metrics_spec/
    OpenMetrics,
    /// The [text] that Prometheus reads, 0.0.4.
    ///
    /// [text]: https://prometheus.io/docs/instrumenting/exposition_formats/
    Prometheus,
}

impl Form {
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
        }
    }
}

/// All checks, with labels made of their names and of outcomes.
pub(crate) fn written(view: &View<'_>, form: Form, now: Instant) -> String {
    let mut text = String::new();
    family(
        &mut text,
        "health_ready",
        "gauge",
        "Whether the service is ready.",
    );
    // To write to a `String` cannot fail.
    let _ = writeln!(text, "health_ready {}", u8::from(view.status.passes()));
    if view.detail == Detail::Status {
        return ended(text, form);
    }
    family(
        &mut text,
        "health_check_up",
        "gauge",
        "Whether the check passes.",
    );
    for entry in &view.entries {
        let up = u8::from(entry.check.outcome().passes());
        let _ = writeln!(
            text,
            "health_check_up{{check=\"{}\"}} {up}",
            entry.check.name()
        );
    }
    family(
        &mut text,
        "health_check_state",
        "gauge",
        "What is believed of the check.",
    );
    for entry in &view.entries {
        for outcome in Outcome::ALL {
            let _ = writeln!(
                text,
                "health_check_state{{check=\"{}\",state=\"{outcome}\"}} {}",
                entry.check.name(),
                u8::from(outcome == entry.check.outcome())
            );
        }
    }
    if view.detail == Detail::Full {
        runs(&mut text, &view.entries, form, now);
    }
    ended(text, form)
}

fn runs(text: &mut String, entries: &[Entry<'_>], form: Form, now: Instant) {
    let last = |entry: &Entry<'_>| entry.record.last;
    let name = "health_check_duration_seconds";
    family(text, name, "gauge", "How long the last run took.");
    for (entry, run) in entries
        .iter()
        .filter_map(|entry| Some((entry, last(entry)?)))
    {
        let time = run.latency.as_secs_f64();
        let _ = writeln!(text, "{name}{{check=\"{}\"}} {time}", entry.check.name());
    }
    let name = "health_check_age_seconds";
    family(text, name, "gauge", "How long ago the last run ended.");
    for (entry, run) in entries
        .iter()
        .filter_map(|entry| Some((entry, last(entry)?)))
    {
        let age = now.saturating_duration_since(run.ended).as_secs_f64();
        let _ = writeln!(text, "{name}{{check=\"{}\"}} {age}", entry.check.name());
    }
    let name = "health_check_consecutive_failures";
    family(text, name, "gauge", "How many runs in a row failed.");
    for entry in entries {
        let failures = entry.record.standing.failures();
        let _ = writeln!(
            text,
            "{name}{{check=\"{}\"}} {failures}",
            entry.check.name()
        );
    }
    let counter = match form {
        Form::OpenMetrics => "health_check_runs",
        Form::Prometheus => "health_check_runs_total",
    };
    family(text, counter, "counter", "How many runs ended so.");
    for entry in entries {
        for (outcome, count) in ENDS.iter().zip(entry.record.tally) {
            let _ = writeln!(
                text,
                "health_check_runs_total{{check=\"{}\",outcome=\"{outcome}\"}} {count}",
                entry.check.name()
            );
        }
    }
}

fn family(text: &mut String, name: &str, kind: &str, help: &str) {
    text.extend([
        "# TYPE ",
        name,
        " ",
        kind,
        "\n# HELP ",
        name,
        " ",
        help,
        "\n",
    ]);
}

fn ended(mut text: String, form: Form) -> String {
    if form == Form::OpenMetrics {
        text.push_str("# EOF\n");
    }
    text
}
