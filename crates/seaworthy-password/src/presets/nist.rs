use crate::Config;

/// Whether a password is all that a user signs in with.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "there is another factor or there is none"
)]
pub enum Factor {
    /// The password is always used together with another factor.
    Multi,
    /// The password may be all there is.
    Single,
}

impl Config {
    /// What [NIST SP 800-63B-4], section 3.1.1.2, asks of passwords: a length, a blocklist, and no
    /// rule of composition.
    ///
    /// List the names of the service in [`context_words`](field@Self::context_words): the standard
    /// wants them on the blocklist, and [`audit`](Self::audit) reminds of it.
    ///
    #[doc = include_str!("nist.md")]
    ///
    /// Few common passwords have 15 characters, so with [`Factor::Single`] it is mostly the length
    /// that protects.
    ///
    /// ```
    /// use seaworthy_password::{Config, Factor};
    ///
    /// let mut config = Config::nist_800_63b(Factor::Single);
    /// config.context_words = vec!["Harvest".into()];
    /// assert!(config.audit().is_empty());
    ///
    /// let validators = config.build()?;
    /// assert!(validators.validate("quaint herons watch barley", None).is_ok());
    /// assert!(validators.validate("harvest 2026-11-23", None).is_err());
    /// # Ok::<(), seaworthy_password::ConfigError>(())
    /// ```
    ///
    /// [NIST SP 800-63B-4]: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
    #[must_use]
    pub fn nist_800_63b(factor: Factor) -> Self {
        let min_length = match factor {
            Factor::Multi => 8,
            Factor::Single => 15,
        };
        Self::by_standard(min_length)
    }
}
