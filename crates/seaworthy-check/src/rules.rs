use std::fmt;

use crate::Level::{Critical, Info, Warning};
use crate::Rule;

/// All rules of an application, by which ids can be explained.
///
/// ```
/// use seaworthy_check::{Level, Rule, Rules};
///
/// let debug = Rule::new("debug.on", Level::Error, "Error pages show the source.");
/// let rules = Rules::new([debug.alias("security.W018")]);
/// assert_eq!(rules.explain("security.W018")?, [debug.alias("security.W018")]);
/// assert!(rules.explain("check.skipped")?[0].about.contains("nothing is known"));
///
/// let unknown = rules.explain("debug.no").unwrap_err();
/// assert_eq!(unknown.to_string(), "no rule is called \"debug.no\"; did you mean debug.on?");
/// # Ok::<(), seaworthy_check::UnknownRule>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rules {
    /// Sorted by id.
    rules: Vec<Rule>,
}

impl Rules {
    /// These rules, and those of findings about the checks themselves.
    #[must_use]
    pub fn new(rules: impl IntoIterator<Item = Rule>) -> Self {
        let mut rules: Vec<Rule> = OWN.into_iter().chain(rules).collect();
        rules.sort_by_key(|rule| rule.id);
        Self { rules }
    }

    /// These rules and others, such as a host's own.
    #[must_use]
    pub fn and(mut self, others: impl IntoIterator<Item = Rule>) -> Self {
        self.rules.extend(others);
        self.rules.sort_by_key(|rule| rule.id);
        self
    }

    /// Each rule, sorted by its id.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rules that have this id or this alias; at least one.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn explain(&self, id: &str) -> Result<Vec<Rule>, UnknownRule> {
        let is_it = |rule: &&Rule| rule.id == id || rule.alias == Some(id);
        let found: Vec<Rule> = self.iter().filter(is_it).copied().collect();
        if found.is_empty() {
            return Err(UnknownRule {
                id: id.chars().take(LONGEST).collect(),
                nearest: self.nearest(id),
            });
        }
        Ok(found)
    }

    /// The id or alias that was most likely meant.
    fn nearest(&self, id: &str) -> Option<&'static str> {
        let names = self
            .iter()
            .flat_map(|rule| Some(rule.id).into_iter().chain(rule.alias));
        let id: Vec<char> = id.chars().take(LONGEST).collect();
        let near = names.map(|name| (distance(&id, name), name));
        let near = near.filter(|(distance, name)| *distance <= name.len() / 4);
        near.min().map(|(_, name)| name)
    }
}

/// Longer than any id is.
const LONGEST: usize = 100;

/// How many letters have to be put in, left out or replaced to get from one to the other.
fn distance(from: &[char], to: &str) -> usize {
    let mut row: Vec<usize> = (0..=from.len()).collect();
    for (line, letter) in to.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (other, above) in from.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(*other != letter);
            diagonal = *above;
            left = replaced.min(left + 1).min(*above + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Why an id cannot be explained: no rule is called so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownRule {
    id: String,
    nearest: Option<&'static str>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule is called {:?}", self.id)?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean {nearest}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownRule {}

/// The rules of findings about the checks themselves.
pub(crate) const CRASHED: Rule = Rule::new(
    "check.crashed",
    Critical,
    "A check panicked, so nothing is known of what it looks for.",
)
.hint("Mend the check; what it panicked with is in the output of the panic hook.");
pub(crate) const HUNG: Rule = Rule::new(
    "check.hung",
    Critical,
    "A check did not end in its time, so nothing is known of what it looks for.",
)
.hint("See what it waits for; a check that has to take longer is given its own timeout.");
pub(crate) const SKIPPED: Rule = Rule::new(
    "check.skipped",
    Warning,
    "A check could not look, so nothing is known of what it looks for.",
)
.hint("Give it what it needs, or silence this with a reason.");
pub(crate) const SILENCE_EXPIRED: Rule = Rule::new(
    "check.silence_expired",
    Warning,
    "The last day of a silence is over, and what it silenced is still found.",
)
.hint("Mend what was silenced, or give it another day with a reason that still holds.");
pub(crate) const SILENCE_UNUSED: Rule = Rule::new(
    "check.silence_unused",
    Info,
    "A silence silences nothing: it would hide what may come back.",
)
.hint("Remove the silence.");
pub(crate) const BASELINE_GONE: Rule = Rule::new(
    "check.baseline_gone",
    Info,
    "The baseline lists what is not found any more: it would hide what may come back.",
)
.hint("Write the baseline anew.");

const OWN: [Rule; 6] = [
    BASELINE_GONE,
    CRASHED,
    HUNG,
    SILENCE_EXPIRED,
    SILENCE_UNUSED,
    SKIPPED,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_the_least_number_of_changes() {
        for (from, to, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("hsts.mising", "hsts.missing", 1),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
        ] {
            let from: Vec<char> = from.chars().collect();
            assert_eq!(distance(&from, to), expected, "{to}");
        }
    }

    #[test]
    fn what_is_far_from_everything_has_no_suggestion() {
        let rules = Rules::new([]);
        let error = rules.explain(&"x".repeat(100_000)).unwrap_err().to_string();
        assert_eq!(error, format!("no rule is called \"{}\"", "x".repeat(100)));
        let error = rules.explain("check.skiped").unwrap_err().to_string();
        assert!(error.ends_with("did you mean check.skipped?"), "{error}");
    }
}
