//! The keys that tokens are made with.

use std::fmt;

use hmac_sha256::HMAC;
use subtle::{Choice, ConstantTimeEq};

use super::TokenIssue;
use super::mask::Value;

/// Keys made of the host's own, so that these can serve other ends too.
pub(crate) struct Keys {
    /// The one that new tokens are made with.
    first: [u8; 32],
    /// Those that tokens were once made with.
    former: Box<[[u8; 32]]>,
}

impl Keys {
    pub(crate) fn of(secrets: &[Vec<u8>], issues: &mut Vec<TokenIssue>) -> Option<Self> {
        for (index, secret) in secrets.iter().enumerate() {
            if secret.len() < SHORTEST {
                let (number, length) = (index + 1, secret.len());
                issues.push(TokenIssue::KeyTooShort { number, length });
            }
        }
        let Some((first, former)) = secrets.split_first() else {
            issues.push(TokenIssue::NoKeys);
            return None;
        };
        let derived = |secret: &Vec<u8>| HMAC::mac(CONTEXT, secret.as_slice());
        Some(Self {
            first: derived(first),
            former: former.iter().map(derived).collect(),
        })
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Value {
        HMAC::mac(message, self.first.as_slice())
    }

    /// Whether one of the keys makes this value. It takes as long whichever does, or none.
    pub(crate) fn verify(&self, message: &[u8], value: &Value) -> bool {
        let keys = std::iter::once(&self.first).chain(&self.former);
        let found = keys.fold(Choice::from(0), |found, key| {
            found | HMAC::mac(message, key.as_slice()).ct_eq(value)
        });
        found.into()
    }
}

/// With how many only, so that they stay secret.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys(… of {})", 1 + self.former.len())
    }
}

/// A key that nobody guesses has as many bytes at least: 128 bits.
pub(crate) const SHORTEST: usize = 16;

const CONTEXT: &[u8] = b"seaworthy-gate: CSRF token, version 1";

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(secrets: &[&[u8]]) -> Keys {
        let secrets: Vec<_> = secrets.iter().map(|secret| secret.to_vec()).collect();
        Keys::of(&secrets, &mut Vec::new()).unwrap()
    }

    #[test]
    fn the_first_signs_and_all_verify() {
        let (old, new) = ([1; 32], [2; 32]);
        let value = keys(&[&old]).sign(b"message");
        assert!(keys(&[&old]).verify(b"message", &value));
        assert!(keys(&[&new, &old]).verify(b"message", &value));
        assert!(keys(&[&new, &[3; 32], &old]).verify(b"message", &value));
        assert!(!keys(&[&new]).verify(b"message", &value));
        assert!(!keys(&[&old]).verify(b"another", &value));
        assert_ne!(keys(&[&new, &old]).sign(b"message"), value);
        assert_eq!(keys(&[&old, &new]).sign(b"message"), value);
    }

    #[test]
    fn what_another_end_makes_of_the_same_key_is_no_token() {
        let secret = [1; 32];
        let value = HMAC::mac(b"message".as_slice(), secret.as_slice());
        assert!(!keys(&[&secret]).verify(b"message", &value));
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", keys(&[&[7; 32], &[8; 32]])), "Keys(… of 2)");
    }
}
