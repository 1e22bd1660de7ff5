//! What is wrong with a text that should be a host pattern.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

use crate::HostPattern;
use crate::authority::is_name_byte;
use crate::network::{NoNetwork, parse_network};

/// Why a text is no [`HostPattern`], and what may be written instead.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HostPatternError {
    /// It begins with a bracket or holds a slash, but is no address and no range of addresses.
    #[error("it is no address and no range; write it like `[::1]`, `10.0.0.0/8` or `fd00::/8`")]
    Address,
    /// It is an IPv6 address as it does not stand in a `Host` header.
    #[error("it is an IPv6 address without brackets; write `{write}`")]
    Brackets {
        /// The address in brackets.
        write: String,
    },
    /// It has a character that no host has.
    #[error("a host has no {0:?}")]
    Character(char),
    /// It has a dot at its end, or two in a row.
    #[error("it has a dot too many; write `{write}`")]
    Dots {
        /// The pattern without them.
        write: String,
    },
    /// It is empty.
    #[error("it is empty; write a host such as `www.example.com`")]
    Empty,
    /// It is an address with the length of the network that it lies in.
    #[error("it is neither one address nor a range; write `{address}` or `{range}`")]
    HostBits {
        /// The address alone.
        address: String,
        /// The whole range.
        range: String,
    },
    /// It has letters that stand encoded in a `Host` header.
    #[error("a host is ASCII; write the name as browsers send it, which begins with `xn--`")]
    NotAscii,
    /// It has a path.
    #[error("it has a path; write `{write}`")]
    Path {
        /// The host alone.
        write: String,
    },
    /// It has a port; the port of a request does not matter.
    #[error("it has a port, which is never compared; write `{write}`")]
    Port {
        /// The host alone.
        write: String,
    },
    /// It has a scheme.
    #[error("it has a scheme; write `{write}`")]
    Scheme {
        /// The host alone.
        write: String,
    },
    /// It has white space around it.
    #[error("it has white space around it; write `{write}`")]
    Space {
        /// The pattern without it.
        write: String,
    },
    /// It has user information.
    #[error("it has user information; write `{write}`")]
    User {
        /// The host alone.
        write: String,
    },
    /// It has a star where a leading dot says the same.
    #[error("subdomains are written with a dot alone; write `{write}`")]
    Wildcard {
        /// The pattern with the dot.
        write: String,
    },
}

impl HostPatternError {
    /// What is wrong with a text that is no pattern.
    pub(crate) fn of(text: &str) -> Self {
        let trimmed = text.trim();
        let write = match parse_network(trimmed) {
            Err(NoNetwork::HostBits(network)) => return Self::host_bits(network),
            // A range, whose slash begins no path.
            Ok(_) if trimmed.contains('/') => trimmed.to_owned(),
            _ => bare(text),
        };
        // To allow everything is nobody's remedy.
        if HostPattern::parse(&write).is_none_or(|pattern| pattern.is_any()) {
            return Self::beyond_repair(&write);
        }
        if text.trim() != text {
            Self::Space { write }
        } else if text.contains("://") {
            Self::Scheme { write }
        } else if text
            .split_once('/')
            .is_some_and(|(start, _)| is_address(start))
        {
            Self::Address
        } else if text.contains(['/', '?', '#']) {
            Self::Path { write }
        } else if text.contains('@') {
            Self::User { write }
        } else if is_address(text) {
            Self::Brackets { write }
        } else if text.contains('*') {
            Self::Wildcard { write }
        } else if text.contains(':') && !text.ends_with(']') {
            Self::Port { write }
        } else {
            Self::Dots { write }
        }
    }

    fn host_bits(network: IpNet) -> Self {
        Self::HostBits {
            address: match network.addr() {
                IpAddr::V4(address) => address.to_string(),
                IpAddr::V6(address) => format!("[{address}]"),
            },
            range: network.trunc().to_string(),
        }
    }

