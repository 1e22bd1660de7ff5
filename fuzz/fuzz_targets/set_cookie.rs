//! `Set-Cookie`: hardening keeps every line and what stands in it, and says all it has to say at
//! once.
#![no_main]

use std::sync::LazyLock;

use http::header::SET_COOKIE;
use http::{HeaderValue, Request, Response};
use libfuzzer_sys::fuzz_target;
use seaworthy_headers::{Config, Headers};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};

static HEADERS: LazyLock<Headers> = LazyLock::new(|| Config::default().build().unwrap());

fn hardened(lines: &[HeaderValue], scheme: Scheme) -> Vec<HeaderValue> {
    let mut connection = Connection::new(scheme);
    connection.host = Some("www.example.com".parse().unwrap());
    let mut request = Request::new(());
    request.extensions_mut().insert(connection);
    let Verdict::Forward(memo) = HEADERS.judge(&mut request) else {
        panic!("every request is forwarded");
    };
    let mut response = Response::new(());
    for line in lines {
        response.headers_mut().append(SET_COOKIE, line.clone());
    }
    HEADERS.finish(memo, &mut response);
    let lines = response.headers().get_all(SET_COOKIE);
    lines.iter().cloned().collect()
}

fuzz_target!(|data: &[u8]| {
    let lines: Vec<HeaderValue> = data
        .split(|&byte| byte == b'\n')
        .filter_map(|line| HeaderValue::from_bytes(line).ok())
        .collect();
    for scheme in [Scheme::Http, Scheme::Https] {
        let once = hardened(&lines, scheme);
        assert_eq!(once.len(), lines.len());
        for (line, hardened) in lines.iter().zip(&once) {
            assert!(hardened.as_bytes().starts_with(line.as_bytes()));
        }
        assert_eq!(hardened(&once, scheme), once);
    }
});
