use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Response};
use seaworthy_policy::vary_by;

use crate::CorsDecision;

/// What [`Cors`](crate::Cors) remembers of a request until its response: what that will say.
#[derive(Clone, Debug)]
pub struct Memo {
    /// The value of `Access-Control-Allow-Origin`; without one, nothing is granted.
    pub(crate) origin: Option<HeaderValue>,
    pub(crate) credentials: bool,
    /// The value of `Access-Control-Expose-Headers`.
    pub(crate) expose: Option<HeaderValue>,
    /// Whether another origin may get another response.
    pub(crate) varies: bool,
    /// What goes into the response's extensions.
    pub(crate) record: Option<CorsDecision>,
}

impl Memo {
    /// Says it in the response, and takes away what the application said.
    #[inline]
    pub(crate) fn write<B>(self, response: &mut Response<B>) {
        if let Some(decision) = self.record {
            response.extensions_mut().insert(decision);
        }
        self.write_headers(response.headers_mut());
    }

    #[inline]
    fn write_headers(self, headers: &mut HeaderMap) {
        // Most applications say nothing of CORS: one look at the names is cheaper than looking for
        // each of ours.
        if headers.keys().any(speaks_cors) {
            retract(headers);
        }
        // First, so that where there is no room for it, there is none for a grant either.
        if self.varies {
            vary_by_origin(headers);
        }
        if let Some(origin) = self.origin {
            let granted = headers.try_insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if granted.is_ok() && self.credentials {
                let _ = headers.try_insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
            }
            if let Some(expose) = self.expose {
                let _ = headers.try_insert(ACCESS_CONTROL_EXPOSE_HEADERS, expose);
            }
        }
    }
}

/// Tells caches that another origin may get another response.
///
/// On answers without a grant too: a cache would else answer an allowed origin with what another
/// was denied, <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>.
#[inline]
pub(crate) fn vary_by_origin(headers: &mut HeaderMap) {
    let origin = HeaderValue::from_static("Origin");
    if headers.keys().any(|name| name == VARY) {
        vary_by(headers, origin);
    } else {
        // It fails only where the map is full, and then nothing is granted either.
        let _ = headers.try_insert(VARY, origin);
    }
}

#[cold]
fn retract(headers: &mut HeaderMap) {
    for name in SAID_BY_US {
        headers.remove(name);
    }
}

fn speaks_cors(name: &HeaderName) -> bool {
    name.as_str().starts_with("access-control-")
}

pub(crate) const TRUE: HeaderValue = HeaderValue::from_static("true");

/// The headers of responses that are CORS's to say, that of the abandoned
/// [Private Network Access](https://wicg.github.io/private-network-access/) included.
const SAID_BY_US: [HeaderName; 7] = [
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN,
    HeaderName::from_static("access-control-allow-private-network"),
    ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
];
