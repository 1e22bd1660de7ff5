//! The key that signs.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::secret::REDACTED;
use crate::url::encoding::decode;
use crate::{FromSetting, Invalid, Secret, Weakness, strength};

/// The key by which a service signs what it hands out and takes back.
///
/// What is no key at all cannot become one: nothing, space, control characters, a `${NAME}` that
/// no template engine replaced. A key that can be guessed is still a key, so that development goes
/// on with what is at hand; [`weaknesses`](Self::weaknesses) tells it apart before production.
///
/// It is shown, compared and wiped as a [`Secret`] is.
///
/// ```
/// use seaworthy_settings::SecretKey;
///
/// let weak: SecretKey = "change-me".parse()?;
/// assert!(!weak.weaknesses().is_empty());
/// assert_eq!(format!("{weak:?}"), "[redacted]");
///
/// let strong = SecretKey::generate()?;
/// assert_eq!(strong.weaknesses(), []);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct SecretKey(Secret<String>);

/// As many bytes as the output of SHA-256 has:
/// [RFC 7518 section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2).
const RANDOM_BYTES: usize = 32;

/// A shorter key may stand in a text by chance, as `admin` does in the URL of a database.
const SHORTEST: usize = 8;

impl SecretKey {
    /// A new key of 32 random bytes from the operating system, as base64url: 43 characters.
    ///
    /// # Errors
    ///
    /// Where the operating system has no randomness to give.
    pub fn generate() -> io::Result<Self> {
        let mut bytes = Zeroizing::new([0; RANDOM_BYTES]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(Secret::new(URL_SAFE_NO_PAD.encode(bytes.as_slice()))))
    }

    /// The text of the key, which must not be logged.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Why the key must not sign in production: nothing, if nothing speaks against it.
    #[must_use]
    pub fn weaknesses(&self) -> Vec<Weakness> {
        strength::weaknesses(self.expose())
    }

    /// Whether another secret is this key, or holds it: whoever reads that one can sign.
    ///
    /// The other may be a URL, and the key percent-encoded in it. A key of less than eight
    /// characters is never found, as it may stand there by chance.
    ///
    /// ```
    /// use seaworthy_settings::SecretKey;
    ///
    /// let key: SecretKey = "k3/Jq9+xT2vB".parse()?;
    /// assert!(key.is_within("postgres://shop:k3%2FJq9+xT2vB@db/shop"));
    /// assert!(!key.is_within("postgres://shop:another@db/shop"));
    /// # Ok::<(), seaworthy_settings::Invalid>(())
    /// ```
    #[must_use]
    pub fn is_within(&self, other: &str) -> bool {
        let key = self.expose().trim();
        let holds = |text: &str| text.contains(key);
        key.chars().count() >= SHORTEST
            && (holds(other) || decode(other).is_some_and(|text| holds(&text)))
    }

    /// [`Weakness::Guessable`], if the estimator `zxcvbn` can guess the key in 10¹⁵ attempts.
    ///
    /// It knows more words, names, dates and ways across keyboards than
    /// [`weaknesses`](Self::weaknesses), and takes milliseconds. It can only reject: it counts no
    /// further than 2⁶⁴ attempts, which is too few for a key. Of a long key it sees the first
    /// hundred characters.
    ///
    /// ```
    /// use seaworthy_settings::{SecretKey, Weakness};
    ///
    /// let key: SecretKey = "Sunshine-Monkey-1987!".parse()?;
    /// assert_eq!(key.zxcvbn_weakness(), Some(Weakness::Guessable));
    /// assert_eq!(SecretKey::generate()?.zxcvbn_weakness(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "zxcvbn")]
    #[cfg_attr(docsrs, doc(cfg(feature = "zxcvbn")))]
    #[must_use]
    pub fn zxcvbn_weakness(&self) -> Option<Weakness> {
        // Its cost grows with the square of the length.
        const SEEN: usize = 100;
        // One in three thousand random keys of 16 bytes in base64 is said to need less than 2⁶⁴.
        const ATTEMPTS: u64 = 1_000_000_000_000_000;
        let key = self.expose().trim();
        let end = key
            .char_indices()
            .nth(SEEN)
            .map_or(key.len(), |(end, _)| end);
        let estimate = zxcvbn::zxcvbn(key.get(..end)?, &[]);
        (estimate.guesses() < ATTEMPTS).then_some(Weakness::Guessable)
    }
}

