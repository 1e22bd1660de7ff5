//! CSRF tokens against Django's: their format, the life of their cookie, and what is refused.
//!
//! A token here is no token of Django's. Where a vector is about the text of one, a table says
//! what comes out; everything else is about what a token does.

use std::io::{Read, Seek};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::routing::post;
use http::header::{COOKIE, SET_COOKIE, VARY};
use http::{Request, Response, StatusCode};
use http_body_util::{Full, Limited};
use seaworthy_gate::{CsrfExempt, CsrfToken, CsrfTokenRefusal, CsrfTokens, TokenConfig};
use seaworthy_policy::{Policy, PolicyLayer, Verdict};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::conform;

const VECTORS: &str = include_str!("../../vectors/csrf_origin.json");

fn tokens() -> CsrfTokens {
    let mut config = TokenConfig::new(["0123456789abcdef0123456789abcdef"]);
    config.cookie_name = "csrftoken".to_owned();
    config.required = true;
    config.build().unwrap()
}

/// What a request brings, and whether the page that answers it displays the token.
#[derive(Default)]
struct Visit<'a> {
    method: &'a str,
    cookie: Option<&'a str>,
    token: Option<&'a str>,
    exempt: bool,
    displays: bool,
}

/// What came out of a visit.
struct Answer {
    /// The token, if it was displayed.
    token: String,
    /// The cookie that the browser keeps from here on, if it was set.
    cookie: Option<String>,
    varies: bool,
}

impl Visit<'_> {
    fn made(&self) -> Result<Answer, CsrfTokenRefusal> {
        let mut request = Request::builder().method(self.method);
        if let Some(value) = self.cookie {
            request = request.header(COOKIE, format!("csrftoken={value}"));
        }
        if let Some(token) = self.token {
            request = request.header("x-csrftoken", token);
        }
        if self.exempt {
            request = request.extension(CsrfExempt);
        }
        let mut request = request.body(()).unwrap();
        let policy = tokens();
        let memo = match policy.judge(&mut request) {
            Verdict::Forward(memo) => memo,
            Verdict::Reply(reply) => {
                assert_eq!(reply.status(), StatusCode::FORBIDDEN);
                return Err(*reply.extensions().get().unwrap());
            }
        };
        let token = CsrfToken::of(request.extensions()).unwrap();
        let token = match self.displays {
            true => token.to_string(),
            false => String::new(),
        };
        let mut response = Response::new(());
        policy.finish(memo, &mut response);
        let lines: Vec<_> = response.headers().get_all(SET_COOKIE).iter().collect();
        assert!(lines.len() <= 1);
        let cookie = lines.first().map(|line| {
            let line = line.to_str().unwrap();
            let pair = line.split(';').next().unwrap();
            pair.strip_prefix("csrftoken=").unwrap().to_owned()
        });
        let varies = response.headers().get(VARY);
        Ok(Answer {
            token,
            cookie,
            varies: varies.is_some_and(|vary| vary == "Cookie"),
        })
    }

    /// A page that displays the token to a browser that has this cookie.
    fn page(cookie: Option<&str>) -> Answer {
        let visit = Visit {
            method: "GET",
            cookie,
            displays: true,
            ..Visit::default()
        };
        visit.made().unwrap()
    }
}

/// Whether a form with this token is let in from a browser with this cookie.
fn is_good(cookie: &str, token: &str) -> bool {
    let visit = Visit {
        method: "POST",
        cookie: Some(cookie),
        token: Some(token),
        ..Visit::default()
    };
    visit.made().is_ok()
}

/// A cookie that was set, and a token that was displayed with it.
fn pair() -> (String, String) {
    let page = Visit::page(None);
    (page.cookie.unwrap(), page.token)
}

#[test]
fn texts_of_djangos_are_no_tokens() {
    const FORMAT: &str = "a token is an HMAC in base64url, not a secret under Django's cipher";
    let recorded = |case: &Value| match &case["expect"] {
        Value::Bool(true) => "accepted",
        Value::String(text) if text == "unmask_equals_secret" || text == "valid" => "accepted",
        _ => "refused",
    };
    let comes_out = |case: &Value| {
        let (made, _) = pair();
        let cookie = case["secret"].as_str().unwrap_or(&made);
        let text = case["token"].as_str().unwrap();
        if is_good(cookie, text) {
            "accepted"
        } else {
            "refused"
        }
    };
    conform(
        VECTORS,
        "tokens",
        |case| recorded(case).to_owned(),
        |case| comes_out(case).to_owned(),
        &[(
            &[
                "token-001",
                "token-002",
                "token-003",
                "token-012",
                "token-018",
            ],
            "refused",
            FORMAT,
        )],
    );
}

