//! Former names of a variable.
#![allow(clippy::unwrap_used, reason = "tests")]

use seaworthy_settings::{Settings, Sources};

#[derive(Debug, Settings)]
struct App {
    #[settings(alias = "LISTEN_PORT", alias = "HTTP_PORT", default = 8000)]
    port: u16,
    #[settings(nested)]
    cookie: Cookie,
}

#[derive(Debug, Settings)]
struct Cookie {
    #[settings(alias = "ID", default = "sid")]
    name: String,
}

#[test]
fn a_former_name_is_joined_to_the_scope_as_the_name_is() {
    for (name, value) in [
        ("APP_PORT", "1"),
        ("APP_LISTEN_PORT", "1"),
        ("APP_HTTP_PORT", "1"),
    ] {
        let sources = Sources::pairs([(name, value), ("APP_COOKIE_ID", "old")]).prefix("APP");
        let app = App::load(&sources).unwrap().settings;
        assert_eq!((app.port, app.cookie.name.as_str()), (1, "old"), "{name}");
    }
    let fields = App::fields();
    assert_eq!(fields[0].aliases, ["LISTEN_PORT", "HTTP_PORT"]);
    assert_eq!(fields[1].aliases, ["COOKIE_ID"]);
}

#[test]
fn a_former_name_of_the_switch_switches_too() {
    #[derive(Debug, Settings)]
    struct Switch {
        #[settings(alias = "DEV", default = false)]
        debug: bool,
        #[settings(default = 1, debug = 2)]
        level: u8,
    }
    let loaded = Switch::load(&Sources::pairs([("DEV", "true")])).unwrap();
    assert!(loaded.settings.debug && loaded.report.debug());
    assert_eq!(loaded.settings.level, 2);
}

#[test]
fn the_file_of_a_former_name_is_not_taken_from_a_setting_of_that_name() {
    #[derive(Debug, Settings)]
    struct Files {
        #[settings(alias = "CERT")]
        certificate: Option<String>,
        cert_file: Option<String>,
    }
    let files = Files::load(&Sources::pairs([("CERT_FILE", "/path")])).unwrap();
    assert_eq!(files.settings.certificate, None);
    assert_eq!(files.settings.cert_file.as_deref(), Some("/path"));
    assert!(files.report.warnings().is_empty());
}
