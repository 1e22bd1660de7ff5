//! The schema of the settings as a file.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{pattern, value_schema, written};
use crate::{Field, Shape};

pub(crate) fn of(fields: &[Field]) -> Value {
    let mut root = Table::default();
    for field in fields {
        root.insert(&field.key, property(field).into());
    }
    // It is read whether or not a field declares it.
    let mut switch = value_schema::of(&Shape::Boolean, &[], false);
    let doc = "Whether this is a development machine.";
    switch.insert("description".to_owned(), doc.into());
    root.insert("debug", switch.into());
    for field in fields {
        for key in former_keys(field) {
            root.insert(&key, former(field).into());
        }
    }
    let mut schema = root.schema();
    let draft = "https://json-schema.org/draft/2020-12/schema";
    schema.insert("$schema".to_owned(), draft.into());
    schema.into()
}

/// A table of the file.
#[derive(Default)]
struct Table {
    members: BTreeMap<String, Member>,
}

/// What may stand behind a key: a setting, a table of settings, either of the two.
#[derive(Default)]
struct Member {
    setting: Option<Value>,
    table: Table,
}

impl Table {
    /// Inserts a setting by the path of its key, unless there is one.
    fn insert(&mut self, key: &str, setting: Value) {
        match key.split_once('.') {
            Some((outer, inner)) => {
                let member = self.members.entry(outer.to_owned()).or_default();
                member.table.insert(inner, setting);
            }
            None => {
                let member = self.members.entry(key.to_owned()).or_default();
                member.setting.get_or_insert(setting);
            }
        }
    }

    fn schema(self) -> Map<String, Value> {
        let mut schema = Map::new();
        schema.insert("type".to_owned(), "object".into());
        schema.insert("additionalProperties".to_owned(), false.into());
        if let Some(files) = self.files() {
            schema.insert("patternProperties".to_owned(), files);
        }
        let properties = self.members.into_iter();
        let properties: Map<_, _> = properties
            .map(|(key, member)| (key, member.schema()))
            .collect();
        schema.insert("properties".to_owned(), properties.into());
        schema
    }

    /// The form of all settings by which a file is named that holds the value.
    fn files(&self) -> Option<Value> {
        let settings = self.members.iter().filter(|(key, member)| {
            let is_taken = self.members.contains_key(&format!("{key}_file"));
            member.setting.is_some() && !is_taken
        });
        let mut keys = settings.map(|(key, _)| key.as_str()).peekable();
        keys.peek()?;
        let pattern = pattern::names(keys, "_file");
        let doc = "The path of a file that holds the value.";
        Some(json!({ pattern: { "type": "string", "description": doc } }))
    }
}

impl Member {
    fn schema(self) -> Value {
        match self.setting {
            None => self.table.schema().into(),
            Some(setting) if self.table.members.is_empty() => setting,
            Some(setting) => json!({ "anyOf": [setting, self.table.schema()] }),
        }
    }
}

fn property(field: &Field) -> Map<String, Value> {
    let mut property = value(field);
    property.insert("description".to_owned(), description(field).into());
    let default = written::default(field);
    if let Some(default) = default.and_then(|text| written::typed(text, &field.shape)) {
        property.insert("default".to_owned(), default);
    }
    property
}

/// The same under a former name.
fn former(field: &Field) -> Map<String, Value> {
    let mut property = value(field);
    let doc = format!("The former name of `{}`.", field.key);
    property.insert("description".to_owned(), doc.into());
    property.insert("deprecated".to_owned(), true.into());
    property
}

fn value(field: &Field) -> Map<String, Value> {
    // What is not required may be a type that takes empty text for nothing.
    let mut value = value_schema::of(&field.shape, &field.bounds, !field.required);
    if field.secret {
        value.insert("writeOnly".to_owned(), true.into());
    }
    value
}

fn description(field: &Field) -> String {
    let mut parts = vec![
        field.doc.to_owned(),
        format!("Expected: {}.", field.expected),
    ];
    if field.required {
        parts.push("It must be set, here or elsewhere.".to_owned());
    }
    let debug = field.debug_default.as_ref().filter(|_| !field.secret);
    parts.extend(debug.map(|debug| format!("Default in development: `{debug}`.")));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// The keys of a field's former names, in the table where the field is.
fn former_keys(field: &Field) -> impl Iterator<Item = String> + '_ {
    let (table, name) = match field.key.rsplit_once('.') {
        Some((table, name)) => (format!("{table}."), name),
        None => (String::new(), field.key.as_str()),
    };
    let outer = field.variable.strip_suffix(&name.to_uppercase());
    let names = field.aliases.iter();
    let names = names.filter_map(move |alias| alias.strip_prefix(outer?));
    names.map(move |name| format!("{table}{}", name.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{field, optional};
    use super::*;

    fn port() -> Field {
        Field {
            shape: Shape::Integer {
                min: "0".to_owned(),
                max: "65535".to_owned(),
            },
            ..optional("PORT", "port", "8000")
        }
    }

    #[test]
    fn a_schema_is_nested_as_the_file_is() {
        let fields = [
            Field {
                doc: "The port.",
                expected: "a port".to_owned(),
                ..port()
            },
            Field {
                aliases: vec!["APP_SESSION_COOKIE_TITLE".to_owned(), "ELSE".to_owned()],
                secret: true,
                ..optional("APP_SESSION_COOKIE_NAME", "session_cookie.name", "hunter2")
            },
            field("APP_SESSION_COOKIE_NAME_FILE", "session_cookie.name_file"),
        ];
        let name = |description: &str| {
            json!({
                "type": ["string", "number", "boolean"],
                "description": description,
                "writeOnly": true,
            })
        };
        let mut title = name("The former name of `session_cookie.name`.");
        title["deprecated"] = true.into();
        let path = json!({
            "type": "string",
            "description": "The path of a file that holds the value.",
        });
        let mut schema = of(&fields);
        let debug = schema["properties"]
            .as_object_mut()
            .unwrap()
            .remove("debug");
        assert_eq!(debug.unwrap()["anyOf"][0], json!({ "type": "boolean" }));
        assert_eq!(
            schema,
            json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "type": "object",
                "additionalProperties": false,
                "patternProperties": { "^(debug|port)_file$": path },
                "properties": {
                    "port": {
                        "anyOf": [
                            { "type": "integer", "minimum": 0, "maximum": 65535 },
                            { "type": "string", "pattern": r"^(\s*([+-]?[0-9]+)\s*)?$" },
                        ],
                        "default": 8000,
                        "description": "The port.\n\nExpected: a port.",
                    },
                    "session_cookie": {
                        "type": "object",
                        "additionalProperties": false,
                        "patternProperties": { "^(name_file|title)_file$": path },
                        "properties": {
                            "name": name("Expected: text."),
                            "name_file": {
                                "type": ["string", "number", "boolean"],
                                "description":
                                    "Expected: text.\n\nIt must be set, here or elsewhere.",
                            },
                            "title": title,
                        },
                    },
                },
            })
        );
    }

    #[test]
    fn a_setting_may_have_the_name_of_a_table() {
        let mut schema = of(&[field("LOG", "log"), field("LOG_LEVEL", "log.level")]);
        let log = schema["properties"]["log"]["anyOf"].take();
        assert_eq!(
            log[0]["description"],
            log[1]["properties"]["level"]["description"]
        );
    }
}
