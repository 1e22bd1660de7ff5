//! What becomes of the cookies that handlers set.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt;
use std::sync::{Arc, Mutex};

use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use seaworthy_headers::{Config, CookieProblem, CookieRule, CookieRules, Headers};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

fn connection(scheme: Scheme, host: &str) -> Connection {
    let mut connection = Connection::new(scheme);
    connection.host = Some(host.parse().unwrap());
    connection
}

fn https() -> Option<Connection> {
    Some(connection(Scheme::Https, "www.a.example"))
}

/// The headers of a response that had these, after the policy.
fn finished(headers: &Headers, connection: Option<Connection>, own: HeaderMap) -> HeaderMap {
    let mut request = Request::new(());
    if let Some(connection) = connection {
        request.extensions_mut().insert(connection);
    }
    let Verdict::Forward(memo) = headers.judge(&mut request) else {
        unreachable!("every request is forwarded");
    };
    let mut response = Response::new(());
    *response.headers_mut() = own;
    headers.finish(memo, &mut response);
    response.headers().clone()
}

fn sent(headers: &Headers, connection: Option<Connection>, cookies: &[&str]) -> Vec<String> {
    let mut own = HeaderMap::new();
    for cookie in cookies {
        own.append(SET_COOKIE, cookie.parse().unwrap());
    }
    let headers = finished(headers, connection, own);
    let lines = headers.get_all(SET_COOKIE).iter();
    lines
        .map(|line| line.to_str().unwrap().to_owned())
        .collect()
}

fn default() -> Headers {
    Config::default().build().unwrap()
}

#[test]
fn every_cookie_is_hardened_in_its_place() {
    let complete = "b=2; SameSite=Strict; Secure; HttpOnly; Path=/app";
    let cookies = [
        "a=1; Priority=High",
        complete,
        "a=3",
        "__Host-d=4",
        "a=1; Priority=High",
    ];
    let hardened = [
        "a=1; Priority=High; Secure; HttpOnly; SameSite=Lax",
        complete,
        "a=3; Secure; HttpOnly; SameSite=Lax",
        "__Host-d=4; Path=/; Secure; HttpOnly; SameSite=Lax",
        "a=1; Priority=High; Secure; HttpOnly; SameSite=Lax",
    ];
    assert_eq!(sent(&default(), https(), &cookies), hardened);
    let [cookies, hardened] = [cookies, hardened].map(|mut lines| {
        lines.reverse();
        lines
    });
    assert_eq!(sent(&default(), https(), &cookies), hardened);
}

#[test]
fn cookies_stay_together_among_any_number_of_headers() {
    for others in 0..40 {
        let mut own = HeaderMap::new();
        for index in 0..others {
            let name: http::HeaderName = format!("x-{}", index / 2).parse().unwrap();
            own.append(name, HeaderValue::from(index));
            own.append(SET_COOKIE, format!("a{index}=1").parse().unwrap());
        }
        let finished = finished(&default(), https(), own.clone());
        let lines: Vec<_> = finished.get_all(SET_COOKIE).iter().collect();
        assert_eq!(lines.len(), others);
        for (index, line) in lines.into_iter().enumerate() {
            assert_eq!(line, &format!("a{index}=1; Secure; HttpOnly; SameSite=Lax"));
        }
        for name in own.keys().filter(|name| *name != SET_COOKIE) {
            let values = |map: &HeaderMap| map.get_all(name).iter().cloned().collect::<Vec<_>>();
            assert_eq!(values(&finished), values(&own));
        }
    }
}

#[test]
fn a_full_map_is_hardened_too() {
    let mut own = HeaderMap::new();
    while own
        .try_append(SET_COOKIE, HeaderValue::from_static("a=1"))
        .is_ok()
        && own.len() < 40_000
    {}
    let mut index = 0_u32;
    while let Ok(name) = format!("x-{index}").parse::<http::HeaderName>() {
        if own.try_insert(name, HeaderValue::from(index)).is_err() {
            break;
        }
        index += 1;
    }
    let finished = finished(&default(), https(), own);
    let mut lines = finished.get_all(SET_COOKIE).iter();
    assert!(lines.all(|line| line == "a=1; Secure; HttpOnly; SameSite=Lax"));
}

