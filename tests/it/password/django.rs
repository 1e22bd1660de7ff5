//! The same random passwords, users and settings, judged by Django itself.
//!
//! `django.py` beside this file asks Django; `scripts/django-passwords` installs it and runs both.

use std::{env, fs};

use serde_json::Value;

use super::{expected_without, items, outcome_without};

#[test]
#[ignore = "scripts/django-passwords runs it, with what Django said"]
fn random_passwords_have_the_errors_that_django_gives() {
    let path = env::var("DJANGO_PASSWORDS").unwrap();
    let verdicts: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let cases = items(&verdicts["cases"]);
    assert!(cases.len() >= 1000, "{} cases", cases.len());
    for case in cases {
        assert_eq!(
            outcome_without("", case),
            expected_without("", case),
            "seed {}: {case}",
            verdicts["seed"]
        );
    }
}
