//! Values whose type parses itself, alone or in a list.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use crate::leaf::article_and_name;
use crate::{FromSetting, Invalid};

/// A value that is read by its [`FromStr`], for as long as it is being read.
#[derive(Debug)]
pub struct Parsed<T>(T);

impl<T: FromStr<Err: Display>> FromSetting for Parsed<T> {
    fn expected() -> Cow<'static, str> {
        article_and_name::<T>()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        text.parse().map(Self).map_err(|error: T::Err| {
            if text.is_empty() {
                Invalid::new("it is empty")
            } else {
                Invalid::new(error.to_string())
            }
        })
    }
}

/// What holds values that are being read, and becomes the same of what they are.
pub trait Unwrapped {
    /// The type of the field.
    type Value;

    /// The value of the field.
    fn unwrapped(self) -> Self::Value;
}

impl<T> Unwrapped for Parsed<T> {
    type Value = T;

    fn unwrapped(self) -> T {
        self.0
    }
}

impl<T: Unwrapped> Unwrapped for Option<T> {
    type Value = Option<T::Value>;

    fn unwrapped(self) -> Self::Value {
        self.map(T::unwrapped)
    }
}

impl<T: Unwrapped> Unwrapped for Vec<T> {
    type Value = Vec<T::Value>;

    fn unwrapped(self) -> Self::Value {
        self.into_iter().map(T::unwrapped).collect()
    }
}

/// Reads a value whose type parses itself, or a list of such.
///
/// # Errors
///
/// What the type says, or that the text is empty.
pub fn parse<T: FromSetting + Unwrapped>(text: &str) -> Result<T::Value, Invalid> {
    T::from_setting(text).map(T::unwrapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_of_what_its_items_parse_to() {
        let list = parse::<Vec<Parsed<char>>>("a, b");
        assert_eq!(list, Ok(vec!['a', 'b']));
        let list = parse::<Option<Vec<Parsed<char>>>>(r#"["a", ","]"#);
        assert_eq!(list, Ok(Some(vec!['a', ','])));
        assert_eq!(parse::<Option<Parsed<char>>>(""), Ok(None));
        let invalid = parse::<Vec<Parsed<char>>>("a,bc,").unwrap_err();
        assert_eq!(invalid.to_string(), "item 2: too many characters in string");
    }
}
