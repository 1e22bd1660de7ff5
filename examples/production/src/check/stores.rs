//! The database and the cache, looked at without a change that would stay.

use seaworthy::check::Finding;
use seaworthy::settings::{DatabaseUrl, RedisUrl};

use super::host::finding;
use crate::cache;
use crate::database::{self, Applied};

pub(super) async fn database(url: Option<DatabaseUrl>) -> Option<Finding> {
    let answered = async {
        let pool = database::open_to_look(url.as_ref()).await?;
        database::ping(&pool).await.map_err(database::Error::Open)
    };
    let error = answered.await.err()?;
    Some(finding("database.down", sentence(&error.to_string())).object("DATABASE_URL"))
}

pub(super) async fn migrations(url: Option<DatabaseUrl>) -> Vec<Finding> {
    let applied = async {
        let pool = database::open_to_look(url.as_ref()).await?;
        database::applied(&pool)
            .await
            .map_err(database::Error::Open)
    };
    let applied = match applied.await {
        Ok(applied) => applied,
        Err(error) => return vec![finding("database.down", sentence(&error.to_string()))],
    };
    let found = applied.into_iter().filter_map(|(version, applied)| {
        let (id, what) = match applied {
            Applied::AsItIs => return None,
            Applied::Changed => ("migrations.changed", "is not the one that was applied"),
            Applied::Failed => ("migrations.failed", "ended midway"),
            Applied::NotYet => ("migrations.pending", "is not applied yet"),
            Applied::Unknown => ("migrations.changed", "was applied, and is not known here"),
        };
        let message = format!("The migration {version} {what}.");
        Some(finding(id, message).object(version.to_string()))
    });
    found.collect()
}

pub(super) async fn cache(url: RedisUrl) -> Option<Finding> {
    let found = match cache::try_out(&url).await {
        Ok(true) => return None,
        Ok(false) => finding("cache.loses", "A value that was just set is not there."),
        Err(error) => finding("cache.down", sentence(&error)),
    };
    Some(found.object("REDIS_URL"))
}

/// An error as a sentence.
fn sentence(error: &str) -> String {
    let mut characters = error.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).chain(['.']).collect()
}
