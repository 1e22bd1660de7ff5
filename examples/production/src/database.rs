//! The embedded database, and the migrations that are compiled in.

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
    if url.is_some_and(|url| url.engine() != Engine::Sqlite) {
        return Err(Error::Url);
    }
    let url = url.map(DatabaseUrl::for_driver);
    let url = url
        .as_ref()
        .map_or(DEFAULT_URL, |url| url.expose().as_str());
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|_| Error::Url)?
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(Duration::from_secs(5));
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
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

/// Answers whether the database does.
pub(crate) async fn ping(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT 1").execute(pool).await.map(drop)
}
