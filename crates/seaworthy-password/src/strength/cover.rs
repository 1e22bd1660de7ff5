//! The cheapest way to guess a long text, from what the estimator found in its parts.

/// What kind of pattern a guesser recognises.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Pattern {
    /// A way across the keyboard, a sequence or a repetition: two that overlap are one.
    Run(u8),
    /// A word, a name, a date: it ends where it ends.
    Word,
}

/// A part of the text that takes fewer guesses than its length says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) start: usize,
    /// Where the text behind it begins.
    pub(super) end: usize,
    pub(super) guesses: f64,
    pub(super) pattern: Pattern,
}

/// Where a text was cut out of a longer one, so that it may begin or end amid a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cut {
    pub(super) before: bool,
    pub(super) behind: bool,
}

/// The guesses for a text of this length with these tokens in it: the fewest over all ways to make
/// it of tokens and of characters that have to be tried out.
///
/// It is counted as [zxcvbn does]: for the tokens' guesses in all orders, and for having to try
/// all ways with fewer tokens first. What may belong to a word that was cut takes no guesses.
///
/// [zxcvbn does]:
/// https://www.usenix.org/conference/usenixsecurity16/technical-sessions/presentation/wheeler
pub(super) fn fewest_guesses(length: usize, cut: Cut, mut tokens: Vec<Token>) -> f64 {
    join_runs(&mut tokens);
    tokens.sort_unstable_by_key(|token| token.end);

    let free = |open: bool| if open { OVERHANG.min(length) } else { 0 };
    let mut products = vec![f64::INFINITY; length + 1];
    for product in products.iter_mut().take(free(cut.before) + 1) {
        *product = 1.0;
    }
    let ends = length - free(cut.behind)..=length;

    let mut fewest = f64::INFINITY;
    let mut ways = 1.0;
    for count in 0..=MOST_TOKENS {
        if count > 0 {
            products = with_one_more(&products, &tokens);
            ways *= f64::from(count);
        }
        let product = products.get(ends.clone()).unwrap_or_default();
        let product = product.iter().copied().fold(f64::INFINITY, f64::min);
        let shorter_ways = if count > 1 {
            SHORTER_WAYS.powi(i32::from(count) - 1)
        } else {
            1.0
        };
        fewest = fewest.min(ways * product + shorter_ways);
    }
    fewest
}

/// For each end, the fewest guesses with one token more than before.
fn with_one_more(before: &[f64], tokens: &[Token]) -> Vec<f64> {
    let mut tokens = tokens.iter().peekable();
    let mut tried_out = f64::INFINITY;
    let mut after = Vec::with_capacity(before.len());
    for end in 0..before.len() {
        let mut fewest = tried_out;
        while let Some(token) = tokens.next_if(|token| token.end <= end) {
            let product = before.get(token.start).unwrap_or(&f64::INFINITY);
            fewest = fewest.min(product * token.guesses.max(FEWEST_OF_TOKEN));
        }
        after.push(fewest);
        let start = before.get(end).unwrap_or(&f64::INFINITY);
        tried_out = (tried_out * 10.0).min(start * 11.0);
    }
    after
}

/// Adds, for runs of one kind that overlap, the run that they are.
fn join_runs(tokens: &mut Vec<Token>) {
    let is_run = |token: &&Token| token.pattern != Pattern::Word;
    let mut runs: Vec<Token> = tokens.iter().filter(is_run).cloned().collect();
    runs.sort_unstable_by_key(|token| token.start);
    let mut joined: Vec<Token> = Vec::new();
    for run in runs {
        let same = |other: &&mut Token| other.pattern == run.pattern && run.start < other.end;
        match joined.iter_mut().rev().find(same) {
            Some(other) => {
                other.end = other.end.max(run.end);
                other.guesses = other.guesses.max(run.guesses);
            }
            None => joined.push(run),
        }
    }
    tokens.append(&mut joined);
}

/// With more tokens than that it takes 10²⁰ guesses, whatever they are.
const MOST_TOKENS: u8 = 6;
/// The guesses for all ways with one token less.
const SHORTER_WAYS: f64 = 1e4;
/// A token that is not the whole text takes no fewer, for there are so many one has to try.
const FEWEST_OF_TOKEN: f64 = 50.0;
/// How much of a word may be cut off. Hardly one in a thousand of the estimator's is longer.
const OVERHANG: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    fn token(start: usize, end: usize, guesses: f64, pattern: Pattern) -> Token {
        Token {
            start,
            end,
            guesses,
            pattern,
        }
    }

    #[test]
    fn without_tokens_each_character_is_tried_out() {
        for length in 2..20 {
            let expected = 11.0 * 10_f64.powi(length - 1) + 1.0;
            let guesses = fewest_guesses(length as usize, Cut::default(), Vec::new());
            assert!((guesses / expected - 1.0).abs() < 1e-9, "{length}");
        }
    }

    #[test]
    fn tokens_multiply_in_all_their_orders() {
        let tokens = vec![
            token(0, 10, 100.0, Pattern::Word),
            token(10, 20, 1000.0, Pattern::Word),
            token(5, 15, 1.0, Pattern::Word),
        ];
        let guesses = fewest_guesses(20, Cut::default(), tokens);
        assert_eq!(guesses, 2.0 * 100_000.0 + 1e4);
    }

    #[test]
    fn runs_that_overlap_are_one_and_words_are_not() {
        let overlapping = |pattern| {
            let tokens = (0..5).map(|n| token(n * 5, n * 5 + 10, 200.0, pattern));
            fewest_guesses(30, Cut::default(), tokens.collect())
        };
        assert_eq!(overlapping(Pattern::Run(1)), 201.0);
        assert!(overlapping(Pattern::Word) > 1e8);
    }

    #[test]
    fn what_may_be_half_a_word_is_for_nothing() {
        let guesses =
            |length, before, behind| fewest_guesses(length, Cut { before, behind }, Vec::new());
        assert_eq!(guesses(12, true, false), 2.0);
        assert_eq!(guesses(24, true, true), 2.0);
        assert!(guesses(24, true, false) > 1e11);
        assert!(guesses(40, true, true) > 1e16);
        assert_eq!(guesses(0, false, false), 2.0);
    }

    #[test]
    fn a_token_more_never_makes_it_harder() {
        let mut tokens = Vec::new();
        let mut last = f64::INFINITY;
        for start in (0..28).step_by(3) {
            tokens.push(token(start, start + 3, 60.0, Pattern::Word));
            let guesses = fewest_guesses(30, Cut::default(), tokens.clone());
            assert!(guesses <= last);
            last = guesses;
        }
    }
}
