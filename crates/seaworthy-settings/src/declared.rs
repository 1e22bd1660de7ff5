//! The names of all settings, known before the first is read.

use std::collections::HashSet;
use std::iter;

use crate::Settings;
use crate::field::{Scope, Visitor, join};
use crate::leaf::Leaf;

/// What a struct of settings declares.
#[derive(Default)]
pub(crate) struct Declared {
    /// In the order of the fields; a variable that two fields have stands twice.
    pub(crate) names: Vec<Name>,
    /// The places of the names, in the order of the alphabet.
    sorted: Vec<usize>,
    /// Former names.
    aliases: HashSet<String>,
    /// The names that structs put before those of their fields, each with one of these.
    pub(crate) groups: Vec<(String, String)>,
}

/// The names of one setting.
pub(crate) struct Name {
    /// The full name of today.
    pub(crate) variable: String,
    /// The path of its key in a file.
    pub(crate) key: String,
    /// The variable that names its file, unless that is a setting of its own.
    pub(crate) file: Option<String>,
    /// Whether one of the fields that have it is a secret.
    pub(crate) is_secret: bool,
    /// Former names of the variable, and of the one that names its file.
    former: Vec<(String, Option<String>)>,
}

impl Declared {
    /// The settings of a struct, and the switch.
    pub(crate) fn of<S: Settings>(prefix: &str) -> Self {
        let mut collector = Collector {
            scope: Scope::new(prefix),
            declared: Self::default(),
        };
        let _ = S::visit(&mut collector);
        let Collector { mut declared, .. } = collector;
        let switch = Name::switch(prefix);
        if declared
            .variables()
            .all(|variable| variable != switch.variable)
        {
            declared.names.push(switch);
        }
        declared.close();
        declared
    }

    /// The setting of this name.
    pub(crate) fn get(&self, variable: &str) -> Option<&Name> {
        let at = |place: &usize| self.names.get(*place).map(|name| name.variable.as_str());
        let found = self
            .sorted
            .binary_search_by(|place| at(place).cmp(&Some(variable)));
        self.names.get(*self.sorted.get(found.ok()?)?)
    }

    /// Whether this is the name of a setting, or was one.
    pub(crate) fn contains(&self, variable: &str) -> bool {
        self.get(variable).is_some() || self.aliases.contains(variable)
    }

    /// Whether this is read: a setting's name, or its form with `_FILE`.
    pub(crate) fn reads(&self, variable: &str) -> bool {
        let of_file = variable.strip_suffix("_FILE");
        self.contains(variable) || of_file.is_some_and(|variable| self.contains(variable))
    }

    /// The names of all settings.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| name.variable.as_str())
    }

    /// Whether the name of a setting begins with this one and `_`.
    #[cfg(any(feature = "figment", feature = "toml"))]
    pub(crate) fn has_members(&self, group: &str) -> bool {
        self.variables().any(|variable| {
            let rest = variable.strip_prefix(group);
            rest.is_some_and(|rest| rest.starts_with('_'))
        })
    }

    /// Makes ready for what is asked once all names are known.
    fn close(&mut self) {
        let names = &self.names;
        let mut sorted: Vec<_> = (0..names.len()).collect();
        sorted.sort_by_key(|place| names.get(*place).map(|name| name.variable.as_str()));
        self.sorted = sorted;
        // What is a secret for one field is one for all that have the variable.
        let secret = self.names.iter().filter(|name| name.is_secret);
        let secret: HashSet<_> = secret.map(|name| name.variable.clone()).collect();
        for name in &mut self.names {
            name.is_secret = secret.contains(&name.variable);
        }
        // A setting whose own name ends so is no file of another.
        let mut names = std::mem::take(&mut self.names);
        let taken: HashSet<_> = names.iter().map(|name| name.variable.clone()).collect();
        let is_taken = |file: &mut String| taken.contains(file) || self.aliases.contains(file);
        for name in &mut names {
            name.file.take_if(is_taken);
            for (_, file) in &mut name.former {
                file.take_if(is_taken);
            }
        }
        self.names = names;
    }
}

impl Name {
    /// The switch between production and development.
    pub(crate) fn switch(prefix: &str) -> Self {
        Self::new(&Scope::new(prefix), "DEBUG", &[], false)
    }

    fn new(scope: &Scope, name: &str, aliases: &[&str], is_secret: bool) -> Self {
        let variable = scope.variable(name);
        let former = aliases.iter().map(|alias| {
            let variable = scope.variable(alias);
            let file = join(&variable, "FILE", '_');
            (variable, Some(file))
        });
        Self {
            key: scope.key(name),
            file: Some(join(&variable, "FILE", '_')),
            former: former.collect(),
            is_secret,
            variable,
        }
    }

    /// The variables under which it is looked up, the name of today first, and whether each names
    /// a file.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&str, bool)> + Clone {
        let today = iter::once((self.variable.as_str(), false));
        let file = self.file.iter().map(|file| (file.as_str(), true));
        let former = self.former.iter();
        let former = former.flat_map(|(name, file)| {
            let file = file.iter().map(|file| (file.as_str(), true));
            iter::once((name.as_str(), false)).chain(file)
        });
        today.chain(file).chain(former)
    }
}

/// Goes through the fields for their names alone.
struct Collector {
    scope: Scope,
    declared: Declared,
}

impl Visitor for Collector {
    fn leaf<T>(&mut self, leaf: Leaf<T>) -> Option<T> {
        let name = Name::new(&self.scope, leaf.name, &leaf.aliases, leaf.secret);
        let former = name.former.iter().map(|(name, _)| name.clone());
        self.declared.aliases.extend(former);
        self.declared.names.push(name);
        None
    }

    fn nested<S: Settings>(&mut self, name: &'static str) -> Option<S> {
        let outer = self.scope.enter(name);
        let before = self.declared.names.len();
        let nothing = S::visit(self);
        if let (false, Some(member)) = (name.is_empty(), self.declared.names.get(before)) {
            let group = self.scope.variables().to_owned();
            self.declared.groups.push((group, member.variable.clone()));
        }
        self.scope = outer;
        nothing
    }
}
