use crate::unicode::is_digit;
use crate::{Candidate, HelpText, UserAttributes, ValidationError, Validator};

/// Refuses passwords made of digits alone: Django's `NumericPasswordValidator`.
///
/// Digits are those of all scripts, also superscript or circled, but neither fractions nor Roman
/// numerals: what Python's `str.isdigit()` says, for Unicode 15.1.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct NumericPassword;

impl NumericPassword {
    /// Refuses passwords made of digits alone.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Validator for NumericPassword {
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        _user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError> {
        let password = candidate.as_str();
        if password.is_empty() || !password.chars().all(is_digit) {
            return Ok(());
        }
        Err(ValidationError::known("password_entirely_numeric", None))
    }

    fn help_text(&self) -> HelpText {
        HelpText::known("password_entirely_numeric", None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_digits_and_other_numbers_are_not() {
        for bad in ["0", "1234567890", "١٢٣", "１２３", "²³", "①②"] {
            let candidate = Candidate::new(bad).unwrap();
            assert!(NumericPassword.validate(&candidate, None).is_err(), "{bad}");
        }
        for good in ["", "12a", "-1", "1.5", " 1", "½", "Ⅷ", "⑩", "三"] {
            let candidate = Candidate::new(good).unwrap();
            assert!(NumericPassword.validate(&candidate, None).is_ok(), "{good}");
        }
    }
}
