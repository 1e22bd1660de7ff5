//! The words that are known of the user, as a guesser would try them.

use crate::UserAttributes;
use crate::unicode::is_word;

/// A word, in lower case, and the verbose name of the attribute it is from.
pub(super) struct Word<'a> {
    pub(super) text: String,
    pub(super) verbose_name: &'a str,
}

/// Each value as a whole, and then the words of each: no more than [`MOST`].
pub(super) fn words<'a>(user: &'a UserAttributes<'_>) -> Vec<Word<'a>> {
    let mut words: Vec<Word<'a>> = Vec::new();
    let attributes = || user.iter().take(MOST);
    let values = attributes().map(|attribute| (lower(attribute.value), attribute));
    let values: Vec<_> = values.collect();
    let whole = values.iter().map(|(value, from)| (value.as_str(), *from));
    let parts = values.iter().flat_map(|(value, from)| {
        let parts = value.split(|character| !is_word(character));
        parts.map(move |part| (part, *from))
    });
    for (text, attribute) in whole.chain(parts) {
        if words.len() == MOST {
            break;
        }
        if text.len() >= SHORTEST && words.iter().all(|word| word.text != text) {
            words.push(Word {
                text: text.to_owned(),
                verbose_name: &attribute.verbose_name,
            });
        }
    }
    words
}

/// As much of a value as is looked at, in lower case, and no white space around it.
fn lower(value: &str) -> String {
    let beginning = value.chars().take(LONGEST);
    let lowered: String = beginning.flat_map(char::to_lowercase).collect();
    lowered.trim().to_owned()
}

/// What is longer than this is not given to the estimator.
///
/// It multiplies the ways to write a word, without an eye on overflow; and of a text that has to
/// be read in windows, it may not see a longer one as a whole.
pub(super) const LONGEST_FOR_ESTIMATOR: usize = 15;

const MOST: usize = 32;
/// In code points.
const LONGEST: usize = 64;
/// In bytes: of two letters hardly a password is free, but two ideographs are a name.
const SHORTEST: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(user: &UserAttributes<'_>) -> Vec<String> {
        words(user).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn values_come_whole_first_and_then_in_words() {
        let user = UserAttributes::new()
            .username(" Jane.Doe ")
            .email("jane.doe@Example.com");
        assert_eq!(
            texts(&user),
            [
                "jane.doe",
                "jane.doe@example.com",
                "jane",
                "doe",
                "example",
                "com"
            ]
        );
        let names: Vec<_> = words(&user).iter().map(|word| word.verbose_name).collect();
        assert_eq!(names[..3], ["username", "email address", "username"]);
    }

    #[test]
    fn short_words_and_empty_values_are_left_out() {
        let user = UserAttributes::new().username("").first_name("Jo Li Ann");
        assert_eq!(texts(&user), ["jo li ann", "ann"]);
        assert_eq!(texts(&UserAttributes::new().last_name("王伟")), ["王伟"]);
    }

    #[test]
    fn neither_many_nor_long_values_make_the_work_long() {
        let long = "x".repeat(1_000_000);
        let many: String = (0..10_000).map(|n| format!("word{n} ")).collect();
        let names: Vec<String> = (0..100).map(|n| n.to_string()).collect();
        let mut user = UserAttributes::new().username(&long).last_name(&many);
        for name in &names {
            user = user.attribute(name, name, "value");
        }
        let texts = texts(&user);
        assert!(texts.len() > 3 && texts.len() <= MOST);
        assert!(texts.iter().all(|text| text.chars().count() <= LONGEST));

        let values: Vec<String> = (0..100).map(|n| format!("value {n:03}")).collect();
        let mut user = UserAttributes::new();
        for value in &values {
            user = user.attribute(value, value, value);
        }
        assert_eq!(words(&user).len(), MOST);
    }
}
