use std::fmt;

use crate::{Finding, Level};

/// What an id stands for: how grave it is, why it matters, and what to do.
///
/// ```
/// use seaworthy_check::{Level, Rule};
///
/// const MISSING: Rule = Rule::new(
///     "hsts.missing",
///     Level::Warning,
///     "Whoever is on the way can read the first request of each visit.",
/// )
/// .alias("security.W004")
/// .hint("Set SECURE_HSTS_SECONDS=31536000.");
///
/// assert_eq!(
///     MISSING.to_string(),
///     "hsts.missing (security.W004) is a warning.
/// Whoever is on the way can read the first request of each visit.
/// HINT: Set SECURE_HSTS_SECONDS=31536000."
/// );
/// let finding = MISSING.finding("GET / is answered without it.");
/// assert_eq!(finding.hint.as_deref(), MISSING.hint);
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Rule {
    /// The id of its findings.
    pub id: &'static str,
    /// How grave they are, unless a finding says otherwise.
    pub level: Level,
    /// What is wrong where it is found, and why that matters.
    pub about: &'static str,
    /// The id by which another tool knows it, such as Django's `security.W004`.
    pub alias: Option<&'static str>,
    /// What to do about it.
    pub hint: Option<&'static str>,
    /// The address of a page that explains it.
    pub docs: Option<&'static str>,
}

impl Rule {
    /// A rule of which nothing else is known yet.
    #[must_use]
    pub const fn new(id: &'static str, level: Level, about: &'static str) -> Self {
        Self {
            id,
            level,
            about,
            alias: None,
            hint: None,
            docs: None,
        }
    }

    /// Says by which id another tool knows it.
    #[must_use]
    pub const fn alias(mut self, alias: &'static str) -> Self {
        self.alias = Some(alias);
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Gives the address of a page that explains it.
    #[must_use]
    pub const fn docs(mut self, address: &'static str) -> Self {
        self.docs = Some(address);
        self
    }

    /// A finding of this rule: what was seen.
    #[must_use]
    pub fn finding(&self, message: impl Into<String>) -> Finding {
        let mut finding = Finding::new(self.level, self.id, message);
        finding.alias = self.alias.map(str::to_owned);
        finding.hint = self.hint.map(str::to_owned);
        finding.docs = self.docs.map(str::to_owned);
        finding
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)?;
        if let Some(alias) = self.alias {
            write!(f, " ({alias})")?;
        }
        let grave = match self.level {
            Level::Debug => "for whoever writes the check",
            Level::Info => "good to know",
            Level::Warning => "a warning",
            Level::Error => "an error",
            Level::Critical => "critical",
        };
        write!(f, " is {grave}.\n{}", self.about)?;
        if let Some(hint) = self.hint {
            write!(f, "\nHINT: {hint}")?;
        }
        if let Some(address) = self.docs {
            write!(f, "\nDOCS: {address}")?;
        }
        Ok(())
    }
}
