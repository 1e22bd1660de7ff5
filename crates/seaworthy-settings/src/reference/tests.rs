//! What holds of all documents.

use std::collections::HashSet;

use proptest::prelude::*;

use super::{env_example, json_schema, markdown};
use crate::{Field, Shape, dotenv};

pub(crate) fn field(variable: &str, key: &str) -> Field {
    Field {
        variable: variable.to_owned(),
        key: key.to_owned(),
        aliases: Vec::new(),
        doc: "",
        expected: "text".to_owned(),
        shape: Shape::Text,
        bounds: Vec::new(),
        default: None,
        debug_default: None,
        secret: false,
        required: true,
    }
}

pub(crate) fn optional(variable: &str, key: &str, default: &str) -> Field {
    Field {
        default: Some(default.to_owned()),
        required: false,
        ..field(variable, key)
    }
}

/// What the file sets, after a reader has removed the `#` before this name, if any.
pub(crate) fn set(file: &str, name: Option<&str>) -> Vec<(String, String)> {
    let marked = name.map(|name| format!("#{name}="));
    let lines = file.lines().map(|line| match &marked {
        Some(marked) if line.starts_with(marked) => &line[1..],
        _ => line,
    });
    let file: Vec<_> = lines.collect();
    let file = file.join("\n");
    let parsed = dotenv::parse(&file);
    assert!(parsed.faults.is_empty(), "{file}");
    let variables = parsed.variables.iter();
    variables
        .map(|variable| (variable.name.to_owned(), variable.value.to_string()))
        .collect()
}

/// The cells of a row, by the rule that a pipe ends one unless there is a backslash before it.
pub(crate) fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut characters = row.chars();
    while let Some(character) = characters.next() {
        let cell = cells.last_mut().unwrap();
        match character {
            '|' => cells.push(String::new()),
            '\\' => {
                cell.push(character);
                cell.extend(characters.next());
            }
            _ => cell.push(character),
        }
    }
    assert_eq!(cells.remove(0), "");
    assert_eq!(cells.pop().as_deref(), Some(""));
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Text that a hostile author might write, and that proptest seldom would.
fn nasty() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "|", "`", "``", "\\", "\n", "\r\n", "\n\n", "<", "&lt;", "*", "_", "]", " ", "\t",
        "\u{1b}", "\0", "#", " #", "=", "X0=1", "'", "\"", "$HOME", "é", "\u{2028}", "\u{85}",
        "word",
    ]);
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    fn a_field()(
        doc in nasty(),
        expected in nasty(),
        default in proptest::option::of(nasty()),
        debug_default in proptest::option::of(nasty()),
        secret: bool,
        optional: bool,
    ) -> Field {
        Field {
            doc: Box::leak(doc.into_boxed_str()),
            expected,
            required: default.is_none() && !optional,
            default,
            debug_default,
            secret,
            ..field("", "")
        }
    }
}

fn some_fields() -> impl Strategy<Value = Vec<Field>> {
    proptest::collection::vec(a_field(), 0..4).prop_map(|fields| {
        let named = |(index, field)| Field {
            variable: format!("X{index}"),
            key: format!("table.x{index}"),
            ..field
        };
        fields.into_iter().enumerate().map(named).collect()
    })
}

proptest! {
    #[test]
    fn every_field_is_in_the_example_once_and_reads_back(fields in some_fields()) {
        let file = env_example::of(&fields);
        let required = fields.iter().filter(|field| field.required);
        let required: Vec<_> = required.map(|field| field.variable.clone()).collect();
        let names: Vec<_> = set(&file, None).into_iter().map(|(name, value)| {
            assert_eq!(value, "");
            name
        }).collect();
        prop_assert_eq!(&names, &required);
        for field in fields.iter().filter(|field| !field.required) {
            let (name, set) = (&field.variable, set(&file, Some(&field.variable)));
            let values: Vec<_> = set.iter().filter(|(other, _)| other == name).collect();
            prop_assert_eq!(values.len(), 1);
            let default = field.default.as_deref().unwrap_or_default();
            let value = values[0].1.as_str();
            prop_assert!(value == default || value.is_empty());
            let is_printable = |c: char| !c.is_control() || "\n\r\t".contains(c);
            if !field.secret && default.chars().all(is_printable) {
                prop_assert_eq!(value, default);
            }
        }
    }

    #[test]
    fn every_field_is_one_row_of_five_cells(fields in some_fields()) {
        let table = markdown::of(&fields);
        let rows: Vec<_> = table.split_terminator('\n').collect();
        prop_assert_eq!(rows.len(), fields.len() + 2);
        for (row, field) in rows[2..].iter().zip(&fields) {
            let cells = cells(row);
            prop_assert_eq!(cells.len(), 5, "{}", row);
            prop_assert_eq!(&cells[0], &format!("`{}`", field.variable));
            prop_assert!(!row.contains(char::is_control));
        }
    }

    #[test]
    fn every_field_is_one_property(fields in some_fields()) {
        let schema = json_schema::of(&fields);
        let table = &schema["properties"]["table"]["properties"];
        let keys = table.as_object().map(|table| table.keys().cloned().collect());
        let keys: HashSet<String> = keys.unwrap_or_default();
        let expected = fields.iter().map(|field| field.key.replace("table.", ""));
        prop_assert_eq!(keys, expected.collect::<HashSet<_>>());
    }

    #[test]
    fn no_document_has_a_default_of_a_secret(mut fields in some_fields(), optional: bool) {
        for field in &mut fields {
            field.secret = true;
            field.default = optional.then(|| "hunter2".to_owned());
            field.debug_default = Some("hunter2".to_owned());
        }
        let schema = json_schema::of(&fields).to_string();
        for document in [env_example::of(&fields), markdown::of(&fields), schema] {
            prop_assert!(!document.contains("hunter2"), "{}", document);
        }
    }
}
