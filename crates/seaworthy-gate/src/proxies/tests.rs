use super::*;
use crate::Config;

const TRUSTED: &str = "10.0.0.1";
const STRANGER: &str = "192.0.2.66";

fn config() -> Config {
    let mut config = Config::new(["*"]);
    config.trusted_proxies = vec!["10.0.0.0/8".to_owned()];
    config
}

fn judged(config: &Config, peer: Option<Peer>, headers: &[(&str, &str)]) -> Request<()> {
    let mut request = Request::builder().uri("/");
    for &(name, value) in headers {
        request = request.header(name, value);
    }
    let mut request = request.body(()).unwrap();
    if let Some(peer) = peer {
        request.extensions_mut().insert(peer);
    }
    let proxies = config.build().unwrap().proxies;
    assert!(matches!(proxies.judge(&mut request), Verdict::Forward(())));
    request
}

fn peer(address: &str) -> Option<Peer> {
    Some(Peer::ip(address.parse().unwrap()))
}

fn connection(request: &Request<()>) -> &Connection {
    Connection::of(request.extensions()).unwrap()
}

const CLAIMS: &[(&str, &str)] = &[
    (
        "forwarded",
        "for=198.51.100.7;proto=https;host=evil.example",
    ),
    ("x-forwarded", "for=198.51.100.7"),
    ("x-forwarded-for", "198.51.100.7"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-port", "443"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-something-new", "1"),
    ("x-real-ip", "198.51.100.7"),
];

#[test]
fn nobody_reads_what_an_untrusted_peer_claims() {
    for stranger in [peer(STRANGER), Some(Peer::unix()), None] {
        let request = judged(&config(), stranger, CLAIMS);
        assert!(request.headers().is_empty(), "{:?}", request.headers());
        assert!(!connection(&request).is_secure());
        assert_eq!(
            connection(&request).client,
            stranger.and_then(Peer::address)
        );
    }
}

#[test]
fn a_request_with_as_many_headers_as_there_can_be_is_read_without_a_panic() {
    let mut config = config();
    config.use_x_forwarded_host = true;
    let mut request = Request::builder().uri("http://10.0.0.5/").body(()).unwrap();
    request.extensions_mut().insert(peer(TRUSTED).unwrap());
    let headers = request.headers_mut();
    headers.insert(X_FORWARDED_HOST, HeaderValue::from_static("a.example"));
    for number in 0.. {
        let name: HeaderName = format!("x-{number}").parse().unwrap();
        if headers
            .try_append(name, HeaderValue::from_static(""))
            .is_err()
        {
            break;
        }
    }
    let proxies = config.build().unwrap().proxies;
    assert!(matches!(proxies.judge(&mut request), Verdict::Forward(())));
    assert_eq!(request.uri().host(), Some("a.example"));
}

#[test]
fn other_headers_are_nobodys_business() {
    let request = judged(
        &config(),
        peer(STRANGER),
        &[("host", "a.example"), ("x-forward", "1")],
    );
    assert_eq!(request.headers().len(), 2);
}

#[test]
fn a_trusted_peer_is_read_and_competing_headers_are_removed() {
    let request = judged(&config(), peer(TRUSTED), CLAIMS);
    assert!(connection(&request).is_secure());
    assert_eq!(connection(&request).client, Some([198, 51, 100, 7].into()));
    let mut left: Vec<_> = request.headers().keys().map(HeaderName::as_str).collect();
    left.sort_unstable();
    assert_eq!(
        left,
        [
            "x-forwarded-for",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-forwarded-something-new"
        ]
    );
}

#[test]
fn the_rightmost_value_of_a_trusted_peer_counts() {
    for (lines, secure) in [
        (&["https"][..], true),
        (&["http"], false),
        (&["https, http"], false),
        (&["http, https"], true),
        (&["http", "https"], true),
        (&["https", "http"], false),
        (&["https,"], false),
        (&["HTTPS"], false),
        (&[""], false),
    ] {
        let headers: Vec<_> = lines
            .iter()
            .map(|&line| ("x-forwarded-proto", line))
            .collect();
        let request = judged(&config(), peer(TRUSTED), &headers);
        assert_eq!(connection(&request).is_secure(), secure, "{lines:?}");
    }
}

