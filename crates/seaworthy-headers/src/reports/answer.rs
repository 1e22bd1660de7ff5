//! What every request is answered.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE,
};
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};

/// The same to everybody, and to `OPTIONS` that browsers may send reports from any origin.
///
/// A report of another origin is delivered in [CORS mode][spec]: without the origin in its own
/// answer too, browsers take it for lost.
///
/// [spec]: https://www.w3.org/TR/reporting-1/#try-delivery
pub(super) fn answer<R: Default>(method: &Method) -> Response<R> {
    let mut response = Response::new(R::default());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let count = if method == Method::OPTIONS { 4 } else { 1 };
    let headers = PERMISSIONS.into_iter().take(count);
    response
        .headers_mut()
        .extend(headers.map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}

/// The first stands in every answer. Browsers remember the others for the day of `Max-Age`, or for
/// as long as they do.
const PERMISSIONS: [(HeaderName, &str); 4] = [
    (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (ACCESS_CONTROL_ALLOW_METHODS, "POST"),
    (ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
    (ACCESS_CONTROL_MAX_AGE, "86400"),
];
