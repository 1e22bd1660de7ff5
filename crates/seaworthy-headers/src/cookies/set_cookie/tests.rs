use cookie::Cookie;
use proptest::prelude::*;

use super::{Path, SetCookie};
use crate::SameSite;

fn parse(line: &str) -> SetCookie<'_> {
    SetCookie::parse(line.as_bytes())
}

#[test]
fn a_line_begins_with_a_name_and_a_value() {
    for (line, name, value) in [
        ("a=b", "a", "b"),
        (" a\t=\t b ;Path=/", "a", "b"),
        ("a=", "a", ""),
        ("a=b=c", "a", "b=c"),
        ("a=\"b c\"", "a", "\"b c\""),
        ("a=\"b; Secure\"", "a", "\"b"),
        ("a=b, c=d", "a", "b, c=d"),
        ("=b", "", "b"),
        ("b", "", "b"),
        ("", "", ""),
        ("; Secure=a", "", ""),
        ("\u{e4}=\u{fc}", "\u{e4}", "\u{fc}"),
    ] {
        let cookie = parse(line);
        assert_eq!(cookie.name, name.as_bytes(), "{line}");
        assert_eq!(cookie.value, value.as_bytes(), "{line}");
    }
}

#[test]
fn an_attribute_is_known_in_any_case_and_only_by_its_whole_name() {
    for (line, [secure, http_only, partitioned]) in [
        ("a=b", [false; 3]),
        ("a=b; Secure; HttpOnly; Partitioned", [true; 3]),
        ("a=b;secure;HTTPONLY;pArTiTiOnEd;", [true; 3]),
        ("a=b;\tSecure \t; HttpOnly =; Partitioned = no", [true; 3]),
        ("a=b;; ; Secure", [true, false, false]),
        ("a=b; Secure=false", [true, false, false]),
        ("a=b; Secur; Http-Only; XSecure; \"Secure\"", [false; 3]),
        ("a=b, Secure, HttpOnly", [false; 3]),
        ("Secure; HttpOnly", [false, true, false]),
    ] {
        let cookie = parse(line);
        let read = [cookie.secure, cookie.http_only, cookie.partitioned];
        assert_eq!(read, [secure, http_only, partitioned], "{line}");
    }
}

#[test]
fn the_last_same_site_counts() {
    for (attributes, last_value, counts) in [
        ("", None, false),
        ("SameSite=Lax", Some(SameSite::Lax), true),
        ("samesite = STRICT", Some(SameSite::Strict), true),
        ("SameSite=None; SameSite=Lax", Some(SameSite::Lax), true),
        ("SameSite", None, false),
        ("SameSite=", None, false),
        ("SameSite=\"Lax\"", None, false),
        ("SameSite=Default", None, false),
        ("SameSite=Strict; SameSite=", Some(SameSite::Strict), false),
        ("SameSite=x; SameSite=None", Some(SameSite::None), true),
    ] {
        let line = format!("a=b; {attributes}");
        let cookie = parse(&line);
        assert_eq!(cookie.same_site, last_value, "{line}");
        assert_eq!(cookie.same_site_counts, counts, "{line}");
    }
}

#[test]
fn the_last_path_and_domain_count() {
    for (attributes, path, domain) in [
        ("", Path::Unset, None),
        ("Path=/; Domain=a.example", Path::Root, Some("a.example")),
        (
            "Path=/app; Domain=.a.example",
            Path::Other,
            Some("a.example"),
        ),
        ("Path=/app; Path=/", Path::Root, None),
        ("Path=/; Path=/app", Path::Other, None),
        ("Path=//", Path::Other, None),
        ("Path=/; Path=", Path::Unset, None),
        ("Path=app", Path::Unset, None),
        ("Path", Path::Unset, None),
        ("Path=\"/\"", Path::Unset, None),
        ("Domain=a.example; Domain=", Path::Unset, None),
        ("Domain=.", Path::Unset, None),
        ("Domain=..a.example", Path::Unset, Some(".a.example")),
        ("Domain=a.example; Domain=b", Path::Unset, Some("b")),
    ] {
        let line = format!("a=b; {attributes}");
        let cookie = parse(&line);
        assert_eq!(cookie.path, path, "{line}");
        assert_eq!(cookie.domain, domain.map(str::as_bytes), "{line}");
    }
}

