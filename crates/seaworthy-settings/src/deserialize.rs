//! Values whose type is known to serde alone.

#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IgnoredAny, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::de::StrRead;
use serde_path_to_error::Segment;

use crate::invalid::Place;
use crate::leaf::{Leaf, article_and_name};
use crate::value::not_empty;
use crate::{FromSetting, Invalid, Shape, list};

/// A field whose type has serde read it.
#[must_use]
pub fn deserialize<T: DeserializeOwned>(name: &'static str, doc: &'static str) -> Leaf<T> {
    Leaf {
        type_expects: article_and_name::<T>,
        shape: || Shape::Any,
        absent: || T::deserialize(Absent).ok(),
        ..Leaf::new(name, doc, from_text)
    }
}

/// Reads a value whose type has serde read it.
///
/// The type says how, and nothing is guessed from what the text looks like. Booleans and numbers
/// are read as [`FromSetting`] reads them. Text and the name of an enum's variant are the text as
/// it is. A list is a JSON array or has commas; a struct, a map or a variant with content is a JSON
/// object. The empty text is an empty list, or none for an `Option`, and nothing else.
///
/// # Errors
///
/// The first reason why the type refuses the text, with the place in it: `servers[1].port: …`.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, Invalid> {
    let text = Text {
        text,
        is_item: false,
    };
    serde_path_to_error::deserialize(text).map_err(|error| {
        let path = error.path();
        let mut segments = path.iter();
        match (segments.next(), segments.next()) {
            (None, _) => error.into_inner().0,
            (Some(Segment::Seq { index }), None) => {
                let item = Place::Item(*index);
                error.into_inner().0.at(item)
            }
            _ => Invalid::new(format!("{path}: {}", error.inner())),
        }
    })
}

/// The text of a variable.
#[derive(Clone, Copy)]
struct Text<'a> {
    text: &'a str,
    /// Whether it stood between commas. A type that is a list of itself would go on forever if
    /// such an item was a list without an end.
    is_item: bool,
}

/// Methods that read a type as a setting.
macro_rules! as_settings {
    ($($method:ident: $type:ty => $visit:ident,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            visitor.$visit(<$type>::from_setting(self.text)?)
        }
    )*};
}

/// Methods that pass the text on as it is.
macro_rules! as_text {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            visitor.visit_borrowed_str(not_empty(self.text)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = Fault;

    as_settings! {
        deserialize_bool: bool => visit_bool,
        deserialize_f32: f32 => visit_f32,
        deserialize_f64: f64 => visit_f64,
        deserialize_i8: i8 => visit_i8,
        deserialize_i16: i16 => visit_i16,
        deserialize_i32: i32 => visit_i32,
        deserialize_i64: i64 => visit_i64,
        deserialize_i128: i128 => visit_i128,
        deserialize_u8: u8 => visit_u8,
        deserialize_u16: u16 => visit_u16,
        deserialize_u32: u32 => visit_u32,
        deserialize_u64: u64 => visit_u64,
        deserialize_u128: u128 => visit_u128,
    }

    as_text! { deserialize_char deserialize_identifier deserialize_str deserialize_string }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.text.trim();
        let is_json =
            text.starts_with(['[', '{']) && serde_json::from_str::<IgnoredAny>(text).is_ok();
        if is_json {
            json(text, |json| json.deserialize_any(visitor))
        } else {
            self.deserialize_str(visitor)
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_borrowed_bytes(not_empty(self.text)?.as_bytes())
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let text = not_empty(self.text.trim())?;
        if text.starts_with('{') {
            json(text, |json| json.deserialize_enum(name, variants, visitor))
        } else {
            visitor.visit_enum(BorrowedStrDeserializer::new(text))
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = not_empty(self.text.trim())?;
        if !text.starts_with('{') {
            return Err(Invalid::new("it is not a JSON object").into());
        }
        json(text, |json| json.deserialize_map(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.text.is_empty() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.text.trim();
        if text.starts_with('[') {
            return json(text, |json| json.deserialize_seq(visitor));
        }
        if self.is_item {
            return Err(Invalid::new("a list of lists must be JSON").into());
        }
        let items = list::separated(text).filter(|_| !text.is_empty());
        let items = items.map(|text| Self {
            text,
            is_item: true,
        });
        let mut items = SeqDeserializer::new(items);
        let value = visitor.visit_seq(&mut items)?;
        items.end()?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if !self.text.is_empty() {
            return Err(Invalid::new("it is not empty").into());
        }
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }
}

impl<'de> IntoDeserializer<'de, Fault> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Reads the whole text as JSON.
fn json<'de, T>(
    text: &'de str,
    read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'de>>) -> serde_json::Result<T>,
) -> Result<T, Fault> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = read(&mut json)?;
    json.end()?;
    Ok(value)
}

/// A variable that is not set, which only an `Option` takes.
struct Absent;

impl<'de> Deserializer<'de> for Absent {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(Invalid::new("it is missing").into())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Why a type refuses the text. What the type says may hold a piece of it.
#[derive(Debug)]
struct Fault(Invalid);

impl Error for Fault {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self(Invalid::new(reason.to_string()))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Invalid> for Fault {
    fn from(invalid: Invalid) -> Self {
        Self(invalid)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::custom(error)
    }
}

impl std::error::Error for Fault {}
