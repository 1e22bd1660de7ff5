use std::borrow::Cow;
use std::fmt;

use crate::sentence::Sentence;
use crate::{Catalogue, English, Param};

/// What a rule asks for, to show beside the field of a form.
///
/// It has the code of the rule's error, and parameters, by which a [`Catalogue`] translates it.
///
/// ```
/// use seaworthy_password::{French, MinimumLength, Validator};
///
/// let help = MinimumLength::new(12).help_text();
/// assert_eq!(help.text(), "Your password must contain at least 12 characters.");
/// assert_eq!(help.text_in(&French), "Votre mot de passe doit compter au moins 12 caractères.");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HelpText(Sentence);

impl HelpText {
    /// An English sentence, with the code of the error that the rule gives.
    #[must_use]
    pub fn new(code: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self(Sentence::new(code, text))
    }

    /// The same with one more parameter, which the sentence already has in it.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.0.params.push((name, value.into()));
        self
    }

    /// The code of the error that the rule gives, such as `password_too_short`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.0.code
    }

    /// The English sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The sentence in another language, or in English where the catalogue does not know the code.
    #[must_use]
    pub fn text_in(&self, catalogue: &dyn Catalogue) -> Cow<'_, str> {
        self.0.or(catalogue.help_text(self))
    }

    /// What the sentence was made with, by name.
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

    /// Of a rule whose words are in the catalogue.
    pub(crate) fn known(code: &'static str, param: Option<(&'static str, Param)>) -> Self {
        let mut help = Self(Sentence::known(code, param));
        if let Some(text) = English.help_text(&help) {
            help.0.text = text.into();
        }
        help
    }
}

impl fmt::Display for HelpText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
