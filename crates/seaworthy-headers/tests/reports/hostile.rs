//! What no browser sends.

use axum::body::Bytes;
use http_body::Frame;
use proptest::prelude::*;

use crate::{CSP_REPORT, Frames, REPORTS_JSON, generous, lines, post};

const MALFORMED: &str = "WARN message=browser reports dropped malformed=1";

#[test]
fn what_is_no_report_is_dropped() {
    for body in [
        "",
        " ",
        "null",
        "7",
        "\"csp-report\"",
        "{}",
        "[0]",
        "[[]]",
        "[{}]",
        "{",
        "{\"csp-report\":",
        "{\"csp-report\":{}",
        "{\"csp-report\":null}",
        "{\"csp-report\":[]}",
        "{\"csp-report\":\"x\"}",
        "{\"csp-report\":{}} {}",
        "{\"csp-report\":{}}]",
        "{\"type\":7,\"body\":{}}",
        "{\"type\":\"\",\"body\":{}}",
        "{\"csp-report\":{\"line-number\":1e999}}",
        "{\"csp-report\":{\"disposition\":\"\\ud800\"}}",
        "\u{feff}{\"csp-report\":{}}",
    ] {
        assert_eq!(
            lines(&generous(), post(CSP_REPORT, body)),
            [MALFORMED],
            "{body}"
        );
    }
    assert!(lines(&generous(), post(REPORTS_JSON, "[]")).is_empty());
    let invalid = b"{\"csp-report\":{\"disposition\":\"\xff\"}}";
    let request = post(CSP_REPORT, &invalid[..]);
    assert_eq!(lines(&generous(), request), [MALFORMED]);
}

