//! What was loaded, and from where.

use std::fmt;

use serde_json::json;

use crate::secret::REDACTED;
use crate::{Source, Warning, excerpt};

/// Settings, and the report of where each one came from.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    /// The settings.
    pub settings: T,
    /// Where they came from.
    pub report: Report,
}

/// Where each setting came from, without secrets.
///
/// It is shown as a table, whose columns are the variable, its value, where it came from and what
/// that overrode.
///
/// ```
/// use seaworthy_settings::{Settings, Sources};
///
/// #[derive(Settings)]
/// struct App {
///     #[settings(secret)]
///     api_key: String,
///     #[settings(default = 8000)]
///     port: u16,
/// }
///
/// let sources = Sources::pairs([("API_KEY", "tR5aTz0mMw82KhKbIf")]);
/// let report = App::load(&sources)?.report;
/// assert_eq!(
///     report.to_string(),
///     "API_KEY  [redacted]  explicit\n\
///      PORT     8000        default\n"
/// );
/// # Ok::<(), seaworthy_settings::LoadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Report {
    pub(crate) debug: bool,
    pub(crate) entries: Vec<Entry>,
    pub(crate) warnings: Vec<Warning>,
}

impl Report {
    /// Whether `DEBUG` is on.
    #[must_use]
    pub const fn debug(&self) -> bool {
        self.debug
    }

    /// One entry for each setting, in the order of the fields.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is probably wrong, although the settings can be used.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The report as a JSON object, on several lines.
    ///
    /// It has `debug`, `settings` and `warnings`. A setting has its `variable`, `key` and `value`,
    /// `[redacted]` if it is `secret`; its `source` in words, the `kind` of it and the `place` in a
    /// file, which are `path`, `line` and `column`; and in `overrides` the sources that do not
    /// count.
    #[must_use]
    pub fn json(&self) -> String {
        let settings: Vec<_> = self.entries.iter().map(Entry::json).collect();
        let warnings: Vec<_> = self.warnings.iter().map(Warning::json).collect();
        let report = json!({
            "debug": self.debug,
            "settings": settings,
            "warnings": warnings,
        });
        format!("{report:#}")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<_> = self.entries.iter().map(Entry::shown).collect();
        let names = self.entries.iter().map(|entry| entry.variable.len());
        let name_width = names.max().unwrap_or(0);
        let value_width = values.iter().map(|value| value.chars().count());
        let value_width = value_width.max().unwrap_or(0);
        for (entry, value) in self.entries.iter().zip(values) {
            let (name, source) = (&entry.variable, &entry.source);
            write!(f, "{name:name_width$}  {value:value_width$}  {source}")?;
            for (index, overridden) in entry.overrides.iter().enumerate() {
                let before = if index == 0 { ", not " } else { ", " };
                write!(f, "{before}{overridden}")?;
            }
            writeln!(f)?;
        }
        for warning in &self.warnings {
            writeln!(f, "warning: {warning}")?;
        }
        Ok(())
    }
}

/// One setting as it was loaded.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The full name of the variable.
    pub variable: String,
    /// The path of its key in a TOML file.
    pub key: String,
    /// Its text, empty where there is none; `None` where a secret has one.
    pub value: Option<String>,
    /// Whether it is a secret.
    pub secret: bool,
    /// Where it came from.
    pub source: Source,
    /// Where other values of it stand, which do not count.
    pub overrides: Vec<Source>,
}

impl Entry {
    /// The value on one line, shortened.
    fn shown(&self) -> String {
        let value = self.value.as_deref();
        value.map_or_else(|| REDACTED.to_owned(), excerpt::of_value)
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "variable": self.variable,
            "key": self.key,
            "value": self.value.as_deref().unwrap_or(REDACTED),
            "secret": self.secret,
            "source": self.source.to_string(),
            "kind": self.source.kind(),
            "place": self.source.place(),
            "overrides": self.overrides.iter().map(Source::to_string).collect::<Vec<_>>(),
        })
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={} ({})", self.variable, self.shown(), self.source)
    }
}
