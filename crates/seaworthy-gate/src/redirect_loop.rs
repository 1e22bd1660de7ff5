//! Redirects that answer their own target, for ever.

use http::header::{FORWARDED, HeaderMap, HeaderName};
use seaworthy_policy::Excerpt;

use crate::Peer;

/// Why a client that is redirected to HTTPS may have come over HTTPS already.
///
/// [`Proxies`](crate::Proxies) leaves it in a request's extensions, for the redirect to mention.
#[derive(Clone, Debug)]
pub(crate) enum RedirectLoop {
    /// A proxy that is believed says something of the scheme that does not count as HTTPS.
    Misread {
        /// The header that says it, which is still there.
        header: HeaderName,
    },
    /// A trusted proxy says nothing of the scheme.
    Silent {
        /// The header that would say it.
        header: HeaderName,
    },
    /// The peer says that it was HTTPS, but is not trusted.
    Stranger { peer: Option<Peer> },
}

impl RedirectLoop {
    /// Tells the operator of the mistake.
    pub(crate) fn warn(&self, headers: &HeaderMap) {
        match self {
            Self::Misread { header } => {
                // `Forwarded` has parameters that are secrets.
                let lines = headers.get_all(header).iter().rev();
                let value = lines
                    .map(|line| Excerpt(line.as_bytes()))
                    .next()
                    .filter(|_| *header != FORWARDED);
                tracing::warn!(
                    %header,
                    ?value,
                    "redirected to HTTPS although a proxy may mean that the client came over \
                     HTTPS: each proxy that is believed must say so, by the expected value alone"
                );
            }
            Self::Silent { header } => tracing::warn!(
                %header,
                "redirected to HTTPS although the client may have come over HTTPS: the trusted \
                 proxy does not say, and must set the header, unless use_forwarded or \
                 proxy_ssl_header are to name another"
            ),
            Self::Stranger { peer: Some(peer) } => tracing::warn!(
                peer = peer.address().map(display),
                "redirected to HTTPS although the peer claims that the client came over HTTPS: \
                 its claim was ignored, because it is not among the trusted proxies"
            ),
            Self::Stranger { peer: None } => tracing::warn!(
                "redirected to HTTPS although the peer claims that the client came over HTTPS: \
                 its claim was ignored, because the server does not tell who the peer is"
            ),
        }
    }
}
