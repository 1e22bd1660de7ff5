//! What a host that misspelled an origin probably meant.

use std::net::Ipv6Addr;

use crate::OriginPattern;
use crate::parts::{MAX_ORIGIN, default_port, is_loopback};
use crate::punycode::to_ascii;

/// The pattern that was probably meant by a text that is none.
pub(crate) fn suggestion(given: &str) -> Option<String> {
    if given.len() > 2 * MAX_ORIGIN {
        return None;
    }
    // Letter by letter, as browsers do, to whom a sigma at the end of a word is like any other.
    let text = without_expression(given.trim());
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    if lower == "null" {
        return None;
    }
    let (scheme, rest) = split_scheme(&lower);
    let authority = rest.trim_start_matches('/').split(['/', '?', '#']).next()?;
    let authority = authority.rsplit('@').next()?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let host = canonical(host)?;
    let port = match port.map(|port| port.trim_start_matches('0')) {
        Some(port) if default_port(scheme).is_some_and(|own| port == own.to_string()) => None,
        port => port,
    };
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let suggestion = format!("{scheme}://{host}{port}");
    let works = suggestion != given && suggestion.parse::<OriginPattern>().is_ok();
    works.then_some(suggestion)
}

/// The scheme that is written, or else meant, and what follows it.
fn split_scheme(text: &str) -> (&str, &str) {
    if let Some(parts) = text.split_once("://") {
        return parts;
    }
    for scheme in ["https", "http"] {
        let slip = |rest: &&str| rest.starts_with([':', '/']);
        if let Some(rest) = text.strip_prefix(scheme).filter(slip) {
            return (scheme, rest.trim_start_matches([':', '/']));
        }
    }
    // What a developer runs has no certificate.
    let bare = text.trim_start_matches('/');
    match bare.split([':', '/']).next().is_some_and(is_loopback) {
        true => ("http", text),
        false => ("https", text),
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

/// The pattern behind a regular expression of the usual kind, or with backslashes for slashes.
fn without_expression(text: &str) -> String {
    if !text.contains(r"\.") {
        return text.replace('\\', "/");
    }
    let mut pattern = text
        .trim_start_matches('^')
        .trim_end_matches('$')
        .replace(r"\/", "/");
    for any in [r".*\.", r".+\.", r"[^.]+\.", r"\w+\.", r"[^/]+\."] {
        pattern = pattern.replacen(any, "*.", 1);
    }
    pattern.replace(r"\.", ".")
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
            text in r"(https?|HTTP|ftp|file)?:?/{0,3}[a-zA-Z*.@ü\\\[\]:0-9?#/ ^$]{0,24}",
        ) {
            if let Some(meant) = suggestion(&text) {
                prop_assert!(meant.parse::<OriginPattern>().is_ok(), "{}", meant);
                prop_assert_ne!(meant, text);
            }
        }
    }
}
