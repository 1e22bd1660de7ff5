use crate::layer::Form;

/// What form a value has, whatever its meaning: for a schema, and for what a file may hold in its
/// place.
///
/// A list may be written as an array of the file's format, and a map as a table; everything else is
/// one value.
///
/// ```
/// use seaworthy_settings::{FromSetting, Shape};
///
/// assert_eq!(bool::shape(), Shape::Boolean);
/// assert_eq!(Vec::<String>::shape(), Shape::List(Box::new(Shape::Text)));
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Shape {
    /// Anything: the type alone knows.
    Any,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer {
        /// The least, as decimal digits.
        min: String,
        /// The greatest, as decimal digits.
        max: String,
    },
    /// Items in a row.
    List(Box<Self>),
    /// Values by name.
    Map(Box<Self>),
    /// A number.
    Number,
    /// One of these words, in any case.
    OneOf(Vec<&'static str>),
    /// Text.
    Text,
}

impl Shape {
    /// Whether a file may hold this in its place.
    pub(crate) const fn takes(&self, form: Form) -> bool {
        match form {
            Form::Array => matches!(self, Self::Any | Self::List(_)),
            Form::One => true,
            Form::Table => matches!(self, Self::Any | Self::Map(_)),
        }
    }
}
