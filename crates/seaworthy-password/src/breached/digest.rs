use std::fmt;

use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

use super::source::Prefix;

/// The SHA-1 of a password, which names it in the corpora; it is wiped when it is dropped.
///
/// It protects nothing: it can be reversed by trying passwords. So it is as secret as they are, and
/// stands where a future that is moved does not leave a copy behind.
pub(super) struct Digest(Box<Zeroizing<[u8; 20]>>);

/// What follows the prefix of a digest: 35 hexadecimal digits in 18 bytes.
pub(super) type Suffix = [u8; 18];

impl Digest {
    pub(super) fn of(password: &str) -> Self {
        let mut bytes = Box::new(Zeroizing::new([0; 20]));
        let digest: &mut [u8; 20] = &mut bytes;
        Sha1::new_with_prefix(password).finalize_into(digest.into());
        Self(bytes)
    }

    /// The first 20 bits, which are all that leaves the process.
    pub(super) fn prefix(&self) -> Prefix {
        let [a, b, c, ..] = **self.0;
        Prefix::new(u32::from_be_bytes([0, a, b, c]) >> 4)
    }

    /// All that follows the prefix.
    pub(super) fn suffix(&self) -> Zeroizing<Suffix> {
        let mut suffix = Zeroizing::new([0; 18]);
        let behind = self.0.iter().skip(2);
        for (index, (byte, next)) in behind.clone().zip(behind.skip(1)).enumerate() {
            if let Some(place) = suffix.get_mut(index) {
                *place = byte << 4 | next >> 4;
            }
        }
        if let (Some(place), Some(last)) = (suffix.last_mut(), self.0.last()) {
            *place = last << 4;
        }
        suffix
    }

    /// Where it belongs in a corpus: the shard, and the key in it.
    pub(super) fn shard_and_key(&self) -> (u8, u64) {
        shard_and_key(&self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Digest").finish_non_exhaustive()
    }
}

/// The first byte of a digest, and as much behind it as makes a key.
pub(super) const fn shard_and_key(digest: &[u8; 20]) -> (u8, u64) {
    let [shard, a, b, c, d, e, f, g, h, ..] = *digest;
    (shard, u64::from_be_bytes([a, b, c, d, e, f, g, h]))
}

/// The value of a hexadecimal digit.
pub(super) const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SHA-1 of "password": 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8.
    #[test]
    fn a_digest_is_split_where_the_range_api_splits_it() {
        let digest = Digest::of("password");
        assert_eq!(digest.prefix().as_str(), "5BAA6");
        let suffix: String = digest
            .suffix()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        assert_eq!(suffix, "1E4C9B93F3F0682250B6CF8331B7EE68FD80");
        assert_eq!(digest.shard_and_key(), (0x5B, 0xAA61_E4C9_B93F_3F06));
    }

    #[test]
    fn what_is_printed_does_not_hold_it() {
        assert_eq!(format!("{:?}", Digest::of("password")), "Digest { .. }");
    }

    #[test]
    fn hexadecimal_digits_are_known_in_both_cases_and_nothing_else_is() {
        for (value, digit) in (0..).zip(*b"0123456789abcdef") {
            assert_eq!(nibble(digit), Some(value));
            assert_eq!(nibble(digit.to_ascii_uppercase()), Some(value));
        }
        for other in *b"gG/:@` \xFF" {
            assert_eq!(nibble(other), None);
        }
    }
}
