//! What the derive knows of a field that is one variable.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

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

/// The bound of a constraint, as it was written.
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
    /// The greatest value.
    Max(&'static str),
    /// The least value.
    Min(&'static str),
}

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

/// A field whose type parses itself.
#[must_use]
pub fn from_str<T: FromStr<Err: Display>>(name: &'static str, doc: &'static str) -> Leaf<T> {
    Leaf {
        type_expects: article_and_name::<T>,
        ..Leaf::new(name, doc, parse::<T>)
    }
}

/// The type's own name, as nothing else is known of it.
fn article_and_name<T>() -> Cow<'static, str> {
    let path = std::any::type_name::<T>();
    let path = path.split('<').next().unwrap_or(path);
    format!("a {}", path.rsplit("::").next().unwrap_or(path)).into()
}

impl<T> Leaf<T> {
    fn new(name: &'static str, doc: &'static str, parse: fn(&str) -> Result<T, Invalid>) -> Self {
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
        let mut expected = match self.field_expects {
            Some(expected) => expected.to_owned(),
            None => (self.type_expects)().into_owned(),
        };
        for constraint in &self.constraints {
            expected.push_str(&format!(", {}", constraint.bound));
        }
        expected
    }
}

impl Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
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

/// Reads a value whose type parses itself.
///
/// # Errors
///
/// What the type says, or that the text is empty.
pub fn parse<T: FromStr<Err: Display>>(text: &str) -> Result<T, Invalid> {
    text.parse().map_err(|error: T::Err| {
        if text.is_empty() {
            Invalid::new("it is empty")
        } else {
            Invalid::new(error.to_string())
        }
    })
}
