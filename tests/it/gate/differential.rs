//! Cross-site requests against what tower-http makes of them.
//!
//! Every combination of the values below is judged by both. Where the two differ, one of the
//! listed reasons must explain it, and each reason must explain something.

use std::convert::Infallible;

use http::{Request, Response, StatusCode};
use seaworthy_gate::{Config, Gate, Peer};
use seaworthy_policy::{Policy, Verdict};
use tower::{ServiceExt, service_fn};
use tower_http::csrf::CsrfLayer;
use tower_layer::Layer;

const METHODS: [&str; 7] = [
    "GET", "OPTIONS", "TRACE", "POST", "DELETE", "PROPFIND", "CONNECT",
];

const HOSTS: [&str; 7] = [
    "example.com",
    "EXAMPLE.com",
    "example.com:443",
    "example.com:80",
    "example.com:8080",
    "sub.example.com",
    "[::1]",
];

const ORIGINS: [&[&str]; 26] = [
    &[],
    &[""],
    &["null"],
    &["https://example.com"],
    &["http://example.com"],
    &["https://example.com:8080"],
    &["http://example.com:8080"],
    &["https://example.com:443"],
    &["http://example.com:443"],
    &["http://example.com:80"],
    &["https://EXAMPLE.com"],
    &["HTTPS://example.com"],
    &["https://example.com/"],
    &["https://example.com."],
    &["https://user@example.com"],
    &["https://example.com@evil.test"],
    &["https://sub.example.com"],
    &["https://[::1]"],
    &["https://evil.test"],
    &["https://app.example"],
    &["http://app.example"],
    &["https://app.example.evil.test"],
    &["file://example.com"],
    &["example.com"],
    &["https://example.com", "https://evil.test"],
    &["https://evil.test", "https://example.com"],
];

const SITES: [&[&str]; 9] = [
    &[],
    &[""],
    &["same-origin"],
    &["none"],
    &["same-site"],
    &["cross-site"],
    &["Same-Origin"],
    &["same-origin", "cross-site"],
    &["cross-site", "same-origin"],
];

const TRUSTED: &str = "https://app.example";

#[derive(Clone, Copy, Debug)]
struct Case {
    method: &'static str,
    tls: bool,
    host: &'static str,
    origins: &'static [&'static str],
    sites: &'static [&'static str],
    upgrade: bool,
    cookie: bool,
}

impl Case {
    fn all() -> impl Iterator<Item = Self> {
        let with = |cases: Vec<Self>, change: &dyn Fn(Self) -> Vec<Self>| {
            cases.into_iter().flat_map(change).collect::<Vec<_>>()
        };
        let mut cases = vec![Self {
            method: "",
            tls: false,
            host: "",
            origins: &[],
            sites: &[],
            upgrade: false,
            cookie: false,
        }];
        cases = with(cases, &|case| {
            METHODS.map(|method| Self { method, ..case }).into()
        });
        cases = with(cases, &|case| {
            [false, true].map(|tls| Self { tls, ..case }).into()
        });
        cases = with(cases, &|case| {
            HOSTS.map(|host| Self { host, ..case }).into()
        });
        cases = with(cases, &|case| {
            ORIGINS.map(|origins| Self { origins, ..case }).into()
        });
        cases = with(cases, &|case| {
            SITES.map(|sites| Self { sites, ..case }).into()
        });
        cases = with(cases, &|case| {
            [false, true].map(|upgrade| Self { upgrade, ..case }).into()
        });
        cases = with(cases, &|case| {
            [false, true].map(|cookie| Self { cookie, ..case }).into()
        });
        cases.into_iter()
    }

    fn request(&self) -> Request<()> {
        let peer = Peer::ip([10, 0, 0, 1].into());
        let mut request = Request::builder()
            .method(self.method)
            .uri("/")
            .extension(if self.tls { peer.tls() } else { peer })
            .header("host", self.host);
        for origin in self.origins {
            request = request.header("origin", *origin);
        }
        for site in self.sites {
            request = request.header("sec-fetch-site", *site);
        }
        if self.upgrade {
            request = request.header("upgrade", "websocket");
        }
        if self.cookie {
            request = request.header("cookie", "sessionid=1");
        }
        request.body(()).unwrap()
    }

    fn is_safe(&self) -> bool {
        ["GET", "OPTIONS", "TRACE"].contains(&self.method)
    }

    /// Whether the browser leaves it to `Origin`.
    fn origin_decides(&self) -> bool {
        matches!(self.sites, [] | [""])
    }

    /// The only origin, in its two parts.
    fn origin(&self) -> Option<(&str, &str)> {
        match self.origins {
            [origin] => origin.split_once("://"),
            _ => None,
        }
    }

    fn scheme(&self) -> &str {
        if self.tls { "https" } else { "http" }
    }

