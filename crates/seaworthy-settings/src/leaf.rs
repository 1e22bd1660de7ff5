//! What the derive knows of a field that is one variable.

use std::borrow::Cow;
use std::fmt::{self, Display};

use crate::parsed::{Unwrapped, parse};
use crate::{Context, FromSetting, Invalid, SecretKey, Shape};

/// A field that is one variable: how it is named, read and checked.
///
/// What is only needed where something is wrong, or for a table, is a function and costs nothing
/// before.
#[derive(Debug)]
pub struct Leaf<T> {
    pub(crate) name: &'static str,
    /// Former names.
    pub(crate) aliases: Vec<&'static str>,
    pub(crate) doc: &'static str,
    pub(crate) type_expects: fn() -> Cow<'static, str>,
    /// What the field expects, in other words than its type's.
    pub(crate) field_expects: Option<&'static str>,
    pub(crate) shape: fn() -> Shape,
    pub(crate) secret: bool,
    pub(crate) parse: fn(&str) -> Result<T, Invalid>,
    pub(crate) absent: fn() -> Option<T>,
    pub(crate) unfit: fn(&T) -> Option<Invalid>,
    pub(crate) keys: fn(&T) -> Vec<&SecretKey>,
    pub(crate) default: Option<DefaultValue<T>>,
    pub(crate) debug: Option<DefaultValue<T>>,
    pub(crate) constraints: Vec<Constraint<T>>,
    pub(crate) validate: Option<Validate<T>>,
}

