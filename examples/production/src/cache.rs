//! The cache, where `REDIS_URL` names one.

use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisError};
use seaworthy::settings::RedisUrl;

/// How long a connection and an answer may take.
const LONGEST: Duration = Duration::from_secs(2);

/// Why there is no cache.
///
/// The URL is not shown: it may hold a password.
#[derive(Debug, thiserror::Error)]
#[error(
    "REDIS_URL cannot be used: {}; this application is built without TLS, so that it takes \
     `redis://`, not `rediss://`",
    .0.category()
)]
pub(crate) struct Error(RedisError);

/// Makes the connection that the application shares; it is established when it is first used, and
/// again whenever it was lost.
pub(crate) fn open(url: &RedisUrl) -> Result<ConnectionManager, Error> {
    let client = Client::open(url.for_driver().expose().as_str()).map_err(Error)?;
    let config = ConnectionManagerConfig::new()
        .set_connection_timeout(Some(LONGEST))
        .set_response_timeout(Some(LONGEST))
        .set_max_delay(LONGEST)
        .set_number_of_retries(1);
    ConnectionManager::new_lazy_with_config(client, config).map_err(Error)
}

/// Answers whether the cache does.
pub(crate) async fn ping(mut cache: ConnectionManager) -> Result<(), RedisError> {
    redis::cmd("PING").exec_async(&mut cache).await
}

/// Whether the cache gives back what it is given, under a name of its own and for a moment.
///
/// # Errors
///
/// What is wrong, without the URL.
pub(crate) async fn try_out(url: &RedisUrl) -> Result<bool, String> {
    let mut cache = open(url).map_err(|error| error.to_string())?;
    let key = format!("seaworthy:check:{}", std::process::id());
    let tried = async {
        let mut set = redis::cmd("SET");
        set.arg(&key).arg("1").arg("PX").arg(10_000).arg("NX");
        set.exec_async(&mut cache).await?;
        let given: Option<String> = redis::cmd("GET").arg(&key).query_async(&mut cache).await?;
        redis::cmd("DEL").arg(&key).exec_async(&mut cache).await?;
        Ok::<_, RedisError>(given.as_deref() == Some("1"))
    };
    tried
        .await
        .map_err(|error| format!("the cache does not answer: {}", error.category()))
}
