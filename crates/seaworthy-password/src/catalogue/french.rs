mod advice;

use crate::{Catalogue, HelpText, Param, ValidationError};

/// French, which speaks to the reader as « vous ».
///
/// The four attributes that [`UserAttributes`](crate::UserAttributes) names itself are translated;
/// another is shown by its verbose name, so give that in French.
#[derive(Clone, Copy, Debug, Default)]
pub struct French;

impl Catalogue for French {
    fn message(&self, error: &ValidationError) -> Option<String> {
        Some(match error.code() {
            "password_breached" => "Ce mot de passe figure dans une fuite de données. \
                                    Choisissez-en un autre, et changez-le partout où vous \
                                    l’utilisez."
                .to_owned(),
            "password_entirely_numeric" => {
                "Ce mot de passe se compose uniquement de chiffres.".to_owned()
            }
            "password_has_control_character" => {
                "Ce mot de passe contient un caractère de contrôle, par exemple une tabulation."
                    .to_owned()
            }
            "password_not_checked" => "Ce mot de passe n’a pas pu être comparé à ceux des fuites \
                                       de données. Réessayez plus tard."
                .to_owned(),
            "password_too_common" => "Ce mot de passe est trop répandu.".to_owned(),
            "password_too_long" => {
                let most = match (error.number("max_length"), error.number("max_bytes")) {
                    (Some(length), _) => counted(length, "caractère"),
                    (None, bytes) => counted(bytes?, "octet"),
                };
                format!("Ce mot de passe est trop long. Il doit compter au plus {most}.")
            }
            "password_too_obvious" => match error.param("verbose_name") {
                Some(name) => format!("Ce mot de passe se déduit du champ {}.", field(name)),
                None => {
                    "Ce mot de passe se déduit d’un mot que l’on devine aisément ici.".to_owned()
                }
            },
            "password_too_short" => {
                let least = counted(error.number("min_length")?, "caractère");
                format!("Ce mot de passe est trop court. Il doit compter au moins {least}.")
            }
            "password_too_similar" => {
                let field = field(error.param("verbose_name")?);
                format!("Ce mot de passe ressemble trop au contenu du champ {field}.")
            }
            "password_too_weak" => weak(error),
            _ => return None,
        })
    }

    fn help_text(&self, help: &HelpText) -> Option<String> {
        Some(match help.code() {
            "password_breached" => {
                "Votre mot de passe ne doit pas figurer dans une fuite de données.".to_owned()
            }
            "password_entirely_numeric" => {
                "Votre mot de passe ne doit pas se composer uniquement de chiffres.".to_owned()
            }
            "password_too_common" => {
                "Votre mot de passe ne doit pas être de ceux que beaucoup de gens choisissent."
                    .to_owned()
            }
            "password_too_long" => {
                let most = counted(help.number("max_length")?, "caractère");
                format!("Votre mot de passe ne doit pas dépasser {most}.")
            }
            "password_too_obvious" => "Votre mot de passe ne doit se déduire ni d’informations \
                                       qui vous concernent, ni du nom de ce service."
                .to_owned(),
            "password_too_short" => {
                let least = counted(help.number("min_length")?, "caractère");
                format!("Votre mot de passe doit compter au moins {least}.")
            }
            "password_too_similar" => {
                "Votre mot de passe ne doit pas trop ressembler aux autres informations qui vous \
                 concernent."
                    .to_owned()
            }
            "password_too_weak" => {
                "Votre mot de passe ne doit pas être facile à deviner.".to_owned()
            }
            _ => return None,
        })
    }
}

