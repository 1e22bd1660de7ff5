//! Where a database listens.

use std::fmt;

use crate::Invalid;
use crate::url::authority::{Host, parse_port};
use crate::url::{encoding, query};

/// Where a database listens: a host and a port, or a socket.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct DatabaseHost {
    name: String,
    port: u16,
}

impl DatabaseHost {
    /// The name of the host, or its address, of IPv6 without brackets; of a socket the path, which
    /// begins with `/`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The port, which Postgres uses for the name of the socket's file as well.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Whether it is a socket in the file system.
    #[must_use]
    pub fn is_socket(&self) -> bool {
        self.name.starts_with('/')
    }

    /// The one host of an authority.
    pub(super) fn one(hosts: &str, default: u16) -> Result<Vec<Self>, Invalid> {
        let host = Self::of(hosts, default)?;
        if host.is_socket() {
            return Err(Invalid::new(
                "its host is a path: a socket is named by an option, such as `?socket=`",
            ));
        }
        Ok(vec![host])
    }

    /// The hosts of a Postgres cluster, from its authority or [its options][libpq].
    ///
    /// [libpq]: https://www.postgresql.org/docs/current/libpq-connect.html
    pub(super) fn several(
        hosts: &str,
        options: Option<&str>,
        default: u16,
    ) -> Result<Vec<Self>, Invalid> {
        let ports = query::value(options, "port");
        let ports = ports.as_ref().map(|ports| ports.as_str());
        if hosts.is_empty() {
            let named = ["host", "hostaddr"].map(|option| query::value(options, option));
            let Some(names) = named.into_iter().flatten().next() else {
                return Err(Invalid::new(
                    "it has no host: a socket is named by its directory, as in \
                     `@%2Frun%2Fpostgresql/`",
                ));
            };
            return Self::with_ports(names.split(','), ports, default);
        }
        if query::value(options, "host").is_some() {
            return Err(Invalid::new(
                "it names its host twice, before its path and among its options",
            ));
        }
        let has_port = |host| Host::of(host).port().is_some();
        if ports.is_some() && hosts.split(',').any(has_port) {
            return Err(Invalid::new(
                "it names its port twice, behind its host and among its options",
            ));
        }
        let default = ports.map_or(Ok(default), parse_port)?;
        let hosts = hosts.split(',');
        hosts.map(|host| Self::of(host, default)).collect()
    }

    fn of(text: &str, default: u16) -> Result<Self, Invalid> {
        let host = Host::parse(text)?;
        Ok(Self {
            name: encoding::decode_some(host.name).unwrap_or_default(),
            port: host.port().unwrap_or(default),
        })
    }

    /// Hosts that are options: one port is for all, or each has its own.
    fn with_ports<'a>(
        names: impl Iterator<Item = &'a str>,
        ports: Option<&str>,
        default: u16,
    ) -> Result<Vec<Self>, Invalid> {
        let names: Vec<_> = names.collect();
        let ports: Vec<u16> = match ports {
            None => vec![default],
            Some(ports) => ports.split(',').map(parse_port).collect::<Result<_, _>>()?,
        };
        let ports = match ports.as_slice() {
            [port] => vec![*port; names.len()],
            _ => ports,
        };
        if ports.len() != names.len() {
            return Err(Invalid::new("it has not as many ports as hosts"));
        }
        if names.contains(&"") {
            return Err(Invalid::new("it has no host"));
        }
        if names.iter().any(|name| name.contains(char::is_control)) {
            return Err(Invalid::new("its host has control characters"));
        }
        let pairs = names.into_iter().zip(ports);
        Ok(pairs
            .map(|(name, port)| Self {
                name: name.to_owned(),
                port,
            })
            .collect())
    }
}

impl fmt::Display for DatabaseHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, port } = self;
        if self.is_socket() {
            f.write_str(name)
        } else if name.contains(':') {
            write!(f, "[{name}]:{port}")
        } else {
            write!(f, "{name}:{port}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(hosts: &str, options: &str) -> Result<Vec<String>, String> {
        let hosts = DatabaseHost::several(hosts, Some(options), 5432);
        let hosts = hosts.map_err(|invalid| invalid.to_string())?;
        Ok(hosts.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_cluster_has_several_hosts_each_with_a_port() {
        for (hosts, options, expected) in [
            ("h", "", vec!["h:5432"]),
            ("a:1,b", "", vec!["a:1", "b:5432"]),
            ("[::1]:1,[::2]", "", vec!["[::1]:1", "[::2]:5432"]),
            ("a,b", "port=6000", vec!["a:6000", "b:6000"]),
            ("%2Frun%2Fpg", "", vec!["/run/pg"]),
            ("", "host=/run/pg", vec!["/run/pg"]),
            ("", "host=a,b&port=1", vec!["a:1", "b:1"]),
            ("", "host=a,b&port=1,2", vec!["a:1", "b:2"]),
            ("", "hostaddr=::1", vec!["[::1]:5432"]),
            ("h", "hostaddr=::1", vec!["h:5432"]),
            ("", "host=h&hostaddr=::1", vec!["h:5432"]),
        ] {
            let expected = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(shown(hosts, options), Ok(expected), "{hosts} {options}");
        }
    }

    #[test]
    fn hosts_and_ports_are_named_once() {
        for (hosts, options, piece) in [
            ("", "", "no host"),
            ("a,,b", "", "no host"),
            ("", "host=", "no host"),
            ("", "host=a,", "no host"),
            ("h", "host=g", "its host twice"),
            ("h:1", "port=2", "its port twice"),
            ("h", "port=1,2", "not a number"),
            ("", "host=a,b,c&port=1,2", "as many ports"),
            ("", "host=a%0ab", "control"),
            ("", "host=a&port=x", "not a number"),
            ("", "host=a&port=", "not a number"),
            ("", "host=a&port=65536", "out of range"),
        ] {
            let reason = shown(hosts, options).unwrap_err();
            assert!(reason.contains(piece), "{hosts} {options}: {reason}");
        }
    }
}
