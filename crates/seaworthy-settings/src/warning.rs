//! What works, and is most probably not what was meant.

use std::fmt;
use std::io;
use std::path::Path;

use serde_json::json;

use crate::{Invalid, Source, source};

/// What is probably wrong with settings that can be loaded all the same.
///
/// It holds neither a secret nor the value of a variable.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Warning {
    pub(crate) variable: String,
    pub(crate) kind: WarningKind,
    pub(crate) remedy: String,
    pub(crate) source: Option<Source>,
}

impl Warning {
    /// The full name of the variable; the path of the file or directory, where it is about none.
    #[must_use]
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// What is probably wrong.
    #[must_use]
    pub const fn kind(&self) -> &WarningKind {
        &self.kind
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    /// Where the value came from, if there is one.
    #[must_use]
    pub const fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The setting that was probably meant, where the variable is none.
    #[must_use]
    pub fn did_you_mean(&self) -> Option<&str> {
        match &self.kind {
            WarningKind::Misspelled { meant } => Some(meant),
            _ => None,
        }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        json!({
            "code": self.kind.code(),
            "variable": self.variable,
            "reason": self.kind.to_string(),
            "remedy": self.remedy,
            "source": self.source.as_ref().map(Source::to_string),
            "place": self.source.as_ref().map(Source::place),
            "did_you_mean": self.did_you_mean(),
        })
    }

    pub(crate) fn of_dotenv(path: &Path) -> Self {
        Self {
            variable: source::shown(path),
            kind: WarningKind::DotenvInProduction,
            remedy: "set the variables of the service instead, and its secrets as files".to_owned(),
            source: None,
        }
    }

    pub(crate) fn unreadable(path: &Path, kind: io::ErrorKind) -> Self {
        Self {
            variable: source::shown(path),
            kind: WarningKind::Unreadable(kind),
            remedy: "let the service read the directory, or take it away".to_owned(),
            source: None,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.variable, self.kind, self.remedy)
    }
}

/// What is probably wrong.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum WarningKind {
    /// The value stands under a former name.
    #[error("it is the former name of {name}")]
    Deprecated {
        /// The name of today.
        name: String,
    },
    /// A `.env` file was read in production.
    #[error("a `.env` file is for development, and DEBUG is off")]
    DotenvInProduction,
    /// The former keys hold a key twice, or the one that signs.
    #[error("it holds a key of {with} again, which adds nothing")]
    Repeated {
        /// The setting that holds it too.
        with: String,
    },
    /// A signing key is used for something else too, and settings are only [inspected].
    ///
    /// [inspected]: crate::Sources::inspect
    #[error("its key is also in {with}")]
    Reused {
        /// The setting that holds it too.
        with: String,
    },
    /// No setting has this name, and one has nearly this name.
    #[error("it is set, and there is no such setting")]
    Misspelled {
        /// That setting.
        meant: String,
    },
    /// Space around the value is no part of it.
    #[error("the space around its value is ignored")]
    Trimmed,
    /// Production refuses the value, unless settings are only [inspected].
    ///
    /// [inspected]: crate::Sources::inspect
    #[error("{0}")]
    Unfit(Invalid),
    /// No setting has this name, although it has the prefix of settings.
    #[error("it is set, and there is no such setting")]
    Unknown,
    /// A directory of secrets cannot be listed.
    #[error("the directory cannot be read: {0}")]
    Unreadable(io::ErrorKind),
}

impl WarningKind {
    /// A name for the kind, for machines: `deprecated`, `unknown`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Deprecated { .. } => "deprecated",
            Self::DotenvInProduction => "dotenv_in_production",
            Self::Repeated { .. } => "repeated",
            Self::Reused { .. } => "reused",
            Self::Misspelled { .. } => "misspelled",
            Self::Trimmed => "trimmed",
            Self::Unfit(_) => "unfit",
            Self::Unknown => "unknown",
            Self::Unreadable(_) => "unreadable",
        }
    }
}
