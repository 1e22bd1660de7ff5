//! The beginnings of names that promise how a cookie was set.

/// A prefix of names that browsers keep for cookies with certain attributes.
///
/// Servers read them as they are written here, but browsers guard them in any case: a server that
/// does not care about case must be able to rely on them too.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Prefix {
    /// Secure, for all paths of this host, and not for others.
    Host,
    /// What both `__Host-` and `__Http-` promise.
    HostHttp,
    /// Secure, and not made by a script.
    Http,
    /// Secure.
    Secure,
}

impl Prefix {
    /// The prefix with which a name begins.
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        if !name.starts_with(b"__") {
            return None;
        }
        // One begins like another: the longer one comes first.
        let all = [Self::HostHttp, Self::Host, Self::Http, Self::Secure];
        all.into_iter().find(|prefix| {
            let prefix = prefix.as_str().as_bytes();
            let start = name.get(..prefix.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        })
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Host => "__Host-",
            Self::HostHttp => "__Host-Http-",
            Self::Http => "__Http-",
            Self::Secure => "__Secure-",
        }
    }

    /// Whether it promises one host and all of its paths.
    pub(crate) const fn is_for_host(self) -> bool {
        matches!(self, Self::Host | Self::HostHttp)
    }

    /// Whether it promises that no script made the cookie.
    pub(crate) const fn is_for_http(self) -> bool {
        matches!(self, Self::HostHttp | Self::Http)
    }
}

#[cfg(test)]
mod tests {
    use super::Prefix;

    #[test]
    fn a_prefix_is_known_in_any_case() {
        for (name, prefix) in [
            ("__Secure-a", Some(Prefix::Secure)),
            ("__SECURE-a", Some(Prefix::Secure)),
            ("__Host-a", Some(Prefix::Host)),
            ("__host-", Some(Prefix::Host)),
            ("__Host-Http", Some(Prefix::Host)),
            ("__Http-a", Some(Prefix::Http)),
            ("__hTTP-a", Some(Prefix::Http)),
            ("__Host-Http-a", Some(Prefix::HostHttp)),
            ("__host-http-a", Some(Prefix::HostHttp)),
            ("", None),
            ("__", None),
            ("__Secure", None),
            ("__Secure_a", None),
            ("_Host-a", None),
            ("a__Host-", None),
            ("__Hoſt-a", None),
        ] {
            assert_eq!(Prefix::of(name.as_bytes()), prefix, "{name}");
        }
    }
}
