//! Values of `.env` files as they are written, and what they mean.

use zeroize::Zeroizing;

/// Writes a value on one line, in the simplest form that is read back.
///
/// A value with control characters other than tabs and line breaks has no such form.
pub(crate) fn quote(value: &str) -> String {
    // Fewer than need no quotes here: these mean nothing to a shell either.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "%+,-./:=@_".contains(c);
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    if !value.contains(['\'', '\n', '\r', '\t']) {
        return format!("'{value}'");
    }
    let mut quoted = String::from('"');
    for character in value.chars() {
        match ESCAPES.iter().find(|(_, meant)| *meant == character) {
            Some((letter, _)) => quoted.extend(['\\', *letter]),
            None => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// What a written value means, whose quotes and backslashes were found right.
pub(crate) fn unquote(written: &str) -> Zeroizing<String> {
    // As much as is needed at once: a string that grows leaves copies of the secret behind.
    let mut value = Zeroizing::new(String::with_capacity(written.len()));
    let quote = written.chars().next().filter(|c| is_quote(*c));
    let Some(quote) = quote else {
        value.push_str(written);
        return value;
    };
    let inner = written.strip_prefix(quote).unwrap_or(written);
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            // The only one that is let in stands before a line feed.
            '\r' => {}
            '\\' if quote == '"' => value.extend(characters.next().and_then(escaped)),
            _ => value.push(character),
        }
    }
    value
}

pub(crate) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\'')
}

/// What this character means behind a backslash in double quotes, if it may stand there.
pub(crate) fn escaped(letter: char) -> Option<char> {
    let escape = ESCAPES.iter().find(|(name, _)| *name == letter);
    escape.map(|(_, meant)| *meant)
}

/// What may follow a backslash in double quotes, and what it means.
const ESCAPES: [(char, char); 6] = [
    ('n', '\n'),
    ('r', '\r'),
    ('t', '\t'),
    ('"', '"'),
    ('\\', '\\'),
    ('$', '$'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_quoted_as_little_as_it_can_be() {
        for (value, written) in [
            ("", ""),
            ("postgres://u@h:5432/db", "postgres://u@h:5432/db"),
            ("a b", "'a b'"),
            ("#1", "'#1'"),
            ("é", "'é'"),
            ("\"$HOME\\\"", "'\"$HOME\\\"'"),
            ("it's", "\"it's\""),
            ("it's $5 \"\\\"", "\"it's \\$5 \\\"\\\\\\\"\""),
            ("a\r\n\tb", "\"a\\r\\n\\tb\""),
        ] {
            assert_eq!(quote(value), written, "{value:?}");
            assert_eq!(unquote(written).as_str(), value, "{written}");
        }
    }

    #[test]
    fn only_double_quotes_know_escapes_and_no_quotes_keep_all() {
        for (written, value) in [
            ("a\\nb", "a\\nb"),
            ("a'b'", "a'b'"),
            ("'a\\nb\"'", "a\\nb\""),
            ("'a\r\nb'", "a\nb"),
            ("\"a\r\nb'\"", "a\nb'"),
            ("''", ""),
        ] {
            assert_eq!(unquote(written).as_str(), value, "{written:?}");
        }
    }
}
