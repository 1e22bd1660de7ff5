//! What is seen through windows that overlap.

use zxcvbn::matching::Match;
use zxcvbn::matching::patterns::MatchPattern;

use super::cover::{Pattern, Token};

/// Where the next window begins, so that a word on which this one ends is seen as a whole.
pub(super) struct Restart {
    length: usize,
    start: Option<usize>,
}

impl Restart {
    pub(super) const fn of(length: usize) -> Self {
        Self {
            length,
            start: None,
        }
    }

    /// Takes the first pattern that reaches into the last part of the window.
    pub(super) fn look_at(&mut self, found: &Match) {
        if self.start.is_none() && found.j + 1 > self.length - self.length * 3 / 7 {
            let half = self.length.div_ceil(2);
            let tried_out = found.pattern == MatchPattern::BruteForce;
            self.start = Some(if tried_out {
                found.i.max(half)
            } else {
                found.i
            });
        }
    }

    pub(super) fn start(&self) -> usize {
        let start = self.start.filter(|start| *start > 0);
        start.unwrap_or_else(|| self.length.div_ceil(2))
    }
}

/// What is found in a window that begins here, unless it has to be tried out.
pub(super) fn token(start: usize, found: &Match) -> Option<Token> {
    let pattern = match &found.pattern {
        MatchPattern::BruteForce => return None,
        MatchPattern::Repeat(_) => Pattern::Run(0),
        MatchPattern::Sequence(_) => Pattern::Run(1),
        // The names of the keyboards begin with different letters.
        MatchPattern::Spatial(keys) => Pattern::Run(keys.graph.bytes().next().unwrap_or_default()),
        _ => Pattern::Word,
    };
    Some(Token {
        start: start + found.i,
        end: start + found.j + 1,
        guesses: found.guesses? as f64,
        pattern,
    })
}

/// Adds, for a token that is followed by its like, the repetition: a window may end amid it.
pub(super) fn add_repetitions(text: &[char], tokens: &mut Vec<Token>) {
    let repetition = |token: &Token| {
        let length = token.end - token.start;
        let mut parts = text.get(token.start..)?.chunks_exact(length);
        let first = parts.next()?;
        let times = 1 + parts.take_while(|part| *part == first).count();
        (times > 1).then(|| Token {
            start: token.start,
            end: token.start + times * length,
            guesses: token.guesses * times as f64,
            pattern: Pattern::Run(0),
        })
    };
    let mut repetitions: Vec<Token> = tokens.iter().filter_map(repetition).collect();
    tokens.append(&mut repetitions);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(start: usize, end: usize, pattern: MatchPattern) -> Match {
        Match {
            i: start,
            j: end - 1,
            pattern,
            guesses: Some(70),
            ..Match::default()
        }
    }

    fn word() -> MatchPattern {
        MatchPattern::Dictionary(Default::default())
    }

    #[test]
    fn the_next_window_begins_with_the_pattern_that_reaches_into_the_end() {
        let start = |patterns: &[Match]| {
            let mut restart = Restart::of(28);
            for pattern in patterns {
                restart.look_at(pattern);
            }
            restart.start()
        };
        let tried_out = || MatchPattern::BruteForce;
        assert_eq!(
            start(&[
                found(0, 10, word()),
                found(10, 18, word()),
                found(18, 28, word())
            ]),
            10
        );
        assert_eq!(start(&[found(0, 16, word()), found(16, 28, word())]), 16);
        // What is tried out has no beginning, and what began before the window cannot be caught up.
        assert_eq!(start(&[found(0, 4, word()), found(4, 28, tried_out())]), 14);
        assert_eq!(start(&[found(0, 28, tried_out())]), 14);
        assert_eq!(start(&[found(0, 28, word())]), 14);
        assert_eq!(Restart::of(1).start(), 1);
    }

    #[test]
    fn what_is_tried_out_is_no_token_and_the_rest_keeps_its_place() {
        assert_eq!(token(7, &found(1, 3, MatchPattern::BruteForce)), None);
        let token = token(7, &found(1, 3, word())).unwrap();
        assert_eq!((token.start, token.end, token.guesses), (8, 10, 70.0));
    }

    #[test]
    fn a_token_followed_by_its_like_is_a_repetition() {
        let text: Vec<char> = "winterwinterwint".chars().collect();
        let mut tokens = Vec::from_iter(token(0, &found(0, 6, word())));
        add_repetitions(&text, &mut tokens);
        assert_eq!(tokens.len(), 2);
        assert_eq!(
            (tokens[1].start, tokens[1].end, tokens[1].guesses),
            (0, 12, 140.0)
        );
        add_repetitions(&text[6..], &mut Vec::new());
    }
}