#[test]
fn the_commas_of_a_date_part_nothing() {
    let cookie = parse("a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT; Secure");
    assert!(cookie.secure);
}

#[test]
fn an_attribute_with_a_long_value_does_not_count() {
    let fitting = "a".repeat(1024);
    let cookie = SetCookie::parse(b"a=b");
    assert!(!cookie.has_overlong);
    for name in ["Secure", "HttpOnly", "Domain", "Path", "SameSite", "Future"] {
        let line = format!("a=b; {name}={fitting}");
        assert!(!parse(&line).has_overlong, "{name}");
        let line = format!("{line}a");
        let cookie = parse(&line);
        assert!(cookie.has_overlong, "{name}");
        assert!(!cookie.secure && !cookie.http_only && cookie.domain.is_none());
    }
}

#[test]
fn a_tab_is_no_control_character() {
    for (line, has_control) in [
        (&b"a=b\tc; Path=/"[..], false),
        (b"a=\x80\xff", false),
        (b"a=b\0", true),
        (b"a=b; Path=/\r", true),
        (b"\x1fa=b", true),
        (b"a=\x7f", true),
    ] {
        assert_eq!(SetCookie::parse(line).has_control, has_control, "{line:?}");
    }
}

/// Where the `cookie` crate and browsers differ on a line, browsers are right.
#[test]
fn the_cookie_crate_reads_some_lines_in_its_own_way() {
    let same_site = |line| Cookie::parse(line).unwrap().same_site();
    let kept = Some(cookie::SameSite::Strict);
    assert_eq!(same_site("a=b; SameSite=Strict; SameSite=x"), kept);
    assert!(!parse("a=b; SameSite=Strict; SameSite=x").same_site_counts);

    let domain = "a=b; Domain=a.example; Domain=";
    assert_eq!(Cookie::parse(domain).unwrap().domain(), Some("a.example"));
    assert_eq!(parse(domain).domain, None);

    let path = "a=b; Path=app";
    assert_eq!(Cookie::parse(path).unwrap().path(), Some("app"));
    assert_eq!(parse(path).path, Path::Unset);

    let long = format!("a=b; Secure={}", "a".repeat(1025));
    assert_eq!(Cookie::parse(&long).unwrap().secure(), Some(true));
    assert!(!parse(&long).secure);

    for line in ["=b", "b", "b; Secure"] {
        assert!(Cookie::parse(line).is_err(), "{line}");
        assert_eq!(parse(line).value, b"b");
    }
}

/// A line of which no attribute is given twice, nor anything else that is read differently.
fn plain_line() -> impl Strategy<Value = String> {
    let attributes = proptest::sample::subsequence(
        vec![
            "Secure",
            "httponly",
            "PARTITIONED",
            "SameSite=lax",
            "samesite =None",
            "Path=/",
            "path= /app ",
            "Domain=.a.example",
            "domain=b.example",
            "Max-Age=0",
            "Expires=Wed, 09 Jun 2021 10:18:14 GMT",
            "Priority=High",
            "",
        ],
        0..13,
    )
    .prop_shuffle();
    ("[!-:<>-~]{1,8}", "[ -:<-~]{0,12}", attributes)
        .prop_map(|(name, value, rest)| format!("{name}={value};{}", rest.join(" ; ")))
}

proptest! {
    #[test]
    fn a_plain_line_is_read_as_the_cookie_crate_reads_it(line in plain_line()) {
        let theirs = Cookie::parse(line.as_str()).unwrap();
        let ours = parse(&line);
        prop_assert_eq!(ours.name, theirs.name().as_bytes());
        prop_assert_eq!(ours.value, theirs.value().as_bytes());
        prop_assert_eq!(ours.secure, theirs.secure() == Some(true));
        prop_assert_eq!(ours.http_only, theirs.http_only() == Some(true));
        prop_assert_eq!(ours.partitioned, theirs.partitioned() == Some(true));
        prop_assert_eq!(ours.domain, theirs.domain().map(str::as_bytes));
        prop_assert_eq!(ours.path == Path::Root, theirs.path() == Some("/"));
        let same_site = theirs.same_site().map(|value| value.to_string());
        prop_assert_eq!(ours.same_site.map(|value| value.to_string()), same_site);
    }
}
