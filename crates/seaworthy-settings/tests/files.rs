//! Files as sources: `.env` files, TOML files, directories of secrets; what overrides what.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use seaworthy_settings::{
    Given, IssueKind, LoadError, Secret, SecretKey, Settings, Source, Sources, WarningKind,
};

const NOTHING: [(&str, &str); 0] = [];
const KEY: &str = "ecQSH8YIV9/+/HS5mcyF8ZCsRsi833KOcP5szoYeM+Y=";

#[derive(Debug, Settings)]
struct App {
    #[settings(debug = SecretKey::generate())]
    secret_key: SecretKey,
    #[settings(default = 8000)]
    port: u16,
    #[settings(default = [])]
    hosts: Vec<String>,
    #[settings(default = "harvest")]
    name: String,
    #[settings(nested)]
    secure: Secure,
    db_password: Option<Secret<String>>,
}

#[derive(Debug, Settings)]
struct Secure {
    #[settings(default = 0)]
    hsts_seconds: u64,
    #[settings(default = false)]
    ssl_redirect: bool,
}

/// An empty directory of this test's own.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("files-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Development, with no other source.
fn debug() -> Sources {
    Sources::pairs([("DEBUG", "1")])
}

fn told(error: &LoadError) -> Vec<(&str, &'static str)> {
    let issues = error.issues().iter();
    issues
        .map(|issue| (issue.variable(), issue.kind().code()))
        .collect()
}

fn source<'a>(
    report: &'a seaworthy_settings::Report,
    variable: &str,
) -> (&'a Source, &'a [Source]) {
    let entry = report
        .entries()
        .iter()
        .find(|entry| entry.variable == variable)
        .unwrap();
    (&entry.source, &entry.overrides)
}

mod dotenv {
    use super::*;

    #[test]
    fn a_file_sets_variables_that_the_environment_overrides() {
        let path = directory("dotenv").join(".env");
        fs::write(
            &path,
            "# mine\nPORT=8001\nexport NAME='a # b'\nHOSTS=\"x,y\"\n",
        )
        .unwrap();
        let sources = debug().dotenv(&path);
        let loaded = App::load(&sources.clone().set("PORT", "8002")).unwrap();
        assert_eq!(loaded.settings.port, 8002);
        assert_eq!(loaded.settings.name, "a # b");
        assert_eq!(loaded.settings.hosts, ["x", "y"]);
        let (source, overrides) = source(&loaded.report, "PORT");
        assert_eq!(source, &Source::Explicit);
        let location = overrides[0].location().unwrap();
        assert_eq!((location.line, location.column), (2, 6));
        assert_eq!(location.to_string(), format!("{}:2:6", path.display()));
        assert!(loaded.report.warnings().is_empty());
        // Of two files, the last one named counts.
        let local = path.with_file_name("local");
        fs::write(&local, "NAME=local\n").unwrap();
        let settings = App::load(&sources.dotenv(local)).unwrap().settings;
        assert_eq!((settings.name.as_str(), settings.port), ("local", 8001));
    }

    #[test]
    fn in_production_a_file_is_a_warning() {
        let path = directory("dotenv-production").join(".env");
        fs::write(&path, format!("SECRET_KEY={KEY}\n")).unwrap();
        let sources = Sources::pairs(NOTHING).dotenv(&path);
        let report = App::load(&sources).unwrap().report;
        let kinds: Vec<_> = report
            .warnings()
            .iter()
            .map(|warning| warning.kind())
            .collect();
        assert_eq!(kinds, [&WarningKind::DotenvInProduction]);
        // None that is not there.
        let missing = path.with_file_name("missing");
        let sources = Sources::pairs([("SECRET_KEY", KEY)]).dotenv_if_exists(&missing);
        assert!(App::load(&sources).unwrap().report.warnings().is_empty());
        let error = App::load(&sources.dotenv(&missing)).unwrap_err();
        assert_eq!(told(&error), [(missing.to_str().unwrap(), "unreadable")]);
    }

