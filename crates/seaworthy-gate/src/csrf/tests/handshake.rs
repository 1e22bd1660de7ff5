use super::*;

#[test]
fn a_handshake_is_judged_by_the_headers_that_browsers_send_with_it() {
    const OWN: (&str, &str) = ("origin", "https://www.example.com");
    const FOREIGN: (&str, &str) = ("origin", "https://evil.test");
    const TRUSTED: (&str, &str) = ("origin", "https://app.example");
    const CROSS: (&str, &str) = ("sec-fetch-site", "cross-site");
    for method in ["GET", "HEAD", "OPTIONS", "TRACE"] {
        for (headers, expected) in [
            (&[OWN][..], Ok(())),
            (&[TRUSTED], Ok(())),
            (&[TRUSTED, CROSS], Ok(())),
            (&[("sec-fetch-site", "same-origin"), OWN], Ok(())),
            (&[FOREIGN], Err(CsrfRefusal::ForeignOrigin)),
            (&[FOREIGN, CROSS], Err(CsrfRefusal::CrossSite)),
            (
                &[("sec-fetch-site", "same-site"), FOREIGN],
                Err(CsrfRefusal::CrossSite),
            ),
            (&[CROSS], Err(CsrfRefusal::CrossSite)),
            (&[("origin", "null")], Err(CsrfRefusal::NullOrigin)),
            (&[("origin", "")], Err(CsrfRefusal::MalformedOrigin)),
            (&[("origin", "file://")], Err(CsrfRefusal::MalformedOrigin)),
            (
                &[("origin", "http://www.example.com")],
                Err(CsrfRefusal::ForeignOrigin),
            ),
        ] {
            for extra in [&[][..], &[COOKIES]] {
                let mut headers = [&[("upgrade", "websocket")], headers].concat();
                headers.extend(extra);
                assert_eq!(
                    judged(method, Scheme::Https, &headers),
                    expected,
                    "{method} {headers:?}"
                );
            }
        }
    }
}

#[test]
fn a_handshake_that_comes_from_no_browser_passes() {
    let headers = [
        ("upgrade", "websocket"),
        ("referer", "https://evil.test/"),
        COOKIES,
    ];
    assert_eq!(judged("GET", Scheme::Https, &headers), Ok(()));
    let refused = judged("POST", Scheme::Https, &headers);
    assert_eq!(refused, Err(CsrfRefusal::ForeignReferer), "it is no GET");
}

#[test]
fn an_offer_of_h2c_is_no_handshake_and_a_guard_may_be_off() {
    let foreign = ("origin", "https://evil.test");
    let offer = [("upgrade", "h2c"), foreign];
    assert_eq!(judged("GET", Scheme::Https, &offer), Ok(()));

    let handshake = [("upgrade", "websocket"), foreign];
    let unguarded = Csrf {
        guard_upgrades: false,
        ..policy()
    };
    assert_eq!(judged_by(&unguarded, "GET", None, &handshake), Ok(()));
    for unsafe_ in ["POST", "CONNECT"] {
        let refused = judged_by(&unguarded, unsafe_, None, &handshake);
        assert_eq!(refused, Err(CsrfRefusal::ForeignOrigin), "{unsafe_}");
    }
}
