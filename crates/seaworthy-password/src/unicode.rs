//! Kinds of characters, with the lines drawn where Python draws them.

use crate::tables::{DIGITS, WORD_CHARACTERS};

/// Whether `str.isdigit()` holds.
pub(crate) fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || is_among(DIGITS, character)
}

/// Whether `\w` matches: letters and numbers of all scripts and `_`, but no combining marks.
#[inline]
pub(crate) fn is_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    is_among(WORD_CHARACTERS, character)
}

/// Whether `str.strip()` removes it: four control characters more than `str::trim`.
pub(crate) fn is_space(character: char) -> bool {
    matches!(
        character,
        '\t'..='\r'
            | '\u{1C}'..=' '
            | '\u{85}'
            | '\u{A0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200A}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202F}'
            | '\u{205F}'
            | '\u{3000}'
    )
}

fn is_among(ranges: &[(u32, u32)], character: char) -> bool {
    let point = u32::from(character);
    let before = ranges.partition_point(|&(first, _)| first <= point);
    ranges[..before]
        .last()
        .is_some_and(|&(_, last)| point <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_in_order_and_apart() {
        for ranges in [DIGITS, WORD_CHARACTERS] {
            assert!(ranges.iter().all(|(first, last)| first <= last));
            assert!(ranges.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));
        }
    }

    #[test]
    fn the_short_way_for_ascii_says_what_the_tables_say() {
        for character in '\0'..='\x7F' {
            assert_eq!(is_digit(character), is_among(DIGITS, character));
            assert_eq!(is_word(character), is_among(WORD_CHARACTERS, character));
        }
    }

    #[test]
    fn each_kind_has_as_many_characters_as_in_python() {
        let count = |is: fn(char) -> bool| (char::MIN..=char::MAX).filter(|c| is(*c)).count();
        assert_eq!(count(is_digit), 808);
        assert_eq!(count(is_space), 29);
    }

    #[test]
    fn what_python_and_rust_disagree_on_is_as_in_python() {
        for mark in ['\u{301}', '\u{93E}', '\u{200D}', 'Ⓐ'] {
            assert!(!is_word(mark), "{mark:?}");
        }
        for letter in ['²', 'ª', 'Ⅷ', '½', '三'] {
            assert!(is_word(letter), "{letter:?}");
        }
        for space in ['\u{1C}', '\u{1F}', '\u{3000}'] {
            assert!(is_space(space), "{space:?}");
        }
        for other in ['\u{200B}', '\u{FEFF}', '\u{180E}'] {
            assert!(!is_space(other), "{other:?}");
        }
    }
}
