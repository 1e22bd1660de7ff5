//! Who asks.

use http::header::ORIGIN;
use http::{HeaderMap, HeaderValue};

use crate::CorsRefusal;
use crate::parts::Parts;

/// What a request says of its origin.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asked<'a> {
    /// It does not speak of one, so that it is no CORS request.
    Never,
    Once(&'a HeaderValue),
    /// It says several things, and so nothing.
    Often,
}

impl<'a> Asked<'a> {
    #[inline]
    pub(crate) fn by(request: &'a HeaderMap) -> Self {
        let mut origins = request.get_all(ORIGIN).iter();
        match (origins.next(), origins.next()) {
            (None, _) => Self::Never,
            (Some(origin), None) => Self::Once(origin),
            (Some(_), Some(_)) => Self::Often,
        }
    }

    /// Why it is refused, where it is.
    pub(crate) fn refusal(self) -> CorsRefusal {
        match self {
            Self::Once(origin) if is_one(origin) => CorsRefusal::Origin,
            _ => CorsRefusal::Malformed,
        }
    }
}

/// Whether browsers send this, `null` included.
fn is_one(origin: &HeaderValue) -> bool {
    let text = origin.to_str().unwrap_or_default();
    text == "null" || Parts::parse(text).is_ok()
}