    fn beyond_repair(text: &str) -> Self {
        if text.is_empty() {
            return Self::Empty;
        }
        if !text.is_ascii() {
            return Self::NotAscii;
        }
        if text.contains(['[', ']']) {
            return Self::Address;
        }
        let strange = text
            .chars()
            .find(|&c| !u8::try_from(c).is_ok_and(is_name_byte));
        strange.map_or(Self::Address, Self::Character)
    }
}

/// What is left of a text without all that does not belong into a pattern.
fn bare(text: &str) -> String {
    let text = text.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split(['/', '?', '#']).next().unwrap_or_default();
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
    if text.parse::<Ipv6Addr>().is_ok() {
        return format!("[{text}]");
    }
    let text = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => text,
    };
    let labels: Vec<&str> = text.split('.').filter(|label| !label.is_empty()).collect();
    match labels.as_slice() {
        ["*", below @ ..] if !below.is_empty() => format!(".{}", below.join(".")),
        all if text.starts_with('.') && !all.is_empty() => format!(".{}", all.join(".")),
        all => all.join("."),
    }
}

/// Whether it is an address, in brackets or not.
fn is_address(text: &str) -> bool {
    text.trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>()
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pattern_says_what_to_write() {
        for (text, message) in [
            ("", "it is empty"),
            (".", "it is empty"),
            ("https://", "it is empty"),
            ("https://a.example", "it has a scheme; write `a.example`"),
            (
                "https://u@*.a.example:443/x",
                "it has a scheme; write `.a.example`",
            ),
            ("a.example/", "it has a path; write `a.example`"),
            (
                "a.example:8000",
                "it has a port, which is never compared; write `a.example`",
            ),
            (
                "[::1]:8000",
                "it has a port, which is never compared; write `[::1]`",
            ),
            ("u@a.example", "it has user information; write `a.example`"),
            (
                " a.example",
                "it has white space around it; write `a.example`",
            ),
            (" ::1", "it has white space around it; write `[::1]`"),
            (
                "10.0.0.0/8 ",
                "it has white space around it; write `10.0.0.0/8`",
            ),
            (
                "*.a.example",
                "subdomains are written with a dot alone; write `.a.example`",
            ),
            ("a.example.", "it has a dot too many; write `a.example`"),
            ("..a..example", "it has a dot too many; write `.a.example`"),
            (
                "::1",
                "it is an IPv6 address without brackets; write `[::1]`",
            ),
            ("a_b.example", "a host has no '_'"),
            ("a.*.example", "a host has no '*'"),
            ("https://*", "a host has no '*'"),
            ("*.", "a host has no '*'"),
            ("a b", "a host has no ' '"),
            ("a,b", "a host has no ','"),
            ("bücher.example", "a host is ASCII"),
            ("10.0.0.0/33", "it is no address and no range"),
            (
                "10.0.0.7/8",
                "it is neither one address nor a range; write `10.0.0.7` or `10.0.0.0/8`",
            ),
            (
                " fd00::1/8 ",
                "it is neither one address nor a range; write `[fd00::1]` or `fd00::/8`",
            ),
            ("[2001:db8::]/32", "it is no address and no range"),
            ("[::1", "it is no address and no range"),
            ("[1:2]", "it is no address and no range"),
            (".[::1]", "it is no address and no range"),
        ] {
            let error = text.parse::<HostPattern>().unwrap_err().to_string();
            assert!(error.starts_with(message), "{text}: {error}");
        }
    }

    #[test]
    fn what_an_error_says_to_write_is_a_pattern() {
        for text in [
            "https://*.a.example/",
            "a.example:1",
            "..a",
            "::1",
            "[::1]:1",
            "a.",
            "//a",
        ] {
            let error = text.parse::<HostPattern>().unwrap_err().to_string();
            if let Some((_, rest)) = error.split_once("write `") {
                let write = rest.trim_end_matches('`');
                assert_eq!(
                    write.parse::<HostPattern>().unwrap().to_string(),
                    write,
                    "{text}"
                );
            }
        }
    }
}
