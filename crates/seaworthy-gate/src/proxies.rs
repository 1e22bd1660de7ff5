//! The policy that decides whose word counts.

use http::header::{FORWARDED, HOST, HeaderMap, HeaderName, HeaderValue};
use http::uri::Authority;
use http::{Extensions, Request, Response, Uri};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};

use crate::Peer;
use crate::forwarded::{self, Chain, X_FORWARDED_FOR, X_FORWARDED_HOST};
use crate::forwarded_element;
use crate::network::Trusted;
use crate::redirect_loop::RedirectLoop;
use crate::testimony::{Claim, SslHeader, Testimony};

/// Learns from trusted proxies what the client did, and keeps everybody else from claiming it.
///
/// It puts a [`Connection`] into the request's extensions: the scheme and the address of the
/// client. The host is left to [`Hosts`](crate::Hosts), which should be the next policy.
///
/// * A **trusted peer** is read. The client is the rightmost address of `X-Forwarded-For` that is
///   not trusted itself. The rightmost value of the SSL header says whether the client came over
///   HTTPS, and without that header the transport does. Where several trusted proxies have
///   appended to both, all of them must say so. If
///   [`use_x_forwarded_host`](crate::Config::use_x_forwarded_host) is on, `X-Forwarded-Host`
///   replaces the request's host, in `Host` and in the target, so that everything further in sees
///   one host. Headers that would say the same but have not been read are removed: `Forwarded`,
///   `X-Forwarded`, `X-Real-IP`, `X-Forwarded-Host` unless it is wanted, and `X-Forwarded-Proto`
///   if the SSL header is another.
/// * If [`use_forwarded`](crate::Config::use_forwarded) is on, a trusted peer's
///   [`Forwarded`](https://www.rfc-editor.org/rfc/rfc7239) says all that instead: `for`, `proto`
///   and `host` of the elements that trusted proxies wrote, of which the outermost `host` counts.
///   Where one of these is malformed, the client is unknown and did not come over HTTPS. Every
///   `X-Forwarded-…`, `X-Forwarded` and `X-Real-IP` is removed: a proxy that does not know them
///   passes a client's on.
/// * If [`trusted_hops`](crate::Config::trusted_hops) is set, the proxies from a trusted peer on
///   are counted instead of told by their addresses. The client is the entry that many places
///   from the right, and so is the forwarded host; as many values of the SSL header must say
///   HTTPS. Of a list that has fewer entries the last that there is counts.
/// * Of **any other peer**, `Forwarded`, `X-Forwarded`, every `X-Forwarded-…`, `X-Real-IP` and
///   the SSL header are removed, and read by nobody.
/// * An SSL header **without any trusted proxy** is Django's arrangement: its leftmost value is
///   believed from every peer. That is right only where every request passes a proxy that sets
///   it, and [`audit`](crate::Config::audit) says so.
#[derive(Clone, Debug)]
pub struct Proxies {
    trusted: Trusted,
    /// How many proxies there are, the peer included; None where their addresses tell.
    hops: Option<u8>,
    family: Family,
    /// Whether the SSL header is believed from peers that are not trusted.
    believes_anybody: bool,
    reads_host: bool,
    /// Whether a redirect will want to know why a request is not secure.
    redirects: bool,
    peer_from: fn(&Extensions) -> Option<Peer>,
}

/// The headers that trusted proxies write; those of the other family are never read.
#[derive(Clone, Debug)]
enum Family {
    Forwarded,
    XForwarded(SslHeader),
}

impl Proxies {
    /// Finds the peer in what a server puts into its requests' extensions.
    ///
    /// Where it finds none, a [`Peer`] itself counts, as it does without this: a test of an
    /// application, which has no server, puts that into its requests.
    ///
    /// ```
    /// use std::net::SocketAddr;
    /// use seaworthy_gate::{Config, Peer};
    ///
    /// /// What the server tells of a connection.
    /// #[derive(Clone)]
    /// struct ConnectInfo(SocketAddr);
    ///
    /// let gate = Config::new(["www.example.com"]).build()?;
    /// let proxies = gate.proxies.peer_from(|extensions| {
    ///     extensions.get::<ConnectInfo>().map(|info| Peer::ip(info.0.ip()))
    /// });
    /// # let _ = proxies;
    /// # Ok::<(), seaworthy_gate::ConfigError>(())
    /// ```
    #[must_use]
    pub fn peer_from(self, find: fn(&Extensions) -> Option<Peer>) -> Self {
        Self {
            peer_from: find,
            ..self
        }
    }

    /// What a trusted peer says of a client.
    fn testimony(&self, headers: &HeaderMap, peer: Option<Peer>) -> Testimony {
        let chain = Chain {
            peer: peer.and_then(Peer::address),
            trusted: &self.trusted,
            hops: self.hops,
        };
        match &self.family {
            Family::Forwarded => Testimony::of_forwarded(headers, chain, self.reads_host),
            Family::XForwarded(ssl) => {
                Testimony::of_x_forwarded(headers, chain, ssl, self.reads_host)
            }
        }
    }

