//! Random secrets in every case, and no six characters of one in any output.

use serde_json::Value;

use seaworthy_settings::SecretKey;

use super::case::{Outcome, SCHEMAS_LEFT_OUT, directory, panic_message, sources, vectors};

/// Types whose values are secrets.
const SECRETS: [&str; 4] = ["cache_url", "database_url", "secret", "secret_key"];

/// What the cases themselves call a secret.
const TEXTS: [&str; 4] = [
    "hunter2",
    "the-file-secret-value-0123456789",
    "typo-secret-value",
    "918273645",
];

fn random() -> String {
    let key = SecretKey::generate().unwrap();
    key.expose()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(24)
        .collect()
}

/// The case with every secret in it replaced.
fn disguised(case: &Value, secret: &str) -> Value {
    let mut case = case.clone();
    let is_secret = case["schema"]
        .as_object()
        .unwrap()
        .values()
        .all(|kind| kind.as_str().is_some_and(|kind| SECRETS.contains(&kind)));
    for place in ["env", "files"] {
        for value in case[place]
            .as_object_mut()
            .into_iter()
            .flat_map(|map| map.values_mut())
        {
            let Some(text) = value.as_str() else { continue };
            let replaced = TEXTS
                .iter()
                .fold(text.to_owned(), |text, old| text.replace(old, secret));
            let is_url = text.contains("://");
            let is_path = text.starts_with("$TMP");
            let whole = is_secret && !is_url && !is_path && !text.is_empty();
            *value = if whole {
                secret.into()
            } else {
                replaced.into()
            };
        }
    }
    case
}

/// Six characters of a secret that stand in an output.
fn leak<'a>(output: &str, secret: &'a str) -> Option<&'a str> {
    let pieces = (6..=secret.len()).map(|end| &secret[end - 6..end]);
    pieces.into_iter().find(|piece| output.contains(piece))
}

#[test]
fn no_piece_of_a_secret_is_shown_in_any_case_and_any_format() {
    let vectors = vectors();
    let (mut loaded, mut refused, mut outputs) = (0, 0, 0);
    for case in vectors["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let schema = case["schema"].to_string();
        if SCHEMAS_LEFT_OUT.iter().any(|(of, _)| *of == schema) {
            continue;
        }
        let (secret, mut panicked) = (random(), false);
        let case = disguised(case, &secret);
        let directory = directory("canary", id);
        // Beside the field of the case, secrets that are right, wrong, misspelled and misplaced.
        let bare = sources(&case, &directory);
        let url = format!("postgres://u:{secret}@h/db");
        let bad_url = format!("postgres://u:{secret}@h:{secret}/db?sslmode={secret}");
        for places in [
            [
                ("CANARY", secret.as_str()),
                ("CANARY_KEY", secret.as_str()),
                ("CANARY_URL", &url),
            ],
            [
                ("CANARYS", &secret),
                ("CANARI_KEY", &secret),
                ("CANARY_URL", &bad_url),
            ],
            [
                ("CANARY_FILE", &secret),
                ("CANARY_NUMBERS", &secret),
                ("CANARY__URL", &secret),
            ],
        ] {
            let with = places.iter().fold(bare.clone(), |sources, (name, value)| {
                sources
                    .set(format!("APP_{name}"), *value)
                    .set(*name, *value)
            });
            for sources in [
                with.clone(),
                with.clone().inspect(),
                with.set("APP_DEBUG", "1"),
            ] {
                let outcome = Outcome::of_case(&case, &sources).unwrap();
                *(if outcome.result.is_ok() {
                    &mut loaded
                } else {
                    &mut refused
                }) += 1;
                for (format, output) in &outcome.outputs {
                    outputs += 1;
                    assert_eq!(leak(output, &secret), None, "{id} {format}: {output}");
                }
                // One panic a case: each prints its message.
                if let (Err(error), false) = (outcome.result, panicked) {
                    panicked = true;
                    let message = panic_message(error);
                    assert_eq!(leak(&message, &secret), None, "{id}: {message}");
                }
            }
        }
    }
    assert!(
        loaded > 50 && refused > 300 && outputs > 5000,
        "{loaded} {refused} {outputs}"
    );
}