#[test]
fn a_body_that_breaks_off_is_dropped() {
    let whole = Bytes::from(r#"{"csp-report":{}}"#);
    for pieces in [
        vec![Err("reset")],
        vec![Ok(Frame::data(whole.slice(..5))), Err("reset")],
        vec![Ok(Frame::data(whole)), Err("reset")],
    ] {
        let request = post(CSP_REPORT, "").map(|_| Frames::with(pieces));
        assert_eq!(
            lines(&generous(), request),
            ["WARN message=browser reports dropped interrupted=1"]
        );
    }
}

#[test]
fn no_depth_is_too_deep() {
    let deep = |open: &str, close: &str| {
        let (open, close) = (open.repeat(5_000), close.repeat(5_000));
        [
            format!("{open}0{close}"),
            format!(r#"{{"csp-report":{open}0{close}}}"#),
            format!(r#"{{"csp-report":{{"blocked-uri":{open}0{close}}}}}"#),
            format!(r#"{{"csp-report":{{"unheard-of":{open}0{close}}}}}"#),
            format!(r#"{{"csp-report":{{}},"body":{open}0{close}}}"#),
            open,
        ]
    };
    for body in [deep("[", "]"), deep("{\"a\":", "}")].concat() {
        assert_eq!(lines(&generous(), post(CSP_REPORT, body)).len(), 1);
    }
}

#[test]
fn a_value_of_the_wrong_type_is_left_out() {
    for value in ["null", "true", "-7", "0.5", "[1]", "{}", "[[[[1]]]]"] {
        let body = format!(
            r#"{{"csp-report":{{"effective-directive":{value},"line-number":{value},
                "column-number":1,"blocked-uri":{value}}}}}"#
        );
        assert_eq!(
            lines(&generous(), post(CSP_REPORT, body)),
            ["WARN message=browser report kind=csp-violation column=1"],
            "{value}"
        );
    }
    for number in ["18446744073709551616", "-1", "1e3", "1.0"] {
        let body = format!(r#"{{"csp-report":{{"line-number":{number}}}}}"#);
        assert_eq!(
            lines(&generous(), post(CSP_REPORT, body)),
            ["WARN message=browser report kind=csp-violation"],
            "{number}"
        );
    }
}

#[test]
fn a_field_that_comes_twice_is_no_browsers() {
    for body in [
        r#"{"csp-report":{"blocked-uri":"a","blocked-uri":"b"}}"#,
        r#"{"csp-report":{"blocked-uri":"a","blockedURL":"b"}}"#,
        r#"{"csp-report":{},"csp-report":{}}"#,
        r#"[{"type":"crash"},{"type":"crash","type":"coop"}]"#,
    ] {
        assert_eq!(
            lines(&generous(), post(CSP_REPORT, body)),
            [MALFORMED],
            "{body}"
        );
    }
}

#[test]
fn a_huge_text_is_cut() {
    let body = format!(
        r#"{{"csp-report":{{"blocked-uri":"https://evil.example/{}"}}}}"#,
        "a".repeat(60_000)
    );
    let lines = lines(&generous(), post(CSP_REPORT, body));
    assert!(
        lines[0].ends_with("aaa…") && lines[0].len() < 400,
        "{lines:?}"
    );
}

#[test]
fn no_report_forges_a_line() {
    let forged = r#"x\r\nERROR forged\u0000\u0085\u2028\u001b[2J\u202e"#;
    let fields = [
        "effective-directive",
        "violated-directive",
        "blocked-uri",
        "document-uri",
        "disposition",
        "source-file",
        "script-sample",
        "id",
        "reason",
        "type",
        "featureId",
    ];
    let pairs: Vec<_> = fields
        .iter()
        .map(|name| format!(r#""{name}":"{forged}""#))
        .collect();
    let body = pairs.join(",");
    let forged = format!(
        r#"[{{"csp-report":{{{body}}}}},{{"type":"{forged}","url":"{forged}","body":{{{body}}}}}]"#
    );
    let lines = lines(&generous(), post(REPORTS_JSON, forged));
    assert_eq!(lines.len(), 2);
    for line in lines {
        assert!(line.contains(r"x\r\nERROR"), "{line}");
        assert!(is_plain(&line), "{line:?}");
    }
}

/// Whether a line can be shown anywhere.
fn is_plain(line: &str) -> bool {
    line.chars()
        .all(|c| c == ' ' || c.is_ascii_graphic() || c == '…')
}

/// What looks like a report from afar.
fn almost_json() -> impl Strategy<Value = Vec<u8>> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\"",
        "\\",
        "\\u00",
        "\\ud83d",
        "0",
        "-1",
        "1e9",
        "null",
        "true",
        "\"csp-report\":{",
        "\"body\":{",
        "\"type\":",
        "\"crash\"",
        "\"url\":",
        "\"blocked-uri\":",
        "\"https://u:p@a.example/?q\"",
        "\"lineNumber\":",
        "7",
        "\n",
        "\u{2028}",
    ]);
    prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat().into_bytes())
}

/// A report in which everything but its shape is anything.
fn almost_report() -> impl Strategy<Value = Vec<u8>> {
    (any::<[String; 4]>(), any::<i64>(), any::<f64>()).prop_map(|([a, b, c, d], line, column)| {
        let report = serde_json::json!({
            "type": a, "url": b,
            "body": {"blockedURL": c, "sourceFile": d, "lineNumber": line, "columnNumber": column},
        });
        report.to_string().into_bytes()
    })
}

proptest! {
    #[test]
    fn any_bytes_are_answered_and_leave_few_plain_lines(
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..300),
            almost_json(),
            almost_report(),
        ],
        content_type in prop::sample::select(vec![CSP_REPORT, REPORTS_JSON, "application/json"]),
        size in 1_usize..50,
    ) {
        let pieces: Vec<_> = body.chunks(size).map(Bytes::copy_from_slice).collect();
        let request = post(content_type, "").map(|_| Frames::of(pieces));
        let lines = lines(&generous(), request);
        prop_assert!(lines.len() <= 21);
        for line in lines {
            prop_assert!(is_plain(&line), "{:?}", line);
            prop_assert!(line.len() < 1700);
        }
    }
}
