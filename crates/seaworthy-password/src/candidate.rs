use std::fmt;

use zeroize::Zeroizing;

use crate::overlap::length;
use crate::{Param, ValidationError};

/// A password that somebody wants to have, of at most [`MAX_BYTES`](Self::MAX_BYTES).
///
/// It says nothing of itself when it is printed, and what it had to copy is overwritten when it is
/// dropped.
///
/// ```
/// use seaworthy_password::Candidate;
///
/// let candidate = Candidate::new("correct horse")?;
/// assert_eq!(candidate.length(), 13);
/// assert_eq!(format!("{candidate:?}"), "Candidate { .. }");
/// # Ok::<(), seaworthy_password::ValidationError>(())
/// ```
pub struct Candidate<'a> {
    text: &'a str,
    /// The text in lower case, unless it is all ASCII.
    lowered: Option<Zeroizing<String>>,
}

impl<'a> Candidate<'a> {
    /// The most bytes a password may have: 4096.
    ///
    /// Django has no such limit. Here it is what bounds the work of every validator, and what a
    /// slow password hash is given.
    pub const MAX_BYTES: usize = 4096;

    /// Takes a password, before anything else is done with it.
    ///
    /// # Errors
    ///
    /// `password_too_long`, with the parameter `max_bytes`.
    pub fn new(password: &'a str) -> Result<Self, ValidationError> {
        Self::check_size(password)?;
        Ok(Self {
            text: password,
            lowered: (!password.is_ascii()).then(|| lower(password)),
        })
    }

    pub(crate) fn check_size(password: &str) -> Result<(), ValidationError> {
        if password.len() <= Self::MAX_BYTES {
            return Ok(());
        }
        let max = ("max_bytes", Param::from(Self::MAX_BYTES));
        Err(ValidationError::known("password_too_long", Some(max)))
    }

    /// The password as it was given.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// How many code points it has, which is also how
    /// [NIST SP 800-63B](https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver) counts.
    #[must_use]
    pub fn length(&self) -> usize {
        length(self.text)
    }

    /// The password in lower case, except for the letters of an all-ASCII one: those are for the
    /// reader to lower one by one, which spares the copy.
    pub(crate) fn nearly_lower(&self) -> &str {
        self.lowered
            .as_ref()
            .map_or(self.text, |lowered| lowered.as_str())
    }
}

impl fmt::Debug for Candidate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Candidate").finish_non_exhaustive()
    }
}

/// The whole text in lower case, as `str.lower()` in Python.
fn lower(text: &str) -> Zeroizing<String> {
    // How Σ is lowered depends on its neighbours, which only the standard library knows about.
    if text.contains('Σ') {
        return Zeroizing::new(text.to_lowercase());
    }
    // No letter has a lower case of more than twice its bytes, so this never grows, and growing
    // would leave a copy behind.
    let mut lowered = Zeroizing::new(String::with_capacity(2 * text.len()));
    lowered.extend(text.chars().flat_map(char::to_lowercase));
    lowered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceiling_counts_bytes_and_is_itself_allowed() {
        for good in ["", &"a".repeat(4096), &"é".repeat(2048)] {
            assert!(Candidate::new(good).is_ok());
        }
        for bad in ["a".repeat(4097), "é".repeat(2049), "a".repeat(10_000_000)] {
            let error = Candidate::new(&bad).unwrap_err();
            assert_eq!(error.code(), "password_too_long");
            assert_eq!(error.params(), [("max_bytes", Param::Number(4096))]);
            assert!(error.message().contains("at most 4096 bytes"), "{error}");
        }
    }

    #[test]
    fn lower_case_is_that_of_the_whole_text() {
        for (text, lowered) in [
            ("ÀB", "àb"),
            ("İ", "i̇"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("ΑΣ ", "ας "),
            ("\u{212A}", "k"),
            ("ẞ", "ß"),
            ("ǅ", "ǆ"),
        ] {
            assert_eq!(Candidate::new(text).unwrap().nearly_lower(), lowered);
        }
    }

    #[test]
    fn no_letter_more_than_doubles_when_it_is_lowered() {
        for character in char::MIN..=char::MAX {
            let lowered: usize = character.to_lowercase().map(char::len_utf8).sum();
            assert!(lowered <= 2 * character.len_utf8(), "{character:?}");
            assert_eq!(
                *lower(character.encode_utf8(&mut [0; 4])),
                character.to_string().to_lowercase()
            );
        }
    }

    #[test]
    fn what_is_printed_does_not_hold_the_password() {
        let shown = format!("{:?}", Candidate::new("Ünlucky-123").unwrap());
        assert_eq!(shown, "Candidate { .. }");
    }
}
