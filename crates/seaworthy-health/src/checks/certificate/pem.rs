//! The certificates of a file in [PEM], among whatever else it holds.
//!
//! [PEM]: https://www.rfc-editor.org/rfc/rfc7468

/// The certificates in their order, each in DER; `None` is one that cannot be decoded.
///
/// Keys in the same file, and text around, are passed over and not decoded.
pub(super) fn certificates(file: &[u8]) -> impl Iterator<Item = Option<Vec<u8>>> {
    let mut lines = file
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii_end);
    std::iter::from_fn(move || {
        lines.find(|line| *line == BEGIN)?;
        let mut text = Vec::new();
        for line in lines.by_ref() {
            if line == END {
                return Some(decoded(&text));
            }
            text.extend(line.iter().filter(|byte| !byte.is_ascii_whitespace()));
        }
        Some(None)
    })
}

/// What [Base64](https://www.rfc-editor.org/rfc/rfc4648#section-4) stands for.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    if text.len() % 4 != 0 || padding > 2 {
        return None;
    }
    for four in text.get(..text.len() - padding)?.chunks(4) {
        let mut bits = 0;
        for byte in four {
            bits = bits << 6 | u32::from(six_bits(*byte)?);
        }
        // As many bits as four would have, of which those that are there come first.
        bits <<= 6 * (4 - four.len());
        let [_, three @ ..] = bits.to_be_bytes();
        bytes.extend(three.iter().take(four.len() - 1));
    }
    Some(bytes)
}

const fn six_bits(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
const END: &[u8] = b"-----END CERTIFICATE-----";

#[cfg(test)]
mod tests {
    use base64::DecodeError;
    use base64::prelude::{BASE64_STANDARD, Engine};
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn certificates_are_found_among_other_things() {
        let found = |file: &str| certificates(file.as_bytes()).collect::<Vec<_>>();
        let one = "-----BEGIN CERTIFICATE-----\nTWFu\n-----END CERTIFICATE-----\n";
        let key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
        let man = Some(b"Man".to_vec());
        for (file, certificates) in [
            (String::new(), vec![]),
            (key.into(), vec![]),
            ("TWFu".into(), vec![]),
            (one.into(), vec![man.clone()]),
            (one.trim_end().into(), vec![man.clone()]),
            (one.replace('\n', "\r\n"), vec![man.clone()]),
            (one.replace("WF", " W\n\tF"), vec![man.clone()]),
            (format!("{key}a leaf:\n{one}"), vec![man.clone()]),
            (format!("{one}{key}\n{one}"), vec![man.clone(), man.clone()]),
            (one.replace("TWFu", ""), vec![Some(vec![])]),
            (one.replace("TWFu", "TWE="), vec![Some(b"Ma".to_vec())]),
            (one.replace("TWFu", "TQ=="), vec![Some(b"M".to_vec())]),
            (one.replace("TWFu", "TWF"), vec![None]),
            (one.replace("TWFu", "T==="), vec![None]),
            (one.replace("TWFu", "===="), vec![None]),
            (one.replace("TWFu", "TQ==TQ=="), vec![None]),
            (one.replace("TWFu", "TW-_"), vec![None]),
            (one.replace("TWFu", key), vec![None]),
            (one.replace("-----END", "---END"), vec![None]),
            (one.replace("TWFu", one), vec![None]),
            (format!("{}{one}", one.replace('u', "!")), vec![None, man]),
        ] {
            assert_eq!(found(&file), certificates, "{file}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(bytes in vec(any::<u8>(), 0..200)) {
            let text = BASE64_STANDARD.encode(&bytes);
            prop_assert_eq!(decoded(text.as_bytes()), Some(bytes));
        }

        #[test]
        fn only_base64_is_decoded(text in "[A-Za-z0-9+/=]{0,12}|.{0,12}") {
            match BASE64_STANDARD.decode(&text) {
                // Bits that are left over may be anything here.
                Err(DecodeError::InvalidLastSymbol { .. }) => {}
                expected => prop_assert_eq!(decoded(text.as_bytes()), expected.ok()),
            }
        }
    }
}
