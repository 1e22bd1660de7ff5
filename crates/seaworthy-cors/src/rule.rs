//! Patterns that stand for many origins, but not for all.

use std::fmt;

use crate::parts::Parts;

/// All origins below a domain, or all ports of a host, or both.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Rule {
    /// The host, or the base of the hosts.
    pub(crate) host: Box<str>,
    pub(crate) scheme: Box<str>,
    /// Whether the hosts below `host` are meant, and not `host` itself.
    pub(crate) subdomains: bool,
    pub(crate) port: Port,
}

/// What a [`Rule`] is found by.
pub(crate) type RuleKey<'a> = (&'a str, &'a str, bool, Port);

impl Rule {
    /// A total order of rules, equal where the rules are.
    pub(crate) fn key(&self) -> RuleKey<'_> {
        (&self.host, &self.scheme, self.subdomains, self.port)
    }

    pub(crate) fn matches(&self, origin: &Parts<'_>) -> bool {
        let host = if self.subdomains {
            self.is_above(origin.host)
        } else {
            origin.host == &*self.host
        };
        let port = self.port == Port::Any || self.port == Port::Only(origin.port);
        host && port && origin.scheme == &*self.scheme
    }

    fn is_above(&self, host: &str) -> bool {
        let below = host.strip_suffix(&*self.host);
        below.is_some_and(|below| below.ends_with('.'))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let below = if self.subdomains { "*." } else { "" };
        write!(f, "{}://{below}{}", self.scheme, self.host)?;
        match self.port {
            Port::Any => f.write_str(":*"),
            Port::Only(None) => Ok(()),
            Port::Only(Some(port)) => write!(f, ":{port}"),
        }
    }
}

/// The ports that a [`Rule`] admits; `None` is the scheme's own, which no origin spells out.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum Port {
    Any,
    Only(Option<u16>),
}
