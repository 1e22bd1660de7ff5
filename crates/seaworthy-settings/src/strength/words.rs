//! What looks like words.

use zeroize::Zeroizing;

/// Whether this is `word`, `Word` or `WORD`: no longer than words are, and with a vowel if it has
/// four letters.
pub(crate) fn is_word(letters: &str) -> bool {
    let lower = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
    let upper = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
    let vowel = |c: char| "aeiouyAEIOUY".contains(c);
    let (head, tail) = letters.split_at_checked(1).unwrap_or_default();
    (1..=16).contains(&letters.len())
        && (lower(letters) || upper(letters) || (upper(head) && lower(tail)))
        && (letters.len() < 4 || letters.contains(vowel))
}

/// The text with an `e` for each Latin letter that is not of ASCII: most of these are vowels.
pub(crate) fn without_accents(text: &str) -> Zeroizing<String> {
    let has_accent = |c: &char| matches!(c, '\u{c0}'..='\u{24f}');
    let plain = text.chars().map(|c| if has_accent(&c) { 'e' } else { c });
    Zeroizing::new(plain.collect())
}

/// Whether the character stands between the words of a sentence or a name.
pub(crate) fn between_words(character: char) -> bool {
    " -_.,:;!?'\"".contains(character)
}

/// Whether the character stands between the groups of one key.
pub(crate) fn is_separator(character: char) -> bool {
    matches!(character, '-' | '_' | '.' | ':' | ' ')
}

/// Whether the letters are words with nothing between them: at least half of their pairs are
/// common.
///
/// 56 random letters, which have 256 bits, pass for words with a chance of one in 10⁹.
pub(crate) fn are_in(letters: &str) -> bool {
    letters.len() > 16 && common_pairs(letters) * 2 >= letters.len()
}

/// How many pairs of neighbours are among the hundred commonest in English: two thirds of those in
/// its words, and one in seven of random letters.
pub(crate) fn common_pairs(letters: &str) -> usize {
    let is_common = |pair: &&[u8]| match pair {
        [first, second] => {
            let index = first.to_ascii_lowercase().checked_sub(b'a');
            let followers = index.and_then(|index| FOLLOWERS.get(usize::from(index)));
            let second = second.to_ascii_lowercase();
            followers.is_some_and(|followers| followers.as_bytes().contains(&second))
        }
        _ => false,
    };
    letters.as_bytes().windows(2).filter(is_common).count()
}

/// What follows each letter in the commonest pairs. Those of other languages in these letters
/// differ little.
#[rustfmt::skip]
const FOLLOWERS: [&str; 26] = [
    "cdilnrst", // a
    "e", // b
    "aehot", // c
    "ei", // d
    "acdelmnrst", // e
    "o", // f
    "e", // g
    "aeio", // h
    "celmnost", // i
    "", // j
    "", // k
    "aeiloy", // l
    "aeio", // m
    "acdegiost", // n
    "flmnrtuw", // o
    "aeor", // p
    "", // q
    "aeiost", // r
    "ehiost", // s
    "aehiors", // t
    "lnrst", // u
    "e", // v
    "aehi", // w
    "", // x
    "", // y
    "", // z
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_random_letters() {
        for text in [
            "correcthorsebatterystaple",
            "signingkeyofourlittleonlinestore",
            "THISISTHESIGNINGKEYOFOURSHOPANDNOBODYKNOWSIT",
            "dasistderschluesselmitdemwirunterschreiben",
            "ceciestlaclefsecretedenotrepetiteboutique",
        ] {
            assert!(are_in(text), "{text}");
        }
        for text in [
            "",
            "correcthorse",
            "qxkzjvwpfbgmhydtucrnsloiae",
            "hvqjxtnweokzmrplfbgyduscai",
            "zpqtmxvbnwkfjghrcdlysuoiea",
        ] {
            assert!(!are_in(text), "{text}");
        }
    }
}
