use http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use proptest::prelude::*;
use seaworthy_policy::{Connection, Scheme};

use super::{Hardener, KeptHost};
use crate::{CookieProblem, CookieRule, CookieRules, SameSite};

fn hardened_by(rules: &CookieRules, is_secure: bool, lines: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append("x-other", HeaderValue::from_static("other"));
        headers.append(SET_COOKIE, HeaderValue::from_bytes(line).unwrap());
    }
    Hardener::new(rules.clone()).harden(&mut headers, is_secure, None);
    assert_eq!(headers.get_all("x-other").iter().count(), lines.len());
    let cookies = headers.get_all(SET_COOKIE).iter();
    cookies.map(|line| line.as_bytes().to_vec()).collect()
}

fn hardened(rules: &CookieRules, is_secure: bool, line: &str) -> String {
    let mut lines = hardened_by(rules, is_secure, &[line.as_bytes()]);
    assert_eq!(lines.len(), 1);
    String::from_utf8(lines.remove(0)).unwrap()
}

fn https(line: &str) -> String {
    hardened(&CookieRules::default(), true, line)
}

fn http(line: &str) -> String {
    hardened(&CookieRules::default(), false, line)
}

#[test]
fn a_cookie_gets_what_it_lacks_at_its_end() {
    for (line, more) in [
        ("a=b", "; Secure; HttpOnly; SameSite=Lax"),
        ("a=b;", "; Secure; HttpOnly; SameSite=Lax"),
        ("a=b; secure", "; HttpOnly; SameSite=Lax"),
        ("a=b; HTTPONLY; Secure", "; SameSite=Lax"),
        ("a=b; SameSite=strict", "; Secure; HttpOnly"),
        ("a=b; Secure; HttpOnly; SameSite=None", ""),
        ("a=b; HttpOnly; SameSite=None", "; Secure"),
        ("a=b; Secure; HttpOnly; SameSite", "; SameSite=Lax"),
        ("a=b; Secure; HttpOnly; SameSite=", "; SameSite=Lax"),
        ("a=b; Secure; HttpOnly; SameSite=\"Lax\"", "; SameSite=Lax"),
        (
            "a=b; Secure; HttpOnly; SameSite=Strict; SameSite=x",
            "; SameSite=Strict",
        ),
        ("a=\"b; Secure; HttpOnly\"", "; HttpOnly; SameSite=Lax"),
        (
            "a=b; Priority=High; Partitioned; Future=1; Path=/app; Domain=a.example",
            "; Secure; HttpOnly; SameSite=Lax",
        ),
        (
            "a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT, Secure",
            "; Secure; HttpOnly; SameSite=Lax",
        ),
        ("", "; Secure; HttpOnly; SameSite=Lax"),
    ] {
        assert_eq!(https(line), format!("{line}{more}"));
    }
}

#[test]
fn secure_is_only_added_on_a_secure_connection() {
    for (line, more) in [
        ("a=b", "; HttpOnly; SameSite=Lax"),
        ("a=b; Secure", "; HttpOnly; SameSite=Lax"),
        ("a=b; SameSite=None", "; HttpOnly"),
        ("__Secure-a=b", "; HttpOnly; SameSite=Lax"),
        ("__Host-a=b", "; Path=/; HttpOnly; SameSite=Lax"),
    ] {
        assert_eq!(http(line), format!("{line}{more}"));
    }
}

#[test]
fn a_prefix_gets_what_it_promises_whatever_the_rules() {
    let off = CookieRules {
        http_only: CookieRule::Off,
        same_site: SameSite::Lax,
        same_site_for: CookieRule::Off,
        secure: CookieRule::Off,
    };
    for (line, more) in [
        ("a=b", ""),
        ("a=b; SameSite=None", "; Secure"),
        ("a=b; Partitioned", "; Secure"),
        ("__Secure-a=b", "; Secure"),
        ("__Host-a=b", "; Path=/; Secure"),
        ("__host-a=b; Path=", "; Path=/; Secure"),
        ("__Host-a=b; Path=/; Path=app", "; Path=/; Secure"),
        ("__Http-a=b", "; Secure; HttpOnly"),
        ("__HOST-HTTP-a=b", "; Path=/; Secure; HttpOnly"),
        // This cannot be mended.
        ("__Host-a=b; Path=/app", "; Secure"),
        ("__Host-a=b; Domain=a.example", "; Path=/; Secure"),
    ] {
        assert_eq!(hardened(&off, true, line), format!("{line}{more}"));
    }
}

#[test]
fn a_rule_can_leave_cookies_out() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let rules = CookieRules {
        http_only: CookieRule::Except(names(&["theme", "csrf"])),
        same_site: SameSite::Strict,
        same_site_for: CookieRule::Only(names(&["id", "theme"])),
        secure: CookieRule::Only(names(&["id"])),
    };
    for (line, more) in [
        ("id=1", "; Secure; HttpOnly; SameSite=Strict"),
        (" id =1", "; Secure; HttpOnly; SameSite=Strict"),
        ("theme=1", "; SameSite=Strict"),
        ("csrf=1", ""),
        ("CSRF=1", "; HttpOnly"),
        ("other=1", "; HttpOnly"),
    ] {
        assert_eq!(hardened(&rules, true, line), format!("{line}{more}"));
    }
}

