use std::fmt;
use std::str;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Extensions;

/// The number that lets the inline scripts and styles of one response run.
///
/// It is in the extensions of every request while the policy uses nonces, and makes itself when it
/// is first displayed: 16 bytes of the operating system's randomness, in 22 characters that need no
/// escaping in HTML. A response whose handler did not display it gets a policy without a nonce.
/// Clones are the same nonce.
///
/// It has to be displayed before the response is returned, because then its headers are written. A
/// body that is rendered while it is sent must display it beforehand; afterwards a nonce that was
/// never displayed stays empty, and an event says so.
///
/// ```
/// use http::{Request, Response};
/// use seaworthy_headers::Nonce;
///
/// fn handler(request: Request<()>) -> Response<String> {
///     let nonce = Nonce::of(request.extensions()).cloned().unwrap_or_default();
///     Response::new(format!("<script nonce=\"{nonce}\">start()</script>"))
/// }
/// # let page = handler(Request::new(())).into_body();
/// # assert_eq!(page, "<script nonce=\"\">start()</script>");
/// ```
///
/// However many policies a request passes, it has one nonce. Its `Debug` does not show it.
/// [`Nonce::default`] is always empty, for handlers that may run without the policy.
#[derive(Clone)]
pub struct Nonce {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: OnceLock<State>,
    /// Whether the head of a response was finished.
    sealed: AtomicBool,
    /// Whether somebody was told that the nonce was displayed too late.
    reported: AtomicBool,
}

#[derive(Clone, Copy)]
enum State {
    /// Displayed in time.
    Made([u8; LENGTH]),
    /// Displayed, but there was no randomness, or there is no policy to tell.
    Empty,
    /// The head of the response was finished before anybody asked.
    Sealed,
}

/// 16 bytes in base64 without padding.
const LENGTH: usize = 22;

impl Nonce {
    /// The nonce of a request, if its policy uses one.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// The nonce of a request, which gets one if it has none.
    pub(crate) fn within(extensions: &mut Extensions) -> Self {
        if let Some(nonce) = Self::usable(extensions) {
            return nonce;
        }
        let nonce = Self::unread();
        extensions.insert(nonce.clone());
        nonce
    }

    /// The nonce of a request, if a response can still use it.
    ///
    /// A request that is answered a second time, as in a retry, still has that of its first answer.
    pub(crate) fn usable(extensions: &Extensions) -> Option<Self> {
        let nonce = Self::of(extensions)?;
        let empty = matches!(nonce.shared.state.get(), Some(State::Empty));
        (!nonce.is_sealed() && !empty).then(|| nonce.clone())
    }

    /// Whether the head of a response with it was finished.
    pub(crate) fn is_sealed(&self) -> bool {
        self.shared.sealed.load(Ordering::Relaxed)
    }

    /// A nonce that nobody has displayed yet.
    fn unread() -> Self {
        Self {
            shared: Arc::default(),
        }
    }

    /// The number, made if this is the first time that somebody asks.
    fn read(&self, fill: impl FnOnce(&mut [u8]) -> Result<(), getrandom::Error>) -> &str {
        let state = self.shared.state.get_or_init(|| make(fill));
        let late = matches!(state, State::Sealed);
        if late && !self.shared.reported.swap(true, Ordering::Relaxed) {
            tracing::error!(
                "the CSP nonce was first displayed after the response's head was finished; \
                 it is empty, and what carries it will not run"
            );
        }
        state.as_str().unwrap_or_default()
    }

    /// Ends the time in which the nonce can be made, and tells what it is if it was.
    pub(crate) fn seal(&self) -> Option<&str> {
        self.shared.sealed.store(true, Ordering::Relaxed);
        self.shared.state.get_or_init(|| State::Sealed).as_str()
    }
}

impl State {
    fn as_str(&self) -> Option<&str> {
        match self {
            Self::Made(text) => str::from_utf8(text).ok(),
            Self::Empty | Self::Sealed => None,
        }
    }
}

fn make(fill: impl FnOnce(&mut [u8]) -> Result<(), getrandom::Error>) -> State {
    let mut random = [0; 16];
    if let Err(error) = fill(&mut random) {
        tracing::error!(%error, "no randomness for a CSP nonce; what carries it will not run");
        return State::Empty;
    }
    let mut text = [0; LENGTH];
    match URL_SAFE_NO_PAD.encode_slice(random, &mut text) {
        Ok(LENGTH) => State::Made(text),
        _ => State::Empty,
    }
}

impl Default for Nonce {
    fn default() -> Self {
        Self {
            shared: Arc::new(Shared {
                state: OnceLock::from(State::Empty),
                ..Shared::default()
            }),
        }
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(…)")
    }
}

impl fmt::Display for Nonce {
    /// Writes the number, and makes it if this is the first time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.read(getrandom::fill))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::Extensions;

    use super::Nonce;

    #[test]
    fn it_is_made_once_and_shared_by_its_clones() {
        let nonce = Nonce::unread();
        let clone = nonce.clone();
        let text = nonce.to_string();
        assert_eq!(text.len(), 22);
        assert!(
            text.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        );
        assert_eq!(clone.to_string(), text);
        assert_eq!(clone.seal(), Some(text.as_str()));
        assert_eq!(
            nonce.to_string(),
            text,
            "sealing does not take back what was read"
        );
        assert_ne!(Nonce::unread().to_string(), text);
    }

    #[test]
    fn it_holds_all_sixteen_bytes() {
        let nonce = Nonce::unread();
        let text = nonce.read(|bytes| {
            for (index, byte) in (0..).zip(bytes.iter_mut()) {
                *byte = 0xf0 | index;
            }
            Ok(())
        });
        assert_eq!(text, "8PHy8_T19vf4-fr7_P3-_w");
    }

    #[test]
    fn once_sealed_it_stays_empty() {
        let nonce = Nonce::unread();
        assert_eq!(nonce.seal(), None);
        assert_eq!(nonce.to_string(), "");
        assert_eq!(nonce.seal(), None);
    }

    #[test]
    fn without_randomness_it_is_empty() {
        let nonce = Nonce::unread();
        assert_eq!(nonce.read(|_| Err(getrandom::Error::UNSUPPORTED)), "");
        assert_eq!(nonce.to_string(), "", "it does not change its mind");
        assert_eq!(nonce.seal(), None);
    }

    #[test]
    fn a_request_has_one_until_it_is_answered() {
        let mut extensions = Extensions::new();
        assert!(Nonce::usable(&extensions).is_none());
        for displayed in [true, false] {
            let nonce = Nonce::within(&mut extensions);
            let again = Nonce::within(&mut extensions);
            assert!(Arc::ptr_eq(&nonce.shared, &again.shared));
            if displayed {
                assert_eq!(nonce.to_string(), again.to_string());
                assert!(Nonce::usable(&extensions).is_some());
            }
            again.seal();
            assert!(Nonce::usable(&extensions).is_none());
            let next = Nonce::within(&mut extensions);
            assert!(!Arc::ptr_eq(&nonce.shared, &next.shared));
        }
        extensions.insert(Nonce::default());
        assert_eq!(Nonce::within(&mut extensions).to_string().len(), 22);
    }

    #[test]
    fn debug_does_not_show_it() {
        let nonce = Nonce::unread();
        let text = nonce.to_string();
        assert!(!format!("{nonce:?} {nonce:#?}").contains(&text));
    }
}
