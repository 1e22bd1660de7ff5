//! Keys that sign and are used for something else too.

use std::collections::HashSet;

use zeroize::Zeroizing;

use crate::leaf::Leaf;
use crate::{Given, Issue, IssueKind, SecretKey, Shape, Source, Warning, WarningKind, explain};

/// A secret that was given.
pub(crate) struct Held {
    variable: String,
    key: String,
    source: Source,
    text: Zeroizing<String>,
    keys: Vec<SecretKey>,
    /// Whether it holds several, as former keys.
    is_list: bool,
}

impl Held {
    pub(crate) fn new<T>(
        variable: &str,
        key: &str,
        source: &Source,
        text: &str,
        (value, leaf): (&T, &Leaf<T>),
    ) -> Self {
        Self {
            variable: variable.to_owned(),
            key: key.to_owned(),
            source: source.clone(),
            text: Zeroizing::new(text.to_owned()),
            keys: (leaf.keys)(value).into_iter().cloned().collect(),
            is_list: matches!((leaf.shape)(), Shape::List(_)),
        }
    }

    /// Whether one of its keys stands among those.
    fn has_keys_of(&self, other: &Self) -> bool {
        let known: HashSet<&str> = other.keys.iter().map(SecretKey::expose).collect();
        self.keys.iter().any(|key| known.contains(key.expose()))
    }

    /// Whether one of its keys stands in the value of another setting.
    pub(crate) fn is_key_within(&self, value: &str) -> bool {
        self.keys.iter().any(|key| key.is_within(value))
    }

    /// Takes one of its keys out of what an issue shows, even the beginning of one.
    pub(crate) fn conceal(&self, issue: &mut Issue) {
        let Given::Text(text) = &issue.given else {
            return;
        };
        let begins = |key: &SecretKey| {
            let key = key.expose();
            let begin = key
                .char_indices()
                .nth(8)
                .and_then(|(end, _)| key.get(..end))
                .unwrap_or(key);
            text.contains(begin)
        };
        if self.keys.iter().any(begins) {
            issue.given = Given::Redacted;
            issue.item = None;
            if let IssueKind::Invalid(invalid) = &issue.kind {
                issue.kind = IssueKind::Invalid(invalid.clone().withheld());
            }
        }
    }

    /// That another setting holds a key of this one.
    fn reused_by(&self, other: &str) -> Issue {
        let kind = IssueKind::Reused {
            with: other.to_owned(),
        };
        Issue {
            key: Some(self.key.clone()),
            given: Given::Redacted,
            source: Some(self.source.clone()),
            ..explain::about(
                self.variable.clone(),
                kind,
                "a key that nothing else uses",
                remedy(self),
            )
        }
    }
}

/// What speaks against the keys that were found.
#[derive(Default)]
pub(crate) struct Reuse {
    pub(crate) issues: Vec<Issue>,
    pub(crate) warnings: Vec<Warning>,
    /// Whether settings are only inspected, so that a key that two settings hold is a warning.
    inspecting: bool,
}

impl Reuse {
    pub(crate) fn new(inspecting: bool) -> Self {
        Self {
            inspecting,
            ..Self::default()
        }
    }

    /// Says that another setting holds a key of this one.
    pub(crate) fn tell(&mut self, held: &Held, other: &str) {
        if self.inspecting {
            let with = other.to_owned();
            self.warnings
                .push(warning(held, WarningKind::Reused { with }));
        } else {
            self.issues.push(held.reused_by(other));
        }
    }

    /// Looks for a key that two of these settings hold. Among former keys it is a warning.
    pub(crate) fn look_among(&mut self, held: &[Held]) {
        for (index, one) in held.iter().enumerate() {
            if repeats_itself(&one.keys) {
                self.repeated(one, one);
            }
            let others = held.iter().enumerate().filter(|(other, _)| *other != index);
            for (other_index, other) in others {
                if other.keys.is_empty() {
                    if one.is_key_within(&other.text) {
                        self.tell(one, &other.variable);
                    }
                } else if other_index > index && one.has_keys_of(other) {
                    match (one.is_list, other.is_list) {
                        (_, true) => self.repeated(other, one),
                        (true, false) => self.repeated(one, other),
                        (false, false) => self.tell(one, &other.variable),
                    }
                }
            }
        }
    }

    fn repeated(&mut self, list: &Held, with: &Held) {
        let with = with.variable.clone();
        self.warnings
            .push(warning(list, WarningKind::Repeated { with }));
    }
}

fn repeats_itself(keys: &[SecretKey]) -> bool {
    let mut seen = HashSet::new();
    !keys.iter().all(|key| seen.insert(key.expose()))
}

fn warning(held: &Held, kind: WarningKind) -> Warning {
    let remedy = if matches!(kind, WarningKind::Repeated { .. }) {
        format!("take the key out of {}", held.variable)
    } else {
        remedy(held)
    };
    Warning {
        variable: held.variable.clone(),
        kind,
        remedy,
        source: Some(held.source.clone()),
    }
}

fn remedy(held: &Held) -> String {
    format!("set {} to a key of its own", held.variable)
}
