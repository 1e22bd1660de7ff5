//! What an error says, as far as a log line goes.

use std::error::Error;
use std::fmt::{self, Write};

/// The error and its causes, as far as a log line goes.
pub(crate) fn in_words<E: Into<Box<dyn Error + Send + Sync>>>(error: E) -> String {
    let error = error.into();
    let mut words = bounded(&error);
    let mut cause = error.source();
    // Some errors name themselves as their own cause, so the chain is cut too.
    for _ in 0..MOST_CAUSES {
        let Some(error) = cause else { break };
        let text = bounded(error);
        // Many errors already end with the text of their cause.
        if !words.ends_with(&text) {
            words = bounded(&format_args!("{words}: {text}"));
        }
        cause = error.source();
    }
    words
}

/// The text up to a length that no hostile answer of a dependency can make the log exceed.
pub(crate) fn bounded(text: &(impl fmt::Display + ?Sized)) -> String {
    let mut bounded = Bounded(String::new());
    // An error of formatting says that the text is full, or is the text's own: what there is must
    // do.
    let _ = write!(bounded, "{text}");
    bounded.0
}

struct Bounded(String);

impl Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if self.0.len() + character.len_utf8() > LONGEST_TEXT {
                return Err(fmt::Error);
            }
            self.0.push(character);
        }
        Ok(())
    }
}

/// In bytes.
const LONGEST_TEXT: usize = 1024;

const MOST_CAUSES: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{text}")]
    struct Chained {
        text: &'static str,
        source: Option<Box<Self>>,
    }

    fn chain(texts: &[&'static str]) -> Chained {
        let (first, rest) = texts.split_first().unwrap();
        Chained {
            text: first,
            source: (!rest.is_empty()).then(|| Box::new(chain(rest))),
        }
    }

    #[test]
    fn an_error_is_told_with_its_causes() {
        for (texts, told) in [
            (&["refused"][..], "refused"),
            (
                &["no pool", "connect", "refused"],
                "no pool: connect: refused",
            ),
            (&["connect: refused", "refused"], "connect: refused"),
            (&["one"; 40], "one"),
        ] {
            assert_eq!(in_words(chain(texts)), told);
        }
        assert_eq!(in_words("a plain text"), "a plain text");
    }

    #[test]
    fn an_endless_error_is_cut_at_a_character() {
        // The limit is no multiple of three, the length of this character.
        let told = in_words("€".repeat(1_000_000));
        assert_eq!(told, "€".repeat(LONGEST_TEXT / 3));

        let causes: Vec<_> = (0..100)
            .map(|n| if n % 2 == 0 { "a" } else { "b" })
            .collect();
        assert_eq!(in_words(chain(&causes)), "a: b: a: b: a: b: a: b: a");
    }
}
