//! Keys that sign and are used for something else too.

use std::collections::HashSet;

use zeroize::Zeroizing;

use crate::leaf::Leaf;
use crate::{Given, Issue, IssueKind, SecretKey, Shape, Source, Warning, WarningKind};

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
}

impl Held {
    /// Whether one of its keys stands in the value of another setting.
    pub(crate) fn is_key_within(&self, value: Option<&str>) -> bool {
        value.is_some_and(|value| self.keys.iter().any(|key| key.is_within(value)))
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

    /// That another setting holds a key of this one: an issue, or a warning while inspecting.
    pub(crate) fn reused_by(
        &self,
        other: &str,
        inspecting: bool,
    ) -> (Option<Issue>, Option<Warning>) {
        let with = other.to_owned();
        if inspecting {
            return (None, Some(warning(self, WarningKind::Reused { with })));
        }
        let issue = Issue {
            variable: self.variable.clone(),
            key: Some(self.key.clone()),
            remedy: remedy(self),
            kind: IssueKind::Reused { with },
            expected: "a key that nothing else uses".to_owned(),
            given: Given::Redacted,
            source: Some(self.source.clone()),
            did_you_mean: None,
            item: None,
            is_echo: false,
        };
        (Some(issue), None)
    }
}

/// What speaks against these secrets: a key that another setting holds is an issue, unless
/// settings are only inspected; one that is among the former keys is a warning.
pub(crate) fn find(held: &[Held], inspecting: bool) -> (Vec<Issue>, Vec<Warning>) {
    let (mut issues, mut warnings) = (Vec::new(), Vec::new());
    for (index, one) in held.iter().enumerate() {
        if repeats_itself(&one.keys) {
            warnings.push(warning(
                one,
                WarningKind::Repeated {
                    with: one.variable.clone(),
                },
            ));
        }
        let others = held.iter().enumerate().filter(|(other, _)| *other != index);
        for (other_index, other) in others {
            if other.keys.is_empty() {
                if one.keys.iter().any(|key| key.is_within(&other.text)) {
                    let (issue, warning) = one.reused_by(&other.variable, inspecting);
                    issues.extend(issue);
                    warnings.extend(warning);
                }
            } else if other_index > index && one.has_keys_of(other) {
                if one.is_list || other.is_list {
                    let (list, with) = if other.is_list {
                        (other, one)
                    } else {
                        (one, other)
                    };
                    let with = with.variable.clone();
                    warnings.push(warning(list, WarningKind::Repeated { with }));
                } else {
                    let (issue, warning) = one.reused_by(&other.variable, inspecting);
                    issues.extend(issue);
                    warnings.extend(warning);
                }
            }
        }
    }
    (issues, warnings)
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
