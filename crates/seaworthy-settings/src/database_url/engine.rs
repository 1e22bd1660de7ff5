//! Which database a URL is of.

use std::fmt;

use crate::Invalid;
use crate::url::parts::Parts;

/// The kind of a database, told by the scheme of its [`DatabaseUrl`](crate::DatabaseUrl).
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Engine {
    /// MySQL and MariaDB.
    MySql,
    /// Oracle Database.
    Oracle,
    /// PostgreSQL, and what speaks its protocol: CockroachDB, Redshift, TimescaleDB.
    Postgres,
    /// A file of SQLite, or a database in memory.
    Sqlite,
    /// Microsoft SQL Server.
    SqlServer,
}

impl Engine {
    /// The port where the server listens if nothing else is said; none where there is no server.
    #[must_use]
    pub const fn default_port(self) -> Option<u16> {
        match self {
            Self::MySql => Some(3306),
            Self::Oracle => Some(1521),
            Self::Postgres => Some(5432),
            Self::Sqlite => None,
            Self::SqlServer => Some(1433),
        }
    }

    /// The engine of the scheme, or what to do about a scheme that has none.
    pub(super) fn of_url(text: &str, parts: &Parts<'_>) -> Result<Self, Invalid> {
        let scheme = parts.scheme.unwrap_or_default();
        if let Some((engine, _)) = Self::of_scheme(scheme) {
            if engine == Self::Sqlite || parts.authority.is_some() {
                return Ok(engine);
            }
        }
        let begins = |prefix: &str| {
            let begin = text.get(..prefix.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(prefix))
        };
        let engine_before_plus = || {
            let (engine, _) = scheme.split_once('+')?;
            Self::of_scheme(engine)
        };
        Err(Invalid::new(if begins("prometheus_") {
            "its scheme is one of django-prometheus: leave out the `prometheus_`"
        } else if begins("jdbc:") {
            "its scheme is one of Java: leave out the `jdbc:`"
        } else if engine_before_plus().is_some() {
            "its scheme names a driver of SQLAlchemy: leave out the `+` and what follows it"
        } else if parts.authority.is_none() || parts.scheme.is_none() {
            "it does not begin with a scheme and `://`, such as `postgres://`"
        } else {
            "its scheme is not that of a database: there are postgres, mysql, sqlite, mssql, \
             oracle, and other names of these"
        }))
    }

    /// The engine of a scheme, in any case, and the scheme that drivers know it by.
    pub(super) fn of_scheme(scheme: &str) -> Option<(Self, &'static str)> {
        let mut known = SCHEMES.iter();
        known
            .find(|(given, ..)| scheme.eq_ignore_ascii_case(given))
            .map(|(_, engine, for_driver)| (*engine, *for_driver))
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MySql => "MySQL",
            Self::Oracle => "Oracle",
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
            Self::SqlServer => "SQL Server",
        })
    }
}

/// The schemes of django-environ and dj-database-url for which there are drivers, and what these
/// call them.
const SCHEMES: [(&str, Engine, &str); 22] = [
    ("cockroach", Engine::Postgres, "postgres"),
    ("cockroachdb", Engine::Postgres, "postgres"),
    ("mariadb", Engine::MySql, "mysql"),
    ("mssql", Engine::SqlServer, "mssql"),
    ("mssqlms", Engine::SqlServer, "mssql"),
    ("mysql", Engine::MySql, "mysql"),
    ("mysql-connector", Engine::MySql, "mysql"),
    ("mysql2", Engine::MySql, "mysql"),
    ("mysqlgis", Engine::MySql, "mysql"),
    ("oracle", Engine::Oracle, "oracle"),
    ("oraclegis", Engine::Oracle, "oracle"),
    ("pgsql", Engine::Postgres, "postgres"),
    ("postgis", Engine::Postgres, "postgres"),
    ("postgres", Engine::Postgres, "postgres"),
    ("postgresql", Engine::Postgres, "postgresql"),
    ("psql", Engine::Postgres, "postgres"),
    ("redshift", Engine::Postgres, "postgres"),
    ("spatialite", Engine::Sqlite, "sqlite"),
    ("sqlite", Engine::Sqlite, "sqlite"),
    ("sqlite3", Engine::Sqlite, "sqlite"),
    ("sqlserver", Engine::SqlServer, "sqlserver"),
    ("timescaledb", Engine::Postgres, "postgres"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_for_drivers_is_of_the_same_engine_and_stays_itself() {
        for (scheme, engine, for_driver) in SCHEMES {
            assert_eq!(
                Engine::of_scheme(&scheme.to_uppercase()),
                Some((engine, for_driver))
            );
            assert_eq!(Engine::of_scheme(for_driver), Some((engine, for_driver)));
        }
        for other in ["", "ldap", "pyodbc", "postgre", "postgres+asyncpg", "http"] {
            assert_eq!(Engine::of_scheme(other), None, "{other}");
        }
    }
}
