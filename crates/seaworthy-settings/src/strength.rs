//! How strong a key is: what it decodes to, whether it repeats, whether it reads as an example.
//!
//! The rules are chosen so that a random key of 32 bytes has no weakness, in whatever encoding: the
//! chance that one is refused is less than one in a million.

mod decoded;
mod digest;
mod entropy;
mod example;
mod published;
mod words;

use zeroize::Zeroizing;

use self::decoded::{Decoded, decode, digits};
use self::digest::is_of_common_word;
use self::entropy::{bits_by_counts, class_bits, regular_bits, word_bits};
use self::example::{is_template, reads_as_example};
use self::published::is_published;
use self::words::is_separator;
use crate::Weakness;

/// Less can be guessed.
const GUESSABLE: u32 = 128;
/// What a signing key should have.
const ENOUGH: u32 = 256;
/// How often a key may be encoded, one encoding in another. More is nobody's key.
const ENCODED: usize = 3;

pub(crate) fn weaknesses(key: &str) -> Vec<Weakness> {
    of_text(key, ENCODED)
}

fn of_text(key: &str, encoded: usize) -> Vec<Weakness> {
    let key = key.trim();
    if is_template(key) {
        return vec![Weakness::Placeholder];
    }
    let rest = key.strip_prefix("django-insecure-").unwrap_or(key);
    // Nothing else matters of a key that is known.
    if [key, rest, digits(rest)].into_iter().any(is_published) {
        return vec![Weakness::Published];
    }
    let mut found = Vec::new();
    if rest.len() < key.len() {
        found.push(Weakness::DjangoInsecure);
    }
    // Without the name of its encoding, lest `base64:cret…` hold a secret.
    if reads_as_example(digits(rest)) {
        found.push(Weakness::Placeholder);
    }
    found.extend(guessability(rest, encoded));
    if is_quoted(key) && !found.iter().any(Weakness::is_guessable) {
        found.push(Weakness::Quoted);
    }
    found
}

/// What speaks against the key's length, structure and characters; the worst of these.
fn guessability(key: &str, encoded: usize) -> Option<Weakness> {
    let unit = repeated_unit(key);
    let judge =
        |most: u32, likely: u32| verdict(most.min(word_bits(unit)), likely.min(regular_bits(unit)));
    let weakness = match decode(unit) {
        Decoded::Bytes(bytes) if is_of_common_word(&bytes) => Some(Weakness::KnownHash),
        Decoded::Bytes(mut bytes) => {
            let (most, likely) = decoded::bits(&mut bytes);
            judge(most, likely)
        }
        Decoded::No => judge(class_bits(unit), bits_by_counts(unit)),
        Decoded::Text(text) => of_decoded(&text, encoded),
    };
    // A repeated piece that is a good key by itself is a good key.
    if unit.len() < key.len() && weakness.is_some_and(|weakness| weakness.is_guessable()) {
        return Some(Weakness::Repeated);
    }
    weakness
}

/// What speaks against a key by the text that it encodes.
fn of_decoded(text: &str, encoded: usize) -> Option<Weakness> {
    let Some(encoded) = encoded.checked_sub(1) else {
        return Some(Weakness::DecodedText);
    };
    let found = of_text(text, encoded);
    if found.iter().any(Weakness::is_guessable) {
        return Some(Weakness::DecodedText);
    }
    found.first().copied()
}

/// Whether quotes stand around characters that no shell needs quotes for.
fn is_quoted(key: &str) -> bool {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "+/=_-.:".contains(c);
    ['"', '\''].into_iter().any(|quote| {
        let inner = key
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|inner| inner.chars().all(is_bare))
    })
}

fn verdict(most: u32, likely: u32) -> Option<Weakness> {
    if most < GUESSABLE {
        Some(Weakness::TooShort)
    } else if likely < GUESSABLE {
        Some(Weakness::LowEntropy)
    } else if likely.min(most) < ENOUGH {
        Some(Weakness::Short)
    } else {
        None
    }
}

/// The shortest piece that the key repeats, if it repeats one twice at least; else the key.
///
/// Separators do not hide it: `0000-0000` repeats `0`.
fn repeated_unit(key: &str) -> &str {
    let bare: Vec<char> = key.chars().filter(|&c| !is_separator(c)).collect();
    let bare = Zeroizing::new(bare);
    let Some(period) = period(&bare) else {
        return key;
    };
    let end = key
        .char_indices()
        .filter(|&(_, c)| !is_separator(c))
        .nth(period)
        .map_or(key.len(), |(index, _)| index);
    key.get(..end).unwrap_or(key)
}

/// The shortest distance at which the text is equal to itself, if it is half the text at most.
///
/// By the prefix function of [Knuth, Morris and Pratt][wiki], so that a long key costs no more
/// than its length.
///
/// [wiki]: https://en.wikipedia.org/wiki/Knuth–Morris–Pratt_algorithm
fn period(text: &[char]) -> Option<usize> {
    let mut borders: Vec<usize> = Vec::with_capacity(text.len());
    for (index, c) in text.iter().enumerate() {
        let mut border = borders.last().copied().unwrap_or(0);
        while border > 0 && text.get(border) != Some(c) {
            border = borders.get(border - 1).copied().unwrap_or(0);
        }
        let longer = index > 0 && text.get(border) == Some(c);
        borders.push(border + usize::from(longer));
    }
    let period = text.len() - borders.last().copied()?;
    (period <= text.len() / 2).then_some(period)
}
