//! Loading: every field is read, and every problem is kept.

mod review;

use crate::declared::{Declared, Name};
use crate::explain::{self, Subject};
use crate::field::Visitor;
use crate::layer::{Form, Layer};
use crate::leaf::{Leaf, setting};
use crate::lookup::{Found, Lookedup, Lookup};
use crate::open::open;
use crate::reuse::Held;
use crate::slip::Slips;
use crate::{
    Context, Entry, Invalid, Issue, IssueKind, LoadError, Loaded, Report, Settings, Shape, Source,
    Sources, Warning, WarningKind,
};

pub(crate) fn load<S: Settings>(sources: &Sources) -> Result<Loaded<S>, LoadError> {
    let declared = Declared::of::<S>(&sources.prefix);
    let default_switch = Name::switch(&sources.prefix);
    // As a field declares it, with its former names.
    let switch = declared
        .get(&default_switch.variable)
        .unwrap_or(&default_switch);
    let opened = open(sources, &declared);
    let mut reader = Reader {
        layers: &opened.layers,
        inspecting: sources.inspecting,
        switch,
        debug: false,
        names: declared.names.iter(),
        entries: Vec::new(),
        issues: opened.issues,
        warnings: opened.warnings,
        held: Vec::new(),
        slips: Slips::of(&opened.layers, &declared, sources),
    };

    // First of all, as it decides on the defaults of all others.
    let switch = reader.read_switch();
    let settings = S::visit(&mut reader);
    // The field that declares the switch has reported what is wrong with it, if there is one and
    // it is as strict.
    if let Err(issue) = switch {
        let is_told = |other: &Issue| other.variable == issue.variable;
        if !issue.is_echo && !reader.issues.iter().any(is_told) {
            reader.issues.insert(0, *issue);
        }
    }
    if !reader.debug && !sources.dotenv.is_empty() {
        reader.warn_of_dotenv();
    }
    reader.look_for_reuse();
    reader.look_for_slips();

    let report = Report {
        debug: reader.debug,
        entries: reader.entries,
        warnings: reader.warnings,
    };
    match settings {
        Some(settings) if reader.issues.is_empty() => Ok(Loaded { settings, report }),
        _ => Err(LoadError {
            issues: reader.issues,
            warnings: report.warnings,
        }),
    }
}

struct Reader<'a> {
    layers: &'a [Layer],
    inspecting: bool,
    /// `DEBUG`.
    switch: &'a Name,
    debug: bool,
    /// Those of the fields that are still to be read.
    names: std::slice::Iter<'a, Name>,
    entries: Vec<Entry>,
    issues: Vec<Issue>,
    warnings: Vec<Warning>,
    /// The secrets that were given.
    held: Vec<Held>,
    slips: Slips<'a>,
}

impl<'a> Reader<'a> {
    /// Reads `DEBUG`, whether or not a field declares it.
    fn read_switch(&mut self) -> Result<(), Box<Issue>> {
        let leaf = setting::<bool>("DEBUG", "");
        let subject = Subject {
            name: self.switch,
            leaf: &leaf,
        };
        let Some(found) = self.lookup(&subject)?.found else {
            return Ok(());
        };
        match leaf.read(&found.text, &Context::new(&self.switch.variable, false)) {
            Ok(debug) => self.debug = debug,
            Err(invalid) => {
                let kind = IssueKind::Invalid(explain::safe(invalid, found.is_hidden));
                return Err(subject.refused(kind, found));
            }
        }
        Ok(())
    }

