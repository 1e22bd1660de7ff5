use std::fmt;

use crate::Config;
use crate::rule::Rule;

/// What works, but is unwise in production.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Advice {
    /// No list of common passwords is consulted.
    CommonPasswords,
    /// Words of the context are refused, but none are listed.
    NoContextWords,
    /// Passwords may be of any length.
    NoMinLength,
    /// Every password is accepted.
    NoValidators,
    /// Phrases that every standard allows are refused for their length.
    ShortMaximum {
        /// The length as configured.
        max_length: usize,
    },
    /// Passwords may be shorter than any standard allows.
    ShortPasswords {
        /// The length as configured.
        min_length: usize,
    },
    /// Similarity is judged, but no similarity is refused.
    SimilarityAboveOne {
        /// The similarity as configured.
        max_similarity: String,
    },
    /// Similarity is judged, but to nothing.
    SimilarityToNothing,
}

impl Advice {
    /// The name of this kind of advice, by which it can be silenced.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::CommonPasswords => "password.common_passwords",
            Self::NoContextWords => "password.no_context_words",
            Self::NoMinLength => "password.no_min_length",
            Self::NoValidators => "password.no_validators",
            Self::ShortMaximum { .. } => "password.short_maximum",
            Self::ShortPasswords { .. } => "password.short_passwords",
            Self::SimilarityAboveOne { .. } => "password.similarity_above_one",
            Self::SimilarityToNothing => "password.similarity_to_nothing",
        }
    }

    /// The field of [`Config`] that it is about.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::CommonPasswords | Self::NoMinLength | Self::NoValidators => "validators",
            Self::NoContextWords => "context_words",
            Self::ShortMaximum { .. } => "max_length",
            Self::ShortPasswords { .. } => "min_length",
            Self::SimilarityAboveOne { .. } => "max_similarity",
            Self::SimilarityToNothing => "user_attributes",
        }
    }

    /// What to do about it, in terms of the field.
    #[must_use]
    pub fn remedy(&self) -> String {
        let remedy = match self {
            Self::CommonPasswords => "add `common_password`",
            Self::NoContextWords => {
                "list the names of the service and of the organisation behind it"
            }
            Self::NoMinLength => "add `minimum_length`",
            Self::NoValidators => "list the four validators, or leave the default",
            Self::ShortMaximum { .. } => "set 64 or more",
            Self::ShortPasswords { .. } => "set 12 or more",
            Self::SimilarityAboveOne { .. } => "set 0.7",
            Self::SimilarityToNothing => {
                "list `username` and `email`, or remove `user_attribute_similarity`"
            }
        };
        remedy.to_owned()
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommonPasswords => {
                f.write_str("the passwords that attackers try first are accepted")
            }
            Self::NoContextWords => {
                f.write_str("passwords made of the name of the service are accepted")
            }
            Self::NoMinLength => f.write_str(
                "passwords of any length are accepted, also those that are guessed in \
                 seconds",
            ),
            Self::NoValidators => f.write_str("every password is accepted, even the empty one"),
            Self::ShortMaximum { max_length } => write!(
                f,
                "passwords of more than {max_length} characters are refused, while NIST SP \
                 800-63B and OWASP ASVS have at least 64 allowed"
            ),
            Self::ShortPasswords { min_length } => write!(
                f,
                "passwords of {min_length} characters are accepted, while NIST SP 800-63B \
                 asks for 8 where there is a second factor and 15 where there is none, \
                 and OWASP ASVS for 8 at least"
            ),
            Self::SimilarityAboveOne { max_similarity } => write!(
                f,
                "no two texts have a similarity of {max_similarity}, so nothing is too \
                 similar"
            ),
            Self::SimilarityToNothing => {
                f.write_str("no attribute of the user is listed, so nothing is too similar to one")
            }
        }
    }
}