impl FromStr for SecretKey {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid::new("it is empty"));
        }
        if text.trim().is_empty() {
            return Err(Invalid::new("it is nothing but space"));
        }
        if text.chars().any(char::is_control) {
            return Err(Invalid::new(
                "it has control characters, such as a line break",
            ));
        }
        if has_variable(text) {
            return Err(Invalid::new(
                "it is a `${…}` that nothing has replaced by its value",
            ));
        }
        Ok(Self(Secret::new(text.to_owned())))
    }
}

impl FromSetting for SecretKey {
    const SECRET: bool = true;

    fn expected() -> Cow<'static, str> {
        "a key of 32 random bytes, such as `openssl rand -base64 32` prints".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        text.parse()
    }

    /// Its weaknesses, of those by which it may be guessed.
    fn unfit(&self) -> Option<Invalid> {
        let weaknesses = self.weaknesses();
        let guessable = weaknesses.iter().filter(|weakness| weakness.is_guessable());
        Invalid::all(guessable.map(Weakness::reason))
    }

    fn keys(&self) -> Vec<&SecretKey> {
        vec![self]
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Display for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// Whether the text holds a variable as compose files write it: `${NAME}`, `${NAME:-…}`.
///
/// A name is in one case, begins with no digit and is not shorter than names are: a random key may
/// hold `${a}` by chance.
fn has_variable(text: &str) -> bool {
    text.split("${").skip(1).any(|rest| {
        let is_name = |is_letter: fn(&u8) -> bool| {
            let in_name = |byte: &u8| is_letter(byte) || byte.is_ascii_digit() || *byte == b'_';
            let length = rest.bytes().take_while(in_name).count();
            let after = rest.as_bytes().get(length);
            let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
            length >= 3 && !is_number && matches!(after, Some(b'}' | b':' | b'-' | b'?'))
        };
        rest.contains('}') && (is_name(u8::is_ascii_uppercase) || is_name(u8::is_ascii_lowercase))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key_at_all_is_refused() {
        for bad in [
            "",
            "   ",
            "\u{a0}",
            "line\nbreak",
            "nul\0",
            "${SECRET_KEY}",
            "x${SECRET_KEY:-change}",
            "${key?}",
        ] {
            assert!(bad.parse::<SecretKey>().is_err(), "{bad:?}");
        }
        for good in [
            "a",
            "with space",
            "changeme",
            "é",
            "$PATH",
            "${}",
            "${a b}",
            "kA${x}",
            "kA${aB9}",
            "kA${9AB}",
            "${open",
        ] {
            assert_eq!(good.parse::<SecretKey>().unwrap().expose(), good);
        }
    }

    #[test]
    fn each_generated_key_is_new_and_has_no_weakness() {
        let (one, other) = (
            SecretKey::generate().unwrap(),
            SecretKey::generate().unwrap(),
        );
        assert_ne!(one, other);
        assert_eq!(one.expose().len(), 43);
        assert_eq!(one.weaknesses(), []);
        assert_eq!(format!("{one} {one:?}"), "[redacted] [redacted]");
    }

    #[test]
    fn the_reasons_against_a_key_are_told_though_it_is_secret() {
        let key: SecretKey = "changeme".parse().unwrap();
        let reasons = key.unfit().unwrap().withheld().to_string();
        let expected = [Weakness::Placeholder, Weakness::TooShort].map(|weak| weak.reason());
        assert_eq!(reasons, expected.join("; "));
        let short: SecretKey = "a3GqX0f9Zt7mWc2LrPv8Kw==".parse().unwrap();
        assert_eq!(short.weaknesses(), [Weakness::Short]);
        assert_eq!(short.unfit(), None);
    }
}