    fn lookup<T>(&self, subject: &Subject<'a, '_, T>) -> Result<Lookedup<'a>, Box<Issue>> {
        let lookup = Lookup {
            layers: self.layers,
            slips: &self.slips,
        };
        lookup.find(subject)
    }

    /// The value of a setting, and what to keep of it.
    fn read<T>(&mut self, subject: &Subject<'a, '_, T>) -> Result<(T, Entry), Box<Issue>> {
        let lookup = self.lookup(subject)?;
        let Some(found) = lookup.found else {
            return self.default(subject);
        };
        let (value, found) = self.value(subject, found)?;
        let entry = Entry {
            variable: subject.name.variable.clone(),
            key: subject.name.key.clone(),
            value: (!found.is_secret).then(|| found.text.to_string()),
            secret: found.is_secret,
            source: found.source,
            overrides: lookup.overrides,
        };
        Ok((value, entry))
    }

    /// What was found, as the type has it.
    fn value<T>(
        &mut self,
        subject: &Subject<'a, '_, T>,
        mut found: Found<'a>,
    ) -> Result<(T, Found<'a>), Box<Issue>> {
        let (variable, leaf) = (subject.name.variable.as_str(), subject.leaf);
        if found.form != Form::One && !(leaf.shape)().takes(found.form) {
            let kind = IssueKind::Invalid(explain::wrong_form(found.form));
            // Nothing says what is in it.
            found.is_hidden = true;
            return Err(subject.refused(kind, found));
        }
        found.is_hidden |= self.slips.swallowed_by(&found.text);
        let value = match leaf.read(&found.text, &Context::new(variable, self.debug)) {
            Ok(value) => value,
            Err(invalid) => {
                let kind = IssueKind::Invalid(explain::safe(invalid, found.is_hidden));
                return Err(subject.refused(kind, found));
            }
        };
        if let Some(invalid) = (leaf.unfit)(&value).filter(|_| !self.debug) {
            let invalid = explain::safe(invalid, found.is_hidden);
            if !self.inspecting {
                return Err(subject.refused(IssueKind::Unfit(invalid), found));
            }
            let remedy = format!("correct {variable}");
            self.warn(variable, WarningKind::Unfit(invalid), remedy, &found.source);
        }
        if found.name != variable && found.name.strip_suffix("_FILE") != Some(variable) {
            let name = variable.to_owned();
            let remedy = format!("rename it to {variable}");
            let kind = WarningKind::Deprecated { name };
            self.warn(found.name, kind, remedy, &found.source);
        }
        let has_space = found.text.trim().len() < found.text.len();
        if has_space && !subject.name.is_secret && (leaf.shape)() != Shape::Text {
            let remedy = "remove it".to_owned();
            self.warn(found.name, WarningKind::Trimmed, remedy, &found.source);
        }
        if subject.name.is_secret {
            let (key, source) = (&subject.name.key, &found.source);
            let held = Held::new(variable, key, source, &found.text, (&value, leaf));
            self.held.push(held);
        }
        Ok((value, found))
    }

    fn warn(&mut self, variable: &str, kind: WarningKind, remedy: String, source: &Source) {
        self.warnings.push(Warning {
            variable: variable.to_owned(),
            kind,
            remedy,
            source: Some(source.clone()),
        });
    }

    /// The default, if there is one for production or development, as this is.
    fn default<T>(&self, subject: &Subject<'_, '_, T>) -> Result<(T, Entry), Box<Issue>> {
        let (variable, leaf) = (subject.name.variable.as_str(), subject.leaf);
        let entry = |value: &str, source| Entry {
            variable: variable.to_owned(),
            key: subject.name.key.clone(),
            value: (!subject.name.is_secret || value.is_empty()).then(|| value.to_owned()),
            secret: subject.name.is_secret,
            source,
            overrides: Vec::new(),
        };
        let (default, source) = match (&leaf.debug, &leaf.default) {
            (Some(debug), _) if self.debug => (debug, Source::DebugDefault),
            (_, Some(default)) => (default, Source::Default),
            _ => {
                let value = (leaf.absent)().ok_or_else(|| self.missing(subject))?;
                return Ok((value, entry("", Source::Default)));
            }
        };
        // What is not set is production, whatever the struct says.
        let made = if variable == self.switch.variable && default.text != "false" {
            Err(Invalid::new(
                "it must be `false`: where nothing is set, that is production",
            ))
        } else {
            (default.make)()
        };
        let value = made.map_err(|invalid| {
            let kind = IssueKind::Default(explain::safe(invalid, subject.name.is_secret));
            let issue = subject.issue(kind, format!("set {variable}"));
            Box::new(Issue {
                source: Some(source.clone()),
                ..*issue
            })
        })?;
        Ok((value, entry(default.text, source)))
    }

    fn missing<T>(&self, subject: &Subject<'_, '_, T>) -> Box<Issue> {
        let variable = subject.name.variable.as_str();
        let mut remedy = format!("set {variable}");
        if let Some(file) = &subject.name.file {
            remedy.push_str(&format!(", or {file} to the path of a file that holds it"));
        }
        if subject.leaf.debug.is_some() {
            let switch = &self.switch.variable;
            remedy.push_str(&format!("; on a development machine, set {switch}=true"));
        }
        subject.issue(IssueKind::Missing, remedy)
    }
}

impl Visitor for Reader<'_> {
    fn leaf<T>(&mut self, leaf: Leaf<T>) -> Option<T> {
        // The fields come in the order in which their names were collected.
        let name = self.names.next()?;
        let subject = Subject { name, leaf: &leaf };
        // Two structs that are flattened into one may read the same variable: it is told once.
        let mut entries = self.entries.iter();
        let is_told = entries.any(|entry| entry.variable == name.variable);
        let (warnings, held) = (self.warnings.len(), self.held.len());
        match self.read(&subject) {
            Ok((value, entry)) => {
                if is_told {
                    self.warnings.truncate(warnings);
                    self.held.truncate(held);
                } else {
                    self.entries.push(entry);
                }
                Some(value)
            }
            Err(issue) => {
                let is_told = |other: &Issue| {
                    other.variable == issue.variable
                        && std::mem::discriminant(&other.kind)
                            == std::mem::discriminant(&issue.kind)
                };
                if !issue.is_echo && !self.issues.iter().any(is_told) {
                    self.issues.push(*issue);
                }
                None
            }
        }
    }

    fn nested<S: Settings>(&mut self, _name: &'static str) -> Option<S> {
        S::visit(self)
    }
}
