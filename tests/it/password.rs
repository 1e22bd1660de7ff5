//! The password conformance vectors: what Django and CPython themselves said.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use seaworthy_password::{
    Candidate, CommonPassword, MinimumLength, NumericPassword, Param, UserAttributeSimilarity,
    UserAttributes, ValidationError, Validator, Validators,
};
use serde_json::{Map, Value, json};

mod django;

/// The cases whose password is common in one of the two lists only, Django's or this crate's.
const DIFFERENT_LISTS: &[(&str, &str)] = &[
    ("django-018", "`asdfjkl:` is in Django's list only"),
    ("stack-014", "`passwor` is in this crate's list only"),
    ("stack-046", "`example` is in this crate's list only"),
];

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/passwords.json")).unwrap()
}

fn items(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn size(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn character(value: &Value) -> char {
    char::from_u32(u32::try_from(value.as_u64().unwrap()).unwrap()).unwrap()
}

fn similarity(options: &Value) -> Option<UserAttributeSimilarity> {
    let attributes = options["user_attributes"].as_array().map_or_else(
        || vec!["username", "first_name", "last_name", "email"],
        |names| names.iter().map(text).collect(),
    );
    let max_similarity = options["max_similarity"].as_f64().unwrap_or(0.7);
    UserAttributeSimilarity::new(attributes, max_similarity).ok()
}

fn validators(list: &[Value]) -> Validators {
    let mut validators = Validators::empty();
    for entry in list {
        let options = &entry["options"];
        validators = match text(&entry["name"]) {
            "user_attribute_similarity" => validators.with(similarity(options).unwrap()),
            "minimum_length" => {
                let min_length = options.get("min_length").map_or(8, size);
                validators.with(MinimumLength::new(min_length))
            }
            "common_password" => validators.with(match options.get("password_list") {
                Some(list) => {
                    let lines = items(list).iter().map(|line| text(line).to_owned() + "\n");
                    CommonPassword::from_lines(&lines.collect::<String>())
                }
                None => CommonPassword::new(),
            }),
            "numeric_password" => validators.with(NumericPassword::new()),
            other => panic!("{other} is no validator of Django's"),
        };
    }
    validators
}

fn user(attributes: &Map<String, Value>) -> UserAttributes<'_> {
    let mut user = UserAttributes::new();
    for (name, value) in attributes {
        let value = text(value);
        user = match name.as_str() {
            "username" => user.username(value),
            "first_name" => user.first_name(value),
            "last_name" => user.last_name(value),
            "email" => user.email(value),
            other => user.attribute(other, other, value),
        };
    }
    user
}

/// The errors in the form of the vectors: codes, messages, parameters.
fn outcome<'e>(errors: impl Iterator<Item = &'e ValidationError> + Clone) -> Value {
    let params = errors.clone().map(|error| {
        let params = error.params().iter().map(|(name, value)| {
            let value = match value {
                Param::Number(number) => json!(number),
                Param::Text(text) => json!(text),
                other => panic!("{other:?} is not in the vectors"),
            };
            ((*name).to_owned(), value)
        });
        Value::Object(params.collect())
    });
    json!({
        "params": params.collect::<Vec<_>>(),
        "messages": errors.clone().map(ValidationError::message).collect::<Vec<_>>(),
        "codes": errors.map(ValidationError::code).collect::<Vec<_>>(),
    })
}

/// What a case yields, as far as errors with this code are left out.
fn outcome_without(left_out: &str, case: &Value) -> Value {
    let user = case["user"].as_object().map(user);
    let verdict =
        validators(items(&case["validators"])).validate(text(&case["password"]), user.as_ref());
    let errors = verdict.as_ref().err().into_iter().flatten();
    outcome(errors.filter(|error| error.code() != left_out))
}

fn expected_without(left_out: &str, case: &Value) -> Value {
    let kept: Vec<usize> = (0..items(&case["codes"]).len())
        .filter(|index| case["codes"][index] != left_out)
        .collect();
    let keep = |field: &str| {
        kept.iter()
            .map(|i| case[field][i].clone())
            .collect::<Vec<_>>()
    };
    json!({
        "params": keep("params"),
        "messages": keep("messages"),
        "codes": keep("codes"),
    })
}

