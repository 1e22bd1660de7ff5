use std::fmt;

/// How hard a password is to guess, from 0 to 4: what zxcvbn calls its score.
///
/// ```
/// use seaworthy_password::Score;
///
/// assert_eq!(Score::from_number(3), Some(Score::SafelyUnguessable));
/// assert!(Score::SomewhatGuessable < Score::SafelyUnguessable);
/// assert_eq!(Score::default().number(), 3);
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Score {
    /// 0: fewer than 10³ guesses.
    TooGuessable,
    /// 1: fewer than 10⁶ guesses, which a login that counts attempts withstands.
    VeryGuessable,
    /// 2: fewer than 10⁸ guesses, which a login withstands that only its network slows down.
    SomewhatGuessable,
    /// 3: fewer than 10¹⁰ guesses, which a stolen hash withstands if the hash is a slow one.
    #[default]
    SafelyUnguessable,
    /// 4: more than that.
    VeryUnguessable,
}

impl Score {
    /// The score that this number stands for, unless it is over 4.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::TooGuessable,
            1 => Self::VeryGuessable,
            2 => Self::SomewhatGuessable,
            3 => Self::SafelyUnguessable,
            4 => Self::VeryUnguessable,
            _ => return None,
        })
    }

    /// The score as a number from 0 to 4.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The score of a password that takes so many guesses.
    pub(super) fn of(guesses: f64) -> Self {
        // Where zxcvbn sets its own bounds, a little over the powers of ten.
        match guesses {
            few if few < 1e3 + 5.0 => Self::TooGuessable,
            few if few < 1e6 + 5.0 => Self::VeryGuessable,
            few if few < 1e8 + 5.0 => Self::SomewhatGuessable,
            few if few < 1e10 + 5.0 => Self::SafelyUnguessable,
            _ => Self::VeryUnguessable,
        }
    }
}

/// The number.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_the_numbers_from_zero_to_four_in_their_order() {
        let mut last = None;
        for number in 0..=4 {
            let score = Score::from_number(number).unwrap();
            assert_eq!(score.number(), number);
            assert_eq!(score.to_string(), number.to_string());
            assert!(last < Some(score));
            last = Some(score);
        }
        assert_eq!(Score::from_number(5), None);
    }

    #[test]
    fn more_guesses_never_score_less() {
        for (guesses, number) in [
            (0.0, 0),
            (1004.0, 0),
            (1005.0, 1),
            (1e6 + 4.0, 1),
            (1e6 + 5.0, 2),
            (1e8 + 5.0, 3),
            (1e10 + 4.0, 3),
            (1e10 + 5.0, 4),
            (f64::INFINITY, 4),
        ] {
            assert_eq!(Score::of(guesses).number(), number, "{guesses}");
        }
    }
}
