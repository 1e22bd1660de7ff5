mod embedded;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use crate::disguise::{folded, skeleton};
use crate::unicode::is_space;
use crate::{Candidate, HelpText, UserAttributes, ValidationError, Validator};

/// Refuses passwords that many people have: Django's `CommonPasswordValidator`.
///
/// What is looked up is the whole password, in lower case and without white space around it. The
/// list that comes with the crate is not Django's. It has the 33,333 passwords that corpora of
/// leaks have in common, takes 106 kB of the binary, where it is searched as it lies, and neither
/// memory nor time to load.
#[derive(Clone)]
pub struct CommonPassword {
    /// Each entry with a line feed behind it, sorted by bytes; nothing for the embedded list.
    lines: Option<Arc<str>>,
    through_disguises: bool,
}

impl CommonPassword {
    /// Refuses what is in the list of the crate.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            lines: None,
            through_disguises: false,
        }
    }

    /// Refuses what is in this text, one password a line.
    ///
    /// Write them in lower case: as in Django, an entry with capitals is never found, and a blank
    /// line stands for passwords that are empty or only white space.
    ///
    /// ```
    /// use seaworthy_password::{Candidate, CommonPassword, Validator};
    ///
    /// let words = CommonPassword::from_lines("harvest\nvineyard\n");
    /// assert!(words.validate(&Candidate::new(" Vineyard ")?, None).is_err());
    /// assert!(words.validate(&Candidate::new("vineyards")?, None).is_ok());
    /// # Ok::<(), seaworthy_password::ValidationError>(())
    /// ```
    #[must_use]
    pub fn from_lines(text: &str) -> Self {
        let mut lines: Vec<&str> = text
            .lines()
            .map(|line| line.trim_matches(is_space))
            .collect();
        lines.sort_unstable();
        lines.dedup();
        let lines: String = lines.into_iter().flat_map(|line| [line, "\n"]).collect();
        Self {
            lines: Some(lines.into()),
            through_disguises: false,
        }
    }

    /// Also refuses what a person, or a program that guesses, takes for an entry: full-width and
    /// other forms of letters, characters that do not show, accents, letters from elsewhere that
    /// look the same.
    ///
    /// Django does not do so. What is stored and compared later is still the password as it is.
    ///
    /// ```
    /// use seaworthy_password::{Candidate, CommonPassword, Validator};
    ///
    /// for disguised in ["ｐａｓｓｗｏｒｄ", "pass\u{200B}word", "pässword", "раsswоrd"] {
    ///     let candidate = Candidate::new(disguised)?;
    ///     assert!(CommonPassword::new().validate(&candidate, None).is_ok());
    ///     let common = CommonPassword::new().through_disguises();
    ///     assert!(common.validate(&candidate, None).is_err());
    /// }
    /// # Ok::<(), seaworthy_password::ValidationError>(())
    /// ```
    #[must_use]
    pub fn through_disguises(mut self) -> Self {
        self.through_disguises = true;
        self
    }

    /// Whether an entry is this text without its disguise.
    fn contains_disguised(&self, text: &str) -> bool {
        // ASCII has nothing to hide behind.
        self.through_disguises
            && !text.is_ascii()
            && [folded, skeleton]
                .iter()
                .any(|bare| self.contains(bare(text).trim_matches(is_space)))
    }

    /// Whether an entry is this text, once its ASCII letters are in lower case.
    fn contains(&self, text: &str) -> bool {
        let Some(lines) = &self.lines else {
            return embedded::contains(text);
        };
        let mut rest = lines.as_bytes();
        while !rest.is_empty() {
            // The entry that lies across the middle.
            let (head, tail) = rest.split_at(rest.len() / 2);
            let start = head.iter().rposition(is_end).map_or(0, |end| end + 1);
            let end = tail
                .iter()
                .position(is_end)
                .map_or(rest.len(), |end| head.len() + end);
            let wanted = text.bytes().map(|byte| byte.to_ascii_lowercase());
            rest = match rest[start..end].iter().copied().cmp(wanted) {
                Ordering::Equal => return true,
                Ordering::Greater => &rest[..start],
                Ordering::Less => rest.get(end + 1..).unwrap_or_default(),
            };
        }
        false
    }
}

impl Validator for CommonPassword {
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        _user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError> {
        let password = candidate.nearly_lower().trim_matches(is_space);
        if self.contains(password) || self.contains_disguised(candidate.as_str()) {
            return Err(ValidationError::known("password_too_common", None));
        }
        Ok(())
    }

    fn help_text(&self) -> HelpText {
        HelpText::known("password_too_common", None)
    }
}

impl Default for CommonPassword {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CommonPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommonPassword").finish_non_exhaustive()
    }
}

const fn is_end(byte: &u8) -> bool {
    *byte == b'\n'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_all_sizes_are_searched_to_their_ends() {
        for size in 0..40_u8 {
            let lines: Vec<String> = (0..size).map(|n| format!("{n:03}")).collect();
            let common = CommonPassword::from_lines(&lines.join("\n"));
            for n in 0..u8::MAX {
                assert_eq!(
                    common.contains(&format!("{n:03}")),
                    n < size,
                    "{n} of {size}"
                );
            }
        }
    }

    #[test]
    fn a_list_of_ones_own_is_stripped_but_keeps_its_capitals_and_blank_lines() {
        let common = CommonPassword::from_lines("b\r\n\tpadded\u{1F}\nUPPER\n\nb\na");
        let refuses = |password: &str| {
            let candidate = Candidate::new(password).unwrap();
            common.validate(&candidate, None).is_err()
        };
        for bad in ["a", "B", "Padded", "\u{1C}padded\u{3000}", "", " \t"] {
            assert!(refuses(bad), "{bad:?}");
        }
        for good in ["UPPER", "upper", "ab", "a\nb", "padde"] {
            assert!(!refuses(good), "{good:?}");
        }
        assert!(!CommonPassword::from_lines("").contains(""));
        assert!(CommonPassword::from_lines("\n").contains(""));
    }

    #[test]
    fn a_disguise_is_seen_through_only_where_asked() {
        let plain = CommonPassword::from_lines("monkey\néclair\nstrasse\nйцукен");
        let seeing = plain.clone().through_disguises();
        let refuses = |common: &CommonPassword, password: &str| {
            let candidate = Candidate::new(password).unwrap();
            common.validate(&candidate, None).is_err()
        };
        for disguised in [
            "ｍｏｎｋｅｙ",
            "\u{FEFF}monkey",
            "Моnkеу",
            "m\u{34F}onkey \u{AD}",
            "e\u{301}clair",
            "STRAẞE",
            "и\u{306}цукен",
        ] {
            assert!(!refuses(&plain, disguised), "{disguised}");
            assert!(refuses(&seeing, disguised), "{disguised}");
        }
        for other in ["", "donkey", "eclairs", "\u{200B}", "日本語"] {
            assert!(!refuses(&seeing, other), "{other}");
        }
        // What is refused as it is stays refused.
        for bad in ["Monkey ", "ÉCLAIR", "ЙЦУКЕН"] {
            assert!(refuses(&plain, bad) && refuses(&seeing, bad), "{bad}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_lowered_too() {
        let common = CommonPassword::new();
        for bad in ["ПАРОЛЬ", "monkey", "mon\u{212A}ey"] {
            let candidate = Candidate::new(bad).unwrap();
            assert!(common.validate(&candidate, None).is_err(), "{bad}");
        }
    }
}