#[test]
fn secure_needs_a_connection_that_is_known_to_be_secure() {
    for connection in [
        None,
        Some(Connection::new(Scheme::Http)),
        Some(connection(Scheme::Http, "localhost")),
    ] {
        assert_eq!(
            sent(&default(), connection, &["a=1"]),
            ["a=1; HttpOnly; SameSite=Lax"]
        );
    }
    for connection in [
        Some(Connection::new(Scheme::Https)),
        Some(connection(Scheme::Https, "localhost")),
        Some(connection(Scheme::Https, "192.0.2.1")),
        https(),
    ] {
        assert_eq!(
            sent(&default(), connection, &["a=1"]),
            ["a=1; Secure; HttpOnly; SameSite=Lax"]
        );
    }
}

#[test]
fn without_rules_cookies_are_sent_as_they_are() {
    let mut config = Config::default();
    config.cookies = None;
    let headers = config.build().unwrap();
    let (lines, events) = listen(|| sent(&headers, https(), &["a=1", "__Host-b=2"]));
    assert_eq!(lines, ["a=1", "__Host-b=2"]);
    assert_eq!(events, [""; 0]);
}

#[test]
fn a_stored_page_gets_hardened_cookies_too() {
    let mut request = Request::new(());
    request.extensions_mut().insert(https().unwrap());
    let headers = default();
    let Verdict::Forward(memo) = headers.judge(&mut request) else {
        unreachable!("every request is forwarded");
    };
    let response = Response::builder().status(StatusCode::NOT_MODIFIED);
    let mut response = response.header(SET_COOKIE, "a=1").body(()).unwrap();
    headers.finish(memo, &mut response);
    assert_eq!(
        response.headers()[SET_COOKIE],
        "a=1; Secure; HttpOnly; SameSite=Lax"
    );
}

