//! The headers by which proxies say for whom they speak.

use std::net::{IpAddr, SocketAddr};

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::network::Trusted;

pub(crate) const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
pub(crate) const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
pub(crate) const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Whether a header of this name claims something about a client that only a proxy can know.
pub(crate) fn is_forwarding(name: &HeaderName) -> bool {
    let name = name.as_str();
    name.starts_with("x-forwarded-") || matches!(name, "forwarded" | "x-forwarded" | "x-real-ip")
}

/// Whether a header of this name says what a [`Connection`](seaworthy_policy::Connection) says.
pub(crate) fn describes_connection(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "forwarded"
            | "x-forwarded"
            | "x-forwarded-for"
            | "x-forwarded-host"
            | "x-forwarded-proto"
            | "x-real-ip"
    )
}

/// Whether a proxy seems to have written any of it.
pub(crate) fn is_any_in(headers: &HeaderMap) -> bool {
    headers.keys().any(is_forwarding)
}

/// Removes the headers whose names are meant.
///
/// The names are gathered before any is removed: one pass, however many a client sends.
pub(crate) fn remove(headers: &mut HeaderMap, meant: impl Fn(&HeaderName) -> bool) {
    let names: Vec<HeaderName> = headers.keys().filter(|name| meant(name)).cloned().collect();
    for name in names {
        headers.remove(name);
    }
}

/// The first item of the list that all lines of a header make up.
pub(crate) fn leftmost<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a [u8]> {
    headers
        .get_all(name)
        .iter()
        .next()
        .and_then(|line| items(line).next())
}

/// The items of the list that all lines of a header make up, the last one first.
pub(crate) fn from_the_right<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = &'a [u8]> {
    let lines = headers.get_all(name).iter().rev();
    lines.flat_map(|line| items(line).rev())
}

fn items(line: &HeaderValue) -> impl DoubleEndedIterator<Item = &[u8]> {
    line.as_bytes()
        .split(|&byte| byte == b',')
        .map(<[u8]>::trim_ascii)
}

/// Whom to believe on the way of a request: the peer, which is trusted, and who stands before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain<'a> {
    /// The address of the peer.
    pub(crate) peer: Option<IpAddr>,
    pub(crate) trusted: &'a Trusted,
    /// How many proxies there are, the peer included, where the addresses do not tell.
    pub(crate) hops: Option<u8>,
}

/// The way of a request through trusted proxies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Route {
    /// None where the outermost trusted proxy noted no address.
    pub(crate) client: Option<IpAddr>,
    /// How many trusted proxies it passed, the peer included.
    pub(crate) proxies: usize,
}

impl Route {
    /// The route of which only the peer is known.
    pub(crate) const fn from_peer(chain: Chain<'_>) -> Self {
        Self {
            client: chain.peer,
            proxies: 1,
        }
    }

    /// The route that `X-Forwarded-For` tells.
    ///
    /// Each proxy appends the address it heard from. So the list is read from the right, past the
    /// proxies that are trusted: what the outermost of them noted is the client, and everything
    /// left of it may be invented.
    pub(crate) fn of(headers: &HeaderMap, chain: Chain<'_>) -> Self {
        let mut route = Self::from_peer(chain);
        for item in from_the_right(headers, &X_FORWARDED_FOR).filter(|item| !item.is_empty()) {
            if !route.reaches(parse_address(item), chain) {
                break;
            }
        }
        route
    }

    /// Takes what the outermost proxy so far noted; whether that was a trusted proxy too.
    ///
    /// A route with fewer entries than hops ends with the last that there is: a trusted proxy
    /// noted it, and nothing else is known.
    pub(crate) fn reaches(&mut self, noted: Option<IpAddr>, chain: Chain<'_>) -> bool {
        self.client = noted;
        let is_trusted = match chain.hops {
            Some(hops) => self.proxies < usize::from(hops),
            None => noted.is_some_and(|address| chain.trusted.has(address)),
        };
        self.proxies += usize::from(is_trusted);
        is_trusted
    }
}

