//! Lists: `a, b` or `["a", "b"]`.

use std::borrow::Cow;

use crate::invalid::Place;
use crate::{FromSetting, Invalid, SecretKey, Shape, json};

/// Items separated by commas, or a JSON array where the text begins with `[`.
///
/// Space around the items of the first form is ignored, and so is one comma at the end. An item
/// that holds a comma needs the second form, in which items are strings, numbers, booleans, and
/// arrays or objects where the item's own [shape](FromSetting::shape) is a list or a map. The empty
/// text is the empty list.
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
            return all(json::items(text)?.into_iter().map(json::value));
        }
        all(separated(text).map(T::from_setting))
    }

    fn unfit(&self) -> Option<Invalid> {
        let items = self.iter().enumerate();
        Invalid::join(items.filter_map(|(index, item)| Some(item.unfit()?.at(Place::Item(index)))))
    }

    fn keys(&self) -> Vec<&SecretKey> {
        self.iter().flat_map(T::keys).collect()
    }
}

/// What stands between the commas, one of which may come last.
pub(crate) fn separated(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_suffix(',').unwrap_or(text);
    text.split(',').map(str::trim)
}

/// The items, or the reasons of every one that is refused.
fn all<T>(items: impl IntoIterator<Item = Result<T, Invalid>>) -> Result<Vec<T>, Invalid> {
    let mut read = Vec::new();
    let mut refused = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        match item {
            Ok(item) => read.push(item),
            Err(invalid) => refused.push(invalid.at(Place::Item(index))),
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
    fn an_item_may_be_a_list_in_json() {
        let lists = Vec::<Vec<u16>>::from_setting(r#"[[1, "2"], [], 3, "4,5"]"#);
        assert_eq!(lists.unwrap(), [vec![1, 2], vec![], vec![3], vec![4, 5]]);
        let invalid = Vec::<Option<Vec<u16>>>::from_setting("[[1], [2, [3], -1], {}]");
        let invalid = invalid.unwrap_err();
        assert_eq!(
            invalid.reasons().collect::<Vec<_>>(),
            [
                "item 2: item 2: it is neither a string nor a number nor a boolean",
                "item 2: item 3: it is out of range",
                "item 3: it is neither an array nor a string nor a number nor a boolean",
            ]
        );
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
