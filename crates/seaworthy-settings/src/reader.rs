//! Loading: every field is read, and every problem is kept.

use std::collections::BTreeSet;

use crate::field::{Outline, Visitor, join};
use crate::leaf::{Leaf, setting};
use crate::nearest::nearest;
use crate::secret::REDACTED;
use crate::sources::Query;
use crate::{
    Context, Entry, Given, Issue, IssueKind, LoadError, Loaded, NearMiss, Report, Settings, Source,
    Sources, excerpt, explain,
};

pub(crate) fn load<S: Settings>(sources: &Sources) -> Result<Loaded<S>, LoadError> {
    let mut reader = Reader::new::<S>(sources);

    // First of all, as it decides on the defaults of all others.
    let name = sources.switch();
    let switch = reader.given(&name, &setting::<bool>("DEBUG", ""));
    reader.debug = matches!(switch, Ok(Some((true, _))));

    let settings = S::visit(&mut reader);

    // The field that declares the switch has reported what is wrong with it, if there is one and
    // it is as strict.
    if let Err(issue) = switch {
        if !reader
            .issues
            .iter()
            .any(|other| other.variable == issue.variable)
        {
            reader.issues.insert(0, *issue);
        }
    }
    reader.refuse_unknown();
    let report = Report {
        near_misses: reader.near_misses(),
        debug: reader.debug,
        entries: reader.entries,
    };
    let settings = LoadError::unless(reader.issues, settings)?;
    Ok(Loaded { settings, report })
}

struct Reader<'a> {
    sources: &'a Sources,
    debug: bool,
    /// The names of all settings.
    declared: BTreeSet<String>,
    /// The names of all variables that are set and are neither settings nor files of settings.
    unread: BTreeSet<String>,
    /// What stands before the names of the fields, without the `_`.
    scope: String,
    entries: Vec<Entry>,
    issues: Vec<Issue>,
}

impl<'a> Reader<'a> {
    fn new<S: Settings>(sources: &'a Sources) -> Self {
        let fields = Outline::of::<S>(sources.the_prefix());
        let mut declared: BTreeSet<_> = fields.into_iter().map(|field| field.variable).collect();
        declared.insert(sources.switch());
        let mut unread = sources.names();
        unread.retain(|name| {
            let of_file = name.strip_suffix("_FILE");
            !declared.contains(name) && !of_file.is_some_and(|name| declared.contains(name))
        });
        Self {
            sources,
            debug: false,
            declared,
            unread,
            scope: sources.the_prefix().to_owned(),
            entries: Vec::new(),
            issues: Vec::new(),
        }
    }

    /// The value that is set for a variable, if one is.
    fn given<T>(&self, variable: &str, leaf: &Leaf<T>) -> Result<Option<(T, Entry)>, Box<Issue>> {
        let query = Query {
            variable,
            file_form: self.file_form(variable),
            secret: leaf.secret,
        };
        let found = self.sources.find(&query);
        let Some(found) = found.map_err(|fault| explain::of_fault(fault, variable, leaf))? else {
            return Ok(None);
        };
        let value = leaf.read(&found.text, &Context::new(variable, self.debug));
        match value {
            Ok(value) => {
                let entry = entry(variable, &found.text, found.source, leaf.secret);
                Ok(Some((value, entry)))
            }
            Err(invalid) => Err(explain::of_value(invalid, found, leaf)),
        }
    }

    /// The default, if there is one for production or development, as this is.
    fn default<T>(&self, variable: &str, leaf: &Leaf<T>) -> Result<(T, Entry), Box<Issue>> {
        let (default, source) = match (&leaf.debug, &leaf.default) {
            (Some(debug), _) if self.debug => (debug, Source::DebugDefault),
            (_, Some(default)) => (default, Source::Default),
            _ => {
                let value = (leaf.absent)().ok_or_else(|| self.missing(variable, leaf))?;
                return Ok((value, entry(variable, "", Source::Default, false)));
            }
        };
        let value = (default.make)().map_err(|invalid| {
            Box::new(Issue {
                variable: variable.to_owned(),
                kind: IssueKind::Default(explain::safe(invalid, leaf.secret)),
                expected: leaf.expects(),
                given: Given::Nothing,
                remedy: format!("set {variable}"),
                source: Some(source.clone()),
                did_you_mean: None,
            })
        })?;
        Ok((value, entry(variable, default.text, source, leaf.secret)))
    }

