//! A token as it is displayed: another text each time.
//!
//! A page that is compressed shows by its length whether what an attacker makes it repeat is in
//! it; a text that never stands there twice cannot be guessed in this way.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What a token stands for.
pub(crate) type Value = [u8; 32];

/// Mask and masked value, 64 bytes, in base64 without padding.
pub(crate) const LENGTH: usize = 86;

/// The text of a value under this mask.
pub(crate) fn masked(value: &Value, mask: &Value) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; 64];
    let (left, right) = bytes.split_at_mut(mask.len());
    left.copy_from_slice(mask);
    for ((byte, value), mask) in right.iter_mut().zip(value).zip(mask) {
        *byte = value ^ mask;
    }
    let mut text = [0; LENGTH];
    let length = URL_SAFE_NO_PAD.encode_slice(bytes, &mut text).ok()?;
    (length == LENGTH).then_some(text)
}

/// The value of a text, if it is of the form in which tokens are displayed.
pub(crate) fn unmasked(text: &[u8]) -> Option<Value> {
    // Before anything else, so that a long text is as cheap as a short one.
    if text.len() != LENGTH {
        return None;
    }
    // Two bytes more than there can be: older decoders want room for a whole last group.
    let mut bytes = [0; 66];
    let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
    let (mask, right) = bytes.get(..length)?.split_at_checked(32)?;
    let mut value = Value::try_from(right).ok()?;
    for (value, mask) in value.iter_mut().zip(mask) {
        *value ^= mask;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_value_is_read_under_any_mask(value: [u8; 32], mask: [u8; 32]) {
            let text = masked(&value, &mask).unwrap();
            prop_assert_eq!(unmasked(&text), Some(value));
        }

        #[test]
        fn no_text_is_too_strange(text: Vec<u8>) {
            let _ = unmasked(&text);
        }
    }

    #[test]
    fn a_value_under_two_masks_is_two_texts() {
        let value = [7; 32];
        assert_ne!(masked(&value, &[1; 32]), masked(&value, &[2; 32]));
    }

    #[test]
    fn only_what_is_displayed_is_a_token() {
        let good = masked(&[7; 32], &[1; 32]).unwrap();
        assert!(unmasked(&good).is_some());
        let shorter = good.split_last().unwrap().1;
        let longer = [&good[..], b"A"].concat();
        let padded = [&good[..], b"=="].concat();
        let mut spelled = good;
        spelled[85] = b'_';
        let mut plus = good;
        plus[3] = b'+';
        for bad in [
            b"",
            shorter,
            &longer,
            &padded,
            &spelled,
            &plus,
            &[b'*'; LENGTH],
        ] {
            assert_eq!(unmasked(bad), None, "{}", bad.escape_ascii());
        }
        assert_eq!(unmasked(&[b'A'; 100_000]), None);
    }
}
