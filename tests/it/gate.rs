//! The gate against what Django and Go do: hosts, HTTPS, and requests from other sites.
//!
//! Each vector must come out as recorded, except those that a table lists with what comes out
//! instead, and why. A listed vector that comes out as recorded fails the test too.
//!
//! Groups that are about something else are left out: HSTS, and `get_port`, which is the port of
//! the server or of `X-Forwarded-Port`. The gate keeps the port that stands in the host, reads no
//! other, and does not know on which one its server listens.

mod csrf;
mod differential;
mod exempt;
mod hosts;
mod https;
mod tokens;

use http::{HeaderValue, Request};
use seaworthy_gate::{Config, ConfigError, HostRefusal, Issue, Peer};
use serde_json::Value;

/// Vectors that come out differently: their ids, what comes out, and why.
type Different<'a> = (&'a [&'a str], &'a str, &'a str);

const NEVER_MATCHES: &str = "a pattern that can never match is refused before any request";

/// Compares what is recorded with what comes out, for each vector of a group.
fn conform(
    file: &str,
    group: &str,
    recorded: impl Fn(&Value) -> String,
    comes_out: impl Fn(&Value) -> String,
    different: &[Different<'_>],
) {
    let file: Value = serde_json::from_str(file).unwrap();
    let cases = file[group].as_array().unwrap();
    let id = |case: &Value| {
        case.get("id")
            .or(case.get("given"))
            .unwrap_or(&case["origin"])
            .as_str()
            .unwrap()
            .to_owned()
    };
    for case in cases {
        let (recorded, comes_out) = (recorded(case), comes_out(case));
        match different
            .iter()
            .find(|(listed, ..)| listed.contains(&&*id(case)))
        {
            None => assert_eq!(comes_out, recorded, "{case:#}"),
            Some((_, expected, why)) => {
                assert_eq!(comes_out, *expected, "{why}: {case:#}");
                assert_ne!(comes_out, recorded, "listed without need: {case:#}");
            }
        }
    }
    for listed in different.iter().flat_map(|(listed, ..)| *listed) {
        assert!(
            cases.iter().any(|case| id(case) == *listed),
            "there is no {listed}"
        );
    }
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap();
    list.iter()
        .map(|entry| entry.as_str().unwrap().to_owned())
        .collect()
}

/// The configuration of a case, with a trusted proxy from which every request comes.
fn config(case: &Value, debug: bool) -> Config {
    let mut allowed = strings(&case["allowed_hosts"]);
    if debug && allowed.is_empty() {
        allowed = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
            .map(str::to_owned)
            .into();
    }
    let mut config = Config::new(allowed);
    config.trusted_proxies = vec!["10.0.0.1".to_owned()];
    config
}

/// A request with those of these headers that are there.
fn request(method: &str, target: &str, tls: bool, headers: &[(&str, &Value)]) -> Request<()> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        if let Some(value) = value.as_str() {
            request = request.header(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
    }
    let peer = Peer::ip([10, 0, 0, 1].into());
    request
        .extension(if tls { peer.tls() } else { peer })
        .body(())
        .unwrap()
}

fn host_refusal(reason: HostRefusal) -> &'static str {
    match reason {
        HostRefusal::Malformed => "malformed",
        HostRefusal::Missing => "missing",
        HostRefusal::NotAllowed => "not_allowed",
        other => panic!("{other}"),
    }
}

/// The fields that a configuration is refused for.
fn refused_at_build(error: &ConfigError) -> String {
    let mut fields: Vec<_> = error.issues().iter().map(Issue::field).collect();
    fields.dedup();
    format!("build: {}", fields.join(" "))
}
