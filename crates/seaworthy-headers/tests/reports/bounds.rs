//! What is the most that is taken.

use axum::body::Bytes;
use http::HeaderMap;
use http_body::Frame;
use http_body_util::Full;

use crate::{
    CSP_REPORT, Frames, REPORTS_JSON, answer, generous, lines, listen, post, post_of, service,
};

const REPORT: &str = r#"{"csp-report":{"effective-directive":"img-src"}}"#;
const LOGGED: &str = "WARN message=browser report kind=csp-violation directive=img-src";

/// A report with room around it.
fn padded(length: usize) -> String {
    let room = length - REPORT.len();
    format!("{REPORT}{}", " ".repeat(room))
}

fn list(count: usize) -> String {
    let reports = vec![r#"{"type":"crash"}"#; count];
    format!("[{}]", reports.join(","))
}

fn dropped(why: &str) -> String {
    format!("WARN message=browser reports dropped {why}")
}

#[test]
fn a_body_of_64_kib_is_read_and_one_of_a_byte_more_is_not() {
    let fits = lines(&generous(), post(CSP_REPORT, padded(64 * 1024)));
    assert_eq!(fits, [LOGGED]);
    for length in [64 * 1024 + 1, 65 * 1024, 1024 * 1024] {
        let pieces: Vec<Bytes> = padded(length)
            .into_bytes()
            .chunks(1000)
            .map(Bytes::copy_from_slice)
            .collect();
        let request = post(CSP_REPORT, "").map(|_| Frames::of(pieces));
        let taken = request.body().taken.clone();
        assert_eq!(lines(&generous(), request), [dropped("too_large=1")]);
        assert_eq!(*taken.lock().unwrap(), 66, "it reads no further");
    }
}

#[test]
fn a_body_that_says_it_is_too_large_is_not_read() {
    let request = post(CSP_REPORT, "").map(|_| Full::new(Bytes::from(padded(65 * 1024))));
    let limited = service(|config| (config.per_peer, config.total) = (1, 1));
    assert_eq!(lines(&limited, request), [dropped("too_large=1")]);
    // Nor did it cost anything.
    assert_eq!(lines(&limited, post(CSP_REPORT, REPORT)), [LOGGED]);
}

#[test]
fn a_body_may_come_byte_by_byte_and_with_empty_frames() {
    let bytes = padded(2000).into_bytes();
    let small = service(|config| config.max_bytes = 2000);
    let piece = |byte: &u8| Ok(Frame::data(Bytes::copy_from_slice(&[*byte])));
    let end = [
        Ok(Frame::data(Bytes::new())),
        Ok(Frame::trailers(HeaderMap::new())),
    ];
    let body = Frames::with(bytes.iter().map(piece).chain(end));
    assert_eq!(lines(&small, post(CSP_REPORT, "").map(|_| body)), [LOGGED]);

    let endless = Frames::of(vec![Bytes::new(); 100_000]);
    let taken = endless.taken.clone();
    let request = post(CSP_REPORT, "").map(|_| endless);
    let small = service(|config| config.max_bytes = 2000);
    assert_eq!(lines(&small, request), [dropped("too_large=1")]);
    assert!(*taken.lock().unwrap() <= 2003);
}

#[test]
fn the_21st_report_of_a_body_is_dropped() {
    let lines_of = |count| lines(&generous(), post(REPORTS_JSON, list(count)));
    assert_eq!(lines_of(20).len(), 20);
    let lines = lines_of(23);
    assert_eq!(lines.len(), 21);
    assert_eq!(lines[0], dropped("surplus=3"));
}

#[test]
fn ten_thousand_posts_of_one_peer_leave_a_bounded_log() {
    let reports = service(|_| {});
    let (_, lines) = listen(|| {
        for _ in 0..5_000 {
            answer(&reports, post_of("192.0.2.1", CSP_REPORT, REPORT));
            answer(&reports, post_of("192.0.2.1", REPORTS_JSON, list(20)));
        }
    });
    // As many as may come at once, what comes back meanwhile, and what was dropped.
    assert!((61..=160).contains(&lines.len()), "{}", lines.len());
    let said = lines.iter().filter(|line| line.contains("dropped")).count();
    assert!((1..=2).contains(&said), "{said}");
}

#[test]
fn a_peer_that_has_used_up_its_limit_is_not_read() {
    let reports = service(|config| config.per_peer = 1);
    answer(&reports, post_of("192.0.2.1", CSP_REPORT, REPORT));
    let request = post_of("192.0.2.1", CSP_REPORT, REPORT);
    let taken = request.body().taken.clone();
    assert_eq!(lines(&reports, request), [dropped("limited=1")]);
    assert_eq!(*taken.lock().unwrap(), 0);
}

#[test]
fn what_is_no_report_uses_up_the_limit_too() {
    let reports = service(|config| config.per_peer = 2);
    let (_, lines) = listen(|| {
        for _ in 0..2 {
            answer(&reports, post_of("192.0.2.1", CSP_REPORT, "{"));
        }
        answer(&reports, post_of("192.0.2.1", CSP_REPORT, REPORT));
    });
    assert_eq!(lines, [dropped("malformed=1")], "no report, and said once");
}

#[test]
fn one_peer_does_not_starve_the_others() {
    let reports = service(|config| config.per_peer = 1);
    for _ in 0..10_000 {
        answer(&reports, post_of("2001:db8::1", CSP_REPORT, REPORT));
    }
    // One of them may share the counter of the first, but hardly two.
    let logged = (1..=8).filter(|network| {
        let client = format!("2001:db8:0:{network}::1");
        lines(&reports, post_of(&client, CSP_REPORT, REPORT)) == [LOGGED]
    });
    assert!(logged.count() >= 7);
    // Whoever shares its network shares its limit, and whoever has no address is another peer.
    let neighbour = post_of("2001:db8::2:2", CSP_REPORT, REPORT);
    assert!(lines(&reports, neighbour).is_empty());
    assert_eq!(lines(&reports, post(CSP_REPORT, REPORT)), [LOGGED]);
}

#[test]
fn clones_share_their_limits() {
    let reports = service(|config| (config.per_peer, config.total) = (2, 2));
    let logged = (0..10)
        .filter(|_| lines(&reports.clone(), post(CSP_REPORT, REPORT)) == [LOGGED])
        .count();
    assert_eq!(logged, 2);
}

#[test]
fn of_many_posts_some_are_kept_and_the_others_are_no_loss() {
    let reports = service(|config| config.keep_one_in = 10);
    let (_, lines) = listen(|| {
        for _ in 0..100 {
            answer(&reports, post(CSP_REPORT, REPORT));
        }
    });
    assert_eq!(lines, [LOGGED; 10]);
}

#[test]
fn what_was_dropped_is_said_once_for_all() {
    let reports = service(|config| config.per_peer = 5);
    let (_, lines) = listen(|| {
        for _ in 0..1000 {
            answer(&reports, post("text/plain", REPORT));
            answer(&reports, post(CSP_REPORT, "no report"));
            answer(&reports, post(CSP_REPORT, padded(65 * 1024)));
        }
    });
    assert_eq!(lines, [dropped("other_type=1")]);
}
