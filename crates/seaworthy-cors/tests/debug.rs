//! The debug mode, as the browser sees it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use http::{HeaderMap, Request, Response, StatusCode};
use proptest::prelude::*;
use seaworthy_cors::{Config, Cors};
use seaworthy_policy::{Policy, Verdict};

const APP: &str = "https://app.example.com";

/// What a page asks of its browser.
#[derive(Debug)]
struct Client {
    origin: &'static str,
    method: String,
    /// In lower case, sorted, each once.
    headers: Vec<String>,
    credentials: bool,
}

impl Client {
    fn asks(&self, cors: &Cors) -> Response<()> {
        let mut request = Request::builder()
            .method("OPTIONS")
            .header("origin", self.origin)
            .header("access-control-request-method", &self.method);
        if !self.headers.is_empty() {
            request = request.header("access-control-request-headers", self.headers.join(","));
        }
        match cors.judge(&mut request.body(()).unwrap()) {
            Verdict::Reply(reply) => reply,
            Verdict::Forward(_) => unreachable!("a preflight never reaches the application"),
        }
    }

    /// Whether a browser that had to ask lets the request follow, by
    /// [Fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch), step 7.
    fn follows(&self, reply: &Response<()>) -> bool {
        let listed = |name| list(reply.headers(), name);
        let star = |names: &[String]| !self.credentials && names.iter().any(|name| name == "*");
        let who = listed("access-control-allow-origin").unwrap_or_default();
        let may_read = (star(&who) || who == [self.origin])
            && (!self.credentials
                || reply
                    .headers()
                    .contains_key("access-control-allow-credentials"));
        // Where no method is listed, the one that was asked for is.
        let methods = listed("access-control-allow-methods");
        let methods = methods.unwrap_or_else(|| vec![self.method.clone()]);
        let headers = listed("access-control-allow-headers").unwrap_or_default();
        reply.status().is_success()
            && may_read
            && (methods.contains(&self.method)
                || ["GET", "HEAD", "POST"].contains(&&*self.method)
                || star(&methods))
            && self.headers.iter().all(|name| {
                let is_listed = headers
                    .iter()
                    .any(|listed| listed.eq_ignore_ascii_case(name));
                is_listed || (star(&headers) && name != "authorization")
            })
    }
}

fn list(headers: &HeaderMap, name: &str) -> Option<Vec<String>> {
    let value = headers.get(name)?.to_str().unwrap();
    Some(
        value
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect(),
    )
}

fn client() -> impl Strategy<Value = Client> {
    (
        prop::sample::select(vec![APP, "https://evil.example", "null"]),
        "GET|PUT|put|PATCH|patch|PURGE|A{64,65}",
        prop::collection::btree_set("authorization|content-type|x-[a-c]|y{4096}", 0..4),
        any::<bool>(),
    )
        .prop_map(|(origin, method, headers, credentials)| Client {
            origin,
            method,
            headers: headers.into_iter().collect(),
            credentials,
        })
}

fn config() -> impl Strategy<Value = Config> {
    let names = |pattern: &'static str| prop::collection::vec(pattern, 0..3);
    (
        any::<bool>(),
        names("PUT|PATCH|PURGE|[*]"),
        names("Authorization|X-A|x-b|[*]"),
        any::<bool>(),
    )
        .prop_map(|(any, methods, headers, credentials)| {
            let mut config = Config::new([if any { "*" } else { APP }]);
            config.methods = methods;
            config.headers = headers;
            config.credentials = credentials && !any;
            config
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_browser_lets_through_in_debug_mode_what_it_does_otherwise(
        config in config(),
        client in client(),
    ) {
        let cors = config.build().unwrap();
        let reply = client.asks(&cors);
        let follows = client.follows(&reply);
        if reply.status() == StatusCode::FORBIDDEN {
            prop_assert!(!follows);
        }
        cors.set_debug(true);
        prop_assert_eq!(client.follows(&client.asks(&cors)), follows, "{:?}", config);
    }
}
