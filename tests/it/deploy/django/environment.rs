//! Django's settings as variables.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Settings, TWO_VARIABLES};

/// The variables of a project with these settings; those that it does not name are as two variables
/// leave them.
pub(super) fn environment(settings: &Map<String, Value>) -> BTreeMap<String, String> {
    let names_of_django = [
        ("SESSION_COOKIE_NAME", "sessionid"),
        ("CSRF_COOKIE_NAME", "csrftoken"),
    ];
    let given = TWO_VARIABLES.iter().chain(&names_of_django);
    let mut variables: BTreeMap<String, String> = given
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let declared: Vec<String> = Settings::fields()
        .into_iter()
        .map(|field| field.variable)
        .collect();
    for (name, value) in settings {
        if declared.contains(name) {
            match text(name, value) {
                Some(text) => variables.insert(name.clone(), text),
                None => variables.remove(name),
            };
        }
    }
    for (name, report_only) in [("SECURE_CSP", false), ("SECURE_CSP_REPORT_ONLY", true)] {
        let directives = settings.get(name).and_then(Value::as_object);
        let directives = directives.filter(|map| !map.is_empty() && !map.contains_key("$set"));
        if let Some(directives) = directives {
            variables.insert("CSP_REPORT_ONLY".to_owned(), report_only.to_string());
            variables.extend(directives.iter().map(directive));
        }
    }
    variables
}

/// A setting as the text of a variable; `None` where it is not set.
fn text(name: &str, value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) if text == "$unset" => return None,
        Value::String(text) => text.clone(),
        Value::Null if name == "SECRET_KEY" => return None,
        // With these Django starts, and with DEBUG it allows the hosts of the machine.
        Value::Array(hosts) if name == "ALLOWED_HOSTS" && hosts.is_empty() => return None,
        Value::Null if name == "SECURE_HSTS_SECONDS" => "0".to_owned(),
        // A header that Django does not send.
        Value::Null => "off".to_owned(),
        Value::Array(items) => {
            let items = items.iter().map(|item| item.as_str().unwrap());
            items.collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    })
}

/// A directive of a policy. The nonce is not listed: those of the preset have it anyway.
fn directive((name, value): (&String, &Value)) -> (String, String) {
    let variable = format!("CSP_{}", name.to_uppercase().replace('-', "_"));
    let sources = value.as_array().map(|sources| {
        let sources = sources.iter().filter_map(Value::as_str);
        let sources = sources.filter(|source| !source.starts_with('$'));
        sources.collect::<Vec<_>>().join(" ")
    });
    (variable, sources.unwrap_or_else(|| value.to_string()))
}
