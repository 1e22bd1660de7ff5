//! The file of a SQLite database.

use crate::Invalid;
use crate::url::parts::Parts;
use crate::url::text::check_brackets;
use crate::url::{encoding, query};

/// The path, encoded, as drivers read it: what stands between `sqlite:` or `sqlite://` and the `?`.
pub(super) fn path(text: &str) -> &str {
    let rest = text.split_once(':').map_or("", |(_, rest)| rest);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    rest.split_once('?').map_or(rest, |(path, _)| path)
}

/// Refuses what does not name a file.
pub(super) fn check(text: &str, parts: &Parts<'_>) -> Result<(), Invalid> {
    if parts.fragment.is_some() {
        return Err(Invalid::new(
            "it has a `#`, which is percent-encoded in a path: `%23`",
        ));
    }
    let authority = parts.authority.unwrap_or_default();
    if authority.contains('@') {
        return Err(Invalid::new(
            "it has an `@`: a file has no user and no host, and in a path `@` is written `%40`",
        ));
    }
    check_brackets(authority)?;
    query::check(parts.query)?;
    let path = path(text);
    encoding::check(path)?;
    if path == "/:memory:" {
        return Err(Invalid::new(
            "it names the file `/:memory:`: a database in memory is `sqlite::memory:`",
        ));
    }
    let in_memory = || query::value(parts.query, "mode").is_some_and(|mode| *mode == "memory");
    if path.is_empty() && !in_memory() {
        return Err(Invalid::new(
            "it names no file: a database in memory is `sqlite::memory:`",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_absolute_behind_three_slashes() {
        for (text, expected) in [
            ("sqlite::memory:", ":memory:"),
            ("sqlite://:memory:", ":memory:"),
            ("sqlite:a/b.db", "a/b.db"),
            ("sqlite://a/b.db?mode=rwc", "a/b.db"),
            ("sqlite:/a/b.db", "/a/b.db"),
            ("sqlite:///a/b.db", "/a/b.db"),
            ("sqlite:////a/b.db", "//a/b.db"),
            ("sqlite:///a@b%20c.db", "/a@b%20c.db"),
            ("sqlite://?mode=memory", ""),
        ] {
            assert_eq!(path(text), expected, "{text}");
            assert_eq!(check(text, &Parts::of(text)), Ok(()), "{text}");
        }
        for bad in [
            "sqlite:",
            "sqlite://",
            "sqlite://?mode=ro",
            "sqlite:///:memory:",
            "sqlite://u:p@h/db",
            "sqlite://[a]/db",
            "sqlite:a#b",
            "sqlite:%ff",
            "sqlite:a?b=c+d",
        ] {
            assert!(check(bad, &Parts::of(bad)).is_err(), "{bad}");
        }
    }
}
