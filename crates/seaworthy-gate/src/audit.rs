//! What works, but is unwise in production.

use std::fmt;

use crate::authority::HostPort;
use crate::network::Trusted;
use crate::path::PathPattern;
use crate::{Config, HostPattern, OriginPattern};

impl Config {
    /// What works but is unwise in production; what does not work is left to
    /// [`build`](Config::build).
    ///
    /// ```
    /// use seaworthy_gate::Config;
    ///
    /// let mut config = Config::new(["www.example.com"]);
    /// assert!(config.audit().is_empty());
    ///
    /// config.ssl_redirect = false;
    /// assert_eq!(config.audit()[0].id(), "https.off");
    /// ```
    #[must_use]
    pub fn audit(&self) -> Vec<Advice> {
        let mut advice = Vec::new();

        let hosts = parse_good::<HostPattern>(&self.allowed_hosts);
        if hosts.iter().any(HostPattern::is_any) {
            advice.push(Advice::AnyHost);
        }
        if !hosts.is_empty() && hosts.iter().all(HostPattern::is_local) {
            advice.push(Advice::LocalHostsOnly);
        }
        let exempt = parse_good::<PathPattern>(&self.allowed_hosts_exempt);
        if exempt.iter().any(PathPattern::is_any) {
            advice.push(Advice::AnyHostAnywhere);
        }

        if self.believes_anybody() {
            advice.push(Advice::AnyPeer);
        }
        let trusted = Trusted::parse(&self.trusted_proxies, |_, _| {});
        advice.extend(trusted.everyone().map(|network| Advice::TrustEveryone {
            network: network.to_string(),
        }));

        let exempt = parse_good::<PathPattern>(&self.redirect_exempt);
        if !self.ssl_redirect || exempt.iter().any(PathPattern::is_any) {
            advice.push(Advice::HttpsOff);
        }
        if let Some(host) = &self.ssl_host {
            let parsed = HostPort::parse(host.as_bytes());
            let is_allowed = |host| hosts.iter().any(|pattern| pattern.admits(host));
            if parsed.is_some_and(|host| !is_allowed(host)) {
                advice.push(Advice::SslHostNotAllowed { host: host.clone() });
            }
        }

        for origin in &self.csrf_trusted_origins {
            if origin
                .parse()
                .is_ok_and(|pattern: OriginPattern| pattern.is_plain())
            {
                advice.push(Advice::PlainOrigin {
                    origin: origin.clone(),
                });
            }
        }
        if !self.csrf_guard_upgrades {
            advice.push(Advice::UpgradesUnguarded);
        }
        advice
    }
}

fn parse_good<T: std::str::FromStr>(entries: &[String]) -> Vec<T> {
    entries
        .iter()
        .filter_map(|entry| entry.parse().ok())
        .collect()
}

/// One thing that works, but is unwise in production.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Advice {
    /// Every host is allowed.
    AnyHost,
    /// Every path is exempt from the check of hosts.
    AnyHostAnywhere,
    /// The SSL header is believed from everybody.
    AnyPeer,
    /// Plain HTTP is let in.
    HttpsOff,
    /// Nobody but this machine is answered.
    LocalHostsOnly,
    /// Pages that came over plain HTTP are trusted.
    PlainOrigin {
        /// The trusted origin.
        origin: String,
    },
    /// Visitors are redirected to a host that is then refused.
    SslHostNotAllowed {
        /// The host that is redirected to.
        host: String,
    },
    /// Everybody is a trusted proxy.
    TrustEveryone {
        /// The network that holds all addresses.
        network: String,
    },
    /// Pages elsewhere can open a WebSocket to the service.
    UpgradesUnguarded,
}

