mod advice;
mod budget;
mod cover;
mod estimate;
mod estimation;
mod region;
mod score;
mod shorten;
mod window;
mod words;

pub use advice::{Suggestion, Warning};
pub use estimate::Estimate;
pub use score::Score;

use std::borrow::Cow;

use crate::{Candidate, HelpText, UserAttributes, ValidationError, Validator};

/// Refuses passwords that are easy to guess, by the estimate of [zxcvbn].
///
/// Django has no such rule, and [NIST SP 800-63B] no place for one: there, an estimate is advice.
///
/// The estimator's own work grows with the cube of the length, and with each symbol that may stand
/// for a letter: a hundred of them in disorder keep it busy for a fifth of a second or more. Here
/// it is given at most 28 characters at a time and a budget, which is counted and not timed. So a
/// password costs at most some milliseconds, whatever it is; a usual one a tenth of that.
///
/// A password for which that is not enough is first rid of what repeats itself and of long
/// sequences, then read in windows that overlap; and of what was found in these the cheapest way to
/// guess the whole is made. It errs on the low side: two hundred times the same letter are as weak
/// as ever. Yet nothing is refused because it is long, or for how it begins.
///
/// Of each attribute of the user the first 64 characters are tried, and their words: 32 in all.
///
/// ```
/// use seaworthy_password::{Candidate, Score, Strength, UserAttributes, Validator, Warning};
///
/// let strength = Strength::new(Score::SafelyUnguessable);
/// let user = UserAttributes::new().username("quentin");
///
/// let error = strength.validate(&Candidate::new("Quentin1987")?, Some(&user)).unwrap_err();
/// assert_eq!(error.code(), "password_too_weak");
/// assert!(error.message().contains("It is made of the username."));
///
/// let good = Candidate::new("correct horse battery staple")?;
/// assert!(strength.validate(&good, Some(&user)).is_ok());
/// assert_eq!(strength.estimate(&good, None).score(), Score::VeryUnguessable);
///
/// let weak = Candidate::new("qwertyuiop")?;
/// assert_eq!(strength.estimate(&weak, None).warning(), Some(Warning::Top100));
/// # Ok::<(), seaworthy_password::ValidationError>(())
/// ```
///
/// The copies that are made here are wiped. Those that the estimator makes inside itself are freed
/// without that.
///
/// [zxcvbn]:
/// https://www.usenix.org/conference/usenixsecurity16/technical-sessions/presentation/wheeler
/// [NIST SP 800-63B]: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
#[derive(Clone, Debug)]
pub struct Strength {
    min_score: Score,
}

impl Strength {
    /// Asks for at least this score; the [`Default`] is 3.
    ///
    /// The first one of a process loads the dictionaries, which takes some 20 ms and 8 MB. So make
    /// it when the process starts.
    #[must_use]
    pub fn new(min_score: Score) -> Self {
        // Who asks first for a password would wait for the dictionaries otherwise.
        let _ = zxcvbn::zxcvbn("a", &[]);
        Self { min_score }
    }

    /// Estimates how hard a password is to guess, for a bar beside the field.
    ///
    /// ```
    /// use seaworthy_password::{Candidate, Strength, Suggestion, Warning};
    ///
    /// let estimate = Strength::default().estimate(&Candidate::new("p4ssw0rd")?, None);
    /// assert_eq!(estimate.score().number(), 0);
    /// assert_eq!(estimate.warning(), Some(Warning::SimilarToCommon));
    /// assert!(estimate.suggestions().contains(&Suggestion::AvoidSubstitutions));
    /// # Ok::<(), seaworthy_password::ValidationError>(())
    /// ```
    #[must_use]
    pub fn estimate(
        &self,
        candidate: &Candidate<'_>,
        user: Option<&UserAttributes<'_>>,
    ) -> Estimate {
        estimation::estimate(candidate.as_str(), user)
    }
}

impl Default for Strength {
    fn default() -> Self {
        Self::new(Score::default())
    }
}

/// Its error has the code `password_too_weak` and these parameters: `score` and `min_score`; the
/// code of the `warning`, if there is one; the codes of the `suggestions`, with commas between
/// them; and for the warning `user_data` the `verbose_name` of the attribute.
impl Validator for Strength {
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError> {
        // Every estimate is at least this.
        if self.min_score == Score::TooGuessable {
            return Ok(());
        }
        let estimate = self.estimate(candidate, user);
        if estimate.score() >= self.min_score {
            return Ok(());
        }
        Err(refusal(&estimate, self.min_score))
    }

    fn help_text(&self) -> HelpText {
        HelpText::known("password_too_weak", None)
    }
}

fn refusal(estimate: &Estimate, min_score: Score) -> ValidationError {
    let warning = estimate
        .warning()
        .map(|warning| match estimate.attribute() {
            Some(name) => Cow::Owned(format!("It is made of the {name}.")),
            None => Cow::Borrowed(warning.message()),
        });
    let suggestions = || estimate.suggestions().iter();
    let mut message = "This password is too easy to guess.".to_owned();
    let advice = suggestions().map(|suggestion| Cow::Borrowed(suggestion.message()));
    for sentence in warning.into_iter().chain(advice) {
        message.push(' ');
        message.push_str(&sentence);
    }
    let codes: Vec<_> = suggestions().map(|suggestion| suggestion.code()).collect();

    let number = |score: Score| usize::from(score.number());
    let mut error = ValidationError::new("password_too_weak", message)
        .with("score", number(estimate.score()))
        .with("min_score", number(min_score));
    if let Some(warning) = estimate.warning() {
        error = error.with("warning", warning.code());
    }
    if !codes.is_empty() {
        error = error.with("suggestions", codes.join(","));
    }
    if let Some(name) = estimate.attribute() {
        error = error.with("verbose_name", name.to_owned());
    }
    error
}
