//! What a host asks of its gate, and the one door from there to the policies.

use crate::csrf::Exemption;
use crate::{ConfigError, Csrf, Hosts, Https, Issue, Proxies};

/// What a host asks of its gate, not yet checked.
///
/// The fields carry the names and meanings of
/// [Django's settings](https://docs.djangoproject.com/en/stable/ref/settings/).
///
/// ```
/// let mut config = seaworthy_gate::Config::new([".example.com"]);
/// config.trusted_proxies = vec!["10.0.0.0/8".to_owned()];
/// assert!(config.build().is_ok());
///
/// config.allowed_hosts.push("https://example.org".to_owned());
/// config.trusted_proxies.push("proxy".to_owned());
/// let error = config.build().unwrap_err();
/// assert_eq!(error.issues().len(), 2);
/// ```
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Config {
    /// The hosts that the service answers for, each a [`HostPattern`](crate::HostPattern).
    pub allowed_hosts: Vec<String>,
    /// The paths where other well-formed hosts are let in too, as those of health checks that call
    /// by address; exact as `/live` or with all that is below as `/health/*`, compared with the
    /// path as it was sent; what has a `..` is below nothing. Such a host never becomes the
    /// connection's, so no URL is made of it: over plain HTTP the path must be in
    /// `redirect_exempt` too, or there must be an `ssl_host`.
    pub allowed_hosts_exempt: Vec<String>,
    /// The proxies whose word counts: addresses, ranges such as `10.0.0.0/8`, and `unix` for
    /// whoever connects to a Unix socket. With none, no forwarding header is read, save what
    /// `proxy_ssl_header` says.
    pub trusted_proxies: Vec<String>,
    /// How many proxies stand in front of the service, the peer included, where the addresses of
    /// the outer ones are not known, as of a cloud's load balancers. The peer's own must be in
    /// `trusted_proxies` all the same. None tells proxies from clients by address.
    ///
    /// It must not be more than there are: what stands further left may be a client's invention.
    /// Nobody may reach an inner proxy but through the outer ones, or the same is true.
    pub trusted_hops: Option<u8>,
    /// Whether the trusted proxies write
    /// [`Forwarded`](https://www.rfc-editor.org/rfc/rfc7239) rather than `X-Forwarded-…`. One of
    /// the two is read, and the other is removed. Each proxy must set the header or append to it:
    /// one that passes a client's on unseen lets the client say what it wants.
    pub use_forwarded: bool,
    /// The header by which a proxy tells that the client came over HTTPS, and the value that says
    /// so, which is compared exactly. None is `X-Forwarded-Proto: https` of the trusted proxies.
    ///
    /// Set without any trusted proxy, it is believed from everybody, as it is in Django.
    pub proxy_ssl_header: Option<(String, String)>,
    /// Whether the trusted proxies' `X-Forwarded-Host`, or the `host` of their `Forwarded`,
    /// replaces the request's host.
    pub use_x_forwarded_host: bool,
    /// Whether requests over plain HTTP are redirected to HTTPS.
    pub ssl_redirect: bool,
    /// The host to redirect to, with a port if it is not 443; None is the request's own host.
    pub ssl_host: Option<String>,
    /// The port that answers HTTPS, to which requests are redirected; None is 443. A port in
    /// `ssl_host` says the same.
    pub ssl_port: Option<u16>,
    /// The paths that are not redirected, exact as `/live` or with all that is below as
    /// `/.well-known/*`. They are compared with the path as it was sent, byte by byte;
    /// what has a `..` is below nothing.
    pub redirect_exempt: Vec<String>,
    /// Other origins that may send unsafe requests, each an
    /// [`OriginPattern`](crate::OriginPattern).
    pub csrf_trusted_origins: Vec<String>,
    /// Whether requests that ask for another protocol, such as the handshakes of WebSocket, are
    /// refused to other sites too. They are GET requests, but no browser keeps another site from
    /// making them, with the visitor's cookies, and from talking on.
    pub csrf_guard_upgrades: bool,
}

impl Config {
    /// A gate for these hosts: no proxy is trusted, plain HTTP is redirected, and no other origin
    /// may send unsafe requests.
    #[must_use]
    pub fn new<H: Into<String>>(allowed_hosts: impl IntoIterator<Item = H>) -> Self {
        Self {
            allowed_hosts: allowed_hosts.into_iter().map(Into::into).collect(),
            allowed_hosts_exempt: Vec::new(),
            trusted_proxies: Vec::new(),
            trusted_hops: None,
            use_forwarded: false,
            proxy_ssl_header: None,
            use_x_forwarded_host: false,
            ssl_redirect: true,
            ssl_host: None,
            ssl_port: None,
            redirect_exempt: Vec::new(),
            csrf_trusted_origins: Vec::new(),
            csrf_guard_upgrades: true,
        }
    }

    /// Checks everything and makes the policies.
    ///
    /// # Errors
    ///
    /// Every [`Issue`] there is, at once.
    pub fn build(&self) -> Result<Gate, ConfigError> {
        let mut issues = Vec::new();
        let gate = Gate {
            hosts: self.hosts(&mut issues),
            proxies: Proxies::of(self, &mut issues),
            // Checked even where it is off, so that switching it on brings no surprise.
            https: Some(Https::of(self, &mut issues)).filter(|_| self.ssl_redirect),
            csrf: self.csrf(&mut issues),
        };
        ConfigError::unless(issues, gate)
    }

