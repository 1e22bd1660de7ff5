//! Where a value came from.

use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::excerpt;

/// Where a value came from.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Source {
    /// The default for development, as `DEBUG` is on.
    DebugDefault,
    /// The default.
    Default,
    /// A file of a directory of secrets, named after the setting.
    Directory(PathBuf),
    /// A line of a `.env` file.
    Dotenv(Location),
    /// The environment of the process.
    Environment,
    /// The program, by [`Sources::set`](crate::Sources::set) or
    /// [`Sources::pairs`](crate::Sources::pairs).
    Explicit,
    /// A file that a variable ending in `_FILE` names.
    File(PathBuf),
    /// A provider, in its own words.
    Provider(String),
    /// A key of a TOML file.
    Toml(Location),
}

impl Source {
    /// The place in a file where the value begins, if that is known.
    #[must_use]
    pub const fn location(&self) -> Option<&Location> {
        match self {
            Self::Dotenv(location) | Self::Toml(location) => Some(location),
            _ => None,
        }
    }

    /// The file that holds the value, if one does.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Directory(path) | Self::File(path) => Some(path),
            _ => self.location().map(|location| location.path.as_path()),
        }
    }

    /// What it is in one word: `environment`, `toml`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::DebugDefault => "debug_default",
            Self::Default => "default",
            Self::Directory(_) => "directory",
            Self::Dotenv(_) => "dotenv",
            Self::Environment => "environment",
            Self::Explicit => "explicit",
            Self::File(_) => "file",
            Self::Provider(_) => "provider",
            Self::Toml(_) => "toml",
        }
    }

    /// For a report: the place in a file, if there is one.
    pub(crate) fn place(&self) -> serde_json::Value {
        let Some(path) = self.path() else {
            return serde_json::Value::Null;
        };
        let location = self.location();
        json!({
            "path": path.to_string_lossy(),
            "line": location.map(|location| location.line),
            "column": location.map(|location| location.column),
        })
    }

    /// Whether nothing was set.
    pub(crate) const fn is_default(&self) -> bool {
        matches!(self, Self::DebugDefault | Self::Default)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DebugDefault => f.write_str("debug default"),
            Self::Default => f.write_str("default"),
            Self::Directory(path) => write!(f, "secret {}", shown(path)),
            Self::Dotenv(location) | Self::Toml(location) => location.fmt(f),
            Self::Environment => f.write_str("environment"),
            Self::Explicit => f.write_str("explicit"),
            Self::File(path) => write!(f, "file {}", shown(path)),
            Self::Provider(name) => f.write_str(&excerpt::of_value(name)),
        }
    }
}

/// A place in a file, shown as `app.toml:3:8`.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Location {
    /// The file, as it was named.
    pub path: PathBuf,
    /// The line, counted from one.
    pub line: usize,
    /// The character of the line, counted from one.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", shown(&self.path), self.line, self.column)
    }
}

/// A path on one line.
pub(crate) fn shown(path: &Path) -> String {
    excerpt::of_value(&path.to_string_lossy())
}
