//! What a host that misspelled an origin probably meant.

use std::net::Ipv6Addr;

use crate::OriginPattern;
use crate::expression::without_expression;
use crate::parts::{MAX_ORIGIN, default_port, is_loopback};
use crate::punycode::to_ascii;

/// The pattern that was probably meant by a text that is none.
pub(crate) fn suggestion(given: &str) -> Option<String> {
    if given.len() > 2 * MAX_ORIGIN {
        return None;
    }
    let text = without_expression(given.trim_matches(is_around));
    // Letter by letter, as browsers do, to whom a sigma at the end of a word is like any other.
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    if lower == "null" {
        return None;
    }
    let (scheme, rest) = split_scheme(&lower);
    let rest = rest.trim_start_matches('/');
    let authority = rest.split(['/', '?', '#']).next()?;
    // What looks like a host may be the beginning of a password.
    if rest.strip_prefix(authority)?.contains('@') {
        return None;
    }
    let authority = authority.rsplit('@').next()?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    // A scheme written twice, or alone.
    if ["http", "https"].contains(&host) {
        return None;
    }
    let host = canonical(host)?;
    let port = port.filter(|port| !port.is_empty());
    let port = port.map(|port| port.trim_start_matches('0'));
    let scheme = scheme.unwrap_or_else(|| meant_scheme(&host, port));
    let is_default = |port: &&str| default_port(scheme).is_some_and(|own| *port == own.to_string());
    let port = port.filter(|port| !is_default(port));
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let suggestion = format!("{scheme}://{host}{port}");
    let works = suggestion != given && suggestion.parse::<OriginPattern>().is_ok();
    works.then_some(suggestion)
}

/// What files and lists leave around an origin.
fn is_around(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | '<' | '>')
}

/// The scheme, if one is written, and what follows it.
fn split_scheme(text: &str) -> (Option<&str>, &str) {
    if let Some((scheme, rest)) = text.split_once("://") {
        return (Some(scheme), rest);
    }
    for scheme in ["https", "http"] {
        let slip = |rest: &&str| rest.starts_with([':', '/']);
        if let Some(rest) = text.strip_prefix(scheme).filter(slip) {
            return (Some(scheme), rest.trim_start_matches([':', '/']));
        }
    }
    (None, text)
}

/// The scheme where none is written: what a developer runs has no certificate.
fn meant_scheme(host: &str, port: Option<&str>) -> &'static str {
    let base = host.strip_prefix("*.").unwrap_or(host);
    match is_loopback(base) || port == Some("80") {
        true => "http",
        false => "https",
    }
}

