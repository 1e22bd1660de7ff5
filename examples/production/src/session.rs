//! The session cookie: a random id for each visitor, ready for a sign-in to hang on.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::Cookie;
use seaworthy::SessionCookie;
use seaworthy::headers::SameSite;

/// Bytes of randomness in an id.
const ID_BYTES: usize = 16;

/// The cookie to set, unless the visitor has brought one.
///
/// `None` also when the system has no randomness to give: a visitor without a session is better
/// than one with a session that can be guessed.
pub(crate) fn cookie_for(request: &HeaderMap, settings: &SessionCookie) -> Option<HeaderValue> {
    if has_one(request, &settings.name) {
        return None;
    }
    let mut id = [0; ID_BYTES];
    getrandom::fill(&mut id).ok()?;
    let cookie = Cookie::build((settings.name.as_str(), URL_SAFE_NO_PAD.encode(id)))
        .path("/")
        .secure(settings.secure)
        .http_only(settings.httponly)
        .same_site(match settings.samesite {
            SameSite::Strict => cookie::SameSite::Strict,
            SameSite::Lax => cookie::SameSite::Lax,
            SameSite::None => cookie::SameSite::None,
        });
    HeaderValue::try_from(cookie.to_string()).ok()
}

fn has_one(request: &HeaderMap, name: &str) -> bool {
    request
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .any(|cookie| {
            cookie.name() == name
                && URL_SAFE_NO_PAD
                    .decode(cookie.value())
                    .is_ok_and(|id| id.len() == ID_BYTES)
        })
}
