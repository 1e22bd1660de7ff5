//! Why settings cannot be loaded: everything at once.

use std::fmt;

use serde_json::json;

use crate::{Issue, Text, Warning};

/// Why settings cannot be loaded: one or more [`Issue`]s, in the order of the fields.
///
/// It also has the [`Warning`]s, as a slip in a name may be why a setting is missing.
///
/// `{:?}` prints the same report as `{}`, so that a `main` that returns this error explains itself.
///
/// ```
/// use seaworthy_settings::{Settings, Sources};
///
/// #[derive(Debug, Settings)]
/// struct App {
///     port: u16,
///     admin: String,
/// }
///
/// let error = App::load(&Sources::pairs([("PORT", "80000")])).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     r#"2 settings cannot be used
///
/// PORT: it is out of range
///   expected: a whole number from 0 to 65535
///   given:    "80000"
///   remedy:   correct PORT
///
/// ADMIN: it is missing
///   expected: text
///   given:    nothing
///   remedy:   set ADMIN, or ADMIN_FILE to the path of a file that holds it"#
/// );
/// ```
#[derive(Clone)]
pub struct LoadError {
    /// Never empty.
    pub(crate) issues: Vec<Issue>,
    pub(crate) warnings: Vec<Warning>,
}

impl LoadError {
    /// Everything that is wrong, at least one.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// What is probably wrong besides.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The error as text, of which colours and width may be chosen.
    #[must_use]
    pub const fn text(&self) -> Text<'_> {
        Text::of(self)
    }

    /// The error as a JSON object, on several lines.
    ///
    /// It has `errors` and `warnings`. An error has a `code`, the `variable`, the `key` in a file,
    /// the `reason`, what was `expected` and `given`, the `source` and the `place` in a file, the
    /// `remedy` and `did_you_mean`.
    #[must_use]
    pub fn json(&self) -> String {
        let errors: Vec<_> = self.issues.iter().map(Issue::json).collect();
        let warnings: Vec<_> = self.warnings.iter().map(Warning::json).collect();
        format!("{:#}", json!({ "errors": errors, "warnings": warnings }))
    }
}

/// As [`text`](LoadError::text) has it from the start.
impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for LoadError {}
