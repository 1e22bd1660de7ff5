//! What `password_too_weak` says besides, by the codes in its parameters.

/// A warning: what makes the password easy to guess.
pub(super) fn warning(code: &str) -> Option<&'static str> {
    Some(match code {
        "common" => "Énormément de gens l’utilisent.",
        "common_name" => "Les noms répandus se devinent facilement.",
        "date" => "Les dates se devinent facilement.",
        "keyboard_pattern" => "Un court trajet sur le clavier se devine facilement.",
        "name" => "Un nom seul se devine facilement.",
        "repeated_character" => {
            "Un caractère répété, comme dans «\u{A0}aaa\u{A0}», se devine facilement."
        }
        "repeated_part" => {
            "Une partie répétée, comme dans «\u{A0}abcabc\u{A0}», n’ajoute presque rien."
        }
        "sequence" => {
            "Une suite comme «\u{A0}abc\u{A0}» ou «\u{A0}6543\u{A0}» se devine facilement."
        }
        "similar_to_common" => "Il ressemble à un autre que beaucoup de gens utilisent.",
        "straight_row" => "Une rangée de touches se devine facilement.",
        "top_10" => "C’est l’un des dix mots de passe les plus utilisés.",
        "top_100" => "C’est l’un des cent mots de passe les plus utilisés.",
        "user_data" => "Il se compose d’informations qui vous concernent.",
        "word" => "Un mot seul se devine facilement.",
        "year" => "Les années récentes se devinent facilement.",
        _ => return None,
    })
}

/// A suggestion: what would make the password harder to guess.
pub(super) fn suggestion(code: &str) -> Option<&'static str> {
    Some(match code {
        "add_words" => "Ajoutez un mot ou deux, plutôt rares.",
        "avoid_capitals" => "Les majuscules n’aident guère.",
        "avoid_common_phrases" => "Prenez plusieurs mots qui ne forment pas une expression connue.",
        "avoid_dates" => "Évitez les dates qui ont un rapport avec vous.",
        "avoid_repeats" => "Évitez de répéter des mots ou des caractères.",
        "avoid_reversed_words" => "Écrire un mot à l’envers n’aide guère.",
        "avoid_sequences" => "Évitez les suites de caractères.",
        "avoid_substitutions" => {
            "Remplacer une lettre par un symbole, tel «\u{A0}@\u{A0}» pour «\u{A0}a\u{A0}», n’aide \
             guère."
        }
        "avoid_user_data" => "Évitez les noms et les adresses qui ont un rapport avec vous.",
        "avoid_years" => "Évitez les années, surtout celles de votre vie.",
        "longer_keyboard_pattern" => {
            "Prenez un trajet plus long sur le clavier, avec plus de détours."
        }
        "symbols_not_needed" => "Symboles, chiffres et majuscules ne sont pas indispensables.",
        _ => return None,
    })
}
