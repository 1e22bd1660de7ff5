//! Whatever is listed and whatever is sent: what the reference permits is granted, and no more.

use std::cell::Cell;

use http::{HeaderValue, Request};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestRunner;
use seaworthy_cors::Config;
use seaworthy_policy::PolicyLayer;

use super::exchange::{App, Client, joined, server};
use super::reference::Reference;

/// Few letters, so that hosts meet, nest, and differ by little.
fn host() -> impl Strategy<Value = String> {
    prop::collection::vec("[ab]{1,2}", 2..5).prop_map(|labels| labels.join("."))
}

fn pattern(scheme: &'static str) -> impl Strategy<Value = String> {
    let port = select(vec!["", "", ":1", ":2", ":*"]);
    let named = (scheme, "(\\*\\.)?", host(), port)
        .prop_map(|(scheme, below, host, port)| format!("{scheme}://{below}{host}{port}"));
    let local = select(vec![
        "http://localhost",
        "http://localhost:*",
        "http://*.localhost:1",
        "http://127.0.0.1:*",
        "http://[::1]:2",
        "http://[::1]:*",
    ]);
    prop_oneof![6 => named, 1 => local.prop_map(str::to_owned)]
}

/// The lists of origins that can be allowed, without credentials and with them.
fn allowed() -> impl Strategy<Value = (Vec<String>, bool)> {
    let listed = |scheme| prop::collection::vec(pattern(scheme), 1..6);
    prop_oneof![
        1 => Just((vec!["*".to_owned()], false)),
        5 => (listed("https?|app"), Just(false)),
        5 => (listed("https"), Just(true)),
    ]
}

/// How to make, of the patterns, something that may be an origin they stand for.
#[derive(Clone, Debug)]
enum Sent {
    Met(Index, &'static str, &'static str),
    New(String),
}

impl Sent {
    fn text(self, patterns: &[String]) -> String {
        match self {
            Self::Met(index, below, port) => {
                let pattern = index.get(patterns);
                pattern.replacen("*.", below, 1).replacen(":*", port, 1)
            }
            Self::New(text) => text,
        }
    }
}

fn sent() -> impl Strategy<Value = Sent> {
    let below = vec![
        "a.", "b.a.", "-.", "_x.", "", ".", "a..", "*.", "b/.", "b?.", "b#.", "b@.",
    ];
    let met = (
        any::<Index>(),
        prop_oneof![3 => select(vec!["a.", "b.a."]), 1 => select(below)],
        select(vec![
            "", ":1", ":2", ":80", ":443", ":0", ":02", ":", ":65536", ":*",
        ]),
    );
    let new = ("https?|app|HTTP|file|1a|ftp", host(), "(:[1-3])?|:21");
    let odd = select(vec![
        "",
        "*",
        "null",
        "http://[::1]:2",
        "http://[0:0::1]:2",
        "http://[::ffff:7f00:1]",
        "http://127.0.0.1",
        "http://127.1:3",
        "http://2130706433",
        "http://127.0.0.1.:1",
        "http://a.b.c.localhost:1",
    ]);
    prop_oneof![
        6 => met.prop_map(|(index, below, port)| Sent::Met(index, below, port)),
        2 => new.prop_map(|(scheme, host, port)| Sent::New(format!("{scheme}://{host}{port}"))),
        1 => odd.prop_map(|text| Sent::New(text.to_owned())),
    ]
}

/// Where to put a byte, or in whose place, or which to leave out.
type Mutation = (Index, u8, u8);

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let bytes = b"/?#@\\`:.*%,; \t[]{}|^<>\"'!$&()+=~-_ABab019\x80\xc3\xbc\xff".to_vec();
    let mutation = (any::<Index>(), 0_u8..3, select(bytes));
    prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::collection::vec(mutation, 1..3),
    ]
}

