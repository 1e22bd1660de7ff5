use crate::Config;

impl Config {
    /// What [OWASP ASVS 5.0], section V6.2, asks of passwords.
    ///
    /// List the names of the organisation, its products and systems in
    /// [`context_words`](field@Self::context_words), and document that list: 6.1.2 asks for it.
    ///
    #[doc = include_str!("asvs.md")]
    ///
    /// ```
    /// use seaworthy_password::Config;
    ///
    /// let mut config = Config::asvs();
    /// config.context_words = vec!["Harvest".into()];
    /// let validators = config.build()?;
    /// assert!(validators.validate("quaint37", None).is_ok());
    /// assert!(validators.validate("H4rvest!", None).is_err());
    /// # Ok::<(), seaworthy_password::ConfigError>(())
    /// ```
    ///
    /// [OWASP ASVS 5.0]:
    /// https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md
    #[must_use]
    pub fn asvs() -> Self {
        Self::by_standard(8)
    }
}