/// The host as browsers write it.
fn canonical(host: &str) -> Option<String> {
    if let Some(inner) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        let address: Ipv6Addr = inner.parse().ok()?;
        return Some(match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => format!("[{address}]"),
        });
    }
    // Django and cookies mean everything below a domain by a dot before it.
    let below = host.strip_prefix('.').or_else(|| host.strip_prefix("*."));
    let ascii = to_ascii(below.unwrap_or(host))?;
    let star = if below.is_some() { "*." } else { "" };
    Some(format!("{star}{ascii}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_origin_that_was_meant_is_suggested_where_it_can_be_told() {
        for (text, meant) in [
            ("HTTPS://Example.com", Some("https://example.com")),
            ("https://example.com/", Some("https://example.com")),
            ("https://example.com/a?b#c", Some("https://example.com")),
            ("https://example.com:443", Some("https://example.com")),
            ("https://*.example.com:443/", Some("https://*.example.com")),
            ("http://[::1]:80", Some("http://[::1]")),
            (" https://example.com ", Some("https://example.com")),
            ("https://user@example.com", Some("https://example.com")),
            ("example.com", Some("https://example.com")),
            ("//example.com", Some("https://example.com")),
            ("localhost:3000", Some("http://localhost:3000")),
            ("127.0.0.1/", Some("http://127.0.0.1")),
            ("localhost.example", Some("https://localhost.example")),
            ("[::1]:3000", Some("http://[::1]:3000")),
            ("[::ffff:127.0.0.1]", Some("http://127.0.0.1")),
            ("*.localhost:3000", Some("http://*.localhost:3000")),
            (".localhost", Some("http://*.localhost")),
            ("example.com:80", Some("http://example.com")),
            ("example.com:443", Some("https://example.com")),
            ("https://example.com:", Some("https://example.com")),
            ("\"https://example.com\",", Some("https://example.com")),
            ("<https://example.com>", Some("https://example.com")),
            (
                "https://example.com:8443/",
                Some("https://example.com:8443"),
            ),
            (
                "https://example.com:08443",
                Some("https://example.com:8443"),
            ),
            ("https:/example.com", Some("https://example.com")),
            ("http:example.com", Some("http://example.com")),
            ("https//example.com", Some("https://example.com")),
            (r"https:\\example.com", Some("https://example.com")),
            ("*.example.com", Some("https://*.example.com")),
            (".example.com", Some("https://*.example.com")),
            ("https://.example.com", Some("https://*.example.com")),
            (r"^https://.*\.example\.com$", Some("https://*.example.com")),
            (
                r"https:\/\/\w+\.example\.com",
                Some("https://*.example.com"),
            ),
            (r"^https://example\.com$", Some("https://example.com")),
            (r"/\.example\.com$/", Some("https://*.example.com")),
            (
                r"/^https?:\/\/([a-z0-9-]+)\.example\.com$/",
                Some("https://*.example.com"),
            ),
            (r"^https?://localhost:\d+$", Some("http://localhost:*")),
            (
                "https://München.example/",
                Some("https://xn--mnchen-3ya.example"),
            ),
            (
                "https://*.münchen.example",
                Some("https://*.xn--mnchen-3ya.example"),
            ),
            ("https://a.Σ", Some("https://a.xn--4xa")),
            ("http://[0:0:0:0:0:0:0:1]:90", Some("http://[::1]:90")),
            ("http://[2001:DB8::1]", Some("http://[2001:db8::1]")),
            ("http://[::ffff:127.0.0.1]", Some("http://127.0.0.1")),
            ("", None),
            ("NULL", None),
            ("file:///etc", None),
            ("https://", None),
            ("https://مثال.example", None),
            ("https://a*.example.com", None),
            ("https://example.com:0", None),
            ("https://[::1", None),
            ("https", None),
            ("https://https://example.com", None),
            ("https://example.com:00", None),
            ("https://secret/1@example.com", None),
            ("https://user:12/34@example.com", None),
            ("user:12#34@example.com", None),
            (r"https://(a|b)\.example\.com", None),
            (r"https://.*example\.com", None),
        ] {
            assert_eq!(suggestion(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn a_letter_in_any_case_and_place_is_suggested_as_browsers_send_it_or_not_at_all() {
        let mut known = 0;
        for c in (char::MIN..=char::MAX).filter(|c| c.is_alphanumeric()) {
            for host in [
                format!("{c}.example"),
                format!("λ{c}-a.example"),
                format!("a{c}b.example"),
            ] {
                if let Some(meant) = suggestion(&format!("https://{host}/")) {
                    let sent = idna::domain_to_ascii(&host).ok();
                    assert_eq!(meant.strip_prefix("https://"), sent.as_deref(), "{host}");
                    known += 1;
                }
            }
        }
        assert!(known > 90_000, "{known}");
    }

    proptest! {
        #[test]
        fn what_is_suggested_works_and_is_something_else(
            text in concat!(
                "[\"'/^]?(https?|HTTP|https\\?|ftp|file)?:?/{0,3}",
                r"[a-zA-Z*.@ü\\\[\]():+0-9?#/ ^$]{0,24}",
            ),
        ) {
            if let Some(meant) = suggestion(&text) {
                prop_assert!(meant.parse::<OriginPattern>().is_ok(), "{}", meant);
                prop_assert_ne!(meant, text);
            }
        }
    }
}
