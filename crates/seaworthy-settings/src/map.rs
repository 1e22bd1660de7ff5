//! Maps: `a=1, b=2` or `{"a": 1, "b": 2}`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use crate::invalid::Place;
use crate::{FromSetting, Invalid, SecretKey, Shape, json, list};

/// Entries separated by commas, each a key, `=` and a value, or a JSON object where the text begins
/// with `{`.
///
/// Space around keys and values of the first form is ignored, and so is one comma at the end. A key
/// ends at the first `=`. A value that holds a comma needs the second form. No key comes twice. The
/// empty text is the empty map.
///
/// ```
/// use std::collections::BTreeMap;
/// use seaworthy_settings::FromSetting;
///
/// let weights = BTreeMap::<String, u8>::from_setting("api=3, static=1")?;
/// assert_eq!(weights["api"], 3);
///
/// let groups = r#"{"admins": ["ada", "bob"], "guests": []}"#;
/// let groups = BTreeMap::<String, Vec<String>>::from_setting(groups)?;
/// assert_eq!(groups["admins"], ["ada", "bob"]);
/// # Ok::<(), seaworthy_settings::Invalid>(())
/// ```
impl<K: FromSetting + Ord, V: FromSetting> FromSetting for BTreeMap<K, V> {
    const SECRET: bool = K::SECRET || V::SECRET;

    fn expected() -> Cow<'static, str> {
        expected::<K, V>()
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(V::shape()))
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        let mut map = BTreeMap::new();
        read(text, |key, value| map.insert(key, value).is_none())?;
        Ok(map.into_iter().filter_map(complete).collect())
    }

    fn unfit(&self) -> Option<Invalid> {
        unfit(self.values())
    }

    fn keys(&self) -> Vec<&SecretKey> {
        self.values().flat_map(V::keys).collect()
    }
}

/// As for a [`BTreeMap`].
impl<K: FromSetting + Eq + Hash, V: FromSetting, S: BuildHasher + Default> FromSetting
    for HashMap<K, V, S>
{
    const SECRET: bool = K::SECRET || V::SECRET;

    fn expected() -> Cow<'static, str> {
        expected::<K, V>()
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(V::shape()))
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        let mut map = HashMap::new();
        read(text, |key, value| map.insert(key, value).is_none())?;
        Ok(map.into_iter().filter_map(complete).collect())
    }

    fn unfit(&self) -> Option<Invalid> {
        unfit(self.values())
    }

    fn keys(&self) -> Vec<&SecretKey> {
        self.values().flat_map(V::keys).collect()
    }
}

fn expected<K: FromSetting, V: FromSetting>() -> Cow<'static, str> {
    let (key, value) = (K::expected(), V::expected());
    format!("key=value separated by commas, or a JSON object; each key {key}; each value {value}")
        .into()
}

/// Reads every entry, and has the key inserted although its value is refused, as another one may
/// have the same.
fn read<K: FromSetting, V: FromSetting>(
    text: &str,
    mut is_new: impl FnMut(K, Option<V>) -> bool,
) -> Result<(), Invalid> {
    let again = || Invalid::new("an entry before it has the same");
    let mut refused = Vec::new();
    for (index, entry) in entries::<K, V>(text.trim())?.into_iter().enumerate() {
        let (key, value) = match entry {
            Ok(entry) => entry,
            Err(invalid) => {
                refused.push(invalid.at(Place::Entry(index)));
                continue;
            }
        };
        let (value, bad_value) = match value {
            Ok(value) => (Some(value), None),
            Err(invalid) => (None, Some(invalid.at(Place::Entry(index)))),
        };
        let bad_key = match key {
            Ok(key) => (!is_new(key, value)).then(again),
            Err(invalid) => Some(invalid),
        };
        refused.extend(bad_key.map(|invalid| invalid.at(Place::Key(index))));
        refused.extend(bad_value);
    }
    Invalid::join(refused).map_or(Ok(()), Err)
}

/// A key and a value, each of which may be refused, or what is no entry at all.
type Entry<K, V> = Result<(Result<K, Invalid>, Result<V, Invalid>), Invalid>;

fn entries<K: FromSetting, V: FromSetting>(text: &str) -> Result<Vec<Entry<K, V>>, Invalid> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if text.starts_with('{') {
        let entries = json::entries(text)?.into_iter();
        let entries = entries.map(|(key, value)| (K::from_setting(&key), json::value(value)));
        return Ok(entries.map(Ok).collect());
    }
    let entries = list::separated(text).map(|entry| {
        let entry = entry.split_once('=');
        let (key, value) = entry.ok_or_else(|| Invalid::new("it has no `=`"))?;
        Ok((K::from_setting(key.trim()), V::from_setting(value.trim())))
    });
    Ok(entries.collect())
}

/// The entry, which has a value where none is refused.
fn complete<K, V>((key, value): (K, Option<V>)) -> Option<(K, V)> {
    Some((key, value?))
}

