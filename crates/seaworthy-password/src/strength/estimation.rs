use zeroize::Zeroizing;
use zxcvbn::matching::Match;
use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::zxcvbn;

use super::budget::{BUDGET, WINDOW_BUDGET, affordable};
use super::cover::{Cut, fewest_guesses};
use super::region::densest;
use super::shorten::{Text, without_repeats, without_sequences};
use super::window::{Restart, add_repetitions, token};
use super::words::{LONGEST_FOR_ESTIMATOR, Word, words};
use super::{Estimate, Score, Suggestion, Warning};
use crate::UserAttributes;

/// Estimates the password, at a cost that does not depend on it.
pub(super) fn estimate(password: &str, user: Option<&UserAttributes<'_>>) -> Estimate {
    let words = user.map(words).unwrap_or_default();
    let mut estimation = Estimation::new(&words);
    let guesses = estimation.guesses(password);
    estimation.finish(guesses)
}

/// What is found out on the way.
struct Estimation<'a> {
    words: &'a [Word<'a>],
    /// What the estimator is told: the words that are not too long for it.
    inputs: Vec<&'a str>,
    /// What was taken out of the text before it was estimated.
    cut: Option<Warning>,
    /// The longest word of the user's in the text.
    found: Option<&'a Word<'a>>,
    /// What the estimator says of the easiest part.
    feedback: Option<(u64, Option<Warning>, Vec<Suggestion>)>,
    /// What the estimator has cost so far.
    spent: usize,
}

impl<'a> Estimation<'a> {
    fn new(words: &'a [Word<'a>]) -> Self {
        let short = |word: &&Word<'_>| word.text.chars().count() <= LONGEST_FOR_ESTIMATOR;
        Self {
            words,
            inputs: words
                .iter()
                .filter(short)
                .map(|word| word.text.as_str())
                .collect(),
            cut: None,
            found: None,
            feedback: None,
            spent: 0,
        }
    }

    fn guesses(&mut self, password: &str) -> f64 {
        let is_affordable = |text: &Text| affordable(text, BUDGET).0 == text.len();
        let mut text = Text::new(password.chars().collect());
        if !is_affordable(&text) {
            text = self.shorten(&text);
        }
        text = self.without_long_words(text);
        if is_affordable(&text) {
            self.ask(&text, |_| ())
        } else {
            self.of_windows(densest(&text))
        }
    }

    /// Takes long runs out of the text.
    fn shorten(&mut self, text: &[char]) -> Text {
        let length = text.len();
        let text = without_sequences(text);
        if text.len() < length {
            self.cut = Some(Warning::Sequence);
        }
        let length = text.len();
        let text = without_repeats(text);
        if text.len() < length {
            let single = text.len() == 1;
            self.cut = Some(if single {
                Warning::RepeatedCharacter
            } else {
                Warning::RepeatedPart
            });
        }
        text
    }

    /// Takes the words out of the text that the estimator is not told.
    fn without_long_words(&mut self, mut text: Text) -> Text {
        for word in self.words {
            if self.inputs.contains(&word.text.as_str()) {
                continue;
            }
            let letters: Vec<char> = word.text.chars().collect();
            let mut start = 0;
            while let Some(part) = text.get(start..start + letters.len()) {
                if part.iter().zip(&letters).all(|(a, b)| is_letter(*a, *b)) {
                    text.drain(start..start + letters.len());
                    self.find(word);
                } else {
                    start += 1;
                }
            }
        }
        text
    }

    /// The guesses for as much of a text as there is budget for, part after part.
    fn of_windows(&mut self, (region, mut cut): (&[char], Cut)) -> f64 {
        let mut tokens = Vec::new();
        let mut start = 0;
        let mut covered = 0;
        while covered < region.len() {
            let rest = region.get(start..).unwrap_or_default();
            let (length, cost) = affordable(rest, WINDOW_BUDGET);
            if self.spent + cost > BUDGET {
                break;
            }
            let window = rest.get(..length).unwrap_or(rest);
            let mut next = Restart::of(length);
            self.ask(window, |found| {
                next.look_at(found);
                tokens.extend(token(start, found));
            });
            covered = start + length;
            start += next.start();
        }
        cut.behind |= covered < region.len();
        add_repetitions(region.get(..covered).unwrap_or(region), &mut tokens);
        fewest_guesses(covered, cut, tokens)
    }

    /// Asks the estimator for the guesses, and for what they are made of.
    fn ask(&mut self, text: &[char], mut each: impl FnMut(&Match)) -> f64 {
        self.spent += affordable(text, BUDGET).1;
        // Four bytes are the most that a character takes, so this never grows.
        let mut window = Zeroizing::new(String::with_capacity(4 * text.len()));
        window.extend(text);
        let entropy = zxcvbn(&window, &self.inputs);
        for found in entropy.sequence() {
            each(found);
            if let MatchPattern::Dictionary(pattern) = &found.pattern {
                let words = self.words;
                if let Some(word) = words.iter().find(|word| word.text == pattern.matched_word) {
                    self.find(word);
                }
            }
        }
        let easiest = self
            .feedback
            .as_ref()
            .is_none_or(|(guesses, ..)| entropy.guesses() < *guesses);
        if let Some(feedback) = entropy.feedback().filter(|_| easiest) {
            let mut suggestions = Vec::new();
            for suggestion in feedback.suggestions() {
                let suggestion = Suggestion::from(*suggestion);
                if !suggestions.contains(&suggestion) {
                    suggestions.push(suggestion);
                }
            }
            let warning = feedback.warning().map(Warning::from);
            self.feedback = Some((entropy.guesses(), warning, suggestions));
        }
        entropy.guesses() as f64
    }

    fn find(&mut self, word: &'a Word<'a>) {
        if self
            .found
            .is_none_or(|found| found.text.len() < word.text.len())
        {
            self.found = Some(word);
        }
    }

    fn finish(self, guesses: f64) -> Estimate {
        let mut estimate = Estimate {
            guesses,
            warning: None,
            suggestions: Vec::new(),
            attribute: None,
        };
        if estimate.score() >= Score::SafelyUnguessable {
            return estimate;
        }
        let (warning, suggestions) = self.feedback.map_or(
            (None, vec![Suggestion::AddWords]),
            |(_, warning, suggestions)| (warning, suggestions),
        );
        estimate.warning = self.cut.or(warning);
        estimate.suggestions = suggestions;
        let added = match estimate.warning {
            _ if self.found.is_some() => Some(Suggestion::AvoidUserData),
            Some(Warning::RepeatedCharacter | Warning::RepeatedPart) => {
                Some(Suggestion::AvoidRepeats)
            }
            Some(Warning::Sequence) => Some(Suggestion::AvoidSequences),
            _ => None,
        };
        if let Some(word) = self.found {
            estimate.warning = Some(Warning::UserData);
            estimate.attribute = Some(word.verbose_name.to_owned());
        }
        if let Some(added) = added.filter(|added| !estimate.suggestions.contains(added)) {
            estimate.suggestions.push(added);
        }
        estimate
    }
}

