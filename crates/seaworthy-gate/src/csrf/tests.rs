use http::HeaderValue;
use seaworthy_policy::Scheme;

use super::*;

const COOKIES: (&str, &str) = ("cookie", "sessionid=1");

fn judged(method: &str, scheme: Scheme, headers: &[(&str, &str)]) -> Result<(), CsrfRefusal> {
    let mut connection = Connection::new(scheme);
    connection.host = Some("www.example.com".parse().unwrap());
    judged_on(method, Some(connection), headers)
}

fn judged_on(
    method: &str,
    connection: Option<Connection>,
    headers: &[(&str, &str)],
) -> Result<(), CsrfRefusal> {
    judged_by(&policy(), method, connection, headers)
}

fn policy() -> Csrf {
    let trusted = ["https://app.example", "https://*.example.org"];
    Csrf {
        trusted: trusted.map(|text| text.parse().unwrap()).into(),
        guard_upgrades: true,
        exemption: Exemption::default(),
    }
}

fn judged_by(
    policy: &Csrf,
    method: &str,
    connection: Option<Connection>,
    headers: &[(&str, &str)],
) -> Result<(), CsrfRefusal> {
    let mut request = Request::builder().method(method).uri("/");
    for &(name, value) in headers {
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        request = request.header(name, value);
    }
    let mut request = request.body(()).unwrap();
    if let Some(connection) = connection {
        request.extensions_mut().insert(connection);
    }
    match policy.judge(&mut request) {
        Verdict::Forward(()) => Ok(()),
        Verdict::Reply(reply) => {
            assert_eq!(reply.status(), 403);
            Err(*reply.extensions().get().unwrap())
        }
    }
}

#[test]
fn safe_methods_pass_and_all_others_are_checked() {
    let hostile = [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.test"),
        COOKIES,
    ];
    for safe in ["GET", "HEAD", "OPTIONS", "TRACE"] {
        assert_eq!(judged(safe, Scheme::Https, &hostile), Ok(()), "{safe}");
    }
    for unsafe_ in [
        "POST", "PUT", "PATCH", "DELETE", "CONNECT", "QUERY", "PROPFIND", "get",
    ] {
        let refused = judged(unsafe_, Scheme::Https, &hostile);
        assert_eq!(refused, Err(CsrfRefusal::CrossSite), "{unsafe_}");
    }
}

#[test]
fn what_the_browser_calls_the_same_origin_or_a_visitors_own_doing_passes() {
    for site in ["same-origin", "none"] {
        for origin in [None, Some(("origin", "https://evil.test"))] {
            let mut headers = vec![("sec-fetch-site", site), COOKIES];
            headers.extend(origin);
            assert_eq!(
                judged("POST", Scheme::Https, &headers),
                Ok(()),
                "{headers:?}"
            );
        }
    }
}

