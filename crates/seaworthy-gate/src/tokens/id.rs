//! The random number in the CSRF cookie.

use std::fmt;
use std::str;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The random number that a browser's tokens belong to, 128 bits of it.
#[derive(Clone, Copy)]
pub(crate) struct Id {
    bytes: [u8; 16],
}

/// 16 bytes in base64 without padding.
const LENGTH: usize = 22;

impl Id {
    pub(crate) fn random(
        fill: impl FnOnce(&mut [u8]) -> Result<(), getrandom::Error>,
    ) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        fill(&mut bytes)?;
        Ok(Self { bytes })
    }

    /// The number that a cookie holds, if it is of the form in which cookies are set.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        // Before anything else, so that a long text is as cheap as a short one.
        if text.len() != LENGTH {
            return None;
        }
        // One byte more than there can be: older decoders want room for a whole last group.
        let mut bytes = [0; 18];
        let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
        let bytes = bytes.get(..length)?.try_into().ok()?;
        Some(Self { bytes })
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 16] {
        &self.bytes
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; LENGTH];
        let length = URL_SAFE_NO_PAD.encode_slice(self.bytes, &mut text);
        let text = length.ok().and_then(|length| text.get(..length));
        f.write_str(
            text.and_then(|text| str::from_utf8(text).ok())
                .ok_or(fmt::Error)?,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_read_again() {
        for byte in [0, 1, 0x5a, 0xff] {
            let id = Id::random(|bytes| {
                bytes.fill(byte);
                Ok(())
            })
            .unwrap();
            let text = id.to_string();
            assert_eq!(text.len(), 22);
            assert_eq!(Id::parse(text.as_bytes()).unwrap().bytes, [byte; 16]);
        }
    }

    #[test]
    fn nothing_else_is_one() {
        let good = "AAAAAAAAAAAAAAAAAAAAAA";
        assert!(Id::parse(good.as_bytes()).is_some());
        for bad in [
            "",
            "badvalue",
            "AAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAA==",
            "\"AAAAAAAAAAAAAAAAAAAA\"",
            "AAAAAAAAAAAAAAAAAAAAA+",
            "AAAAAAAAAAAAAAAAAAAAA ",
            // Bits beyond the last byte: it would be a second spelling of the same number.
            "AAAAAAAAAAAAAAAAAAAAAB",
            "AAAAAAAAAAAAAAAAAAAAA\u{0}",
        ] {
            assert!(Id::parse(bad.as_bytes()).is_none(), "{bad}");
        }
        assert!(Id::parse(&[b'A'; 100_000]).is_none());
        assert!(Id::parse(&[0xff; 22]).is_none());
    }
}
