//! Values that stand in tables, keyed as settings are named.

use crate::declared::Declared;
use crate::layer::{Form, Item, Layer, Raw};
use crate::nearest::Nearest;
use crate::{Given, Issue, IssueKind, Location, Source, Sources, excerpt, explain, field};

/// A value of some format of files.
pub(crate) trait Node: Sized {
    /// Whether it is a table.
    fn is_table(&self) -> bool;

    /// The keys and values of a table; `None` if it is none.
    fn table(&self) -> Option<Vec<Child<Self>>>;

    /// The value as a variable would hold it, and what the format says of it.
    fn text(&self) -> (String, Form);
}

/// A key of a table and its value.
pub(crate) struct Child<N> {
    pub(crate) key: String,
    pub(crate) node: N,
    pub(crate) source: Source,
    pub(crate) item: Option<Item>,
    /// Whether an error of the file stands in the value.
    pub(crate) is_broken: bool,
}

/// All values of a document by the full name of their variable; keys that are no settings become
/// issues.
pub(crate) fn layer<N: Node>(
    root: &N,
    sources: &Sources,
    declared: &Declared,
    issues: &mut Vec<Issue>,
) -> Layer {
    let mut walk = Walk {
        declared,
        known: Nearest::among(declared.variables()),
        prefix: &sources.prefix,
        is_partial: sources.is_partial,
        layer: Layer {
            has_files: true,
            ..Layer::default()
        },
        issues,
    };
    walk.table(root, &sources.prefix, "");
    walk.layer
}

struct Walk<'a> {
    declared: &'a Declared,
    known: Nearest<'a>,
    prefix: &'a str,
    is_partial: bool,
    layer: Layer,
    issues: &'a mut Vec<Issue>,
}

impl Walk<'_> {
    /// Goes through a table, whose keys follow this name of variables and this path.
    fn table<N: Node>(&mut self, node: &N, outer: &str, path: &str) {
        for child in node.table().unwrap_or_default() {
            let name = child.key.to_uppercase().replace('-', "_");
            let variable = field::join(outer, &name, '_');
            let is_group = child.node.is_table() && self.declared.has_members(&variable);
            if is_group {
                let path = field::join(path, &child.key, '.');
                self.table(&child.node, &variable, &path);
            } else if self.declared.reads(&variable) {
                self.value(variable, child);
            } else if !self.is_partial {
                let meant = self.known.to(&variable);
                let meant = meant.and_then(|variable| self.declared.get(variable));
                let meant = meant.map(|name| name.key.as_str());
                self.issues.push(unknown_key(path, child, meant));
            }
        }
    }

    /// Whether a key at any depth of the value is that of a secret: one that was written below the
    /// head of a table, and slipped into it.
    fn holds_secret<N: Node>(&self, node: &N) -> bool {
        node.table().unwrap_or_default().iter().any(|child| {
            let name = child.key.to_uppercase().replace('-', "_");
            let variable = field::join(self.prefix, &name, '_');
            let name = self.declared.get(&variable);
            name.is_some_and(|name| name.is_secret) || self.holds_secret(&child.node)
        })
    }

    fn value<N: Node>(&mut self, variable: String, child: Child<N>) {
        let (text, form) = child.node.text();
        if let Some(other) = self.layer.values.get(&variable) {
            let key = self.declared.get(&variable).map(|name| &name.key);
            let issue = two_keys(&variable, key, &other.source, child.source);
            self.issues.push(issue);
            return;
        }
        let holds_secret = self.holds_secret(&child.node);
        let mut raw = Raw::of_document(text, form, child.source, child.item);
        raw.is_broken = child.is_broken;
        raw.holds_secret = holds_secret;
        self.layer.values.insert(variable, raw);
    }
}

/// A key of this table that is no setting.
fn unknown_key<N>(table: &str, child: Child<N>, meant: Option<&str>) -> Issue {
    let key = excerpt::of_value(&field::join(table, &child.key, '.'));
    // Within the table, the rest of the path is what is written.
    let in_table = |meant: &str| {
        let rest = meant.strip_prefix(table)?.strip_prefix('.')?;
        Some(rest.to_owned())
    };
    let remedy = meant.map_or_else(
        || format!("correct the name of {key}, or take it out"),
        |meant| {
            let name = in_table(meant).unwrap_or_else(|| meant.to_owned());
            format!(
                "rename {} to {name}, or take it out",
                excerpt::of_value(&child.key)
            )
        },
    );
    // The value may be a secret, as nothing says what it is.
    let item = child.item.map(Item::without_value);
    let source = match (child.source, &item) {
        (Source::Toml(location), Some(item)) => Source::Toml(Location {
            column: item.column,
            ..location
        }),
        (source, _) => source,
    };
    Issue {
        given: Given::Redacted,
        source: Some(source),
        did_you_mean: meant.map(str::to_owned),
        item,
        ..explain::about(key, IssueKind::Unknown, "the key of a setting", remedy)
    }
}

/// Two keys of a file for one setting.
fn two_keys(variable: &str, key: Option<&String>, first: &Source, second: Source) -> Issue {
    let kind = IssueKind::Ambiguous {
        other: first.to_string(),
    };
    Issue {
        key: key.cloned(),
        given: Given::Redacted,
        source: Some(second),
        ..explain::about(
            variable.to_owned(),
            kind,
            "one key",
            "take one of the keys out".to_owned(),
        )
    }
}
