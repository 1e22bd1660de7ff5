use seaworthy_settings::Settings as Load;

use crate::validate;

/// Which passwords are good enough.
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct AuthPassword {
    /// The validators, by Django's names, with or without their module; and two that Django lacks,
    /// `MaximumLengthValidator` and `ContextWordsValidator`.
    #[settings(
        default = [
            "UserAttributeSimilarityValidator",
            "MinimumLengthValidator",
            "CommonPasswordValidator",
            "NumericPasswordValidator",
        ],
        validate = validate::password_validators
    )]
    pub validators: Vec<String>,

    /// How many characters a password has at least.
    #[settings(default = 12, validate = validate::password_min_length)]
    pub min_length: usize,

    /// How many characters a password has at most, where `MaximumLengthValidator` is listed.
    #[settings(default = 256, validate = validate::password_max_length)]
    pub max_length: usize,

    /// The names on which `ContextWordsValidator` lets no password be based, such as the service's.
    #[settings(
        default = [],
        expected = "words, separated by commas",
        validate = validate::password_context_words
    )]
    pub context_words: Vec<String>,

    /// Whether `CommonPasswordValidator` sees through disguises, such as `pássw0rd`.
    #[settings(default = false)]
    pub through_disguises: bool,
}
