use super::separate;
use crate::view::{Detail, View};

/// The object of [MicroProfile Health], whose answers know up and down and nothing between.
///
/// [MicroProfile Health]: https://microprofile.io/specifications/microprofile-health/
pub(super) fn written(view: &View<'_>) -> String {
    let mut json = format!(r#"{{"status":"{}","checks":["#, word(view.status.passes()));
    for entry in view.counted() {
        separate(&mut json);
        let outcome = entry.check.outcome();
        json.extend([r#"{"name":""#, entry.check.name(), r#"","status":""#]);
        json.extend([word(outcome.passes()), "\""]);
        if view.detail == Detail::Full {
            json.extend([r#","data":{"outcome":""#, outcome.as_str(), r#""}"#]);
        }
        json.push('}');
    }
    json.push_str("]}");
    json
}

const fn word(is_up: bool) -> &'static str {
    if is_up { "UP" } else { "DOWN" }
}
