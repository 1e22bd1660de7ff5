//! Sets of addresses, and the peers that are trusted.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};

use crate::Peer;

/// Parses an address, which is the network of that one address, or a network such as `10.0.0.0/8`.
///
/// Networks of IPv4 addresses that IPv6 carries become IPv4, as [`Peer::ip`] makes of addresses.
/// An address of a network that is not the network's own is no network: nobody can tell whether
/// `10.0.0.7/8` was meant to be one address or sixteen million.
pub(crate) fn parse_network(text: &str) -> Result<IpNet, NoNetwork> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(address.to_canonical().into());
    }
    let network = canonical(text.parse().map_err(|_| NoNetwork::Malformed)?);
    if network.addr() != network.network() {
        return Err(NoNetwork::HostBits(network));
    }
    Ok(network)
}

/// The network of IPv4 addresses, if IPv6 carries them.
fn canonical(network: IpNet) -> IpNet {
    let IpNet::V6(v6) = network else {
        return network;
    };
    let mapped = v6
        .addr()
        .to_ipv4_mapped()
        .zip(v6.prefix_len().checked_sub(96));
    mapped
        .and_then(|(address, length)| Ipv4Net::new(address, length).ok())
        .map_or(network, IpNet::V4)
}

/// Why a text is no network.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoNetwork {
    /// It is an address in this network, with the network's length.
    HostBits(IpNet),
    Malformed,
}

/// The peers whose word counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trusted {
    networks: Box<[IpNet]>,
    unix: bool,
}

impl Trusted {
    /// Parses each entry; hands those that are none to `refuse`.
    pub(crate) fn parse(entries: &[String], mut refuse: impl FnMut(&str, NoNetwork)) -> Self {
        let mut unix = false;
        let mut networks = Vec::new();
        for entry in entries {
            if entry == "unix" {
                unix = true;
                continue;
            }
            match parse_network(entry) {
                Ok(network) => networks.push(network),
                Err(why) => refuse(entry, why),
            }
        }
        Self {
            networks: networks.into(),
            unix,
        }
    }

    pub(crate) fn has_peer(&self, peer: Peer) -> bool {
        peer.address()
            .map_or(self.unix, |address| self.has(address))
    }

    pub(crate) fn has(&self, address: IpAddr) -> bool {
        self.networks
            .iter()
            .any(|network| network.contains(&address))
    }

    /// The entries that hold every address of their kind.
    pub(crate) fn everyone(&self) -> impl Iterator<Item = IpNet> {
        self.networks
            .iter()
            .copied()
            .filter(|network| network.prefix_len() == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(entries: &[&str]) -> Trusted {
        let entries: Vec<String> = entries.iter().map(|&entry| entry.to_owned()).collect();
        Trusted::parse(&entries, |entry, _| panic!("refused {entry}"))
    }

    #[test]
    fn an_address_is_in_the_networks_that_hold_it() {
        let trusted = trusted(&[
            "10.0.0.0/8",
            "192.0.2.1",
            "2001:db8::/32",
            "::ffff:172.16.0.0/108",
            "::ffff:198.51.100.7",
        ]);
        for inside in [
            "10.255.0.1",
            "192.0.2.1",
            "2001:db8::7",
            "172.31.0.9",
            "198.51.100.7",
        ] {
            assert!(trusted.has(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["11.0.0.1", "192.0.2.2", "2001:db9::", "172.32.0.1", "::1"] {
            assert!(!trusted.has(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn a_unix_socket_is_trusted_only_by_name() {
        assert!(trusted(&["unix"]).has_peer(Peer::unix()));
        assert!(!trusted(&["0.0.0.0/0", "::/0"]).has_peer(Peer::unix()));
        assert!(!trusted(&["unix"]).has_peer(Peer::ip([127, 0, 0, 1].into())));
    }

    #[test]
    fn names_ports_and_half_addresses_are_no_networks() {
        for bad in [
            "",
            "proxy.example",
            "10.0.0",
            "10.0.0.0/33",
            "10.0.0.1:80",
            "[::1]",
            "*",
            " ::1",
        ] {
            assert_eq!(parse_network(bad), Err(NoNetwork::Malformed), "{bad}");
        }
    }

    #[test]
    fn an_address_with_a_networks_length_is_neither() {
        for (text, network, address) in [
            ("10.0.0.7/8", "10.0.0.0/8", "10.0.0.7"),
            ("1.2.3.4/0", "0.0.0.0/0", "1.2.3.4"),
            ("fd00::1/8", "fd00::/8", "fd00::1"),
            ("::ffff:10.0.0.7/104", "10.0.0.0/8", "10.0.0.7"),
            ("::1/0", "::/0", "::1"),
            ("::ffff:0.0.0.0/0", "::/0", "::ffff:0.0.0.0"),
        ] {
            let Err(NoNetwork::HostBits(found)) = parse_network(text) else {
                panic!("{text}")
            };
            assert_eq!(found.trunc().to_string(), network, "{text}");
            assert_eq!(found.addr(), address.parse::<IpAddr>().unwrap(), "{text}");
        }
        for good in ["10.0.0.7/32", "10.0.0.0/8", "fd00::1/128", "0.0.0.0/0"] {
            assert!(parse_network(good).is_ok(), "{good}");
        }
    }
}
