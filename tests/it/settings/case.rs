//! A case of the vectors: its struct, its sources, what came of it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use seaworthy_cors::Origin;
use seaworthy_gate::HostPattern;
use seaworthy_settings::{
    ByteSize, DatabaseUrl, FromSetting, LoadError, RedisUrl, Report, Secret, SecretKey, Settings,
    Sources,
};
use serde_json::{Value, json};

pub(super) const VECTORS: &str = include_str!("../../vectors/settings.json");

pub(super) fn vectors() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

/// Schemas that no setting has, and why.
pub(super) const SCHEMAS_LEFT_OUT: [(&str, &str); 1] = [(
    "{\"V\":{\"interpolate\":true,\"type\":\"string\"}}",
    "a value is never looked up in another variable: a key may begin with `$`",
)];

#[derive(Clone, Copy, Debug, Eq, FromSetting, PartialEq)]
enum Level {
    Debug,
    Info,
    Warn,
    Error,
}

#[derive(Clone, Copy, Debug, Eq, FromSetting, PartialEq)]
enum Profile {
    #[setting(alias = "development")]
    Dev,
    Test,
    #[setting(alias = "production")]
    Prod,
}

/// What comes of loading a case, and everything that can be printed of it.
pub(super) struct Outcome {
    pub(super) result: Result<(Value, Report), LoadError>,
    pub(super) outputs: Vec<(&'static str, String)>,
}

/// Secrets that a struct holds besides the field that it is about.
#[derive(Debug, Settings)]
#[expect(dead_code, reason = "only what is printed is looked at")]
struct Canaries {
    canary: Option<Secret<String>>,
    canary_key: Option<SecretKey>,
    canary_url: Option<DatabaseUrl>,
    #[settings(default = [])]
    canary_numbers: Vec<Secret<u64>>,
}

/// How a case is loaded, by its schema as JSON.
type Load = fn(&Sources) -> Outcome;

macro_rules! schemas {
    ($($schema:expr => {$($(#[$meta:meta])* $field:ident: $type:ty),* $(,)?} $value:expr;)*) => {
        fn loaders() -> Vec<(&'static str, Load)> {
            vec![$(($schema, {
                #[derive(Debug, Settings)]
                struct Schema {
                    $($(#[$meta])* $field: $type,)*
                    #[settings(flatten)]
                    #[expect(dead_code, reason = "only what is printed is looked at")]
                    canaries: Canaries,
                }
                |sources| Outcome::of::<Schema>(sources, $value)
            })),*]
        }
    };
}

schemas! {
    r#"{"V":"bool"}"# => { v: bool } |s| json!(s.v);
    r#"{"V":"u16"}"# => { v: u16 } |s| json!(s.v);
    r#"{"V":"f64"}"# => { v: f64 } |s| json!(s.v);
    r#"{"V":"duration_ms"}"# => { v: Duration } |s| json!(u64::try_from(s.v.as_millis()).unwrap());
    r#"{"V":"bytesize"}"# => { v: ByteSize } |s| json!(s.v.bytes());
    r#"{"V":"string"}"# => { v: String } |s| json!(s.v);
    r#"{"V":"secret"}"# => { v: Secret<String> } |s| json!(s.v.expose());
    r#"{"V":"option<u32>"}"# => { v: Option<u32> } |s| json!(s.v);
    r#"{"V":"list<string>"}"# => { v: Vec<String> } |s| json!(s.v);
    r#"{"V":"list<u16>"}"# => { v: Vec<u16> } |s| json!(s.v);
    r#"{"V":"map<string,string>"}"# => { v: BTreeMap<String, String> } |s| json!(s.v);
    r#"{"V":"enum{debug,info,warn,error}"}"# => { v: Level }
        |s| json!(format!("{:?}", s.v).to_lowercase());
    r#"{"ENV":"profile{dev,test,prod}"}"# => { env: Profile }
        |s| json!(format!("{:?}", s.env).to_lowercase());
    r#"{"V":"list<host>"}"# => { #[settings(from_str)] v: Vec<HostPattern> }
        |s| json!(s.v.len());
    r#"{"V":"list<host_pattern>"}"# => { #[settings(from_str)] v: Vec<HostPattern> }
        |s| json!(s.v.iter().map(ToString::to_string).collect::<Vec<_>>());
    r#"{"V":"list<origin>"}"# => { #[settings(from_str)] v: Vec<Origin> } |s| json!(s.v.len());
    r#"{"DATABASE_URL":"database_url"}"# => { database_url: DatabaseUrl }
        |s| database(&s.database_url);
    r#"{"CACHE_URL":"cache_url"}"# => { cache_url: RedisUrl } |s| cache(&s.cache_url);
    r#"{"SECRET":"secret"}"# => { secret: Secret<String> } |s| json!(s.secret.expose());
    r#"{"SECRET_KEY":"secret"}"# => { secret_key: Secret<String> }
        |s| json!(s.secret_key.expose());
    r#"{"DB_PASSWORD":"secret"}"# => { db_password: Secret<String> }
        |s| json!(s.db_password.expose());
    r#"{"LOG_FILE":"path"}"# => { log_file: PathBuf } |s| json!(s.log_file);
    r#"{"PORT":"u16"}"# => { port: u16 } |s| json!(s.port);
    r#"{"DB":{"URL":"string"}}"# => { #[settings(nested)] db: Database } |s| json!(s.db.url);
    concat!(
        r#"{"DB__POOL_SIZE":"u32","DB__URL":"database_url","DEBUG":"bool","#,
        r#""HOSTS":"list<host_pattern>","PORT":"u16","RATIO":"f64","SECRET_KEY":"secret_key"}"#
    ) => {
        secret_key: SecretKey,
        debug: bool,
        port: u16,
        ratio: f64,
        #[settings(from_str)]
        hosts: Vec<HostPattern>,
        #[settings(nested)]
        db: Pool,
    } |s| json!({
        "DEBUG": s.debug,
        "PORT": s.port,
        "RATIO": s.ratio,
        "HOSTS": s.hosts.len(),
        "DB__POOL_SIZE": s.db.pool_size,
        "DB__URL": s.db.url.host(),
        "SECRET_KEY": s.secret_key.expose().len(),
    });
}

#[derive(Debug, Settings)]
struct Database {
    url: String,
}

#[derive(Debug, Settings)]
struct Pool {
    url: DatabaseUrl,
    pool_size: u32,
}

fn database(url: &DatabaseUrl) -> Value {
    let options = url.options();
    let options: BTreeMap<_, _> = options
        .map(|(name, value)| (name, value.expose().clone()))
        .collect();
    json!({
        "scheme": format!("{:?}", url.engine()).to_lowercase(),
        "host": url.host(),
        "port": url.port(),
        "name": url.database(),
        "options": options,
    })
}

fn cache(url: &RedisUrl) -> Value {
    match url.socket() {
        Some(socket) => json!({ "socket": socket }),
        None => json!({
            "tls": url.tls(),
            "host": url.host(),
            "port": url.port(),
            "db": url.database(),
        }),
    }
}

impl Outcome {
    fn of<S: Settings + Debug>(sources: &Sources, value: fn(&S) -> Value) -> Self {
        let loaded = S::load(sources);
        let outputs = everything(&loaded, sources);
        let result = loaded.map(|loaded| (value(&loaded.settings), loaded.report));
        Self { result, outputs }
    }

    /// Loads the struct of a case, if there is one.
    pub(super) fn of_case(case: &Value, sources: &Sources) -> Option<Self> {
        let schema = case["schema"].to_string();
        let (_, load) = loaders().into_iter().find(|(of, _)| *of == schema)?;
        Some(load(sources))
    }
}

/// Every form in which the outcome of loading can be printed.
fn everything<T: Debug>(
    loaded: &Result<seaworthy_settings::Loaded<T>, LoadError>,
    sources: &Sources,
) -> Vec<(&'static str, String)> {
    let mut outputs = vec![("debug", format!("{loaded:?} {loaded:#?} {sources:?}"))];
    match loaded {
        Ok(loaded) => {
            outputs.push(("text", loaded.report.to_string()));
            outputs.push(("json", loaded.report.json()));
            let entries = loaded.report.entries().iter();
            outputs.extend(entries.map(|entry| ("entry", format!("{entry} {entry:?}"))));
            outputs.push(("tracing", traced(&loaded.report, &loaded.settings)));
        }
        Err(error) => {
            let colored = error.text().color(true).width(60);
            outputs.push(("text", format!("{error} {error:?} {colored}")));
            outputs.push(("json", error.json()));
            for issue in error.issues() {
                let (kind, given) = (issue.kind(), issue.given());
                outputs.push(("issue", format!("{issue} {issue:?} {kind:?} {given:?}")));
            }
            let warnings = error.warnings().iter();
            outputs.extend(warnings.map(|warning| ("warning", format!("{warning} {warning:?}"))));
            outputs.push(("tracing", traced(error, error)));
        }
    }
    outputs
}

/// What the panic says of a host that unwraps the error.
pub(super) fn panic_message(error: LoadError) -> String {
    let failed: Result<(), LoadError> = std::hint::black_box(Err(error));
    let panicking = std::panic::AssertUnwindSafe(|| failed.unwrap());
    let payload = std::panic::catch_unwind(panicking).unwrap_err();
    *payload.downcast::<String>().unwrap()
}

/// What a log holds that is told of the outcome.
fn traced(shown: &impl std::fmt::Display, detail: &impl Debug) -> String {
    let lines = super::lines::Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(lines.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        tracing::error!(error = %shown, settings = ?detail, "settings");
    });
    lines.text()
}

/// The sources of a case, whose files are written.
pub(super) fn sources(case: &Value, directory: &Path) -> Sources {
    let directory_text = directory.to_str().unwrap();
    for (name, content) in case["files"].as_object().into_iter().flatten() {
        let path = directory.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match content["link"].as_str() {
            Some(target) => link(target, &path),
            None => fs::write(path, content.as_str().unwrap()).unwrap(),
        }
    }
    let mut variables: BTreeMap<String, OsString> = BTreeMap::new();
    for (name, value) in case["env"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap().replace("$TMP", directory_text);
        // Names are joined by one `_`.
        variables.insert(name.replace("__", "_"), value.into());
    }
    for (name, hex) in case["env_bytes_hex"].as_object().into_iter().flatten() {
        variables.insert(name.clone(), from_hex(hex.as_str().unwrap()));
    }
    // Where a variable has the name of its field, there is no prefix.
    let names = case["schema"].as_object().unwrap().keys();
    let is_bare =
        names.clone().any(|name| variables.contains_key(name)) && case["id"] != "multi.unprefixed";
    let mut sources = Sources::pairs(variables).prefix(if is_bare { "" } else { "APP" });
    if let Some(path) = case["secrets_dir"].as_str() {
        sources = sources.secrets_dir(path.replace("$TMP", directory_text));
    }
    if let Some(text) = case["toml"].as_str() {
        let path = directory.join("app.toml");
        fs::write(&path, text).unwrap();
        sources = sources.toml(path);
    }
    sources
}

#[cfg(unix)]
fn link(target: &str, path: &Path) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

#[cfg(not(unix))]
fn link(target: &str, path: &Path) {
    fs::copy(path.with_file_name(target), path).unwrap();
}

#[cfg(unix)]
fn from_hex(hex: &str) -> OsString {
    use std::os::unix::ffi::OsStringExt;

    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    OsString::from_vec((0..hex.len()).step_by(2).map(byte).collect())
}

/// An empty directory of this case's own.
pub(super) fn directory(test: &str, id: &str) -> PathBuf {
    let name: String = id.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("settings-{test}-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}
