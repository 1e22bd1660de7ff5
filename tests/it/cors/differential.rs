//! Every combination of the values below, answered by tower-http and here under one configuration.
//!
//! Where the two differ, one of the listed reasons must explain it, and each reason must explain
//! something.

use std::collections::BTreeMap;

use http::{HeaderValue, Request, Response};
use seaworthy_policy::PolicyLayer;

use super::exchange::{App, Client, joined, request, server};
use super::reference::Reference;
use super::twins::{APP, configs, layer};

const ORIGINS: [&[&str]; 12] = [
    &[],
    &[""],
    &["null"],
    &[APP],
    &["https://app.example:8443"],
    &["http://localhost:3000"],
    &["https://app.example/"],
    &["https://APP.example"],
    &["https://app.example.evil.example"],
    &["http://localhost:30000"],
    &[APP, "https://evil.example"],
    &["https://evil.example", APP],
];

const METHODS: [&str; 3] = ["GET", "OPTIONS", "options"];

const ASKED_METHODS: [&[&str]; 9] = [
    &[],
    &["GET"],
    &["PUT"],
    &["put"],
    &["PATCH"],
    &["DELETE"],
    &["PUT, DELETE"],
    &["PUT", "DELETE"],
    &["PUT", "PUT"],
];

const ASKED_HEADERS: [&[&str]; 8] = [
    &[],
    &[""],
    &["content-type"],
    &["authorization,content-type"],
    &["Content-Type\t, ,AUTHORIZATION"],
    &["content-type,x-evil"],
    &["content-type", "authorization"],
    &["content-type type"],
];

/// What the application says itself.
const APPS: [&[(&str, &str)]; 3] = [
    &[],
    &[("vary", "accept"), ("vary", "Origin")],
    &[
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "GET"),
        ("access-control-max-age", "5"),
    ],
];

#[derive(Clone, Copy, Debug)]
struct Case {
    origins: &'static [&'static str],
    method: &'static str,
    asked_methods: &'static [&'static str],
    asked_headers: &'static [&'static str],
    speaks_cors: bool,
}

impl Case {
    fn all() -> impl Iterator<Item = Self> {
        ORIGINS.into_iter().flat_map(|origins| {
            METHODS.into_iter().flat_map(move |method| {
                ASKED_METHODS.into_iter().flat_map(move |asked_methods| {
                    ASKED_HEADERS.into_iter().map(move |asked_headers| Self {
                        origins,
                        method,
                        asked_methods,
                        asked_headers,
                        speaks_cors: false,
                    })
                })
            })
        })
    }

    fn request(&self) -> Request<()> {
        let mut headers = Vec::new();
        for (name, lines) in [
            ("origin", self.origins),
            ("access-control-request-method", self.asked_methods),
            ("access-control-request-headers", self.asked_headers),
        ] {
            headers.extend(lines.iter().map(|line| (name, *line)));
        }
        request(self.method, &headers)
    }

    fn asks_first(&self) -> bool {
        let is_cors = !self.origins.is_empty() && !self.asked_methods.is_empty();
        self.method == "OPTIONS" && is_cors
    }

    fn has_several_origins(&self) -> bool {
        self.origins.len() > 1
    }

    fn is_allowed(&self, reference: &Reference) -> bool {
        let lines: Vec<_> = self.origins.iter().map(|line| line.as_bytes()).collect();
        reference.allows_origin(&lines)
    }

    /// Whether the origin may do what it asks for.
    fn is_permitted(&self, reference: &Reference) -> bool {
        let names = self.asked_headers.iter().flat_map(|line| line.split(','));
        let mut names = names.map(str::trim).filter(|name| !name.is_empty());
        self.is_allowed(reference)
            && self.asked_methods.len() == 1
            && reference.allows_method(self.asked_methods[0])
            && names.all(|name| reference.allows_header(name))
    }
}

/// One header, or what else there is of a response, in which the two differ.
struct Difference<'a> {
    case: &'a Case,
    reference: &'a Reference,
    part: &'static str,
    /// What the peer says.
    theirs: Vec<String>,
    ours: Vec<String>,
}

