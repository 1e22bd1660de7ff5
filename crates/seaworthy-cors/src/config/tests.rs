use crate::{Config, Issue, OriginError};

#[test]
fn all_that_is_wrong_is_said_at_once_with_the_field_and_the_remedy() {
    let mut config = Config::new([
        "*",
        "https://EXAMPLE.com",
        "http://example.com",
        "https://*.com",
    ]);
    config.credentials = true;
    config.methods = vec!["TRACE".into()];
    config.headers = vec!["cookie".into()];
    config.expose = vec!["*".into()];
    config.max_age = Some(86_401);
    let error = config.build().unwrap_err();

    let issues: Vec<_> = error
        .issues()
        .iter()
        .map(|i| (i.field(), i.clone()))
        .collect();
    let text = |text: &str| text.to_owned();
    assert_eq!(
        issues,
        [
            ("origins", Issue::CredentialsForAnyOrigin),
            (
                "origins",
                Issue::InvalidOrigin {
                    origin: text("https://EXAMPLE.com"),
                    reason: OriginError::UpperCase,
                    instead: Some(text("https://example.com")),
                }
            ),
            (
                "origins",
                Issue::CredentialsForInsecureOrigin {
                    origin: text("http://example.com")
                }
            ),
            (
                "origins",
                Issue::CredentialsForPublicSuffix {
                    origin: text("https://*.com")
                }
            ),
            ("origins", Issue::AnyOriginAmongOthers),
            (
                "methods",
                Issue::ForbiddenMethod {
                    method: text("TRACE")
                }
            ),
            (
                "headers",
                Issue::ForbiddenHeader {
                    header: text("cookie")
                }
            ),
            ("expose", Issue::CredentialsForAnyExposedHeader),
            ("max_age", Issue::MaxAgeOutOfRange { seconds: 86_401 }),
        ]
    );
    let shown = error.to_string();
    for issue in error.issues() {
        assert!(shown.contains(&issue.to_string()), "{issue}");
    }
}

#[test]
fn credentials_are_for_pages_that_nobody_on_the_way_can_change() {
    for good in [
        "https://example.com",
        "https://*.example.com",
        "http://localhost:3000",
        "http://*.localhost",
        "http://127.0.0.1:*",
        "http://[::1]:90",
        "tauri://localhost",
        "chrome-extension://abcdefghijklmnop",
    ] {
        let mut config = Config::new([good]);
        config.credentials = true;
        assert!(config.build().is_ok(), "{good}");
    }
    for bad in [
        "http://*.example.com",
        "http://169.254.169.254:90",
        "app://example.com",
    ] {
        let mut config = Config::new([bad]);
        assert!(config.build().is_ok(), "{bad} without credentials");
        config.credentials = true;
        let origin = bad.to_owned();
        assert_eq!(
            config.build().unwrap_err().issues(),
            [Issue::CredentialsForInsecureOrigin { origin }]
        );
    }
    for bad in [
        "https://*.com",
        "https://*.com.",
        "https://*.com:*",
        "https://*.co.uk",
        "https://*.co.uk.",
        "https://*.github.io:*",
        "https://*.amazonaws.com",
        "https://*.on.ca",
        "https://*.ca.us",
        "https://*.repl.co",
    ] {
        let mut config = Config::new([bad]);
        assert!(config.build().is_ok(), "{bad} without credentials");
        config.credentials = true;
        let origin = bad.to_owned();
        assert_eq!(
            config.build().unwrap_err().issues(),
            [Issue::CredentialsForPublicSuffix { origin }]
        );
    }
}

#[test]
fn what_is_dangerous_can_be_tolerated_but_not_credentials_for_all() {
    let mut config = Config::new(["http://example.com", "https://*.github.io"]);
    config.credentials = true;
    let fields = |config: &Config| config.build().map_err(|error| error.issues().len()).err();
    assert_eq!(fields(&config), Some(2));
    config.dangerously_tolerate_insecure_origins = true;
    assert_eq!(fields(&config), Some(1));
    config.dangerously_tolerate_subdomains_of_public_suffixes = true;
    assert_eq!(fields(&config), None);

    config.origins = vec!["*".into()];
    let issues = [Issue::CredentialsForAnyOrigin];
    assert_eq!(config.build().unwrap_err().issues(), issues);
}

