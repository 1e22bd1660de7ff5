use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use seaworthy_policy::{Policy, Verdict, refusal, vary_by};

use crate::expose::exposed_headers;
use crate::headers::RequestHeaders;
use crate::methods::Methods;
use crate::origins::Origins;
use crate::{Config, CorsRefusal, Issue};

/// The CORS policy of a service, made by [`Config::build`].
///
/// It answers [preflights](https://fetch.spec.whatwg.org/#cors-preflight-request) itself: each
/// `OPTIONS` request with one `Origin` and an `Access-Control-Request-Method`. Every other request
/// goes on to the application, allowed or not, and CORS says in the response who may read it; it is
/// no protection against what a request does.
///
/// A preflight that is granted names all methods and headers that the policy allows, not only those
/// asked for. Browsers remember them all, so one preflight serves whatever the page does next with
/// that URL, and nothing has to be put together for each. Only an allowed origin sees the lists.
/// With credentials `*` would be a mere name: there, what was asked for is the answer.
///
/// A preflight that is refused gets status 403, none of the CORS headers, a [`CorsRefusal`] in the
/// response's extensions, and an event of level `INFO`.
///
/// The CORS headers that the application sets are replaced: two values of
/// `Access-Control-Allow-Origin` are as good as none. Unless every origin is allowed, each response
/// has `Vary: Origin`, so that a cache keeps what one origin may read from another.
///
/// ```
/// use http::{Method, Request};
/// use seaworthy_cors::Config;
/// use seaworthy_policy::{Policy, Verdict};
///
/// let cors = Config::new(["https://app.example.com"]).build()?;
///
/// let mut preflight = Request::builder()
///     .method(Method::OPTIONS)
///     .header("origin", "https://app.example.com")
///     .header("access-control-request-method", "DELETE")
///     .body(())?;
/// let Verdict::Reply(reply) = cors.judge(&mut preflight) else {
///     unreachable!("a preflight never reaches the application");
/// };
/// assert_eq!(reply.status(), 204);
/// assert_eq!(reply.headers()["access-control-allow-origin"], "https://app.example.com");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cors {
    origins: Origins,
    credentials: bool,
    methods: Methods,
    headers: RequestHeaders,
    expose: Option<HeaderValue>,
    max_age: Option<HeaderValue>,
}

/// What [`Cors`] remembers of a request until its response: whether its origin may read that.
#[derive(Clone, Debug)]
pub struct Memo {
    /// The value of `Access-Control-Allow-Origin`.
    origin: Option<HeaderValue>,
}

impl Policy for Cors {
    type Memo = Memo;

    #[inline]
    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<Memo> {
        self.decide(request.method(), request.headers())
    }

    #[inline]
    fn finish<B>(&self, memo: Memo, response: &mut Response<B>) {
        self.complete(memo, response.headers_mut());
    }
}

impl Cors {
    /// The policy of this configuration; without issues, one that may be used.
    pub(crate) fn read(config: &Config, issues: &mut Vec<Issue>) -> Self {
        Self {
            origins: Origins::read(config, issues),
            credentials: config.credentials,
            methods: Methods::read(config, issues),
            headers: RequestHeaders::read(config, issues),
            expose: exposed_headers(config, issues),
            max_age: max_age(config, issues),
        }
    }

    fn decide(&self, method: &Method, request: &HeaderMap) -> Verdict<Memo> {
        match sole(request, &ORIGIN) {
            Some(origin) if asks_first(method, request) => {
                Verdict::Reply(self.answer(origin, request))
            }
            origin => Verdict::Forward(Memo {
                origin: self.origins.grant(origin),
            }),
        }
    }

    fn answer(&self, origin: &HeaderValue, request: &HeaderMap) -> Response<()> {
        let mut response = self.permit(origin, request).unwrap_or_else(|reason| {
            reason.report(request);
            refusal(StatusCode::FORBIDDEN, reason)
        });
        self.vary(response.headers_mut());
        response
    }

    /// The response to a preflight by which a browser lets the request follow.
    fn permit(
        &self,
        origin: &HeaderValue,
        request: &HeaderMap,
    ) -> Result<Response<()>, CorsRefusal> {
        let origin = self
            .origins
            .grant(Some(origin))
            .ok_or(CorsRefusal::Origin)?;
        let method = sole(request, &ACCESS_CONTROL_REQUEST_METHOD).ok_or(CorsRefusal::Method)?;
        let methods = self.methods.grant(method)?;
        let headers = self.headers.grant(request)?;
        let credentials = self.credentials.then_some(TRUE);

        let mut reply = HeaderMap::with_capacity(6);
        set(&mut reply, ACCESS_CONTROL_ALLOW_ORIGIN, Some(origin));
        set(&mut reply, ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials);
        set(&mut reply, ACCESS_CONTROL_ALLOW_METHODS, methods);
        set(&mut reply, ACCESS_CONTROL_ALLOW_HEADERS, headers);
        set(&mut reply, ACCESS_CONTROL_MAX_AGE, self.max_age.clone());
        let mut response = Response::new(());
        *response.status_mut() = StatusCode::NO_CONTENT;
        *response.headers_mut() = reply;
        Ok(response)
    }

    fn complete(&self, grant: Memo, headers: &mut HeaderMap) {
        for name in PREFLIGHT_ONLY {
            headers.remove(name);
        }
        let granted = grant.origin.is_some();
        let expose = self.expose.as_ref().filter(|_| granted).cloned();
        let credentials = (granted && self.credentials).then_some(TRUE);
        // First, so that where there is no room for it, there is none for a grant either.
        self.vary(headers);
        set(headers, ACCESS_CONTROL_ALLOW_ORIGIN, grant.origin);
        set(headers, ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials);
        set(headers, ACCESS_CONTROL_EXPOSE_HEADERS, expose);
    }

    fn vary(&self, headers: &mut HeaderMap) {
        if !self.origins.is_any() {
            // On answers without a grant too: a cache would else answer an allowed origin with what
            // another was denied, https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches.
            vary_by(headers, HeaderValue::from_static("Origin"));
        }
    }
}

/// Whether a request of an origin is a preflight.
fn asks_first(method: &Method, request: &HeaderMap) -> bool {
    method == Method::OPTIONS && request.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The value of a header that stands there once; twice, it says two things and so none.
fn sole<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a HeaderValue> {
    let mut values = headers.get_all(name).into_iter();
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

/// Makes this the only value of the header, or takes the header away; also where the map is full,
/// with tens of thousands of headers of the application, and takes no more.
fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    let kept = value.is_some_and(|value| headers.try_insert(&name, value).is_ok());
    if !kept {
        headers.remove(name);
    }
}

fn max_age(config: &Config, issues: &mut Vec<Issue>) -> Option<HeaderValue> {
    let seconds = config.max_age?;
    if seconds > MAX_AGE {
        issues.push(Issue::MaxAgeOutOfRange { seconds });
    }
    Some(seconds.into())
}

const TRUE: HeaderValue = HeaderValue::from_static("true");

/// What has a meaning in responses to preflights alone, the header of the abandoned
/// [Private Network Access](https://wicg.github.io/private-network-access/) included.
const PREFLIGHT_ONLY: [HeaderName; 4] = [
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_ALLOW_METHODS,
    HeaderName::from_static("access-control-allow-private-network"),
    ACCESS_CONTROL_MAX_AGE,
];

/// The most seconds that any browser remembers a preflight: a day, in Firefox.
const MAX_AGE: u64 = 86_400;
