//! TOML files.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use crate::declared::Declared;
use crate::document::{self, Child, Node};
use crate::layer::{Form, Item, Layer};
use crate::lines::Lines;
use crate::sources::File;
use crate::{Issue, Source, Sources, explain, text_file};

/// The values of a file; none, if it is missing and may be.
pub(crate) fn read(
    file: &File,
    sources: &Sources,
    declared: &Declared,
    issues: &mut Vec<Issue>,
) -> Option<Layer> {
    let text = text_file::read(file, issues)?;
    let lines = Lines::of(&text);
    let (table, mut errors) = DeTable::parse_recoverable(&text);
    let start = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
    errors.sort_by_key(start);
    let syntax = errors.iter().map(|error| {
        // Its words are the parser's own, and hold nothing of the file.
        let reason = error.message().to_owned();
        explain::of_syntax(&lines.location(&file.path, start(error)), reason)
    });
    issues.extend(explain::at_most(syntax.collect(), &file.path));
    let place = |error| {
        let at = start(error);
        (at, lines.from(at).1)
    };
    let places: Vec<_> = errors.iter().map(place).collect();
    let root = Value {
        value: &DeValue::Table(table.into_inner()),
        path: &file.path,
        lines: &lines,
        errors: &places,
    };
    if errors.is_empty() {
        let mut found = Vec::new();
        let layer = document::layer(&root, sources, declared, &mut found);
        // In the order of the file, not of the alphabet.
        found.sort_by_key(|issue| {
            let location = issue.source().and_then(Source::location);
            location.map(|location| (location.line, location.column))
        });
        issues.extend(explain::at_most(found, &file.path));
        return Some(layer);
    }
    // What seems to be a key may be a piece of a value then.
    Some(Layer {
        is_suspect: true,
        ..document::layer(&root, sources, declared, &mut Vec::new())
    })
}

/// A value and the file in which it stands.
#[derive(Clone, Copy)]
struct Value<'a> {
    value: &'a DeValue<'a>,
    path: &'a Path,
    lines: &'a Lines<'a>,
    /// At which bytes and in which lines the errors stand, in their order.
    errors: &'a [(usize, usize)],
}

impl Node for Value<'_> {
    fn is_table(&self) -> bool {
        self.value.is_table()
    }

    fn table(&self) -> Option<Vec<Child<Self>>> {
        let children = self.value.as_table()?.iter().map(|(key, value)| Child {
            key: key.get_ref().to_string(),
            node: Self {
                value: value.get_ref(),
                ..*self
            },
            source: Source::Toml(self.lines.location(self.path, start(value, key.span()))),
            item: self.item(key.span(), value),
            is_broken: self.is_broken(key.span(), value.span()),
        });
        Some(children.collect())
    }

    fn text(&self) -> (String, Form) {
        match self.value {
            DeValue::String(text) => (text.to_string(), Form::One),
            DeValue::Array(_) => (json(self.value), Form::Array),
            DeValue::Table(_) => (json(self.value), Form::Table),
            one => (literal(one), Form::One),
        }
    }
}

impl Value<'_> {
    /// Whether an error stands in the value or on its line; where there is no value, the parser
    /// makes one up.
    fn is_broken(&self, key: Range<usize>, value: Range<usize>) -> bool {
        let line = self.lines.from(key.start).1;
        let first = self.errors.partition_point(|(at, _)| *at < value.start);
        let within = self
            .errors
            .get(first)
            .is_some_and(|(at, _)| value.contains(at));
        within
            || self
                .errors
                .binary_search_by_key(&line, |(_, line)| *line)
                .is_ok()
    }

    /// The key and its value, as far as they stand on one line.
    fn item(&self, key: Range<usize>, value: &Spanned<DeValue<'_>>) -> Option<Item> {
        let Range { start, end } = match value.get_ref() {
            // What is in a table has items of its own.
            DeValue::Table(_) => key.clone(),
            _ => value.span(),
        };
        let (text, line, column) = self.lines.from(key.start);
        let begin = start.checked_sub(key.start)?;
        let text = text.get(..end.checked_sub(key.start)?).unwrap_or(text);
        (begin < text.len()).then(|| Item {
            text: Zeroizing::new(text.to_owned()),
            line,
            column,
            mark: begin..text.len(),
        })
    }
}

/// Where a value begins; a table in a header has no place of its own but its key's.
fn start(value: &Spanned<DeValue<'_>>, key: Range<usize>) -> usize {
    match value.get_ref() {
        DeValue::Table(_) => key.start,
        _ => value.span().start,
    }
}

/// A value that is neither text nor made of others, as it was written: `1.10` stays `1.10`.
fn literal(value: &DeValue<'_>) -> String {
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().to_owned(),
        DeValue::Integer(integer) => i128::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| integer.to_string(), |number| number.to_string()),
        DeValue::Float(float) => float.as_str().to_owned(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(value) => value.to_string(),
        DeValue::String(text) => text.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => json(value),
    }
}

/// A value as JSON, in which lists and maps are read.
fn json(value: &DeValue<'_>) -> String {
    let join = |items: Vec<String>| items.join(",");
    match value {
        DeValue::Array(array) => {
            let items = array.iter().map(|item| json(item.get_ref())).collect();
            format!("[{}]", join(items))
        }
        DeValue::Table(table) => {
            let entries = table.iter().map(|(key, value)| {
                let key = serde_json::Value::from(key.get_ref().as_ref());
                format!("{key}:{}", json(value.get_ref()))
            });
            format!("{{{}}}", join(entries.collect()))
        }
        DeValue::Boolean(_) | DeValue::Integer(_) => literal(value).trim_start_matches('+').into(),
        DeValue::Float(float) if float.as_str().ends_with(|c: char| c.is_ascii_digit()) => {
            float.as_str().trim_start_matches('+').to_owned()
        }
        _ => serde_json::Value::from(literal(value)).to_string(),
    }
}
