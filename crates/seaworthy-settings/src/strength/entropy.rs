//! How many bits a key may have, judged by its characters.

use zeroize::Zeroizing;

use super::words::{self, between_words, is_word};

/// The bits of a key of these characters, had they been drawn at random from their classes.
pub(crate) fn class_bits(key: &str) -> u32 {
    bits(key.chars().count() as f64 * class_size(key).log2())
}

/// The same for a key in which some characters come too often to be random.
pub(crate) fn bits_by_counts(key: &str) -> u32 {
    let mut characters: Zeroizing<Vec<char>> = Zeroizing::new(key.chars().collect());
    counted(&mut characters, class_size(key), 0.5, class_bits(key))
}

/// The same for bytes, of which 20 of 32 must differ: 30 of random ones do.
pub(crate) fn of_bytes(bytes: &mut [u8], most: u32) -> u32 {
    counted(bytes, 256.0, 0.64, most)
}

/// From how many characters the key is drawn, judged by the kinds that it has.
fn class_size(key: &str) -> f64 {
    let of = |size, present| if present { size } else { 0.0 };
    let size: f64 = of(10.0, key.contains(|c: char| c.is_ascii_digit()))
        + of(26.0, key.contains(|c: char| c.is_ascii_lowercase()))
        + of(26.0, key.contains(|c: char| c.is_ascii_uppercase()))
        + of(
            33.0,
            key.contains(|c: char| c.is_ascii_punctuation() || c == ' '),
        )
        + of(100.0, !key.is_ascii());
    size.max(1.0)
}

/// The bits of items drawn from so many kinds, which are sorted: the most, if they may be random.
///
/// Of random items nearly as many differ as can be expected. Where less than a share of these do,
/// the counts say what the items are worth: Shannon's entropy of the whole.
fn counted<T: Ord>(items: &mut [T], kinds: f64, share: f64, most: u32) -> u32 {
    items.sort_unstable();
    let length = items.len() as f64;
    let counts = || items.chunk_by(|a, b| a == b).map(|same| same.len() as f64);
    let expected = kinds * (1.0 - (1.0 - 1.0 / kinds).powf(length));
    if counts().count() as f64 >= expected * share {
        return most;
    }
    bits(counts().map(|count| count * (length / count).log2()).sum())
}

/// The bits of a key made of words, as a sentence or a name is; any number, if it is not.
///
/// A word has 13 bits, as one drawn from a list of 8192 has: the words of a passphrase are as many
/// as that, those of a sentence less. Where nothing stands between them, five letters are a word.
pub(crate) fn word_bits(key: &str) -> u32 {
    let key = words::without_accents(key);
    let (mut words, mut letters, mut total) = (0, 0, 0.0);
    let (mut pairs, mut common) = (0, 0);
    for segment in key.split(between_words) {
        // Words in camel case, and a number at their end.
        let mut rest = segment.trim_end_matches(|c: char| c.is_ascii_digit());
        total += (segment.len() - rest.len()) as f64 * 10_f64.log2();
        while !rest.is_empty() {
            let upper = rest.bytes().take_while(u8::is_ascii_uppercase).count();
            let lower = rest.bytes().skip(upper);
            let lower = lower.take_while(u8::is_ascii_lowercase).count();
            let (run, after) = rest.split_at(upper + lower);
            if is_word(run) {
                total += (run.len() as f64 * 26_f64.log2()).min(WORD);
                words += 1;
            } else if words::are_in(run) {
                total += run.len() as f64 / 5.0 * WORD;
                words += run.len() / 5;
            } else {
                return u32::MAX;
            }
            letters += run.len();
            pairs += run.len() - 1;
            common += words::common_pairs(run);
            rest = after;
        }
    }
    // What looks like words by chance is shorter than words are, or of other letters, or shorter
    // than 23 characters: 16 random bytes in base64 have 22. No space stands in it.
    let halves = if key.contains(' ') { 4 } else { 7 };
    if letters * 2 < words * halves || common * 5 < pairs * 2 || key.len() < 23 {
        return u32::MAX;
    }
    bits(total)
}

/// The bits of a word.
const WORD: f64 = 13.0;

/// The bits of a key of which more than a quarter is foreseen; any number, if less is.
///
/// Foreseen is what follows three characters as it did before, or as in a run: the `d` of `abcd`,
/// the `r` of `qwer`, the last of `aaaa`.
pub(crate) fn regular_bits(key: &str) -> u32 {
    let characters: Vec<char> = key.chars().map(|c| c.to_ascii_lowercase()).collect();
    let characters = Zeroizing::new(characters);
    let mut new: Vec<&[char]> = characters.windows(4).filter(|four| !is_run(four)).collect();
    new.sort_unstable();
    new.dedup();
    let windows = characters.len().saturating_sub(3);
    let unforeseen = characters.len() - (windows - new.len());
    if unforeseen * 4 >= characters.len() * 3 {
        return u32::MAX;
    }
    bits(unforeseen as f64 * class_size(key).log2())
}

/// The alphabet, the digits, and the ways across keyboards, along which runs are found.
const ROWS: [&str; 12] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
];

fn is_run(four: &[char]) -> bool {
    let Some(&first) = four.first() else {
        return false;
    };
    let along = |row: &str| {
        row.match_indices(first).any(|(at, _)| {
            let forward = row.get(at..).is_some_and(|rest| starts(rest.chars(), four));
            let before = row.get(..=at);
            forward || before.is_some_and(|rest| starts(rest.chars().rev(), four))
        })
    };
    four.iter().all(|c| *c == first) || ROWS.iter().any(|row| along(row))
}

fn starts(mut row: impl Iterator<Item = char>, four: &[char]) -> bool {
    four.iter().all(|c| row.next() == Some(*c))
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from a float saturates, and a number of bits is neither negative nor large"
)]
fn bits(bits: f64) -> u32 {
    bits as u32
}
