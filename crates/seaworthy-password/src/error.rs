use std::fmt;

use crate::Candidate;
use crate::config::DEFAULT_MAX_LENGTH;
use crate::context::words_of;
use crate::rule::Rule;

/// Why a [`Config`](crate::Config) makes no validators: one or more [`Issue`]s.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConfigError {
    /// Never empty.
    issues: Vec<Issue>,
}

impl ConfigError {
    /// All that is wrong, in the order of the configuration's fields.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The thing that was built, unless something was wrong with it.
    pub(crate) fn unless<T>(issues: Vec<Issue>, built: T) -> Result<T, Self> {
        if issues.is_empty() {
            Ok(built)
        } else {
            Err(Self { issues })
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid password configuration: ")?;
        for (index, issue) in self.issues.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{issue}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// One thing that is wrong with a [`Config`](crate::Config), with the value and the remedy.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Issue {
    /// A word of the context is so short that it would be found everywhere.
    #[error(
        "{word:?} has no four letters in a row that could be looked for; write the whole name, or \
         leave it out"
    )]
    ContextWordTooShort {
        /// The word as configured, cut after 80 characters.
        word: String,
    },
    /// No password is long enough without being too long.
    #[error(
        "no password has at least {min_length} characters and at most {max_length}; write \
         {min_length} or more"
    )]
    MaxLengthBelowMinLength {
        /// The greatest length as configured.
        max_length: usize,
        /// The least length as configured.
        min_length: usize,
    },
    /// More characters would be allowed than a password may have bytes, or none.
    #[error(
        "a length of {max_length} is not within 1 and {max}, the bytes a password may have; write \
         {default}",
        max = Candidate::MAX_BYTES,
        default = DEFAULT_MAX_LENGTH
    )]
    MaxLengthOutOfRange {
        /// The length as configured.
        max_length: usize,
    },
    /// Nearly every password would be too similar, or none, for want of a number.
    #[error("a similarity of {max_similarity} is not a number of at least 0.1; write 0.7")]
    MaxSimilarityOutOfRange {
        /// The similarity as configured.
        max_similarity: String,
    },
    /// More characters are asked for than a password may have bytes.
    #[error(
        "{min_length} characters are more than the {max} bytes a password may have; write 12",
        max = Candidate::MAX_BYTES
    )]
    MinLengthOutOfRange {
        /// The length as configured.
        min_length: usize,
    },
    /// A validator is listed that does not exist.
    #[error("{name:?} is not a validator; write {}", Remedy(*.instead))]
    UnknownValidator {
        /// The name as configured, cut after 80 characters.
        name: String,
        /// What was probably meant, where that can be told.
        instead: Option<&'static str>,
    },
}

impl Issue {
    /// The field of [`Config`](crate::Config) that has to change.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::ContextWordTooShort { .. } => "context_words",
            Self::MaxLengthBelowMinLength { .. } | Self::MaxLengthOutOfRange { .. } => "max_length",
            Self::MaxSimilarityOutOfRange { .. } => "max_similarity",
            Self::MinLengthOutOfRange { .. } => "min_length",
            Self::UnknownValidator { .. } => "validators",
        }
    }

    pub(crate) fn of_context_word(word: &str) -> Option<Self> {
        words_of(word)
            .is_empty()
            .then(|| Self::ContextWordTooShort {
                word: word.chars().take(80).collect(),
            })
    }

    pub(crate) fn of_max_similarity(max_similarity: f64) -> Option<Self> {
        let refused = max_similarity.is_nan() || max_similarity < 0.1;
        refused.then(|| Self::MaxSimilarityOutOfRange {
            max_similarity: max_similarity.to_string(),
        })
    }

    pub(crate) fn of_max_length(max_length: usize) -> Option<Self> {
        let allowed = 1..=Candidate::MAX_BYTES;
        (!allowed.contains(&max_length)).then_some(Self::MaxLengthOutOfRange { max_length })
    }

    pub(crate) fn of_lengths(min_length: usize, max_length: usize) -> Option<Self> {
        (max_length < min_length).then_some(Self::MaxLengthBelowMinLength {
            max_length,
            min_length,
        })
    }

    pub(crate) fn of_min_length(min_length: usize) -> Option<Self> {
        (min_length > Candidate::MAX_BYTES).then_some(Self::MinLengthOutOfRange { min_length })
    }

    pub(crate) fn of_name(name: &str) -> Self {
        Self::UnknownValidator {
            name: name.chars().take(80).collect(),
            instead: Rule::resembling(name).map(Rule::name),
        }
    }
}

struct Remedy(Option<&'static str>);

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(instead) = self.0 {
            return write!(f, "`{instead}`");
        }
        f.write_str("one or more of")?;
        for (index, rule) in Rule::ALL.into_iter().enumerate() {
            let separator = if index == 0 { " " } else { ", " };
            write!(f, "{separator}`{}`", rule.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_comes_with_what_to_write_and_never_at_full_length() {
        assert_eq!(
            Issue::of_name("min\nlength").to_string(),
            "\"min\\nlength\" is not a validator; write `minimum_length`"
        );
        assert_eq!(
            Issue::of_name("zxcvbn").to_string(),
            "\"zxcvbn\" is not a validator; write one or more of `user_attribute_similarity`, \
             `minimum_length`, `maximum_length`, `common_password`, `numeric_password`, \
             `context_words`"
        );
        assert!(Issue::of_name(&"x".repeat(10_000)).to_string().len() < 300);
    }
}