#[test]
fn what_the_browser_calls_another_site_passes_only_from_a_trusted_origin() {
    for site in [
        "cross-site",
        "same-site",
        "SAME-ORIGIN",
        "same-origin ",
        "new-value",
    ] {
        for trusted in ["https://app.example", "https://a.example.org"] {
            let headers = [("sec-fetch-site", site), ("origin", trusted), COOKIES];
            assert_eq!(
                judged("POST", Scheme::Https, &headers),
                Ok(()),
                "{headers:?}"
            );
        }
        for (origin, reason) in [
            (None, CsrfRefusal::CrossSite),
            (Some("https://evil.test"), CsrfRefusal::CrossSite),
            (Some("https://www.example.com"), CsrfRefusal::CrossSite),
            (Some("null"), CsrfRefusal::NullOrigin),
            (Some("app.example"), CsrfRefusal::MalformedOrigin),
        ] {
            let mut headers = vec![("sec-fetch-site", site)];
            headers.extend(origin.map(|origin| ("origin", origin)));
            let refused = judged("POST", Scheme::Https, &headers);
            assert_eq!(refused, Err(reason), "{headers:?}");
        }
    }
    let twice = [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(
        judged("POST", Scheme::Https, &twice),
        Err(CsrfRefusal::CrossSite)
    );
}

#[test]
fn without_fetch_metadata_the_origin_decides() {
    for (origin, expected) in [
        ("https://www.example.com", Ok(())),
        ("https://app.example", Ok(())),
        ("https://a.b.example.org", Ok(())),
        ("http://www.example.com", Err(CsrfRefusal::ForeignOrigin)),
        (
            "https://www.example.com:8443",
            Err(CsrfRefusal::ForeignOrigin),
        ),
        ("https://example.com", Err(CsrfRefusal::ForeignOrigin)),
        ("https://evil.test", Err(CsrfRefusal::ForeignOrigin)),
        ("http://app.example", Err(CsrfRefusal::ForeignOrigin)),
        ("null", Err(CsrfRefusal::NullOrigin)),
        ("", Err(CsrfRefusal::MalformedOrigin)),
        (
            "https://www.example.com@evil.test",
            Err(CsrfRefusal::MalformedOrigin),
        ),
        (
            "https://www.example.com, https://evil.test",
            Err(CsrfRefusal::MalformedOrigin),
        ),
        (
            "https://www.example.com/\u{e9}",
            Err(CsrfRefusal::MalformedOrigin),
        ),
    ] {
        for extra in [&[][..], &[COOKIES], &[("sec-fetch-site", "")]] {
            let mut headers = vec![("origin", origin)];
            headers.extend(extra);
            assert_eq!(
                judged("POST", Scheme::Https, &headers),
                expected,
                "{headers:?}"
            );
        }
    }
    let own = ("origin", "https://www.example.com");
    let twice = judged("POST", Scheme::Https, &[own, own]);
    assert_eq!(twice, Err(CsrfRefusal::MalformedOrigin));
}

#[test]
fn an_origin_does_not_pass_for_a_host_that_nobody_has_validated() {
    let headers = [
        ("origin", "https://www.example.com"),
        ("host", "www.example.com"),
    ];
    for connection in [None, Some(Connection::new(Scheme::Https))] {
        let refused = judged_on("POST", connection, &headers);
        assert_eq!(refused, Err(CsrfRefusal::ForeignOrigin));
    }
}

#[test]
fn a_referer_is_asked_for_only_if_there_are_cookies_and_nothing_better() {
    assert_eq!(judged("POST", Scheme::Https, &[]), Ok(()));
    let foreign = ("referer", "https://evil.test/");
    assert_eq!(judged("POST", Scheme::Https, &[foreign]), Ok(()));
    let own = ("origin", "https://www.example.com");
    assert_eq!(
        judged("POST", Scheme::Https, &[own, foreign, COOKIES]),
        Ok(())
    );

    assert_eq!(
        judged("POST", Scheme::Https, &[COOKIES]),
        Err(CsrfRefusal::NoReferer)
    );
    assert_eq!(judged("POST", Scheme::Http, &[COOKIES]), Ok(()));
    for (referer, expected) in [
        ("https://www.example.com", Ok(())),
        ("https://www.example.com/a?b=https://evil.test", Ok(())),
        ("https://app.example/a", Ok(())),
        ("http://www.example.com/", Err(CsrfRefusal::ForeignReferer)),
        (
            "https://www.example.com.evil.test/",
            Err(CsrfRefusal::ForeignReferer),
        ),
        (
            "https://evil.test/?https://www.example.com",
            Err(CsrfRefusal::ForeignReferer),
        ),
        (
            "https://www.example.com@evil.test/",
            Err(CsrfRefusal::MalformedReferer),
        ),
        ("about:blank", Err(CsrfRefusal::MalformedReferer)),
        ("", Err(CsrfRefusal::MalformedReferer)),
    ] {
        let headers = [("referer", referer), COOKIES];
        assert_eq!(
            judged("POST", Scheme::Https, &headers),
            expected,
            "{referer}"
        );
    }
    let own = ("referer", "https://www.example.com/");
    let twice = judged("POST", Scheme::Https, &[own, own, COOKIES]);
    assert_eq!(twice, Err(CsrfRefusal::MalformedReferer));
    let foreign = judged("POST", Scheme::Http, &[foreign, COOKIES]);
    assert_eq!(foreign, Err(CsrfRefusal::ForeignReferer));
}

mod handshake;
