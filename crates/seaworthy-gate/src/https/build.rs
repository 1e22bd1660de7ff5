//! From what a host asks to the policy that redirects.

use seaworthy_policy::{Scheme, Throttle};

use super::Https;
use crate::authority::HostPort;
use crate::config::parse_all;
use crate::{Config, Issue};

impl Https {
    pub(crate) fn of(config: &Config, issues: &mut Vec<Issue>) -> Self {
        let port = match config.ssl_port {
            Some(port) if port != Scheme::Https.default_port() => format!(":{port}"),
            _ => String::new(),
        };
        let host = config.ssl_host.as_deref().map(|host| {
            match config.port_of(host, issues) {
                Some(_) => host.to_owned(),
                None => format!("{host}{port}"),
            }
            .into()
        });
        if config.ssl_port == Some(0) {
            issues.push(Issue::SslPortZero);
        }
        Self {
            host,
            port: port.into(),
            exempt: parse_all(&config.redirect_exempt, issues, |path, _| {
                Issue::RedirectExempt { path }
            }),
            loop_warning: Throttle::new(),
        }
    }
}

impl Config {
    /// The port in `ssl_host`.
    fn port_of(&self, host: &str, issues: &mut Vec<Issue>) -> Option<u16> {
        let parsed = HostPort::parse(host.as_bytes()).filter(|host| !host.has_empty_label());
        let Some(HostPort { port, .. }) = parsed else {
            issues.push(Issue::SslHost {
                host: host.to_owned(),
            });
            return None;
        };
        match (port, self.ssl_port) {
            (Some(own), Some(other)) if own != other => issues.push(Issue::SslPort {
                port: other,
                host: host.to_owned(),
            }),
            _ => {}
        }
        port
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_written_once_and_is_one() {
        for (host, port, issue) in [
            (None, Some(8443), None),
            (Some("a.example"), Some(8443), None),
            (Some("a.example:8443"), Some(8443), None),
            (Some("a.example:8443"), None, None),
            (Some("[::1]:443"), Some(443), None),
            (None, Some(0), Some("0 is no port")),
            (
                Some("a.example:8443"),
                Some(443),
                Some("443 is not the port of ssl_host, which is \"a.example:8443\""),
            ),
        ] {
            let mut config = Config::new(["a.example"]);
            config.ssl_host = host.map(str::to_owned);
            config.ssl_port = port;
            match (config.build(), issue) {
                (Ok(_), None) => {}
                (Err(error), Some(text)) => {
                    let [issue] = error.issues() else {
                        panic!("{error}")
                    };
                    assert_eq!(issue.field(), "ssl_port");
                    assert!(issue.to_string().starts_with(text), "{issue}");
                }
                (built, _) => panic!("{host:?} {port:?}: {built:?}"),
            }
        }
    }
}