#[test]
fn every_case_has_the_errors_that_django_gives() {
    let vectors = vectors();
    let cases = items(&vectors["cases"]);
    let mut different = Vec::new();
    for case in cases {
        let id = text(&case["id"]);
        if outcome_without("", case) == expected_without("", case) {
            continue;
        }
        different.push(id);
        assert_eq!(
            outcome_without("password_too_common", case),
            expected_without("password_too_common", case),
            "{id}"
        );
    }
    let listed: Vec<&str> = DIFFERENT_LISTS.iter().map(|(id, _)| *id).collect();
    assert_eq!(different, listed);
    assert_eq!(cases.len(), 361);
}

#[test]
fn help_is_what_django_shows() {
    let vectors = vectors();
    let help = &vectors["help_texts"];
    let help = |name: &str| text(&help[name]).to_owned();
    let shown: Vec<String> = Validators::django()
        .help_texts()
        .map(|help| help.to_string())
        .collect();
    assert_eq!(
        shown,
        [
            help("user_attribute_similarity"),
            help("minimum_length(8)"),
            help("common_password"),
            help("numeric_password"),
        ]
    );
    for min_length in [1, 8, 12] {
        let expected = help(&format!("minimum_length({min_length})"));
        assert_eq!(MinimumLength::new(min_length).help_text().text(), expected);
    }
    assert_eq!(
        Validators::django().help_text_html(),
        text(&vectors["help_text_html_default"])
    );
}

#[test]
fn one_missing_character_is_singular() {
    let candidate = Candidate::new("").unwrap();
    let error = MinimumLength::new(1)
        .validate(&candidate, None)
        .unwrap_err();
    assert_eq!(
        vectors()["singular_min_length_message"],
        json!([error.message()])
    );
}

#[test]
fn what_django_refuses_to_construct_is_refused() {
    for case in items(&vectors()["constructor_errors"]) {
        assert_eq!(case["validator"], "user_attribute_similarity");
        let built = similarity(&case["options"]).is_some();
        assert_eq!(built, case["error"].is_null(), "{case}");
    }
}

/// Whether a password is refused for being at least this similar to a value.
fn is_similar(password: &str, value: &str, max_similarity: f64) -> bool {
    let user = UserAttributes::new().username(value);
    UserAttributeSimilarity::new(["username"], max_similarity)
        .unwrap()
        .validate(&Candidate::new(password).unwrap(), Some(&user))
        .is_err()
}

#[test]
fn similarity_is_pythons_quick_ratio() {
    let vectors = vectors();
    let pairs = items(&vectors["quick_ratio"]);
    assert_eq!(pairs.len(), 42);
    for case in pairs {
        // A separator would have the words of the value compared, too; another character that
        // neither side has is as good for the ratio.
        let [a, b] = ["a", "b"].map(|side| text(&case[side]).replace('.', "þ").replace('@', "ð"));
        let (a, b) = (a.as_str(), b.as_str());
        // A similarity under 0.1 cannot be asked for. What stands in the file is not read to the
        // last bit; the cases around 0.7 are exact.
        let ratio = case["quick_ratio"].as_f64().unwrap();
        let below = (ratio - 1e-12).max(0.1);
        let above = (ratio + 1e-12).max(0.1);
        for (password, value) in [(a, b), (b, a)] {
            // An empty value is none.
            let is_below = !value.is_empty() && ratio >= 0.1;
            assert_eq!(is_similar(password, value, below), is_below, "{case}");
            assert!(!is_similar(password, value, above), "{case}");
        }
    }
}

#[test]
fn the_parts_of_a_value_are_those_and_no_others() {
    let anagram = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    for case in items(&vectors()["value_parts"]) {
        let value = text(&case["value"]);
        let parts: Vec<_> = items(&case["parts"])
            .iter()
            .map(|part| anagram(text(part)))
            .collect();
        let lowered: Vec<char> = value.to_lowercase().chars().collect();
        for start in 0..=lowered.len() {
            for end in start..=lowered.len() {
                let password: String = lowered[start..end].iter().collect();
                // Without a value there is nothing to be similar to.
                let is_part = !value.is_empty() && parts.contains(&anagram(&password));
                assert_eq!(
                    is_similar(&password, value, 1.0),
                    is_part,
                    "{password:?} in {value:?}"
                );
            }
        }
    }
}

