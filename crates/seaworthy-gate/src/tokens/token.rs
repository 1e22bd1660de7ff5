//! The token of one request.

use std::fmt;
use std::str;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{Extensions, HeaderValue};

use super::id::Id;
use super::mask::{self, Value, masked, unmasked};
use super::{CsrfTokenRefusal, Shared};

/// What a page of the site's own brings along with its unsafe requests, to show that it is one.
///
/// It is in the extensions of every request that [`CsrfTokens`](crate::CsrfTokens) has let
/// through, and makes itself when it is displayed: 86 characters that need no escaping in HTML,
/// headers or URLs, other ones each time, each as good as the other. Clones are the same token.
///
/// It has to be displayed before the response is returned, because then its cookie is set. A body
/// that is rendered while it is sent must display it beforehand; where it was never displayed
/// until then it stays empty, and an event says so.
///
/// A handler of a form finds in the form's field what the page displayed, and verifies it:
///
/// ```
/// use http::{Request, StatusCode};
/// use seaworthy_gate::CsrfToken;
///
/// fn handler(request: &Request<()>, csrfmiddlewaretoken: &str) -> StatusCode {
///     let token = CsrfToken::of(request.extensions());
///     match token.map(|token| token.verify(csrfmiddlewaretoken)) {
///         Some(Ok(())) => StatusCode::OK,
///         Some(Err(_)) | None => StatusCode::FORBIDDEN,
///     }
/// }
/// # assert_eq!(handler(&Request::new(()), ""), StatusCode::FORBIDDEN);
/// ```
///
/// Its `Debug` does not show it.
#[derive(Clone)]
pub struct CsrfToken {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    /// The lines of the request's `Cookie` header, read only if somebody asks.
    lines: Vec<HeaderValue>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    displayed: bool,
    /// The number that replaces the browser's.
    fresh: Option<Fresh>,
    /// What is displayed under masks.
    value: Option<Value>,
    /// Whether the head of the response was finished.
    sealed: bool,
    /// Whether somebody was told that it came too late.
    reported: bool,
}

#[derive(Clone, Copy)]
enum Fresh {
    Made(Id),
    /// There was no randomness.
    Failed,
}

/// What became of a token until the head of the response was finished.
pub(crate) struct Sealed {
    pub(crate) displayed: bool,
    /// The `Set-Cookie` line that it needs.
    pub(crate) cookie: Option<HeaderValue>,
}

impl CsrfToken {
    /// The token of a request, if the policy is there.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// Verifies what came with the request, such as the field `csrfmiddlewaretoken` of a form.
    ///
    /// It is compared in constant time, whichever key it was made with.
    ///
    /// # Errors
    ///
    /// Why it is not a token of this request's cookie and session. The request is then to be
    /// refused.
    pub fn verify(&self, submitted: &str) -> Result<(), CsrfTokenRefusal> {
        self.verify_bytes(submitted.as_bytes())
    }

    /// Makes all tokens invalid that the browser has: the response sets another cookie.
    ///
    /// Call it at a login, and display the token afterwards if at all. What the request itself
    /// brought is still verified.
    pub fn rotate(&self) {
        self.rotate_by(getrandom::fill);
    }

    pub(super) fn new(shared: Arc<Shared>, lines: Vec<HeaderValue>) -> Self {
        let state = Mutex::default();
        Self {
            inner: Arc::new(Inner {
                shared,
                lines,
                state,
            }),
        }
    }

    pub(crate) fn verify_bytes(&self, submitted: &[u8]) -> Result<(), CsrfTokenRefusal> {
        let Inner { shared, lines, .. } = &*self.inner;
        let brought = shared.names.read(lines);
        let message = brought.message(brought.id?);
        if submitted.is_empty() {
            return Err(CsrfTokenRefusal::NoToken);
        }
        let value = unmasked(submitted).ok_or(CsrfTokenRefusal::MalformedToken)?;
        match shared.keys.verify(&message, &value) {
            true => Ok(()),
            false => Err(CsrfTokenRefusal::WrongToken),
        }
    }

    fn rotate_by(&self, fill: impl FnOnce(&mut [u8]) -> Result<(), getrandom::Error>) {
        let mut state = self.inner.state();
        if state.sealed {
            tracing::error!(
                "the CSRF token was rotated after the response's head was finished; the browser \
                 keeps the old one"
            );
            return;
        }
        state.fresh = Some(Fresh::make(fill));
        state.value = None;
    }

    /// The token under a new mask; `None` where there cannot be one.
    fn display(
        &self,
        fill: impl Fn(&mut [u8]) -> Result<(), getrandom::Error>,
    ) -> Option<[u8; mask::LENGTH]> {
        let value = self.inner.value(&fill)?;
        let mut mask = Value::default();
        if let Err(error) = fill(&mut mask) {
            tracing::error!(%error, "no randomness for a CSRF token; what carries it is refused");
            return None;
        }
        masked(&value, &mask)
    }

    /// Ends the time in which the browser can be given another cookie.
    pub(crate) fn seal(&self) -> Sealed {
        let mut state = self.inner.state();
        state.sealed = true;
        let fresh = match state.fresh {
            Some(Fresh::Made(id)) => Some(Some(id)),
            // No cookie is better than one that should have been replaced.
            Some(Fresh::Failed) => Some(None),
            None => None,
        };
        Sealed {
            displayed: state.displayed,
            cookie: fresh.and_then(|id| self.inner.shared.cookie.line(id)),
        }
    }
}

impl Inner {
    /// No code that can panic runs while it is locked, and there is no state that is half made.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn value(&self, fill: impl FnOnce(&mut [u8]) -> Result<(), getrandom::Error>) -> Option<Value> {
        let mut state = self.state();
        if state.sealed && !state.displayed && state.fresh.is_none() {
            if !state.reported {
                tracing::error!(
                    "the CSRF token was first displayed after the response's head was finished; \
                     it is empty, and what carries it is refused"
                );
            }
            state.reported = true;
            return None;
        }
        state.displayed = true;
        if state.value.is_some() {
            return state.value;
        }
        let brought = self.shared.names.read(&self.lines);
        let fresh = match (state.fresh, brought.id) {
            (None, Ok(id)) => {
                state.value = Some(self.shared.keys.sign(&brought.message(id)));
                return state.value;
            }
            (None, Err(_)) => *state.fresh.insert(Fresh::make(fill)),
            (Some(fresh), _) => fresh,
        };
        if let Fresh::Made(id) = fresh {
            state.value = Some(self.shared.keys.sign(&brought.message(id)));
        }
        state.value
    }
}

impl Fresh {
    fn make(fill: impl FnOnce(&mut [u8]) -> Result<(), getrandom::Error>) -> Self {
        match Id::random(fill) {
            Ok(id) => Self::Made(id),
            Err(error) => {
                tracing::error!(%error, "no randomness for a CSRF cookie; its tokens are empty");
                Self::Failed
            }
        }
    }
}

impl fmt::Debug for CsrfToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsrfToken(…)")
    }
}

impl fmt::Display for CsrfToken {
    /// Writes the token under a new mask, and makes it if this is the first time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.display(getrandom::fill);
        let text = text.as_ref().and_then(|text| str::from_utf8(text).ok());
        f.write_str(text.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
