//! What a setting is: one field, one variable.

use std::ops::Deref;

use crate::leaf::{Bound, DefaultValue, Leaf};
use crate::secret::REDACTED;
use crate::{Settings, Shape};

/// A setting as its struct declares it: for tables, help texts and example files.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Field {
    /// The full name of the variable, such as `SESSION_COOKIE_NAME`.
    pub variable: String,
    /// The path of the key in a TOML file, such as `session_cookie.name`.
    pub key: String,
    /// Former names of the variable, which still count, with a warning.
    pub aliases: Vec<String>,
    /// The doc comment of the field.
    pub doc: &'static str,
    /// What the value should be, such as `a whole number from 0 to 65535`.
    pub expected: String,
    /// What form the value has.
    pub shape: Shape,
    /// What limits the value besides.
    pub bounds: Vec<Bound>,
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

/// The settings of a struct and of those within, in the order of the fields.
///
/// It is a slice of [`Field`]s.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fields(Vec<Field>);

impl Fields {
    pub(crate) fn of<S: Settings>() -> Self {
        let mut outline = Outline::default();
        let _ = S::visit(&mut outline);
        Self(outline.fields)
    }

    /// The same with names that begin with this word and `_`, as
    /// [`Sources::prefix`](crate::Sources::prefix) has them.
    #[must_use]
    pub fn prefix(mut self, prefix: &str) -> Self {
        let prefix = prefix.trim_end_matches('_');
        for field in &mut self.0 {
            let names = std::iter::once(&mut field.variable).chain(&mut field.aliases);
            names.for_each(|name| *name = join(prefix, name, '_'));
        }
        self
    }
}

impl Deref for Fields {
    type Target = [Field];

    fn deref(&self) -> &[Field] {
        &self.0
    }
}

impl IntoIterator for Fields {
    type Item = Field;
    type IntoIter = std::vec::IntoIter<Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = std::slice::Iter<'a, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Field {
    fn new<T>(scope: &Scope, leaf: &Leaf<T>) -> Self {
        let text = |default: &Option<DefaultValue<T>>| {
            default.as_ref().map(|default| default.text.to_owned())
        };
        let mut field = Self {
            variable: scope.variable(leaf.name),
            key: scope.key(leaf.name),
            aliases: leaf
                .aliases
                .iter()
                .map(|name| scope.variable(name))
                .collect(),
            doc: leaf.doc,
            expected: leaf.expects(),
            shape: (leaf.shape)(),
            bounds: leaf
                .constraints
                .iter()
                .map(|constraint| constraint.bound)
                .collect(),
            default: text(&leaf.default),
            debug_default: text(&leaf.debug),
            secret: leaf.secret,
            required: leaf.default.is_none() && (leaf.absent)().is_none(),
        };
        field.conceal(leaf.secret);
        field
    }
}

impl Field {
    /// Shows no default, if the value is a secret.
    fn conceal(&mut self, secret: bool) {
        self.secret |= secret;
        if self.secret {
            let defaults = [&mut self.default, &mut self.debug_default];
            for default in defaults.into_iter().flatten() {
                REDACTED.clone_into(default);
            }
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

/// Where in the structs a field stands: what comes before its name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// Before the name of a variable, without the `_`.
    variables: String,
    /// Before the name of a key, without the `.`.
    keys: String,
}

impl Scope {
    pub(crate) fn new(prefix: &str) -> Self {
        Self {
            variables: prefix.to_owned(),
            keys: String::new(),
        }
    }

    pub(crate) fn variables(&self) -> &str {
        &self.variables
    }

    /// The full name of a variable.
    pub(crate) fn variable(&self, name: &str) -> String {
        join(&self.variables, name, '_')
    }

    /// The path of its key in a file.
    pub(crate) fn key(&self, name: &str) -> String {
        let mut key = join(&self.keys, name, '.');
        // The names are ASCII, as shells want them.
        key.make_ascii_lowercase();
        key
    }

    /// Goes into a struct of this name, and returns where it was.
    pub(crate) fn enter(&mut self, name: &str) -> Self {
        let inner = Self {
            variables: self.variable(name),
            keys: self.key(name),
        };
        std::mem::replace(self, inner)
    }
}

/// Joins two names, either of which may be empty.
pub(crate) fn join(outer: &str, inner: &str, between: char) -> String {
    match (outer, inner) {
        ("", name) | (name, "") => name.to_owned(),
        (outer, inner) => {
            let mut name = String::with_capacity(outer.len() + 1 + inner.len());
            name.push_str(outer);
            name.push(between);
            name.push_str(inner);
            name
        }
    }
}

/// Lists the fields, and reads none.
#[derive(Debug, Default)]
struct Outline {
    scope: Scope,
    fields: Vec<Field>,
}

impl Visitor for Outline {
    fn leaf<T>(&mut self, leaf: Leaf<T>) -> Option<T> {
        let field = Field::new(&self.scope, &leaf);
        let mut fields = self.fields.iter_mut();
        match fields.find(|other| other.variable == field.variable) {
            // What is a secret for one field is one for all that have the variable.
            Some(other) => other.conceal(field.secret),
            None => self.fields.push(field),
        }
        None
    }

    fn nested<S: Settings>(&mut self, name: &'static str) -> Option<S> {
        let outer = self.scope.enter(name);
        let nothing = S::visit(self);
        self.scope = outer;
        nothing
    }
}
