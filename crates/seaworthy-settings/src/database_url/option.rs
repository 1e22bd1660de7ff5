//! The options of database drivers, as far as they are known.

use std::collections::BTreeSet;

use crate::nearest::{nearest, nearest_within};
use crate::url::query;
use crate::{FromSetting, Invalid};

use super::Engine;
use super::known::{Known, Values};

/// Refuses known options with a value they do not take, and what is nearly named like one: to a
/// driver, `sslmod=require` is an option that it does not know, and the connection stays in the
/// clear.
///
/// What is not near any is passed on, for nobody knows the options of all drivers.
pub(super) fn check(engine: Engine, options: Option<&str>) -> Result<(), Invalid> {
    let known = || Known::of(engine);
    let mut reasons = BTreeSet::new();
    for (name, value) in query::decoded(options) {
        if let Some(known) = known().find(|known| known.name == *name) {
            reasons.extend(known.refusal(&value));
        } else if let Some(near) = near(&name, known()) {
            reasons.insert(near.meant);
        }
    }
    Invalid::all(reasons).map_or(Ok(()), Err)
}

/// The option whose name is nearest, at most two slips away: further away, another driver has an
/// option of its own, as `connection_timeout` is to `connect_timeout`.
fn near<'a>(name: &str, known: impl Iterator<Item = &'a Known> + Clone) -> Option<&'a Known> {
    let limit = (name.len() / 4).clamp(1, 2);
    let near = nearest_within(limit, name, known.clone().map(|known| known.name))?;
    known.into_iter().find(|known| known.name == near)
}

impl Known {
    fn refusal(&self, value: &str) -> Option<&'static str> {
        let meant = |words: &'static [(&'static str, &'static str)]| {
            let near = nearest(value, words.iter().map(|(word, _)| *word));
            let meant = words.iter().find(|(word, _)| Some(*word) == near);
            meant.map_or(self.refused, |(_, meant)| meant)
        };
        let refused = match self.values {
            Values::Any => return None,
            Values::Boolean if value.trim() == value && bool::from_setting(value).is_ok() => {
                return None;
            }
            Values::Unsigned if is_unsigned(value) => return None,
            Values::Words(words) if words.iter().any(|(word, _)| *word == value) => return None,
            Values::WordsInAnyCase(words)
                if words
                    .iter()
                    .any(|(word, _)| word.eq_ignore_ascii_case(value)) =>
            {
                return None;
            }
            Values::Boolean | Values::Unsigned => self.refused,
            Values::Words(words) | Values::WordsInAnyCase(words) => meant(words),
        };
        Some(refused)
    }
}

/// Without a sign, which some drivers do not take.
fn is_unsigned(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit()) && value.parse::<u32>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_option_takes_what_it_is_for() {
        for (engine, options) in [
            (
                Engine::Postgres,
                "sslmode=verify-full&pool_size=5&autocommit=True",
            ),
            (
                Engine::Postgres,
                "options=-c%20x%3D1&target_session_attrs=read-write",
            ),
            (Engine::Postgres, "something_else=1&xyz"),
            (Engine::MySql, "ssl-mode=VERIFY_IDENTITY&charset=utf8mb4"),
            (Engine::Sqlite, "mode=rwc&cache=shared&immutable=1"),
            (Engine::SqlServer, "encrypt=strict"),
            (Engine::Oracle, "max_connections=4294967295"),
        ] {
            assert_eq!(check(engine, Some(options)), Ok(()), "{options}");
        }
    }

    #[test]
    fn a_slip_in_a_name_or_a_value_is_refused() {
        for (engine, options, piece) in [
            (
                Engine::Postgres,
                "sslmod=require",
                "did you mean `sslmode`?",
            ),
            (
                Engine::Postgres,
                "SSLMODE=require",
                "did you mean `sslmode`?",
            ),
            (
                Engine::Postgres,
                "sslmode=requier",
                "did you mean `require`?",
            ),
            (
                Engine::Postgres,
                "sslmode=Require",
                "did you mean `require`?",
            ),
            (
                Engine::Postgres,
                "sslmode=hunter2",
                "`sslmode` is none of `disable`, `allow`",
            ),
            (Engine::Postgres, "sslmode", "is none of"),
            (Engine::MySql, "sslmode=require", "did you mean `required`?"),
            (Engine::Sqlite, "mode=meomry", "did you mean `memory`?"),
            (
                Engine::Oracle,
                "pool_size=abc",
                "`pool_size` is not a whole number",
            ),
            (Engine::Oracle, "pool_size=-1", "not a whole number"),
            (Engine::Oracle, "pool_size=+1", "not a whole number"),
            (Engine::Oracle, "pool_size=", "not a whole number"),
            (Engine::Oracle, "pool_size=4294967296", "not a whole number"),
            (Engine::Oracle, "autocommit=maybe", "neither true nor false"),
        ] {
            let reason = check(engine, Some(options)).unwrap_err();
            assert_eq!(reason, reason.clone().withheld(), "it is our own words");
            let reason = reason.to_string();
            assert!(reason.contains(piece), "{options}: {reason}");
        }
    }

    #[test]
    fn every_bad_option_is_told() {
        let bad = Some("pool_size=x&sslmod=y&sslmode=hunter2");
        let reason = check(Engine::Postgres, bad).unwrap_err();
        assert_eq!(reason.reasons().count(), 3);
    }

    #[test]
    fn an_option_of_another_driver_is_no_slip() {
        for options in [
            "connection_timeout=x",
            "max_idle_connections=x",
            "tcp_connect_timeout_ms=x",
            "statement_cache_size=x",
            "lock_timeout=x",
            "schema=x&pgbouncer=x&sslaccept=x",
        ] {
            for engine in [Engine::MySql, Engine::Postgres, Engine::Sqlite] {
                assert_eq!(check(engine, Some(options)), Ok(()), "{options}");
            }
        }
    }
}
