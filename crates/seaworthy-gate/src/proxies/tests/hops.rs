use proptest::prelude::*;

use super::*;

/// A peer of known address, behind `hops - 1` proxies of unknown ones.
fn config(hops: u8) -> Config {
    let mut config = super::config();
    config.trusted_hops = Some(hops);
    config.use_x_forwarded_host = true;
    config
}

#[test]
fn hops_are_counted_only_behind_a_trusted_peer() {
    let told = [
        ("x-forwarded-for", "192.0.2.1, 203.0.113.8"),
        ("x-forwarded-proto", "https"),
    ];
    let request = judged(&config(2), peer(TRUSTED), &told);
    assert!(connection(&request).is_secure());
    assert_eq!(connection(&request).client, Some([192, 0, 2, 1].into()));

    let request = judged(&config(2), peer(STRANGER), &told);
    assert!(request.headers().is_empty());
    assert!(!connection(&request).is_secure());
    assert_eq!(
        connection(&request).client,
        peer(STRANGER).and_then(Peer::address)
    );
}

#[test]
fn as_many_values_as_hops_must_say_https() {
    for (hops, value, secure) in [
        (1, "http, https", true),
        (1, "https, http", false),
        (2, "http, https", false),
        (2, "https, http", false),
        (2, "http, https, https", true),
        // A proxy that overwrites the header leaves one value for all.
        (2, "https", true),
        (2, "http", false),
        (255, "https, https", true),
    ] {
        for route in ["192.0.2.1, 203.0.113.8", "192.0.2.1", ""] {
            let told = [("x-forwarded-for", route), ("x-forwarded-proto", value)];
            let request = judged(&config(hops), peer(TRUSTED), &told);
            assert_eq!(connection(&request).is_secure(), secure, "{hops} {value}");
        }
    }
}

#[test]
fn the_forwarded_host_is_that_many_places_from_the_right() {
    for (hops, lines, host) in [
        (1, &["a.example, b.example"][..], "b.example"),
        (2, &["a.example, b.example"], "a.example"),
        (2, &["evil.example, a.example", "b.example"], "a.example"),
        (2, &["b.example"], "b.example"),
        (2, &[", b.example"], ""),
        (2, &[], "10.0.0.5"),
    ] {
        let mut told = vec![("host", "10.0.0.5")];
        told.extend(lines.iter().map(|&line| ("x-forwarded-host", line)));
        let request = judged(&config(hops), peer(TRUSTED), &told);
        assert_eq!(request.headers().get_all("host").iter().count(), 1);
        assert_eq!(request.headers()["host"], host, "{hops} {lines:?}");
    }
}

#[test]
fn elements_of_forwarded_are_counted_alike() {
    for (hops, line, client, secure, host) in [
        (
            1,
            "for=192.0.2.1;proto=http;host=a, for=203.0.113.8;proto=https;host=b",
            Some("203.0.113.8"),
            true,
            "b",
        ),
        (
            2,
            "for=192.0.2.1;proto=https;host=a, for=203.0.113.8;proto=https;host=b",
            Some("192.0.2.1"),
            true,
            "a",
        ),
        (
            2,
            "for=10.0.0.9;proto=https, for=192.0.2.1;proto=http, for=_edge;proto=https",
            Some("192.0.2.1"),
            false,
            "10.0.0.5",
        ),
        (
            2,
            "for=203.0.113.8;proto=https",
            Some("203.0.113.8"),
            true,
            "10.0.0.5",
        ),
        (
            2,
            "for=192.0.2.1;proto=https, proto=https;host=",
            None,
            false,
            "10.0.0.5",
        ),
        (
            3,
            "for=192.0.2.1, for=\", for=203.0.113.8;proto=https;host=b",
            None,
            false,
            "b",
        ),
        (2, "", Some(TRUSTED), false, "10.0.0.5"),
    ] {
        let mut config = config(hops);
        config.use_forwarded = true;
        let told = [("host", "10.0.0.5"), ("forwarded", line)];
        let request = judged(&config, peer(TRUSTED), &told);
        let client = client.map(|client| client.parse().unwrap());
        assert_eq!(connection(&request).client, client, "{hops} {line}");
        assert_eq!(connection(&request).is_secure(), secure, "{hops} {line}");
        assert_eq!(request.headers()["host"], host, "{hops} {line}");
    }
}

proptest! {
    #[test]
    fn nothing_that_a_client_sends_first_changes_what_proxies_say(
        invented in "[ -~]{0,60}|([,; ]|10[.]0[.]0[.]9|https|unknown){0,20}",
        hops in prop::option::of(Just(2u8)),
    ) {
        let mut config = config(2);
        config.trusted_hops = hops;
        let told = [
            ("x-forwarded-for", format!("{invented}, 192.0.2.1, 10.0.0.7")),
            ("x-forwarded-proto", format!("{invented}, https, https")),
        ];
        let told = told.each_ref().map(|(name, value)| (*name, value.as_str()));
        let request = judged(&config, peer(TRUSTED), &told);
        prop_assert!(connection(&request).is_secure());
        prop_assert_eq!(connection(&request).client, Some([192, 0, 2, 1].into()));
    }
}
