//! What holds for every password, user and set of rules.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use proptest::collection::vec;
use proptest::prelude::*;
use seaworthy_password::{
    Candidate, CommonPassword, Config, HelpText, UserAttributes, ValidationError, ValidationErrors,
    Validator, Validators, prepare,
};

/// Every rule there is.
const RULES: [&str; 6] = [
    "user_attribute_similarity",
    "minimum_length",
    "maximum_length",
    "common_password",
    "numeric_password",
    "context_words",
];

fn config(rules: &[usize]) -> Config {
    let mut config = Config::django();
    config.validators = rules.iter().map(|rule| RULES[*rule].to_owned()).collect();
    config.min_length = 6;
    config.max_length = 40;
    config.context_words = vec!["Harvest".into()];
    config.through_disguises = true;
    config
}

fn validators(rules: &[usize]) -> Validators {
    config(rules).build().unwrap()
}

/// Passwords that some rule refuses, and others.
fn password() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{3,6}[0-9!]{0,6}",
        "(jane|J4ne|harvest|ｊａｎｅ|passw0rd|monkey)[0-9 a-z]{0,12}",
        "[0-9٠-٩]{1,20}",
        "\\PC{0,50}",
        any::<String>(),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{0,8}", "jane[._ -]?[a-z]{0,6}", "\\PC{0,30}"]
}

proptest! {
    #[test]
    fn another_rule_never_accepts_more(
        rules in vec(0..RULES.len(), 0..6),
        another in 0..RULES.len(),
        password in password(),
        name in proptest::option::of(name()),
    ) {
        let user = name.as_ref().map(|name| UserAttributes::new().username(name));
        let before = validators(&rules).validate(&password, user.as_ref());
        let more: Vec<usize> = rules.iter().copied().chain([another]).collect();
        let after = validators(&more).validate(&password, user.as_ref());

        let errors = |verdict: &Result<(), ValidationErrors>| {
            verdict.as_ref().err().into_iter().flatten().cloned().collect::<Vec<_>>()
        };
        let (before, after) = (errors(&before), errors(&after));
        prop_assert_eq!(&after[..before.len()], &before[..]);
        prop_assert!(after.len() <= before.len() + 1);
    }

    #[test]
    fn whoever_is_known_better_is_never_allowed_more(
        password in password(),
        name in name(),
        other in name(),
    ) {
        let validators = validators(&[0, 1, 2, 3, 4, 5]);
        let known = UserAttributes::new().username(&name);
        let better = known.clone().last_name(&other);
        let verdicts = [None, Some(&known), Some(&better)]
            .map(|user| validators.validate(&password, user).is_ok());
        prop_assert!(verdicts.is_sorted_by(|fewer, more| fewer >= more), "{verdicts:?}");
    }

    #[test]
    fn what_only_looks_different_is_refused_like_the_entry(entry in "[a-z0-9]{1,20}") {
        let common = CommonPassword::from_lines(&entry).through_disguises();
        let wide: String = entry
            .bytes()
            .filter_map(|byte| char::from_u32(u32::from(byte) + 0xFEE0))
            .collect();
        let hidden: String = entry.chars().flat_map(|letter| [letter, '\u{200B}']).collect();
        let accented: String = entry.chars().flat_map(|letter| [letter, '\u{301}']).collect();
        for disguised in [wide, hidden, accented] {
            let candidate = Candidate::new(&disguised).unwrap();
            prop_assert!(common.validate(&candidate, None).is_err(), "{disguised}");
        }
    }

    #[test]
    fn what_is_prepared_stays_as_it_is(password in any::<String>()) {
        if let Ok(prepared) = prepare(&password) {
            prop_assert_eq!(&*prepare(&prepared).unwrap(), &*prepared);
            prop_assert!(!prepared.chars().any(char::is_control));
        }
    }

    #[test]
    fn no_error_and_nothing_printed_holds_the_password(
        password in "[a-zA-Z]{4}[0-9]{4}[q-z]{4}",
        rules in vec(0..RULES.len(), 1..6),
    ) {
        let user = UserAttributes::new().username(&password).email("x@example.com");
        let mut config = config(&rules);
        config.context_words.push(password.clone());
        let validators = config.build().unwrap();
        if let Err(errors) = validators.validate(&password, Some(&user)) {
            let shown = format!("{errors} {errors:?} {user:?} {validators:?}");
            prop_assert!(!shown.contains(&password));
        }
    }
}

/// Fails when it is asked, so that nobody gets further unnoticed.
struct Unreachable;

impl Validator for Unreachable {
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        _user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError> {
        panic!("a password of {} characters got here", candidate.length());
    }

    fn help_text(&self) -> HelpText {
        HelpText::new("unreachable", "")
    }
}

#[test]
fn a_megabyte_is_refused_before_any_rule_looks_at_it() {
    let validators = Validators::empty().with(Unreachable);
    for letter in ["a", "1", "é", "\u{301}", "ﷺ", "🌾", "\0"] {
        let password = letter.repeat(1_000_000 / letter.len());
        let errors = validators.validate(&password, None).unwrap_err();
        assert!(
            errors
                .iter()
                .all(|error| error.code() == "password_too_long")
        );
        assert!(prepare(&password).is_err());
        validators.password_changed(&password, None);
    }
}

#[test]
fn of_a_megabyte_about_the_user_only_the_beginning_counts() {
    let validators = validators(&[0, 5]);
    // Each divides the limit.
    for piece in ["a", "é", "🌾", "@", "ane.", "jane-doe", "e\u{301} "] {
        let whole = piece.repeat(1_000_000 / piece.len());
        let beginning = piece.repeat(Candidate::MAX_BYTES / piece.len());
        assert_eq!(beginning.len(), Candidate::MAX_BYTES);
        for password in ["jane2026!", "aaaaaaaa", "quaint heron", &beginning] {
            let [whole, beginning] = [&whole, &beginning].map(|value| {
                let user = UserAttributes::new().username(value).email(value);
                validators.validate(password, Some(&user))
            });
            assert_eq!(whole, beginning, "{piece}");
        }
    }
}
