//! URLs as variables hold them: nothing is changed, and nothing before an `@` is shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use seaworthy_settings::{DatabaseUrl, RedisUrl, Url};

fuzz_target!(|data: &str| {
    if let Ok(url) = data.parse::<Url>() {
        assert_eq!(url.expose(), data);
        assert!(!url.host().is_empty());
        let _ = (url.username(), url.password(), url.port(), url.path());
        check_shown(data, &format!("{url}"));
    }
    if let Ok(url) = data.parse::<DatabaseUrl>() {
        assert_eq!(url.expose(), data);
        let _ = (url.options().count(), url.database());
        check_shown(data, &format!("{url:?}"));
        let again: DatabaseUrl = parse(url.for_driver().expose());
        assert_eq!(again.hosts(), url.hosts());
        assert_eq!(again.engine(), url.engine());
        assert_eq!(again.password(), url.password());
    }
    if let Ok(url) = data.parse::<RedisUrl>() {
        assert_eq!(url.expose(), data);
        check_shown(data, &format!("{url:?}"));
        let again: RedisUrl = parse(url.for_driver().expose());
        assert_eq!((again.host(), again.port()), (url.host(), url.port()));
        assert_eq!((again.tls(), again.socket()), (url.tls(), url.socket()));
        assert_eq!(again.database(), url.database());
        assert_eq!(again.username(), url.username());
        assert_eq!(again.password(), url.password());
    }
});

/// What a driver gets is a URL again.
fn parse<T: std::str::FromStr>(text: &str) -> T {
    let parsed = text.parse().ok();
    parsed.expect("what a driver gets is a URL of the same kind")
}

/// What stands between the scheme and the last `@` is not shown, unless the host holds it too.
fn check_shown(text: &str, shown: &str) {
    let (before, host) = text.rsplit_once('@').unwrap_or_default();
    let user = before.split_once("://").map_or("", |(_, user)| user);
    let rest = shown.split_once("://").map_or("", |(_, rest)| rest);
    let rest = rest.replace("[redacted]", "");
    assert!(user.len() < 6 || host.contains(user) || !rest.contains(user));
}
