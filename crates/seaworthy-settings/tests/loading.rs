//! What loading promises: every field is read, every problem is told, nothing is guessed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::fs;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use seaworthy_settings::{
    Context, Given, Invalid, IssueKind, LoadError, Secret, SecretKey, Settings, Source, Sources,
    Warning,
};

const NOTHING: [(&str, &str); 0] = [];

/// A service.
#[derive(Debug, Settings)]
struct App {
    /// Whether this is a development machine.
    #[settings(default = false)]
    debug: bool,
    #[settings(debug = SecretKey::generate())]
    secret_key: SecretKey,
    #[settings(default = 31_536_000, debug = 0)]
    hsts_seconds: u64,
    #[settings(debug = ["localhost", "127.0.0.1"], validate = no_wildcard)]
    allowed_hosts: Vec<String>,
    #[settings(nested)]
    session_cookie: Cookie,
    #[settings(flatten)]
    more: More,
    #[settings(env = "BIND", default = "127.0.0.1:8000")]
    address: SocketAddr,
    redis_url: Option<Secret<String>>,
}

#[derive(Debug, Settings)]
struct Cookie {
    #[settings(default = "__Host-sessionid", debug = "sessionid")]
    name: String,
    #[settings(nested, env = "AGE")]
    limits: Limits,
}

#[derive(Debug, Settings)]
struct Limits {
    #[settings(default = Duration::from_secs(60))]
    max: Duration,
}

#[derive(Debug, Settings)]
struct More {
    #[settings(default = [])]
    fallbacks: Vec<SecretKey>,
}

fn no_wildcard(hosts: &[String], context: &Context<'_>) -> Result<(), Invalid> {
    let bad = hosts.iter().filter(|host| host.contains('*'));
    let reasons = bad.map(|host| format!("`{host}` allows every host"));
    match Invalid::all(reasons) {
        Some(invalid) if !context.debug() => Err(invalid),
        _ => Ok(()),
    }
}

const KEY: &str = "b0ea5f5d98c9875e41d96fe62aada4d044eab9bcd408cc6cde52478ed730903e";

fn variables(error: &LoadError) -> Vec<&str> {
    error
        .issues()
        .iter()
        .map(|issue| issue.variable())
        .collect()
}