impl Advice {
    /// A stable name, such as `https.off`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::AnyHost => "hosts.any",
            Self::AnyHostAnywhere => "hosts.exempt_everywhere",
            Self::AnyPeer => "proxies.any_peer",
            Self::HttpsOff => "https.off",
            Self::LocalHostsOnly => "hosts.local_only",
            Self::PlainOrigin { .. } => "csrf.plain_origin",
            Self::SslHostNotAllowed { .. } => "https.host_not_allowed",
            Self::TrustEveryone { .. } => "proxies.trust_everyone",
            Self::UpgradesUnguarded => "csrf.upgrades_unguarded",
        }
    }

    /// The field of [`Config`] that is to be changed.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::AnyHost | Self::LocalHostsOnly => "allowed_hosts",
            Self::AnyHostAnywhere => "allowed_hosts_exempt",
            Self::AnyPeer | Self::TrustEveryone { .. } => "trusted_proxies",
            Self::HttpsOff => "ssl_redirect",
            Self::PlainOrigin { .. } => "csrf_trusted_origins",
            Self::SslHostNotAllowed { .. } => "ssl_host",
            Self::UpgradesUnguarded => "csrf_guard_upgrades",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::AnyHost => "list the service's own hosts instead of `*`".to_owned(),
            Self::AnyHostAnywhere => {
                "exempt single paths such as `/live` instead of all below `/`".to_owned()
            }
            Self::AnyPeer => {
                "list the addresses of the proxies that set the header, such as `10.0.0.0/8`"
                    .to_owned()
            }
            Self::HttpsOff => "set it to true, with only single paths exempt".to_owned(),
            Self::LocalHostsOnly => {
                "add the name by which clients reach the service, such as `www.example.com`"
                    .to_owned()
            }
            Self::PlainOrigin { origin } => {
                format!("write `{}`", origin.replacen("http://", "https://", 1))
            }
            Self::SslHostNotAllowed { host } => {
                format!("redirect to an allowed host, or allow `{host}` without its port")
            }
            Self::TrustEveryone { network } => {
                format!("replace `{network}` by the addresses of the proxies")
            }
            Self::UpgradesUnguarded => {
                "set it to true; csrf_trusted_origins may connect".to_owned()
            }
        }
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AnyHost => f.write_str(
                "every host is allowed: whoever sends a request chooses the host of the links \
                 that the service makes and that caches keep",
            ),
            Self::AnyHostAnywhere => f.write_str(
                "every path is exempt from the check of hosts: a page elsewhere can have its own \
                 name point here, and then read what the service answers",
            ),
            Self::AnyPeer => f.write_str(
                "every client can claim to have come over HTTPS, because the SSL header is read \
                 without any trusted proxy",
            ),
            Self::HttpsOff => f.write_str(
                "requests over plain HTTP are answered: whoever is in between reads and changes \
                 them",
            ),
            Self::LocalHostsOnly => f.write_str(
                "only hosts of this machine are allowed: requests from elsewhere will be refused",
            ),
            Self::PlainOrigin { origin } => write!(
                f,
                "{origin} is trusted to send unsafe requests, though its pages come over plain \
                 HTTP, where whoever is in between can change them"
            ),
            Self::SslHostNotAllowed { host } => write!(
                f,
                "plain HTTP is redirected to {host}, which is not allowed: visitors will be \
                 refused"
            ),
            Self::TrustEveryone { network } => write!(
                f,
                "{network} trusts everybody: every client can forge its address and its scheme"
            ),
            Self::UpgradesUnguarded => f.write_str(
                "pages elsewhere can open a WebSocket with a visitor's cookies, and act and read \
                 as that visitor",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(config: &Config) -> Vec<&'static str> {
        config.audit().iter().map(Advice::id).collect()
    }

    #[test]
    fn the_production_preset_needs_no_advice() {
        let mut config = Config::new([".example.com", "10.0.0.0/8", "localhost"]);
        assert!(ids(&config).is_empty());
        config.allowed_hosts_exempt = vec!["/live".to_owned()];
        config.trusted_proxies = vec!["10.0.0.0/8".to_owned(), "unix".to_owned()];
        config.trusted_hops = Some(2);
        config.proxy_ssl_header = Some(("X-Forwarded-Proto".to_owned(), "https".to_owned()));
        config.use_x_forwarded_host = true;
        config.ssl_host = Some("www.example.com:8443".to_owned());
        config.ssl_port = Some(8443);
        config.redirect_exempt = vec!["/live".to_owned()];
        config.csrf_trusted_origins = vec!["https://*.example.org".to_owned()];
        assert!(ids(&config).is_empty());
    }

    #[test]
    fn each_unwise_value_is_advised_against() {
        let production = Config::new(["www.example.com"]);
        let with = |change: fn(&mut Config)| {
            let mut config = production.clone();
            change(&mut config);
            ids(&config)
        };
        assert_eq!(
            with(|config| config.allowed_hosts.push("*".to_owned())),
            ["hosts.any"]
        );
        assert_eq!(
            with(|config| config.allowed_hosts = vec!["localhost".to_owned(), "[::1]".to_owned()]),
            ["hosts.local_only"]
        );
        assert_eq!(
            with(|config| config.allowed_hosts_exempt = vec!["/*".to_owned()]),
            ["hosts.exempt_everywhere"]
        );
        assert_eq!(
            with(|config| config.proxy_ssl_header = Some(("X-P".to_owned(), "on".to_owned()))),
            ["proxies.any_peer"]
        );
        assert_eq!(
            with(|config| config.trusted_proxies = vec!["0.0.0.0/0".to_owned(), "::/0".to_owned()]),
            ["proxies.trust_everyone", "proxies.trust_everyone"]
        );
        assert_eq!(with(|config| config.ssl_redirect = false), ["https.off"]);
        assert_eq!(
            with(|config| config.redirect_exempt = vec!["/*".to_owned()]),
            ["https.off"]
        );
        assert_eq!(
            with(|config| config.ssl_host = Some("example.org".to_owned())),
            ["https.host_not_allowed"]
        );
        assert_eq!(
            with(|config| config.csrf_trusted_origins = vec!["http://a.example".to_owned()]),
            ["csrf.plain_origin"]
        );
        assert_eq!(
            with(|config| config.csrf_guard_upgrades = false),
            ["csrf.upgrades_unguarded"]
        );
    }

    #[test]
    fn what_does_not_work_is_not_advised_upon() {
        let mut config = Config::new(["a_b"]);
        config.trusted_proxies = vec!["proxy".to_owned()];
        config.ssl_host = Some("a/b".to_owned());
        config.csrf_trusted_origins = vec!["http://".to_owned()];
        assert!(ids(&config).is_empty());
    }
}
