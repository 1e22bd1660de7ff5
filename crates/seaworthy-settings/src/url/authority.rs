//! Who and where: the part between `//` and the path.

use std::net::Ipv6Addr;

use crate::Invalid;

use super::encoding;
use super::text::check_brackets;

/// The authority of a URL as it stands in the text.
#[derive(Clone, Copy)]
pub(crate) struct Authority<'a> {
    /// The user's name and password, if there is an `@`.
    pub(crate) user: Option<&'a str>,
    /// The host, or several separated by commas, with their ports.
    pub(crate) hosts: &'a str,
}

impl<'a> Authority<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        match text.rsplit_once('@') {
            Some((user, hosts)) => Self {
                user: Some(user),
                hosts,
            },
            None => Self {
                user: None,
                hosts: text,
            },
        }
    }

    /// The user's name, encoded.
    pub(crate) fn username(&self) -> Option<&'a str> {
        let user = self.user?;
        Some(user.split_once(':').map_or(user, |(name, _)| name))
    }

    /// The password, encoded.
    pub(crate) fn password(&self) -> Option<&'a str> {
        self.user?.split_once(':').map(|(_, password)| password)
    }

    /// Refuses what is no user; the hosts are not looked at.
    pub(crate) fn check_user(&self) -> Result<(), Invalid> {
        let user = self.user.unwrap_or_default();
        if user.contains('@') {
            return Err(Invalid::new(
                "it has more than one `@`: in a user name or password `@` is written `%40`",
            ));
        }
        check_brackets(user)?;
        encoding::check(self.username().unwrap_or_default())?;
        encoding::check(self.password().unwrap_or_default())
    }
}

/// A host and its port as they stand in the text.
#[derive(Clone, Copy)]
pub(crate) struct Host<'a> {
    /// A name, encoded, or an address; of IPv6 without the brackets.
    pub(crate) name: &'a str,
    /// What follows the `:`.
    port: Option<&'a str>,
}

impl<'a> Host<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        if let Some((name, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
            let port = rest.strip_prefix(':');
            return Self { name, port };
        }
        match text.split_once(':') {
            Some((name, port)) => Self {
                name,
                port: Some(port),
            },
            None => Self {
                name: text,
                port: None,
            },
        }
    }

    pub(crate) fn port(&self) -> Option<u16> {
        self.port.and_then(|port| port.parse().ok())
    }

    /// The one host of this text, or why it is none.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Invalid> {
        if text.contains(',') {
            return Err(Invalid::new("it has a `,` in its host: it takes one only"));
        }
        let host = Self::of(text);
        if text.starts_with('[') {
            check_address(text)?;
        } else if text.contains(['[', ']']) {
            return Err(Invalid::new(
                "its host has a `[` or `]` that does not stand around an IPv6 address",
            ));
        } else if host.port.is_some_and(|port| port.contains(':')) {
            return Err(Invalid::new(
                "its host has several `:`: an IPv6 address stands in `[` and `]`, and a user's \
                 name and password end with an `@`",
            ));
        }
        if host.name.is_empty() {
            return Err(Invalid::new("it has no host"));
        }
        encoding::check(host.name)?;
        check_name(host.name)?;
        match host.port {
            None => {}
            Some("") => return Err(Invalid::new("it has a `:` without a port behind it")),
            Some(port) => {
                parse_port(port)?;
            }
        }
        Ok(host)
    }
}

/// Reads a port. The reasons do not show it: where a password was not encoded, it is a piece of it.
pub(crate) fn parse_port(text: &str) -> Result<u16, Invalid> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Invalid::new("its port is not a number"));
    }
    text.parse()
        .map_err(|_| Invalid::new("its port is out of range: the greatest is 65535"))
}

