//! Why a configuration makes no gate.

use std::fmt;

use crate::{HostPatternError, OriginPatternError};

/// Why a [`Config`](crate::Config) makes no gate: one or more [`Issue`]s.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConfigError {
    /// Never empty.
    issues: Vec<Issue>,
}

impl ConfigError {
    /// What was built, unless there are issues.
    pub(crate) fn unless<T>(issues: Vec<Issue>, built: T) -> Result<T, Self> {
        if issues.is_empty() {
            Ok(built)
        } else {
            Err(Self { issues })
        }
    }

    /// Everything that is wrong, in the order of the fields.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid gate configuration")?;
        for (index, issue) in self.issues.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            write!(f, "{}: {issue}", issue.field())?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// One thing that is wrong with a [`Config`](crate::Config), and its remedy.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Issue {
    /// An entry of `allowed_hosts` is no pattern.
    #[error("{pattern:?} is no host: {why}")]
    AllowedHost {
        /// The entry.
        pattern: String,
        /// What is wrong with it.
        why: HostPatternError,
    },
    /// An entry of `allowed_hosts_exempt` is no path.
    #[error(
        "{path:?} is no path; write one such as `/live`, or `/health/*` for all below: it begins \
         with a slash, has a star only at its end after a slash, and is no regular expression"
    )]
    AllowedHostsExempt {
        /// The entry.
        path: String,
    },
    /// An entry of `csrf_trusted_origins` is no pattern.
    #[error("{origin:?} is no origin: {why}")]
    CsrfTrustedOrigin {
        /// The entry.
        origin: String,
        /// What is wrong with it.
        why: OriginPatternError,
    },
    /// `use_forwarded` is on, but there is nobody from whom the header would be read.
    #[error("Forwarded is read only from trusted proxies; list them in trusted_proxies")]
    ForwardedFromNobody,
    /// `use_x_forwarded_host` is on, but there is nobody from whom the header would be read.
    #[error("X-Forwarded-Host is read only from trusted proxies; list them in trusted_proxies")]
    ForwardedHostFromNobody,
    /// `trusted_hops` is set, but no peer is trusted from which they would be counted.
    #[error(
        "hops are counted from a trusted peer; list the proxies that connect in trusted_proxies"
    )]
    HopsFromNobody,
    /// `allowed_hosts` is empty, so every request would be refused.
    #[error("no host is allowed; list those that the service answers for: `www.example.com`")]
    NoAllowedHosts,
    /// The name in `proxy_ssl_header` is that of a CGI variable.
    #[error("{name:?} is no header but a CGI variable; write `{write}`")]
    ProxySslHeaderCgi {
        /// The name.
        name: String,
        /// The header's name.
        write: String,
    },
    /// The name in `proxy_ssl_header` is `Forwarded`, whose values are no single words.
    #[error("Forwarded holds more than the scheme; remove it here, and set use_forwarded to true")]
    ProxySslHeaderForwarded,
    /// The name in `proxy_ssl_header` is that of no header.
    #[error("{name:?} is no header; write a name such as `X-Forwarded-Proto`")]
    ProxySslHeaderName {
        /// The name.
        name: String,
    },
    /// `proxy_ssl_header` is set although `use_forwarded` is on, and would not be read.
    #[error("with use_forwarded the header Forwarded tells the scheme, and no other; set only one")]
    ProxySslHeaderUnread,
    /// The value in `proxy_ssl_header` can never be found.
    #[error("{value:?} is no single value; write one such as `https`, without commas and spaces")]
    ProxySslHeaderValue {
        /// The value.
        value: String,
    },
    /// An entry of `redirect_exempt` is no path.
    #[error(
        "{path:?} is no path; write one such as `/live`, or `/static/*` for all below: it begins \
         with a slash, has a star only at its end after a slash, and is no regular expression"
    )]
    RedirectExempt {
        /// The entry.
        path: String,
    },
    /// `ssl_host` is no host.
    #[error("{host:?} is no host; write one such as `www.example.com`, with a port if need be")]
    SslHost {
        /// The value.
        host: String,
    },
    /// `ssl_host` has another port than `ssl_port`.
    #[error("{port} is not the port of ssl_host, which is {host:?}; write the port once")]
    SslPort {
        /// The port.
        port: u16,
        /// The host with its port.
        host: String,
    },
    /// `ssl_port` is 0, which no server answers on.
    #[error("0 is no port to redirect to; write that of HTTPS, or leave it out for 443")]
    SslPortZero,
    /// `trusted_hops` is 0, though the peer counts.
    #[error("0 hops trust nobody, and the peer is the first; write 1, or leave it out")]
    TrustedHopsZero,
    /// An entry of `trusted_proxies` is no address.
    #[error(
        "{proxy:?} is no address; write one such as `10.0.0.7`, a range such as `10.0.0.0/8`, or \
         `unix`"
    )]
    TrustedProxy {
        /// The entry.
        proxy: String,
    },
    /// An entry of `trusted_proxies` is an address with the length of the range that it lies in.
    #[error("{proxy:?} is neither one address nor a range; write `{address}` or `{range}`")]
    TrustedProxyHostBits {
        /// The entry.
        proxy: String,
        /// The address alone.
        address: String,
        /// The whole range.
        range: String,
    },
}

impl Issue {
    /// The field of [`Config`](crate::Config) that is to be changed.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::AllowedHost { .. } | Self::NoAllowedHosts => "allowed_hosts",
            Self::AllowedHostsExempt { .. } => "allowed_hosts_exempt",
            Self::CsrfTrustedOrigin { .. } => "csrf_trusted_origins",
            Self::ForwardedFromNobody => "use_forwarded",
            Self::ForwardedHostFromNobody => "use_x_forwarded_host",
            Self::HopsFromNobody | Self::TrustedHopsZero => "trusted_hops",
            Self::ProxySslHeaderCgi { .. }
            | Self::ProxySslHeaderForwarded
            | Self::ProxySslHeaderName { .. }
            | Self::ProxySslHeaderUnread
            | Self::ProxySslHeaderValue { .. } => "proxy_ssl_header",
            Self::RedirectExempt { .. } => "redirect_exempt",
            Self::SslHost { .. } => "ssl_host",
            Self::SslPort { .. } | Self::SslPortZero => "ssl_port",
            Self::TrustedProxy { .. } | Self::TrustedProxyHostBits { .. } => "trusted_proxies",
        }
    }
}
