//! The answer to a request, if it is one for these endpoints.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, REFERRER_POLICY, VARY,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use tokio::time::Instant;

use crate::body::{html, metrics};
use crate::format::Format;
use crate::group::{LIVENESS, NAMES, READINESS};
use crate::page::{self, Page};
use crate::paths::Endpoint;
use crate::query::Query;
use crate::registry::Registry;
use crate::snapshot::Snapshot;
use crate::view::{Detail, Entry, View};
use crate::{CheckReport, Health, Status};

/// An answer that is known at once, or only when checks have been asked.
#[allow(
    clippy::large_enum_variant,
    reason = "a box would be one allocation more for every liveness probe"
)]
pub(crate) enum Answer {
    Now(Response<Bytes>),
    Later(Pin<Box<dyn Future<Output = Response<Bytes>> + Send>>),
}

impl Answer {
    /// What the health answers at a path that is its own.
    pub(crate) fn of(endpoint: Endpoint, request: &Parts, health: &Health) -> Self {
        let registry = health.registry();
        if request.method != Method::GET && request.method != Method::HEAD {
            return Self::Now(not_allowed());
        }
        let group = match endpoint {
            Endpoint::Group(group) => group,
            Endpoint::Metrics => return Self::Now(metrics(request, registry)),
            Endpoint::Page => return Self::Now(page_for_people(request, registry)),
        };
        let wanted = Wanted::of(request, group, registry);
        let Some(settled) = health.settle(group) else {
            return Self::Now(wanted.answer(registry));
        };
        let registry = Arc::clone(registry);
        Self::Later(Box::pin(async move {
            settled.await;
            wanted.answer(&registry)
        }))
    }
}

/// What of a request decides how its answer is written.
struct Wanted {
    group: usize,
    format: Format,
    is_head: bool,
    /// What somebody who may do so wants left out, or nothing for those who read what all may.
    exclude: Option<Vec<String>>,
}

impl Wanted {
    fn of(request: &Parts, group: usize, registry: &Registry) -> Self {
        let query = request.uri.query().map(Query::of).unwrap_or_default();
        let format = query
            .format
            .unwrap_or_else(|| Format::wanted(&request.headers, registry.built.dialect));
        let has_access = registry.built.access.is_granted(request);
        Self {
            group,
            format: match format {
                Format::Text if query.verbose => Format::Verbose,
                format => format,
            },
            is_head: request.method == Method::HEAD,
            exclude: has_access.then(|| query.exclude.into_iter().map(Into::into).collect()),
        }
    }

    fn answer(&self, registry: &Registry) -> Response<Bytes> {
        let (built, group, format) = (&registry.built, self.group, self.format);
        if (group == LIVENESS || group == READINESS) && registry.is_stalled() {
            return page::bare(built, group, Status::Stalled, format).answer(self.is_head);
        }
        let snapshot = registry.snapshot();
        if let Some(exclude) = &self.exclude {
            let report = snapshot.report(group);
            let mut view = View::of(built, group, &report, &snapshot.records, Detail::Full);
            view.exclude(exclude);
            return Page::of(&view, format).answer(self.is_head);
        }
        match snapshot.pages(group) {
            Some(pages) => pages.in_format(format).answer(self.is_head),
            // There is no such group, for paths are made of those that there are.
            None => page::bare(built, group, Status::Failed, format).answer(self.is_head),
        }
    }
}

/// All checks in their order, and whether the service is ready.
fn everything<'a>(registry: &'a Registry, snapshot: &'a Snapshot, request: &Parts) -> View<'a> {
    let has_access = registry.built.access.is_granted(request);
    let detail = if has_access {
        Detail::Full
    } else {
        registry.built.public
    };
    let status = if registry.is_stalled() {
        Status::Stalled
    } else {
        snapshot.status(READINESS)
    };
    let mut view = View::bare(status, detail);
    if detail != Detail::Status {
        let entries = registry.built.slots.iter().zip(&snapshot.records);
        view.entries.extend(entries.map(|(slot, record)| Entry {
            check: CheckReport::new(
                Arc::clone(&slot.name),
                slot.criticality,
                record.standing.outcome(),
            ),
            slot,
            record,
            excluded: false,
        }));
    }
    view
}

/// What Prometheus reads: always 200, for it is the scrape that succeeds.
fn metrics(request: &Parts, registry: &Arc<Registry>) -> Response<Bytes> {
    registry.look();
    let snapshot = registry.snapshot();
    let view = everything(registry, &snapshot, request);
    let accepts = request.headers.get_all(http::header::ACCEPT).iter();
    let is_open = accepts
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("application/openmetrics-text"));
    let form = if is_open {
        metrics::Form::OpenMetrics
    } else {
        metrics::Form::Prometheus
    };
    let body = metrics::written(&view, form, Instant::now());
    let content_type = HeaderValue::from_static(form.content_type());
    Page::new(StatusCode::OK, content_type, body.into())
        .with(VARY, HeaderValue::from_static("Accept"))
        .answer(request.method == Method::HEAD)
}

fn page_for_people(request: &Parts, registry: &Arc<Registry>) -> Response<Bytes> {
    registry.look();
    let snapshot = registry.snapshot();
    let view = everything(registry, &snapshot, request);
    let is_stalled = view.status == Status::Stalled;
    let answer = |(group, name): (usize, &&'static str)| {
        let status = match group {
            LIVENESS | READINESS if is_stalled => Status::Stalled,
            _ => snapshot.status(group),
        };
        (*name, status)
    };
    let answers: Vec<_> = NAMES.iter().enumerate().map(answer).collect();
    let html = html::written(&view, &answers);
    let content_type = HeaderValue::from_static("text/html; charset=utf-8");
    Page::new(StatusCode::OK, content_type, html.into())
        .with(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(html::POLICY),
        )
        .with(REFERRER_POLICY, HeaderValue::from_static("no-referrer"))
        .answer(request.method == Method::HEAD)
}

/// The refusal of a method, which by [RFC 9110, section 15.5.6] names those that work.
///
/// [RFC 9110, section 15.5.6]: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6
fn not_allowed() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    let headers: [(HeaderName, HeaderValue); 3] = [
        (ALLOW, HeaderValue::from_static("GET, HEAD")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_LENGTH, HeaderValue::from_static("0")),
    ];
    *response.headers_mut() = HeaderMap::from_iter(headers);
    response
}
