use std::task::{Context, Poll};
use std::time::Instant;

use http::{Method, Request, Response, StatusCode, Uri};
use tower_layer::Layer;
use tower_service::Service;
use tracing::Span;

use crate::request_id::RequestId;
use crate::response_future::ResponseFuture;
use crate::text::beginning;
use crate::trace_context::TraceContext;

/// Writes one event for each request, and gives each an id.
///
/// The id is what the client sends in `x-request-id`, if that is a [`RequestId`], or a new one. It
/// goes into the request's extensions, the response's `x-request-id`, and a span named `request`
/// around the inner service: every event of the handlers carries it as `request_id`, until the head
/// of the response is ready and when they are dropped. What streams the body is not in the span.
/// Where the request comes with a `traceparent`, by
/// [Trace Context](https://www.w3.org/TR/trace-context/), the span has its `trace_id`, its
/// `span_id` and whether it is `trace_sampled`. A client's header that is no id is replaced by the
/// id in the request, so that nothing further in trusts it.
///
/// The event, of target `seaworthy_log::request`, has `method`, `path`, `status` and `latency_ms`,
/// the milliseconds until the head of the response. As with Django's `django.request`, its level is
/// `ERROR` for a status from 500, `WARN` from 400, `INFO` below, and its message the reason and the
/// path. Without a response it has no status: `WARN` where the client left, `ERROR` where the inner
/// service failed or panicked. The query is never written, and of the path 2048 bytes at most. The
/// level `seaworthy_log::request=off` turns the event off and keeps the id.
///
/// It belongs outermost, so that it sees what the other layers answer and for how long they take.
///
/// ```
/// use std::convert::Infallible;
///
/// use http::{Request, Response};
/// use seaworthy_log::{RequestId, RequestLog};
/// use tower::{ServiceBuilder, ServiceExt, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Infallible> {
/// let service = ServiceBuilder::new()
///     .layer(RequestLog::new())
///     .service(service_fn(async |request: Request<String>| {
///         assert!(RequestId::of(request.extensions()).is_some());
///         Ok::<_, Infallible>(Response::new(String::new()))
///     }));
///
/// let response = service.oneshot(Request::new(String::new())).await?;
/// assert!(response.headers().contains_key("x-request-id"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestLog(());

impl RequestLog {
    /// The layer that writes requests.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl<S> Layer<S> for RequestLog {
    type Service = Logged<S>;

    fn layer(&self, inner: S) -> Logged<S> {
        Logged { inner }
    }
}

/// A service whose requests are written; made by [`RequestLog`].
#[derive(Clone, Debug)]
pub struct Logged<S> {
    inner: S,
}

impl<S> Logged<S> {
    /// The service whose requests are written.
    pub const fn get_ref(&self) -> &S {
        &self.inner
    }

    /// The service whose requests are written, to change it.
    pub const fn get_mut(&mut self) -> &mut S {
        &mut self.inner
    }

    /// The service without the log.
    pub fn into_inner(self) -> S {
        self.inner
    }
}

impl<S, B, R> Service<Request<B>> for Logged<S>
where
    S: Service<Request<B>, Response = Response<R>>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let id = RequestId::for_request(&request);
        id.correct(request.headers_mut());
        request.extensions_mut().insert(id.clone());
        let mut entry = Entry::new(&request, id);
        let future = entry.during(|| self.inner.call(request));
        ResponseFuture::new(future, entry)
    }
}

/// The one event of a request, until it is written. Dropped before, it writes why.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) id: RequestId,
    method: Method,
    uri: Uri,
    span: Span,
    start: Instant,
    state: State,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// The inner service is at work. What is dropped in this state was left by a panic.
    Running,
    /// The inner service waits to go on.
    Waiting,
    /// The event is written.
    Written,
}

/// How a request ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    /// There is a response.
    Answered(StatusCode),
    /// The client left, or a layer further out gave up.
    Cancelled,
    /// The inner service has an error and no response.
    Failed,
    /// The inner service panicked.
    Panicked,
}

impl End {
    fn reason(self) -> &'static str {
        match self {
            Self::Answered(status) => status.canonical_reason().unwrap_or("Unknown Status Code"),
            Self::Cancelled => "Cancelled",
            Self::Failed => "Failed",
            Self::Panicked => "Panicked",
        }
    }
}

impl Entry {
    fn new<B>(request: &Request<B>, id: RequestId) -> Self {
        // At the highest level and with a target of its own, so that the id is not lost where only
        // errors are written, or no requests.
        let trace = TraceContext::of(request.headers());
        let span = tracing::error_span!(
            target: SPAN,
            "request",
            request_id = id.as_str(),
            trace_id = trace.map(|trace| trace.trace_id),
            span_id = trace.map(|trace| trace.span_id),
            trace_sampled = trace.map(|trace| trace.sampled),
        );
        Self {
            id,
            method: request.method().clone(),
            uri: request.uri().clone(),
            span,
            start: Instant::now(),
            state: State::Waiting,
        }
    }

    /// Runs a part of the inner service, in the span of the request.
    pub(crate) fn during<T>(&mut self, work: impl FnOnce() -> T) -> T {
        // A future that is polled after it was ready has its event already, and one that is dropped
        // after it panicked stays so.
        let before = self.state;
        if before == State::Waiting {
            self.state = State::Running;
        }
        let result = self.span.in_scope(work);
        self.state = before;
        result
    }

    /// Writes the event.
    pub(crate) fn end(&mut self, end: End) {
        self.state = State::Written;
        let status = match end {
            End::Answered(status) => Some(status),
            End::Cancelled | End::Failed | End::Panicked => None,
        };
        macro_rules! write {
            ($level:ident) => {
                tracing::$level!(
                    target: TARGET,
                    parent: &self.span,
                    method = self.method.as_str(),
                    path = self.path(),
                    status = status.map(|status| status.as_u16()),
                    latency_ms = self.latency_ms(),
                    "{}: {}",
                    end.reason(),
                    self.path()
                )
            };
        }
        match end {
            End::Answered(status) if status.as_u16() < 400 => write!(info),
            End::Answered(status) if status.as_u16() < 500 => write!(warn),
            End::Cancelled => write!(warn),
            End::Answered(_) | End::Failed | End::Panicked => write!(error),
        }
    }

    fn path(&self) -> &str {
        beginning(self.uri.path(), LONGEST_PATH)
    }

    /// The milliseconds since the request came, with their thousandths.
    fn latency_ms(&self) -> f64 {
        self.start.elapsed().as_micros() as f64 / 1000.0
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        match self.state {
            State::Running => self.end(End::Panicked),
            State::Waiting => self.end(End::Cancelled),
            State::Written => {}
        }
    }
}

/// The target of the event.
const TARGET: &str = "seaworthy_log::request";

/// The target of the span, which the level of the event's does not turn off.
const SPAN: &str = "seaworthy_log";

/// The longest part of a path that is written, in bytes.
const LONGEST_PATH: usize = 2048;
