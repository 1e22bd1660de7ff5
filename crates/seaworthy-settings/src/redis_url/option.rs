//! The options of a Redis URL.

use crate::Invalid;
use crate::nearest::nearest;
use crate::url::query;

/// Refuses an option that is nearly named like one that is known.
pub(super) fn check(options: Option<&str>) -> Result<(), Invalid> {
    for (name, _) in query::decoded(options) {
        if KNOWN.iter().any(|(known, _)| *known == *name) {
            continue;
        }
        let near = nearest(&name, KNOWN.iter().map(|(known, _)| *known));
        if let Some((_, meant)) = KNOWN.iter().find(|(known, _)| Some(*known) == near) {
            return Err(Invalid::new(*meant));
        }
    }
    Ok(())
}

/// How many of these names the options have.
pub(super) fn count(options: Option<&str>, names: [&str; 2]) -> usize {
    let names = names.into_iter();
    names
        .filter(|name| query::value(options, name).is_some())
        .count()
}

/// What drivers call the user's name, that of redis-rs first.
pub(super) const USER: [&str; 2] = ["user", "username"];

/// What drivers call the password, that of redis-rs first.
pub(super) const PASSWORD: [&str; 2] = ["pass", "password"];

/// The options of redis-rs and redis-py that matter here, with the reason why what is nearly named
/// like one is refused.
const KNOWN: [(&str, &str); 6] = [
    (
        "db",
        "it has an option that is not known: did you mean `db`?",
    ),
    (
        "pass",
        "it has an option that is not known: did you mean `pass`?",
    ),
    (
        "password",
        "it has an option that is not known: did you mean `password`?",
    ),
    (
        "protocol",
        "it has an option that is not known: did you mean `protocol`?",
    ),
    (
        "user",
        "it has an option that is not known: did you mean `user`?",
    ),
    (
        "username",
        "it has an option that is not known: did you mean `username`?",
    ),
];
