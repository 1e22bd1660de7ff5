//! What went wrong once in [jub0bs/cors](https://github.com/jub0bs/cors), as laws that hold here.
//!
//! The vectors hold the rest: origins smuggled below a wildcard (`wild-no-…-smuggle`), requested
//! headers in any case and order (`acrh-lenient-…`), some origins that only look like two listed
//! ones (`ghsa-…`), labels with an underscore (`wild-ok-underscore`).

use http::HeaderValue;
use seaworthy_cors::{Config, Cors, Issue, OriginError};
use seaworthy_policy::PolicyLayer;

use super::exchange::{App, joined, request, server};

fn cors(config: &Config) -> PolicyLayer<Cors> {
    PolicyLayer::new(config.build().unwrap())
}

/// Those of the origins that may read.
fn readers<'a>(config: &Config, origins: &[&'a str]) -> Vec<&'a str> {
    let server = server(&cors(config), App::default());
    let reads = |origin: &&str| {
        let response = server(request("GET", &[("origin", origin)]));
        joined(&response, "access-control-allow-origin").is_some()
    };
    origins.iter().copied().filter(reads).collect()
}

/// The status of the answer to a preflight with these lines of headers.
fn status(config: &Config, lines: &[&str]) -> u16 {
    let mut headers = vec![
        ("origin", "https://app.example"),
        ("access-control-request-method", "GET"),
    ];
    headers.extend(
        lines
            .iter()
            .map(|line| ("access-control-request-headers", *line)),
    );
    let response = server(&cors(config), App::default())(request("OPTIONS", &headers));
    response.status().as_u16()
}

/// All orders of a list, each once.
fn orders<T: Clone>(list: &[T]) -> Vec<Vec<T>> {
    if list.is_empty() {
        return vec![Vec::new()];
    }
    let each = (0..list.len()).flat_map(|first| {
        let mut rest = list.to_vec();
        let first = rest.remove(first);
        orders(&rest).into_iter().map(move |mut order| {
            order.push(first.clone());
            order
        })
    });
    each.collect()
}

/// Two listed hosts made [a third][GHSA].
///
/// [GHSA]: https://github.com/jub0bs/cors/security/advisories/GHSA-vhxv-fg4m-p2w8
#[test]
fn an_origin_put_together_from_listed_ones_is_none_of_them() {
    let config = Config::new(["https://foo.com", "https://bar.com", "https://o.com"]);
    let names = ["foo", "bar", "o"];
    for (first, second) in names.iter().flat_map(|a| names.map(|b| (*a, b))) {
        for origin in [
            format!("https://{first}{second}.com"),
            format!("https://{first}-{second}.com"),
            format!("https://{first}.{second}.com"),
            format!("https://{first}.com.{second}.com"),
            format!("https://{}{second}.com", &first[1..].replace("oo", "o")),
        ] {
            let is_listed = config.origins.contains(&origin);
            assert_eq!(
                readers(&config, &[&*origin]).len(),
                usize::from(is_listed),
                "{origin}"
            );
        }
    }
    let config = Config::new(["https://foo.com", "https://*.bar.com"]);
    let near = [
        "https://foobar.com",
        "https://foo.combar.com",
        "https://foo.com.bar.com",
    ];
    assert_eq!(readers(&config, &near), ["https://foo.com.bar.com"]);
}

/// What was listed first decided whether the apex or a port was
/// [forgotten](https://github.com/jub0bs/cors/issues/12).
#[test]
fn the_order_of_origins_decides_nothing() {
    let listed = [
        "https://example.com",
        "https://example.com:90",
        "https://*.example.com",
        "https://*.example.com:91",
        "https://*.a.example.com:*",
    ];
    let good = [
        "https://example.com",
        "https://example.com:90",
        "https://a.example.com",
        "https://a.example.com:91",
        "https://b.a.example.com",
        "https://b.a.example.com:91",
        "https://b.a.example.com:92",
    ];
    let bad = [
        "https://example.com:91",
        "https://a.example.com:90",
        "https://a.example.com:92",
        "https://ba.example.com:92",
        "http://example.com",
        "https://com",
    ];
    let sent = [&good[..], &bad].concat();
    let all = orders(&listed);
    assert_eq!(all.len(), 120);
    for order in all {
        assert_eq!(
            readers(&Config::new(order.clone()), &sent),
            good,
            "{order:?}"
        );
    }
    for (order, apex, port) in [
        (
            ["https://example.com:*", "https://*.example.com"],
            true,
            true,
        ),
        (
            ["https://*.example.com", "https://example.com:*"],
            true,
            true,
        ),
        (
            ["https://*.example.com:*", "https://example.com"],
            true,
            false,
        ),
        (
            ["https://example.com", "https://*.example.com:*"],
            true,
            false,
        ),
    ] {
        let config = Config::new(order);
        assert_eq!(
            !readers(&config, &["https://example.com"]).is_empty(),
            apex,
            "{order:?}"
        );
        assert_eq!(
            !readers(&config, &["https://example.com:90"]).is_empty(),
            port,
            "{order:?}"
        );
        assert_eq!(
            readers(&config, &["https://a.example.com"]).len(),
            1,
            "{order:?}"
        );
    }
}

