use std::fmt;
use std::ops::Deref;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use zeroize::Zeroizing;

use crate::disguise::collect;
use crate::{Candidate, ValidationError};

/// A password in the form in which it is validated, hashed and compared; made by [`prepare`].
///
/// It says nothing of itself when it is printed, and is overwritten when it is dropped, if it had
/// to be copied.
pub struct Prepared<'a>(Text<'a>);

enum Text<'a> {
    Copied(Zeroizing<String>),
    Given(&'a str),
}

/// Brings a password into one form, however it was typed: in [NFC], with spaces that are spaces.
///
/// An `é` may reach a server as one code point or as two, depending on the keyboard, and a phrase
/// with the spaces of another script. Whoever hashes what arrives locks the user out on the next
/// device. [NIST SP 800-63B] says that Unicode should be normalised before it is hashed, by NFC,
/// and then counted; [RFC 8265] adds the spaces. Prepare a password wherever it enters, before it
/// is validated, hashed or compared; and note beside the hash that you did, since hashes of before
/// stay as they are.
///
/// [ASVS] 6.2.8 wants passwords verified exactly as received, so this is for the host to choose.
///
/// Of what RFC 8265 forbids, only control characters are refused here. What is unassigned or
/// invisible is left as it is: that changes with each version of Unicode, and emoji are made of it.
///
/// Like every normalisation it works with buffers that are not overwritten; those hold a few
/// characters at a time.
///
/// # Errors
///
/// `password_too_long` over [`Candidate::MAX_BYTES`], and `password_has_control_character`.
///
/// ```
/// use seaworthy_password::{Validators, prepare};
///
/// let password = prepare("re\u{301}colte\u{3000}tardive")?;
/// assert_eq!(&*password, "récolte tardive");
/// Validators::django().validate(&password, None)?;
/// // … and the same text is hashed.
///
/// let error = prepare("late\tharvest").unwrap_err();
/// assert_eq!(error.code(), "password_has_control_character");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [ASVS]: https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md
/// [NFC]: https://www.unicode.org/reports/tr15/
/// [NIST SP 800-63B]: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
/// [RFC 8265]: https://www.rfc-editor.org/rfc/rfc8265#section-4.2
pub fn prepare(password: &str) -> Result<Prepared<'_>, ValidationError> {
    Candidate::check_size(password)?;
    if password.chars().any(char::is_control) {
        return Err(ValidationError::known(
            "password_has_control_character",
            None,
        ));
    }
    let is_prepared = password.is_ascii()
        || !password.chars().any(is_other_space)
            && is_nfc_quick(password.chars()) == IsNormalized::Yes;
    if is_prepared {
        return Ok(Prepared(Text::Given(password)));
    }
    let spaced = password.chars().map(|character| {
        if is_other_space(character) {
            ' '
        } else {
            character
        }
    });
    Ok(Prepared(Text::Copied(collect(spaced.nfc()))))
}

impl Deref for Prepared<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Text::Copied(text) => text,
            Text::Given(text) => text,
        }
    }
}

impl fmt::Debug for Prepared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").finish_non_exhaustive()
    }
}

/// Whether it is a space beside U+0020: `General_Category=Zs`.
const fn is_other_space(character: char) -> bool {
    matches!(
        character,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_in_two_ways_becomes_one() {
        for (typed, prepared) in [
            ("", ""),
            (" pear  tree ", " pear  tree "),
            ("e\u{301}", "é"),
            ("é", "é"),
            ("\u{212B}", "Å"),
            ("q\u{323}\u{307}", "q\u{323}\u{307}"),
            ("q\u{307}\u{323}", "q\u{323}\u{307}"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("a\u{A0}b\u{2003}c\u{3000}d", "a b c d"),
        ] {
            assert_eq!(&*prepare(typed).unwrap(), prepared);
            assert_eq!(&*prepare(prepared).unwrap(), prepared);
        }
    }

    #[test]
    fn what_only_looks_the_same_stays_different() {
        for kept in [
            "ﬁ",
            "ｆｉ",
            "Ⅷ",
            "Pear",
            "\u{200B}",
            "👨\u{200D}👧",
            "pеаr",
            "\u{FEFF}",
        ] {
            assert_eq!(&*prepare(kept).unwrap(), kept);
        }
    }

    #[test]
    fn controls_and_what_is_too_long_are_refused() {
        for bad in ["\0", "a\tb", "a\r\n", "\u{7F}", "é\u{85}"] {
            let error = prepare(bad).unwrap_err();
            assert_eq!(error.code(), "password_has_control_character");
        }
        let long = "é".repeat(500_000);
        assert_eq!(prepare(&long).unwrap_err().code(), "password_too_long");
    }

    #[test]
    fn what_is_printed_does_not_hold_the_password() {
        for password in ["secret", "se\u{301}cret"] {
            assert_eq!(
                format!("{:?}", prepare(password).unwrap()),
                "Prepared { .. }"
            );
        }
    }
}
