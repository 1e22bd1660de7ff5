use crate::{HelpText, ValidationError};

mod english;
mod french;

pub use english::English;
pub use french::French;

/// The texts of the validators in one language.
///
/// An error and a help text have a code and parameters; a catalogue makes a sentence of them. It
/// need not know all codes: what it does not know stays as the validator wrote it.
///
/// The codes are `password_too_similar` with the parameter `verbose_name`, `password_too_short`
/// with `min_length`, `password_too_long` with `max_length` or `max_bytes`, `password_too_obvious`
/// with or without `verbose_name`, `password_has_control_character`, `password_too_common` and
/// `password_entirely_numeric`; with features also `password_breached` with `count`,
/// `password_not_checked` with `reason`, and `password_too_weak` with the parameters that its
/// validator names; and those of other validators.
///
/// ```
/// use seaworthy_password::{Catalogue, French, HelpText, ValidationError, Validators};
///
/// /// French, with words of our own for one rule.
/// struct OurFrench;
///
/// impl Catalogue for OurFrench {
///     fn message(&self, error: &ValidationError) -> Option<String> {
///         match error.code() {
///             "password_too_common" => Some("Trop facile !".to_owned()),
///             _ => French.message(error),
///         }
///     }
///
///     fn help_text(&self, help: &HelpText) -> Option<String> {
///         French.help_text(help)
///     }
/// }
///
/// let errors = Validators::django().validate("dragon", None).unwrap_err();
/// let messages: Vec<_> = errors.iter().map(|error| error.message_in(&OurFrench)).collect();
/// assert_eq!(
///     messages,
///     ["Ce mot de passe est trop court. Il doit compter au moins 8 caractères.", "Trop facile !"],
/// );
/// ```
pub trait Catalogue {
    /// What an error says, where its code is known.
    fn message(&self, error: &ValidationError) -> Option<String>;

    /// What a help text says, where its code is known.
    fn help_text(&self, help: &HelpText) -> Option<String>;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An error of each code, with the parameters it may come with.
    fn errors() -> Vec<ValidationError> {
        let error = |code| ValidationError::new(code, "");
        vec![
            error("password_breached"),
            error("password_entirely_numeric"),
            error("password_has_control_character"),
            error("password_not_checked"),
            error("password_too_common"),
            error("password_too_long").with("max_bytes", 4096),
            error("password_too_long").with("max_length", 1),
            error("password_too_long").with("max_length", 64),
            error("password_too_obvious"),
            error("password_too_obvious").with("verbose_name", "username"),
            error("password_too_short").with("min_length", 0),
            error("password_too_short").with("min_length", 1),
            error("password_too_short").with("min_length", 2),
            error("password_too_similar").with("verbose_name", "username"),
        ]
    }

    fn help_texts() -> Vec<HelpText> {
        let help = |code| HelpText::new(code, "");
        vec![
            help("password_breached"),
            help("password_entirely_numeric"),
            help("password_too_common"),
            help("password_too_long").with("max_length", 1),
            help("password_too_long").with("max_length", 64),
            help("password_too_obvious"),
            help("password_too_short").with("min_length", 0),
            help("password_too_short").with("min_length", 1),
            help("password_too_short").with("min_length", 2),
            help("password_too_similar"),
            help("password_too_weak"),
        ]
    }

    #[test]
    fn every_language_has_a_sentence_of_its_own_for_everything() {
        let mut sentences = Vec::new();
        for catalogue in [&English as &dyn Catalogue, &French] {
            sentences.extend(errors().iter().map(|error| catalogue.message(error)));
            sentences.extend(help_texts().iter().map(|help| catalogue.help_text(help)));
        }
        for (index, sentence) in sentences.iter().enumerate() {
            let text = sentence.as_deref().unwrap_or_default();
            assert!(text.ends_with('.') && !text.contains('{'), "{text}");
            assert!(!sentences[..index].contains(sentence), "{text}");
        }
    }

    #[test]
    fn what_no_catalogue_knows_stays_as_it_was_written() {
        let error = ValidationError::new("ours", "Our words.");
        let help = HelpText::new("ours", "Our help.");
        for catalogue in [&English as &dyn Catalogue, &French] {
            assert_eq!(catalogue.message(&error), None);
            assert_eq!(error.message_in(catalogue), "Our words.");
            assert_eq!(catalogue.help_text(&help), None);
            assert_eq!(help.text_in(catalogue), "Our help.");
        }
    }

    #[test]
    fn a_code_without_its_parameter_is_not_known() {
        for code in [
            "password_too_short",
            "password_too_long",
            "password_too_similar",
        ] {
            for catalogue in [&English as &dyn Catalogue, &French] {
                assert_eq!(catalogue.message(&ValidationError::new(code, "")), None);
            }
        }
    }
}
