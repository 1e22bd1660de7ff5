//! A request's `Origin`: what is granted under a wildcard is an origin below it, and nothing else.
//! As an entry of the configuration it has one spelling, and stands for no more than it says.
#![no_main]

use std::sync::LazyLock;

use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN};
use http::{HeaderValue, Request, Response};
use libfuzzer_sys::fuzz_target;
use seaworthy_cors::{Config, Cors, Origin, OriginPattern};
use seaworthy_policy::{Policy, Verdict};

const PATTERNS: [&str; 2] = ["https://*.example.com", "http://localhost:*"];

static CORS: LazyLock<Cors> = LazyLock::new(|| Config::new(PATTERNS).build().unwrap());

fn check_entry(text: &str) {
    let origin = text.parse::<Origin>().ok();
    if let Ok(pattern) = text.parse::<OriginPattern>() {
        assert_eq!(pattern.to_string(), text);
        assert!(Config::new([text]).build().is_ok(), "{text}");
        if let Some(origin) = &origin {
            assert!(pattern.matches(origin), "{text}");
        }
        // A star stands for whole labels or a whole port.
        for (labels, port) in [("a.", ""), ("a.b.", ":1")] {
            let one = text.replacen("*.", labels, 1).replacen(":*", port, 1);
            if let Ok(one) = one.parse::<Origin>() {
                assert!(pattern.matches(&one), "{text} {one}");
            }
        }
    }
    let matches = |pattern: &str| {
        let pattern: OriginPattern = pattern.parse().unwrap();
        origin
            .as_ref()
            .is_some_and(|origin| pattern.matches(origin))
    };
    assert_eq!(
        granted(text.as_bytes()).is_some(),
        PATTERNS.into_iter().any(matches),
        "{text}"
    );
}

/// What is said to a request of this origin, as `Access-Control-Allow-Origin`.
fn granted(origin: &[u8]) -> Option<HeaderValue> {
    let value = HeaderValue::from_bytes(origin).ok()?;
    let mut request = Request::new(());
    request.headers_mut().insert(ORIGIN, value);
    let Verdict::Forward(memo) = CORS.judge(&mut request) else {
        panic!("no preflight, no reply");
    };
    let mut response = Response::new(());
    CORS.finish(memo, &mut response);
    response.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN).cloned()
}

fuzz_target!(|data: &[u8]| {
    if let Some(granted) = granted(data) {
        let granted = granted.to_str().unwrap();
        assert_eq!(granted.as_bytes(), data);
        assert!(granted.parse::<Origin>().is_ok(), "{granted}");
        let local = granted.starts_with("http://localhost");
        assert!(local || granted.ends_with(".example.com"), "{granted}");
    }
    if let Ok(text) = str::from_utf8(data) {
        check_entry(text);
    }
});
