//! What the attributes of a field promise.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::num::NonZeroU8;
use std::time::Duration;

use seaworthy_settings::{DatabaseUrl, Secret, SecretKey, Settings, Sources};
use serde::Deserialize;

const LEAST_WORKERS: u16 = 2;
const MOST_TAGS: usize = 2;

#[allow(dead_code, reason = "it is loaded, and that is all")]
#[derive(Debug, Settings)]
struct Bounded {
    #[settings(default = 8000, debug = 1_024, min = 1_024, max = 49_151)]
    port: u16,
    #[settings(default = 2, min = LEAST_WORKERS)]
    workers: u16,
    #[settings(default = "30s", min = "1s", max = Duration::from_secs(60))]
    timeout: Duration,
    #[settings(min = -0.5, max = 1.5)]
    ratio: Option<f64>,
    #[settings(from_str, min = "3", max = NonZeroU8::MAX)]
    retries: Option<NonZeroU8>,
    #[settings(length = 3..=5)]
    user: Option<String>,
    #[settings(length = 8..)]
    password: Option<Secret<String>>,
    #[settings(debug = SecretKey::generate(), length = ..=4)]
    secret_key: SecretKey,
    #[settings(default = [], length = 1..=MOST_TAGS)]
    tags: Vec<String>,
    #[settings(default = "{}", deserialize, length = ..=1)]
    limits: BTreeMap<String, u8>,
}

/// What is said about a variable of [`Bounded`] that is set to this text on a development machine,
/// where a key may be short.
fn refused(variable: &str, text: &str) -> Option<String> {
    let error = Bounded::load(&Sources::pairs([("DEBUG", "true"), (variable, text)])).err()?;
    let [issue] = error.issues() else {
        unreachable!("{error}")
    };
    assert_eq!(issue.variable(), variable);
    Some(issue.kind().to_string())
}

#[test]
fn a_value_within_its_bounds_is_allowed_and_so_are_the_bounds() {
    for (variable, allowed) in [
        ("PORT", ["1024", "49151"]),
        ("WORKERS", ["2", "65535"]),
        ("TIMEOUT", ["1s", "1m"]),
        ("RATIO", ["-0.5", "1.5"]),
        ("RETRIES", ["3", "255"]),
        ("USER", ["éßø", "12345"]),
        ("PASSWORD", ["12345678", "a longer one, of any length"]),
        ("SECRET_KEY", ["a", "éßøæ"]),
        ("TAGS", ["a", "a,b"]),
        ("LIMITS", ["{}", "{\"a\":1}"]),
    ] {
        for text in allowed {
            assert_eq!(refused(variable, text), None, "{variable} {text}");
        }
    }
}

#[test]
fn a_value_beyond_its_bounds_is_refused_in_words_of_the_bound() {
    for (variable, text, reason) in [
        ("PORT", "1023", "it is less than 1024"),
        ("PORT", "49152", "it is greater than 49151"),
        ("WORKERS", "1", "it is less than LEAST_WORKERS"),
        ("TIMEOUT", "999ms", "it is less than 1s"),
        (
            "TIMEOUT",
            "61",
            "it is greater than Duration::from_secs(60)",
        ),
        ("RATIO", "-0.51", "it is less than -0.5"),
        ("RATIO", "1.6", "it is greater than 1.5"),
        ("RETRIES", "2", "it is less than 3"),
        ("USER", "éß", "it has fewer than 3 characters"),
        ("USER", "123456", "it has more than 5 characters"),
        ("PASSWORD", "hunter2", "it has fewer than 8 characters"),
        ("SECRET_KEY", "12345", "it has more than 4 characters"),
        ("TAGS", "", "it is empty"),
        ("TAGS", "a,b,c", "it has too many items"),
        ("LIMITS", "{\"a\":1,\"b\":2}", "it has more than 1 entry"),
    ] {
        assert_eq!(refused(variable, text).as_deref(), Some(reason), "{text}");
    }
}

#[test]
fn an_option_that_is_not_set_has_no_bounds() {
    for variable in ["RATIO", "RETRIES", "USER", "PASSWORD"] {
        assert_eq!(refused(variable, ""), None, "{variable}");
    }
}

#[test]
fn what_is_expected_names_the_bounds() {
    let fields = Bounded::fields();
    let expected: Vec<_> = fields.iter().map(|field| &field.expected).collect();
    for (expected, bounds) in expected.into_iter().zip([
        ", at least 1024, at most 49151",
        ", at least LEAST_WORKERS",
        ", at least 1s, at most Duration::from_secs(60)",
        ", at least -0.5, at most 1.5, or nothing",
        ", at least 3, at most NonZeroU8::MAX, or nothing",
        "text, of length 3 to 5, or nothing",
        "text, of length 8 or more, or nothing",
        ", of length 4 or less",
        ", of length 1 to 2",
        ", of length 1 or less",
    ]) {
        assert!(expected.ends_with(bounds), "{expected} {bounds}");
    }
}

#[test]
fn a_bound_and_a_validator_are_told_at_once() {
    #[derive(Debug, Settings)]
    struct Both {
        #[settings(max = 10, validate = value)]
        #[expect(dead_code, reason = "it is refused")]
        even: u8,
    }

    /// Its name is that of the argument.
    fn value(
        value: &u8,
        _: &seaworthy_settings::Context<'_>,
    ) -> Result<(), seaworthy_settings::Invalid> {
        match value % 2 {
            0 => Ok(()),
            _ => Err(seaworthy_settings::Invalid::new("it is odd")),
        }
    }

    let error = Both::load(&Sources::pairs([("EVEN", "11")])).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("it is greater than 10; it is odd"),
        "{error}"
    );
}