impl Config {
    /// What works, but is unwise in production; nothing for the [`Default`].
    ///
    /// What does not work at all is for [`build`](Self::build) to say.
    ///
    /// ```
    /// use seaworthy_password::Config;
    ///
    /// let mut config = Config::default();
    /// assert!(config.audit().is_empty());
    ///
    /// config.min_length = 6;
    /// assert_eq!(config.audit()[0].id(), "password.short_passwords");
    /// assert_eq!(config.audit()[0].field(), "min_length");
    /// ```
    #[must_use]
    pub fn audit(&self) -> Vec<Advice> {
        let rules = self.rules();
        if rules.is_empty() {
            return vec![Advice::NoValidators];
        }
        let mut advice = Vec::new();
        if !rules.contains(&Rule::CommonPassword) {
            advice.push(Advice::CommonPasswords);
        }
        if !rules.contains(&Rule::MinimumLength) {
            advice.push(Advice::NoMinLength);
        } else if self.min_length < FEWEST {
            let min_length = self.min_length;
            advice.push(Advice::ShortPasswords { min_length });
        }
        if rules.contains(&Rule::MaximumLength) && self.max_length < FEWEST_ALLOWED {
            let max_length = self.max_length;
            advice.push(Advice::ShortMaximum { max_length });
        }
        if rules.contains(&Rule::ContextWords) && self.context_words.is_empty() {
            advice.push(Advice::NoContextWords);
        }
        if rules.contains(&Rule::UserAttributeSimilarity) {
            if self.max_similarity > 1.0 {
                let max_similarity = self.max_similarity.to_string();
                advice.push(Advice::SimilarityAboveOne { max_similarity });
            }
            if self.user_attributes.is_empty() {
                advice.push(Advice::SimilarityToNothing);
            }
        }
        advice
    }
}

/// The shortest that is allowed anywhere: NIST SP 800-63B 3.1.1.2, and OWASP ASVS 5.0 6.2.1.
///
/// <https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver>
/// <https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md>
const FEWEST: usize = 8;
/// What a maximum has to allow: the same clause of NIST, and ASVS 6.2.9.
const FEWEST_ALLOWED: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(config: &Config) -> Vec<&'static str> {
        config.audit().iter().map(Advice::id).collect()
    }

    #[test]
    fn the_default_and_djangos_length_get_no_advice() {
        assert_eq!(Config::default().audit(), []);
        let config = Config {
            min_length: 8,
            max_similarity: 1.0,
            ..Config::default()
        };
        assert_eq!(config.audit(), []);
    }

    #[test]
    fn what_is_unwise_is_named_with_its_field_and_remedy() {
        let config = Config {
            validators: vec!["UserAttributeSimilarityValidator".into()],
            max_similarity: 1.5,
            user_attributes: Vec::new(),
            ..Config::default()
        };
        let advice = config.audit();
        let fields: Vec<_> = advice.iter().map(Advice::field).collect();
        assert_eq!(
            fields,
            [
                "validators",
                "validators",
                "max_similarity",
                "user_attributes"
            ]
        );
        assert_eq!(
            ids(&config),
            [
                "password.common_passwords",
                "password.no_min_length",
                "password.similarity_above_one",
                "password.similarity_to_nothing",
            ]
        );
        for advice in advice {
            assert!(!advice.remedy().is_empty() && !advice.to_string().is_empty());
        }
    }

    #[test]
    fn what_no_rule_looks_at_needs_no_advice() {
        let mut config = Config {
            validators: vec!["common_password".into(), "minimum_length".into()],
            max_similarity: 2.0,
            user_attributes: Vec::new(),
            ..Config::default()
        };
        assert_eq!(config.audit(), []);

        config.min_length = 7;
        assert_eq!(config.audit(), [Advice::ShortPasswords { min_length: 7 }]);

        config.validators.clear();
        assert_eq!(ids(&config), ["password.no_validators"]);
    }

    #[test]
    fn the_rules_that_django_lacks_have_advice_of_their_own() {
        let mut config = Config {
            max_length: 63,
            ..Config::default()
        };
        assert_eq!(config.audit(), []);
        config
            .validators
            .extend(["maximum_length".into(), "context_words".into()]);
        assert_eq!(
            ids(&config),
            ["password.short_maximum", "password.no_context_words"]
        );
        let fields: Vec<_> = config.audit().iter().map(Advice::field).collect();
        assert_eq!(fields, ["max_length", "context_words"]);
        config.max_length = 64;
        config.context_words = vec!["Harvest".into()];
        assert_eq!(config.audit(), []);
    }
}