    /// What any other peer says; only Django's arrangement believes it.
    fn hearsay(&self, headers: &HeaderMap, peer: Option<Peer>) -> Testimony {
        let claim = match &self.family {
            Family::Forwarded => forwarded_element::from_the_right(headers)
                .next()
                .and_then(Result::ok)
                .map(|element| element.claim),
            Family::XForwarded(ssl) => {
                forwarded::leftmost(headers, &ssl.name).map(|item| ssl.claim_of(item))
            }
        };
        Testimony {
            client: peer.and_then(Peer::address),
            claim: claim.unwrap_or(Claim::None),
            hosts: Vec::new(),
        }
    }

    /// Why a request that is not secure may have come over HTTPS all the same.
    fn suspicion(
        &self,
        headers: &HeaderMap,
        peer: Option<Peer>,
        is_trusted: bool,
        claim: Claim,
    ) -> Option<RedirectLoop> {
        let is_believed = is_trusted || self.believes_anybody;
        let header = || match &self.family {
            Family::Forwarded => FORWARDED,
            Family::XForwarded(ssl) => ssl.name.clone(),
        };
        match claim {
            Claim::Https if !is_believed => Some(RedirectLoop::Stranger { peer }),
            Claim::Odd if is_believed => Some(RedirectLoop::Misread { header: header() }),
            Claim::None if is_trusted && forwarded::is_any_in(headers) => {
                Some(RedirectLoop::Silent { header: header() })
            }
            _ => None,
        }
    }

    /// Whether a forwarding header has been read, so that it may stay.
    fn reads(&self, name: &HeaderName, is_trusted: bool) -> bool {
        match &self.family {
            Family::Forwarded => is_trusted && *name == FORWARDED,
            Family::XForwarded(ssl) if *name == ssl.name => is_trusted || self.believes_anybody,
            Family::XForwarded(_) => {
                is_trusted
                    && (*name == X_FORWARDED_FOR || *name == X_FORWARDED_HOST && self.reads_host)
            }
        }
    }

    /// Whether a header says what only a proxy can know, and would be believed further in.
    fn may_deceive(&self, name: &HeaderName, is_trusted: bool) -> bool {
        match &self.family {
            Family::XForwarded(_) if is_trusted => forwarded::describes_connection(name),
            Family::XForwarded(ssl) => forwarded::is_forwarding(name) || *name == ssl.name,
            Family::Forwarded => forwarded::is_forwarding(name),
        }
    }
}

impl Policy for Proxies {
    type Memo = ();

    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<()> {
        let extensions = request.extensions();
        let peer = (self.peer_from)(extensions).or_else(|| extensions.get().copied());
        let is_trusted = peer.is_some_and(|peer| self.trusted.has_peer(peer));
        let Testimony {
            client,
            claim,
            hosts,
        } = match is_trusted {
            true => self.testimony(request.headers(), peer),
            false => self.hearsay(request.headers(), peer),
        };

        let is_believed = is_trusted || self.believes_anybody;
        let is_secure = match claim {
            Claim::None => peer.is_some_and(Peer::is_tls),
            _ if !is_believed => peer.is_some_and(Peer::is_tls),
            claim => claim == Claim::Https,
        };
        let mut connection = Connection::new(match is_secure {
            true => Scheme::Https,
            false => Scheme::Http,
        });
        connection.client = client;

        if self.redirects && !is_secure {
            if let Some(reason) = self.suspicion(request.headers(), peer, is_trusted, claim) {
                request.extensions_mut().insert(reason);
            }
        }
        adopt_host(request, hosts);
        forwarded::remove(request.headers_mut(), |name| {
            self.may_deceive(name, is_trusted) && !self.reads(name, is_trusted)
        });
        request.extensions_mut().insert(connection);
        Verdict::Forward(())
    }

    fn finish<B>(&self, (): (), _response: &mut Response<B>) {}
}

/// Puts what a proxy forwarded as the host, if anything, in the place of the request's own.
///
/// Nothing is checked here. All lines are taken over, so that the host policy refuses several
/// as it does for `Host`; a target that cannot hold the value keeps its own authority, and the
/// two no longer agree.
fn adopt_host<B>(request: &mut Request<B>, lines: Vec<HeaderValue>) {
    let Some(first) = lines.first() else { return };
    if request.uri().authority().is_some() {
        if let Ok(authority) = Authority::try_from(first.as_bytes()) {
            let mut parts = request.uri().clone().into_parts();
            parts.authority = Some(authority);
            if let Ok(uri) = Uri::from_parts(parts) {
                *request.uri_mut() = uri;
            }
        }
    }
    let headers = request.headers_mut();
    headers.remove(HOST);
    for line in lines {
        if headers.try_append(HOST, line).is_err() {
            // The map is full. Of several lines one alone would look like a good one.
            headers.remove(HOST);
            return;
        }
    }
}

mod build;
#[cfg(test)]
mod tests;
