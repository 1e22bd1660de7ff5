use crate::escape::Escape;
use crate::form::Form;

/// The value of a field that every line has.
///
/// ```
/// use seaworthy_log::FieldValue;
///
/// assert_eq!(FieldValue::from("eu-1"), FieldValue::Text("eu-1".to_owned()));
/// assert_eq!(FieldValue::from(7), FieldValue::Int(7));
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// A truth.
    Bool(bool),
    /// A number with a point.
    Float(f64),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
}

impl FieldValue {
    pub(crate) fn write(&self, out: &mut Vec<u8>, form: Form) {
        match self {
            Self::Bool(value) => form.bool(out, *value),
            Self::Float(value) => form.float(out, *value),
            Self::Int(value) => form.int(out, *value),
            Self::Text(value) => form.str(out, value, Escape::Quoted),
        }
    }
}

impl From<bool> for FieldValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for FieldValue {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<i64> for FieldValue {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for FieldValue {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for FieldValue {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
