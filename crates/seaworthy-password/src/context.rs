use std::iter::once;

use zeroize::Zeroizing;

use crate::disguise::skeleton;
use crate::similarity::{DEFAULT_ATTRIBUTES, beginning};
use crate::user::Attribute;
use crate::{Candidate, ConfigError, HelpText, Issue, UserAttributes, ValidationError, Validator};

/// Refuses passwords that are little more than a word of their context: the name of the service or
/// of the organisation, or what is known of the user.
///
/// Django has no such rule; its similarity lets `jane2026!` pass for Jane. [NIST SP 800-63B] asks
/// for it: "context-specific words, such as the name of the service, the username, and derivatives
/// thereof".
///
/// Words are what is left of a name without digits and symbols: `jane` and `smith` of
/// `jane_smith84`, if they have four letters at least, or two of a script without an alphabet. They
/// are found wherever they stand, in whatever case, with or without accents, in letters that look
/// the same, and with the usual digits for letters, as in `J4n3`. But not every password with such
/// a word is refused, only one that has fewer than eight characters beside these words, or no
/// letter among those. So a long phrase may have the name of somebody in it.
///
/// A name that differs from user to user, such as that of a tenant, is an attribute: give it with
/// [`UserAttributes::attribute`] and choose it by [`with_attributes`](Self::with_attributes).
///
/// ```
/// use seaworthy_password::{ContextWords, UserAttributes, Validators};
///
/// let validators = Validators::empty().with(ContextWords::new(["Harvest"])?);
/// let user = UserAttributes::new().first_name("Jane");
/// for bad in ["jane2026!", "J4ne-2026-11-23", "harvest99", "h@rvest+jane"] {
///     assert!(validators.validate(bad, Some(&user)).is_err());
/// }
/// assert!(validators.validate("jane herds quaint herons", Some(&user)).is_ok());
/// # Ok::<(), seaworthy_password::ConfigError>(())
/// ```
///
/// [NIST SP 800-63B]: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
#[derive(Clone, Debug)]
pub struct ContextWords {
    words: Vec<Word>,
    attributes: Vec<String>,
}

/// Lower-case letters, and nothing else.
type Word = Vec<char>;

impl ContextWords {
    /// Refuses what is based on these words, or on the user's `username`, `first_name`, `last_name`
    /// or `email`.
    ///
    /// # Errors
    ///
    /// Names every word with too few letters: it would be found everywhere.
    pub fn new<I>(words: I) -> Result<Self, ConfigError>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let words: Vec<_> = words.into_iter().collect();
        let words = words.iter().map(AsRef::as_ref);
        let issues = words.clone().filter_map(Issue::of_context_word).collect();
        ConfigError::unless(issues, Self::of(words, DEFAULT_ATTRIBUTES))
    }

    /// The same words, but with the attributes of these names.
    #[must_use]
    pub fn with_attributes<I>(mut self, attributes: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.attributes = attributes.into_iter().map(Into::into).collect();
        self
    }

    /// The same for words that are checked elsewhere.
    pub(crate) fn of<'a, I>(words: impl Iterator<Item = &'a str>, attributes: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        Self {
            words: words.flat_map(words_of).collect(),
            attributes: attributes.into_iter().map(Into::into).collect(),
        }
    }
}

impl Validator for ContextWords {
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError> {
        let mut password = Beside::new(candidate);
        let mut found = false;
        for word in &self.words {
            found |= password.remove(word);
        }
        let mut named: Option<&Attribute<'_>> = None;
        let attributes = self.attributes.iter();
        for attribute in attributes.filter_map(|name| user.and_then(|user| user.named(name))) {
            for word in words_of(beginning(attribute.value)) {
                if password.remove(&word) {
                    named = named.or(Some(attribute));
                }
            }
        }
        if !(found || named.is_some()) || password.is_enough() {
            return Ok(());
        }
        let verbose_name = named.map(|attribute| attribute.verbose_name.clone().into_owned());
        let param = verbose_name.map(|name| ("verbose_name", name.into()));
        Err(ValidationError::known("password_too_obvious", param))
    }

    fn help_text(&self) -> HelpText {
        HelpText::known("password_too_obvious", None)
    }
}

/// A password, and which of its characters are beside the words.
struct Beside {
    characters: Zeroizing<Vec<char>>,
    is_beside: Vec<bool>,
}

impl Beside {
    fn new(candidate: &Candidate<'_>) -> Self {
        let skeleton = skeleton(candidate.as_str());
        // A few characters have a skeleton of many, and so many are more than any word.
        let most = skeleton.chars().count().min(Candidate::MAX_BYTES);
        let mut characters = Zeroizing::new(Vec::with_capacity(most));
        characters.extend(skeleton.chars().take(most));
        Self {
            characters,
            is_beside: vec![true; most],
        }
    }

    /// Takes a word away wherever it stands, and says whether it stood anywhere.
    fn remove(&mut self, word: &[char]) -> bool {
        let mut found = false;
        for (start, window) in self.characters.windows(word.len().max(1)).enumerate() {
            let mut pairs = window.iter().zip(word);
            if pairs.all(|(character, letter)| stands_for(*character, *letter)) {
                found = true;
                let covered = self.is_beside.iter_mut().skip(start).take(word.len());
                covered.for_each(|is_beside| *is_beside = false);
            }
        }
        found
    }

    /// Whether what is beside the words makes a password.
    fn is_enough(&self) -> bool {
        let beside = self.characters.iter().zip(&self.is_beside);
        let beside = beside.filter(|(_, is_beside)| **is_beside);
        let has_letter = |(character, _): (&char, _)| character.is_alphabetic();
        beside.clone().count() >= ENOUGH && beside.clone().any(has_letter)
    }
}

/// Whether a character is this letter, or usually written for it.
fn stands_for(character: char, letter: char) -> bool {
    let letters = match character {
        '0' => "o",
        '1' | '!' | '|' => "il",
        '2' => "z",
        '3' | '€' => "e",
        '4' | '@' => "a",
        '5' | '$' => "s",
        '6' => "bg",
        '7' | '+' => "t",
        '8' => "b",
        '9' => "g",
        _ => return character == letter,
    };
    letters.contains(letter)
}

/// The words of a name; and of each side of an `@` all of them in one.
pub(crate) fn words_of(name: &str) -> Vec<Word> {
    let name = skeleton(name);
    let mut left = LETTERS;
    let mut words: Vec<Word> = Vec::new();
    for side in name.split('@') {
        let parts = side.split(|character: char| !character.is_alphabetic());
        for part in once(side).chain(parts) {
            let letters = part.chars().filter(|character| character.is_alphabetic());
            let word: Word = letters.take(left).collect();
            // What is one word is all of them, too.
            if is_word(&word) && words.last() != Some(&word) {
                left -= word.len();
                words.push(word);
            }
        }
    }
    words
}

/// Whether so many letters in a row are rarely there by chance.
fn is_word(word: &[char]) -> bool {
    // From the East Asian scripts on a letter is a syllable or a word.
    let fewest = if word.iter().all(|letter| *letter >= '\u{2E80}') {
        2
    } else {
        4
    };
    word.len() >= fewest
}

/// As few characters as a password may have by any standard.
const ENOUGH: usize = 8;
/// The letters of a name that are looked for, which bounds the work.
const LETTERS: usize = 256;

#[cfg(test)]
mod tests;
