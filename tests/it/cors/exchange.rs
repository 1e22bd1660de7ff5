//! What is asked of an application behind CORS, and what a page makes of the answer.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use http::{HeaderName, HeaderValue, Request, Response};
use tower::{Service, ServiceExt};
use tower_layer::Layer;

/// An application that always answers this.
#[derive(Clone, Debug)]
pub(super) struct App(pub(super) Response<String>);

impl App {
    /// The body by which the application is told from what stands before it.
    pub(super) const BODY: &str = "app";
}

impl Default for App {
    fn default() -> Self {
        Self(Response::new(Self::BODY.to_owned()))
    }
}

impl Service<Request<()>> for App {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Response<String>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        ready(Ok(self.0.clone()))
    }
}

/// The application with this layer around it, as that which answers requests.
pub(super) fn server<L>(layer: &L, app: App) -> impl Fn(Request<()>) -> Response<String> + use<L>
where
    L: Layer<App>,
    L::Service: Service<Request<()>, Response = Response<String>, Error = Infallible> + Clone,
{
    let service = layer.layer(app);
    move |request| answer(service.clone(), request)
}

pub(super) fn answer<S>(service: S, request: Request<()>) -> Response<String>
where
    S: Service<Request<()>, Response = Response<String>, Error = Infallible>,
{
    let future = pin!(service.oneshot(request));
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(response)) => response,
        Poll::Pending => panic!("nothing here waits"),
    }
}

/// A request that says this of itself.
pub(super) fn request(method: &str, headers: &[(&str, &str)]) -> Request<()> {
    let mut request = Request::new(());
    *request.method_mut() = method.parse().unwrap();
    for (name, value) in headers {
        let name: HeaderName = name.parse().unwrap();
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        request.headers_mut().append(name, value);
    }
    request
}

/// What a response says of CORS, header by header, in their order.
pub(super) fn said(response: &Response<String>) -> Vec<(&str, String)> {
    let names = response.headers().keys().map(HeaderName::as_str);
    let mut said: Vec<_> = names
        .filter_map(|name| {
            Some((
                name.strip_prefix("access-control-")?,
                joined(response, name)?,
            ))
        })
        .collect();
    said.sort_unstable();
    said
}

/// All values of a header, joined; `None` if there is none.
pub(super) fn joined(response: &Response<String>, name: &str) -> Option<String> {
    let lines: Vec<_> = response
        .headers()
        .get_all(name)
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()))
        .collect();
    (!lines.is_empty()).then(|| lines.join(","))
}

pub(super) fn set_of(list: &str) -> BTreeSet<String> {
    let names = list.split(',').map(|name| name.trim().to_ascii_lowercase());
    names.filter(|name| !name.is_empty()).collect()
}

/// What a page asks of its browser, which follows [Fetch].
///
/// [Fetch]: https://fetch.spec.whatwg.org/#cors-preflight-fetch
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) origin: String,
    pub(super) method: String,
    pub(super) unsafe_headers: Vec<String>,
    pub(super) credentials: bool,
}

impl Client {
    pub(super) fn is_content_with(&self, preflight: &Response<String>) -> bool {
        let star = |list: &BTreeSet<String>| !self.credentials && list.contains("*");
        let list = |name| joined(preflight, name).unwrap_or_default();
        let methods = list("access-control-allow-methods");
        let exact: BTreeSet<&str> = methods.split(',').map(str::trim).collect();
        let headers = set_of(&list("access-control-allow-headers"));
        preflight.status().is_success()
            && self.may_read(preflight)
            && (["GET", "HEAD", "POST"].contains(&&*self.method)
                || exact.contains(&*self.method)
                || star(&set_of(&methods)))
            && self.unsafe_headers.iter().all(|name| {
                headers.contains(&name.to_ascii_lowercase())
                    || (star(&headers) && !name.eq_ignore_ascii_case("authorization"))
            })
    }

    fn may_read(&self, response: &Response<String>) -> bool {
        let Some(origin) = joined(response, "access-control-allow-origin") else {
            return false;
        };
        if !self.credentials && origin == "*" {
            return true;
        }
        let credentials = joined(response, "access-control-allow-credentials");
        origin == self.origin && (!self.credentials || credentials.as_deref() == Some("true"))
    }

    /// Whether the page gets the response of this server.
    pub(super) fn fetches_from(&self, server: impl Fn(Request<()>) -> Response<String>) -> bool {
        let simple = ["GET", "HEAD", "POST"].contains(&&*self.method);
        if !simple || !self.unsafe_headers.is_empty() {
            let names = self.unsafe_headers.join(",");
            let mut headers = vec![
                ("origin", &*self.origin),
                ("access-control-request-method", &*self.method),
            ];
            if !names.is_empty() {
                headers.push(("access-control-request-headers", &*names));
            }
            let preflight = request("OPTIONS", &headers);
            if !self.is_content_with(&server(preflight)) {
                return false;
            }
        }
        let request = request(&self.method, &[("origin", &*self.origin)]);
        self.may_read(&server(request))
    }
}
