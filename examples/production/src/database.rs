//! The embedded database, and the migrations that are compiled in.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use seaworthy::settings::{DatabaseUrl, Engine};
use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Where the data is kept when `DATABASE_URL` does not say.
const DEFAULT_URL: &str = "sqlite://production.sqlite3";

/// Why there is no database.
///
/// No variant shows the URL: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(
        "DATABASE_URL is not understood: this application is built with SQLite; \
             write `sqlite://path/to/file.sqlite3`"
    )]
    Url,
    #[error("the database cannot be opened: {0}; check that the path in DATABASE_URL is writable")]
    Open(#[source] sqlx::Error),
    #[error("the database cannot be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// Opens the database, creating it where there is none, and brings its schema up to date.
pub(crate) async fn open(url: Option<&DatabaseUrl>) -> Result<SqlitePool, Error> {
    let text = url.map(DatabaseUrl::for_driver);
    let text = text.as_ref().map(|text| text.expose().as_str());
    let in_memory =
        text.is_some_and(|text| text.contains(":memory:") || text.contains("mode=memory"));
    migrated(options(url)?, in_memory).await
}

/// Opens a database that nobody else sees, with the schema up to date.
pub(crate) async fn in_memory() -> Result<SqlitePool, Error> {
    let options = SqliteConnectOptions::from_str("sqlite::memory:").map_err(|_| Error::Url)?;
    migrated(options, true).await
}

async fn migrated(options: SqliteConnectOptions, in_memory: bool) -> Result<SqlitePool, Error> {
    let options = options
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(Duration::from_secs(5));
    let pool = SqlitePoolOptions::new()
        // Each connection to a database in memory has one of its own, which goes when it closes.
        .max_connections(if in_memory { 1 } else { 5 })
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options)
        .await
        .map_err(Error::Open)?;
    MIGRATIONS.run(&pool).await?;
    Ok(pool)
}

/// Whether there is a database already.
pub(crate) fn is_there(url: Option<&DatabaseUrl>) -> bool {
    // What is not understood is said by whoever opens it.
    options(url).map_or(true, |options| options.get_filename().exists())
}

/// Opens the database as it is, to look and to change nothing.
pub(crate) async fn open_to_look(url: Option<&DatabaseUrl>) -> Result<SqlitePool, Error> {
    let options = options(url)?.read_only(true);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options);
    pool.await.map_err(Error::Open)
}

/// What became of a migration.
pub(crate) enum Applied {
    AsItIs,
    Changed,
    Failed,
    NotYet,
    /// Another version of the application knows it.
    Unknown,
}

/// Each migration that is known, here or to the database, and what became of it.
pub(crate) async fn applied(pool: &SqlitePool) -> Result<Vec<(i64, Applied)>, sqlx::Error> {
    let table = "SELECT count(*) FROM sqlite_master WHERE name = '_sqlx_migrations'";
    let tables: i64 = sqlx::query_scalar(table).fetch_one(pool).await?;
    let mut rows: BTreeMap<i64, (bool, Vec<u8>)> = BTreeMap::new();
    if tables > 0 {
        let applied = "SELECT version, success, checksum FROM _sqlx_migrations";
        let applied: Vec<(i64, bool, Vec<u8>)> = sqlx::query_as(applied).fetch_all(pool).await?;
        rows.extend(
            applied
                .into_iter()
                .map(|(version, ended, sum)| (version, (ended, sum))),
        );
    }
    let mut found: Vec<(i64, Applied)> = Vec::new();
    for migration in MIGRATIONS.iter() {
        let applied = match rows.remove(&migration.version) {
            None => Applied::NotYet,
            Some((false, _)) => Applied::Failed,
            Some((true, sum)) if *sum == *migration.checksum => Applied::AsItIs,
            Some((true, _)) => Applied::Changed,
        };
        found.push((migration.version, applied));
    }
    found.extend(rows.into_keys().map(|version| (version, Applied::Unknown)));
    Ok(found)
}

fn options(url: Option<&DatabaseUrl>) -> Result<SqliteConnectOptions, Error> {
    if url.is_some_and(|url| url.engine() != Engine::Sqlite) {
        return Err(Error::Url);
    }
    let url = url.map(DatabaseUrl::for_driver);
    let url = url
        .as_ref()
        .map_or(DEFAULT_URL, |url| url.expose().as_str());
    SqliteConnectOptions::from_str(url).map_err(|_| Error::Url)
}

/// Answers whether the database does.
pub(crate) async fn ping(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT 1").execute(pool).await.map(drop)
}