    #[test]
    fn every_bad_line_is_told_with_its_number_and_without_its_text() {
        let path = directory("dotenv-bad").join(".env");
        fs::write(&path, "hunter2\nPORT=80000\n1NAME=hunter2\n").unwrap();
        let error = App::load(&debug().dotenv(&path)).unwrap_err();
        let at = |place: &str| format!("{}:{place}", path.display());
        let [first, third, port] = error.issues() else {
            panic!("{error}")
        };
        assert!(first.variable().starts_with(&at("1:")), "{first}");
        assert!(third.variable().starts_with(&at("3:")), "{third}");
        assert_eq!(port.variable(), "PORT");
        assert_eq!(port.source().unwrap().to_string(), at("2:6"));
        assert!(port.remedy().contains("line 2"), "{port}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[test]
    fn a_slip_in_a_name_is_found_there_too() {
        let path = directory("dotenv-slip").join(".env");
        fs::write(&path, "PROT=8001\n").unwrap();
        let report = App::load(&debug().dotenv(&path)).unwrap().report;
        assert_eq!(report.warnings()[0].did_you_mean(), Some("PORT"));
    }
}

mod secrets {
    use super::*;

    #[test]
    fn a_file_named_after_a_setting_holds_it() {
        for (name, prefix) in [
            ("db_password", ""),
            ("DB_PASSWORD", ""),
            ("db-password", ""),
            ("db_password", "SHOP"),
            ("shop_db_password", "SHOP"),
        ] {
            let directory = directory(&format!("secret-{name}-{prefix}"));
            fs::write(directory.join(name), "hunter2\n").unwrap();
            fs::write(directory.join("another"), "x").unwrap();
            let switch = if prefix.is_empty() {
                "DEBUG"
            } else {
                "SHOP_DEBUG"
            };
            let sources = Sources::pairs([(switch, "1")]).prefix(prefix);
            let loaded = App::load(&sources.secrets_dir(&directory)).unwrap();
            assert_eq!(loaded.settings.db_password.unwrap().expose(), "hunter2");
            let variable = format!("{prefix}_DB_PASSWORD");
            let (source, _) = source(&loaded.report, variable.trim_start_matches('_'));
            assert_eq!(source, &Source::Directory(directory.join(name)));
            assert!(loaded.report.warnings().is_empty());
        }
    }

    #[test]
    fn systemd_says_where_its_credentials_are() {
        let directory = directory("credentials");
        fs::write(directory.join("port"), "8001").unwrap();
        let sources = debug().set("CREDENTIALS_DIRECTORY", &directory);
        assert_eq!(App::load(&sources).unwrap().settings.port, 8001);
        // One that is not there holds nothing; one that the program names must be there.
        let missing = directory.join("missing");
        let sources = debug().set("CREDENTIALS_DIRECTORY", &missing);
        assert_eq!(App::load(&sources).unwrap().settings.port, 8000);
        let error = App::load(&debug().secrets_dir(&missing)).unwrap_err();
        assert_eq!(told(&error), [(missing.to_str().unwrap(), "unreadable")]);
    }

    #[test]
    #[cfg(unix)]
    fn links_through_hidden_directories_are_followed() {
        let directory = directory("kubernetes");
        fs::create_dir(directory.join("..2026")).unwrap();
        fs::write(directory.join("..2026/db_password"), "hunter2").unwrap();
        std::os::unix::fs::symlink("..2026", directory.join("..data")).unwrap();
        let link = directory.join("db_password");
        std::os::unix::fs::symlink("..data/db_password", link).unwrap();
        let settings = App::load(&debug().secrets_dir(&directory))
            .unwrap()
            .settings;
        assert_eq!(settings.db_password.unwrap().expose(), "hunter2");
        // A link to nowhere is no secret that may be missing.
        fs::remove_file(directory.join("..2026/db_password")).unwrap();
        let error = App::load(&debug().secrets_dir(&directory)).unwrap_err();
        assert_eq!(told(&error), [("DB_PASSWORD", "unreadable")]);
    }

    #[test]
    fn two_files_for_one_setting_are_one_too_many() {
        let directory = directory("twins");
        fs::write(directory.join("db_password"), "hunter2").unwrap();
        fs::write(directory.join("db-password"), "hunter3").unwrap();
        let error = App::load(&debug().secrets_dir(&directory)).unwrap_err();
        assert_eq!(told(&error), [("DB_PASSWORD", "ambiguous")]);
        assert!(!error.to_string().contains("hunter"), "{error}");
    }

    #[test]
    fn a_file_that_is_no_text_or_too_large_is_refused() {
        for (bytes, code) in [
            (b"hunter2\0".to_vec(), "nul"),
            (b"hunter2\xff".to_vec(), "not_unicode"),
            (vec![b'x'; (1 << 20) + 1], "unreadable"),
        ] {
            let directory = directory(&format!("bad-secret-{code}"));
            fs::write(directory.join("db_password"), bytes).unwrap();
            let error = App::load(&debug().secrets_dir(&directory)).unwrap_err();
            assert_eq!(told(&error), [("DB_PASSWORD", code)]);
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn the_environment_comes_first_and_a_file_of_variables_after() {
        let directory = directory("order");
        fs::write(directory.join("port"), "8001").unwrap();
        fs::write(directory.join(".env"), "PORT=8002").unwrap();
        let sources = debug()
            .secrets_dir(&directory)
            .dotenv(directory.join(".env"));
        let loaded = App::load(&sources).unwrap();
        assert_eq!(loaded.settings.port, 8001);
        let (_, overrides) = source(&loaded.report, "PORT");
        assert!(matches!(overrides, [Source::Dotenv(_)]));
        let loaded = App::load(&sources.set("PORT", "8003")).unwrap();
        let (_, overrides) = source(&loaded.report, "PORT");
        assert!(matches!(
            overrides,
            [Source::Directory(_), Source::Dotenv(_)]
        ));
        let shown = loaded.report.to_string();
        assert!(
            shown.contains("8003        explicit, not secret "),
            "{shown}"
        );
    }
}

#[cfg(feature = "toml")]
mod toml {
    use super::*;

    /// The sources of a test, with this file.
    fn with(name: &str, text: &str) -> Sources {
        let path = directory(&format!("toml-{name}")).join("app.toml");
        fs::write(&path, text).unwrap();
        debug().toml(path)
    }

    #[test]
    fn a_key_is_the_name_of_a_setting_in_any_case_and_a_table_its_beginning() {
        for (name, text) in [
            ("table", "[secure]\nhsts_seconds = 60"),
            ("dotted", "secure.hsts_seconds = 60"),
            ("inline", "secure = { hsts_seconds = 60 }"),
            ("flat", "secure_hsts_seconds = 60"),
            ("capitals", "SECURE_HSTS_SECONDS = 60"),
            ("kebab", "[secure]\nhsts-seconds = 60"),
            ("text", "secure_hsts_seconds = \"60\""),
            ("hexadecimal", "secure_hsts_seconds = 0x3C"),
            ("underscores", "secure_hsts_seconds = 6_0"),
        ] {
            let settings = App::load(&with(name, text)).unwrap().settings;
            assert_eq!(settings.secure.hsts_seconds, 60, "{name}");
        }
    }

    #[test]
    fn the_type_decides_and_nothing_is_guessed() {
        #[derive(Debug, Settings)]
        struct Values {
            text: String,
            ratio: f64,
            list: Vec<String>,
            on: bool,
        }
        let text = "text = 1.10\nratio = 1\nlist = [\"a,b\", 1.10, true]\non = \"yes\"";
        let values = Values::load(&with("values", text)).unwrap().settings;
        assert_eq!(values.text, "1.10");
        assert!((values.ratio - 1.0).abs() < f64::EPSILON);
        assert_eq!(values.list, ["a,b", "1.10", "true"]);
        assert!(values.on);
        let error = Values::load(&with(
            "forms",
            "text = [\"a\"]\non = {}\nratio = inf\nlist = 1979-05-27",
        ));
        let error = error.unwrap_err();
        let told: Vec<_> = error
            .issues()
            .iter()
            .map(|issue| issue.kind().to_string())
            .collect();
        assert_eq!(told[..2], ["it is an array", "it is not finite"], "{error}");
        assert!(told.contains(&"it is a table".to_owned()), "{error}");
    }

    #[test]
    fn an_unknown_key_is_an_error_at_its_line_and_its_value_is_not_shown() {
        let text =
            "prot = \"hunter2\"\n[secure]\nhsts_second = 'hunter2'\n[zebra]\nx = 'hunter2'\n";
        let error = App::load(&with("unknown", text)).unwrap_err();
        let told: Vec<_> = error
            .issues()
            .iter()
            .map(|issue| {
                let line = issue.source().unwrap().location().unwrap().line;
                (issue.variable(), line, issue.did_you_mean())
            })
            .collect();
        let expected = [
            ("prot", 1, Some("port")),
            ("secure.hsts_second", 3, Some("secure.hsts_seconds")),
            ("zebra", 4, None),
        ];
        assert_eq!(told, expected);
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        let remedy = error.issues()[1].remedy();
        assert!(
            remedy.contains("rename hsts_second to hsts_seconds"),
            "{remedy}"
        );
    }

    #[test]
    fn a_key_after_a_syntax_error_is_not_told_twice() {
        let apart = "port = 80000\nname = = 3";
        let error = App::load(&with("apart", apart)).unwrap_err();
        let codes: Vec<_> = told(&error).iter().map(|(_, code)| *code).collect();
        assert!(
            codes.contains(&"invalid") && codes.contains(&"syntax"),
            "{error}"
        );
        for text in ["port = = 3\nname = \"x\"", "port = ", "port = maybe"] {
            let error = App::load(&with("echo", text)).unwrap_err();
            let told = told(&error);
            assert!(
                told.iter().all(|(_, code)| *code == "syntax"),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn a_part_of_the_settings_leaves_the_rest_to_others() {
        #[derive(Debug, Settings)]
        struct Part {
            port: u16,
        }
        let sources = with(
            "partial",
            "port = 1\nname = \"x\"\n[secure]\nhsts_seconds = 60",
        );
        assert!(Part::load(&sources).is_err());
        let loaded = Part::load(&sources.set("APP_NAME", "x").prefix("APP").partial()).unwrap();
        assert_eq!(loaded.settings.port, 1);
        assert!(loaded.report.warnings().is_empty());
    }

    #[test]
    fn a_bad_value_is_told_with_file_line_and_column() {
        let error = App::load(&with("bad", "\n  port = 80000 # hunter2\n")).unwrap_err();
        let [issue] = error.issues() else {
            panic!("{error}")
        };
        assert_eq!((issue.variable(), issue.key()), ("PORT", Some("port")));
        let location = issue.source().unwrap().location().unwrap();
        assert_eq!((location.line, location.column), (2, 10));
        assert_eq!(issue.given(), &Given::Text("80000".to_owned()));
        assert!(issue.remedy().contains("line 2"), "{issue}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[test]
    fn every_syntax_error_is_told_without_the_text() {
        let text = "port = hunter2\nname = \"hunter2\nhosts = [1, 2\n";
        let error = App::load(&with("syntax", text)).unwrap_err();
        let syntax =
            |issue: &&seaworthy_settings::Issue| matches!(issue.kind(), IssueKind::Syntax(_));
        assert_eq!(error.issues().iter().filter(syntax).count(), 3, "{error}");
        assert!(!format!("{error}").contains("hunter2"), "{error}");
    }

    #[test]
    fn a_key_written_twice_in_two_ways_is_one_too_many() {
        let text = "secure_hsts_seconds = 60\n[secure]\nhsts_seconds = 61";
        let error = App::load(&with("twice", text)).unwrap_err();
        assert_eq!(told(&error), [("SECURE_HSTS_SECONDS", "ambiguous")]);
    }

    #[test]
    fn an_overlay_lies_over_the_file_and_all_else_over_both() {
        let base = with("base", "port = 1\nname = \"base\"\nhosts = [\"base\"]");
        let overlay = directory("toml-overlay").join("local.toml");
        fs::write(&overlay, "port = 2\nname = \"overlay\"").unwrap();
        let sources = base
            .toml(&overlay)
            .toml_if_exists(overlay.with_file_name("missing"));
        let loaded = App::load(&sources.set("PORT", "3")).unwrap();
        let settings = &loaded.settings;
        assert_eq!((settings.port, settings.name.as_str()), (3, "overlay"));
        assert_eq!(settings.hosts, ["base"]);
        let (_, overrides) = source(&loaded.report, "PORT");
        assert!(matches!(overrides, [Source::Toml(_), Source::Toml(_)]));
        let missing = overlay.with_file_name("missing");
        let error = App::load(&debug().toml(&missing)).unwrap_err();
        assert_eq!(told(&error), [(missing.to_str().unwrap(), "unreadable")]);
    }

    #[test]
    fn a_file_may_name_the_file_of_a_secret_and_switch_to_development() {
        let directory = directory("toml-secret");
        let (secret, path) = (directory.join("secret"), directory.join("app.toml"));
        fs::write(&secret, "hunter2").unwrap();
        fs::write(
            &path,
            format!("debug = true\ndb_password_file = {secret:?}"),
        )
        .unwrap();
        let settings = App::load(&Sources::pairs(NOTHING).toml(path))
            .unwrap()
            .settings;
        assert_eq!(settings.db_password.unwrap().expose(), "hunter2");
    }

    #[test]
    fn a_map_is_a_table() {
        #[derive(Debug, Settings)]
        struct Maps {
            labels: BTreeMap<String, u16>,
        }
        let maps = Maps::load(&with("map", "[labels]\na = 1\nb = 2"))
            .unwrap()
            .settings;
        assert_eq!(
            maps.labels,
            BTreeMap::from([("a".into(), 1), ("b".into(), 2)])
        );
    }

    #[test]
    fn a_secret_that_slipped_into_the_table_of_another_setting_is_not_shown() {
        #[derive(Debug, Settings)]
        #[expect(dead_code, reason = "only what is printed is looked at")]
        struct Logs {
            log_levels: BTreeMap<String, String>,
            password: Option<Secret<String>>,
        }
        #[derive(Debug, Settings)]
        #[expect(dead_code, reason = "only what is printed is looked at")]
        struct Numbers {
            log_levels: BTreeMap<String, u8>,
            password: Option<Secret<String>>,
        }
        let text = "[log_levels]\napi = \"1\"\npassword = \"hunter2\"";
        let sources = with("slipped", text);
        let report = Logs::load(&sources).unwrap().report;
        assert!(
            !format!("{report} {report:?}").contains("hunter2"),
            "{report}"
        );
        let error = Numbers::load(&sources).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }

    #[test]
    fn a_quote_that_is_closed_too_late_shows_no_secret() {
        let path = directory("swallowed").join(".env");
        fs::write(&path, "PORT='80\nDB_PASSWORD=hunter2\n# here'\n").unwrap();
        let error = App::load(&debug().dotenv(&path)).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        let text = "port = '''x\ndb_password = \"hunter2\"\n'''";
        let error = App::load(&with("swallowed", text)).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }

    #[test]
    fn a_file_of_nothing_but_errors_ends() {
        let long: String = (0..60_000).map(|n| format!("a{n}=1,")).collect();
        for table in ["hosts", "secure"] {
            let one = format!("{table}={{{}}}", long.trim_end_matches(','));
            assert!(App::load(&with("one-line", &one)).is_err());
        }
        let bad = "port = = 1\n".repeat(20_000);
        let error = App::load(&with("errors", &bad)).unwrap_err();
        assert_eq!(error.issues().len(), 21, "of very many, the first");
        assert!(
            error.issues()[20]
                .kind()
                .to_string()
                .contains("more errors")
        );
        let path = directory("many-faults").join(".env");
        fs::write(&path, "x\n".repeat(20_000)).unwrap();
        let error = App::load(&debug().dotenv(path)).unwrap_err();
        assert_eq!(error.issues().len(), 21, "of very many, the first");
        let items = ",".repeat(100_000);
        let error = App::load(&debug().set("HOSTS", items)).unwrap_err();
        assert!(error.to_string().len() < 10_000);
        let unknown: String = (0..20_000)
            .map(|n| format!("secure_hsts_secondx{n} = 1\n"))
            .collect();
        assert!(App::load(&with("many", &unknown)).is_err());
    }

    #[test]
    fn a_deep_file_ends_in_an_error() {
        let deep = format!("hosts = {}", "[".repeat(100_000));
        assert!(App::load(&with("deep", &deep)).is_err());
    }
}

#[cfg(feature = "figment")]
mod provider {
    use super::*;

    use figment::providers::Serialized;

    #[test]
    fn a_provider_is_a_source_under_its_own_name() {
        let values = BTreeMap::from([("port", "8001"), ("name", "provided")]);
        let sources = debug().provider(Serialized::defaults(values));
        let loaded = App::load(&sources.clone().set("NAME", "mine")).unwrap();
        assert_eq!(loaded.settings.port, 8001);
        let (source, _) = source(&loaded.report, "PORT");
        assert!(
            matches!(source, Source::Provider(name) if name.contains("BTreeMap")),
            "{source}"
        );
        assert_eq!(loaded.settings.name, "mine");
        let unknown = sources.provider(Serialized::default("prot", "hunter2"));
        let error = App::load(&unknown).unwrap_err();
        assert_eq!(told(&error), [("prot", "unknown")]);
        assert_eq!(error.issues()[0].did_you_mean(), Some("port"));
        assert!(
            !format!("{error} {unknown:?}").contains("hunter2"),
            "{error}"
        );
    }

    #[test]
    fn lists_and_tables_are_read_as_in_a_file() {
        let hosts = Serialized::default("hosts", ["a", "b"]);
        let secure = Serialized::default("secure.hsts_seconds", 60);
        let settings = App::load(&debug().provider(hosts).provider(secure))
            .unwrap()
            .settings;
        assert_eq!(settings.hosts, ["a", "b"]);
        assert_eq!(settings.secure.hsts_seconds, 60);
        assert!(!settings.secure.ssl_redirect);
        assert!(settings.secret_key.weaknesses().is_empty());
    }
}
