use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BufMut};
use http::{Method, Request, Response};
use http_body::{Body, Frame};
use pin_project_lite::pin_project;
use seaworthy_policy::Connection;

use super::answer::answer;
use super::collector::Collector;

pin_project! {
    /// The future of [`Reports`](crate::Reports): reads a body, then answers.
    pub struct ReportsFuture<B, R> {
        // None where there is nothing to read, or no more.
        #[pin]
        body: Option<B>,
        reading: Reading,
        method: Method,
        response: PhantomData<fn() -> R>,
    }
}

impl<B: Body, R> ReportsFuture<B, R> {
    pub(super) fn new(collector: &Arc<Collector>, request: Request<B>) -> Self {
        let (head, body) = request.into_parts();
        let client = Connection::of(&head.extensions).and_then(|connection| connection.client);
        // What is not admitted is dropped before anything of it was read.
        let admitted = head.method == Method::POST
            && collector.admits(&head.headers, body.size_hint().lower(), client);
        Self {
            body: admitted.then_some(body),
            reading: Reading::new(collector, client),
            method: head.method,
            response: PhantomData,
        }
    }
}

impl<B: Body, R: Default> Future for ReportsFuture<B, R> {
    type Output = Result<Response<R>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        while let Some(body) = this.body.as_mut().as_pin_mut() {
            let frame = ready!(body.poll_frame(cx));
            if this.reading.take(frame).is_break() {
                this.body.set(None);
            }
        }
        Poll::Ready(Ok(answer(this.method)))
    }
}

impl<B, R> fmt::Debug for ReportsFuture<B, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReportsFuture").finish_non_exhaustive()
    }
}

/// A body of which some has come.
struct Reading {
    collector: Arc<Collector>,
    client: Option<IpAddr>,
    /// Grows with what comes, whatever length was announced.
    bytes: Vec<u8>,
    frames_left: usize,
}

impl Reading {
    fn new(collector: &Arc<Collector>, client: Option<IpAddr>) -> Self {
        Self {
            collector: Arc::clone(collector),
            client,
            bytes: Vec::new(),
            // No body that is short enough has more, with an empty one at its end and trailers.
            frames_left: collector.max_bytes().saturating_add(2),
        }
    }

    /// Takes what comes next, and says whether to go on.
    fn take<D: Buf, E>(&mut self, frame: Option<Result<Frame<D>, E>>) -> ControlFlow<()> {
        let collector = &self.collector;
        let frame = match frame {
            Some(Ok(frame)) => frame,
            Some(Err(_)) => {
                collector.dropped().interrupted(1);
                return ControlFlow::Break(());
            }
            None => {
                collector.collect(&self.bytes, self.client);
                return ControlFlow::Break(());
            }
        };
        let Some(left) = self.frames_left.checked_sub(1) else {
            collector.dropped().too_large(1);
            return ControlFlow::Break(());
        };
        self.frames_left = left;
        let Ok(data) = frame.into_data() else {
            return ControlFlow::Continue(());
        };
        if data.remaining() > collector.max_bytes().saturating_sub(self.bytes.len()) {
            collector.dropped().too_large(1);
            return ControlFlow::Break(());
        }
        self.bytes.put(data);
        ControlFlow::Continue(())
    }
}
