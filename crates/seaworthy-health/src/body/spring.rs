use super::separate;
use crate::view::{Detail, View};
use crate::{Outcome, Status};

/// The object of Spring Boot's [actuator].
///
/// [actuator]: https://docs.spring.io/spring-boot/api/rest/actuator/health.html
pub(super) fn written(view: &View<'_>) -> String {
    let mut json = format!(r#"{{"status":"{}""#, word(view.status));
    if view.detail != Detail::Status {
        json.push_str(r#","components":{"#);
        for entry in view.counted() {
            separate(&mut json);
            let word = state(entry.check.outcome());
            json.extend(["\"", entry.check.name(), r#"":{"status":""#, word, r#""}"#]);
        }
        json.push('}');
    }
    json.push('}');
    json
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Degraded | Status::Ok => "UP",
        Status::Draining | Status::Maintenance | Status::Starting => "OUT_OF_SERVICE",
        Status::Broken | Status::Failed | Status::Stalled => "DOWN",
    }
}

const fn state(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Degraded | Outcome::Ok => "UP",
        Outcome::Stale | Outcome::Starting => "UNKNOWN",
        Outcome::Failed | Outcome::Panicked | Outcome::Timeout => "DOWN",
    }
}
