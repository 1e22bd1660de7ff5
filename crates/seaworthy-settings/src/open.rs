//! Sources are read once, in full, before the first setting.

use std::collections::HashMap;
use std::env;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::declared::Declared;
use crate::layer::{Layer, Raw};
#[cfg(any(feature = "figment", feature = "toml"))]
use crate::sources::Document;
use crate::warning::Warning;
use crate::{Issue, Source, Sources, directory, dotenv_layer, explain, field};

/// What the sources hold, and what is wrong with them as a whole.
pub(crate) struct Opened {
    /// The one that decides first stands first.
    pub(crate) layers: Vec<Layer>,
    pub(crate) issues: Vec<Issue>,
    pub(crate) warnings: Vec<Warning>,
}

pub(crate) fn open(sources: &Sources, declared: &Declared) -> Opened {
    let mut opened = Opened {
        layers: Vec::new(),
        issues: Vec::new(),
        warnings: Vec::new(),
    };
    opened.add_variables(sources);
    opened.add_directories(sources, declared);
    for file in sources.dotenv.iter().rev() {
        let layer = dotenv_layer::read(file, &mut opened.issues);
        opened.layers.extend(layer);
    }
    #[cfg(any(feature = "figment", feature = "toml"))]
    for document in sources.documents.iter().rev() {
        let layer = match *document {
            #[cfg(feature = "figment")]
            Document::Provider(ref figment) => {
                crate::provider::read(figment, sources, declared, &mut opened.issues)
            }
            #[cfg(feature = "toml")]
            Document::Toml(ref file) => {
                crate::toml::read(file, sources, declared, &mut opened.issues)
            }
        };
        opened.layers.extend(layer);
    }
    opened
}

impl Opened {
    fn add_variables(&mut self, sources: &Sources) {
        let explicit = sources.explicit.iter().map(|(name, value)| {
            let raw = Raw::of_bytes(value.expose().clone(), Source::Explicit);
            (name.clone(), raw)
        });
        self.layers.push(Layer::of_variables(explicit));
        if sources.environment {
            let variables = env::vars_os().map(|(name, value)| {
                let raw = Raw::of_bytes(value.into_encoded_bytes(), Source::Environment);
                (name_of(name), raw)
            });
            self.layers.push(Layer::of_variables(variables));
        }
    }

    /// The value that one of the variables has that were added.
    fn path_in(&self, variable: &str) -> Option<PathBuf> {
        let mut values = self.layers.iter();
        let raw = values.find_map(|layer| layer.values.get(variable))?;
        let path = std::str::from_utf8(raw.bytes()?).ok()?;
        (!path.is_empty()).then(|| PathBuf::from(path))
    }

    fn add_directories(&mut self, sources: &Sources, declared: &Declared) {
        for path in &sources.directories {
            self.add_directory(path, &sources.prefix, declared, true);
        }
        if let Some(path) = self.path_in("CREDENTIALS_DIRECTORY") {
            self.add_directory(&path, &sources.prefix, declared, false);
        }
        if sources.environment && cfg!(unix) {
            self.add_directory(Path::new("/run/secrets"), &sources.prefix, declared, false);
        }
    }

    fn add_directory(&mut self, path: &Path, prefix: &str, declared: &Declared, named: bool) {
        let files = match directory::files(path) {
            Ok(files) => files,
            Err(error) if named => {
                self.issues.push(explain::of_source(path, error.kind()));
                return;
            }
            Err(error) => {
                if error.kind() != ErrorKind::NotFound {
                    self.warnings.push(Warning::unreadable(path, error.kind()));
                }
                return;
            }
        };
        let mut layer = Layer {
            has_slips: named,
            ..Layer::default()
        };
        let mut found: HashMap<String, PathBuf> = HashMap::new();
        for (name, path) in files {
            // A name with the prefix is the setting's, one without may be.
            let bare = name.clone();
            let variable = if declared.contains(&name) {
                name
            } else {
                field::join(prefix, &name, '_')
            };
            if !declared.contains(&variable) {
                // In a directory of the program's own, a name may be a slip.
                if named {
                    layer.values.insert(bare, Raw::of_file(path));
                }
                continue;
            }
            if let Some(other) = found.get(&variable) {
                let key = declared.get(&variable).map(|name| &name.key);
                let issue = explain::of_two_files(&variable, key, other, &path);
                self.issues.push(issue);
                continue;
            }
            found.insert(variable.clone(), path.clone());
            layer.values.insert(variable, Raw::of_file(path));
        }
        self.layers.push(layer);
    }
}

/// The name of a variable, as the names of settings are compared with it.
fn name_of(name: OsString) -> String {
    let name = name.into_string();
    let name = name.unwrap_or_else(|name| name.to_string_lossy().into_owned());
    // There, case is no part of the name.
    if cfg!(windows) {
        name.to_uppercase()
    } else {
        name
    }
}
