//! What is looked for once all settings are read.

use super::Reader;
use crate::reuse::Reuse;
use crate::{IssueKind, Warning};

impl Reader<'_> {
    /// Says of each `.env` file that it is for development.
    pub(super) fn warn_of_dotenv(&mut self) {
        let files = self
            .layers
            .iter()
            .filter_map(|layer| layer.dotenv.as_deref());
        let warnings = files.map(Warning::of_dotenv);
        self.warnings.extend(warnings);
    }

    /// Keys that sign and are used for something else too.
    pub(super) fn look_for_reuse(&mut self) {
        let mut reuse = Reuse::new(self.inspecting);
        for held in &self.held {
            // A setting that is no secret by itself is one with a key in it.
            for entry in self.entries.iter_mut().filter(|entry| !entry.secret) {
                let shown = entry.value.as_deref();
                if shown.is_some_and(|value| held.is_key_within(value)) {
                    entry.value = None;
                    entry.secret = true;
                    reuse.tell(held, &entry.variable);
                }
            }
            self.issues.iter_mut().for_each(|issue| held.conceal(issue));
        }
        if self.debug {
            return;
        }
        reuse.look_among(&self.held);
        self.issues.extend(reuse.issues);
        self.warnings.extend(reuse.warnings);
    }

    /// Gives each setting that is not set the variable that was meant to be it.
    pub(super) fn look_for_slips(&mut self) {
        let missing = self
            .issues
            .iter()
            .filter(|issue| issue.kind == IssueKind::Missing);
        let missing = missing.map(|issue| issue.variable.clone());
        let unset = self
            .entries
            .iter()
            .filter(|entry| entry.source.is_default());
        let unset: Vec<String> = unset
            .map(|entry| entry.variable.clone())
            .chain(missing)
            .collect();
        let meant = self.slips.meant(unset.iter().map(String::as_str));
        let mut told = Vec::new();
        for issue in &mut self.issues {
            if issue.kind != IssueKind::Missing {
                continue;
            }
            if let Some(found) = meant.get(issue.variable.as_str()) {
                issue
                    .remedy
                    .push_str(&self.slips.hint(found, &issue.variable));
                issue.did_you_mean = Some((*found).to_owned());
                told.push(*found);
            }
        }
        let (issues, warnings) = self.slips.prefixed(&told);
        told.extend(warnings.iter().map(Warning::variable));
        let others = meant.iter().filter(|(_, found)| !told.contains(*found));
        let others: Vec<_> = others
            .map(|(meant, found)| self.slips.warning(found, meant))
            .collect();
        self.issues.extend(issues);
        self.warnings.extend(others);
        self.warnings.extend(warnings);
    }
}