#[test]
fn a_bound_that_cannot_be_read_refuses_what_is_given() {
    #[derive(Debug, Settings)]
    struct Wrong {
        #[settings(default = "1s", min = "soon")]
        #[expect(dead_code, reason = "it is refused")]
        timeout: Duration,
    }
    assert!(Wrong::load(&Sources::pairs::<&str, &str>([])).is_ok());
    let error = Wrong::load(&Sources::pairs([("TIMEOUT", "5m")])).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the program's own `min` cannot be read")
    );
}

#[derive(Debug, Settings)]
struct Foreign {
    #[settings(from_str, default = ["7", "8"])]
    numbers: Vec<NonZeroU8>,
    #[settings(from_str, default = [])]
    none: Vec<NonZeroU8>,
    #[settings(from_str, default = "1, 2")]
    text: Vec<NonZeroU8>,
    #[settings(from_str, default = [NonZeroU8::MIN, NonZeroU8::MAX])]
    values: Vec<NonZeroU8>,
    #[settings(from_str)]
    optional: Option<NonZeroU8>,
    #[settings(from_str, default = "9")]
    filled: std::option::Option<NonZeroU8>,
    #[settings(from_str)]
    several: Option<Vec<char>>,
}

#[test]
fn a_list_is_of_any_type_that_parses_itself() {
    let settings = Foreign::load(&Sources::pairs([("SEVERAL", "a, b")]));
    let settings = settings.unwrap().settings;
    let numbers = |list: &[NonZeroU8]| list.iter().map(|n| n.get()).collect::<Vec<_>>();
    assert_eq!(numbers(&settings.numbers), [7, 8]);
    assert!(settings.none.is_empty());
    assert_eq!(numbers(&settings.text), [1, 2]);
    assert_eq!(numbers(&settings.values), [1, 255]);
    assert_eq!(settings.optional, None);
    assert_eq!(settings.filled.map(NonZeroU8::get), Some(9));
    assert_eq!(settings.several, Some(vec!['a', 'b']));

    let sources = Sources::pairs([("NUMBERS", "[1, \"2\"]"), ("OPTIONAL", "3"), ("FILLED", "")]);
    let settings = Foreign::load(&sources).unwrap().settings;
    assert_eq!(numbers(&settings.numbers), [1, 2]);
    assert_eq!(settings.optional.map(NonZeroU8::get), Some(3));
    assert_eq!((settings.filled, settings.several), (None, None));
}

#[test]
fn every_item_that_does_not_parse_is_named() {
    let error = Foreign::load(&Sources::pairs([("NUMBERS", "0,1,x")])).unwrap_err();
    let [issue] = error.issues() else {
        unreachable!("{error}")
    };
    assert_eq!(
        issue.kind().to_string(),
        "item 1: number would be zero for non-zero type; item 3: invalid digit found in string"
    );
    assert_eq!(
        issue.expected(),
        "a list separated by commas, or a JSON array; each item a NonZero"
    );
}

#[derive(Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Color {
    Red,
    Blue,
}

#[derive(Debug, Settings)]
struct Deserialized {
    #[settings(deserialize, default = Color::Red)]
    value: Color,
    #[settings(deserialize, default = "blue")]
    text: Color,
    #[settings(deserialize, default = ["red", "blue"])]
    list: Vec<Color>,
    #[settings(deserialize)]
    absent: Option<Color>,
}

#[test]
fn a_type_that_only_serde_knows_may_be_a_setting() {
    let settings = Deserialized::load(&Sources::pairs([("LIST", r#"["blue"]"#)]));
    let settings = settings.unwrap().settings;
    assert_eq!((settings.value, settings.text), (Color::Red, Color::Blue));
    assert_eq!(settings.list, [Color::Blue]);
    assert_eq!(settings.absent, None);

    let sources = Sources::pairs([("VALUE", "blue"), ("ABSENT", "red")]);
    let settings = Deserialized::load(&sources).unwrap().settings;
    assert_eq!(
        (settings.value, settings.absent),
        (Color::Blue, Some(Color::Red))
    );
    assert_eq!(settings.list, [Color::Red, Color::Blue]);

    assert!(Deserialized::load(&Sources::pairs([("VALUE", "green")])).is_err());
}

#[test]
fn the_text_of_a_list_default_reads_back() {
    #[derive(Settings)]
    struct Lists {
        #[settings(default = ["a", "b"])]
        plain: Vec<String>,
        #[settings(default = ["a,b", " c", "d\"\\"])]
        odd: Vec<String>,
    }
    let fields = Lists::fields();
    let text = |index: usize| fields[index].default.clone().unwrap();
    assert_eq!(text(0), "a,b");
    let nothing: [(&str, &str); 0] = [];
    let defaults = Lists::load(&Sources::pairs(nothing)).unwrap().settings;
    let texts = Sources::pairs([("PLAIN", text(0)), ("ODD", text(1))]);
    let read = Lists::load(&texts).unwrap().settings;
    assert_eq!((read.plain, read.odd), (defaults.plain, defaults.odd));
}

#[test]
fn a_type_that_hides_its_value_is_a_secret_however_it_is_read() {
    #[derive(Debug, Settings)]
    #[allow(dead_code, reason = "only what is printed is looked at")]
    struct Url {
        #[settings(from_str)]
        database: DatabaseUrl,
    }
    let sources = Sources::pairs([("DATABASE", "postgres://u:hunter2@h/db")]);
    let report = Url::load(&sources).unwrap().report;
    assert!(!report.to_string().contains("hunter2"), "{report}");
    assert!(Url::fields()[0].secret);
}
