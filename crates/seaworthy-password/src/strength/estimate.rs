use std::fmt;

use super::{Score, Suggestion, Warning};

/// How hard a password is to guess, and why it is not harder.
///
/// It does not hold the password.
#[derive(Clone, PartialEq)]
pub struct Estimate {
    pub(super) guesses: f64,
    pub(super) warning: Option<Warning>,
    pub(super) suggestions: Vec<Suggestion>,
    pub(super) attribute: Option<String>,
}

impl Estimate {
    /// The score that the number of guesses stands for.
    #[must_use]
    pub fn score(&self) -> Score {
        Score::of(self.guesses)
    }

    /// The number of guesses, as a power of ten.
    ///
    /// Of a password of more than 28 characters it errs on the low side.
    #[must_use]
    pub fn guesses_log10(&self) -> f64 {
        self.guesses.max(1.0).log10()
    }

    /// What makes the password easy to guess, if it is and that can be said.
    #[must_use]
    pub const fn warning(&self) -> Option<Warning> {
        self.warning
    }

    /// What would make it harder to guess, if it is easy.
    #[must_use]
    pub fn suggestions(&self) -> &[Suggestion] {
        &self.suggestions
    }

    /// For [`Warning::UserData`], the verbose name of the attribute that it is made of.
    #[must_use]
    pub fn attribute(&self) -> Option<&str> {
        self.attribute.as_deref()
    }
}

/// Without the exact number of guesses, by which many a password could be told from others.
impl fmt::Debug for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Estimate")
            .field("score", &self.score())
            .field("warning", &self.warning)
            .field("suggestions", &self.suggestions)
            .field("attribute", &self.attribute)
            .finish_non_exhaustive()
    }
}
