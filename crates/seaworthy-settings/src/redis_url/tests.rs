use std::path::Path;

use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> RedisUrl {
    text.parse()
        .unwrap_or_else(|invalid| panic!("{text}: {invalid}"))
}

#[test]
fn a_server_has_a_host_a_port_and_a_database() {
    for (text, tls, host, port, database) in [
        ("redis://h:6379/1", false, "h", 6379, 1),
        ("rediss://u:hunter2@h:6380/0", true, "h", 6380, 0),
        ("redis://h", false, "h", 6379, 0),
        ("redis://h/", false, "h", 6379, 0),
        ("redis://h?db=2", false, "h", 6379, 2),
        ("redis://h/?db=0", false, "h", 6379, 0),
        ("VALKEY://h/3", false, "h", 6379, 3),
        ("valkeys://[::1]:1/15#insecure", true, "::1", 1, 15),
        ("redis://h/0?protocol=resp3&x=y", false, "h", 6379, 0),
    ] {
        let url = parse(text);
        assert_eq!(url.expose(), text);
        assert_eq!(url.tls(), tls, "{text}");
        assert_eq!((url.host(), url.port()), (Some(host), Some(port)), "{text}");
        assert_eq!(url.database(), database, "{text}");
        assert_eq!(url.socket(), None, "{text}");
    }
}

#[test]
fn a_socket_has_a_path_and_no_host() {
    let url = parse("unix:///run/redis.sock");
    assert_eq!(url.socket().as_deref(), Some(Path::new("/run/redis.sock")));
    assert_eq!((url.host(), url.port(), url.tls()), (None, None, false));
    assert_eq!(url.database(), 0);
    let url = parse("redis+unix://u:p%2F@/run/a%20b.sock?db=1");
    assert_eq!(url.socket().as_deref(), Some(Path::new("/run/a b.sock")));
    assert_eq!(url.database(), 1);
    assert_eq!(url.username().as_deref(), Some("u"));
    assert_eq!(url.password().unwrap().expose(), "p/");
    let url = parse("unix:///s?username=u&pass=p%26");
    assert_eq!(url.username().as_deref(), Some("u"));
    assert_eq!(url.password().unwrap().expose(), "p&");
}

#[test]
fn a_name_without_a_colon_is_the_users() {
    let url = parse("redis://:hunter2@h");
    assert_eq!(url.username(), None);
    assert_eq!(url.password().unwrap().expose(), "hunter2");
    let url = parse("redis://hunter2@h");
    assert_eq!(url.username().as_deref(), Some("hunter2"));
    assert_eq!(url.password(), None);
}

#[test]
fn a_driver_gets_what_it_reads() {
    for (given, for_driver) in [
        ("redis://u:p@h:1/2?a=b", "redis://u:p@h:1/2?a=b"),
        ("valkey://h", "redis://h"),
        ("valkeys://:p@h/1", "rediss://:p@h/1"),
        ("REDISS://h/#insecure", "rediss://h/#insecure"),
        ("redis://h?db=2", "redis://h/2"),
        ("redis://h/?a=b&%64b=2&c", "redis://h/2?a=b&c"),
        ("UNIX:///s", "unix:///s"),
        ("redis+unix:///s?db=1", "redis+unix:///s?db=1"),
        (
            "unix://u:p&q%2F@/s?db=1",
            "unix:///s?db=1&user=u&pass=p%26q%2F",
        ),
        ("unix:///s?password=p", "unix:///s?pass=p"),
    ] {
        let url = parse(given);
        assert_eq!(url.for_driver().expose(), for_driver);
        let again = parse(for_driver);
        assert_eq!(again.database(), url.database());
        assert_eq!(again.password(), url.password());
        assert_eq!(again.username(), url.username());
    }
}

