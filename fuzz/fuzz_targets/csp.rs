//! A policy as text, as a directive and its sources, and raw: what is accepted adds no directive
//! and no second policy.
#![no_main]

use http::{Request, Response, header::CONTENT_SECURITY_POLICY};
use libfuzzer_sys::fuzz_target;
use seaworthy_headers::{Config, Csp};
use seaworthy_policy::{Policy, Verdict};

fuzz_target!(|data: &str| {
    let mut words = data.split('\n');
    let name = words.next().unwrap_or_default();
    let mut csp = Csp::default();
    csp.set("base-uri", ["'none'"]).set(name, words.clone());
    check(csp);
    let mut csp = Csp::strict();
    csp.append(name, words.clone());
    check(csp);
    let mut csp = Csp::default();
    csp.raw = vec![(name.to_owned(), words.map(str::to_owned).collect())];
    check(csp);
    let Ok(csp) = data.parse();
    check(csp);
});

/// What is sent of a policy has no more directives than were asked for.
fn check(csp: Csp) {
    let count = csp.directives.len() + csp.raw.len();
    let mut config = Config::default();
    config.csp = Some(csp);
    let Ok(headers) = config.build() else {
        return;
    };
    let Verdict::Forward(memo) = headers.judge(&mut Request::new(())) else {
        panic!("headers refuse nothing");
    };
    let mut response = Response::new(());
    headers.finish(memo, &mut response);
    if let Some(policy) = response.headers().get(CONTENT_SECURITY_POLICY) {
        let policy = policy.to_str().unwrap();
        assert!(policy.split(';').count() <= count, "{policy}");
        assert!(!policy.contains(','), "{policy}");
    }
}
