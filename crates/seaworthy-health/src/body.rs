//! A view in each format.
//!
//! Names need no escapes, as [`Config::build`](crate::Config::build) has seen to, and everything
//! else is written here: no text from outside reaches a body.

use bytes::Bytes;

use crate::Status;
use crate::format::Format;
use crate::view::{Entry, View};

mod django;
mod health_json;
pub(crate) mod html;
pub(crate) mod metrics;
mod microprofile;
mod spring;
mod text;

/// The body of an answer.
pub(crate) fn written(view: &View<'_>, format: Format) -> Bytes {
    match format {
        Format::Django => django::written(view),
        Format::HealthJson => health_json::written(view).into(),
        Format::MicroProfile => microprofile::written(view).into(),
        Format::Spring => spring::written(view).into(),
        Format::Text if is_well(view) => text::brief(view),
        Format::Text | Format::Verbose => text::written(view).into(),
    }
}

/// Whether there is nothing to tell: the service works, and so does what it depends on.
fn is_well(view: &View<'_>) -> bool {
    let passes = |entry: &Entry<'_>| entry.check.outcome().passes();
    view.status == Status::Ok || view.status == Status::Degraded && view.counted().all(passes)
}

/// Puts a comma between what is listed, but not before the first.
fn separate(json: &mut String) {
    if !json.ends_with(['{', '[']) {
        json.push(',');
    }
}