/// Refuses a name that decodes to what is in no host's name: with an `@` it is a user as well.
fn check_name(name: &str) -> Result<(), Invalid> {
    let name = encoding::decode(name).unwrap_or_default();
    if name.contains('@') {
        return Err(Invalid::new(
            "its host has a `%40`: the `@` between user and host is not percent-encoded",
        ));
    }
    if name.contains(char::is_control) {
        return Err(Invalid::new("its host has control characters"));
    }
    Ok(())
}

/// Refuses a host that begins with `[` and is no address of IPv6.
fn check_address(text: &str) -> Result<(), Invalid> {
    let text = text.strip_prefix('[').unwrap_or(text);
    let Some((address, rest)) = text.split_once(']') else {
        return Err(Invalid::new("its host has a `[` without a `]`"));
    };
    if address.contains('%') {
        return Err(Invalid::new(
            "its host is an IPv6 address with a zone, which no URL should name",
        ));
    }
    if address.parse::<Ipv6Addr>().is_err() {
        return Err(Invalid::new(
            "its host stands in `[` and `]` and is not an IPv6 address",
        ));
    }
    if !rest.is_empty() && !rest.starts_with(':') {
        return Err(Invalid::new(
            "its host has something behind the `]` that is not a port",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_ends_with_the_only_at() {
        for (text, name, password, hosts) in [
            ("h", None, None, "h"),
            ("@h", Some(""), None, "h"),
            ("u@h", Some("u"), None, "h"),
            ("u:@h:1", Some("u"), Some(""), "h:1"),
            (":p:q@h", Some(""), Some("p:q"), "h"),
        ] {
            let authority = Authority::of(text);
            assert_eq!(authority.username(), name, "{text}");
            assert_eq!(authority.password(), password, "{text}");
            assert_eq!(authority.hosts, hosts, "{text}");
            assert_eq!(authority.check_user(), Ok(()), "{text}");
        }
        for bad in ["u:p@q@h", "u[@h", "u:]@h", "%ff@h", "u:%00@h"] {
            assert!(Authority::of(bad).check_user().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_host_is_a_name_or_an_address() {
        for (good, name, port) in [
            ("h", "h", None),
            ("a.example:8080", "a.example", Some(8080)),
            ("h:0", "h", Some(0)),
            ("h:65535", "h", Some(65535)),
            ("127.0.0.1:1", "127.0.0.1", Some(1)),
            ("[::1]", "::1", None),
            ("[2001:db8::1]:443", "2001:db8::1", Some(443)),
            ("%2Frun%2Fx", "%2Frun%2Fx", None),
        ] {
            let host = Host::parse(good).unwrap_or_else(|_| panic!("{good}"));
            assert_eq!((host.name, host.port()), (name, port), "{good}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_host_is_told_without_showing_it() {
        for (bad, piece) in [
            ("", "no host"),
            (":80", "no host"),
            ("h:", "without a port"),
            ("h:hunter2", "not a number"),
            ("h:+80", "not a number"),
            ("h:-1", "not a number"),
            ("h:65536", "out of range"),
            ("h:99999999999999999999", "out of range"),
            ("::1", "stands in `[` and `]`"),
            ("h:1:2", "several `:`"),
            ("[::1", "`[` without a `]`"),
            ("[hunter2]", "not an IPv6 address"),
            ("[127.0.0.1]", "not an IPv6 address"),
            ("[v1.a]", "not an IPv6 address"),
            ("[]", "not an IPv6 address"),
            ("[fe80::1%25eth0]", "zone"),
            ("[::1]x", "behind the `]`"),
            ("[::1]:x", "not a number"),
            ("h]", "`[` or `]`"),
            ("a[::1]", "`[` or `]`"),
            ("a,b", "`,`"),
            ("%ff", "not text"),
            ("hunter2%40h", "%40"),
            ("a%0ab", "control"),
        ] {
            let reason = Host::parse(bad).err().map(|invalid| invalid.to_string());
            let reason = reason.unwrap_or_else(|| panic!("{bad}"));
            assert!(reason.contains(piece), "{bad}: {reason}");
            assert!(!reason.contains("hunter2"));
        }
    }
}
