//! The names of variables: what they are made of, and that each belongs to one field.

use syn::ext::IdentExt;
use syn::{Error, Ident, LitStr, Result};

use crate::errors::Errors;

/// The name of a field's variable, if it is given no other.
pub(crate) fn of_field(field: &Ident) -> Result<String> {
    let name = field.unraw().to_string();
    if name.is_ascii() {
        return Ok(name.to_uppercase());
    }
    let reason = "not every shell can set a variable of this name: give the field one in ASCII, \
                  as `env = \"NAME\"`";
    Err(Error::new(field.span(), reason))
}

/// Refuses what a shell could not set.
pub(crate) fn check(name: &LitStr) -> Result<()> {
    let text = name.value();
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts_well && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Ok(());
    }
    let reason = "the name of a variable has letters, digits and `_`, and begins with no digit";
    Err(Error::new(name.span(), reason))
}

/// The names of a struct's fields.
#[derive(Default)]
pub(crate) struct Names<'a> {
    own: Vec<(String, &'a Ident)>,
    former: Vec<(&'a Ident, &'a [LitStr])>,
}

impl<'a> Names<'a> {
    /// A field with its name, which may be empty, and its former names.
    pub(crate) fn push(&mut self, name: &str, field: &'a Ident, former: &'a [LitStr]) {
        if !name.is_empty() {
            self.own.push((name.to_owned(), field));
        }
        self.former.push((field, former));
    }

    /// Refuses every name that two fields have, or one field twice.
    pub(crate) fn check(&self, errors: &mut Errors) {
        let mut taken: Vec<(&str, &Ident)> = Vec::new();
        for (name, field) in &self.own {
            if taken.iter().any(|(other, _)| other == name) {
                let reason = format!("two fields are named {name}; give one an `env`");
                errors.push(Error::new(field.span(), reason));
            }
            taken.push((name, field));
        }
        // After all names, as a former name may be that of a field further down.
        let mut former_names: Vec<(String, &Ident)> = Vec::new();
        for (field, alias) in self.former_names() {
            let name = alias.value();
            let taken = taken.iter().find(|(other, _)| *other == name);
            let former = || former_names.iter().find(|(other, _)| *other == name);
            if let Some((_, owner)) = taken {
                let whose = of(owner, field);
                let reason = format!("this is the name of {whose}: an `alias` is a former name");
                errors.push(Error::new(alias.span(), reason));
            } else if let Some((_, owner)) = former() {
                let whose = of(owner, field);
                let reason = format!("this is a former name of {whose} already");
                errors.push(Error::new(alias.span(), reason));
            }
            former_names.push((name, field));
        }
    }

    fn former_names(&self) -> impl Iterator<Item = (&'a Ident, &'a LitStr)> {
        let fields = self.former.iter();
        fields.flat_map(|(field, names)| names.iter().map(|name| (*field, name)))
    }
}

fn of(owner: &Ident, field: &Ident) -> String {
    if owner == field {
        "this variable".to_owned()
    } else {
        format!("the field `{owner}`")
    }
}