#[test]
fn a_part_that_django_leaves_out_for_its_length_is_never_similar() {
    let vectors = vectors();
    let cases = items(&vectors["length_ratio_skip"]);
    assert_eq!(cases.len(), 172);
    let mut skipped = 0;
    for case in cases {
        let max_similarity = case["max_similarity"].as_f64().unwrap();
        let (value, password) = (size(&case["value_len"]), size(&case["password_len"]));
        let ratio = 2.0 * value.min(password) as f64 / (value + password).max(1) as f64;
        let is_skipped = case["skip"] == true;
        assert_eq!(
            is_similar(&"a".repeat(password), &"a".repeat(value), max_similarity),
            // An empty value is none.
            !is_skipped && value > 0 && ratio >= max_similarity,
            "{case}"
        );
        skipped += usize::from(is_skipped);
    }
    assert!(skipped > 50, "{skipped}");
}

#[test]
fn a_password_is_looked_up_in_lower_case_and_stripped() {
    for case in items(&vectors()["lower_strip"]) {
        let password = text(&case["password"]);
        let common = CommonPassword::from_lines(text(&case["normalized"]));
        let candidate = Candidate::new(password).unwrap();
        assert!(common.validate(&candidate, None).is_err(), "{password:?}");
    }
}

/// All code points, each with whether it is in one of the ranges, which have both their ends.
fn membership(ranges: &Value) -> impl Iterator<Item = (char, bool)> {
    let ranges: Vec<_> = items(ranges)
        .iter()
        .map(|range| character(&range[0])..=character(&range[1]))
        .collect();
    let mut next = 0;
    (char::MIN..=char::MAX).map(move |point| {
        while ranges.get(next).is_some_and(|range| *range.end() < point) {
            next += 1;
        }
        let is_member = ranges.get(next).is_some_and(|range| range.contains(&point));
        (point, is_member)
    })
}

#[test]
fn digits_are_those_of_python() {
    for (point, is_digit) in membership(&vectors()["unicode_tables"]["isdigit_ranges"]) {
        let password = point.to_string();
        let verdict = NumericPassword::new().validate(&Candidate::new(&password).unwrap(), None);
        assert_eq!(verdict.is_err(), is_digit, "{point:?}");
    }
}

#[test]
fn white_space_is_that_of_python() {
    let vectors = vectors();
    let spaces: Vec<char> = items(&vectors["unicode_tables"]["strip_codepoints"])
        .iter()
        .map(character)
        .collect();
    let common = CommonPassword::from_lines("a");
    for point in char::MIN..=char::MAX {
        let password: String = [point, 'a', point].iter().collect();
        let verdict = common.validate(&Candidate::new(&password).unwrap(), None);
        assert_eq!(verdict.is_err(), spaces.contains(&point), "{point:?}");
    }
}

#[test]
fn letters_are_those_of_python() {
    let similarity = UserAttributeSimilarity::new(["username"], 1.0).unwrap();
    let password = Candidate::new("jane").unwrap();
    for (point, is_letter) in membership(&vectors()["unicode_tables"]["word_char_ranges"]) {
        // What is split is the value in lower case.
        if !point.to_lowercase().eq([point]) {
            continue;
        }
        let value: String = "jane".chars().chain([point]).chain("doe".chars()).collect();
        let user = UserAttributes::new().username(&value);
        let verdict = similarity.validate(&password, Some(&user));
        assert_eq!(verdict.is_ok(), is_letter, "{point:?}");
    }
}

#[test]
fn no_vector_group_is_left_out() {
    let vectors = vectors();
    let groups: Vec<&str> = vectors
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let known = [
        "_about",
        "cases",
        "constructor_errors",
        "help_text_html_default",
        "help_texts",
        "length_ratio_skip",
        "lower_strip",
        "quick_ratio",
        "singular_min_length_message",
        "unicode_tables",
        "value_parts",
    ];
    for group in groups {
        assert!(known.contains(&group), "{group}");
    }
}
