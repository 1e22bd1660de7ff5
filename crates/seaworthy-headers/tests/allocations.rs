//! What cookies cost: one allocation a line that lacks something, and nothing otherwise.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::alloc::System;

use http::header::SET_COOKIE;
use http::{HeaderValue, Request, Response};
use seaworthy_headers::{Config, Headers};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How often a request and its response ask the heap for memory.
fn cost(headers: &Headers, cookies: &[&'static str]) -> usize {
    let mut request = Request::new(());
    let mut connection = Connection::new(Scheme::Https);
    connection.host = Some("www.a.example:8443".parse().unwrap());
    request.extensions_mut().insert(connection);
    let mut response = Response::new(());
    for &cookie in cookies {
        let line = HeaderValue::from_static(cookie);
        response.headers_mut().append(SET_COOKIE, line);
    }
    let region = Region::new(ALLOCATOR);
    let Verdict::Forward(memo) = headers.judge(&mut request) else {
        unreachable!("every request is forwarded");
    };
    headers.finish(memo, &mut response);
    let change = region.change();
    change.allocations + change.reallocations
}

// The allocator counts for all threads, so this is the only test of its process.
#[test]
fn a_cookie_costs_one_allocation_if_it_lacks_something() {
    let with = Config::default().build().unwrap();
    let mut config = Config::default();
    config.cookies = None;
    let without = config.build().unwrap();

    let complete = "a=1; Secure; HttpOnly; SameSite=Lax";
    let doomed = "__Host-a=1; Path=/app; Secure; HttpOnly; SameSite=Lax";
    for (cookies, more) in [
        (&[][..], 0),
        (&[complete], 0),
        (&[complete, doomed, complete], 0),
        (&["a=1"], 1),
        (&["a=1", complete, "__Host-b=2", "c=3; SameSite=x"], 3),
    ] {
        // The first response makes of each header's value one that is shared.
        let [with, without] = [&with, &without].map(|headers| {
            cost(headers, cookies);
            cost(headers, cookies)
        });
        assert_eq!(with, without + more, "{cookies:?}");
    }
}
