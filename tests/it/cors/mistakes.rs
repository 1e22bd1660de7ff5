//! Configurations that tower-http takes and should not, or refuses by a panic, beside what is said
//! of them here.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};
use seaworthy_cors::{Config, Issue, OriginError};
use seaworthy_policy::PolicyLayer;
use tower_http::cors::{AllowOrigin, Any, Cors, CorsLayer};
use tower_layer::Layer;

use super::exchange::{App, Client, answer, joined, request, server};
use super::peer::LISTED;

/// What the peer says to a preflight of this origin.
fn preflight(layer: &CorsLayer, origin: &str, name: &str) -> Option<String> {
    let headers = [("origin", origin), ("access-control-request-method", "PUT")];
    let response = server(layer, App::default())(request("OPTIONS", &headers));
    joined(&response, name)
}

/// The one thing that is wrong with a configuration.
fn issue(change: impl FnOnce(&mut Config)) -> Issue {
    let mut config = Config::new([LISTED]);
    change(&mut config);
    let error = config.build().unwrap_err();
    let [issue] = error.issues() else {
        panic!("{error}");
    };
    issue.clone()
}

#[test]
fn an_origin_that_no_browser_sends_is_an_issue_that_names_it() {
    let known = Some("https://example.com");
    for (text, why, meant) in [
        ("https://example.com/", OriginError::Path, known),
        ("https://example.com/app?a#b", OriginError::Path, known),
        ("https://example.com:443", OriginError::DefaultPort, known),
        ("https://Example.com", OriginError::UpperCase, known),
        ("HTTPS://example.com", OriginError::UpperCase, known),
        ("https://user@example.com", OriginError::User, known),
        ("example.com", OriginError::Scheme, known),
        ("", OriginError::Scheme, None),
        ("not an origin, at all", OriginError::Scheme, None),
        ("null", OriginError::Null, None),
        ("https://m\u{fc}nchen.example", OriginError::NonAscii, None),
        ("https://*example.com", OriginError::Wildcard, None),
    ] {
        let listed = HeaderValue::from_bytes(text.as_bytes()).unwrap();
        let layer = CorsLayer::new()
            .allow_origin([listed])
            .allow_credentials(true);
        let name = "access-control-allow-origin";
        assert_eq!(preflight(&layer, text, name).as_deref(), Some(text));

        let found = issue(|config| {
            config.origins = vec![text.to_owned()];
            config.credentials = true;
        });
        let Issue::InvalidOrigin {
            origin,
            reason,
            instead,
        } = &found
        else {
            panic!("{found}");
        };
        // But for a user, which may come with a password.
        let shown = text.replace("user@", "…@");
        assert_eq!((&**origin, *reason), (&*shown, why));
        assert!(meant.is_none() || instead.as_deref() == meant, "{found}");
        assert!(found.to_string().contains(&format!("{shown:?}")), "{found}");
    }
}

#[test]
fn a_method_that_browsers_refuse_is_an_issue_that_names_it() {
    for text in ["TRACE", "CONNECT", "TRACK", "trace", "patch", "Patch"] {
        let listed = Method::from_bytes(text.as_bytes()).unwrap();
        let layer = CorsLayer::new().allow_methods([Method::GET, listed]);
        let said = preflight(&layer, LISTED, "access-control-allow-methods");
        assert_eq!(said, Some(format!("GET,{text}")));

        let method = text.to_owned();
        let expected = match text {
            "patch" | "Patch" => Issue::MisspelledMethod { method },
            _ => Issue::ForbiddenMethod { method },
        };
        let found = issue(|config| config.methods.push(text.to_owned()));
        assert_eq!(found, expected);
        assert!(found.to_string().contains(text), "{found}");
    }
}

#[test]
fn a_header_that_no_script_can_send_or_read_is_an_issue_that_names_it() {
    for text in ["cookie", "origin", "sec-fetch-site", "proxy-authorization"] {
        let layer = CorsLayer::new().allow_headers([HeaderName::from_static(text)]);
        let said = preflight(&layer, LISTED, "access-control-allow-headers");
        assert_eq!(said.as_deref(), Some(text));

        let header = text.to_owned();
        let found = issue(|config| config.headers.push(text.to_owned()));
        assert_eq!(found, Issue::ForbiddenHeader { header });
    }
    let layer = CorsLayer::new().expose_headers([http::header::SET_COOKIE]);
    let response = server(&layer, App::default())(request("GET", &[]));
    let said = joined(&response, "access-control-expose-headers");
    assert_eq!(said.as_deref(), Some("set-cookie"));

    let header = "set-cookie".to_owned();
    let found = issue(|config| config.expose.push("set-cookie".to_owned()));
    assert_eq!(found, Issue::ForbiddenExposedHeader { header });
}

