//! Defaults as a program has them: values, or expressions that make them.

use serde_json::{Number, Value};

use crate::{Field, FromSetting, Shape};

/// The default as the variable would hold it; `None` for a secret, and for an expression.
pub(crate) fn default(field: &Field) -> Option<&str> {
    let default = field.default.as_deref().filter(|_| !field.secret)?;
    typed(default, &field.shape).map(|_| default)
}

/// A value of this shape; `None` if the text is none, but an expression.
pub(crate) fn typed(text: &str, shape: &Shape) -> Option<Value> {
    match shape {
        Shape::Any | Shape::Text => (!is_expression(text)).then(|| text.into()),
        Shape::Boolean => bool::from_setting(text).ok().map(Value::Bool),
        Shape::Integer { .. } => integer(text),
        Shape::List(item) => list(text, item),
        Shape::Map(_) => {
            (text.is_empty() || text.starts_with('{') || text.contains('=')).then(|| text.into())
        }
        Shape::Number => {
            let number = text.trim().parse().ok().and_then(Number::from_f64)?;
            Some(integer(text).unwrap_or(number.into()))
        }
        Shape::OneOf(words) => {
            let is_word = words.iter().any(|word| word.eq_ignore_ascii_case(text));
            is_word.then(|| text.into())
        }
    }
}

/// A number, or, where JSON's are too small for it, its digits.
fn integer(text: &str) -> Option<Value> {
    let text = text.trim();
    let number = text.parse::<i64>().map(Value::from);
    let number = number.or_else(|_| text.parse::<u64>().map(Value::from));
    let is_integer = || text.parse::<i128>().is_ok() || text.parse::<u128>().is_ok();
    number.ok().or_else(|| is_integer().then(|| text.into()))
}

fn list(text: &str, item: &Shape) -> Option<Value> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Value::Array(Vec::new()));
    }
    if text.starts_with('[') {
        let list: Option<Vec<Value>> = serde_json::from_str(text).ok();
        return list.map(Value::Array);
    }
    let items = text.strip_suffix(',').unwrap_or(text).split(',');
    let items: Option<_> = items.map(|text| typed(text.trim(), item)).collect();
    items.map(Value::Array)
}

/// Whether the text is Rust, as far as can be told: a path to something whose name begins with a
/// capital letter, or a call. `sqlite::memory:` and `fe80::1` are none.
fn is_expression(text: &str) -> bool {
    let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_path = text.split_once("::").is_some_and(|(before, after)| {
        let name = after.rsplit("::").next().unwrap_or(after);
        let is_number = text
            .bytes()
            .all(|byte| byte == b':' || byte.is_ascii_hexdigit());
        before.ends_with(|c: char| in_name(c) || c == '>')
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(in_name)
            && !is_number
    });
    let is_call = text.split_once(['(', '[']).is_some_and(|(before, after)| {
        let name = before.strip_suffix('!').unwrap_or(before);
        name.ends_with(|c: char| in_name(c) || c == '>') && after.ends_with([')', ']', '?'])
    });
    is_path || is_call
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_default_is_a_value_of_its_shape_or_an_expression() {
        let integer = || Shape::Integer {
            min: "0".to_owned(),
            max: "9".to_owned(),
        };
        let list = |shape| Shape::List(Box::new(shape));
        for (text, shape, value) in [
            ("DENY", Shape::Text, json!("DENY")),
            ("", Shape::Text, json!("")),
            ("sqlite::memory:", Shape::Text, json!("sqlite::memory:")),
            ("[::1]:8000", Shape::Text, json!("[::1]:8000")),
            ("FE80::AB", Shape::Text, json!("FE80::AB")),
            ("Mozilla/5.0 (X11)", Shape::Text, json!("Mozilla/5.0 (X11)")),
            ("on", Shape::Boolean, json!(true)),
            ("-5", integer(), json!(-5)),
            ("18446744073709551615", integer(), json!(u64::MAX)),
            (
                "18446744073709551616",
                integer(),
                json!("18446744073709551616"),
            ),
            ("1.5", Shape::Number, json!(1.5)),
            ("2", Shape::Number, json!(2)),
            ("Json", Shape::OneOf(vec!["json"]), json!("Json")),
            ("", list(Shape::Text), json!([])),
            ("a, b,", list(Shape::Text), json!(["a", "b"])),
            ("1,2", list(integer()), json!([1, 2])),
            ("[\"a,b\"]", list(Shape::Text), json!(["a,b"])),
            ("a=1", Shape::Map(Box::new(Shape::Text)), json!("a=1")),
        ] {
            assert_eq!(typed(text, &shape), Some(value), "{text}");
        }
        for (text, shape) in [
            ("Duration::from_secs(60)", Shape::Text),
            ("Self::NAME", Shape::Text),
            ("Vec::<u8>::new()", Shape::Any),
            ("vec![1]", Shape::Any),
            ("env!(\"CARGO_PKG_NAME\")", Shape::Text),
            ("ENABLED", Shape::Boolean),
            ("MAX", integer()),
            ("f64::MAX", Shape::Number),
            ("Format::Json", Shape::OneOf(vec!["json"])),
            ("[A, f(b)]", list(Shape::Text)),
            ("hosts()", list(Shape::Text)),
            ("1,MAX", list(integer())),
            ("BTreeMap::new()", Shape::Map(Box::new(Shape::Text))),
        ] {
            assert_eq!(typed(text, &shape), None, "{text}");
        }
    }
}
