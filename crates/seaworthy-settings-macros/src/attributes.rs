//! What stands in `#[settings(…)]`, on a struct and on a field.

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, Expr, ExprPath, LitStr, Path, Result};

use crate::bounds::Bounds;
use crate::names;

const OF_A_FIELD: &str = "`alias`, `debug`, `default`, `deserialize`, `env`, `expected`, \
                          `flatten`, `from_str`, `length`, `max`, `min`, `nested`, `secret`, \
                          `validate`";

/// The path of the crate `seaworthy_settings`, which a struct or an enum may say.
pub(crate) fn krate(attributes: &[Attribute], name: &str, of: &str) -> Result<Path> {
    let mut krate = None;
    for attribute in named(attributes, name) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("crate") {
                let path = meta.value()?.call(Path::parse_mod_style)?;
                return once(&mut krate, path, &meta);
            }
            Err(unknown(&meta, of, "`crate`"))
        })?;
    }
    Ok(krate.unwrap_or_else(|| syn::parse_quote!(::seaworthy_settings)))
}

/// The attributes of a field.
pub(crate) enum Field {
    /// One variable.
    Leaf(Box<Leaf>),
    /// A struct of settings, whose names are joined to this name, if there is one.
    Struct { name: Name },
}

/// What a struct of settings puts before the names of its fields.
pub(crate) enum Name {
    /// Nothing: it is flattened.
    Nothing,
    /// The name of the field.
    OfField,
    /// Another name.
    Other(LitStr),
}

/// The attributes of a field that is one variable.
#[derive(Default)]
pub(crate) struct Leaf {
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) bounds: Bounds,
    pub(crate) debug: Option<Expr>,
    pub(crate) default: Option<Expr>,
    pub(crate) env: Option<LitStr>,
    pub(crate) expected: Option<LitStr>,
    pub(crate) parser: Parser,
    pub(crate) secret: bool,
    pub(crate) validate: Option<ExprPath>,
}

/// By which trait a value is read.
#[derive(Clone, Copy, Default)]
pub(crate) enum Parser {
    Deserialize,
    #[default]
    FromSetting,
    FromStr,
}

impl Field {
    pub(crate) fn parse(attributes: &[Attribute]) -> Result<Self> {
        let mut raw = Raw::default();
        for attribute in named(attributes, "settings") {
            attribute.parse_nested_meta(|meta| raw.take(&meta))?;
        }
        raw.check()
    }
}

/// What was written on a field, not yet checked for sense.
#[derive(Default)]
struct Raw {
    leaf: Leaf,
    deserialize: Option<()>,
    flatten: Option<()>,
    from_str: Option<()>,
    nested: Option<()>,
    secret: Option<()>,
    /// The attributes that only one variable can have, in the order in which they were written.
    of_a_leaf: Vec<(Span, String)>,
    /// Where `flatten` stands.
    flattened_at: Option<Span>,
}

impl Raw {
    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let Some(ident) = meta.path.get_ident() else {
            return Err(unknown(meta, "a field", OF_A_FIELD));
        };
        let name = ident.to_string();
        let leaf = &mut self.leaf;
        match name.as_str() {
            "alias" => {
                let alias: LitStr = meta.value()?.parse()?;
                names::check(&alias)?;
                leaf.aliases.push(alias);
            }
            "debug" => once(&mut leaf.debug, meta.value()?.parse()?, meta)?,
            "default" => once(&mut leaf.default, meta.value()?.parse()?, meta)?,
            "deserialize" => once(&mut self.deserialize, (), meta)?,
            "env" => {
                let env: LitStr = meta.value()?.parse()?;
                names::check(&env)?;
                return once(&mut leaf.env, env, meta);
            }
            "expected" => once(&mut leaf.expected, meta.value()?.parse()?, meta)?,
            "flatten" => {
                self.flattened_at = Some(ident.span());
                return once(&mut self.flatten, (), meta);
            }
            "from_str" => once(&mut self.from_str, (), meta)?,
            "length" => once(&mut leaf.bounds.length, meta.value()?.parse()?, meta)?,
            "max" => once(&mut leaf.bounds.max, meta.value()?.parse()?, meta)?,
            "min" => once(&mut leaf.bounds.min, meta.value()?.parse()?, meta)?,
            "nested" => return once(&mut self.nested, (), meta),
            "secret" => once(&mut self.secret, (), meta)?,
            "validate" => once(&mut leaf.validate, meta.value()?.parse()?, meta)?,
            _ => return Err(unknown(meta, "a field", OF_A_FIELD)),
        }
        self.of_a_leaf.push((ident.span(), name));
        Ok(())
    }

    fn check(self) -> Result<Field> {
        let name = match (self.flattened_at, self.nested, &self.leaf.env) {
            (None, None, _) => return self.leaf().map(|leaf| Field::Leaf(Box::new(leaf))),
            (Some(flatten), Some(()), _) => {
                let reason = "a field is either `nested`, with its name before the others, or \
                              `flatten`, without";
                return Err(Error::new(flatten, reason));
            }
            (Some(_), None, Some(env)) => {
                let reason = "a `flatten` field has no name of its own; `nested` has one";
                return Err(Error::new(env.span(), reason));
            }
            (Some(_), None, None) => Name::Nothing,
            (None, Some(()), None) => Name::OfField,
            (None, Some(()), Some(env)) => Name::Other(env.clone()),
        };
        if let Some((span, attribute)) = self.of_a_leaf.first() {
            let reason = format!(
                "`{attribute}` is for a field that is one variable, not for a struct of them"
            );
            return Err(Error::new(*span, reason));
        }
        Ok(Field::Struct { name })
    }

    fn leaf(mut self) -> Result<Leaf> {
        self.leaf.secret = self.secret.is_some();
        self.leaf.parser = match (self.deserialize, self.from_str) {
            (None, None) => Parser::FromSetting,
            (None, Some(())) => Parser::FromStr,
            (Some(()), None) => Parser::Deserialize,
            (Some(()), Some(())) => {
                let is_either = |name: &str| matches!(name, "deserialize" | "from_str");
                let mut both = self.of_a_leaf.iter().filter(|(_, name)| is_either(name));
                let second = both.nth(1).map_or_else(Span::call_site, |(span, _)| *span);
                let reason = "a field is read either by `from_str` or by `deserialize`";
                return Err(Error::new(second, reason));
            }
        };
        let bounds = &self.leaf.bounds;
        bounds.check()?;
        for default in [&self.leaf.default, &self.leaf.debug].into_iter().flatten() {
            bounds.check_default(default)?;
        }
        Ok(self.leaf)
    }
}

/// The attributes of this name.
pub(crate) fn named<'a>(
    attributes: &'a [Attribute],
    name: &str,
) -> impl Iterator<Item = &'a Attribute> {
    attributes
        .iter()
        .filter(move |attribute| attribute.path().is_ident(name))
}

pub(crate) fn once<T>(slot: &mut Option<T>, value: T, meta: &ParseNestedMeta<'_>) -> Result<()> {
    if slot.replace(value).is_some() {
        return Err(meta.error("this attribute is given twice"));
    }
    Ok(())
}

pub(crate) fn unknown(meta: &ParseNestedMeta<'_>, of: &str, known: &str) -> Error {
    meta.error(format!("unknown attribute; those of {of} are {known}"))
}