    /// Whether a browser would write the origin in this way.
    fn is_canonical(&self) -> bool {
        self.origin().is_some_and(|(scheme, authority)| {
            let default = if scheme == "https" { ":443" } else { ":80" };
            let is_lower = |text: &str| text == text.to_lowercase();
            let ends = [default, "/"].iter().any(|end| authority.ends_with(end));
            is_lower(scheme) && is_lower(authority) && !ends
        })
    }
}

/// Who lets the request in where the two differ.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Laxer {
    Seaworthy,
    TowerHttp,
}

/// Why the two differ, for which requests, and who is laxer.
type Difference = (&'static str, Laxer, fn(&Case) -> bool);

const DIFFERENCES: [Difference; 9] = [
    (
        "TRACE is safe by RFC 9110, and browsers do not send it",
        Laxer::Seaworthy,
        |case| case.method == "TRACE" && !case.upgrade,
    ),
    (
        "the handshake of a WebSocket is a GET request that other sites can make",
        Laxer::TowerHttp,
        |case| ["GET", "OPTIONS"].contains(&case.method) && case.upgrade,
    ),
    (
        "a header that is there twice says two things",
        Laxer::TowerHttp,
        |case| case.origins.len() == 2 || case.sites == ["same-origin", "cross-site"],
    ),
    (
        "an Origin that is there is one, if it is empty too; browsers never send that",
        Laxer::TowerHttp,
        |case| case.origin_decides() && case.origins == [""],
    ),
    (
        "with cookies over HTTPS, something has to say where the request comes from",
        Laxer::TowerHttp,
        |case| {
            let is_checked = !case.is_safe() && case.origin_decides();
            is_checked && case.origins.is_empty() && case.tls && case.cookie
        },
    ),
    (
        "what no browser writes is no origin",
        Laxer::TowerHttp,
        |case| case.origin_decides() && !case.is_canonical(),
    ),
    (
        "a page over HTTP is not the one over HTTPS, nor the other way round",
        Laxer::TowerHttp,
        |case| {
            let (scheme, authority) = case.origin().unwrap_or_default();
            case.origin_decides() && scheme != case.scheme() && authority == case.host
        },
    ),
    (
        "the default port of Host does not change the origin",
        Laxer::Seaworthy,
        |case| {
            let default = if case.tls { ":443" } else { ":80" };
            let host = case.host.strip_suffix(default);
            case.origin_decides()
                && case.origin().is_some_and(|(scheme, authority)| {
                    scheme == case.scheme() && Some(authority) == host
                })
        },
    ),
    (
        "the case of Host does not change the origin",
        Laxer::Seaworthy,
        |case| {
            case.origin_decides()
                && case.origin().is_some_and(|(scheme, authority)| {
                    let is_host = authority == case.host.to_lowercase();
                    scheme == case.scheme() && is_host && authority != case.host
                })
        },
    ),
];

fn gate() -> Gate {
    let mut config = Config::new(["*"]);
    config.csrf_trusted_origins = vec![TRUSTED.to_owned()];
    config.build().unwrap()
}

#[tokio::test]
async fn what_tower_http_lets_in_is_let_in_but_for_what_is_listed() {
    let Gate {
        proxies,
        hosts,
        csrf,
        ..
    } = gate();
    let policy = (proxies, hosts, csrf);
    let theirs = CsrfLayer::new().add_trusted_origin(TRUSTED).unwrap();
    let theirs = theirs.layer(service_fn(async |_: Request<()>| {
        Ok::<_, Infallible>(Response::new(String::new()))
    }));
    let mut explained = [0; DIFFERENCES.len()];
    let (mut passed, mut refused) = (0, 0);
    for case in Case::all() {
        let ours = match policy.judge(&mut case.request()) {
            Verdict::Forward(_) => StatusCode::OK,
            Verdict::Reply(reply) => reply.status(),
        };
        let theirs = theirs
            .clone()
            .oneshot(case.request())
            .await
            .unwrap()
            .status();
        let laxer = match (ours, theirs) {
            (StatusCode::OK, StatusCode::OK) => {
                passed += 1;
                continue;
            }
            (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN) => {
                refused += 1;
                continue;
            }
            (StatusCode::OK, StatusCode::FORBIDDEN) => Laxer::Seaworthy,
            (StatusCode::FORBIDDEN, StatusCode::OK) => Laxer::TowerHttp,
            other => panic!("{other:?}: {case:?}"),
        };
        let reason = DIFFERENCES
            .iter()
            .position(|(_, who, holds)| *who == laxer && holds(&case));
        let reason = reason.unwrap_or_else(|| panic!("{laxer:?} is laxer: {case:?}"));
        explained[reason] += 1;
    }
    for ((why, ..), count) in DIFFERENCES.iter().zip(explained) {
        assert!(count > 0, "listed without need: {why}");
    }
    assert!(passed > 10_000 && refused > 10_000, "{passed} {refused}");
}