/// Whether the character is this letter, which is in lower case.
fn is_letter(character: char, letter: char) -> bool {
    character == letter || character.to_lowercase().eq([letter])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strength::budget::WINDOW;

    const SYMBOLS: &str = "4@8({[<3691!|70$5+%2";

    /// What the estimate costs, and the guesses.
    fn price(password: &str, user: &UserAttributes<'_>) -> (usize, f64) {
        let words = words(user);
        let mut estimation = Estimation::new(&words);
        let guesses = estimation.guesses(password);
        (estimation.spent, guesses)
    }

    #[test]
    fn no_password_costs_more_than_the_budget() {
        let long = "ab1cd2".repeat(100_000);
        let many: String = (0..1000).map(|n| format!("w{n} ")).collect();
        let user = UserAttributes::new().username(&long).email(&many);
        let mut dearest = 0;
        for alphabet in [
            SYMBOLS,
            "0123456789",
            "a",
            "ab",
            "abcdefghijklmnopqrstuvwxyz",
            "漢字é",
        ] {
            for length in [0, 1, 12, 20, 27, 28, 29, 40, 64, 100, 1000] {
                let characters = alphabet.chars().cycle().enumerate();
                let disturbed = characters.map(|(index, character)| {
                    let odd = index % 9 == 0 || index % 23 == 0;
                    if odd { '_' } else { character }
                });
                let password: String = disturbed.take(length).collect();
                dearest = dearest.max(price(&password, &user).0);
            }
        }
        assert!((BUDGET / 2..=BUDGET).contains(&dearest), "{dearest}");
    }

    #[test]
    fn a_password_is_seen_as_a_whole_up_to_the_window_and_the_budget() {
        let user = UserAttributes::new();
        let letters = "qjzmxkvwpfgbyhdltcnrusoaieqj";
        assert_eq!(letters.chars().count(), WINDOW);
        let whole = affordable(&letters.chars().collect::<Vec<_>>(), BUDGET).1;
        assert_eq!(price(letters, &user).0, whole);
        assert!(price(&format!("{letters}w"), &user).0 > whole);
    }

    #[test]
    fn more_of_the_same_text_never_takes_fewer_guesses_than_its_region() {
        let user = UserAttributes::new();
        let hard: String = "kq7#vw2&zj9?xm".into();
        let alone = price(&hard, &user).1;
        for times in [10, 50, 200] {
            let padded = format!("{}{hard}{}", "la".repeat(times), "0".repeat(times));
            assert!(price(&padded, &user).1 >= alone, "{times}");
        }
    }
}
