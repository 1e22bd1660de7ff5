//! Whether the names that a host chose for the keys of its lines go together.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::error::Issue;
use crate::schema::Schema;
use crate::spans::Spans;

/// What is wrong with the names of a configuration.
pub(crate) fn problems(config: &Config) -> Vec<Issue> {
    let mut issues = Vec::new();
    let own = |name: &str| {
        config
            .renames
            .get(name)
            .map_or(name, |name| name)
            .to_owned()
    };
    let members = config.schema.members().iter();
    let mut taken = BTreeSet::new();
    for name in members.flat_map(|member| member.names()) {
        let name = own(name);
        if !taken.insert(name.clone()) {
            issues.push(Issue::TakenName {
                field: "renames",
                name,
            });
        }
    }
    for name in config.static_fields.keys() {
        if !taken.insert(name.clone()) {
            issues.push(Issue::TakenName {
                field: "static_fields",
                name: name.clone(),
            });
        }
    }
    let flat = config.schema.section().is_none();
    for name in config.default_fields.keys() {
        if flat && taken.contains(name) {
            issues.push(Issue::TakenName {
                field: "default_fields",
                name: name.clone(),
            });
        }
    }
    if config.redact.iter().any(String::is_empty) {
        issues.push(Issue::EmptyRedaction);
    }
    if config.schema == Schema::Bunyan && config.service.is_none() {
        issues.push(Issue::NoService);
    }
    if !flat && matches!(config.spans, Spans::Nested | Spans::List) {
        issues.push(Issue::FlatSchema {
            schema: config.schema,
        });
    }
    issues
}