impl Difference<'_> {
    fn is_in(&self, parts: &[&str]) -> bool {
        parts.contains(&self.part)
    }

    /// Whether nothing is said here where the peer says something.
    fn is_withheld(&self) -> bool {
        self.ours.is_empty()
    }

    fn is_refusal(&self) -> bool {
        self.ours == ["403"] || (self.is_withheld() && !self.is_in(&["body", "vary"]))
    }

    /// The names that the peer tells caches beyond all that is told here.
    fn more_varies(&self) -> Option<Vec<&String>> {
        let is_all = self.ours.iter().all(|name| self.theirs.contains(name));
        let more = self.theirs.iter().filter(|name| !self.ours.contains(name));
        (self.part == "vary" && is_all).then(|| more.collect())
    }
}

/// Why the two differ, and where.
type Reason = (&'static str, fn(&Difference<'_>) -> bool);

const REASONS: [Reason; 10] = [
    (
        "an OPTIONS request that is no preflight is the application's",
        |d| d.case.method == "OPTIONS" && !d.case.asks_first(),
    ),
    ("what several origins say is nothing", |d| {
        // Whether such a request asks first is then a matter of taste.
        let is_silent = d.is_withheld() || !d.is_in(&["allow-origin", "allow-credentials"]);
        let is_said = is_silent || d.case.is_allowed(d.reference);
        let is_part = d.part != "vary" || d.case.method == "OPTIONS";
        d.case.has_several_origins() && is_said && is_part
    }),
    ("a preflight that is granted has no content", |d| {
        let is_granted = d.case.asks_first() && d.case.is_permitted(d.reference);
        is_granted && d.part == "status" && (&*d.theirs[0], &*d.ours[0]) == ("200", "204")
    }),
    ("a preflight for what is not listed is refused", |d| {
        let is_allowed = d.case.is_allowed(d.reference);
        let is_refused = is_allowed && !d.case.is_permitted(d.reference);
        d.case.asks_first() && is_refused && d.is_refusal()
    }),
    (
        "an origin that is denied learns nothing by a preflight",
        |d| {
            let is_denied = !d.case.is_allowed(d.reference);
            // Both withhold the one that matters.
            d.case.asks_first() && is_denied && d.part != "allow-origin" && d.is_refusal()
        },
    ),
    (
        "a response that no page may read says nothing to pages",
        |d| {
            let is_read = d.case.method == "OPTIONS" || d.case.is_allowed(d.reference);
            let parts = ["allow-credentials", "expose-headers"];
            !is_read && d.is_in(&parts) && d.is_withheld()
        },
    ),
    ("the policy alone says who may read", |d| {
        let parts = ["allow-origin", "allow-methods", "max-age"];
        d.case.speaks_cors && d.is_in(&parts) && d.is_withheld()
    }),
    ("caches are told once", |d| {
        d.more_varies().is_some_and(|more| more.is_empty())
    }),
    (
        "what a preflight asks for changes no answer that caches keep",
        |d| {
            let asked = |name: &&String| name.starts_with("access-control-request-");
            d.more_varies().is_some_and(|more| more.iter().all(asked))
        },
    ),
    ("every line of headers is answered", |d| {
        let is_more = d.theirs.iter().all(|name| d.ours.contains(name));
        d.part == "allow-headers" && d.case.asked_headers.len() == 2 && is_more
    }),
];

fn app(headers: &[(&'static str, &'static str)]) -> App {
    let mut app = App::default();
    for (name, value) in headers {
        let value = HeaderValue::from_static(value);
        app.0.headers_mut().append(*name, value);
    }
    app
}

/// What a response says, each list sorted; what it does not say is an empty one.
fn parts(response: &Response<String>) -> BTreeMap<&'static str, Vec<String>> {
    let mut parts = BTreeMap::new();
    for (part, name) in [
        ("allow-credentials", "access-control-allow-credentials"),
        ("allow-headers", "access-control-allow-headers"),
        ("allow-methods", "access-control-allow-methods"),
        ("allow-origin", "access-control-allow-origin"),
        ("expose-headers", "access-control-expose-headers"),
        ("max-age", "access-control-max-age"),
        ("vary", "vary"),
    ] {
        let text = joined(response, name).unwrap_or_default();
        let text = match part {
            "allow-headers" | "vary" => text.to_lowercase(),
            _ => text,
        };
        let values = text.split(',').map(|value| value.trim().to_owned());
        let mut values: Vec<_> = values.filter(|value| !value.is_empty()).collect();
        values.sort_unstable();
        parts.insert(part, values);
    }
    parts.insert("body", vec![response.body().clone()]);
    parts.insert("status", vec![response.status().as_u16().to_string()]);
    parts
}

