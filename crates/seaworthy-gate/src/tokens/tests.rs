use http::header::{CACHE_CONTROL, VARY};

use super::*;
use crate::{CsrfExempt, TokenConfig};

fn policy(change: fn(&mut TokenConfig)) -> CsrfTokens {
    let mut config = TokenConfig::new([[7; 32]]);
    change(&mut config);
    config.build().unwrap()
}

fn required() -> CsrfTokens {
    policy(|config| config.required = true)
}

fn request(method: &str, headers: &[(&str, &str)]) -> Request<()> {
    let mut request = Request::builder().method(method);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap()
}

fn judged(
    policy: &CsrfTokens,
    method: &str,
    headers: &[(&str, &str)],
) -> Result<(), CsrfTokenRefusal> {
    match policy.judge(&mut request(method, headers)) {
        Verdict::Forward(_) => Ok(()),
        Verdict::Reply(reply) => {
            assert_eq!(reply.status(), 403);
            assert!(reply.headers().is_empty());
            Err(*reply.extensions().get().unwrap())
        }
    }
}

/// The cookie and the token that a page gets from this policy.
fn page(policy: &CsrfTokens) -> (String, String) {
    let mut request = request("GET", &[]);
    let Verdict::Forward(memo) = policy.judge(&mut request) else {
        panic!("a page is let through");
    };
    let text = CsrfToken::of(request.extensions()).unwrap().to_string();
    let mut response = Response::new(());
    policy.finish(memo, &mut response);
    let line = response.headers()[SET_COOKIE].to_str().unwrap();
    (line.split(';').next().unwrap().to_owned(), text)
}

#[test]
fn what_a_page_displays_comes_back_in_the_header() {
    for policy in [required(), policy(|_| {})] {
        let (cookie, token) = page(&policy);
        for method in ["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "QUERY"] {
            let headers = [("cookie", &*cookie), ("x-csrftoken", &*token)];
            assert_eq!(judged(&policy, method, &headers), Ok(()), "{method}");
        }
    }
}

#[test]
fn a_wrong_token_is_refused_required_or_not() {
    for policy in [required(), policy(|_| {})] {
        let (cookie, token) = page(&policy);
        let (_, foreign) = page(&policy);
        let cookie = ("cookie", &*cookie);
        for (headers, reason) in [
            (&[("x-csrftoken", &*token)][..], CsrfTokenRefusal::NoCookie),
            (
                &[cookie, ("x-csrftoken", &foreign)],
                CsrfTokenRefusal::WrongToken,
            ),
            (
                &[cookie, ("x-csrftoken", "x")],
                CsrfTokenRefusal::MalformedToken,
            ),
            (&[cookie, ("x-csrftoken", "")], CsrfTokenRefusal::NoToken),
            (
                &[cookie, ("x-csrftoken", &token), ("x-csrftoken", &token)],
                CsrfTokenRefusal::MalformedToken,
            ),
            (
                &[("cookie", "__Host-csrftoken=x"), ("x-csrftoken", &token)],
                CsrfTokenRefusal::MalformedCookie,
            ),
            (
                &[cookie, cookie, ("x-csrftoken", &token)],
                CsrfTokenRefusal::SeveralCookies,
            ),
        ] {
            assert_eq!(judged(&policy, "POST", headers), Err(reason), "{reason}");
            assert_eq!(
                judged(&policy, "GET", headers),
                Ok(()),
                "it changes nothing"
            );
        }
    }
}

#[test]
fn a_missing_token_is_refused_if_one_is_required_and_there_are_cookies() {
    let (cookie, _) = page(&required());
    for (headers, reason) in [
        (&[("cookie", &*cookie)][..], Some(CsrfTokenRefusal::NoToken)),
        (
            &[("cookie", "sessionid=1")],
            Some(CsrfTokenRefusal::NoCookie),
        ),
        (&[("cookie", "")], Some(CsrfTokenRefusal::NoCookie)),
        (&[("authorization", "Bearer 1")], None),
    ] {
        let expected = reason.map_or(Ok(()), Err);
        assert_eq!(
            judged(&required(), "POST", headers),
            expected,
            "{headers:?}"
        );
        assert_eq!(
            judged(&policy(|_| {}), "POST", headers),
            Ok(()),
            "{headers:?}"
        );
        for free in ["GET", "HEAD", "OPTIONS", "TRACE", "CONNECT"] {
            assert_eq!(judged(&required(), free, headers), Ok(()), "{free}");
        }
    }
}

