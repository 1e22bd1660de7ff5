//! Regular expressions of JSON Schema: what text is read as a number or a word.
//!
//! They are those of [ECMA-262](https://262.ecma-international.org/#sec-patterns), whose `i` flag a
//! schema cannot set. Space around the value is ignored when it is read, and so it is here.

/// Decimal digits, with a sign.
pub(crate) fn integer(is_optional: bool) -> String {
    whole("[+-]?[0-9]+", is_optional)
}

/// Decimal digits, with a sign, a point, an exponent.
pub(crate) fn number(is_optional: bool) -> String {
    whole(
        r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][+-]?[0-9]+)?",
        is_optional,
    )
}

/// One of these words, in any case and with its dashes or without.
pub(crate) fn words(words: &[&str], is_optional: bool) -> String {
    let words: Vec<_> = words.iter().map(|word| in_any_case(word)).collect();
    whole(&words.join("|"), is_optional)
}

/// One of these names, as it is, before this ending.
pub(crate) fn names<'a>(names: impl Iterator<Item = &'a str>, ending: &str) -> String {
    let names: Vec<_> = names.map(escaped).collect();
    format!("^({}){ending}$", names.join("|"))
}

/// Nothing but this; or nothing at all, where that means that there is no value.
fn whole(pattern: &str, is_optional: bool) -> String {
    if is_optional {
        format!(r"^(\s*({pattern})\s*)?$")
    } else {
        format!(r"^\s*({pattern})\s*$")
    }
}

fn in_any_case(word: &str) -> String {
    let letters = word.chars().map(|letter| match letter {
        '-' | '_' => "[-_]?".to_owned(),
        _ if letter.is_ascii_alphabetic() => {
            let (upper, lower) = (letter.to_ascii_uppercase(), letter.to_ascii_lowercase());
            format!("[{upper}{lower}]")
        }
        _ => escaped(letter.encode_utf8(&mut [0; 4])),
    });
    letters.collect()
}

/// The text with a backslash before all that means something, and before nothing else: that would
/// be an error.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        if r"^$\.*+?()[]{}|/".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_knows_words_in_any_case_and_is_anchored() {
        assert_eq!(words(&["on", "1"], false), r"^\s*([Oo][Nn]|1)\s*$");
        assert_eq!(words(&["a-b"], true), r"^(\s*([Aa][-_]?[Bb])\s*)?$");
        assert_eq!(words(&["*.1"], false), r"^\s*(\*\.1)\s*$");
        assert_eq!(names(["a_b", "c"].into_iter(), "_file"), "^(a_b|c)_file$");
    }
}
