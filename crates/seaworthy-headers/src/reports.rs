//! What browsers report of violations, taken and logged.

mod config;
mod error;

mod collector;
mod dropped;
mod limits;

mod event;
mod report;
mod value;

mod answer;
mod future;

pub use config::ReportsConfig;
pub use error::{ReportsConfigError, ReportsIssue};
pub use future::ReportsFuture;

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Request;
use http_body::Body;
use tower_service::Service;

use collector::Collector;

/// Takes what browsers report of violations, and logs each report as one event.
///
/// It reads both formats: that of [`report-uri`] (`application/csp-report`) and that of the
/// [Reporting API] (`application/reports+json`); as `application/json`, either. `R` is the
/// server's body type, such as axum's `Body` or `Full<Bytes>`. A clone shares its limits.
///
/// ```
/// use axum::Router;
/// use axum::body::Body;
/// use axum::routing::get;
/// use seaworthy_headers::ReportsConfig;
///
/// let reports = ReportsConfig::default().build::<Body>()?;
/// let app: Router = Router::new()
///     .route("/", get(|| async { "Hello" }))
///     // Not `post_service`, by which axum would answer preflights itself.
///     .route_service("/csp-report", reports);
/// # let _ = app;
/// # Ok::<(), seaworthy_headers::ReportsConfigError>(())
/// ```
///
/// # What it answers
///
/// Always `204 No Content`, to any method, and whatever has come: what was taken, and what was
/// dropped, nobody learns from the answer. Any origin may report, as `OPTIONS` is told too:
/// browsers ask first before they report to another origin. Where a CORS policy or a refusal of
/// cross-site requests stands further out, these decide.
///
/// # What it logs
///
/// The events' target is `seaworthy_headers::reports`. Level `INFO` is what a policy on trial would
/// have blocked, `WARN` everything else. A report has a `kind`, such as `csp-violation`,
/// `deprecation` or `crash`, and what there is of `directive`, `blocked`, `document`,
/// `disposition`, `source_file`, `line`, `column`, `status` and `detail`.
///
/// Everything in a report is what anybody may have sent. A text is printable ASCII, all else is
/// escaped, and ends after 256 characters with `…`. URLs have neither user, password, query nor
/// fragment; of those that are not of http or WebSockets, only the scheme is left.
/// Paths stay: a secret that stands in one is logged.
///
/// # What it bears
///
/// A body is read up to [`max_bytes`](ReportsConfig::max_bytes), into memory, and only if there is
/// something left of the peer's limit. One that is dropped is not drained: an HTTP/1 server such
/// as hyper reads on once, and closes the connection unless the body ends there, by which a client
/// that still writes may miss the answer; an HTTP/2 server resets the stream alone. How long a body
/// may take is left to the server's timeout.
///
/// JSON is read without recursion, except into what a report is known to hold, so that no depth is
/// too deep. Of what was dropped, at most one warning a minute says how often and why. It is made
/// when something is dropped: what was counted since the last one waits until then.
///
/// [`report-uri`]: https://www.w3.org/TR/CSP3/#deprecated-serialize-violation
/// [Reporting API]: https://www.w3.org/TR/reporting-1/#serialize-reports
pub struct Reports<R> {
    collector: Arc<Collector>,
    body: PhantomData<fn() -> R>,
}

impl<B, R> Service<Request<B>> for Reports<R>
where
    B: Body,
    R: Default,
{
    type Response = http::Response<R>;
    type Error = Infallible;
    type Future = ReportsFuture<B, R>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        ReportsFuture::new(&self.collector, request)
    }
}

impl<R> Clone for Reports<R> {
    fn clone(&self) -> Self {
        Self {
            collector: Arc::clone(&self.collector),
            body: PhantomData,
        }
    }
}

impl<R> fmt::Debug for Reports<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reports").finish_non_exhaustive()
    }
}

/// What the events' target is, so that levels can be set for them alone.
const TARGET: &str = "seaworthy_headers::reports";
