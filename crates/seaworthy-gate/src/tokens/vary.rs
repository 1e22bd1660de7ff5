//! Telling caches that a response depends on the visitor's cookies.

use http::header::VARY;
use http::{HeaderMap, HeaderValue};

/// Names `Cookie` in `Vary`, beside whatever the application names, unless that says it already.
pub(crate) fn vary_by_cookie(headers: &mut HeaderMap) {
    let mut lines = headers.get_all(VARY).iter();
    if !lines.any(says_cookie) {
        // It fails only where the map is full, and then nothing more can be said.
        let _ = headers.try_append(VARY, HeaderValue::from_static("Cookie"));
    }
}

/// Whether the line names `Cookie`, or everything.
fn says_cookie(line: &HeaderValue) -> bool {
    let names = line.as_bytes().split(|&byte| byte == b',');
    names
        .map(<[u8]>::trim_ascii)
        .any(|name| name == b"*" || name.eq_ignore_ascii_case(b"cookie"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookie_is_named_once_beside_what_was_there() {
        let cases: &[(&[&'static str], &[&str])] = &[
            (&[], &["Cookie"]),
            (&["accept, x-cookie"], &["accept, x-cookie", "Cookie"]),
            (&["a", "b"], &["a", "b", "Cookie"]),
            (&["accept ,COOKIE"], &["accept ,COOKIE"]),
            (&["a", "cookie"], &["a", "cookie"]),
            (&["*"], &["*"]),
        ];
        for (before, after) in cases {
            let mut headers = HeaderMap::new();
            for line in *before {
                headers.append(VARY, HeaderValue::from_static(line));
            }
            vary_by_cookie(&mut headers);
            let lines: Vec<_> = headers.get_all(VARY).iter().collect();
            assert_eq!(lines, *after, "{before:?}");
        }
    }
}
