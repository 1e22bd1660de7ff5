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
