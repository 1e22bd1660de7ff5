//! What the strength validator promises: the estimator's verdicts, for a bounded price.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use seaworthy_password::{
    Candidate, Estimate, Param, Score, Strength, Suggestion, UserAttributes, Validator, Validators,
    Warning,
};

fn estimate(password: &str) -> Estimate {
    Strength::default().estimate(&Candidate::new(password).unwrap(), None)
}

fn score(password: &str) -> u8 {
    estimate(password).score().number()
}

/// Characters in disorder, always the same ones.
fn disorder(alphabet: &str, length: usize) -> String {
    let alphabet: Vec<char> = alphabet.chars().collect();
    let mut state = 0x9E37_79B9_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..length)
        .map(|_| alphabet[next() as usize % alphabet.len()])
        .collect()
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
const SYMBOLS: &str = "4@8({[<3691!|70$5+%2";

#[test]
fn the_verdict_on_a_short_password_is_the_estimators_own() {
    for password in [
        "",
        "a",
        "password",
        "Tr0ub4dor&3",
        "qwertyuiop",
        "P@ssw0rd!",
        "19841231",
        "zxcvbn",
        "correct horse battery staple",
        "D0g..................",
        "coRrecth0rseba++ery9.23.2007",
        "ab1ab1ab1ab1ab1ab1",
        "\u{1F468}\u{200D}\u{1F467}\u{1F468}\u{200D}\u{1F467}",
    ] {
        let theirs = zxcvbn::zxcvbn(password, &[]);
        assert_eq!(score(password), u8::from(theirs.score()), "{password}");
    }
}

#[test]
fn a_long_password_that_is_easy_stays_easy() {
    for (password, most) in [
        ("a".repeat(60), 0),
        ("a".repeat(200), 0),
        ("a".repeat(4096), 0),
        ("password".repeat(20), 0),
        ("password1".repeat(13), 1),
        (format!("{}passw", "password1".repeat(13)), 1),
        ("correct".repeat(500), 1),
        ("1!".repeat(100), 1),
        ("abcdefghijklmnopqrstuvwxyz".repeat(4), 1),
        (('\u{4E00}'..'\u{4F00}').collect(), 1),
        ("!@#$%^&*()1234567890".into(), 1),
        ("1234567890!@#$%^&*()".into(), 1),
        ("qwertyuiop".repeat(40), 0),
        ("qwertyuiopoiuytrewqwertyuiopoiuytrewq".into(), 2),
        ("12/11/1984".repeat(30), 2),
        ("internationalizationwinterwinter".into(), 2),
        ("letmeinletmeininternationalization".into(), 2),
        ("verwaltungsgemeinschaft-19841984".into(), 3),
        ("😀".repeat(900), 0),
        (format!("{}{}", "a".repeat(90), "b".repeat(90)), 1),
        (" ".repeat(4096), 0),
        ("\n".repeat(3000), 0),
        ("P@ssw0rd".repeat(64), 1),
    ] {
        let score = score(&password);
        assert!(
            score <= most,
            "{score} for {} of {password}",
            password.len()
        );
    }
}

#[test]
fn a_long_password_that_is_hard_is_not_refused_for_being_long() {
    let hard = disorder(LETTERS, 60);
    for password in [
        format!("{}{hard}", "a".repeat(100)),
        format!("{hard}{}", "a".repeat(100)),
        format!("{}{hard}{}", "password".repeat(50), "12345".repeat(50)),
        format!(
            "{}{}{}",
            "x1".repeat(400),
            disorder(SYMBOLS, 60),
            "y2".repeat(400)
        ),
        disorder(LETTERS, 200),
        disorder(SYMBOLS, 29),
        disorder(SYMBOLS, 100),
        disorder(SYMBOLS, 4096),
        disorder(LETTERS, 4096),
        disorder("äöüßéèêабвгд漢字仮名😀😁", 900),
        "the quick brown fox jumps over the lazy dog and never comes back here again".into(),
        disorder(LETTERS, 90).repeat(3),
    ] {
        assert_eq!(score(&password), 4, "{password}");
    }
}

#[test]
fn what_is_known_of_the_user_counts_for_nothing_and_is_named() {
    let user = UserAttributes::new()
        .username("kwisatz")
        .email("ludmilla.von-auersperg@saltworks.example")
        .attribute("farm", "name of the farm", "Les Trois Chenes");
    let strength = Strength::default();
    for (password, name) in [
        ("kwisatz", "username"),
        ("KWISATZ1", "username"),
        ("ztasiwk", "username"),
        ("kw1s@tz!", "username"),
        ("ludmilla.von-auersperg@saltworks.example", "email address"),
        ("Ludmilla.Von-Auersperg@Saltworks.Example1", "email address"),
        ("auersperg7", "email address"),
        ("saltworks12", "email address"),
        ("Les Trois Chenes", "name of the farm"),
        (&"kwisatz".repeat(100), "username"),
    ] {
        let candidate = Candidate::new(password).unwrap();
        let estimate = strength.estimate(&candidate, Some(&user));
        assert!(estimate.score() < Score::SafelyUnguessable, "{password}");
        assert_eq!(estimate.warning(), Some(Warning::UserData), "{password}");
        assert_eq!(estimate.attribute(), Some(name), "{password}");
        assert!(estimate.suggestions().contains(&Suggestion::AvoidUserData));
    }
    let good = Candidate::new("kwisatz grows violet turnips").unwrap();
    assert_eq!(strength.validate(&good, Some(&user)), Ok(()));
}

