//! What Django and two standards ask of passwords, as configurations.

use crate::Config;
use crate::rule::Rule;

mod asvs;
mod nist;

pub use nist::Factor;

impl Config {
    /// What a new Django project has: [`Validators::django`](crate::Validators::django).
    #[must_use]
    pub fn django() -> Self {
        Self {
            min_length: 8,
            ..Self::default()
        }
    }

    /// Length, a blocklist and words of the context: what both standards come to.
    fn by_standard(min_length: usize) -> Self {
        let rules = [
            Rule::MinimumLength,
            Rule::CommonPassword,
            Rule::ContextWords,
        ];
        Self {
            validators: rules.map(|rule| rule.name().to_owned()).into(),
            min_length,
            through_disguises: true,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{UserAttributes, Validators};

    fn validators(mut config: Config) -> Validators {
        config.context_words = vec!["Harvest".into()];
        assert_eq!(config.audit(), []);
        config.build().unwrap()
    }

    fn codes(validators: &Validators, password: &str) -> Vec<&'static str> {
        let user = UserAttributes::new().username("janedoe");
        let verdict = validators.validate(password, Some(&user));
        let errors = verdict.err().into_iter().flatten();
        errors.map(|error| error.code()).collect()
    }

    #[test]
    fn djangos_is_djangos() {
        let ours = Config::django().build().unwrap();
        assert!(ours.help_texts().eq(Validators::django().help_texts()));
    }

    #[test]
    fn nist_asks_for_fifteen_characters_or_eight_with_another_factor() {
        for (factor, fewest) in [(Factor::Single, 15), (Factor::Multi, 8)] {
            let validators = validators(Config::nist_800_63b(factor));
            let long: String = "éxqzvwkjéxqzvwkj".chars().take(fewest).collect();
            assert_eq!(codes(&validators, &long), [""; 0]);
            let short: String = long.chars().skip(1).collect();
            assert_eq!(codes(&validators, &short), ["password_too_short"]);
        }
    }

    #[test]
    fn no_standard_asks_for_a_composition_or_for_less_than_64_characters() {
        for config in [
            Config::nist_800_63b(Factor::Single),
            Config::nist_800_63b(Factor::Multi),
            Config::asvs(),
        ] {
            let validators = validators(config);
            for good in [
                "590217836450912",
                "jqxvzkwpyhbmgft",
                "&&%%//(()=?}]{[",
                "дождь над рекой",
                &"🌾".repeat(1024),
            ] {
                assert_eq!(codes(&validators, good), [""; 0], "{good}");
            }
        }
    }

    #[test]
    fn what_is_common_or_of_the_context_is_refused_in_any_disguise() {
        let validators = validators(Config::asvs());
        for (bad, code) in [
            ("sunshine1", "password_too_common"),
            ("ｓｕｎｓｈｉｎｅ１", "password_too_common"),
            ("harvest2026", "password_too_obvious"),
            ("J4ned0e!!", "password_too_obvious"),
        ] {
            assert_eq!(codes(&validators, bad), [code], "{bad}");
        }
    }

    #[test]
    fn more_common_passwords_are_long_enough_than_asvs_asks_for() {
        let list = include_str!("../data/common.txt");
        let long = list.lines().filter(|entry| entry.chars().count() >= 8);
        assert_eq!(long.count(), 12_595);
    }
}
