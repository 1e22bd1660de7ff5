use crate::{Candidate, HelpText, UserAttributes, ValidationError};

/// A rule that a password has to meet; a host writes its own.
///
/// It must not keep, print or log the password, and its errors must not hold it.
///
/// ```
/// use seaworthy_password::{
///     Candidate, HelpText, UserAttributes, ValidationError, Validator, Validators,
/// };
///
/// /// Refuses passwords with the name of the service in them.
/// struct NotOurName;
///
/// impl Validator for NotOurName {
///     fn validate(
///         &self,
///         candidate: &Candidate<'_>,
///         _user: Option<&UserAttributes<'_>>,
///     ) -> Result<(), ValidationError> {
///         if candidate.as_str().contains("harvest") {
///             let message = "This password contains the name of the service.";
///             return Err(ValidationError::new("password_has_service_name", message));
///         }
///         Ok(())
///     }
///
///     fn help_text(&self) -> HelpText {
///         let text = "Your password can’t contain the name of this service.";
///         HelpText::new("password_has_service_name", text)
///     }
/// }
///
/// let validators = Validators::django().with(NotOurName);
/// assert!(validators.validate("my harvest is rich", None).is_err());
/// ```
pub trait Validator: Send + Sync {
    /// Accepts a password, or says why not.
    ///
    /// # Errors
    ///
    /// The one reason that this rule can give.
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError>;

    /// What the rule asks for, to show beside the field of a form.
    fn help_text(&self) -> HelpText;

    /// Takes note that a user has a new password; does nothing unless a rule remembers.
    ///
    /// [`Validators::password_changed`](crate::Validators::password_changed) calls it. A rule that
    /// keeps something must keep no password, but a slow and salted hash of it:
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use std::sync::Mutex;
    ///
    /// use seaworthy_password::{
    ///     Candidate, HelpText, UserAttributes, ValidationError, Validator, Validators,
    /// };
    ///
    /// /// Refuses the last four passwords of a user, who is known by the attribute `id`.
    /// #[derive(Default)]
    /// struct History {
    ///     hashes: Mutex<HashMap<String, Vec<String>>>, // in a service, a table of its database
    /// }
    ///
    /// impl Validator for History {
    ///     fn validate(
    ///         &self,
    ///         candidate: &Candidate<'_>,
    ///         user: Option<&UserAttributes<'_>>,
    ///     ) -> Result<(), ValidationError> {
    ///         let hashes = self.hashes.lock().unwrap();
    ///         let id = user.and_then(|user| user.get("id"));
    ///         let had = id.and_then(|id| hashes.get(id)).into_iter().flatten();
    ///         if had.rev().take(4).any(|hash| argon2::verify(hash, candidate.as_str())) {
    ///             let message = "You have had this password before.";
    ///             return Err(ValidationError::new("password_used_before", message));
    ///         }
    ///         Ok(())
    ///     }
    ///
    ///     fn help_text(&self) -> HelpText {
    ///         let text = "Your password can’t be one of your last four.";
    ///         HelpText::new("password_used_before", text)
    ///     }
    ///
    ///     fn password_changed(&self, new: &Candidate<'_>, user: Option<&UserAttributes<'_>>) {
    ///         if let Some(id) = user.and_then(|user| user.get("id")) {
    ///             let hash = argon2::hash_with_new_salt(new.as_str());
    ///             self.hashes.lock().unwrap().entry(id.to_owned()).or_default().push(hash);
    ///         }
    ///     }
    /// }
    /// # mod argon2 {
    /// #     pub fn hash_with_new_salt(password: &str) -> String {
    /// #         password.chars().rev().collect()
    /// #     }
    /// #     pub fn verify(hash: &str, password: &str) -> bool {
    /// #         hash.chars().rev().eq(password.chars())
    /// #     }
    /// # }
    ///
    /// let validators = Validators::django().with(History::default());
    /// let user = UserAttributes::new().attribute("id", "id", "u-4711");
    /// assert!(validators.validate("quaint heron", Some(&user)).is_ok());
    /// validators.password_changed("quaint heron", Some(&user));
    /// assert!(validators.validate("quaint heron", Some(&user)).is_err());
    /// ```
    fn password_changed(&self, password: &Candidate<'_>, user: Option<&UserAttributes<'_>>) {
        let _ = (password, user);
    }
}
