//! JSON in the place of commas.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::layer::Form;
use crate::{FromSetting, Invalid, Shape};

/// The items of an array, each as it was written.
pub(crate) fn items(text: &str) -> Result<Vec<&RawValue>, Invalid> {
    serde_json::from_str(text).map_err(|error| broken("array", &error))
}

/// The keys and values of an object, with those whose key comes twice.
pub(crate) fn entries(text: &str) -> Result<Vec<Entry<'_>>, Invalid> {
    let entries: Result<Entries<'_>, _> = serde_json::from_str(text);
    entries
        .map(|entries| entries.0)
        .map_err(|error| broken("object", &error))
}

pub(crate) type Entry<'a> = (Zeroizing<String>, &'a RawValue);

/// Where the text is not JSON, in words that hold nothing of it.
fn broken(form: &str, error: &serde_json::Error) -> Invalid {
    let (line, column) = (error.line(), error.column());
    Invalid::new(format!(
        "it is not a JSON {form}, at line {line} column {column}"
    ))
}

/// Reads a value as if a variable held it: text without its quotes, an array or an object as JSON.
pub(crate) fn value<T: FromSetting>(json: &RawValue) -> Result<T, Invalid> {
    let json = json.get();
    let takes = match json.as_bytes().first() {
        Some(b'"') => {
            let text = serde_json::from_str::<String>(json).map(Zeroizing::new);
            let text = text.map_err(|_| Invalid::new("it is not a JSON string"))?;
            return T::from_setting(&text);
        }
        Some(b'[') => T::shape().takes(Form::Array),
        Some(b'{') => T::shape().takes(Form::Table),
        Some(b'n') | None => false,
        // The digits as they stand, so that `1.10` stays `1.10`.
        Some(_) => true,
    };
    if !takes {
        return Err(Invalid::new(match T::shape() {
            Shape::List(_) => "it is neither an array nor a string nor a number nor a boolean",
            Shape::Map(_) => "it is neither an object nor a string",
            _ => "it is neither a string nor a number nor a boolean",
        }));
    }
    T::from_setting(json)
}

struct Entries<'a>(Vec<Entry<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder).map(Self)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Vec<Entry<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
            entries.push((Zeroizing::new(key), value));
        }
        Ok(entries)
    }
}
