use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Request};

/// The header that carries the id of a request, in both directions.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is accepted, in bytes.
const LONGEST: usize = 64;

/// The id of a request: what its events, its response and the reports of its client have in common.
///
/// It is 1 to 64 letters, digits, `-`, `_` and `.` of ASCII, so that it can stand anywhere.
/// [`RequestLog`](crate::RequestLog) puts it into the request's extensions.
///
/// ```
/// use seaworthy_log::RequestId;
///
/// let id: RequestId = "018f3c2e-7b1a.42".parse()?;
/// assert_eq!(id.as_str(), "018f3c2e-7b1a.42");
///
/// assert!("two words".parse::<RequestId>().is_err());
/// assert_eq!(RequestId::generate().as_str().len(), 36);
/// # Ok::<(), seaworthy_log::InvalidRequestId>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// A new id, a UUID of version 7 ([RFC 9562 section 5.7]): ids sort by their time.
    ///
    /// [RFC 9562 section 5.7]: https://www.rfc-editor.org/rfc/rfc9562#section-5.7
    #[must_use]
    pub fn generate() -> Self {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let text = uuid_v7(now.as_millis(), random());
        Self(HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static("unknown")))
    }

    /// The id of a request, if a [`RequestLog`](crate::RequestLog) further out has seen it.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// The id that a request has already, or comes with, or a new one.
    pub(crate) fn for_request<B>(request: &Request<B>) -> Self {
        Self::of(request.extensions())
            .cloned()
            .or_else(|| Self::from_client(request))
            .unwrap_or_else(Self::generate)
    }

    /// The id that a client sent, if it sent one that can be used. Two are none.
    fn from_client<B>(request: &Request<B>) -> Option<Self> {
        let mut values = request.headers().get_all(&HEADER).iter();
        let value = values.next().filter(|value| is_id(value.as_bytes()))?;
        values.next().is_none().then(|| Self(value.clone()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    /// Puts it in the place of what a client sent as an id and is another one, or none.
    pub(crate) fn correct(&self, headers: &mut HeaderMap) {
        let said = headers.get(&HEADER).is_some_and(|said| *said != self.0);
        if said || headers.get_all(&HEADER).iter().count() > 1 {
            headers.insert(HEADER, self.to_header());
        }
    }

    pub(crate) fn to_header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl FromStr for RequestId {
    type Err = InvalidRequestId;

    fn from_str(text: &str) -> Result<Self, InvalidRequestId> {
        if !is_id(text.as_bytes()) {
            return Err(InvalidRequestId(()));
        }
        HeaderValue::from_str(text)
            .map(Self)
            .map_err(|_| InvalidRequestId(()))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestId").field(&self.as_str()).finish()
    }
}

/// A text that is no [`RequestId`].
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a request id is 1 to {LONGEST} ASCII letters, digits, `-`, `_` and `.`")]
pub struct InvalidRequestId(());

fn is_id(bytes: &[u8]) -> bool {
    (1..=LONGEST).contains(&bytes.len())
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

fn uuid_v7(millis: u128, random: u128) -> [u8; 36] {
    const RANDOM: u128 = 0xfff << 64 | (u128::MAX >> 66);
    let bits = millis << 80 | 7 << 76 | 0b10 << 62 | random & RANDOM;
    let mut text = [b'-'; 36];
    let places = (0..36).filter(|at| !matches!(at, 8 | 13 | 18 | 23));
    for (digit, at) in places.enumerate() {
        let value = (bits >> (124 - 4 * digit)) as u8 & 0xf;
        if let Some(place) = text.get_mut(at) {
            *place = if value < 10 { b'0' } else { b'a' - 10 } + value;
        }
    }
    text
}

fn random() -> u128 {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_ok() {
        return u128::from_ne_bytes(bytes);
    }
    // An id tells requests apart and protects nothing, so weaker randomness will do.
    let weaker = || u128::from(RandomState::new().hash_one(SystemTime::now()));
    weaker() << 64 | weaker()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_plain_words_are_ids() {
        for good in ["a", "0", "A-b_c.9", "....", &"x".repeat(64)] {
            assert_eq!(good.parse::<RequestId>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            " ",
            "a b",
            "a\n",
            "é",
            "a,b",
            "a\"",
            "%41",
            "a/b",
            &"x".repeat(65),
        ] {
            assert!(bad.parse::<RequestId>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_generated_id_is_a_uuid_of_version_7() {
        // The example of RFC 9562, appendix A.6.
        let random = 0xcc3 << 64 | 0x18c4_dc0c_0c07_398f;
        assert_eq!(
            uuid_v7(0x017f_22e2_79b0, random).as_slice(),
            b"017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
        );
        assert_eq!(
            uuid_v7(0, u128::MAX).as_slice(),
            b"00000000-0000-7fff-bfff-ffffffffffff"
        );
        let (one, two) = (RequestId::generate(), RequestId::generate());
        assert_ne!(one, two);
        assert!(one.as_str().parse::<RequestId>().is_ok());
    }

    #[test]
    fn the_id_is_the_extension_then_the_header_then_new() {
        let with = |values: &[&[u8]]| {
            let mut request = Request::new(());
            for value in values {
                let value = HeaderValue::from_bytes(value).unwrap();
                request.headers_mut().append(HEADER, value);
            }
            request
        };
        let mut request = with(&[b"from-client"]);
        assert_eq!(RequestId::for_request(&request).as_str(), "from-client");
        let own: RequestId = "own".parse().unwrap();
        request.extensions_mut().insert(own.clone());
        assert_eq!(RequestId::for_request(&request), own);

        let long = [b'x'; 65];
        let bad: [&[&[u8]]; 6] = [&[], &[b""], &[b"a b"], &[b"\xff"], &[&long], &[b"a", b"b"]];
        for bad in bad {
            let id = RequestId::for_request(&with(bad));
            assert_eq!(id.as_str().len(), 36, "{bad:?}");
        }
    }
}
