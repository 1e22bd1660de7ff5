//! Percent-encoding: [RFC 3986 section 2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1).

use zeroize::Zeroizing;

use crate::{Invalid, Secret};

/// What the text stands for, if that is text: UTF-8 without NUL, at which drivers in C stop.
pub(crate) fn decode(text: &str) -> Option<Zeroizing<String>> {
    // As large as it gets, so that it is never moved and leaves no copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => digit(rest.next()?)? << 4 | digit(rest.next()?)?,
            _ => byte,
        });
    }
    let decoded = std::str::from_utf8(&bytes).ok()?;
    (!decoded.contains('\0')).then(|| Zeroizing::new(decoded.to_owned()))
}

/// Refuses a part that does not stand for text.
pub(crate) fn check(part: &str) -> Result<(), Invalid> {
    if decode(part).is_none() {
        return Err(Invalid::new("what it percent-encodes is not text in UTF-8"));
    }
    Ok(())
}

/// What the text stands for; nothing where that is empty, or is not text.
pub(crate) fn decode_some(text: &str) -> Option<String> {
    let mut decoded = decode(text)?;
    (!decoded.is_empty()).then(|| std::mem::take(&mut *decoded))
}

/// What the text stands for, as a secret.
pub(crate) fn decode_secret(text: &str) -> Option<Secret<String>> {
    decode_some(text).map(Secret::new)
}

/// The text with every character encoded that may have a meaning somewhere.
pub(crate) fn encode(text: &str) -> Zeroizing<String> {
    let mut encoded = Zeroizing::new(String::with_capacity(text.len().saturating_mul(3)));
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(byte.into());
        } else {
            encoded.push('%');
            encoded.extend([byte >> 4, byte & 15].into_iter().filter_map(hexadecimal));
        }
    }
    encoded
}

fn hexadecimal(digit: u8) -> Option<char> {
    char::from_digit(digit.into(), 16).map(|digit| digit.to_ascii_uppercase())
}

/// The value of a hexadecimal digit.
const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_is_text_is_decoded() {
        for (text, expected) in [
            ("", Some("")),
            ("a+b", Some("a+b")),
            ("%2Frun%2fx", Some("/run/x")),
            ("%C3%A9", Some("é")),
            ("%2541", Some("%41")),
            ("%0A", Some("\n")),
            ("%00", None),
            ("%ff", None),
            ("%C3", None),
            ("%", None),
            ("%4", None),
            ("%zz", None),
        ] {
            assert_eq!(
                decode(text).as_deref().map(String::as_str),
                expected,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_itself(text in "[^\\x00]{0,40}") {
            let encoded = encode(&text);
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_graphic()));
            let decoded = decode(&encoded);
            prop_assert_eq!(decoded.as_deref(), Some(&text));
        }
    }
}
