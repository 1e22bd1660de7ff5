//! The cases, each as it says.

use std::path::Path;

use seaworthy_settings::{Source, WarningKind};
use serde_json::Value;

use super::case::{Outcome, SCHEMAS_LEFT_OUT, directory, sources, vectors};
use super::code::is;

fn check(id: &str, case: &Value, outcome: &Outcome, directory: &Path) {
    let expect = &case["expect"];
    match &outcome.result {
        Ok((value, report)) => {
            assert!(
                expect["error"].is_null() && expect["errors"].is_null(),
                "{id}: {value}"
            );
            if expect["value_equals_env"] == true {
                let given = case["env"].as_object().unwrap().values().next();
                assert_eq!(Some(value), given, "{id}");
            } else {
                assert_eq!(value, &expect["value"], "{id}");
            }
            let source = &report.entries()[0].source;
            match expect["source"].as_str() {
                Some(text) if text.starts_with("file") => {
                    assert_eq!(source, &Source::File(directory.join("s")), "{id}");
                }
                Some(_) => {
                    let file = directory.join("creds/db_password");
                    assert_eq!(source, &Source::Directory(file), "{id}");
                }
                None => {}
            }
            let trimmed = WarningKind::Trimmed;
            let warned = report
                .warnings()
                .iter()
                .any(|warning| *warning.kind() == trimmed);
            assert_eq!(warned, expect["warnings"].is_array(), "{id}");
        }
        Err(error) => {
            let issues = error.issues();
            let expected: Vec<&Value> = match expect {
                _ if expect["error"].is_object() => vec![&expect["error"]],
                _ if expect["errors"].is_array() => {
                    expect["errors"].as_array().unwrap().iter().collect()
                }
                _ => expect["errors_include"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .collect(),
            };
            if expect["errors_include"].is_null() {
                assert_eq!(issues.len(), expected.len(), "{id}: {error}");
            }
            for (index, expected) in expected.iter().enumerate() {
                let issue = &issues[index];
                if let Some(variable) = expected["env"].as_str() {
                    assert_eq!(
                        issue.variable(),
                        variable.replace("__", "_"),
                        "{id}: {error}"
                    );
                }
                assert!(
                    is(expected["code"].as_str().unwrap(), issue),
                    "{id}: {error}"
                );
                if let Some(key) = expected["key"].as_str() {
                    assert_eq!(issue.key(), Some(key), "{id}");
                }
                if let Some(line) = expected["line"].as_u64() {
                    let location = issue.source().unwrap().location().unwrap();
                    assert_eq!(location.line as u64, line, "{id}");
                    assert!(
                        location.path.ends_with(expected["file"].as_str().unwrap()),
                        "{id}"
                    );
                }
                if let Some(meant) = expected["did_you_mean"].as_str() {
                    assert_eq!(issue.did_you_mean(), Some(meant), "{id}");
                }
                if let Some(hint) = expected["hint"].as_str() {
                    let bare = hint.split_whitespace().next().unwrap();
                    assert_eq!(issue.did_you_mean(), Some(bare), "{id}");
                    assert!(issue.remedy().contains("with the prefix"), "{id}: {error}");
                }
            }
            for (index, expected) in expect["warnings"]
                .as_array()
                .into_iter()
                .flatten()
                .enumerate()
            {
                let warning = &error.warnings()[index];
                assert_eq!(Some(warning.variable()), expected["env"].as_str(), "{id}");
                assert_eq!(
                    warning.did_you_mean(),
                    expected["did_you_mean"].as_str(),
                    "{id}"
                );
            }
        }
    }
    for (never, formats) in [
        ("must_not_contain", ""),
        ("must_not_contain_in_debug", "debug"),
    ] {
        for text in case[never].as_array().into_iter().flatten() {
            let text = text.as_str().unwrap();
            let outputs = outcome.outputs.iter();
            for (format, output) in outputs.filter(|(format, _)| format.contains(formats)) {
                assert!(!contains(output, text), "{id} {format}: {output}");
            }
        }
    }
}

/// Whether the text stands in the output as a word; two letters may stand within one of ours.
fn contains(output: &str, text: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    output.match_indices(text).any(|(at, _)| {
        let (before, after) = (&output[..at], &output[at + text.len()..]);
        !is_letter(before.chars().next_back()) && !is_letter(after.chars().next())
    })
}

#[test]
fn every_case_ends_as_the_vectors_say_or_is_left_out_for_a_reason() {
    let vectors = vectors();
    let (mut run, mut left_out) = (0, 0);
    for case in vectors["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let directory = directory("vectors", id);
        let outcome = Outcome::of_case(case, &sources(case, &directory));
        let schema = case["schema"].to_string();
        if SCHEMAS_LEFT_OUT.iter().any(|(of, _)| *of == schema) {
            assert!(outcome.is_none(), "{id} runs");
            left_out += 1;
            continue;
        }
        let outcome = outcome.unwrap_or_else(|| panic!("{id} neither runs nor is left out"));
        check(id, case, &outcome, &directory);
        run += 1;
    }
    assert_eq!((run, left_out), (104, SCHEMAS_LEFT_OUT.len()));
}