#[test]
fn what_django_asks_of_a_token_holds_of_these() {
    let (cookie, token) = pair();
    assert!(is_good(&cookie, &token), "it is of its cookie");
    let other = Visit::page(Some(&cookie)).token;
    assert_ne!(other, token, "it is another text each time");
    assert!(is_good(&cookie, &other), "and is as good");
    assert!(!is_good(&pair().0, &token), "it is of no other cookie");
    for (text, reason) in [
        (&token[..16], CsrfTokenRefusal::MalformedToken),
        (&token[..85], CsrfTokenRefusal::MalformedToken),
        (
            &format!("{}*", &token[..85]),
            CsrfTokenRefusal::MalformedToken,
        ),
        (
            &format!("{} a", &token[..84]),
            CsrfTokenRefusal::MalformedToken,
        ),
        (&format!("{token}{token}"), CsrfTokenRefusal::MalformedToken),
        (
            &other.replace(&other[..8], &token[..8]),
            CsrfTokenRefusal::WrongToken,
        ),
    ] {
        let visit = Visit {
            method: "POST",
            cookie: Some(&cookie),
            token: Some(text),
            ..Visit::default()
        };
        assert_eq!(visit.made().err(), Some(reason), "{text}");
    }
}

#[test]
fn the_cookie_lives_as_djangos_does() {
    const LENGTH: &str = "128 bits are 22 characters of base64url";
    let recorded = |case: &Value| case["expect"].as_str().unwrap().to_owned();
    let comes_out = |case: &Value| {
        let (cookie, token) = pair();
        let known = Some(&*cookie);
        match case["given"].as_str().unwrap() {
            "GET, token never requested" => {
                let answer = Visit {
                    method: "GET",
                    ..Visit::default()
                }
                .made()
                .unwrap();
                let no = |is_there| if is_there { "a" } else { "no" };
                let set = no(answer.cookie.is_some());
                format!("{set} Set-Cookie, {} Vary", no(answer.varies))
            }
            "GET, cookie is the empty string" => {
                let page = Visit::page(Some(""));
                assert!(is_good(&page.cookie.unwrap(), &page.token));
                "new secret issued".to_owned()
            }
            "GET, valid masked cookie" => {
                let page = Visit::page(known);
                assert_eq!(page.cookie, None);
                assert!(is_good(&cookie, &page.token));
                "rendered token unmasks to the cookie's secret".to_owned()
            }
            "exempt view requests the token" => {
                let visit = Visit {
                    method: "POST",
                    exempt: true,
                    displays: true,
                    ..Visit::default()
                };
                let answer = visit.made().unwrap();
                assert!(is_good(&answer.cookie.unwrap(), &answer.token));
                "token still works".to_owned()
            }
            "accepted POST that renders a token" => {
                let visit = Visit {
                    method: "POST",
                    cookie: known,
                    token: Some(&token),
                    displays: true,
                    ..Visit::default()
                };
                let answer = visit.made().unwrap();
                assert!(is_good(&cookie, &answer.token));
                let change = if answer.cookie.is_some() {
                    "changed"
                } else {
                    "unchanged"
                };
                format!("cookie secret {change}")
            }
            // Whoever displays the token has the cookie set; there is no marker beside that.
            "ensure-cookie marker on a GET view" => {
                let page = Visit::page(None);
                assert!(page.cookie.is_some() && page.varies);
                "cookie set and Vary contains Cookie".to_owned()
            }
            "cookie of 100000 chars on GET" => {
                let page = Visit::page(Some(&"x".repeat(100_000)));
                format!("new {}-char secret", page.cookie.unwrap().len())
            }
            "cookie 'badvalue' on GET" => {
                let page = Visit::page(Some("badvalue"));
                format!("replaced by a {}-char secret", page.cookie.unwrap().len())
            }
            "valid masked or bare cookie on GET, token unused" => {
                let visit = Visit {
                    method: "GET",
                    cookie: known,
                    ..Visit::default()
                };
                let answer = visit.made().unwrap();
                assert!(!answer.varies);
                answer.cookie.unwrap_or("no Set-Cookie".to_owned())
            }
            "body read fails while looking for the token" => unreadable(&cookie),
            other => panic!("{other}"),
        }
    };
    conform(
        VECTORS,
        "cookie_lifecycle",
        recorded,
        comes_out,
        &[
            (
                &["cookie of 100000 chars on GET"],
                "new 22-char secret",
                LENGTH,
            ),
            (
                &["cookie 'badvalue' on GET"],
                "replaced by a 22-char secret",
                LENGTH,
            ),
        ],
    );
}

