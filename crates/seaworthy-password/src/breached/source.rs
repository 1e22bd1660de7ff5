use std::fmt;
use std::future::Future;
use std::time::Duration;

use super::digest::nibble;

/// Who is asked for the hashes of breached passwords that begin alike: the host's own client of a
/// range API, such as that of [Have I Been Pwned].
///
/// It is asked for no more than the first five of forty digits, which hundreds of passwords share.
/// So nobody learns from the question which one it is.
///
/// An address to ask is `https://api.pwnedpasswords.com/range/{prefix}`. Send the header
/// `Add-Padding: true`, so that the length of the answer tells nothing either; take no status for
/// an answer but 200; and give up over 256 KiB.
///
/// ```
/// use std::time::Duration;
///
/// use seaworthy_password::{Prefix, RangeSource};
///
/// # struct Client;
/// # struct Response;
/// # impl Client {
/// #     async fn get(&self, _: &str, _: (&str, &str)) -> Result<Response, std::io::Error> {
/// #         Ok(Response)
/// #     }
/// # }
/// # impl Response {
/// #     fn error_for_status(self) -> Result<Self, std::io::Error> { Ok(self) }
/// #     async fn bytes(self) -> Result<Vec<u8>, std::io::Error> { Ok(Vec::new()) }
/// # }
/// # async fn sleep(_: Duration) {}
/// struct PwnedPasswords(Client);
///
/// impl RangeSource for PwnedPasswords {
///     type Error = std::io::Error;
///
///     async fn range(&self, prefix: Prefix) -> Result<Vec<u8>, Self::Error> {
///         let address = format!("https://api.pwnedpasswords.com/range/{prefix}");
///         let response = self.0.get(&address, ("Add-Padding", "true")).await?;
///         response.error_for_status()?.bytes().await
///     }
///
///     async fn sleep(&self, time: Duration) {
///         sleep(time).await; // such as `tokio::time::sleep`
///     }
/// }
/// ```
///
/// [Have I Been Pwned]: https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange
pub trait RangeSource: Send + Sync {
    /// Why there is no answer; it is for the source itself to log.
    type Error;

    /// Asks for the page of this prefix: lines with the rest of a hash, a colon and a number.
    fn range(&self, prefix: Prefix) -> impl Future<Output = Result<Vec<u8>, Self::Error>> + Send;

    /// Waits for so long, by the timer of the runtime in which the source is asked.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// The first five hexadecimal digits of a hash, in capitals.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct Prefix([u8; 5]);

impl Prefix {
    /// Reads five hexadecimal digits, for a test of a source.
    ///
    /// ```
    /// use seaworthy_password::Prefix;
    ///
    /// assert_eq!(Prefix::parse("5baa6").unwrap().as_str(), "5BAA6");
    /// assert!(Prefix::parse("../..").is_none());
    /// ```
    #[must_use]
    pub fn parse(digits: &str) -> Option<Self> {
        if digits.len() != 5 {
            return None;
        }
        let mut nibbles = digits.bytes().map(nibble);
        let value = nibbles.try_fold(0, |value, nibble| Some(value << 4 | u32::from(nibble?)));
        value.map(Self::new)
    }

    /// The prefix with this value, of 20 bits.
    pub(super) fn new(value: u32) -> Self {
        let digit = |index: u32| {
            let nibble = (value >> (16 - 4 * index)) & 0xF;
            let digit = char::from_digit(nibble, 16).unwrap_or('0');
            // A digit is one byte.
            digit.to_ascii_uppercase() as u8
        };
        Self([0, 1, 2, 3, 4].map(digit))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Without the digits, which are for the source and not for a log.
impl fmt::Debug for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prefix").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_five_digits() {
        for (value, digits) in [(0, "00000"), (0xF_FFFF, "FFFFF"), (0x0_1A0B, "01A0B")] {
            assert_eq!(Prefix::new(value).as_str(), digits);
            assert_eq!(Prefix::new(value).to_string(), digits);
        }
        assert_eq!(format!("{:?}", Prefix::new(1)), "Prefix { .. }");
        for bad in [
            "",
            "1234",
            "123456",
            "1234g",
            "+1234",
            "é234",
            &"1".repeat(1000),
        ] {
            assert_eq!(Prefix::parse(bad), None, "{bad}");
        }
        assert_eq!(Prefix::parse("0aF9E"), Some(Prefix::new(0x0_AF9E)));
    }
}
