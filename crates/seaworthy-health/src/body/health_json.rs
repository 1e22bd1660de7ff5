use std::fmt::Write;

use super::separate;
use crate::moment::Moment;
use crate::view::{Detail, Entry, View};
use crate::{Outcome, Status};

/// The [draft]'s object: for everybody, states by name; for those with access, kind, time and
/// duration of the last run too. Its `output` is never there, for it is made for an error's text.
///
/// [draft]: https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06
pub(super) fn written(view: &View<'_>) -> String {
    let mut json = format!(r#"{{"status":"{}""#, word(view.status));
    if let Some(note) = note(view.status) {
        json.extend([r#","notes":[""#, note, r#""]"#]);
    }
    if view.counted().next().is_some() || view.detail == Detail::Full {
        json.push_str(r#","checks":{"#);
        for entry in view.counted() {
            separate(&mut json);
            let outcome = entry.check.outcome();
            json.extend([
                "\"",
                entry.check.name(),
                r#"":[{"status":""#,
                state(outcome),
                "\"",
            ]);
            if view.detail == Detail::Full {
                details(&mut json, entry);
            }
            json.push_str("}]");
        }
        json.push('}');
    }
    json.push('}');
    json
}

fn details(json: &mut String, entry: &Entry<'_>) {
    json.extend([r#","componentType":""#, entry.slot.component.as_str(), "\""]);
    let Some(last) = entry.record.last else {
        return;
    };
    // To write to a `String` cannot fail.
    let _ = write!(
        json,
        r#","observedValue":{},"observedUnit":"ms","time":"{}""#,
        last.latency.as_micros() as f64 / 1000.0,
        Moment::from(last.time),
    );
}

/// The status in the words of the draft, whose `fail` is 4xx or 5xx and all else is not.
const fn word(status: Status) -> &'static str {
    match status {
        Status::Degraded => "warn",
        Status::Ok => "pass",
        Status::Broken
        | Status::Draining
        | Status::Failed
        | Status::Maintenance
        | Status::Stalled
        | Status::Starting => "fail",
    }
}

/// What the draft has no status for, but room.
const fn note(status: Status) -> Option<&'static str> {
    match status {
        Status::Degraded | Status::Failed | Status::Ok => None,
        other => Some(other.as_str()),
    }
}

const fn state(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Degraded => "warn",
        Outcome::Ok => "pass",
        Outcome::Failed
        | Outcome::Panicked
        | Outcome::Stale
        | Outcome::Starting
        | Outcome::Timeout => "fail",
    }
}
