//! The schema of one value of a file.

use serde_json::{Map, Value, json};

use super::pattern;
use crate::value::{FALSE, TRUE};
use crate::{Bound, Shape};

/// What a file may hold for a value of this shape: the value itself, and the text by which a
/// variable would hold it.
///
/// Where it is optional, the empty text may stand for none.
pub(crate) fn of(shape: &Shape, bounds: &[Bound], is_optional: bool) -> Map<String, Value> {
    let schema = match shape {
        Shape::Any => json!({}),
        Shape::Boolean => {
            let words = [TRUE, FALSE].concat();
            let words = text(&pattern::words(&words, is_optional));
            json!({ "anyOf": [{ "type": "boolean" }, { "enum": [0, 1] }, words] })
        }
        Shape::Integer { min, max } => {
            let mut number = json!({ "type": "integer" });
            limit(&mut number, "minimum", least(min, bounds));
            limit(&mut number, "maximum", greatest(max, bounds));
            json!({ "anyOf": [number, text(&pattern::integer(is_optional))] })
        }
        Shape::List(item) => {
            let mut array = json!({ "type": "array", "items": of(item, &[], true) });
            length(&mut array, ["minItems", "maxItems"], bounds);
            json!({ "anyOf": [array, { "type": ONE }] })
        }
        Shape::Map(value) => {
            let values = of(value, &[], true);
            let mut object = json!({ "type": "object", "additionalProperties": values });
            length(&mut object, ["minProperties", "maxProperties"], bounds);
            json!({ "anyOf": [object, { "type": "string" }] })
        }
        Shape::Number => {
            let mut number = json!({ "type": "number" });
            let bound = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
            let mins = bounds.iter().filter_map(min_of).filter_map(bound);
            let maxs = bounds.iter().filter_map(max_of).filter_map(bound);
            limit(&mut number, "minimum", mins.reduce(f64::max));
            limit(&mut number, "maximum", maxs.reduce(f64::min));
            json!({ "anyOf": [number, text(&pattern::number(is_optional))] })
        }
        Shape::OneOf(words) => one_of(words, is_optional),
        Shape::Text => {
            let mut one = json!({ "type": ONE });
            let [min, max] = lengths(bounds);
            limit(&mut one, "minLength", min.filter(|_| !is_optional));
            limit(&mut one, "maxLength", max);
            one
        }
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}

/// What is one value and no table: a variable holds the same characters for each of these.
const ONE: [&str; 3] = ["string", "number", "boolean"];

/// The words as editors should offer them, and in any case, as they are read.
fn one_of(words: &[&str], is_optional: bool) -> Value {
    let mut any_of = vec![
        json!({ "enum": words }),
        text(&pattern::words(words, is_optional)),
    ];
    // `1` and `true` are words, too, and a file may hold them without quotes.
    let is_bare = |word: &&str| word.parse::<f64>().is_ok() || word.parse::<bool>().is_ok();
    if words.iter().any(is_bare) {
        any_of.push(json!({ "type": ["number", "boolean"] }));
    }
    json!({ "anyOf": any_of })
}

fn text(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

fn limit(schema: &mut Value, keyword: &str, limit: Option<impl Into<Value>>) {
    if let (Some(limit), Some(schema)) = (limit, schema.as_object_mut()) {
        schema.insert(keyword.to_owned(), limit.into());
    }
}

fn length(schema: &mut Value, keywords: [&str; 2], bounds: &[Bound]) {
    for (keyword, length) in keywords.into_iter().zip(lengths(bounds)) {
        limit(schema, keyword, length);
    }
}

/// The fewest, unless it is none, and the most.
fn lengths(bounds: &[Bound]) -> [Option<usize>; 2] {
    let lengths = bounds.iter().filter_map(|bound| match bound {
        Bound::Length { min, max } => Some((*min, *max)),
        _ => None,
    });
    let (mins, maxs): (Vec<_>, Vec<_>) = lengths.unzip();
    let min = mins.into_iter().max().filter(|min| *min > 0);
    [min, maxs.into_iter().flatten().min()]
}

/// The greatest of all lower limits, if JSON can hold it.
fn least(min: &str, bounds: &[Bound]) -> Option<Value> {
    let bounds = bounds
        .iter()
        .filter_map(min_of)
        .filter_map(|text| text.parse().ok());
    integer(bounds.chain(min.parse().ok()).max()?)
}

/// The least of all upper limits, if JSON can hold it.
fn greatest(max: &str, bounds: &[Bound]) -> Option<Value> {
    let bounds = bounds
        .iter()
        .filter_map(max_of)
        .filter_map(|text| text.parse().ok());
    integer(bounds.chain(max.parse().ok()).min()?)
}

fn min_of(bound: &Bound) -> Option<&'static str> {
    match bound {
        Bound::Min(text) => Some(text),
        _ => None,
    }
}

fn max_of(bound: &Bound) -> Option<&'static str> {
    match bound {
        Bound::Max(text) => Some(text),
        _ => None,
    }
}

