//! The URL of a database.

mod engine;
mod file;
mod host;
mod known;
mod option;
mod server;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

use crate::secret::REDACTED;
use crate::url::authority::Authority;
use crate::url::parts::Parts;
use crate::url::shown::Shown;
use crate::url::{encoding, query, text};
use crate::{FromSetting, Invalid, Secret};

pub use engine::Engine;
pub use host::DatabaseHost;

/// The URL of a database: `postgres://user:password@host:5432/name?sslmode=require`.
///
/// Its text stays as it was given, byte for byte; [`for_driver`](Self::for_driver) only changes the
/// scheme to one that drivers know. The schemes are those of django-environ for which there is a
/// driver:
///
/// | [`Engine`] | schemes |
/// |---|---|
/// | PostgreSQL | `postgres`, `postgresql`, `pgsql`, `psql`, `postgis` |
/// | what speaks its protocol | `cockroachdb`, `cockroach`, `redshift`, `timescaledb` |
/// | MySQL | `mysql`, `mysql2`, `mysqlgis`, `mysql-connector`, `mariadb` |
/// | SQLite | `sqlite`, `sqlite3`, `spatialite` |
/// | SQL Server | `mssql`, `mssqlms`, `sqlserver` |
/// | Oracle | `oracle`, `oraclegis` |
///
/// Postgres may have several hosts, separated by commas, or a socket: as its host with `%2F` for
/// `/`, or as the option `host`. A path of SQLite is absolute behind three slashes, as in
/// `sqlite:///var/lib/app.sqlite`, and relative behind two or none.
///
/// Options such as `sslmode` are checked, and a name that is nearly that of a known option is
/// refused; other options are left to the driver.
///
/// It is a secret, compared in constant time and wiped as a [`Secret`] is. What is shown of it is
/// its scheme and its hosts.
///
/// ```
/// use seaworthy_settings::{DatabaseUrl, Engine};
///
/// let url: DatabaseUrl = "psql://me:hunt%2Fer2@db.example/shop?sslmode=require".parse()?;
/// assert_eq!(url.engine(), Engine::Postgres);
/// assert_eq!((url.host(), url.port()), (Some("db.example"), Some(5432)));
/// assert_eq!(url.password().unwrap().expose(), "hunt/er2");
/// assert_eq!(url.database().as_deref(), Some("shop"));
/// assert!(url.for_driver().expose().starts_with("postgres://me:"));
/// assert_eq!(url.to_string(), "psql://[redacted]@db.example/[redacted]?[redacted]");
///
/// let error = "postgres://h/shop?sslmod=require".parse::<DatabaseUrl>().unwrap_err();
/// assert!(error.to_string().contains("did you mean `sslmode`?"));
/// # Ok::<(), seaworthy_settings::Invalid>(())
/// ```
#[derive(Clone)]
pub struct DatabaseUrl {
    text: Secret<String>,
    engine: Engine,
    hosts: Vec<DatabaseHost>,
}

impl DatabaseUrl {
    /// The text as it was given, which must not be logged.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// The text with the scheme by which drivers know the engine, and otherwise as it was given:
    /// `psql://` becomes `postgres://`.
    #[must_use]
    pub fn for_driver(&self) -> Secret<String> {
        let text = self.expose();
        let scheme = self.parts().scheme.unwrap_or_default();
        let rest = text.strip_prefix(scheme).unwrap_or_default();
        let known = Engine::of_scheme(scheme).map_or(scheme, |(_, known)| known);
        let mut changed = String::with_capacity(known.len().saturating_add(rest.len()));
        changed.extend([known, rest]);
        Secret::new(changed)
    }

    /// Which database it is of.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The hosts in the order in which they are tried; none for SQLite, and for MySQL on a socket.
    #[must_use]
    pub fn hosts(&self) -> &[DatabaseHost] {
        &self.hosts
    }

    /// The name of the first host, or its address, or the path of its socket.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.hosts.first().map(DatabaseHost::name)
    }

    /// The port of the first host, or where the engine listens without one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.hosts.first().map(DatabaseHost::port)
    }

    /// The user's name, decoded; none where it is empty.
    #[must_use]
    pub fn username(&self) -> Option<String> {
        let given = self.authority().and_then(|authority| authority.username());
        let given = given.and_then(encoding::decode_some);
        given.or_else(|| self.postgres_option("user"))
    }

    /// The password, decoded; none where it is empty.
    #[must_use]
    pub fn password(&self) -> Option<Secret<String>> {
        let given = self.authority().and_then(|authority| authority.password());
        let given = given.and_then(encoding::decode_secret);
        given.or_else(|| self.postgres_option("password").map(Secret::new))
    }

    /// The name of the database, decoded; for SQLite the path of its file, or `:memory:`.
    #[must_use]
    pub fn database(&self) -> Option<String> {
        if self.engine == Engine::Sqlite {
            return encoding::decode_some(file::path(self.expose()));
        }
        let path = self.parts().path;
        let given = encoding::decode_some(path.strip_prefix('/').unwrap_or(path));
        given.or_else(|| self.postgres_option("dbname"))
    }

    /// The options behind the `?`, decoded, in their order.
    ///
    /// A `+` in them is refused, for some drivers read it as a space.
    pub fn options(&self) -> impl Iterator<Item = (String, Secret<String>)> {
        query::decoded(self.parts().query)
            .map(|(mut name, value)| (std::mem::take(&mut *name), secret(value)))
    }

    fn postgres_option(&self, name: &str) -> Option<String> {
        if self.engine != Engine::Postgres {
            return None;
        }
        let mut value = query::value(self.parts().query, name)?;
        (!value.is_empty()).then(|| std::mem::take(&mut *value))
    }

    fn parts(&self) -> Parts<'_> {
        Parts::of(self.expose())
    }

    /// Who and where, unless it is a file.
    fn authority(&self) -> Option<Authority<'_>> {
        let has_server = self.engine != Engine::Sqlite;
        let authority = self.parts().authority.filter(|_| has_server);
        authority.map(Authority::of)
    }
}

impl FromStr for DatabaseUrl {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        text::check(text)?;
        let parts = Parts::of(text);
        let engine = Engine::of_url(text, &parts)?;
        parts.check()?;
        let hosts = if engine == Engine::Sqlite {
            file::check(text, &parts)?;
            Vec::new()
        } else {
            server::hosts(engine, &parts)?
        };
        option::check(engine, parts.query)?;
        let text = Secret::new(text.to_owned());
        Ok(Self {
            text,
            engine,
            hosts,
        })
    }
}

impl FromSetting for DatabaseUrl {
    const SECRET: bool = true;

    fn expected() -> Cow<'static, str> {
        "the URL of a database, such as postgres://user:password@host:5432/name".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl PartialEq for DatabaseUrl {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for DatabaseUrl {}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.engine {
            Engine::Sqlite => write!(f, "sqlite:{REDACTED}"),
            _ => Shown(self.expose()).fmt(f),
        }
    }
}

fn secret(mut text: Zeroizing<String>) -> Secret<String> {
    Secret::new(std::mem::take(&mut *text))
}

#[cfg(test)]
mod tests;
