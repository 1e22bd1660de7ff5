use crate::Level;
use crate::rules::{CRASHED, HUNG, SKIPPED};

/// One thing that a check found: what is wrong, how grave it is, and what to do.
///
/// Its texts are printed, stored and uploaded, so they must not contain a secret.
///
/// ```
/// use seaworthy_check::Finding;
///
/// let finding = Finding::warning("hsts.missing", "Browsers may come back over plain HTTP.")
///     .object("SECURE_HSTS_SECONDS")
///     .hint("Set SECURE_HSTS_SECONDS=31536000.")
///     .alias("security.W004");
/// assert_eq!(finding.id, "hsts.missing");
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Finding {
    /// What kind of thing it is, in words with dots between: `hsts.missing`.
    ///
    /// It is the same in every run and contains no value, so that a finding can be followed from
    /// one run to the next.
    pub id: String,
    /// How grave it is.
    pub level: Level,
    /// What is wrong, and why it matters.
    pub message: String,
    /// What to do about it: which variable to set to which value.
    pub hint: Option<String>,
    /// What it is about, such as the variable `SECURE_HSTS_SECONDS`.
    pub object: Option<String>,
    /// The id by which another tool knows it, such as Django's `security.W004`.
    pub alias: Option<String>,
    /// The address of a page that explains it.
    pub docs: Option<String>,
    /// The name of the check that found it, which the run fills in; empty before.
    pub check: String,
}

impl Finding {
    /// A finding of this level, of which nothing but the id and the message is known yet.
    #[must_use]
    pub fn new(level: Level, id: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            level,
            message: message.into(),
            hint: None,
            object: None,
            alias: None,
            docs: None,
            check: String::new(),
        }
    }

    /// Something that is of use to whoever writes the check.
    #[must_use]
    pub fn debug(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Level::Debug, id, message)
    }

    /// Something good to know, for which nothing has to be done.
    #[must_use]
    pub fn info(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Level::Info, id, message)
    }

    /// Something that works, but is unwise.
    #[must_use]
    pub fn warning(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Level::Warning, id, message)
    }

    /// Something that does not work, or is not safe.
    #[must_use]
    pub fn error(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Level::Error, id, message)
    }

    /// Something so bad that the service must not run.
    #[must_use]
    pub fn critical(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Level::Critical, id, message)
    }

    /// Whether somebody may say that it is known: not that nothing is known of it.
    pub(crate) fn can_be_known(&self) -> bool {
        self.id != CRASHED.id && self.id != HUNG.id
    }

    /// Whether it says that a check was skipped.
    pub(crate) fn is_of_a_skip(&self) -> bool {
        self.id == SKIPPED.id
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says what it is about.
    #[must_use]
    pub fn object(mut self, object: impl Into<String>) -> Self {
        self.object = Some(object.into());
        self
    }

    /// Says by which id another tool knows it.
    #[must_use]
    pub fn alias(mut self, alias: impl Into<String>) -> Self {
        self.alias = Some(alias.into());
        self
    }

    /// Gives the address of a page that explains it.
    #[must_use]
    pub fn docs(mut self, address: impl Into<String>) -> Self {
        self.docs = Some(address.into());
        self
    }
}
