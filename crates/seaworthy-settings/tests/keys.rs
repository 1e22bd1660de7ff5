//! What production refuses of keys that sign, and what it is warned of.
#![allow(clippy::unwrap_used, reason = "tests")]

use seaworthy_settings::{
    IssueKind, LoadError, Report, Secret, SecretKey, Settings, Sources, WarningKind,
};

#[derive(Debug, Settings)]
#[expect(dead_code, reason = "only its loading is looked at")]
struct App {
    secret_key: SecretKey,
    #[settings(default = [])]
    secret_key_fallbacks: Vec<SecretKey>,
    jwt_secret: Option<SecretKey>,
    database_url: Option<Secret<String>>,
}

fn key() -> String {
    SecretKey::generate().unwrap().expose().to_owned()
}

fn told(error: &LoadError) -> Vec<(&str, &str)> {
    let issues = error.issues().iter();
    issues
        .map(|issue| (issue.variable(), issue.kind().code()))
        .collect()
}

fn warned(report: &Report) -> Vec<(&str, &str)> {
    let warnings = report.warnings().iter();
    warnings
        .map(|warning| (warning.variable(), warning.kind().code()))
        .collect()
}

#[test]
fn a_key_that_can_be_guessed_is_refused_in_production_alone() {
    let weak = Sources::pairs([("SECRET_KEY", "change-me-please")]);
    let error = App::load(&weak).unwrap_err();
    assert_eq!(told(&error), [("SECRET_KEY", "unfit")]);
    assert!(!error.to_string().contains("change-me"), "{error}");
    assert!(App::load(&weak.clone().set("DEBUG", "1")).is_ok());
    // Whoever only looks gets a warning.
    let report = App::load(&weak.inspect()).unwrap().report;
    assert_eq!(warned(&report), [("SECRET_KEY", "unfit")]);
}

#[test]
fn each_former_key_that_can_be_guessed_is_named_by_its_place() {
    let fallbacks = format!("{},weak-one,{},weak-two", key(), key());
    let sources = Sources::pairs([("SECRET_KEY", key()), ("SECRET_KEY_FALLBACKS", fallbacks)]);
    let error = App::load(&sources).unwrap_err();
    assert_eq!(told(&error), [("SECRET_KEY_FALLBACKS", "unfit")]);
    let text = error.to_string();
    assert!(
        text.contains("item 2: ") && text.contains("item 4: "),
        "{text}"
    );
    assert!(
        !text.contains("item 1: ") && !text.contains("weak-"),
        "{text}"
    );
}

#[test]
fn a_key_that_another_setting_holds_is_refused() {
    let one = key();
    for (name, value) in [
        ("DATABASE_URL", format!("postgres://u:{one}@h/db")),
        ("DATABASE_URL", one.clone()),
        ("JWT_SECRET", one.clone()),
    ] {
        let sources = Sources::pairs([("SECRET_KEY", &one), (name, &value)]);
        let error = App::load(&sources).unwrap_err();
        assert_eq!(told(&error), [("SECRET_KEY", "reused")], "{name}");
        let with = name.to_owned();
        assert_eq!(error.issues()[0].kind(), &IssueKind::Reused { with });
        assert!(!error.to_string().contains(&one));
        assert!(App::load(&sources.clone().set("DEBUG", "1")).is_ok());
        let report = App::load(&sources.inspect()).unwrap().report;
        assert_eq!(warned(&report), [("SECRET_KEY", "reused")], "{name}");
    }
    let apart = [("SECRET_KEY", key()), ("JWT_SECRET", key())];
    assert!(App::load(&Sources::pairs(apart)).is_ok());
}

#[test]
fn a_key_in_a_setting_that_is_no_secret_is_refused_and_not_shown() {
    #[derive(Debug, Settings)]
    #[expect(dead_code, reason = "only what is printed is looked at")]
    struct Open {
        secret_key: SecretKey,
        #[settings(default = "harvest")]
        title: String,
        #[settings(default = 1)]
        port: u16,
    }
    let one = key();
    let title = Sources::pairs([("SECRET_KEY", &one), ("TITLE", &one)]);
    let error = Open::load(&title).unwrap_err();
    assert_eq!(told(&error), [("SECRET_KEY", "reused")]);
    for sources in [title.clone().inspect(), title.set("DEBUG", "1")] {
        let report = Open::load(&sources).unwrap().report;
        assert!(!format!("{report} {report:?} {}", report.json()).contains(&one[..8]));
    }
    let port = Sources::pairs([("SECRET_KEY", &one), ("PORT", &one)]);
    let error = Open::load(&port).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(&one[..8]), "{error}");
}

#[test]
fn a_key_is_found_in_a_url_as_it_is_and_percent_encoded() {
    let key: SecretKey = "a+b/c=d%e é".parse().unwrap();
    for text in [
        "a+b/c=d%e é",
        "x a+b/c=d%e é y",
        "postgres://u:a%2Bb%2fc=d%25e%20%C3%A9@h/db",
        "redis://:a+b%2Fc%3Dd%25e%20%c3%a9@h",
    ] {
        assert!(key.is_within(text), "{text}");
    }
    for text in [
        "",
        "a+b/c=d%e",
        "a%2Bb%2fc=d%25",
        "%",
        "%2",
        "%zz",
        "\u{1f512}%ff",
    ] {
        assert!(!key.is_within(text), "{text}");
    }
    let is_within = |key: &str, text: &str| key.parse::<SecretKey>().unwrap().is_within(text);
    assert!(!is_within("admin12", "postgres://admin12:x@h/db"));
    assert!(is_within("admin123", "postgres://admin123:x@h/db"));
}

#[test]
fn a_key_that_is_its_own_former_one_is_a_warning() {
    let (one, other) = (key(), key());
    for (fallbacks, with) in [
        (one.clone(), "SECRET_KEY"),
        (format!("{other},{one}"), "SECRET_KEY"),
        (format!("{other},{other}"), "SECRET_KEY_FALLBACKS"),
    ] {
        let sources = [("SECRET_KEY", &one), ("SECRET_KEY_FALLBACKS", &fallbacks)];
        let report = App::load(&Sources::pairs(sources)).unwrap().report;
        assert_eq!(warned(&report), [("SECRET_KEY_FALLBACKS", "repeated")]);
        let with = with.to_owned();
        assert_eq!(report.warnings()[0].kind(), &WarningKind::Repeated { with });
    }
}

#[test]
fn a_setting_that_two_structs_read_is_not_used_twice() {
    #[derive(Debug, Settings)]
    #[expect(dead_code, reason = "only its loading is looked at")]
    struct Twice {
        #[settings(flatten)]
        one: App,
        #[settings(flatten)]
        other: App,
    }
    assert!(Twice::load(&Sources::pairs([("SECRET_KEY", key())])).is_ok());
}
