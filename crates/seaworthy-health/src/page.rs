//! Answers that are written before anybody asks.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use crate::body;
use crate::format::Format;
use crate::record::Record;
use crate::registry::Built;
use crate::view::View;
use crate::{Report, Status};

/// The answers about one group to those who may read what everybody may, in each format.
pub(crate) struct Pages {
    django: Page,
    health_json: Page,
    micro_profile: Page,
    spring: Page,
    text: Page,
    verbose: Page,
}

impl Pages {
    pub(crate) fn of(
        built: &Built,
        group: usize,
        report: &Report,
        records: &[Arc<Record>],
    ) -> Self {
        let view = View::of(built, group, report, records, built.public);
        Self {
            django: Page::of(&view, Format::Django),
            health_json: Page::of(&view, Format::HealthJson),
            micro_profile: Page::of(&view, Format::MicroProfile),
            spring: Page::of(&view, Format::Spring),
            text: Page::of(&view, Format::Text),
            verbose: Page::of(&view, Format::Verbose),
        }
    }

    pub(crate) const fn in_format(&self, format: Format) -> &Page {
        match format {
            Format::Django => &self.django,
            Format::HealthJson => &self.health_json,
            Format::MicroProfile => &self.micro_profile,
            Format::Spring => &self.spring,
            Format::Text => &self.text,
            Format::Verbose => &self.verbose,
        }
    }
}

/// An answer to be given many times: to clone its parts takes two allocations, for its headers.
pub(crate) struct Page {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Page {
    pub(crate) fn of(view: &View<'_>, format: Format) -> Self {
        let body = body::written(view, format);
        let mut page = Self::new(view.status.code(), format.content_type(), body);
        page.headers
            .insert(VARY, HeaderValue::from_static("Accept"));
        page
    }

    /// An answer that holds now and not later, so that nothing on the way may keep it.
    pub(crate) fn new(status: StatusCode, content_type: HeaderValue, body: Bytes) -> Self {
        let mut headers = HeaderMap::with_capacity(5);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        headers.insert(CONTENT_TYPE, content_type);
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        Self {
            status,
            headers,
            body,
        }
    }

    pub(crate) fn with(mut self, name: http::HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// What is answered to GET, and to HEAD, which has the same head: the length is that of the
    /// body which is left out.
    pub(crate) fn answer(&self, is_head: bool) -> Response<Bytes> {
        let body = if is_head {
            Bytes::new()
        } else {
            self.body.clone()
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        response.headers_mut().clone_from(&self.headers);
        response
    }
}

/// The answer where a status says all.
pub(crate) fn bare(built: &Built, group: usize, status: Status, format: Format) -> Page {
    let view = View::of(built, group, &Report::bare(status), &[], built.public);
    Page::of(&view, format)
}
