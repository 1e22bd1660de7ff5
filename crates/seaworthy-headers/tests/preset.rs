//! The preset beside what others send: nothing of theirs is missing without a reason.
#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

use http::{Request, Response};
use seaworthy_headers::{Config, Nonce};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};

/// What the preset answers over https to a page that shows its nonce.
fn sent(header: &str) -> Option<String> {
    let mut connection = Connection::new(Scheme::Https);
    connection.host = Some("www.example.com".parse().unwrap());
    let mut request = Request::new(());
    request.extensions_mut().insert(connection);
    let headers = Config::default().build().unwrap();
    let Verdict::Forward(memo) = headers.judge(&mut request) else {
        panic!("every request is forwarded");
    };
    let nonce = Nonce::of(request.extensions()).unwrap().to_string();
    let mut response = Response::new(());
    headers.finish(memo, &mut response);
    let value = response.headers().get(header)?.to_str().unwrap();
    Some(value.replace(&nonce, "…"))
}

/// A header of theirs, their value, and ours.
type Row = (&'static str, &'static str, Option<&'static str>);

const CSP: &str = "default-src 'none'; script-src 'strict-dynamic' 'nonce-…'; \
                   style-src 'self' 'nonce-…'; img-src 'self' data:; font-src 'self'; \
                   connect-src 'self'; form-action 'self'; base-uri 'none'; \
                   frame-ancestors 'none'; object-src 'none'; upgrade-insecure-requests";

/// Helmet 8.3, for Node.
const HELMET: [Row; 12] = [
    (
        "content-security-policy",
        "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';…",
        Some(CSP),
    ),
    (
        "cross-origin-opener-policy",
        "same-origin",
        Some("same-origin"),
    ),
    (
        "cross-origin-resource-policy",
        "same-origin",
        Some("same-origin"),
    ),
    ("origin-agent-cluster", "?1", Some("?1")),
    // `no-referrer` makes browsers send `Origin: null` with forms, which CSRF checks refuse.
    (
        "referrer-policy",
        "no-referrer",
        Some("strict-origin-when-cross-origin"),
    ),
    (
        "strict-transport-security",
        "max-age=31536000; includeSubDomains",
        Some("max-age=31536000; includeSubDomains"),
    ),
    ("x-content-type-options", "nosniff", Some("nosniff")),
    // It keeps nothing private that links do not give away, and makes them slower.
    ("x-dns-prefetch-control", "off", None),
    // It is for Internet Explorer 8.
    ("x-download-options", "noopen", None),
    ("x-frame-options", "SAMEORIGIN", Some("DENY")),
    ("x-permitted-cross-domain-policies", "none", Some("none")),
    // No browser has the filter any more that it turns off.
    ("x-xss-protection", "0", None),
];

/// What OWASP's project on secure headers proposes.
const OWASP: [Row; 13] = [
    // It is for the pages that hold secrets, which the application knows.
    ("cache-control", "no-store, max-age=0", Some("private")),
    // On every response it would end every session.
    ("clear-site-data", "\"cache\",\"cookies\",\"storage\"", None),
    (
        "content-security-policy",
        "default-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; …",
        Some(CSP),
    ),
    // It breaks every page that embeds what does not expect it.
    ("cross-origin-embedder-policy", "require-corp", None),
    (
        "cross-origin-opener-policy",
        "same-origin",
        Some("same-origin"),
    ),
    (
        "cross-origin-resource-policy",
        "same-origin",
        Some("same-origin"),
    ),
    // What browsers do without asking people needs no header to be refused to frames.
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), camera=(), …",
        Some("camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (
        "referrer-policy",
        "no-referrer",
        Some("strict-origin-when-cross-origin"),
    ),
    // One year is what the preload list and the gradings ask for.
    (
        "strict-transport-security",
        "max-age=63072000; includeSubDomains",
        Some("max-age=31536000; includeSubDomains"),
    ),
    ("x-content-type-options", "nosniff", Some("nosniff")),
    ("x-dns-prefetch-control", "off", None),
    ("x-frame-options", "deny", Some("DENY")),
    ("x-permitted-cross-domain-policies", "none", Some("none")),
];

#[test]
fn the_preset_stands_beside_those_of_others() {
    for (header, theirs, ours) in HELMET.into_iter().chain(OWASP) {
        assert_eq!(sent(header).as_deref(), ours, "{header}: {theirs}");
    }
}
