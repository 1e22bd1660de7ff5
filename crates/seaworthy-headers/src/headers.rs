use http::{Request, Response, StatusCode};
use seaworthy_policy::{Connection, Policy, Throttle, Verdict, make_private};

use crate::block::Block;
use crate::cookies::{Hardener, KeptHost};
use crate::csp::Template;
use crate::removed::Removed;
use crate::transport::Transport;
use crate::{CspOverride, Nonce};

/// The policy that sends the security headers; made by [`Config::build`](crate::Config::build).
///
/// It forwards every request. A response gets each header that its handler has not set itself;
/// only `X-Content-Type-Options` is sent whatever the handler says, and what is to be
/// [removed](crate::Config::remove) is not. HSTS,
/// `Cross-Origin-Opener-Policy` and `upgrade-insecure-requests` are sent only where the request's
/// [`Connection`](seaworthy_policy::Connection) is secure, so a policy further out has to say so.
///
/// A [`CspOverride`] in the response's extensions takes the place of the configured policies.
///
/// Cookies get what they lack by the [`CookieRules`](crate::CookieRules), `Secure` on secure
/// connections only.
///
/// A handler that displays the request's [`Nonce`] gets a Content-Security-Policy with that nonce,
/// and its response is made `private` where shared caches could keep it: fields such as
/// `CDN-Cache-Control`, which some caches obey in its place, are removed. A 304 gets no
/// Content-Security-Policy: it would replace the one that [fits the stored
/// page](https://www.rfc-editor.org/rfc/rfc9111#section-3.2), nonce and all.
///
/// ```
/// use http::{Request, Response};
/// use seaworthy_headers::Config;
/// use seaworthy_policy::{Policy, Verdict};
///
/// let headers = Config::default().build()?;
/// let Verdict::Forward(memo) = headers.judge(&mut Request::new(())) else {
///     panic!("every request is forwarded");
/// };
/// let mut response = Response::new("body");
/// headers.finish(memo, &mut response);
/// assert_eq!(response.headers()["x-frame-options"], "DENY");
/// # Ok::<(), seaworthy_headers::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Headers {
    cookies: Option<Hardener>,
    removed: Removed,
    plain: Block,
    secure: Block,
    pinnable: Block,
    /// About pages with a nonce that were meant for shared caches.
    shared: Throttle,
}

impl Headers {
    pub(crate) fn new(
        cookies: Option<Hardener>,
        removed: Removed,
        block: impl Fn(Transport) -> Block,
    ) -> Self {
        Self {
            cookies,
            removed,
            plain: block(Transport::Plain),
            secure: block(Transport::Secure),
            pinnable: block(Transport::Pinnable),
            shared: Throttle::new(),
        }
    }

    /// How many bytes of header a page gets that shows its nonce, over HTTP/1.1.
    pub(crate) fn bytes(&self) -> usize {
        self.pinnable.bytes()
    }

    const fn block(&self, transport: Transport) -> &Block {
        match transport {
            Transport::Plain => &self.plain,
            Transport::Secure => &self.secure,
            Transport::Pinnable => &self.pinnable,
        }
    }
}

impl Policy for Headers {
    type Memo = Memo;

    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<Memo> {
        let connection = Connection::of(request.extensions());
        let transport = Transport::of(connection);
        let wants_host = connection.filter(|_| self.cookies.is_some());
        let host = wants_host.and_then(KeptHost::of);
        let nonce = if self.block(transport).takes_nonce() {
            Some(Nonce::within(request.extensions_mut()))
        } else {
            // An override further in may use that of a policy further out.
            Nonce::usable(request.extensions())
        };
        Verdict::Forward(Memo {
            host,
            transport,
            nonce,
        })
    }

    fn finish<B>(&self, memo: Memo, response: &mut Response<B>) {
        let block = self.block(memo.transport);
        let instead = response.extensions().get::<CspOverride>().cloned();
        let mut policies = block.policies();
        let mut nonce = memo.nonce.as_ref();
        if let Some(instead) = &instead {
            policies = instead.of(policies, memo.transport.is_secure());
            // One that was sent before came with a copy of a response, as from a cache.
            nonce = nonce.or(instead.nonce().filter(|nonce| !nonce.is_sealed()));
        }
        // Where none of them takes it, policies further out may still wait for it.
        let mut sent = policies.into_iter().flatten();
        let takes_nonce = sent.any(Template::takes_nonce);
        let nonce = nonce.filter(|_| takes_nonce).and_then(Nonce::seal);
        let modified = response.status() != StatusCode::NOT_MODIFIED;
        let headers = response.headers_mut();
        self.removed.remove_from(headers);
        if let Some(cookies) = &self.cookies {
            cookies.harden(headers, memo.transport.is_secure(), memo.host.as_ref());
        }
        block.add_to(headers, policies, nonce, modified);
        if nonce.is_some() && make_private(headers) && self.shared.admits() {
            tracing::warn!(
                "a response whose page displays the CSP nonce was meant for shared caches; \
                 it was made private"
            );
        }
    }
}

/// What [`Headers`] remembers of a request until its response.
#[derive(Debug)]
pub struct Memo {
    /// The host, if there are rules for cookies to know it.
    host: Option<KeptHost>,
    transport: Transport,
    nonce: Option<Nonce>,
}
