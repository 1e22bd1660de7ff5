//! Providers of figment.

use figment::Figment;
use figment::value::{Tag, Value};

use crate::declared::Declared;
use crate::document::{self, Child, Node};
use crate::layer::{Form, Layer};
use crate::{Issue, Source, Sources, explain};

/// The values of a provider.
pub(crate) fn read(
    figment: &Figment,
    sources: &Sources,
    declared: &Declared,
    issues: &mut Vec<Issue>,
) -> Option<Layer> {
    // The error may hold a value, and is not shown.
    let Ok(value) = figment.find_value("") else {
        let names = figment.metadata().map(|metadata| metadata.name.to_string());
        issues.push(explain::of_provider(&names.collect::<Vec<_>>().join(", ")));
        return None;
    };
    let root = Provided {
        value: &value,
        figment,
    };
    Some(document::layer(&root, sources, declared, issues))
}

/// A value and the figment that knows where it came from.
#[derive(Clone, Copy)]
struct Provided<'a> {
    value: &'a Value,
    figment: &'a Figment,
}

impl Node for Provided<'_> {
    fn is_table(&self) -> bool {
        self.value.as_dict().is_some()
    }

    fn table(&self) -> Option<Vec<Child<Self>>> {
        let children = self.value.as_dict()?.iter().map(|(key, value)| Child {
            key: key.clone(),
            node: Self { value, ..*self },
            source: self.source(value.tag()),
            item: None,
            is_broken: false,
        });
        Some(children.collect())
    }

    fn text(&self) -> (String, Form) {
        let form = match self.value {
            Value::Array(..) => Form::Array,
            Value::Dict(..) => Form::Table,
            _ => Form::One,
        };
        let text = match self.value {
            Value::String(_, text) => text.clone(),
            Value::Char(_, character) => character.to_string(),
            Value::Empty(..) => String::new(),
            Value::Num(_, number) => number
                .to_u128()
                .map(|number| number.to_string())
                .or_else(|| number.to_i128().map(|number| number.to_string()))
                .unwrap_or_else(|| json(self.value).to_string()),
            value => json(value).to_string(),
        };
        (text, form)
    }
}

impl Provided<'_> {
    /// What the provider calls itself, and where it has its values from.
    fn source(&self, tag: Tag) -> Source {
        let metadata = self.figment.get_metadata(tag);
        let name = metadata.map_or("a provider", |metadata| &metadata.name);
        let place = metadata.and_then(|metadata| metadata.source.as_ref());
        Source::Provider(place.map_or_else(|| name.to_owned(), |place| format!("{name} {place}")))
    }
}

/// A value as JSON, in which lists and maps are read.
fn json(value: &Value) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}