/// A file of these bytes, with a name that no other test has.
fn file(name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn development_needs_no_variable_but_debug() {
    let loaded = App::load(&Sources::pairs([("DEBUG", "on")])).unwrap();
    let app = loaded.settings;
    assert!(app.debug && loaded.report.debug());
    assert_eq!(app.secret_key.weaknesses(), []);
    assert_eq!(app.hsts_seconds, 0);
    assert_eq!(app.allowed_hosts, ["localhost", "127.0.0.1"]);
    assert_eq!(app.session_cookie.name, "sessionid");
    assert_eq!(app.session_cookie.limits.max, Duration::from_secs(60));
    assert_eq!(app.more.fallbacks, []);
    assert_eq!(app.address.port(), 8000);
    assert_eq!(app.redis_url, None);
}

#[test]
fn production_is_what_is_not_development() {
    let error = App::load(&Sources::pairs(NOTHING)).unwrap_err();
    assert_eq!(variables(&error), ["SECRET_KEY", "ALLOWED_HOSTS"]);
    for issue in error.issues() {
        assert_eq!(issue.kind(), &IssueKind::Missing);
        assert_eq!(issue.given(), &Given::Nothing);
        assert!(issue.remedy().contains("DEBUG=true"), "{issue}");
        assert!(issue.remedy().contains("_FILE"), "{issue}");
    }

    let sources = Sources::pairs([("SECRET_KEY", KEY), ("ALLOWED_HOSTS", "a.example")]);
    let loaded = App::load(&sources).unwrap();
    assert_eq!(loaded.settings.hsts_seconds, 31_536_000);
    assert_eq!(loaded.settings.session_cookie.name, "__Host-sessionid");
    assert!(!loaded.report.debug());
}

#[test]
fn every_problem_is_told_in_the_order_of_the_fields() {
    let sources = Sources::pairs([
        ("DEBUG", "maybe"),
        ("HSTS_SECONDS", "-1"),
        ("ALLOWED_HOSTS", "*,a.example,*.example"),
        ("SESSION_COOKIE_NAME", ""),
        ("SESSION_COOKIE_AGE_MAX", "soon"),
        ("FALLBACKS", "good,${BAD}"),
        ("BIND", "\"127.0.0.1:80\""),
    ]);
    let error = App::load(&sources).unwrap_err();
    let expected = [
        "DEBUG",
        "SECRET_KEY",
        "HSTS_SECONDS",
        "ALLOWED_HOSTS",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_AGE_MAX",
        "FALLBACKS",
        "BIND",
    ];
    assert_eq!(variables(&error), expected);
    let report = error.to_string();
    assert!(report.starts_with("8 settings cannot be used\n\nDEBUG: "));
    assert_eq!(format!("{error:?}"), report);
    for line in [
        "HSTS_SECONDS: it is out of range",
        "  expected: a whole number from 0 to 18446744073709551615",
        "  given:    \"-1\"",
        "ALLOWED_HOSTS: `*` allows every host; `*.example` allows every host",
        "SESSION_COOKIE_NAME: it is empty",
        "  remedy:   correct SESSION_COOKIE_NAME, or unset it",
        "FALLBACKS: item 2: it is a `${…}` that nothing has replaced by its value",
        "  given:    [redacted]",
    ] {
        assert!(
            report.lines().any(|other| other == line),
            "{line}\n{report}"
        );
    }
    let quoted = error.issues().last().unwrap();
    assert!(quoted.remedy().contains("remove the quotes"), "{quoted}");
}

#[test]
fn a_switch_that_is_not_understood_is_an_error_and_production() {
    #[derive(Debug, Settings)]
    struct NoSwitch {
        #[settings(debug = 1)]
        level: u8,
    }
    #[derive(Debug, Settings)]
    struct LaxSwitch {
        #[expect(dead_code, reason = "only its loading is looked at")]
        debug: String,
    }

    let sources = Sources::pairs([("DEBUG", "ture")]);
    let error = NoSwitch::load(&sources).unwrap_err();
    assert_eq!(variables(&error), ["DEBUG", "LEVEL"]);
    let error = LaxSwitch::load(&sources).unwrap_err();
    assert_eq!(variables(&error), ["DEBUG"]);

    let on = Sources::pairs([("DEBUG", "true")]);
    assert_eq!(NoSwitch::load(&on).unwrap().settings.level, 1);
}

#[test]
fn a_validator_sees_the_switch_and_no_default() {
    #[derive(Debug, Settings)]
    struct Picky {
        #[settings(default = 7, validate = never)]
        number: u8,
    }
    fn never(_: &u8, _: &Context<'_>) -> Result<(), Invalid> {
        Err(Invalid::new("it is never right"))
    }
    assert_eq!(
        Picky::load(&Sources::pairs(NOTHING))
            .unwrap()
            .settings
            .number,
        7
    );
    assert!(Picky::load(&Sources::pairs([("NUMBER", "7")])).is_err());

    let any_host = [("SECRET_KEY", KEY), ("ALLOWED_HOSTS", "*")];
    assert!(App::load(&Sources::pairs(any_host)).is_err());
    assert!(App::load(&Sources::pairs(any_host).set("DEBUG", "1")).is_ok());
}

#[test]
fn a_default_that_fails_is_an_error_and_no_panic() {
    #[derive(Debug, Settings)]
    struct Broken {
        #[settings(default = "x")]
        #[expect(dead_code, reason = "only its loading is looked at")]
        number: u8,
        #[settings(debug = Err::<String, _>("no luck"))]
        #[expect(dead_code, reason = "only its loading is looked at")]
        text: String,
    }
    let error = Broken::load(&Sources::pairs([("DEBUG", "1")])).unwrap_err();
    assert_eq!(variables(&error), ["NUMBER", "TEXT"]);
    assert!(
        error
            .to_string()
            .contains("TEXT: its default cannot be used: no luck")
    );
}

#[test]
fn a_prefix_is_part_of_every_name() {
    let right = [
        ("APP_SECRET_KEY", KEY),
        ("APP_ALLOWED_HOSTS", "a"),
        ("APP_DEBUG", "0"),
    ];
    for prefix in ["APP", "APP_"] {
        assert!(App::load(&Sources::pairs(right).prefix(prefix)).is_ok());
    }
    let without = [("SECRET_KEY", KEY), ("ALLOWED_HOSTS", "a")];
    let error = App::load(&Sources::pairs(without).prefix("APP")).unwrap_err();
    assert_eq!(variables(&error), ["APP_SECRET_KEY", "APP_ALLOWED_HOSTS"]);
    assert_eq!(error.issues()[0].did_you_mean(), Some("SECRET_KEY"));
    // The switch has the prefix too.
    let debug = Sources::pairs([("DEBUG", "1")]).prefix("APP");
    assert!(App::load(&debug).is_err());
}

/// The warnings of a report or an error.
fn warned(warnings: &[Warning]) -> Vec<(&str, &str)> {
    let warnings = warnings.iter();
    warnings
        .map(|warning| (warning.variable(), warning.kind().code()))
        .collect()
}

#[test]
fn with_a_prefix_an_unknown_variable_is_a_warning_whose_value_is_not_shown() {
    let sources = Sources::pairs([
        ("APP_DEBUG", "1"),
        ("APP_SECERT_KEY", "hunter2"),
        ("APP_ZEBRA", "hunter2"),
        ("APP_BIND_FILE_FILE", "hunter2"),
        ("APPLE", "hunter2"),
        ("ZEBRA", "hunter2"),
    ]);
    let report = App::load(&sources.prefix("APP")).unwrap().report;
    let expected = [
        ("APP_BIND_FILE_FILE", "unknown"),
        ("APP_SECERT_KEY", "misspelled"),
        ("APP_ZEBRA", "unknown"),
    ];
    assert_eq!(warned(report.warnings()), expected);
    assert_eq!(report.warnings()[1].did_you_mean(), Some("APP_SECRET_KEY"));
    assert_eq!(report.warnings()[2].did_you_mean(), None);
    assert!(!report.to_string().contains("hunter2"));
}

#[test]
fn a_slip_is_told_once_and_an_unknown_name_beside_an_error_too() {
    let sources = Sources::pairs([
        ("APP_SECERT_KEY", "hunter2"),
        ("APP_ZEBRA", "hunter2"),
        ("APP_ALLOWED_HOSTS", "a"),
    ]);
    let error = App::load(&sources.clone().prefix("APP")).unwrap_err();
    assert_eq!(variables(&error), ["APP_SECRET_KEY"]);
    assert_eq!(error.issues()[0].did_you_mean(), Some("APP_SECERT_KEY"));
    assert_eq!(warned(error.warnings()), [("APP_ZEBRA", "unknown")]);
    assert!(error.to_string().contains("warning: APP_ZEBRA"));
    // Where the setting is set, the slip is a warning of its own.
    let both = sources.set("APP_SECRET_KEY", KEY).prefix("APP");
    let report = App::load(&both).unwrap().report;
    let expected = [("APP_SECERT_KEY", "misspelled"), ("APP_ZEBRA", "unknown")];
    assert_eq!(warned(report.warnings()), expected);
}

#[test]
fn the_name_of_a_group_is_no_setting() {
    let sources = Sources::pairs([("APP_DEBUG", "1"), ("APP_SESSION_COOKIE", "{}")]);
    let error = App::load(&sources.clone().prefix("APP")).unwrap_err();
    assert_eq!(variables(&error), ["APP_SESSION_COOKIE"]);
    let member = "APP_SESSION_COOKIE_NAME".to_owned();
    assert_eq!(error.issues()[0].kind(), &IssueKind::Group { member });
    // Without a prefix it may be anybody's.
    let others = Sources::pairs([("DEBUG", "1"), ("SESSION_COOKIE", "{}")]);
    assert!(App::load(&others).is_ok());
}

#[test]
fn a_hint_says_how_the_names_differ() {
    for (prefix, slip, how) in [
        ("", "secret_key", "was SECRET_KEY meant, in capitals?"),
        ("", "SECRET__KEY", "was SECRET_KEY meant, with one `_`?"),
        (
            "APP",
            "SECRET_KEY",
            "was APP_SECRET_KEY meant, with the prefix?",
        ),
        ("", "SECRETKEY", "was SECRET_KEY meant?"),
    ] {
        let error = App::load(&Sources::pairs([(slip, KEY)]).prefix(prefix)).unwrap_err();
        let remedy = error.issues()[0].remedy();
        assert!(remedy.contains(how), "{slip}: {remedy}");
    }
}

#[test]
fn the_same_name_in_another_case_with_another_value_is_one_too_many() {
    let sources = Sources::pairs([("DEBUG", "1"), ("BIND", "[::1]:80"), ("bind", "[::1]:81")]);
    let error = App::load(&sources).unwrap_err();
    assert_eq!(variables(&error), ["BIND"]);
    let other = "bind".to_owned();
    assert_eq!(error.issues()[0].kind(), &IssueKind::Ambiguous { other });
    assert!(App::load(&sources.set("bind", "[::1]:80")).is_ok());
}

#[test]
fn a_slip_in_a_name_is_found_where_the_variable_is_missing() {
    for slip in ["SECRETKEY", "secret_key", "SERCET_KEY", "SECRET_KEYS"] {
        let sources = Sources::pairs([(slip, KEY), ("ALLOWED_HOSTS", "a"), ("PATH", "/bin")]);
        let error = App::load(&sources).unwrap_err();
        assert_eq!(variables(&error), ["SECRET_KEY"]);
        assert_eq!(error.issues()[0].did_you_mean(), Some(slip));
        assert!(error.to_string().contains(slip) && !error.to_string().contains(KEY));
    }
}

#[test]
fn a_name_that_is_shown_cannot_command_a_terminal() {
    let sources = Sources::pairs([("SECRET\u{1b}KEY", KEY), ("ALLOWED_HOSTS", "a")]);
    let error = App::load(&sources).unwrap_err();
    assert_eq!(error.issues()[0].did_you_mean(), Some("SECRET\u{1b}KEY"));
    let report = error.to_string();
    assert!(report.contains("SECRET\\u{1b}KEY is set"), "{report}");
    assert!(!report.contains('\u{1b}'), "{report:?}");
}

#[test]
fn the_service_links_of_kubernetes_are_explained() {
    let links = [
        ("APP_DEBUG", "1"),
        ("APP_SERVICE_HOST", "10.0.0.1"),
        ("APP_PORT_80_TCP", "tcp://10.0.0.1:80"),
    ];
    let report = App::load(&Sources::pairs(links).prefix("APP"))
        .unwrap()
        .report;
    let expected = [
        ("APP_PORT_80_TCP", "unknown"),
        ("APP_SERVICE_HOST", "unknown"),
    ];
    assert_eq!(warned(report.warnings()), expected);
    for warning in report.warnings() {
        assert!(warning.remedy().contains("enableServiceLinks"), "{warning}");
    }
    let without = Sources::pairs([links[0], links[2]]).prefix("APP");
    let report = App::load(&without).unwrap().report;
    assert!(!report.warnings()[0].remedy().contains("Kubernetes"));
}

#[test]
fn a_slip_in_a_name_that_has_a_default_is_reported() {
    let slip = Sources::pairs([("DEBUG", "1"), ("HSTS_SECOND", "60"), ("HOME", "/")]);
    let report = App::load(&slip).unwrap().report;
    assert_eq!(warned(report.warnings()), [("HSTS_SECOND", "misspelled")]);
    assert_eq!(report.warnings()[0].did_you_mean(), Some("HSTS_SECONDS"));
    let both = slip.set("HSTS_SECONDS", "60");
    assert!(App::load(&both).unwrap().report.warnings().is_empty());
}

#[test]
fn one_slip_is_one_warning_however_many_settings_it_is_near_to() {
    #[derive(Debug, Settings)]
    #[expect(dead_code, reason = "only its loading is looked at")]
    struct Twins {
        script_src_elem: Option<String>,
        script_src_item: Option<String>,
    }
    let slip = Sources::pairs([("SCRIPT_SRC_ELEMS", "x")]);
    let report = Twins::load(&slip).unwrap().report;
    assert_eq!(
        warned(report.warnings()),
        [("SCRIPT_SRC_ELEMS", "misspelled")]
    );
    assert_eq!(report.warnings()[0].did_you_mean(), Some("SCRIPT_SRC_ELEM"));
}

#[test]
fn the_report_says_where_each_value_came_from() {
    let name = file("report-name", "sid\n");
    let sources = Sources::pairs([
        ("DEBUG", "true"),
        ("SECRET_KEY", KEY),
        ("SESSION_COOKIE_NAME_FILE", text(&name)),
        ("REDIS_URL", ""),
        ("FALLBACKS", "a\u{1b}[31m"),
    ]);
    let error = App::load(&sources).unwrap_err();
    assert_eq!(variables(&error), ["FALLBACKS"]);
    let report = App::load(&sources.set("FALLBACKS", "old-key"))
        .unwrap()
        .report;
    let entries: Vec<_> = report
        .entries()
        .iter()
        .map(|entry| {
            (
                entry.variable.as_str(),
                entry.value.as_deref().unwrap_or("[redacted]"),
                entry.source.clone(),
            )
        })
        .collect();
    let expected = [
        ("DEBUG", "true", Source::Explicit),
        ("SECRET_KEY", "[redacted]", Source::Explicit),
        ("HSTS_SECONDS", "0", Source::DebugDefault),
        ("ALLOWED_HOSTS", "localhost,127.0.0.1", Source::DebugDefault),
        ("SESSION_COOKIE_NAME", "sid", Source::File(name)),
        (
            "SESSION_COOKIE_AGE_MAX",
            "Duration::from_secs(60)",
            Source::Default,
        ),
        ("FALLBACKS", "[redacted]", Source::Explicit),
        ("BIND", "127.0.0.1:8000", Source::Default),
        ("REDIS_URL", "[redacted]", Source::Explicit),
    ];
    assert_eq!(entries, expected);
}

#[test]
fn the_fields_are_known_without_loading() {
    let fields = App::fields();
    let names: Vec<_> = fields.iter().map(|field| field.variable.as_str()).collect();
    let expected = [
        "DEBUG",
        "SECRET_KEY",
        "HSTS_SECONDS",
        "ALLOWED_HOSTS",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_AGE_MAX",
        "FALLBACKS",
        "BIND",
        "REDIS_URL",
    ];
    assert_eq!(names, expected);
    assert_eq!(fields[0].doc, "Whether this is a development machine.");
    let required: Vec<_> = fields.iter().filter(|field| field.required).collect();
    assert_eq!(required.len(), 2);
    assert!(fields[1].secret && fields[1].required);
    assert_eq!(fields[1].debug_default.as_deref(), Some("[redacted]"));
    assert_eq!(fields[2].default.as_deref(), Some("31536000"));
    assert_eq!(
        fields[3].debug_default.as_deref(),
        Some("localhost,127.0.0.1")
    );
    assert_eq!(fields[8].default, None);
}

#[test]
fn what_the_program_sets_comes_before_the_environment() {
    #[derive(Debug, Settings)]
    struct Cargo {
        #[settings(env = "CARGO_MANIFEST_DIR")]
        home: PathBuf,
    }
    assert_eq!(
        Cargo::from_env().unwrap().home,
        Path::new(env!("CARGO_MANIFEST_DIR"))
    );
    let sources = Sources::environment();
    let loaded = Cargo::load(&sources).unwrap();
    assert_eq!(loaded.report.entries()[0].source, Source::Environment);
    // Also the form with `_FILE`: it is not ambiguous with what it overrides.
    let elsewhere = file("elsewhere", "/elsewhere");
    for (name, value) in [
        ("CARGO_MANIFEST_DIR", "/elsewhere"),
        ("CARGO_MANIFEST_DIR_FILE", text(&elsewhere)),
    ] {
        let loaded = Cargo::load(&sources.clone().set(name, value)).unwrap();
        assert_eq!(loaded.settings.home, Path::new("/elsewhere"));
    }
    // With a prefix, the unknown variables of the environment are found.
    let error = Cargo::load(&Sources::environment().prefix("CARGO")).unwrap_err();
    let warned = warned(error.warnings());
    assert!(
        warned.contains(&("CARGO_PKG_NAME", "unknown")),
        "{warned:?}"
    );
}

/// One secret, alone.
#[derive(Debug, Settings)]
struct One {
    v: Secret<String>,
}

fn from_file(bytes: &[u8], name: &str) -> Result<String, IssueKind> {
    let path = file(name, bytes);
    match One::load(&Sources::pairs([("V_FILE", text(&path))])) {
        Ok(loaded) => Ok(loaded.settings.v.expose().clone()),
        Err(error) => {
            assert_eq!(variables(&error), ["V_FILE"]);
            assert!(error.issues()[0].remedy().contains("V_FILE"));
            Err(error.issues()[0].kind().clone())
        }
    }
}

#[test]
fn a_file_holds_the_value_and_one_line_break() {
    assert_eq!(from_file(b"value", "plain").unwrap(), "value");
    assert_eq!(from_file(b"value\n", "lf").unwrap(), "value");
    assert_eq!(from_file(b"value\r\n", "crlf").unwrap(), "value");
    assert_eq!(
        from_file(b" two\nlines\n\n", "lines").unwrap(),
        " two\nlines\n"
    );
    assert_eq!(from_file(b"value\r", "cr").unwrap(), "value\r");
    let most = vec![b'x'; 1 << 20];
    assert_eq!(from_file(&most, "most").unwrap().len(), 1 << 20);
}

#[test]
fn a_file_that_is_no_value_is_refused() {
    assert_eq!(from_file(b"ab\0cd", "nul"), Err(IssueKind::Nul { byte: 2 }));
    assert_eq!(
        from_file(b"ab\xff\0", "latin"),
        Err(IssueKind::NotUnicode { byte: 2 })
    );
    let empty = Invalid::new("it is empty");
    assert_eq!(from_file(b"\n", "empty"), Err(IssueKind::Invalid(empty)));
    let too_much = from_file(&vec![b'x'; (1 << 20) + 1], "too-much").unwrap_err();
    let IssueKind::Unreadable { path, kind } = too_much else {
        panic!("{too_much}")
    };
    assert!(path.is_some());
    assert_eq!(kind, ErrorKind::FileTooLarge);
}

#[test]
fn a_file_that_cannot_be_read_is_named_unless_it_may_be_the_secret() {
    let directory = env!("CARGO_TARGET_TMPDIR");
    let missing = format!("{directory}/none");
    for (path, kind, named) in [
        (directory, ErrorKind::IsADirectory, true),
        (missing.as_str(), ErrorKind::NotFound, true),
        ("hunter2", ErrorKind::NotFound, false),
        ("/hunter2", ErrorKind::NotFound, false),
        ("hunter2/hunter2", ErrorKind::NotFound, false),
    ] {
        let error = One::load(&Sources::pairs([("V_FILE", path)])).unwrap_err();
        let issue = &error.issues()[0];
        let IssueKind::Unreadable {
            path: shown,
            kind: why,
        } = issue.kind()
        else {
            panic!("{issue}")
        };
        assert_eq!(*why, kind, "{path}");
        assert_eq!(shown.as_deref(), named.then_some(Path::new(path)));
        assert_eq!(error.to_string().contains(path), named, "{error}");
    }
    // For what is no secret, there is nothing to hide.
    let error = App::load(&Sources::pairs([
        ("DEBUG", "1"),
        ("BIND_FILE", "/no/where"),
    ]));
    assert!(error.unwrap_err().to_string().contains("`/no/where`"));
}

#[test]
fn a_value_and_its_file_are_one_too_many() {
    let path = file("one-too-many", "value");
    let sources = Sources::pairs([("V", "value"), ("V_FILE", text(&path))]);
    let error = One::load(&sources).unwrap_err();
    assert_eq!(variables(&error), ["V"]);
    let other = "V_FILE".to_owned();
    assert_eq!(error.issues()[0].kind(), &IssueKind::Ambiguous { other });
    let nameless = One::load(&Sources::pairs([("V_FILE", "")])).unwrap_err();
    assert!(nameless.to_string().contains("names no file"));
}

#[test]
fn a_setting_whose_name_ends_in_file_is_itself() {
    #[derive(Debug, Settings)]
    struct Log {
        log: Option<String>,
        log_file: PathBuf,
    }
    let log = Log::load(&Sources::pairs([("LOG_FILE", "/var/log/x")]))
        .unwrap()
        .settings;
    assert_eq!(log.log_file, Path::new("/var/log/x"));
    assert_eq!(log.log, None);
    let error = Log::load(&Sources::pairs([("LOG", "a")])).unwrap_err();
    assert!(error.issues()[0].remedy().contains("LOG_FILE_FILE"));
}

#[test]
fn a_variable_that_two_structs_declare_is_told_once() {
    #[derive(Debug, Settings)]
    struct Twice {
        #[settings(flatten)]
        #[expect(dead_code, reason = "only its loading is looked at")]
        one: One,
        #[settings(flatten)]
        #[expect(dead_code, reason = "only its loading is looked at")]
        other: One,
    }
    let error = Twice::load(&Sources::pairs(NOTHING)).unwrap_err();
    assert_eq!(variables(&error), ["V"]);
    let report = Twice::load(&Sources::pairs([("V", "x")])).unwrap().report;
    assert_eq!(report.entries().len(), 1);
}

#[test]
fn what_is_a_secret_for_one_field_is_one_for_all_that_read_it() {
    #[derive(Debug, Settings)]
    #[expect(dead_code, reason = "only what is printed is looked at")]
    struct Open {
        #[settings(default = "hunter3", length = 1..=7)]
        v: String,
    }
    #[derive(Debug, Settings)]
    #[expect(dead_code, reason = "only what is printed is looked at")]
    struct Both {
        #[settings(flatten)]
        open: Open,
        #[settings(flatten)]
        secret: One,
    }
    let loaded = Both::load(&Sources::pairs([("V", "hunter2")])).unwrap();
    let shown = format!("{} {:?}", loaded.report, loaded.report);
    assert!(!shown.contains("hunter2"), "{shown}");
    let error = Both::load(&Sources::pairs([("V", "hunter22")])).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    let fields = Both::fields();
    assert!(
        fields[0].secret && !format!("{fields:?}").contains("hunter3"),
        "{fields:?}"
    );
}

#[test]
fn a_file_that_holds_no_value_of_the_setting_may_hold_a_secret() {
    let path = file("not-a-port", "hunter2hunter2");
    let sources = Sources::pairs([("DEBUG", "1"), ("BIND_FILE", text(&path))]);
    let error = App::load(&sources).unwrap_err();
    assert_eq!(error.issues()[0].given(), &Given::Redacted);
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
}

#[test]
#[cfg(unix)]
fn a_value_that_is_not_utf8_is_refused_and_withheld() {
    use std::os::unix::ffi::OsStringExt;

    let value = std::ffi::OsString::from_vec(b"ab\xffcd".to_vec());
    let error = One::load(&Sources::pairs([("V", value)])).unwrap_err();
    assert_eq!(error.issues()[0].kind(), &IssueKind::NotUnicode { byte: 2 });
    assert_eq!(error.issues()[0].given(), &Given::Redacted);
}
