use bytes::Bytes;

use super::separate;
use crate::Status;
use crate::view::View;

/// Names and outcomes, or where no check was asked, the status.
pub(super) fn written(view: &View<'_>) -> Bytes {
    if view.counted().next().is_none() {
        return Bytes::from_static(bare(view.status));
    }
    let mut json = String::from("{");
    for entry in view.counted() {
        separate(&mut json);
        let check = &entry.check;
        json.extend(["\"", check.name(), "\":\"", check.outcome().as_str(), "\""]);
    }
    json.push('}');
    json.into()
}

const fn bare(status: Status) -> &'static [u8] {
    match status {
        Status::Broken => br#"{"status":"broken"}"#,
        Status::Degraded => br#"{"status":"degraded"}"#,
        Status::Draining => br#"{"status":"draining"}"#,
        Status::Failed => br#"{"status":"failed"}"#,
        Status::Maintenance => br#"{"status":"maintenance"}"#,
        Status::Ok => br#"{"status":"ok"}"#,
        Status::Stalled => br#"{"status":"stalled"}"#,
        Status::Starting => br#"{"status":"starting"}"#,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_written_by_its_name() {
        for status in Status::ALL {
            let expected = format!(r#"{{"status":"{status}"}}"#);
            assert_eq!(bare(status), expected.as_bytes());
        }
    }
}
