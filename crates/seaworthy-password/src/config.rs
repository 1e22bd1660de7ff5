use crate::rule::Rule;
use crate::similarity::{DEFAULT_ATTRIBUTES, DEFAULT_MAX_SIMILARITY};
use crate::{
    CommonPassword, ConfigError, ContextWords, Issue, MaximumLength, MinimumLength,
    NumericPassword, UserAttributeSimilarity, Validators,
};

/// What a host asks of its passwords, not yet checked.
///
/// The [`Default`] is for production: the four rules of a new Django project, with at least 12
/// characters instead of 8. [`Config::nist_800_63b`] and [`Config::asvs`] are what two standards
/// ask for.
///
/// ```
/// use seaworthy_password::Config;
///
/// let mut config = Config::default();
/// config.min_length = 15;
/// let validators = config.build()?;
/// assert!(validators.validate("fourteen chars", None).is_err());
/// # Ok::<(), seaworthy_password::ConfigError>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Config {
    /// The rules, in the order of their errors: `user_attribute_similarity`, `minimum_length`,
    /// `common_password`, `numeric_password`; and two that Django lacks, `maximum_length` and
    /// `context_words`.
    ///
    /// The names in Django's `AUTH_PASSWORD_VALIDATORS` will do, too:
    /// `django.contrib.auth.password_validation.MinimumLengthValidator`, or the class alone.
    pub validators: Vec<String>,
    /// The fewest code points that `minimum_length` accepts, at most 4096.
    pub min_length: usize,
    /// The most code points that `maximum_length` accepts, from 1 to 4096; 256 by default.
    pub max_length: usize,
    /// The names on which `context_words` lets no password be based, such as those of the service
    /// and of the organisation. What is known of the user is added for each.
    pub context_words: Vec<String>,
    /// Whether `common_password` also finds what only looks different from an entry, as
    /// [`CommonPassword::through_disguises`] tells; not by default, since Django does not.
    pub through_disguises: bool,
    /// The similarity from which on `user_attribute_similarity` refuses, from 0.1, which refuses
    /// nearly everything, to 1, which refuses anagrams.
    pub max_similarity: f64,
    /// The names of the attributes that `user_attribute_similarity` and `context_words` look at, in
    /// this order.
    pub user_attributes: Vec<String>,
}

impl Config {
    /// Checks everything, and makes the validators.
    ///
    /// # Errors
    ///
    /// Names every rule that does not exist, and every value out of its range.
    ///
    /// ```
    /// use seaworthy_password::Config;
    ///
    /// let mut config = Config::default();
    /// config.validators = vec!["MinLengthValidator".into()];
    /// config.max_similarity = 0.05;
    /// let error = config.build().unwrap_err();
    /// assert_eq!(error.issues().len(), 2);
    /// assert_eq!(
    ///     error.issues()[0].to_string(),
    ///     "\"MinLengthValidator\" is not a validator; write `minimum_length`",
    /// );
    /// ```
    pub fn build(&self) -> Result<Validators, ConfigError> {
        let mut issues = Vec::new();
        let mut validators = Validators::empty();
        for name in &self.validators {
            validators = match Rule::named(name) {
                Some(Rule::CommonPassword) => validators.with(self.common_password()),
                Some(Rule::ContextWords) => validators.with(self.context_words()),
                Some(Rule::MaximumLength) => validators.with(MaximumLength::new(self.max_length)),
                Some(Rule::MinimumLength) => validators.with(MinimumLength::new(self.min_length)),
                Some(Rule::NumericPassword) => validators.with(NumericPassword::new()),
                Some(Rule::UserAttributeSimilarity) => validators.with(
                    UserAttributeSimilarity::of(self.user_attributes.clone(), self.max_similarity),
                ),
                None => {
                    issues.push(Issue::of_name(name));
                    validators
                }
            };
        }
        issues.extend(Issue::of_min_length(self.min_length));
        issues.extend(Issue::of_max_length(self.max_length).or_else(|| self.crossed_lengths()));
        let words = self.context_words.iter();
        issues.extend(words.filter_map(|word| Issue::of_context_word(word)));
        issues.extend(Issue::of_max_similarity(self.max_similarity));
        ConfigError::unless(issues, validators)
    }

    fn common_password(&self) -> CommonPassword {
        if self.through_disguises {
            CommonPassword::new().through_disguises()
        } else {
            CommonPassword::new()
        }
    }

    fn context_words(&self) -> ContextWords {
        let words = self.context_words.iter().map(String::as_str);
        ContextWords::of(words, &self.user_attributes)
    }

    fn crossed_lengths(&self) -> Option<Issue> {
        let rules = self.rules();
        let both = [Rule::MinimumLength, Rule::MaximumLength];
        if both.iter().all(|rule| rules.contains(rule)) {
            Issue::of_lengths(self.min_length, self.max_length)
        } else {
            None
        }
    }