/// Some of the allowed headers were [not found](https://github.com/jub0bs/cors/issues/15).
#[test]
fn every_header_of_a_list_is_allowed_in_whatever_order_it_is_listed() {
    let names = [
        "x-b",
        "accept",
        "Authorization",
        "x-a",
        "content-type",
        "X-Long-Name",
    ];
    for order in orders(&names) {
        let mut config = Config::new(["https://app.example"]);
        config.headers = order.iter().map(|&name| name.to_owned()).collect();
        for name in names {
            assert_eq!(status(&config, &[name]), 204, "{name} {order:?}");
        }
        assert_eq!(status(&config, &[&names.join(",")]), 204, "{order:?}");
        assert_eq!(status(&config, &["x-c"]), 403, "{order:?}");
    }
    for length in 1..64 {
        let mut config = Config::new(["https://app.example"]);
        config.headers = (0..length)
            .map(|n| format!("x-{}", (n * 37) % 101))
            .collect();
        for name in &config.headers {
            assert_eq!(status(&config, &[name]), 204, "{name} of {length}");
        }
    }
}

#[test]
fn a_header_may_be_asked_for_twice() {
    let mut config = Config::new(["https://app.example"]);
    config.headers = vec!["accept".into(), "x-b".into()];
    for lines in [
        &["x-b,accept,x-b"][..],
        &["accept", "accept"],
        &["Accept,accept , ACCEPT"],
    ] {
        assert_eq!(status(&config, lines), 204, "{lines:?}");
    }
}

/// What a middleware further out did to one response was in
/// [all that followed](https://github.com/jub0bs/cors/issues/14).
#[test]
fn what_happens_to_a_response_happens_to_no_other() {
    let mut config = Config::new(["https://app.example"]);
    config.credentials = true;
    config.expose = vec!["etag".into()];
    let server = server(&cors(&config), App::default());
    let origin = ("origin", "https://app.example");
    let preflight = [origin, ("access-control-request-method", "PUT")];
    for request in [request("GET", &[origin]), request("OPTIONS", &preflight)] {
        let untouched = server(request.clone());
        let mut response = server(request.clone());
        for value in response.headers_mut().values_mut() {
            value.set_sensitive(true);
            *value = HeaderValue::from_static("evil");
        }
        response
            .headers_mut()
            .append("vary", HeaderValue::from_static("evil"));
        let next = server(request);
        assert_eq!(next.headers(), untouched.headers());
        assert!(!next.headers().values().any(HeaderValue::is_sensitive));
    }
}

/// With another table of Unicode, hosts that resolve were
/// [refused](https://github.com/jub0bs/cors/issues/17).
#[test]
fn a_host_that_dns_names_can_be_listed_and_is_met() {
    for origin in [
        "https://_dmarc.example.com",
        "https://a_b.example.com",
        "https://example.com.",
        "https://a--b.example",
        "https://-a-.example",
        "https://xn--mnchen-3ya.example",
    ] {
        assert_eq!(readers(&Config::new([origin]), &[origin]), [origin]);
    }
    let below = ["https://_a.b.example.", "https://c_.b.example."];
    assert_eq!(
        readers(&Config::new(["https://*.b.example."]), &below),
        below
    );
}

#[test]
fn brackets_are_part_of_a_host() {
    let config = Config::new([
        "http://example:90",
        "http://*.example:90",
        "http://[::1]:90",
    ]);
    let near = [
        "http://[example]:90",
        "http://[a.example]:90",
        "http://[example:90",
        "http://example]:90",
        "http://::1:90",
        "http://[[::1]]:90",
    ];
    assert_eq!(readers(&config, &near), [""; 0]);
    assert_eq!(
        readers(&config, &["http://example:90", "http://[::1]:90"]).len(),
        2
    );
}

#[test]
fn a_scheme_has_no_underscore() {
    let error = Config::new(["a_b://example.com"]).build().unwrap_err();
    let issue = Issue::InvalidOrigin {
        origin: "a_b://example.com".to_owned(),
        reason: OriginError::Scheme,
        instead: None,
    };
    assert_eq!(error.issues(), [issue]);
    assert_eq!(
        readers(&Config::new(["a-b://example.com"]), &["a_b://example.com"]),
        [""; 0]
    );
}
