//! Keys by the vectors: each as weak as they say, alone and beside others.

use seaworthy_settings::{
    IssueKind, Secret, SecretKey, Settings, Sources, Warning, WarningKind, Weakness,
};

use super::case::vectors;

/// What a library does not look for, and why.
const LEFT_OUT: [(&str, &str); 1] = [(
    "dotenv.committed",
    "a service has no repository beside it; scanners of repositories look there",
)];

#[test]
fn every_key_is_as_weak_as_the_vectors_say() {
    let vectors = vectors();
    for case in vectors["secret_key_cases"].as_array().unwrap() {
        let text = case["key"].as_str().unwrap();
        let key = text.parse::<SecretKey>();
        let codes: Vec<_> = case["codes"].as_array().unwrap().iter().collect();
        if codes == ["empty"] {
            assert!(key.is_err(), "{text:?}");
            continue;
        }
        let weaknesses = key.unwrap().weaknesses();
        let found: Vec<_> = weaknesses.iter().map(code).collect();
        assert_eq!(codes, found, "{text}");
    }
}

fn code(weakness: &Weakness) -> &'static str {
    match weakness {
        Weakness::DecodedText => "decoded_text",
        Weakness::DjangoInsecure => "insecure_prefix",
        Weakness::KnownHash => "known_hash",
        Weakness::LowEntropy => "low_entropy",
        Weakness::Placeholder => "placeholder",
        Weakness::Published => "known_published",
        Weakness::Repeated => "repeated",
        Weakness::TooShort => "too_short",
        _ => "another",
    }
}

#[derive(Debug, Settings)]
#[expect(dead_code, reason = "only its loading is looked at")]
struct App {
    secret_key: SecretKey,
    #[settings(default = [])]
    secret_key_fallbacks: Vec<SecretKey>,
    jwt_secret: Option<SecretKey>,
    database_url: Option<Secret<String>>,
}

#[test]
fn keys_beside_others_are_judged_as_the_vectors_say() {
    let vectors = vectors();
    let strong: Vec<_> = (0..6).map(|_| SecretKey::generate().unwrap()).collect();
    let mut run = 0;
    for case in vectors["cross_setting_cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        if LEFT_OUT.iter().any(|(other, _)| *other == id) {
            continue;
        }
        let variables = case["env"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| {
                let mut value = value.as_str().unwrap().to_owned();
                for (index, key) in strong.iter().enumerate() {
                    value = value.replace(&format!("@strong{index}"), key.expose());
                }
                (name.trim_start_matches("APP_").to_owned(), value)
            });
        let sources = Sources::pairs(variables);
        let loaded = App::load(&sources);
        for expected in case["expect"].as_array().unwrap() {
            let expected = expected.as_str().unwrap();
            let found = match (&loaded, expected) {
                (Err(error), "secret_reuse") => error
                    .issues()
                    .iter()
                    .any(|issue| matches!(issue.kind(), IssueKind::Reused { .. })),
                (Err(error), code) if code.starts_with("weak_secret@") => {
                    let index: usize = code.trim_start_matches("weak_secret@").parse().unwrap();
                    let item = format!("item {}: ", index + 1);
                    error
                        .issues()
                        .iter()
                        .any(|issue| issue.kind().to_string().contains(&item))
                }
                (Ok(loaded), "fallback_equals_current") => {
                    let repeated =
                        |warning: &Warning| matches!(warning.kind(), WarningKind::Repeated { .. });
                    loaded.report.warnings().iter().any(repeated)
                }
                (Ok(_), "many_fallbacks") => many_fallbacks(&sources),
                _ => panic!("{id}: {expected} but {loaded:?}"),
            };
            assert!(found, "{id}: {expected} but {loaded:?}");
        }
        run += 1;
    }
    assert_eq!(run, 5);
}

/// Which settings are former keys, only the facade knows: its deploy checks count them.
fn many_fallbacks(sources: &Sources) -> bool {
    let settings = seaworthy::Settings::load(&sources.clone().set("ALLOWED_HOSTS", "a.example"));
    let mut selection = seaworthy::check::Selection::default();
    selection.deploy = true;
    let checks = seaworthy::check::checks();
    let report = checks.run(&settings.unwrap().settings, &selection).unwrap();
    report
        .findings()
        .iter()
        .any(|finding| finding.id == "secret_key.many_fallbacks")
}
