//! What is wrong with one variable.

use std::fmt;
use std::io;
use std::path::PathBuf;

use serde_json::json;

use crate::layer::Item;
use crate::secret::REDACTED;
use crate::{Invalid, Source, source};

/// What is wrong with one variable.
///
/// It holds neither a secret nor the value of a variable that no setting declares.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Issue {
    pub(crate) variable: String,
    pub(crate) key: Option<String>,
    pub(crate) kind: IssueKind,
    pub(crate) expected: String,
    pub(crate) given: Given,
    pub(crate) remedy: String,
    pub(crate) source: Option<Source>,
    pub(crate) did_you_mean: Option<String>,
    /// What stands in the file, if it may be shown.
    pub(crate) item: Option<Item>,
    /// Whether it only follows from an error in the file, which is told.
    pub(crate) is_echo: bool,
}

impl Issue {
    /// The full name of the variable: `ALLOWED_HOSTS`, `APP_SECRET_KEY_FILE`; the path of the file
    /// or directory, where it is about no single one.
    #[must_use]
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// The path of the setting's key in a TOML file, such as `session_cookie.name`, if it is about
    /// a setting.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &IssueKind {
        &self.kind
    }

    /// What the value should be, such as `a whole number from 0 to 65535`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What was given, as far as it may be shown.
    #[must_use]
    pub const fn given(&self) -> &Given {
        &self.given
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    /// Where the value came from, if there was one.
    #[must_use]
    pub const fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The name that was probably meant: of a variable that is set, where this one is missing; of a
    /// setting, where this variable is unknown.
    #[must_use]
    pub fn did_you_mean(&self) -> Option<&str> {
        self.did_you_mean.as_deref()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        let (given, text) = match &self.given {
            Given::Nothing => ("nothing", None),
            Given::Redacted => ("redacted", None),
            Given::Text(text) => ("text", Some(text)),
        };
        json!({
            "code": self.kind.code(),
            "variable": self.variable,
            "key": self.key,
            "reason": self.kind.to_string(),
            "expected": self.expected,
            "given": { "kind": given, "text": text },
            "source": self.source.as_ref().map(Source::to_string),
            "place": self.source.as_ref().map(Source::place),
            "remedy": self.remedy,
            "did_you_mean": self.did_you_mean,
        })
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.variable, self.kind, self.remedy)
    }
}

/// What is wrong with a variable.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum IssueKind {
    /// The value stands under two names in one place, and nothing says which one counts: the
    /// variable and its `_FILE` form, a former name, the same name in another case.
    #[error("it is set, and so is {other}")]
    Ambiguous {
        /// The other name.
        other: String,
    },
    /// The default in the program cannot be used.
    #[error("its default cannot be used: {0}")]
    Default(Invalid),
    /// The name of several settings, of which this is none.
    #[error("it is no setting, but the beginning of several, such as {member}")]
    Group {
        /// One of them.
        member: String,
    },
    /// The value is refused, for these reasons.
    #[error("{0}")]
    Invalid(Invalid),
    /// Nothing is set, and there is no default.
    #[error("it is missing")]
    Missing,
    /// The value is not UTF-8 from this byte on, counted from zero.
    #[error("it is not UTF-8 from byte {byte} on")]
    NotUnicode {
        /// Where the first wrong byte stands.
        byte: usize,
    },
    /// The value has a NUL byte, which no environment could hold.
    #[error("it has a NUL at byte {byte}")]
    Nul {
        /// Where the first one stands, counted from zero.
        byte: usize,
    },
    /// A signing key is used for something else too.
    #[error("its key is also in {with}")]
    Reused {
        /// The setting that holds it too.
        with: String,
    },
    /// A file is not written as its format wants it.
    #[error("it cannot be read: {0}")]
    Syntax(String),
    /// The value could be used, but not in production, for these reasons.
    #[error("{0}")]
    Unfit(Invalid),
    /// A key of a file that is no setting.
    #[error("there is no such setting")]
    Unknown,
    /// The file cannot be read, or has more than 1 MiB ([`io::ErrorKind::FileTooLarge`]).
    #[error("the file {} cannot be read: {kind}", shown(.path.as_ref()))]
    Unreadable {
        /// The path, unless it looks as if the secret itself stood in its place.
        path: Option<PathBuf>,
        /// Why.
        kind: io::ErrorKind,
    },
}

impl IssueKind {
    /// A name for the kind, for machines: `missing`, `invalid`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Ambiguous { .. } => "ambiguous",
            Self::Default(_) => "default",
            Self::Group { .. } => "group",
            Self::Invalid(_) => "invalid",
            Self::Missing => "missing",
            Self::NotUnicode { .. } => "not_unicode",
            Self::Nul { .. } => "nul",
            Self::Reused { .. } => "reused",
            Self::Syntax(_) => "syntax",
            Self::Unfit(_) => "unfit",
            Self::Unknown => "unknown",
            Self::Unreadable { .. } => "unreadable",
        }
    }
}

fn shown(path: Option<&PathBuf>) -> String {
    path.map_or_else(
        || format!("{REDACTED} (in no named directory that exists, so it may be the secret)"),
        |path| format!("`{}`", source::shown(path)),
    )
}

/// What was given for a variable, as far as it may be shown.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Given {
    /// Nothing.
    Nothing,
    /// Something that is not shown: a secret, or what may be one.
    Redacted,
    /// This text, on one line and shortened.
    Text(String),
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Redacted => f.write_str(REDACTED),
            Self::Text(text) => write!(f, "\"{text}\""),
        }
    }
}
