//! `Access-Control-Request-Headers`: granted where a reference that reads all of it grants it, and
//! refused otherwise only where there is far too much of it.
#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use http::{HeaderName, HeaderValue, Method, Request};
use libfuzzer_sys::fuzz_target;
use seaworthy_cors::{Config, Cors};
use seaworthy_policy::{Policy, Verdict};

const ASKED: HeaderName = HeaderName::from_static("access-control-request-headers");

struct Case {
    cors: Cors,
    listed: BTreeSet<String>,
    credentials: bool,
}

impl Case {
    fn new(names: &[&str], credentials: bool) -> Self {
        let mut config = Config::new(["https://app.example"]);
        config.headers = names.iter().map(|&name| name.to_owned()).collect();
        config.credentials = credentials;
        Self {
            cors: config.build().unwrap(),
            listed: names.iter().map(|name| name.to_ascii_lowercase()).collect(),
            credentials,
        }
    }

    fn allows(&self, name: &str) -> bool {
        let star = self.listed.contains("*") && (self.credentials || name != "authorization");
        self.listed.contains(name) && name != "*" || star && is_token(name)
    }

    /// How much a preflight may say whatever there is allowed.
    fn least_budget(&self) -> usize {
        let all: usize = self.listed.iter().map(String::len).sum();
        if self.listed.contains("*") {
            4096
        } else {
            64 + all
        }
    }
}

static CASES: LazyLock<[Case; 6]> = LazyLock::new(|| {
    [
        Case::new(
            &["content-type", "X-CSRFToken", "Authorization", "a", "ab"],
            false,
        ),
        Case::new(&["a", "b", "c"], true),
        Case::new(&[], false),
        Case::new(&["*"], false),
        Case::new(&["*", "authorization"], false),
        Case::new(&["*"], true),
    ]
});

fn is_token(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_part)
}

/// The elements of a list, in lower case; what is no text is an element that nobody allows.
fn elements(line: &[u8]) -> BTreeSet<String> {
    let elements = line.split(|&byte| byte == b',');
    let text = elements.map(|element| String::from_utf8_lossy(element).to_ascii_lowercase());
    let trimmed = text.map(|text| text.trim_matches([' ', '\t']).to_owned());
    trimmed.filter(|element| !element.is_empty()).collect()
}

fuzz_target!(|data: &[u8]| {
    let Some((&first, lines)) = data.split_first() else {
        return;
    };
    let case = &CASES[usize::from(first) % CASES.len()];
    let mut request = Request::new(());
    *request.method_mut() = Method::OPTIONS;
    let headers = request.headers_mut();
    headers.insert("origin", HeaderValue::from_static("https://app.example"));
    headers.insert(
        "access-control-request-method",
        HeaderValue::from_static("GET"),
    );
    let mut asked = BTreeSet::new();
    let mut length = 0;
    for line in lines.split(|&byte| byte == b'\n') {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(ASKED, value);
            asked.extend(elements(line));
            length += line.len() + 1;
        }
    }
    let Verdict::Reply(reply) = case.cors.judge(&mut request) else {
        panic!("a preflight never reaches the application");
    };
    let granted = reply.headers().get("access-control-allow-headers");
    let named = granted
        .map(|value| elements(value.as_bytes()))
        .unwrap_or_default();
    let is_allowed = asked.iter().all(|name| case.allows(name));
    match reply.status().as_u16() {
        204 if case.credentials && case.listed.contains("*") => {
            assert!(is_allowed);
            assert_eq!(named, asked);
        }
        204 => {
            assert!(is_allowed, "{asked:?}");
            assert_eq!(named, case.listed);
        }
        403 => {
            assert!(!is_allowed || length > case.least_budget(), "{asked:?}");
            assert!(granted.is_none());
        }
        other => panic!("{other}"),
    }
});
