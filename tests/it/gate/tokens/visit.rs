//! A browser's visits to a service that hands out tokens.

use http::header::{COOKIE, SET_COOKIE, VARY};
use http::{Request, Response, StatusCode};
use seaworthy_gate::{CsrfExempt, CsrfToken, CsrfTokenRefusal, CsrfTokens, TokenConfig};
use seaworthy_policy::{Policy, Verdict};

pub(super) fn tokens() -> CsrfTokens {
    let mut config = TokenConfig::new(["0123456789abcdef0123456789abcdef"]);
    config.cookie_name = "csrftoken".to_owned();
    config.required = true;
    config.build().unwrap()
}

/// What a request brings, and whether the page that answers it displays the token.
#[derive(Default)]
pub(super) struct Visit<'a> {
    pub(super) method: &'a str,
    pub(super) cookie: Option<&'a str>,
    pub(super) token: Option<&'a str>,
    pub(super) exempt: bool,
    pub(super) displays: bool,
}

/// What came out of a visit.
pub(super) struct Answer {
    /// The token, if it was displayed.
    pub(super) token: String,
    /// The cookie that the browser keeps from here on, if it was set.
    pub(super) cookie: Option<String>,
    pub(super) varies: bool,
}

impl Visit<'_> {
    pub(super) fn made(&self) -> Result<Answer, CsrfTokenRefusal> {
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
    pub(super) fn page(cookie: Option<&str>) -> Answer {
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
pub(super) fn is_good(cookie: &str, token: &str) -> bool {
    let visit = Visit {
        method: "POST",
        cookie: Some(cookie),
        token: Some(token),
        ..Visit::default()
    };
    visit.made().is_ok()
}

/// A cookie that was set, and a token that was displayed with it.
pub(super) fn pair() -> (String, String) {
    let page = Visit::page(None);
    (page.cookie.unwrap(), page.token)
}