#[test]
fn what_is_no_url_of_a_server_says_why() {
    for (bad, piece) in [
        ("", "it is empty"),
        ("h:6379", "such as `redis://`"),
        (
            "bogus://h",
            "`redis`, `rediss`, `valkey`, `valkeys`, `unix`",
        ),
        ("redis-sentinel://h", "its scheme is none of"),
        ("redis://", "no host"),
        ("redis:///1", "no host"),
        ("redis://h:abc/1", "its port is not a number"),
        ("redis://h/x", "its database is not a number"),
        ("redis://h/-1", "its database is not a number"),
        ("redis://h/1/", "its database is not a number"),
        ("redis://h/4294967296", "its database is not a number"),
        ("redis://h?db=x", "its database is not a number"),
        ("redis://h?db=", "its database is not a number"),
        ("unix:///s?db=x", "its database is not a number"),
        ("redis://h/1?db=1", "names its database twice"),
        ("redis://h?db=1&db=1", "twice"),
        ("redis://h?password=hunter2", "before the host"),
        ("redis://h?user=u", "before the host"),
        ("redis://h?pasword=hunter2", "did you mean `password`?"),
        ("redis://a,b", "it takes one only"),
        ("redis://:hunter2#x@h", "`#` is written `%23`"),
        ("redis://:hunter2/x@h", "`/` is written `%2F`"),
        ("redis://:123/hunter2@h", "`/` is written `%2F`"),
        ("redis://:hunter2@x@h", "`@` is written `%40`"),
        ("redis://h#x", "%23"),
        ("redis://h#insecure", "%23"),
        ("unix://run/redis.sock", "a third `/`"),
        ("unix://", "no socket"),
        ("unix:///", "no socket"),
        ("unix://:p@/s?pass=q", "twice"),
        ("unix:///s?pass=p&password=p", "twice"),
        ("unix:///%ff", "not text"),
    ] {
        let invalid = bad.parse::<RedisUrl>().unwrap_err();
        assert_eq!(invalid, invalid.clone().withheld(), "{bad}");
        let reason = invalid.to_string();
        assert!(reason.contains(piece), "{bad}: {reason}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_none_is_changed(
        text in "(\\PC{0,40}|(redis|rediss|unix)://[a-z0-9:@/?#%&=\\[\\],.]{0,30}|\
                 (redis|unix)://([a-z%&=]{0,4}:[a-z&=]{0,4}@h?)?/[0-9]?\\?(db|pass|x)=[0-9]{1,2})"
    ) {
        if let Ok(url) = text.parse::<RedisUrl>() {
            prop_assert_eq!(url.expose(), &text);
            let again: RedisUrl = url.for_driver().expose().parse().unwrap();
            prop_assert_eq!(again.database(), url.database());
            prop_assert_eq!(again.password(), url.password());
            prop_assert_eq!(again.username(), url.username());
            prop_assert_eq!((again.host(), again.port()), (url.host(), url.port()));
            prop_assert_eq!(again.socket(), url.socket());
        }
    }

    #[test]
    fn no_piece_of_a_password_is_shown(
        password in "[a-zA-Z0-9]{6,12}",
        before in "[a-z:@/?#%.\\[,]{0,3}",
        after in "[a-z0-9:@/?#%.\\],]{0,4}",
        scheme in "(redis|valkeys|unix)",
    ) {
        let password = password.as_str();
        for text in [
            format!("{scheme}://u:{before}{password}{after}@h.example/1"),
            format!("{scheme}://{before}{password}{after}@h.example:1/1?a=b"),
            format!("{scheme}://{before}{password}{after}:x@h.example"),
            format!("{scheme}://{before}{password}{after}@/run/s?pass={password}"),
            format!("{scheme}:///run/s?pass={password}&{password}={password}"),
            format!("{scheme}://h.example?db={password}"),
        ] {
            let shown = match text.parse::<RedisUrl>() {
                Ok(url) => format!("{url} {url:?}"),
                Err(invalid) => format!("{invalid} {invalid:?}"),
            };
            for piece in password.as_bytes().windows(6) {
                let piece = std::str::from_utf8(piece).unwrap();
                prop_assert!(!shown.contains(piece), "{}", shown);
            }
        }
    }
}