#[test]
fn all_trusted_proxies_that_appended_must_have_seen_https() {
    for (route, protocols, secure) in [
        // The edge heard plain HTTP, and passed it on over TLS.
        ("192.0.2.1, 10.0.0.9", "http, https", false),
        ("192.0.2.1, 10.0.0.9", "https, http", false),
        ("192.0.2.1, 10.0.0.9", "https, https", true),
        // Only one of them noted it, …
        ("192.0.2.1, 10.0.0.9", "https", true),
        ("192.0.2.1, 10.0.0.9", "http", false),
        // … and what clients invent on top counts for nothing.
        ("192.0.2.1, 10.0.0.9", "http, https, https", true),
        ("10.0.0.8, 192.0.2.1, 10.0.0.9", "http, https, https", true),
        ("10.0.0.8, unknown, 10.0.0.9", "http, https, https", true),
        ("192.0.2.1", "http, https", true),
    ] {
        let headers = [("x-forwarded-for", route), ("x-forwarded-proto", protocols)];
        let request = judged(&config(), peer(TRUSTED), &headers);
        assert_eq!(
            connection(&request).is_secure(),
            secure,
            "{route}: {protocols}"
        );
    }
}

#[test]
fn the_transport_decides_where_no_header_is_believed() {
    for address in [TRUSTED, STRANGER] {
        let request = judged(&config(), peer(address).map(Peer::tls), &[]);
        assert!(connection(&request).is_secure(), "{address}");
    }
    let downgraded = [("x-forwarded-proto", "http")];
    let request = judged(&config(), peer(TRUSTED).map(Peer::tls), &downgraded);
    assert!(!connection(&request).is_secure());
    let request = judged(&config(), peer(STRANGER).map(Peer::tls), &downgraded);
    assert!(connection(&request).is_secure());
}

#[test]
fn an_ssl_header_of_ones_own_replaces_the_usual_one() {
    let mut config = config();
    config.proxy_ssl_header = Some(("X-Scheme".to_owned(), "tls".to_owned()));
    let request = judged(&config, peer(TRUSTED), &[("x-scheme", "tls")]);
    assert!(connection(&request).is_secure());
    let request = judged(&config, peer(TRUSTED), &[("x-forwarded-proto", "https")]);
    assert!(!connection(&request).is_secure());
    assert!(request.headers().is_empty());
    let request = judged(&config, peer(STRANGER), &[("x-scheme", "tls")]);
    assert!(!connection(&request).is_secure());
    assert!(request.headers().is_empty());
}

#[test]
fn an_ssl_header_without_trusted_proxies_is_believed_from_anybody_and_nothing_else_is() {
    let mut config = Config::new(["*"]);
    config.proxy_ssl_header = Some(("X-Forwarded-Proto".to_owned(), "https".to_owned()));
    let request = judged(&config, peer(STRANGER), CLAIMS);
    assert!(connection(&request).is_secure());
    assert_eq!(
        connection(&request).client,
        peer(STRANGER).and_then(Peer::address)
    );
    assert_eq!(
        request.headers().keys().collect::<Vec<_>>(),
        ["x-forwarded-proto"]
    );
    for (value, secure) in [
        ("https, http", true),
        ("http, https", false),
        (",https", false),
    ] {
        let request = judged(&config, None, &[("x-forwarded-proto", value)]);
        assert_eq!(connection(&request).is_secure(), secure, "{value}");
    }
}

#[test]
fn a_forwarded_host_replaces_the_host_everywhere_only_if_it_is_wanted() {
    let proxied = [
        ("host", "10.0.0.5"),
        ("x-forwarded-host", "www.example.com"),
    ];
    let request = judged(&config(), peer(TRUSTED), &proxied);
    assert_eq!(request.headers()["host"], "10.0.0.5");
    assert!(!request.headers().contains_key("x-forwarded-host"));

    let mut config = config();
    config.use_x_forwarded_host = true;
    let request = judged(&config, peer(TRUSTED), &proxied);
    assert_eq!(request.headers()["host"], "www.example.com");
    let request = judged(&config, peer(TRUSTED), &[("host", "10.0.0.5")]);
    assert_eq!(request.headers()["host"], "10.0.0.5");
    let request = judged(&config, peer(STRANGER), &proxied);
    assert_eq!(request.headers()["host"], "10.0.0.5");
    assert!(!request.headers().contains_key("x-forwarded-host"));

    let proxies = config.build().unwrap().proxies;
    let mut request = Request::builder()
        .uri("https://10.0.0.5/path?query")
        .header("x-forwarded-host", "www.example.com")
        .extension(Peer::ip(TRUSTED.parse().unwrap()))
        .body(())
        .unwrap();
    assert!(matches!(proxies.judge(&mut request), Verdict::Forward(())));
    assert_eq!(request.uri(), "https://www.example.com/path?query");
    assert_eq!(request.headers()["host"], "www.example.com");
}

mod forwarded;
mod hops;
