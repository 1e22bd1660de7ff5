//! Telling caches on what of the request a response depends.

use http::header::VARY;
use http::{HeaderMap, HeaderValue};

/// Names a request's header in [`Vary`](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5),
/// beside whatever is named there, unless that says it already.
///
/// ```
/// use http::{HeaderMap, HeaderValue};
/// use seaworthy_policy::vary_by;
///
/// let mut headers = HeaderMap::new();
/// vary_by(&mut headers, HeaderValue::from_static("Cookie"));
/// vary_by(&mut headers, HeaderValue::from_static("cookie"));
/// assert_eq!(headers["vary"], "Cookie");
/// ```
pub fn vary_by(headers: &mut HeaderMap, name: HeaderValue) {
    let mut lines = headers.get_all(VARY).iter();
    if !lines.any(|line| says(line, name.as_bytes())) {
        // It fails only where the map is full, and then nothing more can be said.
        let _ = headers.try_append(VARY, name);
    }
}

/// Whether the line names the header, or everything.
fn says(line: &HeaderValue, name: &[u8]) -> bool {
    let names = line.as_bytes().split(|&byte| byte == b',');
    names
        .map(<[u8]>::trim_ascii)
        .any(|said| said == b"*" || said.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_named_once_beside_what_was_there() {
        let cases: &[(&[&'static str], &[&str])] = &[
            (&[], &["Origin"]),
            (&["accept-encoding"], &["accept-encoding", "Origin"]),
            (&["x-origin, accept"], &["x-origin, accept", "Origin"]),
            (&["a", "b"], &["a", "b", "Origin"]),
            (&["Origin"], &["Origin"]),
            (&["accept , ORIGIN,x"], &["accept , ORIGIN,x"]),
            (&["a", "origin"], &["a", "origin"]),
            (&["*"], &["*"]),
            (&["a, *"], &["a, *"]),
        ];
        for (before, after) in cases {
            let mut headers = HeaderMap::new();
            for line in *before {
                headers.append(VARY, HeaderValue::from_static(line));
            }
            vary_by(&mut headers, HeaderValue::from_static("Origin"));
            let lines: Vec<_> = headers.get_all(VARY).iter().collect();
            assert_eq!(lines, *after, "{before:?}");
        }
    }
}