#[test]
fn a_rule_for_all_sites_never_makes_browsers_drop_a_cookie() {
    let rules = CookieRules {
        http_only: CookieRule::Off,
        same_site: SameSite::None,
        same_site_for: CookieRule::All,
        secure: CookieRule::Off,
    };
    assert_eq!(hardened(&rules, true, "a=b"), "a=b; Secure; SameSite=None");
    assert_eq!(hardened(&rules, false, "a=b"), "a=b");
    assert_eq!(
        hardened(&rules, false, "a=b; Secure"),
        "a=b; Secure; SameSite=None"
    );
    assert_eq!(
        hardened(&rules, true, "a=b; SameSite=Lax"),
        "a=b; SameSite=Lax"
    );
}

#[test]
fn a_removal_stays_one_and_is_taken() {
    let https = |line| (https(line), Connection::new(Scheme::Https));
    for (removal, sent) in [
        (
            "__Host-id=; Max-Age=0",
            "__Host-id=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax",
        ),
        (
            "__Secure-id=; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/app",
            "__Secure-id=; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/app; Secure; \
             HttpOnly; SameSite=Lax",
        ),
        (
            "id=; Max-Age=0; SameSite=None",
            "id=; Max-Age=0; SameSite=None; Secure; HttpOnly",
        ),
    ] {
        let (line, connection) = https(removal);
        assert_eq!(line, sent);
        assert_eq!(CookieProblem::of(line.as_bytes(), &connection), None);
        let read = cookie::Cookie::parse(&line).unwrap();
        assert_eq!(read.max_age(), Some(cookie::time::Duration::ZERO));
        assert_eq!(read.value(), "");
    }
}

#[test]
fn a_line_that_is_not_for_every_index_stays_so() {
    for sensitive in [false, true] {
        let mut line = HeaderValue::from_static("a=b");
        line.set_sensitive(sensitive);
        let mut headers = HeaderMap::new();
        headers.insert(SET_COOKIE, line);
        Hardener::new(CookieRules::default()).harden(&mut headers, true, None);
        assert_eq!(headers[SET_COOKIE].len(), 35);
        assert_eq!(headers[SET_COOKIE].is_sensitive(), sensitive);
    }
}

#[test]
fn the_host_decides_nothing_but_what_is_reported() {
    let mut connection = Connection::new(Scheme::Http);
    connection.host = Some("a.example".parse().unwrap());
    let host = KeptHost::of(&connection);
    let mut headers = HeaderMap::new();
    let line = "a=b; Secure; Domain=b.example";
    headers.insert(SET_COOKIE, HeaderValue::from_static(line));
    Hardener::new(CookieRules::default()).harden(&mut headers, false, host.as_ref());
    let sent = format!("{line}; HttpOnly; SameSite=Lax");
    assert_eq!(headers[SET_COOKIE], sent);
}

fn rule() -> impl Strategy<Value = CookieRule> {
    let names = || proptest::sample::subsequence(vec!["a".to_owned(), "__Host-a".to_owned()], 0..3);
    prop_oneof![
        Just(CookieRule::All),
        Just(CookieRule::Off),
        names().prop_map(CookieRule::Only),
        names().prop_map(CookieRule::Except),
    ]
}

fn rules() -> impl Strategy<Value = CookieRules> {
    let same_site = proptest::sample::select(vec![SameSite::Lax, SameSite::None, SameSite::Strict]);
    let rules = (rule(), same_site, rule(), rule());
    rules.prop_map(
        |(http_only, same_site, same_site_for, secure)| CookieRules {
            http_only,
            same_site,
            same_site_for,
            secure,
        },
    )
}

/// Anything that is a header's value, and often what browsers know.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let known = proptest::sample::select(vec![
        "a=b",
        "__Host-a=b",
        "__Http-a",
        "=",
        ";",
        " ",
        "=x",
        "Secure",
        "HttpOnly",
        "SameSite",
        "=None",
        "=Lax",
        "Path",
        "=/",
        "=/app",
        "Domain",
        "=.a",
        "Partitioned",
        "Max-Age=0",
    ]);
    let byte = any::<u8>().prop_filter("a header's", |b| *b == 9 || (*b >= 32 && *b != 127));
    let part = prop_oneof![
        known.prop_map(|text| text.as_bytes().to_vec()),
        proptest::collection::vec(byte, 0..4),
        Just(b"; ".to_vec()),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_line_is_lost_or_moved_and_no_byte_changed(
        lines in proptest::collection::vec(line(), 0..6),
        rules in rules(),
        is_secure: bool,
    ) {
        let given: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        let once = hardened_by(&rules, is_secure, &given);
        prop_assert_eq!(once.len(), lines.len());
        for (line, hardened) in lines.iter().zip(&once) {
            prop_assert!(hardened.starts_with(line));
        }
        let again: Vec<&[u8]> = once.iter().map(Vec::as_slice).collect();
        prop_assert_eq!(hardened_by(&rules, is_secure, &again), once);
    }

    #[test]
    fn hardening_costs_no_cookie(line in line(), rules in rules(), is_secure: bool) {
        let scheme = if is_secure { Scheme::Https } else { Scheme::Http };
        let mut connection = Connection::new(scheme);
        connection.host = Some("a".parse().unwrap());
        let hardened = hardened_by(&rules, is_secure, &[&line]).remove(0);
        if CookieProblem::of(&line, &connection).is_none() {
            prop_assert_eq!(CookieProblem::of(&hardened, &connection), None);
        }
    }

    #[test]
    fn any_bytes_can_be_judged(line in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = CookieProblem::of(&line, &Connection::new(Scheme::Http));
    }
}
