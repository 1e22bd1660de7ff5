//! What is suggested for an origin that is misspelled, against what a browser makes of it.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use seaworthy_cors::{Config, Issue};
use url::Url;

/// What is suggested for this text.
fn instead(text: &str) -> Option<String> {
    let error = Config::new([text]).build().err()?;
    let [Issue::InvalidOrigin { instead, .. }] = error.issues() else {
        panic!("{error}");
    };
    instead.clone()
}

/// Letters that change when they are mapped, that only look as if they did, and that join others.
fn host() -> impl Strategy<Value = String> {
    let letters = "abzAZ019-_.ßẞäÄöÖéÉñçΑΣσςάΏяЯёЁіїґЂџңİıſKÅµªǆĳŀŉﬁ中あゅヺア゙か゚한각";
    let letters: Vec<char> = letters
        .chars()
        .chain(['\u{ad}', '\u{301}', '\u{200d}'])
        .collect();
    let known = select(vec![
        "example.com",
        "EXAMPLE.com.",
        "xn--mnchen-3ya.example",
        "127.0.0.1",
    ]);
    let odd = select(vec![
        "127.1",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "[2001:DB8:0::1]",
        "ex%61mple.com",
        "１２７.0.0.1",
        "example。com",
    ]);
    let label = prop::collection::vec(select(letters), 1..8).prop_map(String::from_iter);
    prop_oneof![
        8 => label.prop_map(|label| format!("{label}.example")),
        1 => known.prop_map(str::to_owned),
        1 => odd.prop_map(str::to_owned),
    ]
}

#[test]
fn what_is_suggested_is_what_a_browser_sends_for_it() {
    let strategy = (
        select(vec![
            "https://",
            "HTTPS://",
            "http://",
            "https:/",
            "http:",
            "ws://",
            " https:\\\\",
        ]),
        select(vec!["", "", "user@", "user:password@"]),
        host(),
        select(vec!["", "", ":443", ":80", ":08443", ":8443", ":00"]),
        select(vec!["", "", "/", "/a?b#c", "?b", "#c", "\\a", " "]),
    );
    let suggested = Cell::new(0);
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(4096)
    });
    let outcome = runner.run(&strategy, |(scheme, user, host, port, tail)| {
        let text = format!("{scheme}{user}{host}{port}{tail}");
        // A dot in front means all hosts below, which is no URL.
        let is_below = |instead: &String| instead.contains('*');
        if let Some(instead) = instead(&text).filter(|instead| !is_below(instead)) {
            let sent = Url::parse(&text).map(|url| url.origin().ascii_serialization());
            prop_assert_eq!(sent.as_deref(), Ok(&*instead), "{:?}", text);
            suggested.set(suggested.get() + 1);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(suggested.get() > 500, "{suggested:?}");
}
