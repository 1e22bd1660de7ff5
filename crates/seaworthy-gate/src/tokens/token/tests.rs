use super::*;
use crate::{CsrfTokens, TokenConfig};

type Filled = Result<(), getrandom::Error>;

const NONE: fn(&mut [u8]) -> Filled = |_| Err(getrandom::Error::UNSUPPORTED);

fn policy() -> CsrfTokens {
    let mut config = TokenConfig::new([[7; 32]]);
    config.cookie_name = "csrf".to_owned();
    config.session_cookie = Some("sid".to_owned());
    config.build().unwrap()
}

fn token(cookie: &str) -> CsrfToken {
    let line = cookie.parse().unwrap();
    CsrfToken::new(Arc::clone(&policy().shared), vec![line])
}

/// What the browser is told to keep.
fn set(token: &CsrfToken) -> Option<String> {
    let cookie = token.seal().cookie?;
    let text = cookie.to_str().unwrap();
    Some(text.split(';').next().unwrap().to_owned())
}

const KNOWN: &str = "csrf=AAAAAAAAAAAAAAAAAAAAAA";

#[test]
fn each_display_is_another_text_and_all_are_good() {
    let request = token(KNOWN);
    let texts: Vec<String> = (0..10).map(|_| request.clone().to_string()).collect();
    for (index, text) in texts.iter().enumerate() {
        assert_eq!(text.len(), 86);
        assert!(!texts.iter().skip(index + 1).any(|other| other == text));
        assert_eq!(token(KNOWN).verify(text), Ok(()));
    }
    assert_eq!(set(&request), None, "the browser has its cookie");
}

#[test]
fn a_token_is_good_for_its_cookie_and_its_session_only() {
    let text = token("csrf=AAAAAAAAAAAAAAAAAAAAAA; sid=1").to_string();
    for (cookie, expected) in [
        ("sid=1; csrf=AAAAAAAAAAAAAAAAAAAAAA; other=1", Ok(())),
        (
            "csrf=AAAAAAAAAAAAAAAAAAAAAA; sid=2",
            Err(CsrfTokenRefusal::WrongToken),
        ),
        (
            "csrf=AAAAAAAAAAAAAAAAAAAAAA",
            Err(CsrfTokenRefusal::WrongToken),
        ),
        (
            "csrf=AAAAAAAAAAAAAAAAAAAAAA; sid=1; sid=2",
            Err(CsrfTokenRefusal::WrongToken),
        ),
        (
            "csrf=AAAAAAAAAAAAAAAAAAAAAQ; sid=1",
            Err(CsrfTokenRefusal::WrongToken),
        ),
        ("sid=1", Err(CsrfTokenRefusal::NoCookie)),
        ("csrf=x; sid=1", Err(CsrfTokenRefusal::MalformedCookie)),
        (
            "csrf=AAAAAAAAAAAAAAAAAAAAAA; csrf=x; sid=1",
            Err(CsrfTokenRefusal::SeveralCookies),
        ),
    ] {
        assert_eq!(token(cookie).verify(&text), expected, "{cookie}");
    }
}

#[test]
fn the_cookie_is_looked_at_before_the_token() {
    for (cookie, submitted, expected) in [
        ("", "", CsrfTokenRefusal::NoCookie),
        ("csrf=x", "x", CsrfTokenRefusal::MalformedCookie),
        (KNOWN, "", CsrfTokenRefusal::NoToken),
        (KNOWN, "x", CsrfTokenRefusal::MalformedToken),
        (
            KNOWN,
            "AAAAAAAAAAAAAAAAAAAAAA",
            CsrfTokenRefusal::MalformedToken,
        ),
        (KNOWN, &"A".repeat(86), CsrfTokenRefusal::WrongToken),
        (
            KNOWN,
            &"A".repeat(100_000),
            CsrfTokenRefusal::MalformedToken,
        ),
    ] {
        assert_eq!(token(cookie).verify(submitted), Err(expected), "{cookie}");
    }
}

#[test]
fn a_browser_without_a_good_cookie_gets_one_that_the_token_belongs_to() {
    for cookie in ["", "csrf=", "csrf=badvalue", "csrf=a; csrf=b"] {
        let first = token(cookie);
        let text = first.to_string();
        let again = first.to_string();
        let set = set(&first).unwrap();
        assert_eq!(set.len(), KNOWN.len(), "{cookie}");
        assert_eq!(token(&set).verify(&text), Ok(()), "{cookie}");
        assert_eq!(token(&set).verify(&again), Ok(()), "{cookie}");
        assert!(first.verify(&text).is_err(), "it did not bring it yet");
    }
}

#[test]
fn nothing_is_set_that_nobody_displays() {
    for cookie in ["", "csrf=badvalue", KNOWN] {
        let sealed = token(cookie).seal();
        assert!(!sealed.displayed);
        assert_eq!(sealed.cookie, None, "{cookie}");
    }
}

#[test]
fn once_sealed_it_stays_empty_unless_it_was_displayed() {
    for cookie in ["", KNOWN] {
        let late = token(cookie);
        late.seal();
        assert_eq!(late.to_string(), "");
        assert_eq!(late.to_string(), "");

        let timely = token(cookie);
        let _ = timely.to_string();
        let set = set(&timely).unwrap_or(KNOWN.to_owned());
        assert_eq!(token(&set).verify(&timely.to_string()), Ok(()));
    }
}

#[test]
fn a_rotated_token_belongs_to_another_cookie() {
    let login = token(KNOWN);
    let before = login.to_string();
    login.rotate();
    assert_eq!(
        login.verify(&before),
        Ok(()),
        "the request is still what it was"
    );
    let after = login.to_string();
    let set_cookie = set(&login).unwrap();
    assert_ne!(set_cookie, KNOWN);
    assert_eq!(token(&set_cookie).verify(&after), Ok(()));
    let stale = token(&set_cookie).verify(&before);
    assert_eq!(stale, Err(CsrfTokenRefusal::WrongToken));

    let unseen = token(KNOWN);
    unseen.rotate();
    let unseen_cookie = set(&unseen).unwrap();
    assert_eq!(token(&unseen_cookie).verify(&unseen.to_string()), Ok(()));

    let late = token(KNOWN);
    let text = late.to_string();
    late.seal();
    late.rotate();
    assert_eq!(set(&late), None);
    assert_eq!(token(KNOWN).verify(&text), Ok(()));
}

#[test]
fn without_randomness_there_is_no_token() {
    let new = token("");
    assert_eq!(new.display(NONE), None);
    assert_eq!(new.to_string(), "", "it does not change its mind");
    assert_eq!(set(&new).as_deref(), Some("csrf="));

    let known = token(KNOWN);
    assert_eq!(known.display(NONE), None, "there is no mask");
    assert_eq!(set(&known), None);

    let login = token(KNOWN);
    let before = login.to_string();
    login.rotate_by(NONE);
    assert_eq!(login.to_string(), "");
    let left = set(&login).unwrap();
    assert!(token(&left).verify(&before).is_err(), "the old one is gone");
}

#[test]
fn debug_does_not_show_it() {
    let request = token(KNOWN);
    let text = request.to_string();
    let shown = format!("{request:?} {request:#?} {:?}", set(&token(KNOWN)));
    assert!(!shown.contains(&text) && !shown.contains("AAAA"), "{shown}");
    let new = token("");
    let _ = new.to_string();
    let shown = format!("{:?}", new.seal().cookie);
    assert_eq!(shown, "Some(Sensitive)");
}
