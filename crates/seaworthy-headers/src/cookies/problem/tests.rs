use seaworthy_policy::{Connection, Scheme};

use super::CookieProblem as Problem;

fn connection(scheme: Scheme, host: &str) -> Connection {
    let mut connection = Connection::new(scheme);
    connection.host = Some(host.parse().unwrap());
    connection
}

fn over_https(line: &str) -> Option<Problem> {
    Problem::of(
        line.as_bytes(),
        &connection(Scheme::Https, "www.a.example:8443"),
    )
}

#[test]
fn a_good_cookie_has_no_problem() {
    for line in [
        "a=b",
        "a=",
        "=b",
        "b",
        "a=b\tc",
        "a=b; Secure; HttpOnly; SameSite=Lax; Path=/app; Domain=a.example; Priority=High",
        "a=b; SameSite=None; Secure; Partitioned",
        "a=b; SameSite=None; SameSite=x",
        "__Secure-a=b; Secure; Domain=.www.a.example; Path=/app",
        "__Host-a=b; Path=/; Secure",
        "__Host-a=b; Path=/app; Domain=a.example; path=/; domain=; secure",
        "__Http-a=b; Secure; HttpOnly; Domain=a.example",
        "__Host-Http-a=b; Secure; HttpOnly; Path=/",
        "__Host-a=; Secure; Path=/; Max-Age=0",
    ] {
        assert_eq!(over_https(line), None, "{line}");
    }
}

#[test]
fn a_cookie_that_no_connection_helps_has_a_problem() {
    for (line, problem) in [
        ("", Problem::Empty),
        ("=", Problem::Empty),
        (" ; Secure", Problem::Empty),
        ("a=b\0", Problem::ControlCharacter),
        ("a=b; Path=/\n", Problem::ControlCharacter),
        ("a=b; SameSite=None", Problem::SameSiteNoneNotSecure),
        ("a=b; Partitioned", Problem::PartitionedNotSecure),
        ("__Secure-a", Problem::NamelessPrefix),
        ("=__host-a=b; Secure; Path=/", Problem::NamelessPrefix),
        (" = __Http-a", Problem::NamelessPrefix),
        ("__Host-Http-a", Problem::NamelessPrefix),
    ] {
        for scheme in [Scheme::Http, Scheme::Https] {
            let connection = connection(scheme, "localhost");
            let found = Problem::of(line.as_bytes(), &connection);
            assert_eq!(found, Some(problem), "{line}");
        }
    }
}

#[test]
fn a_prefix_is_a_promise() {
    let domain = |prefix| Problem::PrefixDomain { prefix };
    let not_http_only = |prefix| Problem::PrefixNotHttpOnly { prefix };
    let not_secure = |prefix| Problem::PrefixNotSecure { prefix };
    let path = |prefix| Problem::PrefixPath { prefix };
    for (line, problem) in [
        ("__Secure-a=b", not_secure("__Secure-")),
        ("__SECURE-a=b; HttpOnly", not_secure("__Secure-")),
        ("__Host-a=b; Path=/", not_secure("__Host-")),
        ("__Host-a=b; Secure", path("__Host-")),
        ("__Host-a=b; Secure; Path=", path("__Host-")),
        ("__Host-a=b; Secure; Path=/app", path("__Host-")),
        (
            "__host-a=b; Secure; Path=/; Domain=www.a.example",
            domain("__Host-"),
        ),
        ("__Http-a=b; HttpOnly", not_secure("__Http-")),
        ("__Http-a=b; Secure", not_http_only("__Http-")),
        (
            "__Host-Http-a=b; HttpOnly; Path=/",
            not_secure("__Host-Http-"),
        ),
        (
            "__Host-Http-a=b; Secure; Path=/",
            not_http_only("__Host-Http-"),
        ),
        ("__Host-Http-a=b; Secure; HttpOnly", path("__Host-Http-")),
        (
            "__Host-Http-a=b; Secure; HttpOnly; Path=/; Domain=a.example",
            domain("__Host-Http-"),
        ),
    ] {
        assert_eq!(over_https(line), Some(problem), "{line}");
    }
}

#[test]
fn a_cookie_is_not_for_another_host() {
    for domain in ["b.a.example", "b.example", "w.a.example", "a.ex\u{e4}mple"] {
        let line = format!("a=b; Domain={domain}");
        assert_eq!(over_https(&line), Some(Problem::DomainMismatch), "{domain}");
        let nobody_knows = Connection::new(Scheme::Https);
        assert_eq!(Problem::of(line.as_bytes(), &nobody_knows), None);
    }
}

#[test]
fn a_secure_cookie_does_not_come_over_plain_http_except_from_the_own_machine() {
    let insecure = Some(Problem::InsecureConnection);
    for (scheme, host, problem) in [
        (Scheme::Http, "a.example", insecure),
        (Scheme::Http, "192.168.0.1", insecure),
        (Scheme::Http, "localhost:8000", None),
        (Scheme::Http, "127.0.0.1:8000", None),
        (Scheme::Http, "[::1]:8000", None),
        (Scheme::Https, "a.example", None),
    ] {
        let connection = connection(scheme, host);
        for line in ["a=b; Secure", "__Host-a=b; Secure; Path=/"] {
            assert_eq!(Problem::of(line.as_bytes(), &connection), problem, "{host}");
        }
    }
    let nobody_knows = Connection::new(Scheme::Http);
    assert_eq!(Problem::of(b"a=b; Secure", &nobody_knows), None);
}

#[test]
fn a_cookie_has_its_limits() {
    let fits = format!("{}={}", "a".repeat(96), "b".repeat(4000));
    assert_eq!(over_https(&fits), None);
    assert_eq!(over_https(&format!("{fits} ; Secure")), None);
    assert_eq!(over_https(&format!("{fits}b")), Some(Problem::TooLong));
    assert_eq!(over_https(&"b".repeat(4097)), Some(Problem::TooLong));

    let long = "a".repeat(1025);
    let too_long = Some(Problem::AttributeTooLong);
    assert_eq!(over_https(&format!("a=b; Path=/{long}")), too_long);
    assert_eq!(over_https(&format!("a=b; Future={long}")), too_long);
    let lost = Problem::PrefixNotSecure {
        prefix: "__Secure-",
    };
    let line = format!("__Secure-a=b; Secure={long}");
    assert_eq!(over_https(&line), Some(lost), "what drops it comes first");
}
