use std::borrow::Cow;
use std::fmt;
use std::slice;
use std::vec;

use crate::sentence::Sentence;
use crate::{Catalogue, English};

/// One reason why a password is refused; it never holds the password.
///
/// The code and the parameters are for programs, such as a [`Catalogue`] of translations; the
/// message is for people.
///
/// ```
/// use seaworthy_password::{Candidate, MinimumLength, Validator};
///
/// let error = MinimumLength::new(12).validate(&Candidate::new("short")?, None).unwrap_err();
/// assert_eq!(error.code(), "password_too_short");
/// assert_eq!(error.params()[0].0, "min_length");
/// assert_eq!(
///     error.message(),
///     "This password is too short. It must contain at least 12 characters.",
/// );
/// # Ok::<(), seaworthy_password::ValidationError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ValidationError(Sentence);

impl ValidationError {
    /// A reason without parameters, for a validator of the host's own.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Sentence::new(code, message))
    }

    /// The same reason with one more parameter, which the message already has in it.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.0.params.push((name, value.into()));
        self
    }

    /// What kind of reason it is, such as `password_too_short`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.0.code
    }

    /// The reason as an English sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.text
    }

    /// The reason in another language, or in English where the catalogue does not know the code.
    ///
    /// ```
    /// use seaworthy_password::{French, Validators};
    ///
    /// let errors = Validators::django().validate("12345678", None).unwrap_err();
    /// let messages: Vec<_> = errors.iter().map(|error| error.message_in(&French)).collect();
    /// assert_eq!(
    ///     messages,
    ///     [
    ///         "Ce mot de passe est trop répandu.",
    ///         "Ce mot de passe se compose uniquement de chiffres.",
    ///     ],
    /// );
    /// ```
    #[must_use]
    pub fn message_in(&self, catalogue: &dyn Catalogue) -> Cow<'_, str> {
        self.0.or(catalogue.message(self))
    }

    /// What the message was made with, by name.
    #[must_use]
    pub fn params(&self) -> &[(&'static str, Param)] {
        &self.0.params
    }

    /// The parameter of this name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&Param> {
        self.0.param(name)
    }

    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.0.number(name)
    }

    /// A reason whose words are in the catalogue.
    pub(crate) fn known(code: &'static str, param: Option<(&'static str, Param)>) -> Self {
        let mut error = Self(Sentence::known(code, param));
        if let Some(text) = English.message(&error) {
            error.0.text = text.into();
        }
        error
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for ValidationError {}

/// A value in the message of a [`ValidationError`].
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Param {
    /// A number, such as a length.
    Number(usize),
    /// A text, such as the verbose name of an attribute.
    Text(Cow<'static, str>),
}

impl Param {
    pub(crate) fn named<'a>(name: &str, params: &'a [(&'static str, Self)]) -> Option<&'a Self> {
        let found = params.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| value)
    }

    pub(crate) const fn number(&self) -> Option<usize> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }
}

impl From<usize> for Param {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<&'static str> for Param {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl fmt::Display for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// All the reasons why a password is refused: one or more, in the order of the validators.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ValidationErrors {
    /// Never empty.
    errors: Vec<ValidationError>,
}

impl ValidationErrors {
    /// The reasons, one after the other.
    pub fn iter(&self) -> slice::Iter<'_, ValidationError> {
        self.errors.iter()
    }

    /// Nothing, if there is no reason.
    pub(crate) fn unless(errors: Vec<ValidationError>) -> Result<(), Self> {
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Self { errors })
        }
    }
}

impl From<ValidationError> for ValidationErrors {
    fn from(error: ValidationError) -> Self {
        Self {
            errors: vec![error],
        }
    }
}

impl IntoIterator for ValidationErrors {
    type Item = ValidationError;
    type IntoIter = vec::IntoIter<ValidationError>;

    fn into_iter(self) -> Self::IntoIter {
        self.errors.into_iter()
    }
}

impl<'a> IntoIterator for &'a ValidationErrors {
    type Item = &'a ValidationError;
    type IntoIter = slice::Iter<'a, ValidationError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for ValidationErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.iter().enumerate() {
            let separator = if index == 0 { "" } else { " " };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationErrors {}
