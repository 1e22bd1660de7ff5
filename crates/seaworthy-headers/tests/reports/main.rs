//! The laws of the service that takes browsers' reports.
#![cfg(feature = "reports")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod bounds;
mod formats;
mod hostile;

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use axum::body::Bytes;
use http::header::CONTENT_TYPE;
use http::{Request, Response, StatusCode};
use http_body::{Body, Frame};
use seaworthy_headers::{Reports, ReportsConfig};
use seaworthy_policy::{Connection, Scheme};
use tower::Service;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{self, Layer, SubscriberExt};

const CSP_REPORT: &str = "application/csp-report";
const REPORTS_JSON: &str = "application/reports+json";

/// A service with these changes to the default.
fn service(change: impl FnOnce(&mut ReportsConfig)) -> Reports<String> {
    let mut config = ReportsConfig::default();
    change(&mut config);
    config.build().unwrap()
}

/// A service that no test can exhaust.
fn generous() -> Reports<String> {
    service(|config| (config.per_peer, config.total) = (1_000_000, 1_000_000))
}

/// A post with a body that comes at once.
fn post(content_type: &str, body: impl Into<Bytes>) -> Request<Frames> {
    let request = Request::post("/csp-report").header(CONTENT_TYPE, content_type);
    request.body(Frames::of([body])).unwrap()
}

/// The same of a client with this address.
fn post_of(client: &str, content_type: &str, body: impl Into<Bytes>) -> Request<Frames> {
    let mut request = post(content_type, body);
    let mut connection = Connection::new(Scheme::Https);
    connection.client = Some(client.parse().unwrap());
    request.extensions_mut().insert(connection);
    request
}

/// What the service answers, polled until it does.
fn answer<B: Body>(reports: &Reports<String>, request: Request<B>) -> Response<String> {
    let mut future = pin!(reports.clone().call(request));
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1_000_000 {
        if let Poll::Ready(Ok::<_, Infallible>(response)) = future.as_mut().poll(&mut context) {
            return response;
        }
    }
    panic!("it does not answer");
}

/// The lines that an answer leaves in the log; it is always the same.
fn lines<B: Body>(reports: &Reports<String>, request: Request<B>) -> Vec<String> {
    let (response, lines) = listen(|| answer(reports, request));
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(response.body(), "");
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    lines
}

/// What a closure gives, and the events it emits, a line each.
fn listen<T>(action: impl FnOnce() -> T) -> (T, Vec<String>) {
    let heard = Heard::default();
    let subscriber = tracing_subscriber::registry().with(heard.clone());
    let given = tracing::subscriber::with_default(subscriber, action);
    let lines = heard.0.lock().unwrap().clone();
    (given, lines)
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Heard {
    fn on_event(&self, event: &Event<'_>, _: layer::Context<'_, S>) {
        assert_eq!(event.metadata().target(), "seaworthy_headers::reports");
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }
}

/// Writes texts as they are, as the plainest of formats does.
struct Line(String);

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0 += &format!(" {field}={value}");
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0 += &format!(" {field}={value:?}");
    }
}

/// A body that comes piece by piece, with a pause before each, and may break off.
struct Frames {
    pieces: VecDeque<Result<Frame<Bytes>, &'static str>>,
    paused: bool,
    /// How many were taken, for whoever wants to know.
    taken: Arc<Mutex<usize>>,
}

impl Frames {
    fn of<T: Into<Bytes>>(pieces: impl IntoIterator<Item = T>) -> Self {
        let pieces = pieces.into_iter();
        Self::with(pieces.map(|piece| Ok(Frame::data(piece.into()))))
    }

    fn with(pieces: impl IntoIterator<Item = Result<Frame<Bytes>, &'static str>>) -> Self {
        Self {
            pieces: pieces.into_iter().collect(),
            paused: false,
            taken: Arc::default(),
        }
    }
}

impl Body for Frames {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        self.paused = !self.paused;
        if self.paused {
            return Poll::Pending;
        }
        *self.taken.lock().unwrap() += 1;
        Poll::Ready(self.pieces.pop_front())
    }
}
