use std::fmt;
use std::sync::Arc;

use crate::{
    Candidate, Catalogue, CommonPassword, English, HelpText, MinimumLength, NumericPassword,
    UserAttributeSimilarity, UserAttributes, ValidationErrors, Validator,
};

/// The rules that passwords have to meet, in order; made by [`Config::build`](crate::Config::build)
/// or one by one.
///
/// Cloning it shares the validators.
///
/// ```
/// use seaworthy_password::{MinimumLength, Validators};
///
/// let validators = Validators::empty().with(MinimumLength::new(15));
/// assert!(validators.validate("correct horse battery", None).is_ok());
/// assert_eq!(
///     validators.help_text_html(),
///     "<ul><li>Your password must contain at least 15 characters.</li></ul>",
/// );
/// ```
#[derive(Clone)]
pub struct Validators {
    list: Vec<Arc<dyn Validator>>,
}

impl Validators {
    /// The four that a new Django project has, with [Django's values]: at least 8 characters, and a
    /// similarity under 0.7.
    ///
    /// [Django's values]:
    /// https://docs.djangoproject.com/en/stable/topics/auth/passwords/#included-validators
    #[must_use]
    pub fn django() -> Self {
        Self::empty()
            .with(UserAttributeSimilarity::default())
            .with(MinimumLength::new(8))
            .with(CommonPassword::new())
            .with(NumericPassword::new())
    }

    /// No rule: every password of at most [`Candidate::MAX_BYTES`] will do.
    #[must_use]
    pub const fn empty() -> Self {
        Self { list: Vec::new() }
    }

    /// The same rules and one more, which comes last.
    #[must_use]
    pub fn with(mut self, validator: impl Validator + 'static) -> Self {
        self.list.push(Arc::new(validator));
        self
    }

    /// Accepts a password, or says all that is wrong with it.
    ///
    /// Without a user there is nothing that it could be too similar to.
    ///
    /// # Errors
    ///
    /// At most one error of each validator, in their order; or `password_too_long` alone, before
    /// any of them is asked.
    ///
    /// ```
    /// use seaworthy_password::{UserAttributes, Validators};
    ///
    /// let user = UserAttributes::new().username("24071789");
    /// let errors = Validators::django().validate("2407178", Some(&user)).unwrap_err();
    /// let codes: Vec<_> = errors.iter().map(|error| error.code()).collect();
    /// assert_eq!(
    ///     codes,
    ///     ["password_too_similar", "password_too_short", "password_entirely_numeric"],
    /// );
    /// ```
    pub fn validate(
        &self,
        password: &str,
        user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationErrors> {
        let candidate = Candidate::new(password)?;
        let verdicts = self
            .list
            .iter()
            .map(|validator| validator.validate(&candidate, user));
        ValidationErrors::unless(verdicts.filter_map(Result::err).collect())
    }

    /// Tells the validators that a user has a new password, which they had accepted.
    ///
    /// Call it once the password is stored, as Django does: a [`Validator`] may keep a history.
    ///
    /// ```
    /// use seaworthy_password::{UserAttributes, Validators};
    ///
    /// let validators = Validators::django();
    /// let user = UserAttributes::new().username("jane");
    /// validators.validate("quaint heron", Some(&user))?;
    /// // … the password is hashed and stored …
    /// validators.password_changed("quaint heron", Some(&user));
    /// # Ok::<(), seaworthy_password::ValidationErrors>(())
    /// ```
    pub fn password_changed(&self, password: &str, user: Option<&UserAttributes<'_>>) {
        // A longer one was never accepted.
        if let Ok(candidate) = Candidate::new(password) {
            for validator in &self.list {
                validator.password_changed(&candidate, user);
            }
        }
    }

    /// What the rules ask for, to show beside the field of a form.
    pub fn help_texts(&self) -> impl Iterator<Item = HelpText> {
        self.list.iter().map(|validator| validator.help_text())
    }

    /// The help texts as an HTML list in English, escaped; empty if there are none.
    #[must_use]
    pub fn help_text_html(&self) -> String {
        self.help_text_html_in(&English)
    }

    /// The help texts as an HTML list in another language, escaped; empty if there are none.
    ///
    /// ```
    /// use seaworthy_password::{French, MinimumLength, Validators};
    ///
    /// let validators = Validators::empty().with(MinimumLength::new(15));
    /// assert_eq!(
    ///     validators.help_text_html_in(&French),
    ///     "<ul><li>Votre mot de passe doit compter au moins 15 caractères.</li></ul>",
    /// );
    /// ```
    #[must_use]
    pub fn help_text_html_in(&self, catalogue: &dyn Catalogue) -> String {
        if self.list.is_empty() {
            return String::new();
        }
        let mut html = String::from("<ul>");
        for help in self.help_texts() {
            html.push_str("<li>");
            for character in help.text_in(catalogue).chars() {
                match character {
                    '&' => html.push_str("&amp;"),
                    '<' => html.push_str("&lt;"),
                    '>' => html.push_str("&gt;"),
                    '"' => html.push_str("&quot;"),
                    '\'' => html.push_str("&#x27;"),
                    other => html.push(other),
                }
            }
            html.push_str("</li>");
        }
        html.push_str("</ul>");
        html
    }
}

/// By their help texts.
impl fmt::Debug for Validators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = self.help_texts().map(|help| help.text().to_owned());
        f.debug_list().entries(texts).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::ValidationError;

