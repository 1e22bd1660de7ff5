//! Settings loaded, beside figment and config: ten of them, and all of the facade's.

use std::collections::BTreeMap;
use std::hint::black_box;

use config::{Config, Environment};
use figment::Figment;
use figment::providers::Serialized;
use seaworthy_settings::{SecretKey, Settings, Sources};
use serde::Deserialize;

use super::settings_mirror::Mirror;
use crate::{Role, Scenario, repeated};

/// The same struct for everybody.
#[derive(Debug, Deserialize, Settings)]
#[allow(dead_code, reason = "what is loaded is thrown away")]
struct Ten {
    debug: bool,
    name: String,
    port: u16,
    workers: usize,
    ratio: f64,
    host: String,
    path: std::path::PathBuf,
    seconds: u64,
    address: std::net::SocketAddr,
    comment: Option<String>,
}

const VALUES: [(&str, &str); 10] = [
    ("DEBUG", "false"),
    ("NAME", "harvest"),
    ("PORT", "8000"),
    ("WORKERS", "4"),
    ("RATIO", "0.5"),
    ("HOST", "www.example.com"),
    ("PATH", "/var/lib/harvest"),
    ("SECONDS", "31536000"),
    ("ADDRESS", "127.0.0.1:8000"),
    ("COMMENT", "none"),
];

/// What a service in production has in its environment: settings, and what is there anyway.
const ALL: [(&str, &str); 24] = [
    ("ALLOWED_HOSTS", "www.example.com,.example.org"),
    ("TRUSTED_PROXIES", "10.0.0.0/8"),
    ("SECURE_HSTS_SECONDS", "63072000"),
    ("CSP_SCRIPT_SRC", "'self'"),
    ("CSRF_TRUSTED_ORIGINS", "https://shop.example.com"),
    (
        "CORS_ALLOWED_ORIGINS",
        "https://shop.example.com,https://app.example.com",
    ),
    ("LOG_LEVEL", "WARNING"),
    ("LOG_LEVELS", "app=info,app::db=debug"),
    (
        "DATABASE_URL",
        "postgres://harvest:4t7fPpQv2n@db.example.com/harvest",
    ),
    ("REDIS_URL", "redis://cache.example.com/0"),
    ("BIND", "0.0.0.0:8000"),
    ("HOME", "/srv/harvest"),
    ("HOSTNAME", "harvest-7d9c5b4f6-x2x9z"),
    ("KUBERNETES_PORT", "tcp://10.96.0.1:443"),
    ("KUBERNETES_PORT_443_TCP", "tcp://10.96.0.1:443"),
    ("KUBERNETES_PORT_443_TCP_ADDR", "10.96.0.1"),
    ("KUBERNETES_PORT_443_TCP_PORT", "443"),
    ("KUBERNETES_PORT_443_TCP_PROTO", "tcp"),
    ("KUBERNETES_SERVICE_HOST", "10.96.0.1"),
    ("KUBERNETES_SERVICE_PORT", "443"),
    ("LANG", "C.UTF-8"),
    ("PATH", "/usr/local/bin:/usr/bin:/bin"),
    ("PWD", "/srv/harvest"),
    ("SHLVL", "0"),
];

/// The variables that hold lists, which config has to be told.
const LISTS: [&str; 5] = [
    "allowed_hosts",
    "cors_allowed_origins",
    "csrf_trusted_origins",
    "log_levels",
    "trusted_proxies",
];

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![ten(), all()]
}

fn ten() -> Scenario {
    let sources = Sources::pairs(VALUES);
    Scenario {
        block: "settings",
        name: "ten settings",
        contenders: vec![
            repeated(Role::Ours, "seaworthy-settings", move || {
                let loaded = Ten::load(black_box(&sources));
                assert!(black_box(loaded).is_ok(), "the values are right");
            }),
            repeated(Role::Peer, "figment", || {
                let values = typed(&VALUES);
                let ten: Result<Ten, _> = Figment::from(Serialized::defaults(values)).extract();
                assert!(black_box(ten).is_ok(), "the values are right");
            }),
            repeated(Role::Peer, "config", || {
                let ten = with_config::<Ten>(&VALUES);
                assert!(black_box(ten).is_ok(), "the values are right");
            }),
        ],
    }
}

/// The facade's settings: every variable, its type and its rules; the peers have the names and the
/// types of serde alone.
fn all() -> Scenario {
    let key = SecretKey::generate().map(|key| key.expose().to_owned());
    let key = key.unwrap_or_default();
    let sources = Sources::pairs(ALL).set("SECRET_KEY", &key);
    Scenario {
        block: "settings",
        name: "the facade's settings",
        contenders: vec![
            repeated(Role::Ours, "seaworthy::Settings", move || {
                let loaded = seaworthy::Settings::load(black_box(&sources));
                assert!(black_box(loaded).is_ok(), "the values are right");
            }),
            repeated(Role::Peer, "figment", || {
                let values = typed(&ALL);
                let all: Result<Mirror, _> = Figment::from(Serialized::defaults(values)).extract();
                assert!(black_box(all).is_ok(), "the values are right");
            }),
            repeated(Role::Peer, "config", || {
                let all = with_config::<Mirror>(&ALL);
                assert!(black_box(all).is_ok(), "the values are right");
            }),
        ],
    }
}

fn with_config<T: for<'de> Deserialize<'de>>(
    values: &[(&str, &str)],
) -> Result<T, config::ConfigError> {
    let values = values.iter();
    let values = values.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let environment = Environment::default()
        .source(Some(values.collect()))
        .try_parsing(true)
        .list_separator(",");
    let environment = LISTS.iter().fold(environment, |environment, list| {
        environment.with_list_parse_key(list)
    });
    Config::builder()
        .add_source(environment)
        .build()?
        .try_deserialize()
}

/// Figment reads the types off the text before it knows the struct, as here.
fn typed(values: &[(&str, &str)]) -> BTreeMap<String, serde_json::Value> {
    let value = |name: &str, text: &str| {
        if LISTS.contains(&name) {
            return text.split(',').collect();
        }
        serde_json::from_str(text).unwrap_or_else(|_| text.into())
    };
    values
        .iter()
        .map(|(name, text)| {
            let name = name.to_ascii_lowercase();
            let value = value(&name, text);
            (name, value)
        })
        .collect()
}