#[test]
fn who_tolerates_one_danger_is_told_of_the_other() {
    let origin = || "http://*.github.io".to_owned();
    let insecure = Issue::CredentialsForInsecureOrigin { origin: origin() };
    let public = Issue::CredentialsForPublicSuffix { origin: origin() };
    let mut config = Config::new([origin()]);
    config.credentials = true;
    for (tolerate_insecure, tolerate_public, issues) in [
        (false, false, vec![insecure.clone(), public.clone()]),
        (true, false, vec![public]),
        (false, true, vec![insecure]),
    ] {
        config.dangerously_tolerate_insecure_origins = tolerate_insecure;
        config.dangerously_tolerate_subdomains_of_public_suffixes = tolerate_public;
        assert_eq!(config.build().unwrap_err().issues(), issues);
    }
    config.dangerously_tolerate_insecure_origins = true;
    assert!(config.build().is_ok());
    let told: Vec<_> = config.audit().iter().map(crate::Advice::id).collect();
    assert_eq!(told, ["cors.insecure_credentials", "cors.public_suffix"]);
}

#[cfg(feature = "psl")]
#[test]
fn the_whole_list_counts_only_where_it_is_asked_for() {
    let mut config = Config::new(["https://*.kawasaki.jp"]);
    config.credentials = true;
    assert!(config.build().is_ok());
    config.public_suffixes = crate::PublicSuffixes::List;
    let origin = "https://*.kawasaki.jp".to_owned();
    let issues = [Issue::CredentialsForPublicSuffix { origin }];
    assert_eq!(config.build().unwrap_err().issues(), issues);
}

#[test]
fn a_star_stands_alone_and_a_preflight_is_kept_for_a_day_at_most() {
    let mut config = Config::new(["*", "*"]);
    config.max_age = Some(86_400);
    assert!(config.build().is_ok(), "a star beside itself is alone");

    config.origins.push("https://example.com".into());
    config.max_age = Some(86_401);
    assert_eq!(
        config.build().unwrap_err().issues(),
        [
            Issue::AnyOriginAmongOthers,
            Issue::MaxAgeOutOfRange { seconds: 86_401 }
        ]
    );
}

#[test]
fn a_list_of_nothing_is_an_issue() {
    let config = Config::new([""; 0]);
    assert_eq!(config.build().unwrap_err().issues(), [Issue::NoOrigins]);
}

#[cfg(feature = "serde")]
#[test]
fn what_a_file_leaves_out_is_as_in_new_and_what_it_misspells_is_refused() {
    let new = Config::new(["https://example.com"]);
    let read: Config = serde_json::from_str(r#"{"origins": ["https://example.com"]}"#).unwrap();
    assert_eq!(read, new);
    let written = serde_json::to_string(&new).unwrap();
    assert_eq!(serde_json::from_str::<Config>(&written).unwrap(), new);

    let read: Config =
        serde_json::from_str(r#"{"origins": [], "max_age": null, "credentials": true}"#).unwrap();
    assert_eq!((read.max_age, read.credentials), (None, true));

    let danger = r#"{"origins": [], "dangerously_tolerate_insecure_origins": true}"#;
    let read: Config = serde_json::from_str(danger).unwrap();
    assert!(read.dangerously_tolerate_insecure_origins);
    let public = |name| format!(r#"{{"origins": [], "public_suffixes": "{name}"}}"#);
    let read: Config = serde_json::from_str(&public("common")).unwrap();
    assert_eq!(read.public_suffixes, crate::PublicSuffixes::Common);
    let read = serde_json::from_str::<Config>(&public("list"));
    // Without the feature it is refused: what is asked for is never less than it says.
    assert_eq!(read.is_ok(), cfg!(feature = "psl"));

    for bad in ["{}", r#"{"origins": [], "origin": []}"#] {
        assert!(serde_json::from_str::<Config>(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_password_in_an_origin_is_not_repeated() {
    for secret in [
        "https://user:hunter2@example.com",
        "https://user:hunter2@example.com/@path",
        "user:hunter2@example.com",
        "https://hunter2@a@example.com",
        "https:hunter2://x@example.com",
    ] {
        let error = Config::new([secret]).build().unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