    fn hosts(&self, issues: &mut Vec<Issue>) -> Hosts {
        if self.allowed_hosts.is_empty() {
            issues.push(Issue::NoAllowedHosts);
        }
        Hosts {
            patterns: parse_all(&self.allowed_hosts, issues, |pattern, why| {
                Issue::AllowedHost { pattern, why }
            }),
            exempt: parse_all(&self.allowed_hosts_exempt, issues, |path, _| {
                Issue::AllowedHostsExempt { path }
            }),
        }
    }

    fn csrf(&self, issues: &mut Vec<Issue>) -> Csrf {
        Csrf {
            trusted: parse_all(&self.csrf_trusted_origins, issues, |origin, why| {
                Issue::CsrfTrustedOrigin { origin, why }
            }),
            guard_upgrades: self.csrf_guard_upgrades,
            exemption: Exemption::default(),
        }
    }
}

/// Parses each entry; those that cannot be parsed become issues.
pub(crate) fn parse_all<T: std::str::FromStr>(
    entries: &[String],
    issues: &mut Vec<Issue>,
    issue: impl Fn(String, T::Err) -> Issue,
) -> Box<[T]> {
    let mut parsed = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry.parse() {
            Ok(value) => parsed.push(value),
            Err(why) => issues.push(issue(entry.clone(), why)),
        }
    }
    parsed.into()
}

/// The policies of a gate, outermost first.
///
/// They may stand in one tuple, or with others between them: what sets security headers belongs
/// between `https` and `csrf`, so that it reaches refusals too.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Gate {
    /// Learns scheme and client from trusted proxies.
    pub proxies: Proxies,
    /// Refuses hosts that are not the service's own.
    pub hosts: Hosts,
    /// Redirects plain HTTP, if that is wanted.
    pub https: Option<Https>,
    /// Refuses what other sites make browsers send.
    pub csrf: Csrf,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_issue_is_reported_at_once_with_its_field() {
        let mut config = Config::new(["a.example:80", "b.example"]);
        config.trusted_proxies = vec!["proxy".to_owned(), "unix".to_owned()];
        config.proxy_ssl_header = Some(("X Proto".to_owned(), "https, http".to_owned()));
        config.ssl_redirect = false;
        config.ssl_host = Some("https://a.example".to_owned());
        config.redirect_exempt = vec!["^/live$".to_owned(), "/live".to_owned()];
        config.csrf_trusted_origins = vec!["app.example".to_owned()];
        let error = config.build().unwrap_err();
        let fields: Vec<_> = error.issues().iter().map(Issue::field).collect();
        assert_eq!(
            fields,
            [
                "allowed_hosts",
                "trusted_proxies",
                "proxy_ssl_header",
                "proxy_ssl_header",
                "ssl_host",
                "redirect_exempt",
                "csrf_trusted_origins",
            ]
        );
        let text = error.to_string();
        assert!(text.starts_with("invalid gate configuration: allowed_hosts: \"a.example:80\" is"));
        for issue in error.issues() {
            assert!(text.contains(&issue.to_string()), "{issue}");
        }
    }

    #[test]
    fn a_gate_for_no_host_is_none() {
        let error = Config::new([""; 0]).build().unwrap_err();
        assert_eq!(error.issues(), [Issue::NoAllowedHosts]);
    }

    #[test]
    fn a_forwarded_host_from_nobody_is_an_issue() {
        let mut config = Config::new(["a.example"]);
        config.use_x_forwarded_host = true;
        assert_eq!(
            config.build().unwrap_err().issues(),
            [Issue::ForwardedHostFromNobody]
        );
        config.trusted_proxies = vec!["unix".to_owned()];
        assert!(config.build().is_ok());
    }

    #[test]
    fn djangos_name_of_a_header_is_met_with_the_headers_own() {
        let mut config = Config::new(["a.example"]);
        config.proxy_ssl_header = Some(("HTTP_X_FORWARDED_PROTO".to_owned(), "https".to_owned()));
        let error = config.build().unwrap_err();
        assert!(
            error.to_string().contains("write `X-FORWARDED-PROTO`"),
            "{error}"
        );
    }

    #[test]
    fn an_ssl_header_that_can_never_be_found_is_an_issue() {
        for (name, value, good) in [
            ("X-Forwarded-Ssl", "on", true),
            ("", "on", false),
            ("X Proto", "on", false),
            ("X-Proto:", "on", false),
            ("X-Proto", "", false),
            ("X-Proto", " on", false),
            ("X-Proto", "on,off", false),
            ("X-Proto", "ön", false),
        ] {
            let mut config = Config::new(["a.example"]);
            config.proxy_ssl_header = Some((name.to_owned(), value.to_owned()));
            assert_eq!(config.build().is_ok(), good, "{name}: {value}");
        }
    }

    #[test]
    fn an_ssl_host_of_which_no_url_can_be_made_is_an_issue() {
        for (host, good) in [
            ("www.example.com", true),
            ("www.example.com.:8443", true),
            ("[::1]:8443", true),
            (".example.com", false),
            ("www..example.com", false),
            ("*", false),
            ("https://www.example.com", false),
        ] {
            let mut config = Config::new(["a.example"]);
            config.ssl_host = Some(host.to_owned());
            assert_eq!(config.build().is_ok(), good, "{host}");
        }
    }

    #[test]
    fn the_redirect_is_there_if_it_is_wanted() {
        let mut config = Config::new(["a.example"]);
        assert!(config.build().unwrap().https.is_some());
        config.ssl_redirect = false;
        assert!(config.build().unwrap().https.is_none());
    }
}
