//! The options of database drivers that are known.

use super::Engine;

/// An option that is known, with its reasons ready: words of ours, which never hold the URL's.
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) values: Values,
    /// Why an option with nearly this name is refused.
    pub(super) meant: &'static str,
    /// Why a value is refused.
    pub(super) refused: &'static str,
}

/// What an option takes.
pub(super) enum Values {
    Any,
    Boolean,
    /// A whole number of 32 bits.
    Unsigned,
    /// One of these words, each with the reason why what is nearly this word is refused.
    Words(&'static [(&'static str, &'static str)]),
    /// The same in upper or lower case.
    WordsInAnyCase(&'static [(&'static str, &'static str)]),
}

impl Known {
    /// The options that are known of an engine.
    pub(super) fn of(engine: Engine) -> impl Iterator<Item = &'static Self> + Clone {
        let of_engine = match engine {
            Engine::MySql => MYSQL,
            Engine::Oracle => &[],
            Engine::Postgres => POSTGRES,
            Engine::Sqlite => SQLITE,
            Engine::SqlServer => SQL_SERVER,
        };
        [of_engine, POOL].into_iter().flatten().copied().flatten()
    }
}

macro_rules! known {
    ($name:literal, $values:expr, $refused:expr) => {
        Known {
            name: $name,
            values: $values,
            meant: concat!(
                "it has an option that is not known: did you mean `",
                $name,
                "`?"
            ),
            refused: $refused,
        }
    };
}

macro_rules! any {
    ($($name:literal)*) => { &[$(known!($name, Values::Any, "")),*] };
}

macro_rules! booleans {
    ($($name:literal)*) => {
        &[$(known!(
            $name,
            Values::Boolean,
            concat!("its option `", $name, "` is neither true nor false")
        )),*]
    };
}

macro_rules! numbers {
    ($($name:literal)*) => {
        &[$(known!(
            $name,
            Values::Unsigned,
            concat!("its option `", $name, "` is not a whole number from 0 to 4294967295")
        )),*]
    };
}

macro_rules! words {
    ($values:ident $name:literal: $first:literal $($word:literal)*) => {
        known!(
            $name,
            Values::$values(&[
                ($first, meant!($name $first)),
                $(($word, meant!($name $word))),*
            ]),
            concat!("its option `", $name, "` is none of `", $first, "`" $(, ", `", $word, "`")*)
        )
    };
}

macro_rules! meant {
    ($name:literal $word:literal) => {
        concat!(
            "its option `",
            $name,
            "` has a word that is not known: did you mean `",
            $word,
            "`?"
        )
    };
}

/// What pools take, whatever the engine, and what Django takes of a connection.
const POOL: &[&[Known]] = &[
    booleans!["atomic_requests" "autocommit" "conn_health_checks" "disable_server_side_cursors"],
    numbers![
        "conn_max_age" "connect_timeout" "connection_limit" "max_connections" "min_connections"
        "pool_max" "pool_min" "pool_size" "pool_timeout"
    ],
    any!["acquire_timeout" "idle_timeout" "max_lifetime"],
];

/// The [parameters of libpq](https://www.postgresql.org/docs/current/libpq-connect.html), and what
/// sqlx adds.
const POSTGRES: &[&[Known]] = &[
    any![
        "application_name" "client_encoding" "dbname" "fallback_application_name" "gssdelegation"
        "gsslib" "host" "hostaddr" "krbsrvname" "options" "passfile" "password" "port"
        "replication" "require_auth" "requirepeer" "service" "servicefile" "ssl-ca" "ssl-cert"
        "ssl-key" "ssl-root-cert" "sslcert" "sslcrl" "sslcrldir" "sslkey" "sslpassword"
        "sslrootcert" "user"
    ],
    numbers!["keepalives_count" "keepalives_idle" "keepalives_interval" "keepalives_retries"],
    numbers!["statement-cache-capacity" "tcp_user_timeout"],
    &[
        words!(Words "channel_binding": "disable" "prefer" "require"),
        words!(Words "gssencmode": "disable" "prefer" "require"),
        words!(Words "keepalives": "0" "1"),
        words!(Words "load_balance_hosts": "disable" "random"),
        words!(Words "ssl-mode":
            "disable" "allow" "prefer" "require" "verify-ca" "verify-full"),
        words!(Words "ssl_max_protocol_version": "TLSv1" "TLSv1.1" "TLSv1.2" "TLSv1.3"),
        words!(Words "ssl_min_protocol_version": "TLSv1" "TLSv1.1" "TLSv1.2" "TLSv1.3"),
        words!(Words "sslcertmode": "disable" "allow" "require"),
        words!(Words "sslcompression": "0" "1"),
        words!(Words "sslmode": "disable" "allow" "prefer" "require" "verify-ca" "verify-full"),
        words!(Words "sslnegotiation": "postgres" "direct"),
        words!(Words "sslsni": "0" "1"),
        words!(Words "target_session_attrs":
            "any" "read-write" "read-only" "primary" "standby" "prefer-standby"),
    ],
];

/// The options of sqlx and of mysql_async.
const MYSQL: &[&[Known]] = &[
    any![
        "charset" "collation" "compression" "conn_ttl" "inactive_connection_ttl" "init" "setup"
        "socket" "ssl-ca" "ssl-cert" "ssl-key" "sslca" "sslcert" "sslkey" "time-zone" "timezone"
        "ttl_check_interval"
    ],
    numbers![
        "max_allowed_packet" "statement-cache-capacity" "stmt_cache_size" "tcp_keepalive"
        "wait_timeout"
    ],
    booleans![
        "client_found_rows" "enable_cleartext_plugin" "prefer_socket" "require_ssl"
        "secure_auth" "tcp_nodelay" "verify_ca" "verify_identity"
    ],
    &[
        words!(WordsInAnyCase "ssl-mode":
            "disabled" "preferred" "required" "verify_ca" "verify_identity"),
        words!(WordsInAnyCase "sslmode":
            "disabled" "preferred" "required" "verify_ca" "verify_identity"),
    ],
];

/// The [options of SQLite](https://www.sqlite.org/uri.html).
const SQLITE: &[&[Known]] = &[
    any!["vfs"],
    &[
        words!(Words "cache": "shared" "private"),
        words!(Words "immutable": "true" "false" "1" "0"),
        words!(Words "mode": "ro" "rw" "rwc" "memory"),
    ],
];

/// What drivers agree upon.
const SQL_SERVER: &[&[Known]] = &[
    any!["encrypt" "instance"],
    booleans!["trust_server_certificate"],
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_option_is_known_once() {
        for engine in [
            Engine::MySql,
            Engine::Oracle,
            Engine::Postgres,
            Engine::Sqlite,
            Engine::SqlServer,
        ] {
            let distinct: BTreeSet<_> = Known::of(engine).map(|known| known.name).collect();
            assert_eq!(Known::of(engine).count(), distinct.len(), "{engine}");
        }
    }
}