#[test]
fn the_error_has_all_that_a_catalogue_needs() {
    let user = UserAttributes::new().username("jane.doe");
    let strength = Strength::new(Score::VeryUnguessable);
    let refuse = |password: &str| {
        strength
            .validate(&Candidate::new(password).unwrap(), Some(&user))
            .unwrap_err()
    };
    let error = refuse("jane.doe");
    assert_eq!(error.code(), "password_too_weak");
    assert_eq!(
        error.params(),
        [
            ("score", Param::Number(0)),
            ("min_score", Param::Number(4)),
            ("warning", Param::Text("user_data".into())),
            (
                "suggestions",
                Param::Text("add_words,avoid_user_data".into())
            ),
            ("verbose_name", Param::Text("username".into())),
        ]
    );
    assert_eq!(
        error.message(),
        "This password is too easy to guess. It is made of the username. Add a word or two, and \
         rather rare ones. Avoid names and addresses that have to do with you."
    );

    let error = refuse("password");
    assert!(
        error.message().contains("one of the ten most used"),
        "{error}"
    );
    let error = refuse("");
    assert_eq!(
        error.params()[2..],
        [(
            "suggestions",
            Param::Text("avoid_common_phrases,symbols_not_needed".into())
        )]
    );
}

#[test]
fn why_a_long_password_is_easy_is_said() {
    for (password, warning) in [
        ("a".repeat(200), Warning::RepeatedCharacter),
        ("password1".repeat(30), Warning::RepeatedPart),
        (
            "abcdefghijklmnopqrstuvwxyz0123456789".into(),
            Warning::Sequence,
        ),
    ] {
        assert_eq!(estimate(&password).warning(), Some(warning), "{password}");
    }
}

#[test]
fn nothing_printed_holds_the_password_or_the_exact_guesses() {
    let estimate = estimate("drakkar noir");
    let shown = format!("{estimate:?} {:?}", Strength::default());
    for secret in ["drakkar", "noir", "guesses"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn it_stands_among_the_other_validators() {
    let validators = Validators::django().with(Strength::default());
    let errors = validators.validate("qwertyuiop", None).unwrap_err();
    let codes: Vec<_> = errors.iter().map(|error| error.code()).collect();
    assert_eq!(codes, ["password_too_common", "password_too_weak"]);
    let long = "a".repeat(1_000_000);
    let errors = validators.validate(&long, None).unwrap_err();
    assert_eq!(errors.iter().count(), 1);
}

/// Passwords as people and attackers make them: pieces of many kinds, one after the other.
fn passwords() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{1,20}",
        "\\PC{1,8}",
        "[4@8({\\[<3691!|70$5+%2]{1,40}",
        "(ab|abc|a|1!){10,40}",
        Just("password".to_owned()),
        Just("qazwsxedcrfvtgbyhnujmikolp1qaz2wsx3edc4rfv".to_owned()),
        Just("qaqaqawsedrftgyhujikolpqaswdefrgthyjukilo".to_owned()),
        Just("İΣß\u{301}\u{200D}\n\0".to_owned()),
        Just("jane.doe@example.com".to_owned()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| {
        let mut password = pieces.concat();
        while password.len() > Candidate::MAX_BYTES {
            password.pop();
        }
        password
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn asking_for_more_never_accepts_more(password in passwords()) {
        let user = UserAttributes::new().username("jane").email("jane.doe@example.com");
        let candidate = Candidate::new(&password).unwrap();
        let accepted: Vec<bool> = (0..=4)
            .map(|number| Strength::new(Score::from_number(number).unwrap()))
            .map(|strength| strength.validate(&candidate, Some(&user)).is_ok())
            .collect();
        prop_assert!(accepted[0]);
        prop_assert!(accepted.windows(2).all(|pair| pair[0] || !pair[1]), "{accepted:?}");
    }

    #[test]
    fn knowing_the_user_never_accepts_more(password in passwords()) {
        let user = UserAttributes::new().username("jane").email("jane.doe@example.com");
        let candidate = Candidate::new(&password).unwrap();
        let strength = Strength::default();
        let known = strength.estimate(&candidate, Some(&user)).score();
        prop_assert!(known <= strength.estimate(&candidate, None).score());
    }

    #[test]
    fn what_is_weak_said_many_times_is_not_strong(
        password in "[a-z]{1,6}|[0-9]{1,7}|password[0-9]?",
        times in 2_usize..300,
    ) {
        prop_assume!(score(&password) < 2);
        let repeated = password.repeat(times);
        let repeated = &repeated[..repeated.len().min(Candidate::MAX_BYTES)];
        // Three is the least that is asked for by default.
        prop_assert!(score(repeated) < 3);
    }
}
