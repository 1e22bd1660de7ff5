//! What a setting is: one field, one variable.

use crate::leaf::{DefaultValue, Leaf};
use crate::secret::REDACTED;
use crate::{Settings, Shape};

/// A setting as its struct declares it: for tables, help texts and example files.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Field {
    /// The full name of the variable, such as `SESSION_COOKIE_NAME`.
    pub variable: String,
    /// The doc comment of the field.
    pub doc: &'static str,
    /// What the value should be, such as `a whole number from 0 to 65535`.
    pub expected: String,
    /// What form the value has.
    pub shape: Shape,
    /// The default as the variable would hold it, or the expression that makes it; `[redacted]`
    /// for a secret.
    pub default: Option<String>,
    /// The default while `DEBUG` is on, where it is another one.
    pub debug_default: Option<String>,
    /// Whether the value is never shown.
    pub secret: bool,
    /// Whether it must be set in production.
    pub required: bool,
}

impl Field {
    pub(crate) fn new<T>(variable: String, leaf: &Leaf<T>) -> Self {
        let text = |default: &Option<DefaultValue<T>>| {
            let text = default.as_ref().map(|default| default.text);
            text.map(|text| if leaf.secret { REDACTED } else { text }.to_owned())
        };
        Self {
            variable,
            doc: leaf.doc,
            expected: leaf.expects(),
            shape: (leaf.shape)(),
            default: text(&leaf.default),
            debug_default: text(&leaf.debug),
            secret: leaf.secret,
            required: leaf.default.is_none() && (leaf.absent)().is_none(),
        }
    }
}

/// What goes through the fields of a struct: to list them, or to read them.
pub trait Visitor {
    /// A field that is one variable; `None` if it has no value.
    fn leaf<T>(&mut self, leaf: Leaf<T>) -> Option<T>;

    /// A struct of settings, whose names are joined to this one, unless it is empty.
    fn nested<S: Settings>(&mut self, name: &'static str) -> Option<S>;
}

/// Joins names with `_`.
pub(crate) fn join(outer: &str, inner: &str) -> String {
    match (outer, inner) {
        ("", name) | (name, "") => name.to_owned(),
        (outer, inner) => format!("{outer}_{inner}"),
    }
}

/// Lists the fields, and reads none.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) scope: String,
    pub(crate) fields: Vec<Field>,
}

impl Outline {
    pub(crate) fn of<S: Settings>(prefix: &str) -> Vec<Field> {
        let mut outline = Self {
            scope: prefix.to_owned(),
            fields: Vec::new(),
        };
        let _ = S::visit(&mut outline);
        outline.fields
    }
}

impl Visitor for Outline {
    fn leaf<T>(&mut self, leaf: Leaf<T>) -> Option<T> {
        let variable = join(&self.scope, leaf.name);
        self.fields.push(Field::new(variable, &leaf));
        None
    }

    fn nested<S: Settings>(&mut self, name: &'static str) -> Option<S> {
        let scope = join(&self.scope, name);
        let outer = std::mem::replace(&mut self.scope, scope);
        let nothing = S::visit(self);
        self.scope = outer;
        nothing
    }
}
