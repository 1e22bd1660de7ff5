//! The policy that lets nothing in over plain HTTP.

use http::header::{HeaderValue, LOCATION};
use http::{Method, Request, Response, StatusCode, Uri};
use seaworthy_policy::{Connection, Excerpt, Policy, Throttle, Verdict, refusal};

use crate::path::PathPattern;
use crate::redirect_loop::RedirectLoop;
use crate::upgrade::is_upgrade;

/// Sends requests that came over plain HTTP to the same URL over HTTPS.
///
/// The new URL is made of [`ssl_host`](crate::Config::ssl_host) or else the host that
/// [`Hosts`](crate::Hosts) has validated, without its port, which is that of plain HTTP; of
/// [`ssl_port`](crate::Config::ssl_port), if it is not HTTPS's own; and of path and query exactly
/// as they were sent. GET and HEAD are answered with 301, which every client knows; other methods
/// with 308, so that they and their bodies arrive unchanged.
///
/// What cannot be redirected is refused, with its [`HttpsRefusal`] in the response's extensions:
/// a request whose host nobody has validated, a target that is no path, and the handshake of
/// another protocol such as WebSocket, whose clients do not follow redirects.
///
/// Whether a request is secure is what its [`Connection`] says. One without is not.
#[derive(Clone, Debug)]
pub struct Https {
    /// With its port.
    host: Option<Box<str>>,
    /// The port of other hosts, such as `:8443`; empty if it is HTTPS's own.
    port: Box<str>,
    exempt: Box<[PathPattern]>,
    loop_warning: Throttle,
}

impl Https {
    /// The same URL over HTTPS.
    fn location(
        &self,
        connection: Option<&Connection>,
        uri: &Uri,
    ) -> Result<HeaderValue, HttpsRefusal> {
        let (host, port) = match &self.host {
            Some(host) => (&**host, ""),
            None => {
                let host = connection.and_then(|connection| connection.host.as_ref());
                (host.ok_or(HttpsRefusal::Host)?.host(), &*self.port)
            }
        };
        let target = uri.path_and_query().ok_or(HttpsRefusal::Target)?.as_str();
        let slash = match target.as_bytes().first() {
            Some(b'/') => "",
            None | Some(b'?') => "/",
            // `OPTIONS *`: appended to the host, anything else would become part of it.
            Some(_) => return Err(HttpsRefusal::Target),
        };
        // A target holds no control characters, so it is a header's value too.
        HeaderValue::try_from(format!("https://{host}{port}{slash}{target}"))
            .map_err(|_| HttpsRefusal::Target)
    }
}

impl Policy for Https {
    type Memo = ();

    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<()> {
        let connection = Connection::of(request.extensions());
        let path = request.uri().path();
        if connection.is_some_and(Connection::is_secure)
            || self.exempt.iter().any(|pattern| pattern.matches(path))
        {
            return Verdict::Forward(());
        }
        let location = if is_upgrade(request) {
            Err(HttpsRefusal::Upgrade)
        } else {
            self.location(connection, request.uri())
        };
        let reason = match location {
            Ok(location) => {
                let suspicion = request.extensions().get::<RedirectLoop>();
                if let Some(suspicion) = suspicion.filter(|_| self.loop_warning.admits()) {
                    suspicion.warn(request.headers());
                }
                let mut reply = Response::new(());
                *reply.status_mut() = match *request.method() {
                    Method::GET | Method::HEAD => StatusCode::MOVED_PERMANENTLY,
                    _ => StatusCode::PERMANENT_REDIRECT,
                };
                reply.headers_mut().insert(LOCATION, location);
                return Verdict::Reply(reply);
            }
            Err(reason) => reason,
        };
        tracing::warn!(%reason, path = ?Excerpt(path.as_bytes()), "request refused");
        Verdict::Reply(refusal(reason.status(), reason))
    }

    fn finish<B>(&self, (): (), _response: &mut Response<B>) {}
}

/// Why [`Https`] refused a request that it could not redirect.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HttpsRefusal {
    /// No policy further out has validated the request's host, and no fixed host is set.
    #[error("came over plain HTTP, and its host has not been validated")]
    Host,
    /// The target is `*`, of which no URL can be made.
    #[error("came over plain HTTP, and its target is no path")]
    Target,
    /// The client wants another protocol, and would not follow a redirect.
    #[error("came over plain HTTP, and an upgrade cannot be redirected")]
    Upgrade,
}

impl HttpsRefusal {
    const fn status(self) -> StatusCode {
        match self {
            Self::Host | Self::Target => StatusCode::BAD_REQUEST,
            Self::Upgrade => StatusCode::FORBIDDEN,
        }
    }
}

mod build;
#[cfg(test)]
mod tests;
