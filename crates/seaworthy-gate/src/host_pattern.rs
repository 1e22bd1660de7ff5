//! What hosts a service answers for.

use std::fmt;
use std::str::FromStr;

use ipnet::IpNet;

use crate::HostPatternError;
use crate::authority::HostPort;
use crate::network::parse_network;

/// Which hosts are allowed: one entry of [`allowed_hosts`](crate::Config::allowed_hosts).
///
/// | pattern | hosts |
/// |---|---|
/// | `www.example.com` | this one |
/// | `.example.com` | `example.com` and everything below it |
/// | `192.0.2.1`, `[2001:db8::1]` | this address, as it is written |
/// | `10.0.0.0/8`, `2001:db8::/32` | the addresses in this range, however they are written |
/// | `*` | every well-formed host |
///
/// Case, the port and one dot at the host's end do not matter, as in
/// [Django](https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts). What Django
/// takes but never matches, such as a pattern with a port, is an error here.
///
/// ```
/// use seaworthy_gate::HostPattern;
///
/// let pattern: HostPattern = ".example.com".parse()?;
/// assert!(pattern.matches("example.com:8000") && pattern.matches("a.b.EXAMPLE.com."));
/// assert!(!pattern.matches("evil-example.com"));
///
/// let error = "https://*.example.com/".parse::<HostPattern>().unwrap_err();
/// assert_eq!(error.to_string(), "it has a scheme; write `.example.com`");
/// # Ok::<(), seaworthy_gate::HostPatternError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HostPattern(Kind);

/// Names are in lower case.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Kind {
    Any,
    /// A domain with everything below it, without the dot.
    Domain(Box<str>),
    Exact(Box<str>),
    Network(IpNet),
}

impl HostPattern {
    /// Whether this host is meant, with or without a port. A text that is no host never is.
    #[must_use]
    pub fn matches(&self, host: &str) -> bool {
        HostPort::parse(host.as_bytes()).is_some_and(|host| self.admits(host))
    }

    pub(crate) fn admits(&self, host: HostPort<'_>) -> bool {
        match &self.0 {
            Kind::Any => true,
            Kind::Domain(domain) => is_within(host.name(), domain),
            Kind::Exact(name) => host.name().eq_ignore_ascii_case(name),
            Kind::Network(network) => host
                .address()
                .is_some_and(|address| network.contains(&address)),
        }
    }

    pub(crate) const fn is_any(&self) -> bool {
        matches!(self.0, Kind::Any)
    }

    /// Whether only this machine can be meant.
    pub(crate) fn is_local(&self) -> bool {
        match &self.0 {
            Kind::Any => false,
            Kind::Domain(domain) => is_within(domain, "localhost"),
            Kind::Exact(name) => {
                let address = HostPort::parse(name.as_bytes()).and_then(HostPort::address);
                is_within(name, "localhost") || address.is_some_and(|address| address.is_loopback())
            }
            Kind::Network(network) => {
                network.network().is_loopback() && network.broadcast().is_loopback()
            }
        }
    }

    /// The pattern that a text is, without a word on why it is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self(Kind::Any));
        }
        if text.contains('/') {
            return parse_network(text)
                .ok()
                .map(|network| Self(Kind::Network(network)));
        }
        let domain = text.strip_prefix('.');
        let name = domain.unwrap_or(text);
        let host = HostPort::parse(name.as_bytes())?;
        let is_bracketed = name.starts_with('[');
        let has_dot_too_many = host.has_empty_label() || name.ends_with('.');
        if host.port.is_some() || has_dot_too_many || is_bracketed && domain.is_some() {
            return None;
        }
        let name = name.to_ascii_lowercase().into();
        Some(Self(match domain {
            Some(_) => Kind::Domain(name),
            None => Kind::Exact(name),
        }))
    }
}

impl FromStr for HostPattern {
    type Err = HostPatternError;

    fn from_str(text: &str) -> Result<Self, HostPatternError> {
        Self::parse(text).ok_or_else(|| HostPatternError::of(text))
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Any => f.write_str("*"),
            Kind::Domain(domain) => write!(f, ".{domain}"),
            Kind::Exact(name) => f.write_str(name),
            Kind::Network(network) => network.fmt(f),
        }
    }
}

/// Whether a name is this domain or below it.
pub(crate) fn is_within(name: &str, domain: &str) -> bool {
    let Some(cut) = name.len().checked_sub(domain.len()) else {
        return false;
    };
    let (below, apex) = name.as_bytes().split_at(cut);
    apex.eq_ignore_ascii_case(domain.as_bytes()) && (below.is_empty() || below.ends_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_what_djangos_means() {
        for (pattern, good, bad) in [
            (
                "example.com",
                &["example.com", "EXAMPLE.com:80", "example.com."][..],
                &[
                    "www.example.com",
                    "example.com..",
                    ".example.com",
                    "example.co",
                ][..],
            ),
            (
                ".Example.com",
                &["example.com", "a.b.example.COM", "a.example.com.:1"],
                &[
                    "evilexample.com",
                    "example.com.evil",
                    "com",
                    "a@example.com",
                ],
            ),
            (
                "[::1]",
                &["[::1]", "[::1]:80"],
                &["[::2]", "[0:0:0:0:0:0:0:1]", "::1"],
            ),
            (
                "*",
                &["a", "[::1]", "192.0.2.1"],
                &["", "*", "a_b", "a/b", "ö"],
            ),
        ] {
            let parsed: HostPattern = pattern.parse().unwrap();
            for host in good {
                assert!(parsed.matches(host), "{pattern} means {host}");
            }
            for host in bad {
                assert!(!parsed.matches(host), "{pattern} does not mean {host}");
            }
        }
    }

    #[test]
    fn a_range_means_the_addresses_in_it_and_no_names() {
        let v4: HostPattern = "10.0.0.0/8".parse().unwrap();
        let v6: HostPattern = "2001:db8::/32".parse().unwrap();
        for good in ["10.1.2.3", "10.1.2.3:8080", "[::ffff:10.1.2.3]"] {
            assert!(v4.matches(good), "{good}");
        }
        for bad in [
            "11.0.0.1",
            "10.0.0.1.example",
            "10.1",
            "010.0.0.1",
            "[2001:db8::1]",
        ] {
            assert!(!v4.matches(bad), "{bad}");
        }
        assert!(v6.matches("[2001:DB8:0::1]:443"));
        assert!(!v6.matches("[2001:db9::1]"));
    }

    #[test]
    fn only_this_machine_is_local() {
        for local in [
            "localhost",
            ".localhost",
            "app.localhost",
            "127.0.0.1",
            "[::1]",
            "127.0.0.0/8",
            "::1/128",
        ] {
            assert!(local.parse::<HostPattern>().unwrap().is_local(), "{local}");
        }
        for other in [
            "*",
            "a.example",
            "localhost.example",
            "10.0.0.1",
            "0.0.0.0/0",
            "126.0.0.0/7",
        ] {
            assert!(!other.parse::<HostPattern>().unwrap().is_local(), "{other}");
        }
    }
}