    fn missing<T>(&self, variable: &str, leaf: &Leaf<T>) -> Box<Issue> {
        let mut remedy = format!("set {variable}");
        if let Some(file) = self.file_form(variable) {
            remedy.push_str(&format!(", or {file} to the path of a file that holds it"));
        }
        if leaf.debug.is_some() {
            let switch = self.sources.switch();
            remedy.push_str(&format!("; on a development machine, set {switch}=true"));
        }
        let did_you_mean = self.near(variable).map(str::to_owned);
        if let Some(found) = &did_you_mean {
            let found = excerpt::of_value(found);
            remedy.push_str(&format!("; {found} is set: was {variable} meant?"));
        }
        Box::new(Issue {
            variable: variable.to_owned(),
            kind: IssueKind::Missing,
            expected: leaf.expects(),
            given: Given::Nothing,
            remedy,
            source: None,
            did_you_mean,
        })
    }

    /// The `_FILE` form of a variable, unless it is a setting of its own.
    fn file_form(&self, variable: &str) -> Option<String> {
        let form = format!("{variable}_FILE");
        (!self.declared.contains(&form)).then_some(form)
    }

    /// A variable that is set, but not read, and nearly has this name: first of all the name
    /// without the prefix.
    fn near(&self, variable: &str) -> Option<&str> {
        let bare = variable
            .strip_prefix(self.sources.the_prefix())
            .and_then(|rest| rest.strip_prefix('_'));
        bare.and_then(|bare| self.unread.get(bare).map(String::as_str))
            .or_else(|| nearest(variable, self.unread.iter().map(String::as_str)))
    }

    fn near_misses(&self) -> Vec<NearMiss> {
        let by_default =
            |entry: &&Entry| matches!(entry.source, Source::Default | Source::DebugDefault);
        self.entries
            .iter()
            .filter(by_default)
            .filter_map(|entry| {
                Some(NearMiss {
                    found: self.near(&entry.variable)?.to_owned(),
                    meant: entry.variable.clone(),
                })
            })
            .collect()
    }

    /// Refuses variables that have the prefix and are not settings.
    fn refuse_unknown(&mut self) {
        if self.sources.the_prefix().is_empty() {
            return;
        }
        let prefix = format!("{}_", self.sources.the_prefix());
        // A service of that name in the same namespace has Kubernetes set them in every pod.
        let linked = self.unread.contains(&format!("{prefix}SERVICE_HOST"));
        for name in self.unread.iter().filter(|name| name.starts_with(&prefix)) {
            let meant = nearest(name, self.declared.iter().map(String::as_str));
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
            self.issues.push(Issue {
                variable: shown,
                kind: IssueKind::Unknown,
                expected: format!("a setting, as its name begins with {prefix}"),
                given: Given::Redacted,
                remedy,
                source: None,
                did_you_mean: meant.map(str::to_owned),
            });
        }
    }
}

impl Visitor for Reader<'_> {
    fn leaf<T>(&mut self, leaf: Leaf<T>) -> Option<T> {
        let variable = join(&self.scope, leaf.name);
        let read = match self.given(&variable, &leaf) {
            Ok(Some(given)) => Ok(given),
            Ok(None) => self.default(&variable, &leaf),
            Err(issue) => Err(issue),
        };
        // Two structs that are flattened into one may read the same variable: it is told once.
        match read {
            Ok((value, entry)) => {
                if !self.entries.contains(&entry) {
                    self.entries.push(entry);
                }
                Some(value)
            }
            Err(issue) => {
                if !self.issues.contains(&*issue) {
                    self.issues.push(*issue);
                }
                None
            }
        }
    }

    fn nested<S: Settings>(&mut self, name: &'static str) -> Option<S> {
        let scope = join(&self.scope, name);
        let outer = std::mem::replace(&mut self.scope, scope);
        let settings = S::visit(self);
        self.scope = outer;
        settings
    }
}

fn entry(variable: &str, text: &str, source: Source, secret: bool) -> Entry {
    Entry {
        variable: variable.to_owned(),
        value: if secret {
            REDACTED.to_owned()
        } else {
            excerpt::of_value(text)
        },
        source,
    }
}
