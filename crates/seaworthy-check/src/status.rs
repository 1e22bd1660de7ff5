use std::collections::BTreeSet;
use std::fmt;

use crate::Check;

/// What became of one check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CheckReport {
    name: String,
    tags: BTreeSet<String>,
    needs: Option<&'static str>,
    status: Status,
}

impl CheckReport {
    /// The check's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The check's tags, sorted.
    #[must_use]
    pub const fn tags(&self) -> &BTreeSet<String> {
        &self.tags
    }

    /// How its run ended.
    #[must_use]
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// The name of the [`Input`](crate::Input) that it looks at, if it declares one.
    #[must_use]
    pub const fn needs(&self) -> Option<&'static str> {
        self.needs
    }

    pub(crate) fn new<T: ?Sized>(check: &Check<T>, status: Status) -> Self {
        Self {
            name: check.name.clone(),
            tags: check.tags.clone(),
            needs: check.needs,
            status,
        }
    }
}

/// How a check's run ended.
///
/// ```
/// use seaworthy_check::Status;
///
/// assert_eq!(Status::Found(2).to_string(), "found 2");
/// assert_eq!(Status::Skipped("no cache".to_owned()).to_string(), "skipped");
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Status {
    /// It panicked: nothing is known of what it looks for.
    Crashed,
    /// It found so many things; at least one.
    Found(usize),
    /// It did not end in time: nothing is known of what it looks for.
    Hung,
    /// The application does not use what it looks at, for this reason.
    NotUsed(String),
    /// It looked, and found nothing.
    Passed,
    /// It did not look, for this reason: nothing is known of what it looks for.
    Skipped(String),
}

impl Status {
    /// The status in words: `crashed`, `found`, `hung`, `not used`, `passed` or `skipped`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Crashed => "crashed",
            Self::Found(_) => "found",
            Self::Hung => "hung",
            Self::NotUsed(_) => "not used",
            Self::Passed => "passed",
            Self::Skipped(_) => "skipped",
        }
    }

    /// Why it did not look.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::NotUsed(reason) | Self::Skipped(reason) => Some(reason),
            Self::Crashed | Self::Found(_) | Self::Hung | Self::Passed => None,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(count) => f.pad(&format!("found {count}")),
            _ => f.pad(self.as_str()),
        }
    }
}
