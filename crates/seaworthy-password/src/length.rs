use crate::{Candidate, HelpText, Param, UserAttributes, ValidationError, Validator};

/// Refuses passwords with too few code points: Django's `MinimumLengthValidator`.
#[derive(Clone, Debug)]
pub struct MinimumLength {
    min_length: usize,
}

impl MinimumLength {
    /// Asks for this many code points, which is not the number of bytes.
    #[must_use]
    pub const fn new(min_length: usize) -> Self {
        Self { min_length }
    }

    fn param(&self) -> Option<(&'static str, Param)> {
        Some(("min_length", self.min_length.into()))
    }
}

impl Validator for MinimumLength {
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        _user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError> {
        if candidate.length() >= self.min_length {
            return Ok(());
        }
        Err(ValidationError::known("password_too_short", self.param()))
    }

    fn help_text(&self) -> HelpText {
        HelpText::known("password_too_short", self.param())
    }
}

/// Refuses passwords with too many code points, which Django does not.
///
/// It is for what stores or hashes no more than so many. No standard asks for it, and both
/// [NIST](https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver) and
/// [ASVS](https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md) want at least
/// 64 to be allowed. The work of the validators is bounded without it, by
/// [`Candidate::MAX_BYTES`].
///
/// ```
/// use seaworthy_password::{MaximumLength, Validators};
///
/// let validators = Validators::django().with(MaximumLength::new(64));
/// let errors = validators.validate(&"quince ".repeat(10), None).unwrap_err();
/// assert_eq!(
///     errors.to_string(),
///     "This password is too long. It must contain at most 64 characters.",
/// );
/// ```
#[derive(Clone, Debug)]
pub struct MaximumLength {
    max_length: usize,
}

impl MaximumLength {
    /// Allows this many code points, which is not the number of bytes.
    #[must_use]
    pub const fn new(max_length: usize) -> Self {
        Self { max_length }
    }

    fn param(&self) -> Option<(&'static str, Param)> {
        Some(("max_length", self.max_length.into()))
    }
}

impl Validator for MaximumLength {
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        _user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError> {
        if candidate.length() <= self.max_length {
            return Ok(());
        }
        Err(ValidationError::known("password_too_long", self.param()))
    }

    fn help_text(&self) -> HelpText {
        HelpText::known("password_too_long", self.param())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_not_bytes_or_what_a_reader_sees() {
        for (password, length) in [
            ("abc", 3),
            ("éé", 2),
            ("e\u{301}", 2),
            ("\u{1F468}\u{200D}\u{1F467}", 3),
            ("", 0),
        ] {
            let candidate = Candidate::new(password).unwrap();
            let least = |length| MinimumLength::new(length).validate(&candidate, None);
            assert_eq!(least(length), Ok(()));
            assert!(least(length + 1).is_err());

            let most = |length| MaximumLength::new(length).validate(&candidate, None);
            assert_eq!(most(length), Ok(()));
            assert_eq!(length > 0, most(length.saturating_sub(1)).is_err());
        }
    }

    #[test]
    fn one_character_is_singular() {
        let error = MinimumLength::new(1)
            .validate(&Candidate::new("").unwrap(), None)
            .unwrap_err();
        assert!(
            error.message().ends_with("at least 1 character."),
            "{error}"
        );
        let help = MinimumLength::new(0).help_text();
        assert!(help.text().ends_with("0 characters."), "{help}");
    }
}