    struct Never(&'static str);

    impl Validator for Never {
        fn validate(
            &self,
            _candidate: &Candidate<'_>,
            _user: Option<&UserAttributes<'_>>,
        ) -> Result<(), ValidationError> {
            Err(ValidationError::new("never", self.0))
        }

        fn help_text(&self) -> HelpText {
            HelpText::new("never", self.0)
        }
    }

    #[test]
    fn all_are_asked_in_their_order_and_the_same_one_as_often_as_it_stands_there() {
        let validators = Validators::empty()
            .with(MinimumLength::new(9))
            .with(Never("b"))
            .with(MinimumLength::new(3))
            .with(Never("a"))
            .with(MinimumLength::new(5));
        let errors = validators.validate("four", None).unwrap_err();
        assert_eq!(
            errors.to_string(),
            "This password is too short. It must contain at least 9 characters. b a \
             This password is too short. It must contain at least 5 characters."
        );
        assert_eq!(errors.iter().count(), 4);
        assert_eq!(errors.clone().into_iter().count(), 4);
    }

    #[test]
    fn without_rules_everything_passes_that_is_not_too_long() {
        for good in ["", "a", &"a".repeat(Candidate::MAX_BYTES)] {
            assert_eq!(Validators::empty().validate(good, None), Ok(()));
        }
    }

    #[test]
    fn what_is_too_long_reaches_no_validator() {
        let long = "1".repeat(Candidate::MAX_BYTES + 1);
        let errors = Validators::empty()
            .with(Never("a"))
            .validate(&long, None)
            .unwrap_err();
        let codes: Vec<_> = errors.iter().map(ValidationError::code).collect();
        assert_eq!(codes, ["password_too_long"]);
    }

    /// Remembers how long the new passwords are.
    #[derive(Clone, Default)]
    struct Lengths(Arc<Mutex<Vec<usize>>>);

    impl Validator for Lengths {
        fn validate(
            &self,
            _candidate: &Candidate<'_>,
            _user: Option<&UserAttributes<'_>>,
        ) -> Result<(), ValidationError> {
            Ok(())
        }

        fn help_text(&self) -> HelpText {
            HelpText::new("lengths", "")
        }

        fn password_changed(&self, password: &Candidate<'_>, user: Option<&UserAttributes<'_>>) {
            let known = usize::from(user.is_some());
            self.0.lock().unwrap().push(password.length() + known);
        }
    }

    #[test]
    fn only_a_new_password_is_taken_note_of_by_each_that_wants_to() {
        let lengths = Lengths::default();
        let validators = Validators::django()
            .with(lengths.clone())
            .with(lengths.clone());
        let user = UserAttributes::new();
        assert_eq!(validators.validate("quaint heron", None), Ok(()));
        validators.password_changed("quaint heron", None);
        validators.password_changed("heron", Some(&user));
        validators.password_changed(&"a".repeat(Candidate::MAX_BYTES + 1), None);
        assert_eq!(*lengths.0.lock().unwrap(), [12, 12, 6, 6]);
    }

    #[test]
    fn help_is_escaped_for_html() {
        let html = Validators::empty()
            .with(Never(r#"<b>'&"</b>"#))
            .help_text_html();
        assert_eq!(
            html,
            "<ul><li>&lt;b&gt;&#x27;&amp;&quot;&lt;/b&gt;</li></ul>"
        );
        assert_eq!(Validators::empty().help_text_html(), "");
    }

    #[test]
    fn no_error_and_nothing_printed_holds_the_password() {
        let secret = "s3cr3tx";
        let user = UserAttributes::new().username(secret);
        let validators = Validators::django().with(CommonPassword::from_lines(secret));
        let errors = validators.validate(secret, Some(&user)).unwrap_err();
        assert_eq!(errors.iter().count(), 3);
        for shown in [
            errors.to_string(),
            format!("{errors:?} {validators:?} {user:?}"),
        ] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    /// What a server asks of its state, checked at compile time.
    #[test]
    fn validators_are_shared_between_threads() {
        fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
        shared(&Validators::django());
    }
}
