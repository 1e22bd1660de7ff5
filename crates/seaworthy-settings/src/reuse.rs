//! Keys that sign and are used for something else too.

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

    /// How often one of its keys stands among these.
    fn has_keys_of(&self, other: &Self) -> bool {
        self.keys.iter().any(|key| other.keys.contains(key))
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
                    refuse(one, other, inspecting, &mut issues, &mut warnings);
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
                    refuse(one, other, inspecting, &mut issues, &mut warnings);
                }
            }
        }
    }
    (issues, warnings)
}

fn repeats_itself(keys: &[SecretKey]) -> bool {
    let mut rest = keys;
    while let Some((first, others)) = rest.split_first() {
        if others.contains(first) {
            return true;
        }
        rest = others;
    }
    false
}

fn refuse(
    one: &Held,
    other: &Held,
    inspecting: bool,
    issues: &mut Vec<Issue>,
    warnings: &mut Vec<Warning>,
) {
    let with = other.variable.clone();
    if inspecting {
        warnings.push(warning(one, WarningKind::Reused { with }));
        return;
    }
    issues.push(Issue {
        variable: one.variable.clone(),
        key: Some(one.key.clone()),
        remedy: remedy(one),
        kind: IssueKind::Reused { with },
        expected: "a key that nothing else uses".to_owned(),
        given: Given::Redacted,
        source: Some(one.source.clone()),
        did_you_mean: None,
        item: None,
        is_echo: false,
    });
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
