//! The values in a report: bounded when they are read, and never a reason to refuse it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value where one of that type stands, and the default where anything else does.
#[derive(Default)]
pub(super) struct Field<T>(pub(super) T);

/// What a value of JSON becomes.
pub(super) trait Value: Default {
    fn of_str(_: &str) -> Self {
        Self::default()
    }

    fn of_u64(_: u64) -> Self {
        Self::default()
    }

    fn of_bool(_: bool) -> Self {
        Self::default()
    }

    fn of_map<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        IgnoredAny.visit_map(map).map(|_| Self::default())
    }
}

/// A text that may be logged; it is escaped, bounded, and none where it was empty.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Text(Option<String>);

impl Text {
    /// The text as far as it is printable, the rest escaped, up to its greatest length.
    pub(super) fn new(raw: &str) -> Self {
        let mut text = String::new();
        for character in raw.chars() {
            let shown = character == ' ' || character.is_ascii_graphic();
            let length = if shown {
                1
            } else {
                character.escape_default().len()
            };
            if text.len() + length > LONGEST {
                text.push('…');
                break;
            }
            if shown {
                text.push(character);
            } else {
                text.extend(character.escape_default());
            }
        }
        Self(Some(text).filter(|text| !text.is_empty()))
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl Value for Text {
    fn of_str(raw: &str) -> Self {
        Self::new(raw)
    }
}

/// A URL without what may be secret, or the word that stands for one, such as `inline`.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Address(Text);

impl Address {
    /// Scheme, host and path; of schemes other than those of HTTP and WebSockets the scheme only,
    /// as [browsers do].
    ///
    /// [browsers do]: https://www.w3.org/TR/CSP3/#strip-url-for-use-in-reports
    fn new(raw: &str) -> Self {
        let end = raw.find(['?', '#']).unwrap_or(raw.len());
        let url = raw.split_at(end).0.trim();
        let Some((scheme, rest)) = url.split_once(':') else {
            return Self(Text::new(url));
        };
        if !["http", "https", "ws", "wss"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
        {
            return Self(Text::new(scheme));
        }
        // Browsers take any number of either slash for two.
        let rest = rest.trim_start_matches(['/', '\\']);
        let end = rest.find(['/', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let host = authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host);
        Self(Text::new(&format!("{scheme}://{host}{path}")))
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }
}

impl Value for Address {
    fn of_str(raw: &str) -> Self {
        Self::new(raw)
    }
}

/// A natural number.
impl Value for Option<u64> {
    fn of_u64(number: u64) -> Self {
        Some(number)
    }
}

impl Value for bool {
    fn of_bool(flag: bool) -> Self {
        flag
    }
}

impl<'de, T: Value> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(Anything(PhantomData))
            .map(Self)
    }
}

struct Anything<T>(PhantomData<T>);

impl<'de, T: Value> Visitor<'de> for Anything<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::of_str(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<T, E> {
        Ok(T::of_u64(number))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<T, E> {
        Ok(T::of_bool(flag))
    }

    fn visit_i64<E>(self, _: i64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| T::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::of_map(map)
    }
}

/// How many characters of a text are logged: enough for all but the longest honest ones.
const LONGEST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_bounded_line_of_printable_ascii() {
        for (raw, shown) in [
            ("", None),
            ("'self' \"x\" a\\b", Some("'self' \"x\" a\\b".to_owned())),
            ("a\r\nb\tc\0", Some("a\\r\\nb\\tc\\u{0}".to_owned())),
            (
                "\u{1b}[31m\u{2028}",
                Some("\\u{1b}[31m\\u{2028}".to_owned()),
            ),
            ("é\u{202e}", Some("\\u{e9}\\u{202e}".to_owned())),
            (&"a".repeat(256), Some("a".repeat(256))),
            (&"a".repeat(257), Some("a".repeat(256) + "…")),
            (&"é".repeat(60_000), Some("\\u{e9}".repeat(42) + "…")),
        ] {
            assert_eq!(Text::new(raw).as_str(), shown.as_deref(), "{raw:?}");
        }
    }

    #[test]
    fn an_address_keeps_no_secret_but_its_path() {
        for (raw, shown) in [
            ("", None),
            ("inline", Some("inline")),
            ("self", Some("self")),
            ("https://a.example/x.js", Some("https://a.example/x.js")),
            ("https://a.example/?t=s", Some("https://a.example/")),
            ("https://a.example/a#t", Some("https://a.example/a")),
            ("https://a.example#t?s", Some("https://a.example")),
            (
                "https://u:p@a.example:8443/a@b",
                Some("https://a.example:8443/a@b"),
            ),
            ("https://u:p@q@a.example", Some("https://a.example")),
            ("HTTPS:\\\\u:p@a.example\\x", Some("HTTPS://a.example\\x")),
            ("https:u:p@a.example/", Some("https://a.example/")),
            ("wss://u@a.example/socket?t", Some("wss://a.example/socket")),
            ("https://[2001:db8::1]:1/", Some("https://[2001:db8::1]:1/")),
            ("data:text/html,secret", Some("data")),
            ("blob:https://a.example/secret", Some("blob")),
            ("file:///home/secret", Some("file")),
            ("javascript:secret", Some("javascript")),
            ("chrome-extension://secret/a.js", Some("chrome-extension")),
            ("about:blank", Some("about")),
            ("/path?token=secret", Some("/path")),
            ("https://", Some("https://")),
            (":", None),
            ("?", None),
        ] {
            assert_eq!(Address::new(raw).as_str(), shown, "{raw}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_none() {
        for json in ["null", "true", "-1", "0.5", "[[1]]", r#"{"a": {}}"#] {
            let text: Field<Text> = serde_json::from_str(json).unwrap();
            assert_eq!(text.0.as_str(), None, "{json}");
            let number: Field<Option<u64>> = serde_json::from_str(json).unwrap();
            assert_eq!(number.0, None, "{json}");
        }
        let number: Field<Option<u64>> = serde_json::from_str("18446744073709551615").unwrap();
        assert_eq!(number.0, Some(u64::MAX));
        let number: Field<Option<u64>> = serde_json::from_str(r#""7""#).unwrap();
        assert_eq!(number.0, None);
    }
}
