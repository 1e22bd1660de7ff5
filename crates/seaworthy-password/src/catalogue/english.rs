use crate::{Catalogue, HelpText, ValidationError};

/// English, in [Django's own words] where Django has the rule.
///
/// It does not know `password_too_weak`: that message is put together by its validator.
///
/// [Django's own words]:
/// https://docs.djangoproject.com/en/stable/topics/auth/passwords/#included-validators
#[derive(Clone, Copy, Debug, Default)]
pub struct English;

impl Catalogue for English {
    fn message(&self, error: &ValidationError) -> Option<String> {
        Some(match error.code() {
            "password_breached" => "This password is known from a data breach. Choose another \
                                    one, and change it wherever else you use it."
                .to_owned(),
            "password_entirely_numeric" => "This password is entirely numeric.".to_owned(),
            "password_has_control_character" => {
                "This password contains a control character, such as a tab.".to_owned()
            }
            "password_not_checked" => "This password could not be compared with those known from \
                                       data breaches. Try again later."
                .to_owned(),
            "password_too_common" => "This password is too common.".to_owned(),
            "password_too_long" => {
                let (most, unit) = match (error.number("max_length"), error.number("max_bytes")) {
                    (Some(length), _) => (length, characters(length)),
                    (None, bytes) => (bytes?, "bytes"),
                };
                format!("This password is too long. It must contain at most {most} {unit}.")
            }
            "password_too_obvious" => match error.param("verbose_name") {
                Some(name) => format!("The password is based on the {name}."),
                None => "The password is based on a word that is easy to guess here.".to_owned(),
            },
            "password_too_short" => {
                let least = error.number("min_length")?;
                let unit = characters(least);
                format!("This password is too short. It must contain at least {least} {unit}.")
            }
            "password_too_similar" => {
                let name = error.param("verbose_name")?;
                format!("The password is too similar to the {name}.")
            }
            _ => return None,
        })
    }

    fn help_text(&self, help: &HelpText) -> Option<String> {
        Some(match help.code() {
            "password_breached" => {
                "Your password can’t be one that is known from a data breach.".to_owned()
            }
            "password_entirely_numeric" => "Your password can’t be entirely numeric.".to_owned(),
            "password_too_common" => "Your password can’t be a commonly used password.".to_owned(),
            "password_too_long" => {
                let most = help.number("max_length")?;
                format!(
                    "Your password can’t contain more than {most} {}.",
                    characters(most)
                )
            }
            "password_too_obvious" => "Your password can’t be based on your personal information \
                                       or on the name of this service."
                .to_owned(),
            "password_too_short" => {
                let least = help.number("min_length")?;
                format!(
                    "Your password must contain at least {least} {}.",
                    characters(least)
                )
            }
            "password_too_similar" => {
                "Your password can’t be too similar to your other personal information.".to_owned()
            }
            "password_too_weak" => "Your password can’t be easy to guess.".to_owned(),
            _ => return None,
        })
    }
}

const fn characters(number: usize) -> &'static str {
    match number {
        1 => "character",
        _ => "characters",
    }
}
