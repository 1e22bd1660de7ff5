use super::*;

fn headers(names: &[&str], credentials: bool) -> RequestHeaders {
    let mut config = Config::new(["https://example.com"]);
    config.headers = names.iter().map(|&name| name.into()).collect();
    config.credentials = credentials;
    let mut issues = Vec::new();
    let headers = RequestHeaders::read(&config, &mut issues);
    assert_eq!(issues, []);
    headers
}

fn asking(lines: &[&str]) -> HeaderMap {
    let line = |line: &&str| HeaderValue::from_str(line).unwrap();
    let lines = lines.iter().map(line);
    lines
        .map(|line| (ACCESS_CONTROL_REQUEST_HEADERS, line))
        .collect()
}

/// What is granted, as text; an empty text is no header.
fn grant(headers: &RequestHeaders, lines: &[&str]) -> Option<String> {
    let granted = headers.grant(&asking(lines)).ok()?;
    Some(granted.map_or(String::new(), |value| value.to_str().unwrap().to_owned()))
}

#[test]
fn names_may_come_in_any_case_order_and_number_of_lines() {
    let headers = headers(&["X-CSRFToken", "content-type", "Authorization"], false);
    let list = "authorization, content-type, x-csrftoken";
    let lists: &[&[&str]] = &[
        &[],
        &[""],
        &["content-type"],
        &["authorization,content-type,x-csrftoken"],
        &["x-csrftoken,content-type"],
        &["Content-Type,X-CSRFTOKEN"],
        &["content-type,content-type"],
        &["authorization\t, content-type "],
        &["authorization,,,,,,,,,,,,,,,,,content-type"],
        &["content-type", "", "authorization"],
    ];
    for lines in lists {
        assert_eq!(grant(&headers, lines).as_deref(), Some(list), "{lines:?}");
    }
    for bad in [
        "x-evil",
        "content-typ",
        "content-types",
        "content type",
        "x_csrftoken",
        "*",
    ] {
        assert_eq!(grant(&headers, &[bad]), None, "{bad}");
        assert_eq!(grant(&headers, &["content-type", bad]), None, "{bad}");
    }
}

#[test]
fn every_name_of_a_long_list_is_found() {
    let names: Vec<String> = (0..200)
        .map(|n| format!("x{}{n}", "-".repeat(n % 9)))
        .collect();
    let listed: Vec<&str> = names.iter().map(String::as_str).collect();
    let headers = headers(&listed, false);
    assert!(listed.iter().all(|name| headers.allow(name.as_bytes())));
}

#[test]
fn a_list_that_no_browser_would_send_is_refused_before_it_is_read() {
    let (commas, repeated) = (",".repeat(65536), "accept,".repeat(9362));
    let (name, lines) = ("a".repeat(65536), ["accept"; 1024]);
    let one = headers(&["accept", "Accept"], false);
    assert_eq!(grant(&one, &[&",".repeat(87)]).as_deref(), Some("accept"));
    assert_eq!(grant(&one, &[&",".repeat(88)]), None);
    for names in [&["accept"][..], &["*"]] {
        let headers = headers(names, false);
        assert_eq!(grant(&headers, &[&commas]), None);
        assert_eq!(grant(&headers, &[&repeated]), None);
        assert_eq!(grant(&headers, &[&name]), None);
        assert_eq!(grant(&headers, &lines), None);
        assert_eq!(grant(&headers, &[""; 4097]), None);
    }
}

#[test]
fn a_star_stands_for_every_name_but_authorization() {
    let star = headers(&["*"], false);
    assert_eq!(grant(&star, &["x-any,y"]).as_deref(), Some("*"));
    assert_eq!(grant(&star, &["x-any,Authorization"]), None);
    assert_eq!(grant(&star, &["not a token"]), None);

    let both = headers(&["*", "Authorization"], false);
    assert_eq!(
        grant(&both, &["x-any,authorization"]).as_deref(),
        Some("*, authorization")
    );
}

#[test]
fn with_credentials_a_star_is_answered_with_the_names() {
    let headers = headers(&["*"], true);
    assert_eq!(grant(&headers, &[]).as_deref(), Some(""));
    assert_eq!(
        grant(&headers, &["authorization, ,bar", "Foo"]).as_deref(),
        Some("authorization, bar, Foo")
    );
    assert_eq!(grant(&headers, &["bar\tfoo"]), None);
    assert_eq!(grant(&headers, &["a".repeat(MAX_ECHO).as_str()]), None);
}

#[test]
fn a_header_that_no_script_can_set_is_an_issue() {
    let mut config = Config::new(["https://example.com"]);
    let text = |name: &str| name.to_owned();
    config.headers = ["", "a b", "résumé", "Sec-Fetch-Mode", "proxy-x", "COOKIE"]
        .iter()
        .chain(&["Access-Control-Allow-Origin", "x-fine"])
        .map(|name| text(name))
        .collect();
    let mut issues = Vec::new();
    RequestHeaders::read(&config, &mut issues);
    let invalid = |header: &str| Issue::InvalidHeader {
        header: text(header),
    };
    let forbidden = |header: &str| Issue::ForbiddenHeader {
        header: text(header),
    };
    assert_eq!(
        issues,
        [
            invalid(""),
            invalid("a b"),
            invalid("résumé"),
            forbidden("Sec-Fetch-Mode"),
            forbidden("proxy-x"),
            forbidden("COOKIE"),
            Issue::MisplacedHeader {
                header: text("Access-Control-Allow-Origin")
            },
        ]
    );
}