fn mutated(text: String, mutations: Vec<Mutation>) -> Vec<u8> {
    let mut bytes = text.into_bytes();
    for (index, kind, byte) in mutations {
        let at = index.index(bytes.len() + 1);
        match kind {
            0 => bytes.insert(at, byte),
            1 => drop(bytes.splice(at..bytes.len().min(at + 1), [byte])),
            _ => drop(bytes.drain(at..bytes.len().min(at + 1))),
        }
    }
    bytes
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    })
}

#[test]
fn an_origin_is_granted_if_it_is_one_and_a_pattern_stands_for_it_and_only_then() {
    let line = || (sent(), mutations());
    let lines = prop_oneof![
        1 => prop::collection::vec(line(), 0..3),
        9 => prop::collection::vec(line(), 1),
    ];
    let strategy = (allowed(), prop::collection::vec(lines, 16));
    let (granted, refused) = (Cell::new(0), Cell::new(0));
    let outcome = runner(512).run(&strategy, |((origins, credentials), requests)| {
        let mut config = Config::new(&origins);
        config.credentials = credentials;
        let reference = Reference::of(&config);
        let server = server(&PolicyLayer::new(config.build().unwrap()), App::default());
        for lines in requests {
            let mut request = Request::new(());
            let lines: Vec<_> = lines
                .into_iter()
                .map(|(sent, mutations)| mutated(sent.text(&origins), mutations))
                .collect();
            for line in &lines {
                let line = HeaderValue::from_bytes(line).unwrap();
                request.headers_mut().append("origin", line);
            }
            let lines: Vec<_> = lines.iter().map(Vec::as_slice).collect();
            let said = match *lines {
                _ if origins == ["*"] => Some("*".to_owned()),
                [line] => reference
                    .allows_origin(&[line])
                    .then(|| String::from_utf8_lossy(line).into_owned()),
                _ => None,
            };
            let counter = if said.is_some() { &granted } else { &refused };
            counter.set(counter.get() + 1);

            let response = server(request);
            let credentials = joined(&response, "access-control-allow-credentials");
            let expected = (said.is_some() && reference.credentials).then_some("true");
            prop_assert_eq!(joined(&response, "access-control-allow-origin"), said);
            prop_assert_eq!(credentials.as_deref(), expected);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(
        granted.get() > 2000 && refused.get() > 2000,
        "{granted:?} {refused:?}"
    );
}

#[test]
fn a_page_reads_what_the_sets_permit_and_nothing_else() {
    let list = |all: &[&str]| {
        let all: Vec<String> = all.iter().map(|&name| name.to_owned()).collect();
        let most = all.len();
        proptest::sample::subsequence(all, 0..=most)
    };
    // As pages write them, after the browser has turned some to upper case.
    let method = select(vec![
        "GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "patch", "PURGE",
    ]);
    let client = (
        sent(),
        method,
        list(&["Content-Type", "authorization", "x-a", "X-B"]),
        any::<bool>(),
    );
    let strategy = (
        allowed(),
        list(&[
            "*", "get", "PUT", "delete", "OPTIONS", "PATCH", "PURGE", "purge",
        ]),
        list(&["*", "Authorization", "content-type", "x-a", "X-b", "X-A"]),
        prop::collection::vec(client, 16),
    );
    let (reads, fails) = (Cell::new(0), Cell::new(0));
    let outcome = runner(512).run(
        &strategy,
        |((origins, credentials), methods, headers, clients)| {
            let mut config = Config::new(&origins);
            config.credentials = credentials;
            config.methods = methods;
            config.headers = headers;
            let reference = Reference::of(&config);
            let server = server(&PolicyLayer::new(config.build().unwrap()), App::default());
            for (sent, method, unsafe_headers, credentials) in clients {
                let client = Client {
                    origin: sent.text(&origins),
                    method: method.to_owned(),
                    unsafe_headers,
                    credentials,
                };
                let expected = reference.lets(&client);
                let counter = if expected { &reads } else { &fails };
                counter.set(counter.get() + 1);
                prop_assert_eq!(client.fetches_from(&server), expected, "{:?}", client);
            }
            Ok(())
        },
    );
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(
        reads.get() > 500 && fails.get() > 2000,
        "{reads:?} {fails:?}"
    );
}
