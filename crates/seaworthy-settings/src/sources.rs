//! Where values are looked up.

use std::collections::BTreeMap;
use std::ffi::OsString;
#[cfg(any(feature = "figment", feature = "toml"))]
use std::fmt;
use std::path::PathBuf;

use crate::Secret;

/// Where settings are read from, and in which order.
///
/// The first of these that has a setting decides; the others are [overrides] in the report:
///
/// 1. what the program [sets](Self::set), by the full name;
/// 2. the environment: the variable, or its `_FILE` form;
/// 3. directories of secrets, one file for each value: those that the program
///    [names](Self::secrets_dir), then `$CREDENTIALS_DIRECTORY` as [systemd] sets it, then
///    `/run/secrets`;
/// 4. `.env` files, the last named first;
/// 5. TOML files and providers, the last named first;
/// 6. the default.
///
/// `X` and `X_FILE` in one place are an error, as nothing says which one counts.
///
/// [overrides]: crate::Entry::overrides
/// [systemd]: https://systemd.io/CREDENTIALS/
///
/// ```
/// use seaworthy_settings::Sources;
///
/// // A service whose variables begin with `SHOP_`, on a port of its own.
/// let sources = Sources::environment().prefix("SHOP").set("SHOP_PORT", "8001");
///
/// // The same with a file for the developer's machine.
/// let sources = sources.dotenv_if_exists(".env");
///
/// // A test, which the environment does not touch.
/// let sources = Sources::pairs([("DEBUG", "true")]);
/// # let _ = sources;
/// ```
#[derive(Clone, Debug)]
pub struct Sources {
    pub(crate) environment: bool,
    pub(crate) explicit: BTreeMap<String, Secret<Vec<u8>>>,
    pub(crate) directories: Vec<PathBuf>,
    /// In the order in which they were named.
    pub(crate) dotenv: Vec<File>,
    /// In the order in which they were named.
    #[cfg(any(feature = "figment", feature = "toml"))]
    pub(crate) documents: Vec<Document>,
    pub(crate) inspecting: bool,
    pub(crate) is_partial: bool,
    pub(crate) prefix: String,
}

/// A file that is read when the settings are loaded.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    /// Whether it may be missing.
    pub(crate) optional: bool,
}

/// What holds values by key.
#[cfg(any(feature = "figment", feature = "toml"))]
#[derive(Clone)]
pub(crate) enum Document {
    #[cfg(feature = "figment")]
    Provider(Box<figment::Figment>),
    #[cfg(feature = "toml")]
    Toml(File),
}

impl Sources {
    /// The environment of the process, as it is when the settings are loaded, and the directories
    /// of secrets.
    #[must_use]
    pub const fn environment() -> Self {
        Self {
            environment: true,
            explicit: BTreeMap::new(),
            directories: Vec::new(),
            dotenv: Vec::new(),
            #[cfg(any(feature = "figment", feature = "toml"))]
            documents: Vec::new(),
            inspecting: false,
            is_partial: false,
            prefix: String::new(),
        }
    }

    /// These variables, and neither the environment nor `/run/secrets`.
    #[must_use]
    pub fn pairs<N: Into<String>, V: Into<OsString>>(
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let nothing = Self {
            environment: false,
            ..Self::environment()
        };
        variables
            .into_iter()
            .fold(nothing, |sources, (name, value)| sources.set(name, value))
    }

