//! A report in the log.

use super::TARGET;
use super::report::{Body, Report};
use super::value::{Field, Text};

impl Report {
    /// Logs the report as one event.
    pub(super) fn log(&self, samples: bool) {
        let body = &self.body;
        let kind = self.kind.as_str();
        let directive = body.directive();
        let blocked = body.blocked.0.as_str();
        let document = body.document.0.as_str().or(self.url.as_str());
        let disposition = body.disposition.0.as_str();
        let source_file = body.source_file.0.as_str();
        let (line, column, status) = (body.line.0, body.column.0, body.status.0);
        let detail = body.detail();
        let sample = body.sample.0.as_str().filter(|_| samples);
        // An event's level is fixed where it stands, so there are two of them.
        if body.is_on_trial() {
            tracing::info!(
                target: TARGET,
                kind,
                directive,
                blocked,
                document,
                disposition,
                source_file,
                line,
                column,
                status,
                detail,
                sample,
                "browser report"
            );
        } else {
            tracing::warn!(
                target: TARGET,
                kind,
                directive,
                blocked,
                document,
                disposition,
                source_file,
                line,
                column,
                status,
                detail,
                sample,
                "browser report"
            );
        }
    }
}

impl Body {
    /// The directive's name alone.
    fn directive(&self) -> Option<&str> {
        let effective = self.effective_directive.0.as_str();
        let directive = effective.or(self.violated_directive.0.as_str())?;
        directive.split(' ').find(|word| !word.is_empty())
    }

    /// Whether nothing was blocked yet.
    ///
    /// [CSP](https://www.w3.org/TR/CSP3/#policy-disposition) says `report`, the [cross-origin
    /// policies](https://html.spec.whatwg.org/#coop-violation-navigation-to) say `reporting`, and
    /// [integrity](https://w3c.github.io/webappsec-subresource-integrity/#report-violation) has a
    /// flag.
    fn is_on_trial(&self) -> bool {
        self.report_only.0
            || self
                .disposition
                .0
                .as_str()
                .is_some_and(|disposition| ["report", "reporting"].contains(&disposition))
    }

    /// What a report that is about no directive is about.
    fn detail(&self) -> Option<&str> {
        [&self.id, &self.reason, &self.kind, &self.feature]
            .into_iter()
            .find_map(|Field(text)| Text::as_str(text))
    }
}
