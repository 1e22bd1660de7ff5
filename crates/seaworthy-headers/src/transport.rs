//! What a connection is good for.

use seaworthy_policy::Connection;

use crate::hsts::can_be_pinned;

/// Which of the headers that depend on the connection have a meaning on it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Transport {
    /// Not known to be encrypted.
    Plain,
    /// Encrypted, to a host that browsers do not remember for HSTS.
    Secure,
    /// Encrypted, to a host that browsers remember.
    Pinnable,
}

impl Transport {
    /// What is known of a request's connection; what nobody has judged is taken for plain.
    pub(crate) fn of(connection: Option<&Connection>) -> Self {
        match connection {
            Some(connection) if connection.is_secure() => {
                let host = connection.host.as_ref();
                if host.is_none_or(|host| can_be_pinned(host.as_str())) {
                    Self::Pinnable
                } else {
                    Self::Secure
                }
            }
            _ => Self::Plain,
        }
    }

    pub(crate) const fn is_secure(self) -> bool {
        !matches!(self, Self::Plain)
    }
}

#[cfg(test)]
mod tests {
    use seaworthy_policy::{Connection, Scheme};

    use super::Transport;

    #[test]
    fn only_a_secure_connection_to_a_named_host_is_pinnable() {
        let cases = [
            (None, None, Transport::Plain),
            (Some(Scheme::Http), None, Transport::Plain),
            (Some(Scheme::Http), Some("a.example"), Transport::Plain),
            (Some(Scheme::Https), None, Transport::Pinnable),
            (Some(Scheme::Https), Some("a.example"), Transport::Pinnable),
            (
                Some(Scheme::Https),
                Some("a.example:8443"),
                Transport::Pinnable,
            ),
            (Some(Scheme::Https), Some("[::1]:8443"), Transport::Secure),
            (
                Some(Scheme::Https),
                Some("127.0.0.1:8443"),
                Transport::Secure,
            ),
            (
                Some(Scheme::Https),
                Some("localhost:8443"),
                Transport::Secure,
            ),
        ];
        for (scheme, host, transport) in cases {
            let connection = scheme.map(|scheme| {
                let mut connection = Connection::new(scheme);
                connection.host = host.map(|host| host.parse().unwrap());
                connection
            });
            assert_eq!(
                Transport::of(connection.as_ref()),
                transport,
                "{scheme:?} {host:?}"
            );
        }
    }
}
