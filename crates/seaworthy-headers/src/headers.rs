use http::{Request, Response, StatusCode};
use seaworthy_policy::{Connection, Policy, Verdict};

use crate::Nonce;
use crate::block::Block;
use crate::cache_control::make_private;
use crate::cookies::{Hardener, KeptHost};
use crate::transport::Transport;

/// The policy that sends the security headers; made by [`Config::build`](crate::Config::build).
///
/// It forwards every request. A response gets each header that its handler has not set itself;
/// only `X-Content-Type-Options` is sent whatever the handler says. HSTS,
/// `Cross-Origin-Opener-Policy` and `upgrade-insecure-requests` are sent only where the request's
/// [`Connection`](seaworthy_policy::Connection) is secure, so a policy further out has to say so.
///
/// Cookies get what they lack by the [`CookieRules`](crate::CookieRules), `Secure` on secure
/// connections only.
///
/// A handler that displays the request's [`Nonce`] gets a Content-Security-Policy with that nonce,
/// and its response is made `private` where shared caches could keep it. A 304 gets no
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
    plain: Block,
    secure: Block,
    pinnable: Block,
}

impl Headers {
    pub(crate) fn new(cookies: Option<Hardener>, block: impl Fn(Transport) -> Block) -> Self {
        Self {
            cookies,
            plain: block(Transport::Plain),
            secure: block(Transport::Secure),
            pinnable: block(Transport::Pinnable),
        }
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
        let takes_nonce = self.block(transport).takes_nonce();
        let nonce = takes_nonce.then(Nonce::unread);
        if let Some(nonce) = &nonce {
            request.extensions_mut().insert(nonce.clone());
        }
        Verdict::Forward(Memo {
            host,
            transport,
            nonce,
        })
    }

    fn finish<B>(&self, memo: Memo, response: &mut Response<B>) {
        let block = self.block(memo.transport);
        let nonce = memo.nonce.as_ref().and_then(Nonce::seal);
        let modified = response.status() != StatusCode::NOT_MODIFIED;
        let headers = response.headers_mut();
        if let Some(cookies) = &self.cookies {
            cookies.harden(headers, memo.transport.is_secure(), memo.host.as_ref());
        }
        block.add_to(headers, nonce, modified);
        if nonce.is_some() {
            make_private(headers);
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
