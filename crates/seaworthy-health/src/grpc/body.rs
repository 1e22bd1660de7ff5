use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response};
use http_body::{Body, Frame, SizeHint};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::timeout;

use super::message::{self, Code, ServingStatus};
use crate::group::READINESS;
use crate::{Health, Report, Status};

const STATUS: HeaderName = HeaderName::from_static("grpc-status");

/// The body of an answer of [`GrpcHealth`](super::GrpcHealth): messages, and how the call ended.
pub struct GrpcBody(State);

enum State {
    /// One message, and then the end.
    Message(Bytes),
    Trailers(Code),
    Stream(Next),
    End,
}

type Next = Pin<Box<dyn Future<Output = Option<(ServingStatus, Watcher)>> + Send>>;

impl GrpcBody {
    pub(super) const fn empty() -> Self {
        Self(State::End)
    }
}

/// An answer of one message.
pub(super) fn unary(message: &[u8]) -> Response<GrpcBody> {
    response(GrpcBody(State::Message(message::framed(message).into())))
}

/// An answer of a message now, and one after each change.
pub(super) fn stream(watcher: Watcher) -> Response<GrpcBody> {
    response(GrpcBody(State::Stream(Box::pin(watcher.next()))))
}

/// An answer without a message, which tells how the call ended in its head.
pub(super) fn failed(code: Code) -> Response<GrpcBody> {
    let mut response = response(GrpcBody::empty());
    response.headers_mut().insert(STATUS, value(code));
    response
}

fn response(body: GrpcBody) -> Response<GrpcBody> {
    let mut response = Response::new(body);
    let grpc = HeaderValue::from_static("application/grpc");
    response.headers_mut().insert(CONTENT_TYPE, grpc);
    response
}

fn value(code: Code) -> HeaderValue {
    HeaderValue::from(code as u16)
}

fn trailers(code: Code) -> Frame<Bytes> {
    Frame::trailers(HeaderMap::from_iter([(STATUS, value(code))]))
}

impl Body for GrpcBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let (frame, after) = match &mut self.0 {
            State::End => return Poll::Ready(None),
            State::Message(message) => {
                let message = std::mem::take(message);
                (Frame::data(message), State::Trailers(Code::Ok))
            }
            State::Trailers(code) => (trailers(*code), State::End),
            State::Stream(next) => match next.as_mut().poll(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some((serving, watcher))) => {
                    let message = message::framed(&message::status(serving));
                    let next = State::Stream(Box::pin(watcher.next()));
                    (Frame::data(message.into()), next)
                }
                Poll::Ready(None) => (trailers(Code::Unavailable), State::End),
            },
        };
        self.0 = after;
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.0, State::End)
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            State::End | State::Trailers(_) => SizeHint::with_exact(0),
            State::Message(message) => {
                SizeHint::with_exact(u64::try_from(message.len()).unwrap_or(u64::MAX))
            }
            State::Stream(_) => SizeHint::default(),
        }
    }
}

impl fmt::Debug for GrpcBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GrpcBody").finish_non_exhaustive()
    }
}

/// Somebody who wants to know of each change.
pub(super) struct Watcher {
    health: Health,
    /// Or nothing where there is no such service, of which nothing changes.
    group: Option<usize>,
    readiness: watch::Receiver<Report>,
    told: Option<ServingStatus>,
}

/// How long a change of anything but readiness may go unseen.
const TICK: Duration = Duration::from_secs(1);

impl Watcher {
    pub(super) fn new(health: Health, group: Option<usize>) -> Self {
        Self {
            readiness: health.watch(),
            health,
            group,
            told: None,
        }
    }

    /// What is to be told next, when it is; nothing when the service drains and that was told.
    async fn next(mut self) -> Option<(ServingStatus, Self)> {
        loop {
            self.readiness.mark_unchanged();
            // Before the rest, so that the last that is told is what is so while it drains.
            let drains = self.drains();
            let serving = match self.group {
                Some(group) => message::of(self.health.asked(group).await.status()),
                None => ServingStatus::ServiceUnknown,
            };
            if self.told != Some(serving) {
                self.told = Some(serving);
                return Some((serving, self));
            }
            if drains {
                return None;
            }
            self.changed().await;
        }
    }

    fn drains(&self) -> bool {
        let snapshot = self.health.registry().snapshot();
        snapshot.status(READINESS) == Status::Draining
    }

    async fn changed(&mut self) {
        let changed = self.readiness.changed();
        // The sender lives as long as the health that is held here, so there is no error. Where
        // nobody runs a clock, only readiness is followed.
        if self.group.is_none() || Handle::try_current().is_err() {
            let _ = changed.await;
        } else {
            let _ = timeout(TICK, changed).await;
        }
    }
}
