use std::fmt;

use crate::{Param, ValidationError};

/// What is known about a password and breaches.
///
/// ```
/// use seaworthy_password::{OnUnknown, Outcome, Unknown};
///
/// assert!(Outcome::Clean.verdict(OnUnknown::Refuse).is_ok());
/// let error = Outcome::Breached(52).verdict(OnUnknown::Accept).unwrap_err();
/// assert_eq!(error.code(), "password_breached");
///
/// let outage = Outcome::Unknown(Unknown::Deadline);
/// assert!(outage.verdict(OnUnknown::Accept).is_ok());
/// assert!(outage.verdict(OnUnknown::Refuse).is_err());
/// // Another source is asked only where the first one did not know.
/// assert_eq!(outage.or_ask(|| Outcome::Clean), Outcome::Clean);
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It was seen in breaches at least this many times.
    Breached(u64),
    /// It was not seen.
    Clean,
    /// Nobody could be asked.
    Unknown(Unknown),
}

impl Outcome {
    /// Accepts a password, or refuses it for what is known.
    ///
    /// # Errors
    ///
    /// `password_breached`, with the parameter `count`; or `password_not_checked`, with the
    /// parameter `reason`, if nothing is known and that is to be refused.
    pub fn verdict(self, on_unknown: OnUnknown) -> Result<(), ValidationError> {
        match (self, on_unknown) {
            (Self::Clean, _) | (Self::Unknown(_), OnUnknown::Accept) => Ok(()),
            (Self::Breached(count), _) => {
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                let param = ("count", Param::from(count));
                Err(ValidationError::known("password_breached", Some(param)))
            }
            (Self::Unknown(reason), OnUnknown::Refuse) => {
                let param = ("reason", Param::from(reason.code()));
                Err(ValidationError::known("password_not_checked", Some(param)))
            }
        }
    }

    /// This outcome, or that of another source if this one is unknown.
    ///
    /// So a [`Corpus`](crate::Corpus) stands in for a range API that is out of order:
    /// `breached.check(&candidate).await.or_ask(|| corpus.check(&candidate))`.
    #[must_use]
    pub fn or_ask(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Unknown(_) => other(),
            known => known,
        }
    }
}

/// What to do with a password of which nothing is known.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum OnUnknown {
    /// Accepts it: an outage elsewhere does not keep people from signing up here.
    #[default]
    Accept,
    /// Refuses it: nobody signs up until the source answers again.
    Refuse,
}

/// Why nothing is known about a password.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Unknown {
    /// `circuit_open`: the source has failed so often that it is left in peace for a while.
    CircuitOpen,
    /// `deadline`: it took too long to answer.
    Deadline,
    /// `malformed`: the answer is not a page of hashes.
    Malformed,
    /// `too_large`: the answer is larger than any page of hashes.
    TooLarge,
    /// `unreachable`: the source says that it could not ask.
    Unreachable,
    /// `unreadable`: the corpus could not be read.
    Unreadable,
}

impl Unknown {
    /// The stable name of the reason.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CircuitOpen => "circuit_open",
            Self::Deadline => "deadline",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::Unreachable => "unreachable",
            Self::Unreadable => "unreadable",
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CircuitOpen => "the source failed too often and is not asked for a while",
            Self::Deadline => "the source did not answer in time",
            Self::Malformed => "the source's answer is not a page of hashes",
            Self::TooLarge => "the source's answer is too large for a page of hashes",
            Self::Unreachable => "the source could not be asked",
            Self::Unreadable => "the corpus could not be read",
        })
    }
}
