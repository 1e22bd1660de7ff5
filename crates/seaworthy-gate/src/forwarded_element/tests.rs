use proptest::prelude::*;

use super::*;

/// The client, the claim and the host of an element.
type Told = (Option<String>, Claim, Option<String>);

fn elements(lines: &[&[u8]]) -> Vec<Result<Told, Malformed>> {
    let mut headers = HeaderMap::new();
    for &line in lines {
        headers.append(FORWARDED, line.try_into().unwrap());
    }
    from_the_right(&headers)
        .map(|element| {
            element.map(|element| {
                let host = element
                    .host
                    .map(|host| String::from_utf8_lossy(&host).into_owned());
                (
                    element.client.map(|client| client.to_string()),
                    element.claim,
                    host,
                )
            })
        })
        .collect()
}

fn only(line: &str) -> Result<Told, Malformed> {
    let mut elements = elements(&[line.as_bytes()]);
    assert_eq!(elements.len(), 1, "{line}: {elements:?}");
    elements.remove(0)
}

#[test]
fn an_element_says_who_asked_whom_and_how() {
    for (line, client, claim, host) in [
        ("for=192.0.2.1", Some("192.0.2.1"), Claim::None, None),
        (
            "for=192.0.2.1;proto=https;by=203.0.113.43;host=a.example",
            Some("192.0.2.1"),
            Claim::Https,
            Some("a.example"),
        ),
        (
            r#"FOR="192.0.2.1:4711";Proto="HTTPS";hOsT="a.example:8443""#,
            Some("192.0.2.1"),
            Claim::Https,
            Some("a.example:8443"),
        ),
        (
            "\t; for=192.0.2.1 ;\tproto=http;; ",
            Some("192.0.2.1"),
            Claim::Http,
            None,
        ),
        ("proto=wss", None, Claim::Odd, None),
        (r#"proto="""#, None, Claim::Odd, None),
        (r#"host="""#, None, Claim::None, Some("")),
        (";", None, Claim::None, None),
        (
            r#"for=192.0.2.1;secret="a,b;proto=https""#,
            Some("192.0.2.1"),
            Claim::None,
            None,
        ),
        (
            r#"host="a\.example\"\\";for=unknown"#,
            None,
            Claim::None,
            Some(r#"a.example"\"#),
        ),
        (
            r#"by="anything at all";for="\1\92.0.2.1""#,
            Some("192.0.2.1"),
            Claim::None,
            None,
        ),
        (
            "for=192.0.2.1;x=1;x=2",
            Some("192.0.2.1"),
            Claim::None,
            None,
        ),
    ] {
        let expected = (client.map(str::to_owned), claim, host.map(str::to_owned));
        assert_eq!(only(line), Ok(expected), "{line}");
    }
}

#[test]
fn a_node_is_an_address_or_hides_it() {
    for (node, address) in [
        ("192.0.2.1", Some("192.0.2.1")),
        ("\"192.0.2.1:80\"", Some("192.0.2.1")),
        ("\"192.0.2.1:_http\"", Some("192.0.2.1")),
        ("\"[2001:db8::1]\"", Some("2001:db8::1")),
        ("\"[2001:DB8:0::1]:65535\"", Some("2001:db8::1")),
        ("\"[::ffff:192.0.2.1]\"", Some("192.0.2.1")),
        ("unknown", None),
        ("\"Unknown:80\"", None),
        ("_hidden", None),
        ("\"_SEVKISEK.-_:_p\"", None),
    ] {
        let found = only(&format!("for={node}")).map(|(client, ..)| client);
        assert_eq!(found, Ok(address.map(str::to_owned)), "{node}");
    }
    for bad in [
        "\"\"",
        "a.example",
        "192.0.2",
        "192.0.2.01",
        "\"192.0.2.1:\"",
        "\"192.0.2.1:123456\"",
        "\"192.0.2.1:+1\"",
        "\"192.0.2.1:80:80\"",
        "\"2001:db8::1\"",
        "\"[2001:db8::1\"",
        "\"[2001:db8::1]80\"",
        "\"[192.0.2.1]\"",
        "\"[::1%eth0]\"",
        "\"[_hidden]\"",
        "_",
        "\"_a b\"",
        "\" 192.0.2.1\"",
        "\"192.0.2.1, 10.0.0.1\"",
        "\"\u{e4}\"",
    ] {
        assert_eq!(only(&format!("for={bad}")), Err(Malformed), "{bad}");
    }
}

#[test]
fn nothing_else_is_an_element() {
    for bad in [
        "for",
        "for=",
        "=192.0.2.1",
        "for =192.0.2.1",
        "for= 192.0.2.1",
        "for=192.0.2.1 proto=https",
        "for=192.0.2.1:80",
        "for=[2001:db8::1]",
        "for=2001:db8::1",
        "for=\"192.0.2.1\"x",
        "for=\"192.0.2.1",
        "for=\"192.0.2.1\\\"",
        "for=192.0.2.1\"",
        "\"for\"=192.0.2.1",
        "for=192.0.2.1;for=192.0.2.1",
        "proto=https;PROTO=http",
        "host=a;host=a",
        "by=a;by=b",
        "https",
        "for=192.0.2.1;proto=https/1",
        "f\u{f6}r=192.0.2.1",
    ] {
        assert_eq!(only(bad), Err(Malformed), "{bad}");
    }
}

#[test]
fn all_lines_are_one_list_that_is_read_from_its_end() {
    let clients = |lines: &[&str]| -> Vec<_> {
        let lines: Vec<_> = lines.iter().map(|line| line.as_bytes()).collect();
        elements(&lines)
            .into_iter()
            .map(|element| element.map_or("malformed".to_owned(), |(client, ..)| client.unwrap()))
            .collect()
    };
    for (lines, expected) in [
        (
            &["for=192.0.2.1,for=192.0.2.2"][..],
            &["192.0.2.2", "192.0.2.1"][..],
        ),
        (
            &["for=192.0.2.1", "", "for=192.0.2.2 , for=192.0.2.3"],
            &["192.0.2.3", "192.0.2.2", "192.0.2.1"],
        ),
        (&[", ,\tfor=192.0.2.1,,"], &["192.0.2.1"]),
        (
            &[r#"for=192.0.2.1;a="b,c\",\\", for=192.0.2.2"#],
            &["192.0.2.2", "192.0.2.1"],
        ),
        // What a client leaves open closes nothing behind it.
        (&[r#"for=", for=192.0.2.2"#], &["192.0.2.2", "malformed"]),
        (
            &[r#"for="a, for="[2001:db8::1]""#],
            &["2001:db8::1", "malformed"],
        ),
        (
            &[r#"for=192.0.2.1;a="\", for=192.0.2.2;a="\"""#],
            &["192.0.2.2", "malformed"],
        ),
        (&[r#"for=""#, "for=192.0.2.2"], &["192.0.2.2", "malformed"]),
    ] {
        assert_eq!(clients(lines), expected, "{lines:?}");
    }
}

proptest! {
    #[test]
    fn whatever_stands_in_a_header_is_read_without_a_panic(
        lines in prop::collection::vec("[ -~\\t]{0,40}|([,;=\"\\\\ a]|for=|host=){0,20}", 0..4),
    ) {
        let lines: Vec<_> = lines.iter().map(|line| line.as_bytes()).collect();
        let length: usize = lines.iter().map(|line| line.len()).sum();
        prop_assert!(elements(&lines).len() <= length);
    }

    #[test]
    fn what_is_written_in_quotes_is_read_without_them(host in "[ -~\\t]{0,40}") {
        let quoted: String = host
            .chars()
            .flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c]))
            .collect();
        let line = format!("for=192.0.2.1, host=\"{quoted}\";proto=https, for=192.0.2.2");
        let mut elements = elements(&[line.as_bytes()]);
        prop_assert_eq!(elements.len(), 3);
        prop_assert_eq!(elements.remove(1), Ok((None, Claim::Https, Some(host))));
    }
}
