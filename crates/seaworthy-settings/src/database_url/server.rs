//! The server of a database.

use crate::Invalid;
use crate::url::authority::Authority;
use crate::url::parts::Parts;
use crate::url::{encoding, query};

use super::{DatabaseHost, Engine};

/// The hosts of the server, after all of the URL is checked but its scheme and its known options.
pub(super) fn hosts(engine: Engine, parts: &Parts<'_>) -> Result<Vec<DatabaseHost>, Invalid> {
    let authority = Authority::of(parts.authority.unwrap_or_default());
    authority.check_user()?;
    parts.check_late_at()?;
    if parts.fragment.is_some() {
        return Err(Invalid::new(
            "it has a `#`, which is percent-encoded in a password: `%23`",
        ));
    }
    if authority.hosts.is_empty() && parts.path.starts_with("//") {
        return Err(Invalid::new(
            "it has no host: a socket is named by its directory, as in `@%2Frun%2Fpostgresql/`",
        ));
    }
    query::check(parts.query)?;
    encoding::check(parts.path)?;
    let name = parts.path.strip_prefix('/').unwrap_or_default();
    if name.contains('/') {
        return Err(Invalid::new(
            "the name of its database has a `/`, which is percent-encoded there: `%2F`",
        ));
    }
    let default = engine.default_port().unwrap_or_default();
    match engine {
        Engine::Postgres => {
            check_twice(&authority, name, parts.query)?;
            DatabaseHost::several(authority.hosts, parts.query, default)
        }
        Engine::MySql
            if authority.hosts.is_empty() && query::value(parts.query, "socket").is_some() =>
        {
            Ok(Vec::new())
        }
        _ => DatabaseHost::one(authority.hosts, default),
    }
}

/// Refuses what is named by the URL itself and by an option as well: drivers do not agree which of
/// the two counts.
fn check_twice(
    authority: &Authority<'_>,
    name: &str,
    options: Option<&str>,
) -> Result<(), Invalid> {
    for (given, option) in [
        (authority.username(), "user"),
        (authority.password(), "password"),
        (Some(name), "dbname"),
    ] {
        let given = given.is_some_and(|given| !given.is_empty());
        if given && query::value(options, option).is_some() {
            return Err(Invalid::new(
                "it names its user, password or database twice, once among its options",
            ));
        }
    }
    Ok(())
}