/// How a form is answered whose body breaks off, by a service that would answer 500 then.
fn unreadable(cookie: &str) -> String {
    let handler = async |body: Body| match axum::body::to_bytes(body, usize::MAX).await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let app = |policy| {
        let app: Router = Router::new().route("/", post(handler));
        app.layer(PolicyLayer::new(policy))
    };
    let request = || {
        let body = Body::new(Limited::new(Full::from("csrfmiddlewaretoken=x"), 1));
        let request = Request::post("/").header(COOKIE, format!("csrftoken={cookie}"));
        request.body(body).unwrap()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let broken = runtime.block_on(app(None).oneshot(request())).unwrap();
    assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let response = runtime
        .block_on(app(Some(tokens())).oneshot(request()))
        .unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    match response.extensions().get() {
        Some(CsrfTokenRefusal::NoToken) => "reject token_missing, not a 500".to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_required_token_is_asked_for_as_django_does() {
    const SESSIONLESS: &str = "a request without cookies acts in nobody's session";
    const BODY: &str = "a form's field is in the body, and its handler verifies it";
    let reason_of = |case: &Value| match case["reason"].as_str()? {
        "no_cookie" => Some("no cookie"),
        "cookie_chars" | "cookie_length" => Some("malformed cookie"),
        "token_missing" => Some("no token"),
        "token_chars" => Some("malformed token"),
        "token_incorrect" => Some("wrong token"),
        _ => None,
    };
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = file["csrf"].as_array().unwrap().iter();
    let about_tokens: Vec<&Value> = cases.filter(|case| reason_of(case).is_some()).collect();
    assert_eq!(about_tokens.len(), 9);
    let comes_out = |case: &Value| {
        let (made, _) = pair();
        // A cookie that is right by Django's rules stands for one that is right by these.
        let is_djangos = |cookie: &str| {
            let is_long = [32, 64].contains(&cookie.len());
            is_long && cookie.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let cookie = case["csrf_cookie"].as_str();
        let cookie = cookie.map(|cookie| if is_djangos(cookie) { &*made } else { cookie });
        let visit = Visit {
            method: case["method"].as_str().unwrap(),
            cookie,
            token: case["header_token"].as_str(),
            ..Visit::default()
        };
        match visit.made() {
            Ok(_) => "pass",
            Err(CsrfTokenRefusal::MalformedCookie) => "malformed cookie",
            Err(CsrfTokenRefusal::MalformedToken) => "malformed token",
            Err(CsrfTokenRefusal::NoCookie) => "no cookie",
            Err(CsrfTokenRefusal::NoToken) => "no token",
            Err(CsrfTokenRefusal::WrongToken) => "wrong token",
            Err(other) => panic!("{other}"),
        }
    };
    conform(
        &json!({ "csrf": about_tokens }).to_string(),
        "csrf",
        |case| reason_of(case).unwrap().to_owned(),
        |case| comes_out(case).to_owned(),
        &[
            (&["csrf-032"], "no token", BODY),
            (
                &["csrf-039", "csrf-041", "csrf-058", "csrf-143"],
                "pass",
                SESSIONLESS,
            ),
        ],
    );
}

#[test]
fn neither_a_cookie_nor_a_token_stands_in_the_log() {
    let (cookie, token) = pair();
    let (foreign, _) = pair();
    let mut file = Arc::new(tempfile::tempfile().unwrap());
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(Arc::clone(&file));
    let refused = [
        (Some(&*foreign), Some(&*token)),
        (Some(&cookie[..20]), Some(&token)),
        (Some(&cookie), Some(&token[..80])),
        (Some(&cookie), None),
        (None, Some(&token)),
    ];
    tracing::subscriber::with_default(subscriber.finish(), || {
        for (cookie, token) in refused {
            let visit = Visit {
                method: "POST",
                cookie,
                token,
                ..Visit::default()
            };
            assert!(visit.made().is_err());
        }
        assert!(is_good(&cookie, &token));
    });
    let mut log = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut log).unwrap();
    assert_eq!(
        log.matches("request refused").count(),
        refused.len(),
        "{log}"
    );
    for secret in [&cookie, &token, &foreign] {
        let begin = secret.get(..12).unwrap();
        assert!(!log.contains(begin), "{log}");
    }
}