    /// With this variable, which comes before all others.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<OsString>) -> Self {
        let bytes = value.into().into_encoded_bytes();
        self.explicit.insert(name.into(), Secret::new(bytes));
        self
    }

    /// With names that begin with this word in capitals and `_`, `DEBUG` included.
    ///
    /// All variables that begin so belong to the settings then: one that no field declares is a
    /// [warning](crate::Warning). Keys of files and names of secrets need no prefix.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into().to_uppercase();
        let word = self.prefix.trim_end_matches('_').len();
        self.prefix.truncate(word);
        self
    }

    /// With a directory that has one file for each value, as containers mount secrets.
    ///
    /// The setting `DB_PASSWORD` is the file `db_password`, in any case and with `-` or `.` for
    /// `_`, with the prefix or without. The directory must exist.
    #[must_use]
    pub fn secrets_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.directories.push(path.into());
        self
    }

    /// With a `.env` file, which must exist.
    ///
    /// It is meant for development: in production the report has a warning.
    ///
    #[doc = include_str!("dotenv.md")]
    #[must_use]
    pub fn dotenv(mut self, path: impl Into<PathBuf>) -> Self {
        self.dotenv.push(File {
            path: path.into(),
            optional: false,
        });
        self
    }

    /// With a [`.env` file](Self::dotenv), if there is one.
    #[must_use]
    pub fn dotenv_if_exists(mut self, path: impl Into<PathBuf>) -> Self {
        self.dotenv.push(File {
            path: path.into(),
            optional: true,
        });
        self
    }

    /// With a TOML file, which must exist. A second one lies over the first.
    ///
    /// A key is the setting's name in any case, and a table may stand for the beginning of names:
    /// `secure_hsts_seconds = 60`, and `hsts_seconds = 60` in the table `[secure]`, are both
    /// `SECURE_HSTS_SECONDS`. A key that is no setting is an error.
    ///
    /// ```
    /// use seaworthy_settings::{Settings, Sources};
    ///
    /// #[derive(Settings)]
    /// struct App {
    ///     port: u16,
    ///     hosts: Vec<String>,
    /// }
    ///
    /// # let directory = std::env::temp_dir().join(format!("settings-{}", std::process::id()));
    /// # std::fs::create_dir_all(&directory)?;
    /// let path = directory.join("app.toml");
    /// std::fs::write(&path, "port = 8001\nhosts = [\"a.example\", \"b.example\"]")?;
    /// let nothing: [(&str, &str); 0] = [];
    /// let app = App::load(&Sources::pairs(nothing).toml(&path))?.settings;
    /// assert_eq!((app.port, app.hosts.len()), (8001, 2));
    /// # std::fs::remove_dir_all(&directory)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "toml")]
    #[cfg_attr(docsrs, doc(cfg(feature = "toml")))]
    #[must_use]
    pub fn toml(mut self, path: impl Into<PathBuf>) -> Self {
        self.documents.push(Document::Toml(File {
            path: path.into(),
            optional: false,
        }));
        self
    }

    /// With a [TOML file](Self::toml), if there is one.
    #[cfg(feature = "toml")]
    #[cfg_attr(docsrs, doc(cfg(feature = "toml")))]
    #[must_use]
    pub fn toml_if_exists(mut self, path: impl Into<PathBuf>) -> Self {
        self.documents.push(Document::Toml(File {
            path: path.into(),
            optional: true,
        }));
        self
    }

    /// With whatever a provider of [figment](https://docs.rs/figment) has: YAML, JSON, a store of
    /// secrets.
    ///
    /// It lies over the TOML files and providers named before. Its keys are read as those of a
    /// [TOML file](Self::toml) are.
    ///
    /// ```
    /// use figment::providers::Serialized;
    /// use seaworthy_settings::{Settings, Sources};
    ///
    /// #[derive(Settings)]
    /// struct App {
    ///     port: u16,
    /// }
    ///
    /// let nothing: [(&str, &str); 0] = [];
    /// let sources = Sources::pairs(nothing).provider(Serialized::default("port", 8001));
    /// assert_eq!(App::load(&sources)?.settings.port, 8001);
    /// # Ok::<(), seaworthy_settings::LoadError>(())
    /// ```
    #[cfg(feature = "figment")]
    #[cfg_attr(docsrs, doc(cfg(feature = "figment")))]
    #[must_use]
    pub fn provider(mut self, provider: impl figment::Provider) -> Self {
        let figment = figment::Figment::from(provider);
        self.documents.push(Document::Provider(Box::new(figment)));
        self
    }

    /// For a look at the settings, not for a service: what production refuses although it can be
    /// read, such as a weak key, is a warning.
    ///
    /// So a command that checks the settings can say all that is wrong with them.
    ///
    /// ```
    /// use seaworthy_settings::{SecretKey, Settings, Sources};
    ///
    /// #[derive(Debug, Settings)]
    /// struct App {
    ///     secret_key: SecretKey,
    /// }
    ///
    /// let sources = Sources::pairs([("SECRET_KEY", "change-me")]);
    /// assert!(App::load(&sources).is_err());
    /// let report = App::load(&sources.inspect())?.report;
    /// assert_eq!(report.warnings()[0].variable(), "SECRET_KEY");
    /// # Ok::<(), seaworthy_settings::LoadError>(())
    /// ```
    #[must_use]
    pub const fn inspect(mut self) -> Self {
        self.inspecting = true;
        self
    }

    /// For a struct that declares some of the settings: names and keys that it does not declare
    /// belong to others, and are neither errors nor warnings.
    #[must_use]
    pub const fn partial(mut self) -> Self {
        self.is_partial = true;
        self
    }
}

/// A provider would show its values.
#[cfg(any(feature = "figment", feature = "toml"))]
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            #[cfg(feature = "figment")]
            Self::Provider(_) => f.write_str("Provider"),
            #[cfg(feature = "toml")]
            Self::Toml(ref file) => f.debug_tuple("Toml").field(file).finish(),
        }
    }
}
