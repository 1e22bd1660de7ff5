//! Keys that are an encoding: of random bytes, or of text.

use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet};
use zeroize::Zeroizing;

use super::entropy;
use super::words::is_separator;

/// What stands behind the encoding of a key.
pub(crate) enum Decoded {
    /// Bytes that may be random.
    Bytes(Zeroizing<Vec<u8>>),
    /// It is not encoded, as far as can be seen.
    No,
    /// Text, which may be a key by itself: the secrets of Kubernetes are often encoded twice.
    Text(Zeroizing<String>),
}

/// Decodes a key as hexadecimal digits or base64, behind `hex:` or `base64:` or without.
pub(crate) fn decode(key: &str) -> Decoded {
    let key = digits(key);
    match decode_hex(key).or_else(|| decode_base64(key)) {
        Some(bytes) if is_text(&bytes) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Decoded::Text(Zeroizing::new(text))
        }
        Some(bytes) => Decoded::Bytes(bytes),
        None => Decoded::No,
    }
}

/// The key without what may stand around an encoding: its name, and the quotes that a file of
/// variables left.
pub(crate) fn digits(key: &str) -> &str {
    let key = key.trim_matches(['"', '\'']);
    ["base64:", "hex:"]
        .iter()
        .find_map(|name| key.strip_prefix(name))
        .unwrap_or(key)
}

/// Whether the bytes are text: printable, or enough of them in UTF-8, or nearly all printable.
///
/// 16 random bytes are with a chance of less than one in a million, more bytes with a smaller one.
fn is_text(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_end();
    let is_printable = |byte: &&u8| matches!(byte, b' '..=b'~');
    let printable = bytes.iter().filter(is_printable).count();
    let is_utf8 = || {
        let text = std::str::from_utf8(bytes);
        text.is_ok_and(|text| !text.contains(char::is_control))
    };
    match bytes.len() {
        ..8 => false,
        8..=16 => printable == bytes.len(),
        length => printable * 10 >= length * 9 || is_utf8(),
    }
}

/// The bits that bytes have at most, as they are so many, and those that they are likely to have,
/// judged by how many of them are alike or in sequence.
pub(crate) fn bits(bytes: &mut [u8]) -> (u32, u32) {
    let most = |bytes: usize| u32::try_from(bytes.saturating_mul(8)).unwrap_or(u32::MAX);
    // What continues a sequence, such as 00 01 02 or 00 11 22, adds nothing to it.
    let continues = |three: &&[u8]| match three {
        [a, b, c] => b.wrapping_sub(*a) == c.wrapping_sub(*b),
        _ => false,
    };
    let foreseen = bytes.windows(3).filter(continues).count();
    let unforeseen = bytes.len() - foreseen;
    let by_sequence = if foreseen * 4 > bytes.len() {
        most(unforeseen)
    } else {
        u32::MAX
    };
    let most = most(bytes.len());
    (most, entropy::of_bytes(bytes, most).min(by_sequence))
}

/// The bytes of hexadecimal digits, with or without what stands between those of a UUID or of a
/// fingerprint.
///
/// Decimal digits alone are a number, unless they decode to text.
fn decode_hex(key: &str) -> Option<Zeroizing<Vec<u8>>> {
    let digits: Option<Vec<u8>> = key
        .chars()
        .filter(|&c| !is_separator(c))
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = Zeroizing::new(digits?);
    if digits.is_empty() || digits.len() % 2 != 0 {
        return None;
    }
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect();
    let bytes = Zeroizing::new(bytes);
    let text = bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    (text || digits.iter().any(|digit| *digit > 9)).then_some(bytes)
}

/// The bytes of base64 or base64url, padded or not.
///
/// Letters of one case are words, not base64.
fn decode_base64(key: &str) -> Option<Zeroizing<Vec<u8>>> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    if !(key.contains(|c: char| c.is_ascii_lowercase())
        && key.contains(|c: char| c.is_ascii_uppercase()))
    {
        return None;
    }
    [&alphabet::STANDARD, &alphabet::URL_SAFE]
        .into_iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, LENIENT).decode(key).ok())
        .map(Zeroizing::new)
}