#[test]
fn what_is_exempt_needs_no_token() {
    let passes = |policy: &CsrfTokens, change: fn(&mut Extensions)| {
        let mut request = request("POST", &[("cookie", "a=1"), ("x-csrftoken", "x")]);
        change(request.extensions_mut());
        let passes = matches!(policy.judge(&mut request), Verdict::Forward(_));
        assert_eq!(CsrfToken::of(request.extensions()).is_some(), passes);
        passes
    };
    assert!(!passes(&required(), |_| {}));
    assert!(passes(&required(), |extensions| {
        extensions.insert(CsrfExempt);
    }));
    let open = required().exempt_when(|extensions| extensions.get() == Some(&"/open"));
    assert!(!passes(&open, |_| {}));
    assert!(passes(&open, |extensions| {
        extensions.insert("/open");
    }));
}

#[test]
fn keys_are_replaced_while_pages_are_open() {
    let old = policy(|_| {});
    let both = policy(|config| config.keys = vec![vec![8; 32], vec![7; 32]]);
    let new = policy(|config| config.keys = vec![vec![8; 32]]);
    let (cookie, token) = page(&old);
    let headers = [("cookie", &*cookie), ("x-csrftoken", &*token)];
    assert_eq!(judged(&both, "POST", &headers), Ok(()));
    assert_eq!(
        judged(&new, "POST", &headers),
        Err(CsrfTokenRefusal::WrongToken)
    );
    let (cookie, token) = page(&both);
    let headers = [("cookie", &*cookie), ("x-csrftoken", &*token)];
    assert_eq!(judged(&new, "POST", &headers), Ok(()));
}

#[test]
fn a_page_that_displays_it_varies_by_cookie_and_any_other_stays_as_it_is() {
    let policy = policy(|_| {});
    let (known, _) = page(&policy);
    for (headers, sets) in [(&[][..], true), (&[("cookie", &*known)], false)] {
        for displays in [false, true] {
            let mut request = request("GET", headers);
            let Verdict::Forward(token) = policy.judge(&mut request) else {
                panic!("a page is let through");
            };
            if displays {
                let _ = token.to_string();
            }
            let mut response = Response::builder()
                .header(VARY, "accept")
                .header(SET_COOKIE, "a=1")
                .body(())
                .unwrap();
            policy.finish(token, &mut response);
            let count = |name| response.headers().get_all(name).iter().count();
            assert_eq!(count(VARY), 1 + usize::from(displays));
            assert_eq!(count(SET_COOKIE), 1 + usize::from(displays && sets));
        }
    }
}

#[test]
fn no_shared_cache_keeps_what_displays_a_token_or_sets_its_cookie() {
    let policy = policy(|_| {});
    let (known, _) = page(&policy);
    let finished = |cookies: &[(&str, &str)], change: fn(&CsrfToken), said: &'static str| {
        let Verdict::Forward(token) = policy.judge(&mut request("GET", cookies)) else {
            panic!("a page is let through");
        };
        change(&token);
        let mut response = Response::new(());
        if !said.is_empty() {
            let said = HeaderValue::from_static(said);
            response.headers_mut().insert(CACHE_CONTROL, said);
        }
        policy.finish(token, &mut response);
        let said = response.headers().get(CACHE_CONTROL);
        said.map_or(String::new(), |said| said.to_str().unwrap().to_owned())
    };
    let display = |token: &CsrfToken| drop(token.to_string());
    for cookies in [&[][..], &[("cookie", &*known)]] {
        for change in [display, CsrfToken::rotate] {
            for (said, kept) in [
                ("", "private"),
                ("max-age=60", "private, max-age=60"),
                ("public, s-maxage=60", "private"),
                ("no-store", "no-store"),
            ] {
                assert_eq!(finished(cookies, change, said), kept, "{cookies:?} {said}");
            }
        }
        let public = finished(cookies, |_| {}, "public");
        assert_eq!(public, "public", "nothing in it is the visitor's own");
    }
}

#[test]
fn a_response_that_rotates_varies_by_cookie() {
    let policy = policy(|_| {});
    let Verdict::Forward(token) = policy.judge(&mut request("POST", &[])) else {
        panic!("it has no cookies");
    };
    token.rotate();
    let mut response = Response::new(());
    policy.finish(token, &mut response);
    assert_eq!(response.headers()[VARY], "Cookie");
    assert!(response.headers().contains_key(SET_COOKIE));
}

#[test]
fn a_host_may_name_everything_otherwise() {
    let policy = policy(|config| {
        config.header = "X-Token".to_owned();
        config.cookie_name = "token".to_owned();
        config.session_cookie = Some("sid".to_owned());
        config.required = true;
    });
    let (cookie, token) = page(&policy);
    assert!(cookie.starts_with("token="));
    let headers = [("cookie", &*cookie), ("x-token", &*token)];
    assert_eq!(judged(&policy, "POST", &headers), Ok(()));
    let login = format!("{cookie}; sid=1");
    let headers = [("cookie", &*login), ("x-token", &*token)];
    let refused = judged(&policy, "POST", &headers);
    assert_eq!(
        refused,
        Err(CsrfTokenRefusal::WrongToken),
        "it was another session"
    );
}
