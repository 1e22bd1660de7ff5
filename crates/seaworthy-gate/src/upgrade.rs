//! Requests that ask for another protocol, such as WebSocket.

use http::header::UPGRADE;
use http::{Method, Request};

/// Whether the client wants to speak another protocol from here on.
///
/// An offer of `h2c`, which some clients make with every request, is no such wish: whoever makes
/// it understands an answer in HTTP/1.1.
pub(crate) fn is_upgrade<B>(request: &Request<B>) -> bool {
    let mut protocols = request
        .headers()
        .get_all(UPGRADE)
        .iter()
        .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
        .map(<[u8]>::trim_ascii);
    // HTTP/2 has CONNECT for it: https://www.rfc-editor.org/rfc/rfc8441#section-4
    *request.method() == Method::CONNECT
        || protocols.any(|name| !name.is_empty() && !name.eq_ignore_ascii_case(b"h2c"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_protocol_but_h2c_is_another_one() {
        for (lines, expected) in [
            (&[][..], false),
            (&[""], false),
            (&["h2c"], false),
            (&["H2C ,, h2c"], false),
            (&["websocket"], true),
            (&["WebSocket"], true),
            (&["h2c, websocket"], true),
            (&["h2c", "websocket"], true),
            (&["h2c-14"], true),
            (&["TLS/1.2"], true),
        ] {
            let mut request = Request::new(());
            for line in lines {
                request.headers_mut().append(UPGRADE, line.parse().unwrap());
            }
            assert_eq!(is_upgrade(&request), expected, "{lines:?}");
        }
    }

    #[test]
    fn so_is_what_connect_asks_for() {
        let request = Request::connect("a.example:443").body(()).unwrap();
        assert!(is_upgrade(&request));
    }
}
