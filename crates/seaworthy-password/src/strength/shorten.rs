//! What adds length to a text and hardly any guesses is taken out of a long one.
//!
//! Whoever can guess a text can guess what is left of it, so the guesses for what is left are a
//! lower bound.

use zeroize::Zeroizing;

/// A text that may hold a password, wiped when it is dropped.
pub(super) type Text = Zeroizing<Vec<char>>;

/// The text without what repeats itself.
pub(super) fn without_repeats(text: Text) -> Text {
    (1..=LONGEST_PERIOD).fold(text, |text, period| {
        if has_repeats_of(period, &text) {
            without_repeats_of(period, &text)
        } else {
            text
        }
    })
}

/// The text with the first characters alone of each long sequence, such as "abcdef…" and "97531…".
pub(super) fn without_sequences(text: &[char]) -> Text {
    let step = |at: usize| -> Option<i64> {
        let (before, after) = (text.get(at)?, text.get(at + 1)?);
        let step = i64::from(u32::from(*after)) - i64::from(u32::from(*before));
        (step != 0 && step.abs() <= LONGEST_STEP).then_some(step)
    };
    let mut kept = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut index = 0;
    while index < text.len() {
        let first = step(index);
        let steps = (index..).take_while(|at| first.is_some() && step(*at) == first);
        let length = steps.count() + 1;
        let (keep, skip) = if length < LONG_SEQUENCE {
            (1, 1)
        } else {
            (KEPT_OF_SEQUENCE, length)
        };
        kept.extend(text.iter().skip(index).take(keep));
        index += skip;
    }
    kept
}

/// Whether parts of this length follow on an equal part, far enough to be taken out.
///
/// Short runs stay: the estimator knows them, and words such as "committee" need them.
fn has_repeats_of(period: usize, text: &[char]) -> bool {
    let mut length = 0;
    text.iter()
        .zip(text.iter().skip(period))
        .any(|(before, after)| {
            length = if before == after { length + 1 } else { 0 };
            length >= long(period)
        })
}

/// The text without parts of this length that follow on an equal part.
fn without_repeats_of(period: usize, text: &[char]) -> Text {
    let is_repeated = |at: usize| -> bool {
        let before = at.checked_sub(period).and_then(|at| text.get(at));
        before.is_some() && before == text.get(at)
    };
    let mut kept = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut index = 0;
    while index < text.len() {
        let length = (index..).take_while(|at| is_repeated(*at)).count();
        if length < long(period) {
            let keep = length.max(1);
            kept.extend(text.iter().skip(index).take(keep));
            index += keep;
        } else {
            index += length;
        }
    }
    kept
}

/// How much has to be equal to what stands a period before it.
const fn long(period: usize) -> usize {
    if period > LONG_REPEAT {
        period
    } else {
        LONG_REPEAT
    }
}

/// What repeats itself at a greater distance fills the region that is looked at only once.
const LONGEST_PERIOD: usize = 48;
const LONG_REPEAT: usize = 8;
/// The distance between characters that the estimator still sees as a sequence.
const LONGEST_STEP: i64 = 5;
const LONG_SEQUENCE: usize = 12;
const KEPT_OF_SEQUENCE: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(text: &str) -> String {
        let text = without_sequences(&text.chars().collect::<Vec<_>>());
        without_repeats(text).iter().collect()
    }

    #[test]
    fn of_what_repeats_itself_the_first_is_left() {
        for (text, left) in [
            ("a".repeat(200), "a".to_owned()),
            ("password1".repeat(20), "password1".to_owned()),
            (
                format!("{}pass", "password1".repeat(20)),
                "password1".into(),
            ),
            (format!("x{}y", "ab".repeat(9)), "xaby".into()),
            (format!("{}b", "a".repeat(20)).repeat(30), "ab".into()),
            ("0123456789abcdef-".repeat(8), "0123456789abcdef-".into()),
        ] {
            assert_eq!(shortened(&text), left);
        }
    }

    #[test]
    fn of_sequences_the_beginning_is_left() {
        let han: String = ('\u{4E00}'..'\u{4F00}').collect();
        for (text, left) in [
            ("abcdefghijklmnopqrstuvwxyz", "abcd"),
            ("zyxwvutsrqponmlkjihgfedcba!", "zyxw!"),
            ("acegikmoqsuwy", "aceg"),
            ("abcdefghijkl0123456789:;", "abcd0123"),
            (&han, "\u{4E00}\u{4E01}\u{4E02}\u{4E03}"),
        ] {
            assert_eq!(shortened(text), left);
        }
    }

    #[test]
    fn short_runs_and_everything_else_stay() {
        for text in [
            "",
            "a",
            "committee",
            "mississippi",
            "aaaaaaaa",
            "abcabcab",
            "0123456789a",
            "correct horse battery staple",
            "\u{10FFFF}\0\u{10FFFF}",
        ] {
            assert_eq!(shortened(text), text);
        }
    }
}
