//! Keys that read as an example.

use zeroize::Zeroizing;

use super::words::{between_words, is_word};

/// Whether the key is what a template engine, a shell or a reader should have replaced.
pub(crate) fn is_template(key: &str) -> bool {
    let key = key.trim_matches(['"', '\'']);
    let within = |open, close| {
        let inner = key.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.is_empty()).then_some(inner)
    };
    // A random key may have these around it by chance, but then not around words.
    let is_words = |inner: &str| {
        let in_words = |c: char| c.is_ascii_alphanumeric() || " _-.".contains(c);
        inner.chars().all(in_words)
    };
    BRACKETS
        .into_iter()
        .any(|(open, close)| within(open, close).is_some_and(is_words))
        || within("$(", ")").is_some_and(|inner| inner.contains(' ') || is_words(inner))
        || within("{{", "}}").is_some()
        || key.strip_prefix('$').is_some_and(is_variable)
        || REFERENCES.iter().any(|start| key.starts_with(start))
}

/// Whether this is the name of a variable, and no random key that begins with a `$`.
fn is_variable(name: &str) -> bool {
    let in_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    name.len() >= 3 && name.chars().all(in_name)
}

/// Whether the key says of itself that it is an example.
pub(crate) fn reads_as_example(key: &str) -> bool {
    let spelled = |letter: fn(char) -> Option<char>| {
        let letters: String = key.chars().filter_map(letter).collect();
        let letters = Zeroizing::new(letters);
        EXAMPLES.iter().any(|example| letters.contains(example))
    };
    if spelled(letter) || spelled(disguised) {
        return true;
    }
    // A random key may hold a short word by chance; it is not made of words.
    let words = || key.split(between_words);
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    words().all(|word| is_number(word) || is_word(word))
        && words().any(|word| {
            EXAMPLE_WORDS
                .iter()
                .any(|example| word.eq_ignore_ascii_case(example))
        })
}

/// A letter in lower case; nothing for what stands between words, and a space for all else.
fn letter(c: char) -> Option<char> {
    if c.is_ascii_alphabetic() {
        return Some(c.to_ascii_lowercase());
    }
    (!between_words(c)).then_some(' ')
}

/// The same, with the letter that is meant in `p4ssw0rd`.
fn disguised(c: char) -> Option<char> {
    match c {
        '0' => Some('o'),
        '1' => Some('i'),
        '3' => Some('e'),
        '4' | '@' => Some('a'),
        '5' | '$' => Some('s'),
        '7' => Some('t'),
        _ => letter(c),
    }
}

/// What stands around a name that should have been replaced.
const BRACKETS: [(&str, &str); 8] = [
    ("#{", "}"),
    ("%", "%"),
    ("%(", ")s"),
    ("<", ">"),
    ("@", "@"),
    ("[", "]"),
    ("__", "__"),
    ("{", "}"),
];

/// How a reference begins that is no key, but says where one is.
const REFERENCES: [&str; 6] = [
    "$ANSIBLE_VAULT;",
    "/run/secrets/",
    "ENC[",
    "arn:aws:",
    "op://",
    "vault:",
];

/// What examples say, in any case and with any separators. Six letters at least: a random key does
/// not hold them.
const EXAMPLES: [&str; 20] = [
    "changeit",
    "changeme",
    "changethis",
    "default",
    "development",
    "donotuse",
    "dontuse",
    "example",
    "insecure",
    "letmein",
    "loremipsum",
    "password",
    "placeholder",
    "randomstring",
    "replace",
    "secret",
    "temporary",
    "tobechanged",
    "tobemodified",
    "yourkey",
];

/// What examples say as a word of its own, in a key that is made of words.
const EXAMPLE_WORDS: [&str; 12] = [
    "change", "demo", "dev", "dummy", "foo", "key", "local", "sample", "test", "todo", "xxx",
    "your",
];