/// With the warning and the suggestions that are known.
fn weak(error: &ValidationError) -> String {
    let mut message = "Ce mot de passe est trop facile à deviner.".to_owned();
    let text = |name| {
        error
            .param(name)
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let made_of = error.param("verbose_name").map(field);
    let warning = match made_of {
        Some(field) => Some(format!("Il se compose du contenu du champ {field}.")),
        None => advice::warning(&text("warning")).map(str::to_owned),
    };
    let suggestions = text("suggestions");
    let suggestions = suggestions.split(',').filter_map(advice::suggestion);
    for sentence in warning.into_iter().chain(suggestions.map(str::to_owned)) {
        message.push(' ');
        message.push_str(&sentence);
    }
    message
}

/// Zero is singular in French, too.
fn counted(number: usize, noun: &str) -> String {
    let plural = if number < 2 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// The name of an attribute between guillemets, with the spaces that do not break.
fn field(verbose_name: &Param) -> String {
    let english = verbose_name.to_string();
    let name = match english.as_str() {
        "email address" => "adresse e-mail",
        "first name" => "prénom",
        "last name" => "nom de famille",
        "username" => "nom d’utilisateur",
        other => other,
    };
    format!("«\u{A0}{name}\u{A0}»")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(min_length: usize) -> String {
        let error = ValidationError::new("password_too_short", "").with("min_length", min_length);
        French.message(&error).unwrap()
    }

    #[test]
    fn zero_and_one_are_singular() {
        assert!(short(0).ends_with("au moins 0 caractère."));
        assert!(short(1).ends_with("au moins 1 caractère."));
        assert!(short(2).ends_with("au moins 2 caractères."));
    }

    #[test]
    fn what_is_weak_comes_with_the_advice_that_is_known() {
        let error = ValidationError::new("password_too_weak", "");
        assert_eq!(
            French.message(&error).unwrap(),
            "Ce mot de passe est trop facile à deviner."
        );
        let error = error
            .with("warning", "date")
            .with("suggestions", "add_words,of_tomorrow,avoid_dates");
        assert_eq!(
            French.message(&error).unwrap(),
            "Ce mot de passe est trop facile à deviner. Les dates se devinent facilement. Ajoutez \
             un mot ou deux, plutôt rares. Évitez les dates qui ont un rapport avec vous."
        );
        let error = error.with("verbose_name", "username");
        let message = French.message(&error).unwrap();
        assert!(
            message.contains("du champ «\u{A0}nom d’utilisateur\u{A0}»."),
            "{message}"
        );
    }

    #[cfg(feature = "strength")]
    #[test]
    fn every_warning_and_every_suggestion_is_translated() {
        use crate::{Suggestion, Warning};
        let warnings = [
            Warning::Common,
            Warning::CommonName,
            Warning::Date,
            Warning::KeyboardPattern,
            Warning::Name,
            Warning::RepeatedCharacter,
            Warning::RepeatedPart,
            Warning::Sequence,
            Warning::SimilarToCommon,
            Warning::StraightRow,
            Warning::Top10,
            Warning::Top100,
            Warning::UserData,
            Warning::Word,
            Warning::Year,
        ];
        for warning in warnings {
            assert!(advice::warning(warning.code()).is_some(), "{warning:?}");
        }
        let suggestions = [
            Suggestion::AddWords,
            Suggestion::AvoidCapitals,
            Suggestion::AvoidCommonPhrases,
            Suggestion::AvoidDates,
            Suggestion::AvoidRepeats,
            Suggestion::AvoidReversedWords,
            Suggestion::AvoidSequences,
            Suggestion::AvoidSubstitutions,
            Suggestion::AvoidUserData,
            Suggestion::AvoidYears,
            Suggestion::LongerKeyboardPattern,
            Suggestion::SymbolsNotNeeded,
        ];
        for suggestion in suggestions {
            assert!(
                advice::suggestion(suggestion.code()).is_some(),
                "{suggestion:?}"
            );
        }
    }

    #[test]
    fn the_usual_attributes_are_translated_and_others_shown_as_they_are() {
        for (verbose_name, shown) in [
            ("first name", "«\u{A0}prénom\u{A0}»"),
            (
                "nom de l’exploitation",
                "«\u{A0}nom de l’exploitation\u{A0}»",
            ),
        ] {
            let error = ValidationError::new("password_too_similar", "");
            let message = French.message(&error.with("verbose_name", verbose_name));
            assert!(message.unwrap().contains(shown));
        }
    }
}
