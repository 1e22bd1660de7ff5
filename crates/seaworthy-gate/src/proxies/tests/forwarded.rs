use proptest::prelude::*;

use super::*;

fn config() -> Config {
    let mut config = super::config();
    config.use_forwarded = true;
    config.use_x_forwarded_host = true;
    config
}

fn forwarded<'a>(lines: &[&'a str]) -> Vec<(&'static str, &'a str)> {
    let mut headers = vec![("host", "10.0.0.5")];
    headers.extend(lines.iter().map(|&line| ("forwarded", line)));
    headers
}

#[test]
fn the_client_is_the_rightmost_address_that_is_not_trusted() {
    for (lines, client) in [
        (&[][..], Some(TRUSTED)),
        (&["for=192.0.2.1"], Some("192.0.2.1")),
        (&["for=198.51.100.9, for=192.0.2.1"], Some("192.0.2.1")),
        (&["for=192.0.2.1, for=10.0.0.7"], Some("192.0.2.1")),
        (&["for=192.0.2.1", "For=\"10.0.0.7:80\""], Some("192.0.2.1")),
        (&["for=10.0.0.9, for=10.0.0.7"], Some("10.0.0.9")),
        (&["for=\"[2001:db8::1]:443\""], Some("2001:db8::1")),
        (&["for=192.0.2.1, for=unknown"], None),
        (&["for=192.0.2.1, for=_hidden, for=10.0.0.7"], None),
        (&["for=192.0.2.1, proto=https"], None),
        (&["for=192.0.2.1, for=10.0.0"], None),
        (&["for=192.0.2.1, for=\"10.0.0.7"], None),
    ] {
        let request = judged(&config(), peer(TRUSTED), &forwarded(lines));
        let client = client.map(|client| client.parse().unwrap());
        assert_eq!(connection(&request).client, client, "{lines:?}");
    }
}

#[test]
fn all_trusted_proxies_that_say_a_scheme_must_say_https() {
    for (line, secure) in [
        ("for=192.0.2.1;proto=https", true),
        ("for=192.0.2.1;proto=HTTPS", true),
        ("for=192.0.2.1;proto=http", false),
        ("for=192.0.2.1;proto=wss", false),
        ("for=192.0.2.1", false),
        ("for=192.0.2.1;proto=https, for=10.0.0.7;proto=https", true),
        ("for=192.0.2.1;proto=http, for=10.0.0.7;proto=https", false),
        ("for=192.0.2.1;proto=https, for=10.0.0.7;proto=http", false),
        // Only one of them noted it, …
        ("for=192.0.2.1;proto=https, for=10.0.0.7", true),
        ("for=192.0.2.1, for=10.0.0.7;proto=https", true),
        // … what clients invent counts for nothing, …
        ("for=10.0.0.8;proto=https, for=192.0.2.1", false),
        ("for=10.0.0.8;proto=http, for=192.0.2.1;proto=https", true),
        ("proto=https, for=unknown;proto=http", false),
        // … and of what nobody can read nothing is believed.
        ("proto=https, for=10.0.0.7;proto=https;proto=https", false),
        ("\"proto=https, for=10.0.0.7;proto=https", false),
    ] {
        let request = judged(&config(), peer(TRUSTED), &forwarded(&[line]));
        assert_eq!(connection(&request).is_secure(), secure, "{line}");
        assert_eq!(request.headers()["forwarded"], line);
        let stranger = judged(&config(), peer(STRANGER), &forwarded(&[line]));
        assert!(!connection(&stranger).is_secure(), "{line}");
        assert!(!stranger.headers().contains_key("forwarded"), "{line}");
    }
}

#[test]
fn the_transport_decides_where_no_element_says_a_scheme() {
    for (line, secure) in [
        ("for=192.0.2.1", true),
        ("", true),
        ("for=192.0.2.1;proto=http", false),
        ("for=\"", false),
    ] {
        let tls = peer(TRUSTED).map(Peer::tls);
        let request = judged(&config(), tls, &forwarded(&[line]));
        assert_eq!(connection(&request).is_secure(), secure, "{line}");
    }
}

#[test]
fn the_outermost_trusted_proxy_that_noted_a_host_is_believed() {
    for (line, host) in [
        ("for=192.0.2.1", "10.0.0.5"),
        ("for=192.0.2.1;host=a.example", "a.example"),
        ("for=192.0.2.1;host=\"a.example:8443\"", "a.example:8443"),
        (
            "for=192.0.2.1;host=a.example, for=10.0.0.7;host=b",
            "a.example",
        ),
        ("for=192.0.2.1, for=10.0.0.7;host=b", "b"),
        (
            "host=evil.example, for=192.0.2.1;host=a.example",
            "a.example",
        ),
        ("host=evil.example, for=192.0.2.1", "10.0.0.5"),
        ("for=\";host=evil.example, for=10.0.0.7;host=b", "b"),
        ("for=192.0.2.1;host=\"\"", ""),
    ] {
        let request = judged(&config(), peer(TRUSTED), &forwarded(&[line]));
        assert_eq!(request.headers()["host"], host, "{line}");
        let mut config = config();
        config.use_x_forwarded_host = false;
        let request = judged(&config, peer(TRUSTED), &forwarded(&[line]));
        assert_eq!(request.headers()["host"], "10.0.0.5", "{line}");
    }
}

#[test]
fn of_two_families_of_headers_one_is_read_and_the_other_removed() {
    for address in [TRUSTED, STRANGER] {
        let claims: Vec<_> = CLAIMS.iter().copied().skip(1).collect();
        let request = judged(&config(), peer(address), &claims);
        assert!(request.headers().is_empty(), "{:?}", request.headers());
        assert!(!connection(&request).is_secure());
        assert_eq!(connection(&request).client, Some(address.parse().unwrap()));

        let mut other = config();
        other.use_forwarded = false;
        let request = judged(&other, peer(address), CLAIMS.get(..1).unwrap());
        assert!(request.headers().is_empty(), "{:?}", request.headers());
        assert!(!connection(&request).is_secure());
        assert_eq!(connection(&request).client, Some(address.parse().unwrap()));
    }
}

proptest! {
    #[test]
    fn nothing_that_a_client_sends_first_changes_what_proxies_say(
        invented in "[ -~]{0,60}|([,;=\"\\\\ ]|for=|for=10[.]0[.]0[.]9|host=a|proto=https){0,20}",
        hops in prop::option::of(Just(2u8)),
        own_line in any::<bool>(),
    ) {
        let mut config = config();
        config.trusted_hops = hops;
        let told = "for=192.0.2.1;proto=https;host=\"a.example\", for=10.0.0.7;proto=https";
        let joined = format!("{invented}, {told}");
        let lines: &[&str] = if own_line { &[&invented, told] } else { &[&joined] };
        let request = judged(&config, peer(TRUSTED), &forwarded(lines));
        prop_assert!(connection(&request).is_secure());
        prop_assert_eq!(connection(&request).client, Some([192, 0, 2, 1].into()));
        prop_assert_eq!(&request.headers()["host"], "a.example");
    }
}
