//! The host that cookies are set from.

use std::net::Ipv4Addr;
use std::str;

use http::uri::Authority;
use seaworthy_policy::Connection;

use crate::hsts::is_localhost;

/// The host of a request, kept until its response.
///
/// The first copy of an [`Authority`] takes memory from the heap, and every request would pay for
/// the few whose response sets a cookie. So a host of usual length is kept in place.
#[derive(Debug)]
pub(crate) struct KeptHost(Kept);

#[derive(Debug)]
enum Kept {
    Long(Authority),
    Short { bytes: [u8; SHORT], len: u8 },
}

const SHORT: usize = 46;

impl KeptHost {
    pub(crate) fn of(connection: &Connection) -> Option<Self> {
        let host = connection.host.as_ref()?;
        let text = host.as_str().as_bytes();
        let mut bytes = [0; SHORT];
        let kept = match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(len)) => {
                place.copy_from_slice(text);
                Kept::Short { bytes, len }
            }
            _ => Kept::Long(host.clone()),
        };
        Some(Self(kept))
    }

    pub(crate) fn host(&self) -> Host<'_> {
        Host::in_authority(match &self.0 {
            Kept::Long(host) => host.as_str(),
            Kept::Short { bytes, len } => {
                let text = bytes.get(..usize::from(*len)).unwrap_or_default();
                str::from_utf8(text).unwrap_or_default()
            }
        })
    }
}

/// A host's name or address, without a port.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Host<'a>(&'a str);

impl<'a> Host<'a> {
    pub(crate) fn of(connection: &'a Connection) -> Option<Self> {
        let host = connection.host.as_ref();
        host.map(|host| Self::in_authority(host.as_str()))
    }

    fn in_authority(text: &'a str) -> Self {
        let end = match text.find(']') {
            Some(end) => end + 1,
            None => text.find(':').unwrap_or(text.len()),
        };
        Self(text.get(..end).unwrap_or(text))
    }

    /// Whether a cookie for this domain may be set from the host.
    ///
    /// [RFC 6265, section 5.1.3](https://www.rfc-editor.org/rfc/rfc6265#section-5.1.3)
    pub(crate) fn is_within(self, domain: &[u8]) -> bool {
        let host = self.0.as_bytes();
        let Some(cut) = host.len().checked_sub(domain.len()) else {
            return false;
        };
        let (below, above) = host.split_at(cut);
        let is_name = || !self.0.starts_with('[') && self.0.parse::<Ipv4Addr>().is_err();
        above.eq_ignore_ascii_case(domain)
            && (below.is_empty() || (below.ends_with(b".") && is_name()))
    }

    /// Whether browsers trust it without encryption: it is the machine they run on.
    pub(crate) fn is_local(self) -> bool {
        let name = self.0.strip_suffix('.').unwrap_or(self.0);
        let is_loopback = |address: Ipv4Addr| address.is_loopback();
        is_localhost(name) || name == "[::1]" || name.parse().is_ok_and(is_loopback)
    }
}

#[cfg(test)]
mod tests {
    use seaworthy_policy::{Connection, Scheme};

    use super::{Host, KeptHost};

    fn connection(host: &str) -> Connection {
        let mut connection = Connection::new(Scheme::Http);
        connection.host = Some(host.parse().unwrap());
        connection
    }

    #[test]
    fn a_host_is_kept_whole_and_without_its_port() {
        let long = format!("{}.example", "a".repeat(100));
        let limit = format!("{}.example", "a".repeat(38));
        let beyond = format!("{}.example", "a".repeat(39));
        for (text, name) in [
            ("a.example", "a.example"),
            ("a.example:8443", "a.example"),
            ("192.0.2.1:80", "192.0.2.1"),
            ("[2001:db8::1]", "[2001:db8::1]"),
            ("[2001:db8::1]:80", "[2001:db8::1]"),
            (&long, &long),
            (&limit, &limit),
            (&beyond, &beyond),
        ] {
            let connection = connection(text);
            assert_eq!(KeptHost::of(&connection).unwrap().host().0, name);
            assert_eq!(Host::of(&connection).unwrap().0, name);
        }
        assert!(KeptHost::of(&Connection::new(Scheme::Http)).is_none());
        assert!(Host::of(&Connection::new(Scheme::Http)).is_none());
    }

    #[test]
    fn a_cookie_is_for_the_host_or_for_a_domain_above_it() {
        for (host, domain, within) in [
            ("a.example", "a.example", true),
            ("A.example", "a.EXAMPLE", true),
            ("b.a.example:8443", "a.example", true),
            ("c.b.a.example", "a.example", true),
            ("a.example", "b.a.example", false),
            ("ba.example", "a.example", false),
            ("a.example.", "a.example", false),
            ("a.example", "b.example", false),
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "0.2.1", false),
            ("[2001:db8::1]:80", "[2001:db8::1]", true),
            ("a.example", "a.ex\u{e4}mple", false),
        ] {
            let connection = connection(host);
            let host = Host::of(&connection).unwrap();
            assert_eq!(
                host.is_within(domain.as_bytes()),
                within,
                "{host:?} {domain}"
            );
        }
    }

    #[test]
    fn the_browsers_own_machine_is_local() {
        for (host, local) in [
            ("localhost", true),
            ("LOCALHOST:8000", true),
            ("app.localhost.", true),
            ("127.0.0.1:8000", true),
            ("127.1.2.3", true),
            ("[::1]:8000", true),
            ("192.168.0.1", false),
            ("[::2]", false),
            ("localhost.example", false),
            ("a.example", false),
        ] {
            assert_eq!(
                Host::of(&connection(host)).unwrap().is_local(),
                local,
                "{host}"
            );
        }
    }
}