/// An address as proxies write it: bare, bracketed, with or without a port.
fn parse_address(item: &[u8]) -> Option<IpAddr> {
    let item = std::str::from_utf8(item).ok()?;
    let bracketed = item
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address = match bracketed {
        Some(inside) => IpAddr::V6(inside.parse().ok()?),
        None => item
            .parse()
            .or_else(|_| item.parse().map(|address: SocketAddr| address.ip()))
            .ok()?,
    };
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

    fn client_of(lines: &[&str]) -> Option<IpAddr> {
        client_behind(None, lines)
    }

    fn client_behind(hops: Option<u8>, lines: &[&str]) -> Option<IpAddr> {
        let trusted = Trusted::parse(&["10.0.0.0/8".to_owned()], |_, _| {});
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(X_FORWARDED_FOR, line.parse().unwrap());
        }
        let chain = Chain {
            peer: Some(PROXY),
            trusted: &trusted,
            hops,
        };
        Route::of(&headers, chain).client
    }

    #[test]
    fn the_client_is_the_rightmost_address_that_is_not_trusted() {
        for (lines, expected) in [
            (&[][..], "10.0.0.1"),
            (&["192.0.2.1"], "192.0.2.1"),
            (&["198.51.100.9, 192.0.2.1"], "192.0.2.1"),
            (&["192.0.2.1, 10.0.0.7"], "192.0.2.1"),
            (&["10.0.0.9, 192.0.2.1, 10.0.0.7, 10.0.0.8"], "192.0.2.1"),
            (&["198.51.100.9", "192.0.2.1, 10.0.0.7"], "192.0.2.1"),
            (&["192.0.2.1", "10.0.0.7"], "192.0.2.1"),
            (&["10.0.0.9, 10.0.0.7"], "10.0.0.9"),
            (&["192.0.2.1, , 10.0.0.7,"], "192.0.2.1"),
            (&["", "192.0.2.1"], "192.0.2.1"),
            (&["nonsense, 192.0.2.1"], "192.0.2.1"),
        ] {
            assert_eq!(
                client_of(lines),
                Some(expected.parse().unwrap()),
                "{lines:?}"
            );
        }
    }

    #[test]
    fn hops_are_counted_whatever_the_addresses() {
        for (hops, lines, expected) in [
            (1, &[][..], Some("10.0.0.1")),
            (1, &["192.0.2.1"], Some("192.0.2.1")),
            (1, &["192.0.2.1, 10.0.0.7"], Some("10.0.0.7")),
            (2, &["192.0.2.9, 192.0.2.1, 203.0.113.8"], Some("192.0.2.1")),
            (2, &["192.0.2.1", ", 203.0.113.8,"], Some("192.0.2.1")),
            (2, &["192.0.2.1, unknown"], Some("192.0.2.1")),
            (2, &["nonsense, 203.0.113.8"], None),
            // Fewer entries than hops: the last that there is.
            (2, &[], Some("10.0.0.1")),
            (2, &["203.0.113.8"], Some("203.0.113.8")),
            (255, &["192.0.2.1, 203.0.113.8"], Some("192.0.2.1")),
        ] {
            let client = expected.map(|address| address.parse().unwrap());
            assert_eq!(client_behind(Some(hops), lines), client, "{hops} {lines:?}");
        }
    }

    #[test]
    fn a_client_of_whom_no_address_was_noted_is_unknown() {
        for line in [
            "unknown",
            "192.0.2.1, unknown",
            "192.0.2.1, unknown, 10.0.0.7",
            "_hidden",
        ] {
            assert_eq!(client_of(&[line]), None, "{line}");
        }
    }

    #[test]
    fn addresses_are_read_with_and_without_brackets_and_ports() {
        for (item, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("192.0.2.1:8080", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ] {
            assert_eq!(
                parse_address(item.as_bytes()),
                Some(expected.parse().unwrap()),
                "{item}"
            );
        }
        for bad in [
            "",
            "a.example",
            "192.0.2.1:",
            "192.0.2.01",
            "[192.0.2.1]",
            "[::1",
            "::1]",
            "\u{ff11}",
        ] {
            assert_eq!(parse_address(bad.as_bytes()), None, "{bad}");
        }
    }
}
