//! From what a host asks to the policy of its proxies.

use http::Extensions;

use super::{Family, Proxies};
use crate::forwarded::X_FORWARDED_PROTO;
use crate::network::{NoNetwork, Trusted};
use crate::testimony::SslHeader;
use crate::{Config, Issue};

impl Proxies {
    pub(crate) fn of(config: &Config, issues: &mut Vec<Issue>) -> Self {
        let trusted = Trusted::parse(&config.trusted_proxies, |proxy, why| {
            issues.push(no_proxy(proxy, why));
        });
        let has_nobody = config.trusted_proxies.is_empty();
        if config.trusted_hops == Some(0) {
            issues.push(Issue::TrustedHopsZero);
        }
        if config.trusted_hops.is_some() && has_nobody {
            issues.push(Issue::HopsFromNobody);
        }
        if config.use_forwarded && has_nobody {
            issues.push(Issue::ForwardedFromNobody);
        }
        let ssl_header = config.ssl_header(issues);
        if config.use_x_forwarded_host && has_nobody {
            issues.push(Issue::ForwardedHostFromNobody);
        }
        Self {
            trusted,
            hops: config.trusted_hops,
            family: match config.use_forwarded {
                true => Family::Forwarded,
                false => Family::XForwarded(ssl_header),
            },
            believes_anybody: config.believes_anybody(),
            reads_host: config.use_x_forwarded_host,
            redirects: config.ssl_redirect,
            peer_from: |_: &Extensions| None,
        }
    }
}

impl Config {
    /// Whether everybody may say that a request came over HTTPS.
    pub(crate) fn believes_anybody(&self) -> bool {
        self.proxy_ssl_header.is_some() && self.trusted_proxies.is_empty()
    }

    fn ssl_header(&self, issues: &mut Vec<Issue>) -> SslHeader {
        let Some((name, value)) = &self.proxy_ssl_header else {
            return SslHeader {
                name: X_FORWARDED_PROTO,
                value: "https".into(),
            };
        };
        let header = name.parse();
        // Django names a header as CGI does, and such a header nobody sends.
        let cgi = name.strip_prefix("HTTP_");
        if self.use_forwarded {
            issues.push(Issue::ProxySslHeaderUnread);
        } else if cgi.unwrap_or(name).eq_ignore_ascii_case("forwarded") {
            issues.push(Issue::ProxySslHeaderForwarded);
        } else if let Some(variable) = cgi {
            issues.push(Issue::ProxySslHeaderCgi {
                name: name.clone(),
                write: variable.replace('_', "-"),
            });
        } else if header.is_err() {
            issues.push(Issue::ProxySslHeaderName { name: name.clone() });
        }
        if value.is_empty()
            || !value
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b',')
        {
            issues.push(Issue::ProxySslHeaderValue {
                value: value.clone(),
            });
        }
        SslHeader {
            name: header.unwrap_or(X_FORWARDED_PROTO),
            value: value.as_str().into(),
        }
    }
}

fn no_proxy(proxy: &str, why: NoNetwork) -> Issue {
    let proxy = proxy.to_owned();
    match why {
        NoNetwork::HostBits(network) => Issue::TrustedProxyHostBits {
            proxy,
            address: network.addr().to_string(),
            range: network.trunc().to_string(),
        },
        NoNetwork::Malformed => Issue::TrustedProxy { proxy },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issues(change: impl FnOnce(&mut Config)) -> Vec<Issue> {
        let mut config = Config::new(["a.example"]);
        change(&mut config);
        let built = config.build();
        built.map_or_else(|error| error.issues().to_vec(), |_| Vec::new())
    }

    #[test]
    fn a_range_begins_with_its_first_address() {
        for (proxy, address, range) in [
            ("10.0.0.7/8", "10.0.0.7", "10.0.0.0/8"),
            ("fd00::1/8", "fd00::1", "fd00::/8"),
        ] {
            let found = issues(|config| config.trusted_proxies = vec![proxy.to_owned()]);
            let [issue] = found.as_slice() else {
                panic!("{found:?}")
            };
            assert_eq!(issue.field(), "trusted_proxies");
            let remedy = format!("write `{address}` or `{range}`");
            assert!(issue.to_string().ends_with(&remedy), "{issue}");
            for good in [address, range] {
                let found = issues(|config| config.trusted_proxies = vec![good.to_owned()]);
                assert_eq!(found, [], "{good}");
            }
        }
    }

    #[test]
    fn hops_are_one_or_more_from_a_trusted_peer() {
        let hops = |hops, trusted: &[&str]| {
            issues(|config| {
                config.trusted_hops = Some(hops);
                config.trusted_proxies = trusted.iter().map(|&entry| entry.to_owned()).collect();
            })
        };
        assert_eq!(hops(1, &["unix"]), []);
        assert_eq!(hops(255, &["10.0.0.0/8"]), []);
        assert_eq!(hops(0, &["unix"]), [Issue::TrustedHopsZero]);
        assert_eq!(hops(1, &[]), [Issue::HopsFromNobody]);
        assert_eq!(
            hops(0, &[]),
            [Issue::TrustedHopsZero, Issue::HopsFromNobody]
        );
    }

    #[test]
    fn forwarded_is_read_from_somebody_and_no_ssl_header_beside_it() {
        let forwarded = |trusted: &str, ssl: Option<&str>| {
            issues(|config| {
                config.use_forwarded = true;
                config.trusted_proxies = trusted.split_whitespace().map(str::to_owned).collect();
                config.proxy_ssl_header = ssl.map(|name| (name.to_owned(), "https".to_owned()));
            })
        };
        assert_eq!(forwarded("unix", None), []);
        assert_eq!(forwarded("", None), [Issue::ForwardedFromNobody]);
        for name in ["X-Forwarded-Proto", "Forwarded"] {
            let found = forwarded("unix", Some(name));
            assert_eq!(found, [Issue::ProxySslHeaderUnread], "{name}");
        }
    }

    #[test]
    fn forwarded_is_no_ssl_header() {
        for (name, good) in [
            ("Forwarded", false),
            ("FORWARDED", false),
            ("HTTP_FORWARDED", false),
            ("X-Forwarded", true),
            ("Forwarded-Proto", true),
        ] {
            let found = issues(|config| {
                config.trusted_proxies = vec!["unix".to_owned()];
                config.proxy_ssl_header = Some((name.to_owned(), "https".to_owned()));
            });
            let expected: &[Issue] = match good {
                true => &[],
                false => &[Issue::ProxySslHeaderForwarded],
            };
            assert_eq!(found, expected, "{name}");
        }
    }
}
