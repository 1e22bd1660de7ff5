//! What trusted proxies say of a client.

use std::net::IpAddr;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::forwarded::{self, Chain, Route, X_FORWARDED_HOST};
use crate::forwarded_element;

/// What trusted proxies say of a client.
#[derive(Debug)]
pub(crate) struct Testimony {
    /// None where the outermost trusted proxy noted no address.
    pub(crate) client: Option<IpAddr>,
    pub(crate) claim: Claim,
    /// The lines that are to stand in the place of `Host`, if there are any.
    pub(crate) hosts: Vec<HeaderValue>,
}

impl Testimony {
    /// What the `X-Forwarded-…` headers say, and the SSL header.
    pub(crate) fn of_x_forwarded(
        headers: &HeaderMap,
        chain: Chain<'_>,
        ssl: &SslHeader,
        reads_host: bool,
    ) -> Self {
        let route = Route::of(headers, chain);
        // No more than what trusted proxies can have appended: the rest may be invented. Where
        // they are counted, a list may still have fewer items, if only some appended.
        let reach = chain.hops.map_or(route.proxies, usize::from);
        let mut claims =
            forwarded::from_the_right(headers, &ssl.name).map(|item| ssl.claim_of(item));
        let claim = claims.by_ref().take(reach).fold(Claim::None, Claim::and);
        Self {
            client: route.client,
            claim: claim.doubted(claims),
            hosts: match chain.hops {
                _ if !reads_host => Vec::new(),
                Some(_) => forwarded::from_the_right(headers, &X_FORWARDED_HOST)
                    .take(reach)
                    .last()
                    .map_or_else(Vec::new, |host| vec![host_value(host)]),
                None => headers.get_all(X_FORWARDED_HOST).iter().cloned().collect(),
            },
        }
    }

    /// What the `Forwarded` header says.
    pub(crate) fn of_forwarded(headers: &HeaderMap, chain: Chain<'_>, reads_host: bool) -> Self {
        let mut route = Route::from_peer(chain);
        let mut claim = Claim::None;
        let mut host = None;
        let mut elements = forwarded_element::from_the_right(headers);
        for element in elements.by_ref() {
            let Ok(element) = element else {
                // A trusted proxy is at fault, or nothing is left of what one wrote.
                route.client = None;
                claim = Claim::Odd;
                break;
            };
            claim = claim.and(element.claim);
            host = element.host.filter(|_| reads_host).or(host);
            if !route.reaches(element.client, chain) {
                break;
            }
        }
        let further = elements.map(|element| element.map_or(Claim::None, |element| element.claim));
        Self {
            client: route.client,
            claim: claim.doubted(further),
            hosts: host.map_or_else(Vec::new, |host| vec![host_value(&host)]),
        }
    }
}

/// A part of a header's value, which is one too.
fn host_value(host: &[u8]) -> HeaderValue {
    // Were it none, then the host policy refuses what is empty.
    HeaderValue::from_bytes(host).unwrap_or(HeaderValue::from_static(""))
}

/// What a header says of the scheme.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Claim {
    Http,
    Https,
    /// Nothing.
    None,
    /// Neither, or not always the same: not enough to be secure, but perhaps meant to be.
    Odd,
}

impl Claim {
    /// What the name of a scheme says, which may be in
    /// [either case](https://www.rfc-editor.org/rfc/rfc3986#section-3.1).
    pub(crate) fn of_scheme(scheme: &[u8]) -> Self {
        if scheme.eq_ignore_ascii_case(b"https") {
            Self::Https
        } else if scheme.eq_ignore_ascii_case(b"http") {
            Self::Http
        } else {
            Self::Odd
        }
    }

    /// What two proxies say together: all must say HTTPS.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (claim, Self::None) | (Self::None, claim) => claim,
            (one, other) if one == other => one,
            _ => Self::Odd,
        }
    }

    /// The claim in the light of what is said further out, where anything may be invented: if
    /// HTTPS is, plain HTTP is worth a warning.
    fn doubted(self, mut further: impl Iterator<Item = Self>) -> Self {
        if self == Self::Http && further.any(|claim| claim == Self::Https) {
            return Self::Odd;
        }
        self
    }
}

/// The header by which a proxy tells that the client came over HTTPS.
#[derive(Clone, Debug)]
pub(crate) struct SslHeader {
    pub(crate) name: HeaderName,
    /// The value that says so.
    pub(crate) value: Box<str>,
}

impl SslHeader {
    pub(crate) fn claim_of(&self, item: &[u8]) -> Claim {
        if item == self.value.as_bytes() {
            Claim::Https
        } else if [&b"http"[..], b"off"]
            .iter()
            .any(|plain| item.eq_ignore_ascii_case(plain))
        {
            Claim::Http
        } else {
            Claim::Odd
        }
    }
}
