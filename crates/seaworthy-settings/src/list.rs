//! Lists: `a, b` or `["a", "b"]`.

use std::borrow::Cow;

use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::{FromSetting, Invalid, SecretKey, Shape};

/// Items separated by commas, or a JSON array of strings, numbers and booleans where the text
/// begins with `[`.
///
/// Space around the items of the first form is ignored, and so is one comma at the end. An item
/// that holds a comma needs the second form. The empty text is the empty list.
impl<T: FromSetting> FromSetting for Vec<T> {
    const SECRET: bool = T::SECRET;

    fn expected() -> Cow<'static, str> {
        let item = T::expected();
        format!("a list separated by commas, or a JSON array; each item {item}").into()
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::new());
        }
        if text.starts_with('[') {
            return all(json_items(text)?);
        }
        let items = text.strip_suffix(',').unwrap_or(text).split(',');
        all(items.map(|item| T::from_setting(item.trim())))
    }

    fn unfit(&self) -> Option<Invalid> {
        let items = self.iter().enumerate();
        Invalid::join(items.filter_map(|(index, item)| Some(item.unfit()?.of_item(index))))
    }

    fn keys(&self) -> Vec<&SecretKey> {
        self.iter().flat_map(T::keys).collect()
    }
}

/// Reads each item of a JSON array as if a variable held it.
fn json_items<'a, T: FromSetting>(
    text: &'a str,
) -> Result<impl Iterator<Item = Result<T, Invalid>> + 'a, Invalid> {
    let items: Vec<&'a RawValue> = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Invalid::new(format!(
            "it is not a JSON array, at line {line} column {column}"
        ))
    })?;
    Ok(items.into_iter().map(|item| json_item(item.get())))
}

fn json_item<T: FromSetting>(json: &str) -> Result<T, Invalid> {
    match json.as_bytes().first() {
        Some(b'"') => {
            let text = serde_json::from_str::<String>(json).map(Zeroizing::new);
            let text = text.map_err(|_| Invalid::new("it is not a JSON string"))?;
            T::from_setting(&text)
        }
        Some(b'[' | b'{' | b'n') | None => Err(Invalid::new(
            "it is neither a string nor a number nor a boolean",
        )),
        // The digits as they stand, so that `1.10` stays `1.10`.
        Some(_) => T::from_setting(json),
    }
}

/// The items, or the reasons of every one that is refused.
fn all<T>(items: impl IntoIterator<Item = Result<T, Invalid>>) -> Result<Vec<T>, Invalid> {
    let mut read = Vec::new();
    let mut refused = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        match item {
            Ok(item) => read.push(item),
            Err(invalid) => refused.push(invalid.of_item(index)),
        }
    }
    Invalid::join(refused).map_or(Ok(read), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Result<Vec<String>, Invalid> {
        Vec::from_setting(text)
    }

    #[test]
    fn a_list_is_separated_by_commas_or_json() {
        for (text, items) in [
            ("", vec![]),
            ("a", vec!["a"]),
            (" a, b \n", vec!["a", "b"]),
            ("a,b,", vec!["a", "b"]),
            ("[]", vec![]),
            (r#"["a,b", " c "]"#, vec!["a,b", " c "]),
            (r#"["\u00e9\n", 1.10, true]"#, vec!["é\n", "1.10", "true"]),
        ] {
            assert_eq!(list(text).unwrap(), items, "{text}");
        }
    }

    #[test]
    fn every_bad_item_is_named() {
        let invalid = Vec::<u16>::from_setting("1,x,70000,").unwrap_err();
        assert_eq!(
            invalid.to_string(),
            "item 2: it is not a whole number in decimal digits; item 3: it is out of range"
        );
        let invalid = Vec::<u16>::from_setting("[1, null, [2], \"3\"]").unwrap_err();
        assert_eq!(invalid.reasons().count(), 2);
    }

    #[test]
    fn an_item_left_out_is_an_error() {
        for bad in ["a,,b", ",", ",a", "a,,", "[\"\"]"] {
            assert!(list(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn broken_json_is_located_and_not_shown() {
        let deep = format!("{}\"hunter2\"", "[".repeat(100_000));
        for bad in [
            "[\"hunter2\"",
            "[hunter2]",
            "[\"hunter2\"]x",
            "[1 2]",
            deep.as_str(),
        ] {
            let reason = list(bad).unwrap_err().to_string();
            assert!(reason.contains("column"), "{reason}");
            assert!(!reason.contains("hunter2"), "{reason}");
        }
    }
}
