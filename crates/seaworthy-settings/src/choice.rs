//! One of several words: what the derive of an enum calls.

use crate::Invalid;
use crate::nearest::nearest;
use crate::value::not_empty;

/// A spelling, why a slip of it is refused, and what it stands for.
type Choice<T> = (&'static str, &'static str, fn() -> T);

/// Reads one of these words.
///
/// Upper and lower case are the same, and so are `-` and `_`, which may be left out.
///
/// # Errors
///
/// That it is none of them, and which one was probably meant. The reason is shown for secrets too:
/// it holds words of the program, and nothing of the text.
pub fn one_of<T>(text: &str, choices: &[Choice<T>]) -> Result<T, Invalid> {
    let text = not_empty(text.trim())?;
    if let Some((.., make)) = choices.iter().find(|(word, ..)| is_spelled(word, text)) {
        return Ok(make());
    }
    let meant = nearest(text, choices.iter().map(|(word, ..)| *word));
    let slip = choices.iter().find(|(word, ..)| Some(*word) == meant);
    Err(Invalid::new(
        slip.map_or("it is none of these", |(_, slip, _)| slip),
    ))
}

/// Whether the text is this word: with all of its dashes, or with none.
fn is_spelled(word: &str, text: &str) -> bool {
    let dash = |byte: u8| matches!(byte, b'-' | b'_');
    let folded = |byte: u8| {
        if dash(byte) {
            b'-'
        } else {
            byte.to_ascii_lowercase()
        }
    };
    let joined = word.bytes().filter(|byte| !dash(*byte)).map(folded);
    word.bytes().map(folded).eq(text.bytes().map(folded)) || joined.eq(text.bytes().map(folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<u8, Invalid> {
        let choices: [Choice<u8>; 3] = [
            ("prod", "was `prod` meant?", || 1),
            ("production", "was `production` meant?", || 1),
            ("verify-ca", "was `verify-ca` meant?", || 2),
        ];
        one_of(text, &choices)
    }

    #[test]
    fn neither_case_nor_dashes_make_a_difference() {
        for (text, value) in [
            ("prod", 1),
            (" Production\n", 1),
            ("verify-ca", 2),
            ("VERIFY_CA", 2),
            ("VerifyCa", 2),
        ] {
            assert_eq!(read(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_is_none_of_the_words_is_refused_in_words_of_the_program() {
        for (text, reason) in [
            ("", "it is empty"),
            (" \n", "it is empty"),
            ("porduction", "was `production` meant?"),
            ("prd", "was `prod` meant?"),
            ("verif_ca", "was `verify-ca` meant?"),
            ("ver-ifyca", "was `verify-ca` meant?"),
            ("staging", "it is none of these"),
            ("prod,prod", "it is none of these"),
            ("ﬁ", "it is none of these"),
        ] {
            assert_eq!(read(text).unwrap_err().to_string(), reason, "{text:?}");
        }
        assert!(read(&"-".repeat(1 << 20)).is_err());
    }
}