#[test]
fn what_a_browser_drops_is_reported_once_a_minute_by_name() {
    let headers = default();
    let cookies = [
        "fine=s3cret",
        "__Host-bad=s3cret; Domain=a.example",
        "other=s3cret; Domain=s3cret.example",
    ];
    let (first, events) = listen(|| sent(&headers, https(), &cookies));
    let [event] = &events[..] else {
        unreachable!("one event, not {events:?}");
    };
    assert!(event.contains(r#"name="__Host-bad""#), "{event}");
    let prefix = "__Host-";
    let problem = CookieProblem::PrefixDomain { prefix };
    assert!(event.contains(&format!("problem={problem}")), "{event}");
    assert!(!event.contains("s3cret"), "{event}");
    let problem_of = |line: &String| CookieProblem::of(line.as_bytes(), &https().unwrap());
    assert_eq!(
        first.iter().map(problem_of).collect::<Vec<_>>(),
        [None, Some(problem), Some(CookieProblem::DomainMismatch)]
    );

    let (again, events) = listen(|| sent(&headers, https(), &cookies));
    assert_eq!(again, first);
    assert_eq!(events, [""; 0], "it is not repeated with each response");

    let (_, events) = listen(|| sent(&headers.clone(), https(), &cookies));
    assert_eq!(events.len(), 1, "a copy is another policy");
}

#[test]
fn no_value_is_ever_reported() {
    let long = "s3cret".repeat(1000);
    for line in [
        "__Host-s3cret",
        "=__Secure-s3cret",
        "a=s3cret; SameSite=None",
        "a=s3cret; Partitioned",
        "a=s3cret; Secure",
        "__Secure-a=s3cret",
        "__Host-a=s3cret; Path=/s3cret",
        "a=s3cret; Domain=s3cret.example",
        &format!("a={long}"),
        &format!("a=s3cret; Path=/{long}"),
        &long,
    ] {
        let plain = Some(connection(Scheme::Http, "a.example"));
        let (_, events) = listen(|| sent(&default(), plain, &[line]));
        assert_eq!(events.len(), 1, "{line}");
        assert!(!events[0].contains("s3cret"), "{}", events[0]);
    }
}

#[test]
fn a_hostile_name_is_one_short_line_of_the_log() {
    let name = "\u{202e}n\tame\"".repeat(100);
    let (_, events) = listen(|| sent_bytes(format!("{name}=1; SameSite=None").as_bytes()));
    let [event] = &events[..] else {
        unreachable!("one event, not {events:?}");
    };
    assert!(event.contains(r#"name="\xe2\x80\xaen\tame\""#), "{event}");
    assert!(event.len() < 800, "{event}");
}

fn sent_bytes(line: &[u8]) -> HeaderMap {
    let mut own = HeaderMap::new();
    own.append(SET_COOKIE, HeaderValue::from_bytes(line).unwrap());
    finished(&default(), None, own)
}

#[test]
fn what_can_be_mended_is_not_reported() {
    for line in [
        "__Host-a=1",
        "__Host-Http-a=1",
        "__Secure-a=1; Domain=a.example",
        "a=1; SameSite=None; Partitioned",
        "a=1; SameSite=x",
    ] {
        let (lines, events) = listen(|| sent(&default(), https(), &[line]));
        assert_eq!(events, [""; 0], "{line}");
        let problem = CookieProblem::of(lines[0].as_bytes(), &https().unwrap());
        assert_eq!(problem, None, "{line}");
    }
}

#[test]
fn what_is_not_known_of_a_connection_is_not_reported() {
    for connection in [None, Some(Connection::new(Scheme::Http))] {
        let lines = ["a=1; Secure", "b=1; Domain=b.example"];
        let (_, events) = listen(|| sent(&default(), connection, &lines));
        assert_eq!(events, [""; 0]);
    }
}

#[test]
fn a_list_names_each_cookie_once() {
    let issues = |rule: CookieRule| {
        let mut rules = CookieRules::default();
        rules.secure = rule;
        let mut config = Config::default();
        config.cookies = Some(rules);
        let error = config.build().err();
        let issues = error.map(|error| error.issues().to_vec());
        issues.unwrap_or_default()
    };
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    for good in [
        CookieRule::All,
        CookieRule::Off,
        CookieRule::Only(names(&[])),
        CookieRule::Except(names(&["a", "A", "__Host-a", "user[id]", "a:b.c!"])),
    ] {
        assert_eq!(issues(good), []);
    }
    for bad in [
        "", " ", "a b", " a", "a,b", "a;", "a=b", "\"a\"", "a\\", "a\n", "\u{e4}",
    ] {
        let found = issues(CookieRule::Only(names(&["a", bad])));
        assert_eq!(found.len(), 1, "{bad}");
        assert_eq!(found[0].field(), "cookies");
        assert!(
            found[0]
                .to_string()
                .starts_with(&format!("{bad:?} in `secure` is no name"))
        );
    }
    let found = issues(CookieRule::Except(names(&["a", "b", "a", "=", "="])));
    let texts: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert_eq!(
        texts[0],
        "cookie \"a\" is listed twice in `secure`; remove one"
    );
    assert!(found.iter().all(|issue| issue.field() == "cookies"));
}

/// What an action gives, and the warnings it emits.
fn listen<T>(action: impl FnOnce() -> T) -> (T, Vec<String>) {
    let heard = Heard::default();
    let subscriber = tracing_subscriber::registry().with(heard.clone());
    let result = tracing::subscriber::with_default(subscriber, action);
    let events = heard.0.lock().unwrap().clone();
    (result, events)
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Heard {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        assert_eq!(*event.metadata().level(), tracing::Level::WARN);
        let mut said = Said(String::new());
        event.record(&mut said);
        self.0.lock().unwrap().push(said.0);
    }
}

struct Said(String);

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0 += &format!("{field}={value:?} ");
    }
}
