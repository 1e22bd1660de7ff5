//! What the derive promises for an enum.
#![allow(clippy::unwrap_used, reason = "tests")]

use seaworthy_settings::{FromSetting, Settings, Shape, Sources};

#[derive(Clone, Copy, Debug, Eq, FromSetting, PartialEq)]
enum Level {
    Debug,
    Info,
    Warn,
    Error,
}

#[derive(Clone, Copy, Debug, Eq, FromSetting, PartialEq)]
enum Profile {
    #[setting(alias = "development", alias = "local")]
    Dev,
    Test,
    #[setting(alias = "production")]
    Prod,
}

#[derive(Clone, Copy, Debug, Eq, FromSetting, PartialEq)]
enum Tls {
    VerifyCa,
    VERIFYFull,
    #[setting(rename = "TLSv1.3")]
    Newest,
    r#Off,
}

#[derive(Debug, Settings)]
struct App {
    #[settings(default = Level::Info, debug = "debug")]
    level: Level,
    #[settings(default = [Level::Warn], length = 1..)]
    levels: Vec<Level>,
    profile: Option<Profile>,
    #[settings(default = "off", secret)]
    tls: Tls,
}

#[test]
fn a_variant_is_read_in_any_case_and_with_any_dashes() {
    for text in [
        "verify-ca",
        "verify_ca",
        "verifyca",
        "VerifyCa",
        "VERIFY_CA",
        " verify-CA\n",
    ] {
        assert_eq!(Tls::from_setting(text), Ok(Tls::VerifyCa), "{text}");
    }
    for (text, tls) in [
        ("verify-full", Tls::VERIFYFull),
        ("tlsv1.3", Tls::Newest),
        ("off", Tls::Off),
    ] {
        assert_eq!(Tls::from_setting(text), Ok(tls), "{text}");
    }
    for bad in [
        "verify ca",
        "verify--ca",
        "-verify-ca",
        "newest",
        "0",
        "verify",
    ] {
        assert!(Tls::from_setting(bad).is_err(), "{bad}");
    }
}

#[test]
fn another_name_is_read_and_not_listed() {
    for text in ["dev", "development", "LOCAL"] {
        assert_eq!(Profile::from_setting(text), Ok(Profile::Dev), "{text}");
    }
    assert_eq!(Profile::from_setting("production"), Ok(Profile::Prod));
    assert_eq!(Profile::expected(), "dev, test or prod");
    assert_eq!(Profile::shape(), Shape::OneOf(vec!["dev", "test", "prod"]));
    assert_eq!(Tls::expected(), "verify-ca, verify-full, TLSv1.3 or off");
}

#[test]
fn a_slip_is_told_what_was_meant() {
    for (text, reason) in [
        ("", "it is empty"),
        ("inof", "it is none of these; was `info` meant?"),
        ("WARM", "it is none of these; was `warn` meant?"),
        ("verbose", "it is none of these"),
    ] {
        let invalid = Level::from_setting(text).unwrap_err();
        assert_eq!(invalid.to_string(), reason, "{text}");
    }
    let invalid = Profile::from_setting("producton").unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "it is none of these; was `production` meant?"
    );
}

#[test]
fn an_enum_is_a_setting_like_any_other() {
    let sources = Sources::pairs([
        ("LEVEL", "ERROR"),
        ("LEVELS", "debug, Info,"),
        ("PROFILE", "production"),
    ]);
    let app = App::load(&sources).unwrap().settings;
    assert_eq!(app.level, Level::Error);
    assert_eq!(app.levels, [Level::Debug, Level::Info]);
    assert_eq!(app.profile, Some(Profile::Prod));
    assert_eq!(app.tls, Tls::Off);

    let app = App::load(&Sources::pairs([("DEBUG", "1")]))
        .unwrap()
        .settings;
    assert_eq!((app.level, app.profile), (Level::Debug, None));
}

#[test]
fn every_enum_that_is_wrong_is_told_and_a_secret_is_not_shown() {
    let sources = Sources::pairs([
        ("LEVEL", "inof"),
        ("LEVELS", "info,worn"),
        ("PROFILE", "staging"),
        ("TLS", "hunter2"),
    ]);
    let error = App::load(&sources).unwrap_err();
    let reasons: Vec<_> = error
        .issues()
        .iter()
        .map(|issue| issue.kind().to_string())
        .collect();
    assert_eq!(
        reasons,
        [
            "it is none of these; was `info` meant?",
            "item 2: it is none of these; was `warn` meant?",
            "it is none of these",
            "it is none of these",
        ]
    );
    assert!(!error.to_string().contains("hunter2"));
}
