//! What is probably the matter where a request is refused.

use http::HeaderMap;
use http::header::{ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};

use crate::parts::Parts;
use crate::state::State;
use crate::{CorsRefusal, OriginPattern};

/// What to look at first. What a client sent stands in it only if it is a name by its grammar.
pub(crate) fn hint(reason: CorsRefusal, state: &State, request: &HeaderMap) -> Option<String> {
    let value = |name| request.get(name).and_then(|value| value.to_str().ok());
    let repeats = |name| request.get_all(name).iter().nth(1).is_some();
    match reason {
        CorsRefusal::Headers => {
            let lines = request.get_all(ACCESS_CONTROL_REQUEST_HEADERS).iter();
            lines
                .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
                .map(<[u8]>::trim_ascii)
                .take(MOST_NAMES)
                .find(|name| !name.is_empty() && !state.headers.allow(name))
                .and_then(|name| http::HeaderName::from_bytes(name).ok())
                .filter(|name| name.as_str().len() <= LONGEST_NAME)
                .map(|name| format!("header `{name}` is not listed"))
        }
        CorsRefusal::Malformed if repeats(ORIGIN) => Some(SEVERAL.to_owned()),
        CorsRefusal::Malformed => {
            let reason = Parts::parse(value(ORIGIN)?).err()?;
            Some(format!("it {reason}"))
        }
        CorsRefusal::Method if repeats(ACCESS_CONTROL_REQUEST_METHOD) => Some(SEVERAL.to_owned()),
        CorsRefusal::Method => {
            let asked = value(ACCESS_CONTROL_REQUEST_METHOD)?;
            let listed = state.config().methods.iter();
            let twin = listed.into_iter().find(|m| m.eq_ignore_ascii_case(asked))?;
            Some(format!("`{twin}` is listed, in another case"))
        }
        CorsRefusal::Origin => {
            let asked = value(ORIGIN)?;
            if asked == "null" {
                return Some("a sandboxed frame, a local file or a redirect sends `null`".into());
            }
            let asked = Parts::parse(asked).ok()?;
            let listed = state.config().origins.iter();
            listed.into_iter().find_map(|listed| near(listed, &asked))
        }
    }
}

/// In what the origin differs from one that is listed, if only in one thing.
fn near(listed: &str, asked: &Parts<'_>) -> Option<String> {
    let pattern: OriginPattern = listed.parse().ok()?;
    let (scheme, host) = pattern.scheme_and_host()?;
    let below = asked
        .host
        .strip_suffix(host)
        .is_some_and(|b| b.ends_with('.'));
    let what = if host == asked.host && scheme != asked.scheme {
        "with another scheme"
    } else if host == asked.host && listed.contains("*.") {
        "for the hosts below it"
    } else if host == asked.host || (below && listed.contains("*.") && scheme == asked.scheme) {
        "with another port"
    } else if below && scheme == asked.scheme {
        "without the hosts below it"
    } else {
        return None;
    };
    Some(format!("`{listed}` is listed, {what}"))
}

const SEVERAL: &str = "there are several lines of it";

/// How many names of a hostile list are looked at.
const MOST_NAMES: usize = 256;

/// The longest name that is repeated in an event, in bytes.
const LONGEST_NAME: usize = 64;

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;
    use crate::Config;

    fn told(reason: CorsRefusal, listed: &[&str], request: &[(HeaderName, &str)]) -> String {
        let mut config = Config::new(listed.iter().copied());
        config.methods = vec!["PATCH".into()];
        config.headers = vec!["content-type".into()];
        let state = State::of(&config, false).unwrap();
        let request = request
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()))
            .collect();
        hint(reason, &state, &request).unwrap_or_default()
    }

    #[test]
    fn the_entry_that_was_nearly_met_is_named_with_the_difference() {
        for (listed, asked, hint) in [
            (
                "https://example.com",
                "http://example.com",
                "`https://example.com` is listed, with another scheme",
            ),
            (
                "http://localhost:3000",
                "http://localhost:5173",
                "`http://localhost:3000` is listed, with another port",
            ),
            (
                "https://*.example.com",
                "https://example.com",
                "`https://*.example.com` is listed, for the hosts below it",
            ),
            (
                "https://*.example.com",
                "https://a.example.com:8443",
                "`https://*.example.com` is listed, with another port",
            ),
            (
                "https://example.com",
                "https://www.example.com",
                "`https://example.com` is listed, without the hosts below it",
            ),
            (
                "https://example.com",
                "null",
                "a sandboxed frame, a local file or a redirect sends `null`",
            ),
            ("https://example.com", "https://evil.example", ""),
            ("https://example.com", "https://evilexample.com", ""),
        ] {
            let told = told(CorsRefusal::Origin, &[listed], &[(ORIGIN, asked)]);
            assert_eq!(told, hint, "{asked}");
        }
    }

    #[test]
    fn what_is_wrong_with_an_origin_a_method_or_a_header_is_told() {
        let listed = &["https://example.com"];
        for (reason, request, hint) in [
            (
                CorsRefusal::Malformed,
                &[(ORIGIN, "https://Example.com")][..],
                "it has upper-case letters, which browsers never send",
            ),
            (
                CorsRefusal::Malformed,
                &[(ORIGIN, "https://a.example"), (ORIGIN, "https://b.example")],
                "there are several lines of it",
            ),
            (
                CorsRefusal::Method,
                &[(ACCESS_CONTROL_REQUEST_METHOD, "patch")],
                "`PATCH` is listed, in another case",
            ),
            (
                CorsRefusal::Method,
                &[(ACCESS_CONTROL_REQUEST_METHOD, "PURGE")],
                "",
            ),
            (
                CorsRefusal::Method,
                &[
                    (ACCESS_CONTROL_REQUEST_METHOD, "PATCH"),
                    (ACCESS_CONTROL_REQUEST_METHOD, "PUT"),
                ],
                "there are several lines of it",
            ),
            (
                CorsRefusal::Headers,
                &[(ACCESS_CONTROL_REQUEST_HEADERS, "content-type,, X-Evil")],
                "header `x-evil` is not listed",
            ),
            (
                CorsRefusal::Headers,
                &[(ACCESS_CONTROL_REQUEST_HEADERS, "content-type,a b")],
                "",
            ),
        ] {
            assert_eq!(told(reason, listed, request), hint, "{request:?}");
        }
    }
}