#[test]
fn a_preflight_is_kept_for_a_time_that_browsers_keep() {
    let layer = CorsLayer::new().max_age(Duration::from_secs(1_000_000_000));
    let said = |layer| preflight(layer, LISTED, "access-control-max-age");
    assert_eq!(said(&layer).as_deref(), Some("1000000000"));
    let seconds = 1_000_000_000;
    let found = issue(|config| config.max_age = Some(seconds));
    assert_eq!(found, Issue::MaxAgeOutOfRange { seconds });

    // The peer has every request asked for anew.
    assert_eq!(said(&CorsLayer::new()), None);
    assert_eq!(Config::new([LISTED]).max_age, Some(7200));
}

#[test]
fn an_origin_that_is_added_replaces_none() {
    let other = "https://other.example";
    let layer = CorsLayer::new()
        .allow_origin([HeaderValue::from_static(LISTED)])
        .allow_origin([HeaderValue::from_static(other)]);
    assert_eq!(
        preflight(&layer, LISTED, "access-control-allow-origin"),
        None
    );

    let mut config = Config::new([LISTED]);
    config.origins.push(other.to_owned());
    let server = server(&PolicyLayer::new(config.build().unwrap()), App::default());
    for origin in [LISTED, other] {
        let response = server(request("GET", &[("origin", origin)]));
        let granted = joined(&response, "access-control-allow-origin");
        assert_eq!(granted.as_deref(), Some(origin));
    }
}

/// What a panic says, if there is one.
fn panic_of<T>(act: impl FnOnce() -> T) -> Option<String> {
    let payload = catch_unwind(AssertUnwindSafe(act)).err()?;
    let text = payload.downcast_ref::<&str>().map(|&text| text.to_owned());
    text.or_else(|| payload.downcast_ref().cloned())
}

#[test]
fn a_star_among_origins_is_an_issue_and_no_panic() {
    let star = || ["*", LISTED].map(HeaderValue::from_static);
    let panic = panic_of(|| AllowOrigin::list(star())).unwrap();
    assert!(panic.contains("cannot be passed"), "{panic}");

    let found = issue(|config| config.origins.push("*".to_owned()));
    assert_eq!(found, Issue::AnyOriginAmongOthers);
}

#[test]
fn a_star_beside_credentials_is_an_issue_or_works_and_is_no_panic() {
    let layer = || CorsLayer::new().allow_credentials(true);
    for (layer, field) in [
        (layer().allow_headers(Any), "Allow-Headers"),
        (layer().allow_methods(Any), "Allow-Methods"),
        (layer().allow_origin(Any), "Allow-Origin"),
        (layer().expose_headers(Any), "Expose-Headers"),
    ] {
        let panic = panic_of(|| layer.layer(App::default())).unwrap();
        assert!(panic.contains(field), "{panic}");
    }
    // Here it is the first visitor who finds out.
    let service = Cors::new(App::default())
        .allow_origin(Any)
        .allow_credentials(true);
    let panic = panic_of(|| answer(service, request("GET", &[]))).unwrap();
    assert!(panic.contains("Allow-Origin"), "{panic}");

    let mut config = Config::new(["*"]);
    config.credentials = true;
    config.headers = vec!["*".into()];
    config.methods = vec!["*".into()];
    config.expose = vec!["*".into()];
    let issues = [
        Issue::CredentialsForAnyOrigin,
        Issue::CredentialsForAnyExposedHeader,
    ];
    assert_eq!(config.build().unwrap_err().issues(), issues);

    config.origins = vec![LISTED.to_owned()];
    config.expose = Vec::new();
    let client = Client {
        origin: LISTED.to_owned(),
        method: "PURGE".to_owned(),
        unsafe_headers: vec!["authorization".to_owned(), "x-any".to_owned()],
        credentials: true,
    };
    let cors = config.build().unwrap();
    assert!(client.fetches_from(server(&PolicyLayer::new(cors), App::default())));
}
