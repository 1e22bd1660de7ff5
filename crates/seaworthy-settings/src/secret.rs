//! A value that is never shown.

use std::borrow::Cow;
use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::{FromSetting, Invalid, SecretKey, Shape};

pub(crate) const REDACTED: &str = "[redacted]";

/// A value that no message, report or `{:?}` shows, and that is wiped from memory when dropped.
///
/// Whoever needs it says so with [`expose`](Self::expose). Two secrets are compared in constant
/// time, of a length that is no secret. It is never serialized.
///
/// ```
/// use seaworthy_settings::Secret;
///
/// let password = Secret::new("hunter2".to_owned());
/// assert_eq!(format!("{password} {password:?}"), "[redacted] [redacted]");
/// assert_eq!(password.expose(), "hunter2");
/// ```
#[derive(Clone)]
pub struct Secret<T: Zeroize>(Zeroizing<T>);

impl<T: Zeroize> Secret<T> {
    /// A secret of this value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Zeroizing::new(value))
    }

    /// The value, which must not be logged.
    #[must_use]
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: FromSetting + Zeroize> FromSetting for Secret<T> {
    const SECRET: bool = true;

    fn expected() -> Cow<'static, str> {
        T::expected()
    }

    fn shape() -> Shape {
        T::shape()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        T::from_setting(text)
            .map(Self::new)
            .map_err(Invalid::withheld)
    }

    fn unfit(&self) -> Option<Invalid> {
        self.0.unfit().map(Invalid::withheld)
    }

    fn keys(&self) -> Vec<&SecretKey> {
        self.0.keys()
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: AsRef<[u8]> + Zeroize> PartialEq for Secret<T> {
    fn eq(&self, other: &Self) -> bool {
        let (one, other): (&[u8], &[u8]) = ((*self.0).as_ref(), (*other.0).as_ref());
        one.ct_eq(other).into()
    }
}

impl<T: AsRef<[u8]> + Zeroize> Eq for Secret<T> {}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T: Zeroize> fmt::Display for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_equal_to_the_same_value_only() {
        let secret = Secret::new("hunter2".to_owned());
        assert_eq!(secret, secret.clone());
        for other in ["hunter3", "hunter", "hunter22", ""] {
            assert_ne!(secret, Secret::new(other.to_owned()), "{other}");
        }
    }

    #[test]
    fn the_reasons_against_a_secret_hold_no_piece_of_it() {
        #[derive(Debug)]
        struct Loud;
        impl Zeroize for Loud {
            fn zeroize(&mut self) {}
        }
        impl FromSetting for Loud {
            fn expected() -> Cow<'static, str> {
                "silence".into()
            }
            fn from_setting(text: &str) -> Result<Self, Invalid> {
                Err(Invalid::new(format!("{text} is loud")))
            }
        }
        let invalid = Secret::<Loud>::from_setting("hunter2").unwrap_err();
        assert_eq!(invalid.to_string(), "it is not what is expected");
    }
}