/// Why values must not be used, in an order that does not depend on the map's.
fn unfit<'a, V: FromSetting + 'a>(values: impl Iterator<Item = &'a V>) -> Option<Invalid> {
    let mut reasons: Vec<_> = values.filter_map(V::unfit).collect();
    reasons.sort_by_cached_key(ToString::to_string);
    reasons.dedup();
    Invalid::join(reasons.into_iter().map(|reason| reason.at(Place::Value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    fn map<V: FromSetting>(text: &str) -> Result<BTreeMap<String, V>, Invalid> {
        BTreeMap::from_setting(text)
    }

    #[test]
    fn a_map_is_separated_by_commas_or_json() {
        for (text, entries) in [
            ("", vec![]),
            (" \n", vec![]),
            ("a=1", vec![("a", "1")]),
            (" b = 2 ,a=1,\n", vec![("a", "1"), ("b", "2")]),
            ("a=b=c", vec![("a", "b=c")]),
            ("{}", vec![]),
            (r#"{"a":"1"}"#, vec![("a", "1")]),
            (
                r#" {"\u00e9 ": " ,=\n", "a": 1.10, "b": true} "#,
                vec![("a", "1.10"), ("b", "true"), ("é ", " ,=\n")],
            ),
        ] {
            let entries = entries.into_iter();
            let expected: BTreeMap<_, _> = entries
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect();
            assert_eq!(map(text), Ok(expected.clone()), "{text}");
            let unordered: HashMap<_, _> = expected.into_iter().collect();
            assert_eq!(HashMap::from_setting(text), Ok(unordered), "{text}");
        }
    }

    #[test]
    fn every_bad_entry_is_named_by_its_number() {
        for (text, reasons) in [
            ("a", vec!["entry 1: it has no `=`"]),
            (
                "a=1,hunter2,,=3",
                vec![
                    "entry 2: it has no `=`",
                    "entry 3: it has no `=`",
                    "key 4: it is empty",
                ],
            ),
            (
                "a=x, b=70000, a=3, b=4",
                vec![
                    "entry 1: it is not a whole number in decimal digits",
                    "entry 2: it is out of range",
                    "key 3: an entry before it has the same",
                    "key 4: an entry before it has the same",
                ],
            ),
            (
                r#"{"a": 1, "": "x", "a": null, "b": [2], "c": {}}"#,
                vec![
                    "key 2: it is empty",
                    "entry 2: it is not a whole number in decimal digits",
                    "key 3: an entry before it has the same",
                    "entry 3: it is neither a string nor a number nor a boolean",
                    "entry 4: it is neither a string nor a number nor a boolean",
                    "entry 5: it is neither a string nor a number nor a boolean",
                ],
            ),
        ] {
            let invalid = map::<u16>(text).unwrap_err();
            assert_eq!(invalid.reasons().collect::<Vec<_>>(), reasons, "{text}");
            let invalid = HashMap::<String, u16>::from_setting(text).unwrap_err();
            assert_eq!(invalid.reasons().collect::<Vec<_>>(), reasons, "{text}");
        }
    }

    #[test]
    fn two_keys_are_the_same_if_they_mean_the_same() {
        assert_eq!(map::<String>("1=a, 01=b").unwrap().len(), 2);
        let numbers = BTreeMap::<u16, String>::from_setting("1=a, 01=b").unwrap_err();
        assert_eq!(
            numbers.to_string(),
            "key 2: an entry before it has the same"
        );
        assert!(map::<u8>(r#"{"a": 1, "\u0061": 2}"#).is_err());
    }

    #[test]
    fn a_value_may_be_a_list_or_a_map() {
        let lists = map::<Vec<u16>>(r#"{"a": [1, "2"], "b": "3,4", "c": 5, "d": []}"#).unwrap();
        let expected = [vec![1, 2], vec![3, 4], vec![5], vec![]];
        assert_eq!(lists.into_values().collect::<Vec<_>>(), expected);
        assert_eq!(map::<Vec<u16>>("a=1").unwrap()["a"], [1]);

        let maps = map::<BTreeMap<String, bool>>(r#"{"a": {"b": true}, "c": "d=no"}"#).unwrap();
        assert!(maps["a"]["b"] && !maps["c"]["d"]);

        let invalid = map::<Vec<u16>>(r#"{"a": [1, "x"], "b": {}}"#).unwrap_err();
        let reasons: Vec<_> = invalid.reasons().collect();
        assert_eq!(
            reasons[0],
            "entry 1: item 2: it is not a whole number in decimal digits"
        );
        assert!(reasons[1].starts_with("entry 2: "), "{}", reasons[1]);
    }

    #[test]
    fn broken_json_is_located_and_not_shown() {
        let deep = format!("{}\"hunter2\"", "{\"a\":".repeat(100_000));
        for bad in [
            "{\"hunter2\"",
            "{hunter2}",
            "{\"hunter2\":1}x",
            "{\"hunter2\":1 2}",
            "{\"hunter2\":1,}",
            deep.as_str(),
        ] {
            let reason = map::<String>(bad).unwrap_err().to_string();
            assert!(reason.contains("it is not a JSON object"), "{reason}");
            assert!(!reason.contains("hunter2"), "{reason}");
        }
    }

    #[test]
    fn a_map_of_secrets_is_one_and_its_weak_keys_are_told_in_the_same_order() {
        type Keys = HashMap<String, SecretKey>;
        const { assert!(Keys::SECRET) };
        const { assert!(BTreeMap::<String, Option<Secret<String>>>::SECRET) };
        const { assert!(!BTreeMap::<String, u8>::SECRET) };

        let keys = Keys::from_setting("a=changeme, b=password").unwrap();
        assert_eq!(FromSetting::keys(&keys).len(), 2);
        let told = keys.unfit().unwrap().to_string();
        assert!(told.starts_with("a value: "), "{told}");
        for _ in 0..8 {
            let again = Keys::from_setting("b=password, a=changeme").unwrap();
            assert_eq!(again.unfit().unwrap().to_string(), told);
        }
    }
}