fn integer(number: i128) -> Option<Value> {
    let signed = i64::try_from(number).map(Value::from).ok();
    signed.or_else(|| u64::try_from(number).map(Value::from).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(min: i128, max: u128) -> Shape {
        Shape::Integer {
            min: min.to_string(),
            max: max.to_string(),
        }
    }

    /// The schema of the value where it is no text.
    fn native(shape: &Shape, bounds: &[Bound], is_optional: bool) -> Value {
        let schema = of(shape, bounds, is_optional);
        let any_of = schema.get("anyOf").and_then(|any_of| any_of.get(0));
        any_of.cloned().unwrap_or_else(|| schema.clone().into())
    }

    #[test]
    fn a_number_is_within_the_bounds_of_its_type_and_its_field() {
        let (u16, u64) = (integer(0, 65535), integer(0, u64::MAX.into()));
        let all = integer(i128::MIN, u128::MAX);
        for (shape, bounds, schema) in [
            (&u16, vec![], json!({ "minimum": 0, "maximum": 65535 })),
            (&u64, vec![], json!({ "minimum": 0, "maximum": u64::MAX })),
            (&all, vec![], json!({})),
            (&all, vec![Bound::Min("-1")], json!({ "minimum": -1 })),
            (
                &u16,
                vec![Bound::Min("1024"), Bound::Max("99999")],
                json!({ "minimum": 1024, "maximum": 65535 }),
            ),
            (
                &u16,
                vec![Bound::Min("LEAST"), Bound::Max("8")],
                json!({ "minimum": 0, "maximum": 8 }),
            ),
        ] {
            let mut expected = schema;
            expected["type"] = "integer".into();
            assert_eq!(native(shape, &bounds, false), expected);
        }
        let bounds = [Bound::Min("-0.5"), Bound::Max("MOST")];
        let expected = json!({ "type": "number", "minimum": -0.5 });
        assert_eq!(native(&Shape::Number, &bounds, false), expected);
    }

    #[test]
    fn a_length_is_one_of_characters_items_or_entries() {
        let bounds = [Bound::Length {
            min: 1,
            max: Some(5),
        }];
        let (list, map) = (
            Shape::List(Box::new(Shape::Any)),
            Shape::Map(Box::new(Shape::Any)),
        );
        for (shape, is_optional, expected) in [
            (
                &Shape::Text,
                false,
                json!({ "type": ONE, "minLength": 1, "maxLength": 5 }),
            ),
            // It may be no text at all.
            (&Shape::Text, true, json!({ "type": ONE, "maxLength": 5 })),
            (
                &list,
                true,
                json!({ "type": "array", "items": {}, "minItems": 1, "maxItems": 5 }),
            ),
            (
                &map,
                true,
                json!({
                    "type": "object",
                    "additionalProperties": {},
                    "minProperties": 1,
                    "maxProperties": 5,
                }),
            ),
        ] {
            assert_eq!(native(shape, &bounds, is_optional), expected);
        }
    }

    #[test]
    fn a_word_is_offered_as_it_is_written_and_taken_in_any_case() {
        let types = |words: &[&'static str]| {
            let schema = of(&Shape::OneOf(words.to_vec()), &[], false);
            let any_of = schema["anyOf"].as_array().cloned().unwrap();
            assert_eq!(any_of[0], json!({ "enum": words }));
            assert!(any_of[1]["pattern"].is_string());
            any_of.get(2).map(|other| other["type"].clone())
        };
        assert_eq!(types(&["verify-ca", "none"]), None);
        let bare = Some(json!(["number", "boolean"]));
        assert_eq!(types(&["1.2", "none"]), bare);
        assert_eq!(types(&["true", "auto"]), bare);
    }

    #[test]
    fn a_boolean_may_be_a_number_or_a_word() {
        let any_of = of(&Shape::Boolean, &[], false)["anyOf"].clone();
        assert_eq!(any_of[0], json!({ "type": "boolean" }));
        assert_eq!(any_of[1], json!({ "enum": [0, 1] }));
        let pattern = any_of[2]["pattern"].as_str().unwrap();
        for word in TRUE.iter().chain(&FALSE) {
            let word = pattern::words(&[word], false);
            let word = word.trim_start_matches(r"^\s*(").trim_end_matches(r")\s*$");
            assert!(pattern.contains(word), "{word}");
        }
    }
}
