//! The policy that hands out CSRF tokens and asks for them.

pub use config::TokenConfig;
pub use error::{TokenConfigError, TokenIssue};
pub use refusal::CsrfTokenRefusal;
pub use same_site::SameSite;
pub use token::CsrfToken;

mod brought;
mod config;
mod cookie;
mod error;
mod id;
mod keys;
mod mask;
mod refusal;
mod same_site;
mod token;

use std::sync::Arc;

use http::header::{COOKIE, HeaderName, HeaderValue, SET_COOKIE};
use http::{Extensions, HeaderMap, Method, Request, Response, StatusCode};
use seaworthy_policy::{Excerpt, Policy, Throttle, Verdict, make_private, refusal, vary_by};

use self::brought::Names;
use self::cookie::Cookie;
use self::keys::Keys;
use self::token::Sealed;
use crate::csrf::{Exemption, is_safe};

/// Puts a [`CsrfToken`] into each request, and refuses requests that bring a wrong one; made by
/// [`TokenConfig::build`].
///
/// It stands beside [`Csrf`](crate::Csrf), whose rules need no token, and not in its place: a
/// token still holds where a browser says nothing about where its requests come from.
///
/// A page displays the token in a form's field or in an attribute for its scripts. That sends a
/// cookie along, if the browser has none yet, `Vary: Cookie`, and `Cache-Control: private`, unless
/// the handler has said `no-store`: a shared cache would hand the token and its cookie to others.
/// The token comes back in one of two ways. A header is verified
/// here: a wrong one is refused, and with [`required`](TokenConfig::required) a missing one too. A
/// field of a form is in the body, which no policy reads, so the handler verifies it by
/// [`CsrfToken::verify`].
///
/// GET, HEAD, OPTIONS and TRACE need no token, and neither does CONNECT, by which browsers open
/// WebSockets and to which they add no header. What is exempt from `Csrf` is exempt here:
/// requests with a [`CsrfExempt`](crate::CsrfExempt), and those of
/// [`exempt_when`](Self::exempt_when).
///
/// A refusal is a 403 with its [`CsrfTokenRefusal`] in the extensions.
///
/// # How it is made
///
/// The server stores nothing. The cookie holds a random number of 128 bits; a token is an HMAC over
/// it and over the session cookie, by a key that only the server has: a [signed double
/// submission][owasp]. It stands under a mask that is another one at each display, so that its
/// text cannot be [guessed from the length of compressed pages](https://www.breachattack.com).
/// Whoever plants a cookie in a visitor's browser has no token for that visitor's session.
///
/// [owasp]: https://owasp.org/www-community/attacks/csrf
///
/// ```
/// use http::{Request, Response, header::SET_COOKIE};
/// use seaworthy_gate::{CsrfToken, TokenConfig};
/// use seaworthy_policy::{Policy, Verdict};
///
/// let config = TokenConfig::new(["a key of 32 random bytes or more"]);
/// let tokens = config.build()?;
///
/// let mut request = Request::new(());
/// let Verdict::Forward(memo) = tokens.judge(&mut request) else { panic!() };
/// let token = CsrfToken::of(request.extensions()).unwrap();
/// let form = format!("<input type=hidden name=csrfmiddlewaretoken value={token}>");
/// let mut page = Response::new(form);
/// tokens.finish(memo, &mut page);
/// assert!(page.headers()[SET_COOKIE].to_str()?.starts_with("__Host-csrftoken="));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CsrfTokens {
    shared: Arc<Shared>,
    exemption: Exemption,
}

/// What each token needs of the policy.
#[derive(Debug)]
struct Shared {
    keys: Keys,
    names: Names,
    header: HeaderName,
    cookie: Cookie,
    required: bool,
    /// For pages that were meant for shared caches.
    shared_pages: Throttle,
}

impl CsrfTokens {
    /// Lets in whatever other sites send to what this function tells by a request's extensions.
    ///
    /// It is asked of requests that would be refused; [`Csrf::exempt_when`] says how to write it.
    ///
    /// [`Csrf::exempt_when`]: crate::Csrf::exempt_when
    #[must_use]
    pub fn exempt_when(self, is_exempt: fn(&Extensions) -> bool) -> Self {
        Self {
            exemption: Exemption::when(is_exempt),
            ..self
        }
    }

    fn check(&self, token: &CsrfToken, headers: &HeaderMap) -> Result<(), CsrfTokenRefusal> {
        let mut lines = headers.get_all(&self.shared.header).iter();
        match (lines.next(), lines.next()) {
            (None, _) if self.shared.required && headers.contains_key(COOKIE) => {
                token.verify_bytes(b"")
            }
            (None, _) => Ok(()),
            (Some(line), None) => token.verify_bytes(line.as_bytes()),
            (Some(_), Some(_)) => Err(CsrfTokenRefusal::MalformedToken),
        }
    }
}

impl Policy for CsrfTokens {
    type Memo = CsrfToken;

    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<CsrfToken> {
        let lines = request.headers().get_all(COOKIE).iter().cloned().collect();
        let token = CsrfToken::new(Arc::clone(&self.shared), lines);
        if !is_safe(request.method()) && *request.method() != Method::CONNECT {
            let checked = self.check(&token, request.headers());
            let is_exempt = || self.exemption.covers(request.extensions());
            if let Some(reason) = checked.err().filter(|_| !is_exempt()) {
                tracing::warn!(
                    %reason,
                    method = ?Excerpt(request.method().as_str().as_bytes()),
                    path = ?Excerpt(request.uri().path().as_bytes()),
                    "request refused"
                );
                return Verdict::Reply(refusal(StatusCode::FORBIDDEN, reason));
            }
        }
        request.extensions_mut().insert(token.clone());
        Verdict::Forward(token)
    }

    fn finish<B>(&self, token: CsrfToken, response: &mut Response<B>) {
        let Sealed { displayed, cookie } = token.seal();
        let headers = response.headers_mut();
        if displayed || cookie.is_some() {
            vary_by(headers, HeaderValue::from_static("Cookie"));
            // Many shared caches do not heed `Vary`. Those that do keep one page for all visitors
            // without a cookie, and whoever knows the number in it knows all their tokens.
            if make_private(headers) && self.shared.shared_pages.admits() {
                tracing::warn!(
                    "a response that displays a CSRF token or sets its cookie was meant for \
                     shared caches; it was made private"
                );
            }
        }
        if let Some(line) = cookie {
            append(headers, line);
        }
    }
}

fn append(headers: &mut HeaderMap, line: HeaderValue) {
    // It fails only where the map is full. The cookie is then lost, and its tokens are refused.
    let _ = headers.try_append(SET_COOKIE, line);
}

#[cfg(test)]
mod tests;
