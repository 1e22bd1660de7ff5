use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Response;
use pin_project_lite::pin_project;

use crate::Policy;

pin_project! {
    /// The future of a [`Guarded`](crate::Guarded) service: the inner answer, finished, or the
    /// policy's reply.
    pub struct ResponseFuture<F, P: Policy> {
        #[pin]
        state: State<F, P>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, P: Policy> {
        Forward { #[pin] inner: F, remembered: Option<(Arc<P>, P::Memo)> },
        Reply { reply: Option<Response<()>> },
    }
}

impl<F, P: Policy> ResponseFuture<F, P> {
    pub(crate) const fn forward(inner: F, policy: Arc<P>, memo: P::Memo) -> Self {
        Self {
            state: State::Forward {
                inner,
                remembered: Some((policy, memo)),
            },
        }
    }

    pub(crate) const fn reply(reply: Response<()>) -> Self {
        Self {
            state: State::Reply { reply: Some(reply) },
        }
    }
}

impl<F, P, R, E> Future for ResponseFuture<F, P>
where
    F: Future<Output = Result<Response<R>, E>>,
    P: Policy,
    R: Default,
{
    type Output = Result<Response<R>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Forward { inner, remembered } => {
                let mut answer = inner.poll(cx);
                if let Poll::Ready(result) = &mut answer {
                    // Taken on an error too, so that the memo is dropped when the answer is known.
                    let remembered = remembered.take();
                    // In place: a response is long, and moving it costs more than many a policy.
                    if let (Ok(response), Some((policy, memo))) = (result, remembered) {
                        policy.finish(memo, response);
                    }
                }
                answer
            }
            // A future is not polled after it was ready; where a caller does so, this one waits
            // instead of panicking.
            StateProjection::Reply { reply } => reply.take().map_or(Poll::Pending, |reply| {
                Poll::Ready(Ok(reply.map(|()| R::default())))
            }),
        }
    }
}

impl<F, P: Policy> fmt::Debug for ResponseFuture<F, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