#[test]
fn what_tower_http_answers_is_answered_but_for_what_is_listed() {
    let mut explained = [0; REASONS.len()];
    let (mut same, mut different) = (0, 0);
    for config in configs() {
        let reference = Reference::of(&config);
        let (theirs, ours) = (layer(&config), PolicyLayer::new(config.build().unwrap()));
        for said in APPS {
            let (theirs, ours) = (server(&theirs, app(said)), server(&ours, app(said)));
            for case in Case::all() {
                let speaks_cors = said.iter().any(|(name, _)| name.starts_with("access-"));
                let case = Case {
                    speaks_cors,
                    ..case
                };
                let mut theirs = parts(&theirs(case.request()));
                let ours = parts(&ours(case.request()));
                let all = ours.into_iter().map(|(part, ours)| Difference {
                    case: &case,
                    reference: &reference,
                    part,
                    theirs: theirs.remove(part).unwrap(),
                    ours,
                });
                let mut is_same = true;
                for d in all.filter(|d| d.theirs != d.ours) {
                    let reason = REASONS.iter().position(|(_, explains)| explains(&d));
                    let Some(reason) = reason else {
                        let (part, theirs, ours) = (d.part, &d.theirs, &d.ours);
                        panic!("{part}: not {theirs:?} but {ours:?}: {case:?} {config:?}");
                    };
                    explained[reason] += 1;
                    is_same = false;
                }
                let counter = if is_same { &mut same } else { &mut different };
                *counter += 1;
            }
        }
    }
    for ((why, _), count) in REASONS.iter().zip(explained) {
        assert!(count > 0, "listed without need: {why}");
    }
    assert!(same > 5000 && different > 5000, "{same} {different}");
}

#[test]
fn an_options_request_that_is_no_preflight_is_answered_as_any_other() {
    for config in configs() {
        let ours = PolicyLayer::new(config.build().unwrap());
        for said in APPS {
            let ours = server(&ours, app(said));
            let plain = |case: &Case| case.method == "OPTIONS" && !case.asks_first();
            for case in Case::all().filter(plain) {
                let other = Case {
                    method: "GET",
                    ..case
                };
                let answers = [case, other].map(|case| parts(&ours(case.request())));
                assert_eq!(answers[0], answers[1], "{case:?}");
            }
        }
    }
}

#[test]
fn a_page_reads_through_both_alike() {
    let (mut reads, mut fails) = (0, 0);
    for config in configs() {
        let theirs = server(&layer(&config), App::default());
        let ours = PolicyLayer::new(config.build().unwrap());
        let ours = server(&ours, App::default());
        for (origin, method, headers, credentials) in pages() {
            let client = Client {
                origin: origin.to_owned(),
                method: method.to_owned(),
                unsafe_headers: headers.iter().map(|&name| name.to_owned()).collect(),
                credentials,
            };
            let alike = [client.fetches_from(&theirs), client.fetches_from(&ours)];
            assert_eq!(alike[0], alike[1], "{client:?} {config:?}");
            let counter = if alike[0] { &mut reads } else { &mut fails };
            *counter += 1;
        }
    }
    assert!(reads > 100 && fails > 200, "{reads} {fails}");
}

type Page = (&'static str, &'static str, &'static [&'static str], bool);

fn pages() -> impl Iterator<Item = Page> {
    let origins = ORIGINS.into_iter().filter(|lines| lines.len() == 1);
    let methods = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "patch"];
    let headers: [&[&str]; 4] = [
        &[],
        &["content-type"],
        &["Authorization", "Content-Type"],
        &["x-evil"],
    ];
    origins.flat_map(move |lines| {
        methods.into_iter().flat_map(move |method| {
            headers.into_iter().flat_map(move |headers| {
                [false, true].map(|credentials| (lines[0], method, headers, credentials))
            })
        })
    })
}