pub(crate) type Validate<T> = fn(&T, &Context<'_>) -> Result<(), Invalid>;

/// A default: its text, and how it is made.
#[derive(Debug)]
pub(crate) struct DefaultValue<T> {
    pub(crate) text: &'static str,
    pub(crate) make: fn() -> Result<T, Invalid>,
}

/// What a value must hold besides being of its type.
#[derive(Debug)]
pub(crate) struct Constraint<T> {
    pub(crate) bound: Bound,
    pub(crate) holds: fn(&T) -> Result<(), Invalid>,
}

/// What limits the values of a setting: the attributes `length`, `max` and `min` of its field.
///
/// ```
/// use seaworthy_settings::{Settings, Sources};
///
/// #[derive(Settings)]
/// struct Server {
///     #[settings(default = 8000, min = 1024)]
///     port: u16,
///     #[settings(default = ["localhost"], length = 1..=16)]
///     hosts: Vec<String>,
/// }
///
/// let fields = Server::fields();
/// assert_eq!(fields[0].expected, "a whole number from 0 to 65535, at least 1024");
/// assert!(fields[1].expected.ends_with("each item text, of length 1 to 16"));
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bound {
    /// How many characters, items or entries there are, the most included.
    Length {
        /// The fewest.
        min: usize,
        /// The most, if there is such a limit.
        max: Option<usize>,
    },
    /// The greatest value, as the variable would hold it, or the expression that makes it.
    Max(&'static str),
    /// The least value, likewise.
    Min(&'static str),
}

/// How what an option expects ends.
pub(crate) const OR_NOTHING: &str = ", or nothing";

/// A field whose type is a setting.
#[must_use]
pub fn setting<T: FromSetting>(name: &'static str, doc: &'static str) -> Leaf<T> {
    Leaf {
        type_expects: T::expected,
        shape: T::shape,
        secret: T::SECRET,
        absent: T::absent,
        unfit: T::unfit,
        keys: T::keys,
        ..Leaf::new(name, doc, T::from_setting)
    }
}

/// A field whose type parses itself, or is a list of what does.
#[must_use]
pub fn from_str<T: FromSetting + Unwrapped>(
    name: &'static str,
    doc: &'static str,
) -> Leaf<T::Value> {
    Leaf {
        type_expects: T::expected,
        shape: T::shape,
        absent: || T::absent().map(T::unwrapped),
        ..Leaf::new(name, doc, parse::<T>)
    }
}

/// The type's own name, as nothing else is known of it.
pub(crate) fn article_and_name<T>() -> Cow<'static, str> {
    let path = std::any::type_name::<T>();
    let path = path.strip_prefix("core::option::Option<").unwrap_or(path);
    let path = path.split(['<', '>']).next().unwrap_or(path);
    let name = path.rsplit("::").next().unwrap_or(path);
    // No `U`: it is as often spoken as in `unit` as in `under`.
    let article = match name.chars().next() {
        Some('A' | 'E' | 'I' | 'O' | 'a' | 'e' | 'i' | 'o') => "an",
        _ => "a",
    };
    format!("{article} {name}").into()
}

impl<T> Leaf<T> {
    pub(crate) fn new(
        name: &'static str,
        doc: &'static str,
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Self {
        Self {
            name,
            aliases: Vec::new(),
            doc,
            type_expects: || "text".into(),
            field_expects: None,
            shape: || Shape::Text,
            secret: false,
            parse,
            absent: || None,
            unfit: |_| None,
            keys: |_| Vec::new(),
            default: None,
            debug: None,
            constraints: Vec::new(),
            validate: None,
        }
    }

    /// A former name, which still counts, with a warning.
    #[must_use]
    pub fn alias(mut self, name: &'static str) -> Self {
        self.aliases.push(name);
        self
    }

    /// What the value should be, in other words.
    #[must_use]
    pub const fn expected(mut self, expected: &'static str) -> Self {
        self.field_expects = Some(expected);
        self
    }

    /// The value is never shown, whatever its type.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The default.
    #[must_use]
    pub const fn default(mut self, text: &'static str, make: fn() -> Result<T, Invalid>) -> Self {
        self.default = Some(DefaultValue { text, make });
        self
    }

    /// The default while `DEBUG` is on.
    #[must_use]
    pub const fn debug(mut self, text: &'static str, make: fn() -> Result<T, Invalid>) -> Self {
        self.debug = Some(DefaultValue { text, make });
        self
    }

    /// What the value must hold, defaults not asked.
    #[must_use]
    pub fn constraint(mut self, bound: Bound, holds: fn(&T) -> Result<(), Invalid>) -> Self {
        self.constraints.push(Constraint { bound, holds });
        self
    }

    /// What else must hold of a value that is given.
    #[must_use]
    pub const fn validate(mut self, validate: Validate<T>) -> Self {
        self.validate = Some(validate);
        self
    }

    /// Reads a text, and says everything that is wrong with it.
    pub(crate) fn read(&self, text: &str, context: &Context<'_>) -> Result<T, Invalid> {
        let value = (self.parse)(text)?;
        let broken = self.constraints.iter();
        let broken = broken.filter_map(|constraint| (constraint.holds)(&value).err());
        let invalid = self.validate.and_then(|holds| holds(&value, context).err());
        Invalid::join(broken.chain(invalid)).map_or(Ok(value), Err)
    }

    /// What the value should be, with its bounds.
    pub(crate) fn expects(&self) -> String {
        let expected = match self.field_expects {
            Some(expected) => expected.into(),
            None => (self.type_expects)(),
        };
        // Nothing has no bounds.
        let (mut expected, or_nothing) = match expected.strip_suffix(OR_NOTHING) {
            Some(expected) => (expected.to_owned(), OR_NOTHING),
            None => (expected.into_owned(), ""),
        };
        for constraint in &self.constraints {
            expected.push_str(&format!(", {}", constraint.bound));
        }
        expected + or_nothing
    }
}

impl Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length {
                min,
                max: Some(max),
            } if min == max => write!(f, "of length {min}"),
            Self::Length { min, max: None } => write!(f, "of length {min} or more"),
            Self::Length {
                min: 0,
                max: Some(max),
            } => write!(f, "of length {max} or less"),
            Self::Length {
                min,
                max: Some(max),
            } => write!(f, "of length {min} to {max}"),
            Self::Max(text) => write!(f, "at most {text}"),
            Self::Min(text) => write!(f, "at least {text}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_named_with_its_article() {
        assert_eq!(article_and_name::<std::num::NonZeroU8>(), "a NonZero");
        assert_eq!(article_and_name::<std::net::IpAddr>(), "an IpAddr");
        assert_eq!(article_and_name::<Option<u8>>(), "a u8");
    }

    #[test]
    fn a_bound_is_told_in_words() {
        for (bound, text) in [
            (Bound::Min("1m"), "at least 1m"),
            (Bound::Max("-5"), "at most -5"),
            (Bound::Length { min: 2, max: None }, "of length 2 or more"),
            (of_length(0, 9), "of length 9 or less"),
            (of_length(2, 9), "of length 2 to 9"),
            (of_length(9, 9), "of length 9"),
        ] {
            assert_eq!(bound.to_string(), text);
        }
    }

    fn of_length(min: usize, max: usize) -> Bound {
        Bound::Length {
            min,
            max: Some(max),
        }
    }
}
