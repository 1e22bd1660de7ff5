//! Variables that are set and not read: slips in the names of settings.

use std::collections::{BTreeMap, BTreeSet};

use crate::declared::Declared;
use crate::layer::{Layer, Raw};
use crate::nearest::Nearest;
use crate::{Issue, Sources, Warning, WarningKind, excerpt, explain, field};

/// The names of variables that are set and that no setting has.
pub(crate) struct Slips<'a> {
    declared: &'a Declared,
    is_partial: bool,
    prefix: &'a str,
    unread: BTreeSet<String>,
    /// Of these, those that are settings in capitals, by the setting's name.
    cased: BTreeMap<String, String>,
}

impl<'a> Slips<'a> {
    pub(crate) fn of(layers: &[Layer], declared: &'a Declared, sources: &'a Sources) -> Self {
        let prefix = sources.prefix.as_str();
        let layers = layers.iter().filter(|layer| layer.has_slips);
        let names = layers.flat_map(|layer| layer.values.keys());
        let unread: BTreeSet<_> = names
            .filter(|name| !declared.reads(name))
            .cloned()
            .collect();
        let cased = unread
            .iter()
            .map(|name| (name.to_uppercase(), name.clone()));
        Self {
            declared,
            is_partial: sources.is_partial,
            prefix,
            cased: cased.filter(|(name, _)| declared.reads(name)).collect(),
            unread,
        }
    }

    /// For each of these settings, which are not set, a variable that was probably meant to be it.
    ///
    /// One variable is one slip: it is given to the setting whose name is nearest.
    pub(crate) fn meant<'s>(
        &self,
        unset: impl IntoIterator<Item = &'s str>,
    ) -> BTreeMap<&'s str, &str> {
        let unset: Vec<&str> = unset.into_iter().collect();
        let mut meant = BTreeMap::new();
        if self.unread.is_empty() || self.is_partial {
            return meant;
        }
        let known = Nearest::among(unset.iter().copied());
        for found in &self.unread {
            let full = field::join(self.prefix, found, '_');
            let without_prefix = || {
                let is_it = |name: &&&str| **name == full && !is_common(found);
                unset.iter().find(is_it).copied()
            };
            if let Some(setting) = without_prefix().or_else(|| known.to(found)) {
                meant.entry(setting).or_insert(found.as_str());
            }
        }
        meant
    }

    /// How the variable that is set differs from the setting that was meant, in words.
    pub(crate) fn hint(&self, found: &str, meant: &str) -> String {
        let shown = excerpt::of_value(found);
        let how = if found.eq_ignore_ascii_case(meant) {
            ", in capitals"
        } else if field::join(self.prefix, found, '_') == meant {
            ", with the prefix"
        } else if without_doubles(found) == meant {
            ", with one `_`"
        } else {
            ""
        };
        format!("; {shown} is set: was {meant} meant{how}?")
    }

    pub(crate) fn warning(&self, found: &str, meant: &str) -> Warning {
        let shown = excerpt::of_value(found);
        Warning {
            remedy: format!("rename {shown} to {meant}, if that was meant"),
            variable: shown,
            kind: WarningKind::Misspelled {
                meant: meant.to_owned(),
            },
            source: None,
        }
    }

    /// Whether a value of several lines has swallowed another setting, as a quote does that is
    /// closed too late.
    pub(crate) fn swallowed_by(&self, text: &str) -> bool {
        text.lines().skip(1).any(|line| {
            let line = line.trim_start();
            let line = line.strip_prefix("export ").unwrap_or(line);
            let Some((name, _)) = line.split_once('=') else {
                return false;
            };
            let name = name.trim().to_uppercase().replace(['-', '.'], "_");
            let full = field::join(self.prefix, &name, '_');
            self.declared.contains(&name) || self.declared.contains(&full)
        })
    }

    /// A variable that differs from this one in nothing but case, and holds another value.
    pub(crate) fn in_another_case(&self, layer: &Layer, name: &str, raw: &Raw) -> Option<&str> {
        let other = self.cased.get(name).filter(|_| layer.has_slips)?;
        let value = layer.values.get(other)?;
        (value.bytes() != raw.bytes()).then_some(other.as_str())
    }

    /// Variables that have the prefix and are not settings, but for those that were told; names of
    /// groups are errors.
    pub(crate) fn prefixed(&self, told: &[&str]) -> (Vec<Issue>, Vec<Warning>) {
        let (mut issues, mut warnings) = (Vec::new(), Vec::new());
        if self.prefix.is_empty() || self.is_partial {
            return (issues, warnings);
        }
        let prefix = format!("{}_", self.prefix);
        // A service of that name in the same namespace has Kubernetes set them in every pod.
        let linked = self.unread.contains(&format!("{prefix}SERVICE_HOST"));
        let known = Nearest::among(self.declared.variables());
        let unread = self.unread.iter().filter(|name| name.starts_with(&prefix));
        for name in unread.filter(|name| !told.contains(&name.as_str())) {
            let mut groups = self.declared.groups.iter();
            if let Some((group, member)) = groups.find(|(group, _)| group == name) {
                issues.push(explain::of_group(group, member));
                continue;
            }
            let meant = known.to(name);
            let shown = excerpt::of_value(name);
            let mut remedy = meant.map_or_else(
                || format!("correct the name of {shown}, or unset it"),
                |meant| format!("rename {shown} to {meant}, or unset it"),
            );
            if linked {
                remedy.push_str(
                    "; if Kubernetes sets it for a service of that name, set \
                     `enableServiceLinks: false` in the pod, or take another prefix",
                );
            }
            warnings.push(Warning {
                variable: shown,
                kind: meant.map_or(WarningKind::Unknown, |meant| WarningKind::Misspelled {
                    meant: meant.to_owned(),
                }),
                remedy,
                source: None,
            });
        }
        (issues, warnings)
    }
}

/// The name with one `_` for several in a row.
fn without_doubles(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    letters.dedup_by(|a, b| *a == '_' && *b == '_');
    letters.into_iter().collect()
}

/// Variables that every login has, whatever a service calls its own.
fn is_common(name: &str) -> bool {
    [
        "HOME", "HOSTNAME", "LANG", "LOGNAME", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "TZ",
        "USER",
    ]
    .contains(&name)
}