    /// The rules that are listed, as far as they exist.
    pub(crate) fn rules(&self) -> Vec<Rule> {
        let names = self.validators.iter();
        names.filter_map(|name| Rule::named(name)).collect()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            validators: Rule::DJANGO.map(|rule| rule.name().to_owned()).into(),
            min_length: 12,
            max_length: DEFAULT_MAX_LENGTH,
            context_words: Vec::new(),
            through_disguises: false,
            max_similarity: DEFAULT_MAX_SIMILARITY,
            user_attributes: DEFAULT_ATTRIBUTES.map(str::to_owned).into(),
        }
    }
}

pub(crate) const DEFAULT_MAX_LENGTH: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Candidate, UserAttributes};

    #[test]
    fn the_default_is_djangos_four_with_twelve_characters() {
        let config = Config::default();
        let help = |validators: Validators| validators.help_texts().collect::<Vec<_>>();
        assert!(
            help(config.build().unwrap())[1]
                .text()
                .contains("12 characters")
        );
        let config = Config {
            min_length: 8,
            ..config
        };
        assert_eq!(help(config.build().unwrap()), help(Validators::django()));
    }

    #[test]
    fn every_field_reaches_its_validator() {
        let config = Config {
            validators: vec!["user_attribute_similarity".into()],
            user_attributes: vec!["farm".into()],
            max_similarity: 1.0,
            ..Config::default()
        };
        let validators = config.build().unwrap();
        let user = UserAttributes::new()
            .username("anything")
            .attribute("farm", "farm", "vineyard");
        assert!(validators.validate("vineyard", Some(&user)).is_err());
        for good in ["vineyards", "anything"] {
            assert_eq!(validators.validate(good, Some(&user)), Ok(()));
        }
    }

    #[test]
    fn the_rules_that_django_lacks_are_built_from_their_fields() {
        let config = Config {
            validators: ["maximum_length", "common_password", "ContextWordsValidator"]
                .map(str::to_owned)
                .into(),
            max_length: 20,
            context_words: vec!["Harvest".into()],
            user_attributes: vec!["farm".into()],
            through_disguises: true,
            ..Config::default()
        };
        let validators = config.build().unwrap();
        let user = UserAttributes::new()
            .username("janice")
            .attribute("farm", "farm", "Oaks");
        for (bad, code) in [
            ("quaint herons in June", "password_too_long"),
            ("ｐａｓｓｗｏｒｄ", "password_too_common"),
            ("harvest26", "password_too_obvious"),
            ("oaks-26", "password_too_obvious"),
        ] {
            let errors = validators.validate(bad, Some(&user)).unwrap_err();
            assert!(
                errors.iter().any(|error| error.code() == code),
                "{bad}: {errors}"
            );
        }
        assert_eq!(validators.validate("janice26", Some(&user)), Ok(()));
    }

    #[test]
    fn lengths_must_leave_something_between_them_where_both_are_asked_for() {
        let mut config = Config {
            min_length: 300,
            ..Config::default()
        };
        assert!(config.build().is_ok());
        config.validators.push("maximum_length".into());
        let error = config.build().unwrap_err();
        assert_eq!(error.issues()[0].field(), "max_length");
        config.max_length = 300;
        assert!(config.build().is_ok());
        for bad in [0, Candidate::MAX_BYTES + 1] {
            config.max_length = bad;
            let error = config.build().unwrap_err();
            assert_eq!(
                error.issues(),
                [Issue::MaxLengthOutOfRange { max_length: bad }]
            );
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let config = Config {
            validators: vec!["zxcvbn".into(), "minimum_length".into(), "numeric".into()],
            min_length: Candidate::MAX_BYTES + 1,
            max_length: 0,
            context_words: vec!["Harvest".into(), "IBM".into()],
            max_similarity: f64::NAN,
            ..Config::default()
        };
        let error = config.build().unwrap_err();
        let fields: Vec<_> = error.issues().iter().map(Issue::field).collect();
        assert_eq!(
            fields,
            [
                "validators",
                "validators",
                "min_length",
                "max_length",
                "context_words",
                "max_similarity"
            ]
        );
        for issue in error.issues() {
            assert!(error.to_string().contains(&issue.to_string()), "{issue}");
        }
    }

    #[test]
    fn the_bounds_themselves_are_allowed() {
        let mut config = Config {
            max_similarity: 0.1,
            ..Config::default()
        };
        for min_length in [0, Candidate::MAX_BYTES] {
            config.min_length = min_length;
            assert!(config.build().is_ok());
        }
        config.validators.clear();
        config.user_attributes.clear();
        assert!(config.build().unwrap().validate("", None).is_ok());
    }
}
