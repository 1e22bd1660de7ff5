use std::iter::once;

use crate::overlap::Overlap;
use crate::unicode::is_word;
use crate::{Candidate, ConfigError, HelpText, Issue, UserAttributes, ValidationError, Validator};

/// Refuses passwords made of what is known of the user: Django's
/// `UserAttributeSimilarityValidator`.
///
/// The password is compared with each attribute, and with each word of it. How similar two texts
/// are is the share of their characters that they have in common, in whatever order: twice the
/// common ones by the length of both. The case does not matter.
///
/// Words end where Python's `\w` ends, for Unicode 15.1; that is at a combining mark, too.
#[derive(Clone, Debug)]
pub struct UserAttributeSimilarity {
    attributes: Vec<String>,
    max_similarity: f64,
}

impl UserAttributeSimilarity {
    /// Compares with the attributes of these names, in this order, and refuses a password that has
    /// at least this similarity to one: 1 is for anagrams only, more is for none.
    ///
    /// The [`Default`] is Django's: `username`, `first_name`, `last_name` and `email`, and a
    /// similarity of 0.7.
    ///
    /// # Errors
    ///
    /// A similarity under 0.1, or one that is no number.
    pub fn new<I>(attributes: I, max_similarity: f64) -> Result<Self, ConfigError>
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        let attributes = attributes.into_iter().map(Into::into).collect();
        let issues = Issue::of_max_similarity(max_similarity);
        let similarity = Self::of(attributes, max_similarity);
        ConfigError::unless(issues.into_iter().collect(), similarity)
    }

    /// The same for a similarity that is checked elsewhere.
    pub(crate) const fn of(attributes: Vec<String>, max_similarity: f64) -> Self {
        Self {
            attributes,
            max_similarity,
        }
    }

    /// Whether the value, or a word of it, is too similar to the password.
    fn is_similar(&self, password: &mut Overlap<'_>, value: &str) -> bool {
        if value.is_empty() {
            return false;
        }
        let value = beginning(value);
        // The letters of an ASCII value are lowered when they are counted, which spares the copy.
        let lowered = (!value.is_ascii()).then(|| value.to_lowercase());
        let value = lowered.as_deref().unwrap_or(value);

        let is_separator = |character| !is_word(character);
        let words = value.split(is_separator).filter(|word| !word.is_empty());
        // Where a value begins or ends with a separator, Django also compares with an empty word.
        let ends = value.starts_with(is_separator) || value.ends_with(is_separator);
        words
            .chain(ends.then_some(""))
            .chain(once(value))
            .any(|part| password.reaches(self.max_similarity, part))
    }
}

impl Default for UserAttributeSimilarity {
    fn default() -> Self {
        Self {
            attributes: DEFAULT_ATTRIBUTES.map(str::to_owned).into(),
            max_similarity: DEFAULT_MAX_SIMILARITY,
        }
    }
}

impl Validator for UserAttributeSimilarity {
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError> {
        let Some(user) = user else {
            return Ok(());
        };
        let mut password = Overlap::new(candidate.nearly_lower());
        let similar = self
            .attributes
            .iter()
            .filter_map(|name| user.named(name))
            .find(|attribute| self.is_similar(&mut password, attribute.value));
        let Some(attribute) = similar else {
            return Ok(());
        };
        let verbose_name = attribute.verbose_name.clone().into_owned();
        let param = ("verbose_name", verbose_name.into());
        Err(ValidationError::known("password_too_similar", Some(param)))
    }

    fn help_text(&self) -> HelpText {
        HelpText::known("password_too_similar", None)
    }
}

/// As much of a value as is compared, so that no value makes the work long.
pub(crate) fn beginning(value: &str) -> &str {
    let mut end = value.len().min(Candidate::MAX_BYTES);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    value.get(..end).unwrap_or(value)
}

pub(crate) const DEFAULT_ATTRIBUTES: [&str; 4] = ["username", "first_name", "last_name", "email"];
pub(crate) const DEFAULT_MAX_SIMILARITY: f64 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses(max_similarity: f64, password: &str, username: &str) -> bool {
        let user = UserAttributes::new().username(username);
        UserAttributeSimilarity::new(["username"], max_similarity)
            .unwrap()
            .validate(&Candidate::new(password).unwrap(), Some(&user))
            .is_err()
    }

    #[test]
    fn the_threshold_itself_is_too_similar() {
        assert!(refuses(0.7, "abcdefg012", "abcdefghij"));
        assert!(!refuses(0.7, "abcdef0123", "abcdefghij"));
        assert!(refuses(1.0, "SILENT", "Listen"));
        assert!(!refuses(1.1, "listen", "listen"));
        assert!(!refuses(f64::INFINITY, "listen", "listen"));
    }

    #[test]
    fn each_word_and_the_whole_value_are_compared() {
        for bad in [
            "jane",
            "DOE",
            "example",
            "com",
            "jane.doe@example.com",
            "moc.elpmaxe@jane.doe",
        ] {
            assert!(refuses(1.0, bad, "Jane.Doe@example.com"), "{bad}");
        }
        for good in ["", "jan", "janedoe", "jane.doe", "example.com"] {
            assert!(!refuses(1.0, good, "Jane.Doe@example.com"), "{good}");
        }
        // Only at its ends does a value have an empty word.
        for (value, has) in [
            ("-a", true),
            ("a-", true),
            ("--", true),
            ("a--b", false),
            ("a", false),
        ] {
            assert_eq!(refuses(1.0, "", value), has, "{value}");
        }
        assert!(!refuses(0.1, "", ""), "an empty value is none");
    }

    #[test]
    fn the_first_attribute_in_the_order_of_the_validator_is_the_one_named() {
        let user = UserAttributes::new()
            .email("x@example.com")
            .attribute("farm", "name of the farm", "example")
            .username("example");
        let candidate = Candidate::new("example").unwrap();
        for (names, verbose) in [
            (vec!["username", "email"], "username"),
            (vec!["missing", "email", "username"], "email address"),
            (vec!["farm"], "name of the farm"),
        ] {
            let similarity = UserAttributeSimilarity::new(names, 0.7).unwrap();
            let error = similarity.validate(&candidate, Some(&user)).unwrap_err();
            assert_eq!(error.params(), [("verbose_name", verbose.into())]);
            assert_eq!(
                error.message(),
                format!("The password is too similar to the {verbose}.")
            );
        }
    }

    #[test]
    fn a_similarity_under_a_tenth_or_no_number_at_all_is_an_issue() {
        for bad in [0.099, 0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
            let error = UserAttributeSimilarity::new(["username"], bad).unwrap_err();
            assert_eq!(error.issues()[0].field(), "max_similarity");
        }
        for good in [0.1, 0.7, 1.0, 2.0, f64::INFINITY] {
            assert!(UserAttributeSimilarity::new(["username"], good).is_ok());
        }
    }

    #[test]
    fn of_a_very_long_value_the_beginning_is_compared() {
        let inside = format!("{}jane {}", "é ".repeat(1000), "x".repeat(1_000_000));
        assert!(refuses(0.7, "jane", &inside));
        let outside = format!("{} jane", "é ".repeat(1366));
        assert!(!refuses(0.7, "jane", &outside));
    }

    #[test]
    fn the_longest_texts_are_counted_without_overflow() {
        for longest in ["a".repeat(4096), "é".repeat(2048), "İ".repeat(2048)] {
            assert!(refuses(1.0, &longest, &longest));
        }
    }
}
