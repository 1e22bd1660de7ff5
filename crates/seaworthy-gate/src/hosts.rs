//! The policy that answers only for the service's own hosts.

use http::header::{HOST, UPGRADE};
use http::uri::Authority;
use http::{Method, Request, Response, StatusCode};
use seaworthy_policy::{Connection, Excerpt, Policy, Scheme, Verdict, refusal};

use crate::HostPattern;
use crate::authority::HostPort;
use crate::path::PathPattern;

/// Refuses requests for hosts that the service does not answer for.
///
/// A service that trusts `Host` can be made to send links to another's host, to have them cached,
/// or to answer a page that has had its own name point here. So each request is checked before
/// anything else sees it, WebSocket handshakes included.
///
/// The host is what stands in the request's target or in `Host`. A request with neither, with
/// several `Host` lines, or with two different hosts is refused
/// ([RFC 9112, section 3.2](https://www.rfc-editor.org/rfc/rfc9112#section-3.2),
/// [RFC 9113, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9113#section-8.3.1)). The host that
/// was allowed becomes the [`host`](Connection::host) of the request's [`Connection`], as it was
/// sent; it is the one from which URLs may be made.
///
/// On the paths in [`allowed_hosts_exempt`](crate::Config::allowed_hosts_exempt) a host that is
/// well-formed but not allowed passes, and the connection then has none. A request that asks for
/// another protocol, such as a WebSocket handshake, is refused there too.
///
/// A refusal is a 400 with its [`HostRefusal`] in the extensions.
#[derive(Clone, Debug)]
pub struct Hosts {
    pub(crate) patterns: Box<[HostPattern]>,
    pub(crate) exempt: Box<[PathPattern]>,
}

impl Hosts {
    /// The validated host, as it was sent; none if it passes only because its path is exempt.
    fn host_of<B>(&self, request: &Request<B>) -> Result<Option<Authority>, HostRefusal> {
        let target = request.uri().authority();
        let mut lines = request.headers().get_all(HOST).iter();
        let header = lines.next();
        if lines.next().is_some() {
            return Err(HostRefusal::Several);
        }
        let text = match (target, header) {
            (Some(target), _) => target.as_str().as_bytes(),
            (None, Some(header)) => header.as_bytes(),
            (None, None) => return Err(HostRefusal::Missing),
        };
        let host = HostPort::parse(text).ok_or(HostRefusal::Malformed)?;
        if let (Some(_), Some(header)) = (target, header) {
            let header = HostPort::parse(header.as_bytes()).ok_or(HostRefusal::Malformed)?;
            if !host.is_same(header, default_port(request)) {
                return Err(HostRefusal::Contradiction);
            }
        }
        if !self.patterns.iter().any(|pattern| pattern.admits(host)) {
            return match self.is_exempt(request) {
                true => Ok(None),
                false => Err(HostRefusal::NotAllowed),
            };
        }
        match target {
            Some(target) => Ok(Some(target.clone())),
            None => Authority::try_from(text)
                .map(Some)
                .map_err(|_| HostRefusal::Malformed),
        }
    }

    fn is_exempt<B>(&self, request: &Request<B>) -> bool {
        let path = request.uri().path();
        self.exempt.iter().any(|pattern| pattern.matches(path))
            && !request.headers().contains_key(UPGRADE)
            && *request.method() != Method::CONNECT
    }
}

impl Policy for Hosts {
    type Memo = ();

    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<()> {
        match self.host_of(request) {
            Ok(host) => {
                let extensions = request.extensions_mut();
                match extensions.get_mut::<Connection>() {
                    Some(connection) => connection.host = host,
                    None => {
                        // Nobody has said that it is secure.
                        let mut connection = Connection::new(Scheme::Http);
                        connection.host = host;
                        extensions.insert(connection);
                    }
                }
                Verdict::Forward(())
            }
            Err(reason) => {
                let header = request
                    .headers()
                    .get(HOST)
                    .map(|host| Excerpt(host.as_bytes()));
                let target = request
                    .uri()
                    .authority()
                    .map(|host| Excerpt(host.as_str().as_bytes()));
                tracing::warn!(%reason, host = ?header, target_host = ?target, "request refused");
                Verdict::Reply(refusal(StatusCode::BAD_REQUEST, reason))
            }
        }
    }

    fn finish<B>(&self, (): (), _response: &mut Response<B>) {}
}

/// The port that the target's scheme implies, if the target names a scheme.
fn default_port<B>(request: &Request<B>) -> Option<u16> {
    match request.uri().scheme_str()? {
        "http" => Some(Scheme::Http.default_port()),
        "https" => Some(Scheme::Https.default_port()),
        _ => None,
    }
}

/// Why [`Hosts`] refused a request.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HostRefusal {
    /// The target and `Host` name different hosts.
    #[error("the target and the Host header name different hosts")]
    Contradiction,
    /// The host is not a name or an address with or without a port.
    #[error("the host is malformed")]
    Malformed,
    /// The request names no host.
    #[error("the request names no host")]
    Missing,
    /// The host is none that the service answers for.
    #[error("the host is not allowed; add it to the allowed hosts if it is one of yours")]
    NotAllowed,
    /// There are several `Host` headers.
    #[error("the request has several Host headers")]
    Several,
}

#[cfg(test)]
mod tests;
