use std::convert::Infallible;
use std::fmt;
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use tower_service::Service;

use crate::answer::Answer;
use crate::{Health, ResponseFuture};

/// A service whose health can be asked; made by [`HealthLayer`](crate::HealthLayer).
///
/// It is ready exactly when the inner service is. What makes a service wait before it is ready,
/// such as a limit of concurrent requests, would make the orchestrator wait too: it belongs where
/// readiness is not passed on, as within an axum router, or the endpoints belong on a port of
/// their own as a [`HealthService`].
#[derive(Clone, Debug)]
pub struct Probed<S> {
    inner: S,
    health: Health,
}

impl<S> Probed<S> {
    pub(crate) const fn new(inner: S, health: Health) -> Self {
        Self { inner, health }
    }

    /// The service within.
    pub const fn get_ref(&self) -> &S {
        &self.inner
    }

    /// The service within, to change it.
    pub const fn get_mut(&mut self) -> &mut S {
        &mut self.inner
    }

    /// The service without the endpoints.
    pub fn into_inner(self) -> S {
        self.inner
    }
}

impl<S, B, R> Service<Request<B>> for Probed<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default + From<Bytes>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        match self.health.endpoint(request.uri().path()) {
            None => ResponseFuture::inner(self.inner.call(request)),
            Some(endpoint) => {
                let (request, _) = request.into_parts();
                ResponseFuture::health(Answer::of(endpoint, &request, &self.health))
            }
        }
    }
}

/// The health endpoints as a service of their own, for a second port or a router's route.
///
/// It answers the same paths as the layer, and all others with an empty 404. `R` is the server's
/// body type, such as axum's `Body` or `Full<Bytes>`.
///
/// ```
/// use http::{Request, StatusCode};
/// use http_body_util::Full;
/// use seaworthy_health::{Config, HealthService};
/// use tower::ServiceExt;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let endpoints = HealthService::<Full<bytes::Bytes>>::new(Config::default().build()?);
/// let response = endpoints.oneshot(Request::get("/livez").body(())?).await?;
/// assert_eq!(response.status(), StatusCode::OK);
/// # Ok(())
/// # }
/// ```
pub struct HealthService<R> {
    health: Health,
    body: PhantomData<fn() -> R>,
}

impl<R> HealthService<R> {
    /// A service that answers for this service's health.
    #[must_use]
    pub const fn new(health: Health) -> Self {
        Self {
            health,
            body: PhantomData,
        }
    }
}

impl<B, R> Service<Request<B>> for HealthService<R>
where
    R: Default + From<Bytes>,
{
    type Response = Response<R>;
    type Error = Infallible;
    type Future = ResponseFuture<Ready<Result<Response<R>, Infallible>>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        match self.health.endpoint(request.uri().path()) {
            Some(endpoint) => {
                let (request, _) = request.into_parts();
                ResponseFuture::health(Answer::of(endpoint, &request, &self.health))
            }
            None => {
                let mut response = Response::new(R::default());
                *response.status_mut() = StatusCode::NOT_FOUND;
                ResponseFuture::inner(ready(Ok(response)))
            }
        }
    }
}

impl<R> Clone for HealthService<R> {
    fn clone(&self) -> Self {
        Self::new(self.health.clone())
    }
}

impl<R> fmt::Debug for HealthService<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HealthService")
            .field("health", &self.health)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use tower::{ServiceExt, service_fn};
    use tower_layer::Layer;

    use super::*;
    use crate::{Config, HealthLayer};

    /// A service whose limit is reached.
    struct Full;

    impl Service<Request<()>> for Full {
        type Response = Response<Bytes>;
        type Error = &'static str;
        type Future = Ready<Result<Response<Bytes>, &'static str>>;

        fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
            Poll::Ready(Err("full"))
        }

        fn call(&mut self, _request: Request<()>) -> Self::Future {
            ready(Err("called before it was ready"))
        }
    }

    #[tokio::test]
    async fn the_service_within_is_asked_whether_it_is_ready() {
        let health = Config::default().build().unwrap();
        let mut app = HealthLayer::new(health).layer(Full);
        assert_eq!(app.ready().await.err(), Some("full"));
    }

    #[test]
    fn a_server_may_move_them_between_threads() {
        fn is_send<T: Send>(_: &T) {}

        let health = Config::default().build().unwrap();
        let app =
            service_fn(|_: Request<()>| ready(Ok::<_, Infallible>(Response::new(Bytes::new()))));
        let mut app = HealthLayer::new(health.clone()).layer(app);
        let request = Request::get("/readyz").body(()).unwrap();
        is_send(&app.call(request));
        is_send(&app);
        is_send(&HealthService::<Bytes>::new(health));
    }
}
