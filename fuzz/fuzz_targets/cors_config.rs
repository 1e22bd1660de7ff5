//! A whole configuration: what builds grants what it lists, and what does not says why in one line.
#![no_main]

use http::{HeaderValue, Method, Request, Response};
use libfuzzer_sys::fuzz_target;
use seaworthy_cors::{Config, Cors, Issue, Origin, OriginPattern};
use seaworthy_policy::{Policy, Verdict};

const FIELDS: [&str; 5] = ["origins", "methods", "headers", "expose", "max_age"];

/// Reads a configuration out of texts, of which the first letter tells where they belong; they may
/// hold line breaks.
fn config(data: &str) -> Config {
    let mut config = Config::new([""; 0]);
    config.methods.clear();
    config.headers.clear();
    for text in data.split('\0') {
        let mut letters = text.chars();
        match (letters.next(), letters.as_str().to_owned()) {
            (Some('m'), method) => config.methods.push(method),
            (Some('h'), header) => config.headers.push(header),
            (Some('e'), header) => config.expose.push(header),
            (Some('a'), seconds) => config.max_age = seconds.parse().ok(),
            (Some('c'), _) => config.credentials = true,
            (Some('d'), _) => {
                config.dangerously_tolerate_insecure_origins = true;
                config.dangerously_tolerate_subdomains_of_public_suffixes = true;
            }
            (Some('o'), origin) => config.origins.push(origin),
            _ => {}
        }
    }
    config
}

/// Checks that a text can stand in a line of a log or of a terminal.
fn check_is_one_line(text: &str) {
    assert!(!text.chars().any(char::is_control), "{text:?}");
}

fn check_issue(issue: &Issue) {
    check_is_one_line(&issue.to_string());
    assert!(FIELDS.contains(&issue.field()), "{issue:?}");
    if let Issue::InvalidOrigin {
        origin, instead, ..
    } = issue
    {
        assert!(origin.parse::<OriginPattern>().is_err(), "{origin:?}");
        if let Some(instead) = instead {
            assert_ne!(instead, origin);
            let built = Config::new([instead]).build();
            assert!(built.is_ok(), "{instead:?} for {origin:?}: {built:?}");
        }
    }
}

/// What is said to a request of this origin, as `Access-Control-Allow-Origin`.
fn granted(cors: &Cors, origin: &str) -> Option<HeaderValue> {
    let mut request = Request::new(());
    request
        .headers_mut()
        .insert("origin", origin.parse().unwrap());
    let Verdict::Forward(memo) = cors.judge(&mut request) else {
        panic!("no preflight, no reply");
    };
    let mut response = Response::new(());
    cors.finish(memo, &mut response);
    response
        .headers()
        .get("access-control-allow-origin")
        .cloned()
}

/// The status of the answer to a preflight.
fn status(cors: &Cors, origin: &str, method: &str, header: &str) -> u16 {
    let mut request = Request::new(());
    *request.method_mut() = Method::OPTIONS;
    let headers = request.headers_mut();
    headers.insert("origin", origin.parse().unwrap());
    headers.insert("access-control-request-method", method.parse().unwrap());
    headers.insert("access-control-request-headers", header.parse().unwrap());
    let Verdict::Reply(reply) = cors.judge(&mut request) else {
        panic!("a preflight never reaches the application");
    };
    reply.status().as_u16()
}

fn check_grants_what_it_lists(config: &Config, cors: &Cors) {
    let is_any = config.origins.iter().any(|text| text == "*");
    let exact = config
        .origins
        .iter()
        .filter(|text| text.parse::<Origin>().is_ok());
    let exact: Vec<&str> = exact.map(String::as_str).collect();
    for origin in &exact {
        let expected = if is_any { "*" } else { origin };
        assert_eq!(
            granted(cors, origin).as_ref().map(HeaderValue::as_bytes),
            Some(expected.as_bytes())
        );
    }
    let somebody = is_any.then_some("https://any.example");
    let Some(origin) = exact.first().copied().or(somebody) else {
        return;
    };
    for method in config.methods.iter().filter(|name| *name != "*") {
        let upper = method.to_ascii_uppercase();
        let normal = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"].contains(&&*upper);
        let sent = if normal { &upper } else { method };
        // Beside a `*`, one as long as no method is may be taken for nonsense.
        let is_long = method.len() > 64;
        assert!(
            is_long || status(cors, origin, sent, "") == 204,
            "{method:?}"
        );
    }
    for header in config.headers.iter().filter(|name| *name != "*") {
        // Beside a `*`, a name as long as no browser sends one may be over the budget.
        let is_long = header.len() > 1024;
        assert!(
            is_long || status(cors, origin, "GET", header) == 204,
            "{header:?}"
        );
    }
}

fuzz_target!(|data: &str| {
    let config = config(data);
    for advice in config.audit() {
        check_is_one_line(&format!("{advice}; {}", advice.remedy()));
        assert!(FIELDS.contains(&advice.field()), "{advice:?}");
    }
    match config.build() {
        Ok(cors) => {
            check_grants_what_it_lists(&config, &cors);
            let canonical = cors.config();
            let again = canonical.build().unwrap();
            check_grants_what_it_lists(&config, &again);
            assert_eq!(again.config(), canonical);
        }
        Err(error) => {
            assert!(!error.issues().is_empty());
            check_is_one_line(&error.to_string());
            error.issues().iter().for_each(check_issue);
        }
    }
});
