//! What a text says once its letters are told apart by what a person takes them for.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

/// Without characters that nobody sees, in compatibility composition (NFKC), without case.
pub(crate) fn folded(text: &str) -> Zeroizing<String> {
    collect(visible(text).nfkc().flat_map(without_case).nfkc())
}

/// The folded text without accents, and Latin letters for those that look like them.
///
/// An accent of a letter without a Latin look goes, too: what is compared with a skeleton is one.
pub(crate) fn skeleton(text: &str) -> Zeroizing<String> {
    if text.is_ascii() {
        return Zeroizing::new(text.to_ascii_lowercase());
    }
    let letters = visible(text).nfkd().flat_map(without_case).nfkd();
    let letters = letters.filter(|character| !is_combining_mark(*character));
    collect(letters.map(latin))
}

fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| !is_ignorable(*character))
}

/// Lower case by way of upper case: `ß` and `ẞ` are `ss`, `ſ` is `s`, the Kelvin sign is `k`.
fn without_case(character: char) -> impl Iterator<Item = char> {
    let upper = character.to_lowercase().flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase)
}

/// All characters in one text, which leaves no copy behind when it grows.
pub(crate) fn collect(characters: impl Iterator<Item = char>) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(64));
    for character in characters {
        if text.len() + character.len_utf8() > text.capacity() {
            let mut larger = Zeroizing::new(String::with_capacity(2 * text.capacity()));
            larger.push_str(&text);
            text = larger;
        }
        text.push(character);
    }
    text
}

/// Whether it is a [default ignorable code point], which shows as nothing.
///
/// [default ignorable code point]:
/// https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// The Latin letter for a lower-case Cyrillic or Greek one, if they look alike in either case.
const fn latin(character: char) -> char {
    match character {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'н' | 'η' | 'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'ν' => 'v',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' => 'y',
        'ζ' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_alike() {
        for (text, looks) in [
            ("Password", "password"),
            ("ｐａｓｓｗｏｒｄ", "password"),
            ("pass\u{200B}word\u{FEFF}", "password"),
            ("pa\u{AD}s\u{2060}sword", "password"),
            ("𝐩𝓪𝔰𝕤𝖜𝗼𝘳𝚍", "password"),
            ("ⓟⓐⓢⓢⓦⓞⓡⓓ", "password"),
            ("𝐏𝐀𝐒𝐒℡", "passtel"),
            ("paſſword", "password"),
            ("mon\u{212A}ey", "monkey"),
            ("straße", "strasse"),
            ("oﬃce", "office"),
        ] {
            assert_eq!(*folded(text), looks, "{text}");
            assert_eq!(*skeleton(text), looks, "{text}");
        }
    }

    #[test]
    fn as_many_characters_do_not_show_as_unicode_16_counts() {
        let ignorable = (char::MIN..=char::MAX).filter(|character| is_ignorable(*character));
        assert_eq!(ignorable.count(), 4174);
    }

    #[test]
    fn a_text_may_be_of_any_length() {
        for length in [0, 1, 63, 64, 65, 129, 5000] {
            for letter in ["a", "é", "字", "🌾"] {
                let text = letter.repeat(length);
                assert_eq!(*collect(text.chars()), text);
            }
        }
    }

    #[test]
    fn composed_and_decomposed_are_the_same() {
        for (composed, decomposed) in [("été", "e\u{301}te\u{301}"), ("йцу", "и\u{306}цу")]
        {
            assert_eq!(*folded(decomposed), composed);
            assert_eq!(*folded(composed), composed);
            assert_eq!(*skeleton(composed), *skeleton(decomposed));
        }
    }

    #[test]
    fn a_skeleton_has_neither_accents_nor_borrowed_letters() {
        for (text, bare) in [
            ("Chênes", "chenes"),
            ("İstanbul", "istanbul"),
            ("pаsswоrd", "password"),
            ("ΡΑΣΣ", "paσσ"),
            ("МОСКВА", "mockba"),
        ] {
            assert_eq!(*skeleton(text), bare, "{text}");
        }
        assert_eq!(*folded("Chênes"), "chênes");
    }

    #[test]
    fn each_latin_letter_stands_for_what_is_already_folded() {
        for character in char::MIN..=char::MAX {
            if latin(character) != character {
                assert_eq!(*folded(&character.to_string()), character.to_string());
            }
        }
    }
}
