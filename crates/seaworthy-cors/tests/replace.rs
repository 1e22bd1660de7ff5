//! Policies that get another configuration while they serve.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use http::{HeaderMap, Request, Response};
use proptest::prelude::*;
use seaworthy_cors::{Config, Cors, Memo};
use seaworthy_policy::{Policy, Verdict};

const OLD: &str = "https://old.example";
const NEW: &str = "https://new.example";

fn config(origin: &str, exposed: &str, credentials: bool) -> Config {
    let mut config = Config::new([origin]);
    config.expose = vec![exposed.to_owned()];
    config.credentials = credentials;
    config
}

fn request(method: &str, origin: &str) -> Request<()> {
    let request = Request::builder().method(method).header("origin", origin);
    let request = request.header("access-control-request-method", "PUT");
    request.body(()).unwrap()
}

fn asked(cors: &Cors, origin: &str) -> Memo {
    match cors.judge(&mut request("GET", origin)) {
        Verdict::Forward(memo) => memo,
        Verdict::Reply(reply) => panic!("{reply:?}"),
    }
}

fn answered(cors: &Cors, memo: Memo) -> HeaderMap {
    let mut response = Response::new(());
    cors.finish(memo, &mut response);
    response.into_parts().0.headers
}

#[test]
fn what_replaces_a_configuration_reaches_all_clones() {
    let cors = config(OLD, "x-old", false).build().unwrap();
    let clone = cors.clone();
    for _ in 0..3 {
        cors.replace(&config(NEW, "x-new", true)).unwrap();
        assert_eq!(clone.config().origins, [NEW]);
        let headers = answered(&clone, asked(&clone, NEW));
        assert_eq!(headers["access-control-allow-origin"], NEW);
        assert!(
            answered(&clone, asked(&clone, OLD))
                .get("access-control-allow-origin")
                .is_none()
        );

        clone.replace(&config(OLD, "x-old", false)).unwrap();
        assert_eq!(cors.config().origins, [OLD]);
    }
}

#[test]
fn a_configuration_that_is_wrong_leaves_the_one_before() {
    let cors = config(OLD, "x-old", false).build().unwrap();
    for _ in 0..2 {
        let mut wrong = config(NEW, "x-new", true);
        wrong.origins.push("*".into());
        assert_eq!(
            cors.replace(&wrong).unwrap_err(),
            wrong.build().unwrap_err()
        );
        assert_eq!(cors.config().origins, [OLD]);
        assert!(!cors.config().credentials);
        // And once more after a good one took its place.
        cors.replace(&config(OLD, "x-other", false)).unwrap();
    }
}

#[test]
fn a_response_keeps_to_the_configuration_of_its_request() {
    let cors = config(OLD, "x-old", false).build().unwrap();
    let memo = asked(&cors, OLD);
    cors.replace(&config(NEW, "x-new", true)).unwrap();
    let headers = answered(&cors, memo);
    assert_eq!(headers["access-control-allow-origin"], OLD);
    assert_eq!(headers["access-control-expose-headers"], "x-old");
    assert!(!headers.contains_key("access-control-allow-credentials"));

    let memo = asked(&cors, NEW);
    cors.replace(&Config::new(["*"])).unwrap();
    let headers = answered(&cors, memo);
    assert_eq!(headers["access-control-allow-origin"], NEW);
    assert_eq!(headers["vary"], "Origin");
}

#[test]
fn no_request_sees_half_of_two_configurations() {
    let (old, new) = (config(OLD, "x-old", false), config(NEW, "x-new", true));
    let cors = old.build().unwrap();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers: Vec<_> = [OLD, NEW]
            .into_iter()
            .map(|origin| {
                let (cors, over) = (cors.clone(), &over);
                scope.spawn(move || {
                    let mut granted = 0_u32;
                    while !over.load(Relaxed) {
                        let headers = answered(&cors, asked(&cors, origin));
                        let value = |name| headers.get(name).map(|value| value.to_str().unwrap());
                        let found = (
                            value("access-control-allow-origin"),
                            value("access-control-expose-headers"),
                            value("access-control-allow-credentials"),
                        );
                        let whole = match origin {
                            OLD => (Some(OLD), Some("x-old"), None),
                            _ => (Some(NEW), Some("x-new"), Some("true")),
                        };
                        assert!(found == whole || found == (None, None, None), "{found:?}");
                        granted += u32::from(found == whole);
                    }
                    granted
                })
            })
            .collect();
        for _ in 0..2000 {
            cors.replace(&new).unwrap();
            cors.replace(&old).unwrap();
        }
        over.store(true, Relaxed);
        for reader in readers {
            reader.join().unwrap();
        }
    });
}

fn origin() -> impl Strategy<Value = String> {
    ("https?", "(\\*\\.)?", "[ab](\\.[ab]){0,2}", "(:[12*])?")
        .prop_map(|(scheme, below, host, port)| format!("{scheme}://{below}{host}{port}"))
}

fn any_config() -> impl Strategy<Value = Config> {
    let names = |pattern: &'static str| prop::collection::vec(pattern, 0..4);
    (
        prop::collection::vec(origin(), 1..6),
        names("PUT|put|PATCH|PURGE|get|[*]"),
        names("X-A|x-a|x-b|Authorization|[*]"),
        names("ETag|x-a|content-type|X-A|[*]"),
        any::<bool>(),
    )
        .prop_map(|(origins, methods, headers, expose, star)| {
            let mut config = Config::new(origins);
            if star {
                config.origins = vec!["*".into(), "*".into()];
            }
            config.methods = methods;
            config.headers = headers;
            config.expose = expose;
            config
        })
}

proptest! {
    #[test]
    fn the_canonical_configuration_decides_as_the_one_it_was_read_from(
        config in any_config(),
        origins in prop::collection::vec(origin(), 1..6),
    ) {
        let cors = config.build().unwrap();
        let canonical = cors.config();
        let again = canonical.build().unwrap();
        prop_assert_eq!(again.config(), canonical);
        for origin in origins {
            let origin = origin.replace("*.", "b.").replace('*', "1");
            let memos = [&cors, &again].map(|cors| answered(cors, asked(cors, &origin)));
            prop_assert_eq!(&memos[0], &memos[1], "{}", &origin);
            for (method, header) in [("PUT", "x-a"), ("PURGE", "x-b"), ("PATCH", "authorization")] {
                let replies = [&cors, &again].map(|cors| {
                    let mut request = request("OPTIONS", &origin);
                    let headers = request.headers_mut();
                    headers.insert("access-control-request-method", method.parse().unwrap());
                    headers.insert("access-control-request-headers", header.parse().unwrap());
                    match cors.judge(&mut request) {
                        Verdict::Reply(reply) => (reply.status(), reply.headers().clone()),
                        Verdict::Forward(_) => panic!("a preflight"),
                    }
                });
                prop_assert_eq!(&replies[0], &replies[1], "{} {}", &origin, method);
            }
        }
    }
}
