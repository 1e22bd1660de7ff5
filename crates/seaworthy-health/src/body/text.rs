use bytes::Bytes;

use crate::Status;
use crate::view::View;

/// All is well: in one word, unless names that are not there were to be left out.
pub(super) fn brief(view: &View<'_>) -> Bytes {
    if view.unknown.is_empty() {
        Bytes::from_static(b"ok")
    } else {
        written(view).into()
    }
}

/// A line for each check, and one for the whole, as the [Kubernetes API server] writes them.
///
/// [Kubernetes API server]: https://kubernetes.io/docs/reference/using-api/health-checks/
pub(super) fn written(view: &View<'_>) -> String {
    let mut text = String::new();
    for entry in &view.entries {
        let name = entry.check.name();
        if entry.excluded {
            text.extend(["[+]", name, " excluded: ok\n"]);
        } else if entry.check.outcome().passes() {
            text.extend(["[+]", name, " ok\n"]);
        } else {
            text.extend(["[-]", name, " failed: reason withheld\n"]);
        }
    }
    if let Some(reason) = reason(view.status) {
        text.extend(["[-]", reason, " failed: reason withheld\n"]);
    }
    if !view.unknown.is_empty() {
        let names = view.unknown.join("\", \"");
        text.extend([
            "warn: some health checks cannot be excluded: no matches for \"",
            &names,
            "\"\n",
        ]);
    }
    let verdict = if view.status.passes() {
        "passed"
    } else {
        "failed"
    };
    text.extend([view.name, " check ", verdict, "\n"]);
    text
}

/// What fails where no check does.
const fn reason(status: Status) -> Option<&'static str> {
    match status {
        Status::Broken => Some("broken"),
        Status::Draining => Some("shutdown"),
        Status::Maintenance => Some("maintenance"),
        Status::Stalled => Some("runtime"),
        Status::Starting => Some("startup"),
        Status::Degraded | Status::Failed | Status::Ok => None,
    }
}
