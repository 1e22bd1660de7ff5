//! How a Redis server is reached.

/// How a Redis server is reached, told by the scheme.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Way {
    Socket,
    Tcp,
    Tls,
}

impl Way {
    /// The way of a scheme, in any case, and the scheme that redis-rs knows it by.
    pub(super) fn of(scheme: &str) -> Option<(Self, &'static str)> {
        let mut known = SCHEMES.iter();
        known
            .find(|(given, ..)| scheme.eq_ignore_ascii_case(given))
            .map(|(_, way, for_driver)| (*way, *for_driver))
    }
}

const SCHEMES: [(&str, Way, &str); 6] = [
    ("redis", Way::Tcp, "redis"),
    ("redis+unix", Way::Socket, "redis+unix"),
    ("rediss", Way::Tls, "rediss"),
    ("unix", Way::Socket, "unix"),
    ("valkey", Way::Tcp, "redis"),
    ("valkeys", Way::Tls, "rediss"),
];
