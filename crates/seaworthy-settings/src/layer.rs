//! One place where values stand, read once.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::Source;

/// The values of one source, by the full name of their variable.
#[derive(Default)]
pub(crate) struct Layer {
    pub(crate) values: HashMap<String, Raw>,
    /// Whether `X_FILE` names a file that holds `X`.
    pub(crate) has_files: bool,
    /// Whether a name that no setting has may be a slip, and goes unnoticed otherwise.
    pub(crate) has_slips: bool,
    /// Whether the file has errors, after which a value may be a piece of another one's: of a
    /// secret, even.
    pub(crate) is_suspect: bool,
    /// The file, if it is a `.env` file.
    pub(crate) dotenv: Option<PathBuf>,
}

impl Layer {
    pub(crate) fn of_variables(values: impl Iterator<Item = (String, Raw)>) -> Self {
        Self {
            values: values.collect(),
            has_files: true,
            has_slips: true,
            ..Self::default()
        }
    }
}

/// A value that was found, not yet read.
pub(crate) struct Raw {
    content: Content,
    pub(crate) form: Form,
    pub(crate) source: Source,
    /// The piece of the file that holds the value and nothing else.
    pub(crate) item: Option<Item>,
    /// Whether an error of the file stands in it.
    pub(crate) is_broken: bool,
    /// Whether the value of a secret seems to have slipped into it.
    pub(crate) holds_secret: bool,
}

/// The bytes of a value, or the file that holds them.
pub(crate) enum Content {
    Bytes(Zeroizing<Vec<u8>>),
    File(PathBuf),
}

/// What a file's format says of a value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    Array,
    One,
    Table,
}

/// A key and its value as they stand in a file.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Item {
    pub(crate) text: Zeroizing<String>,
    /// The line and the character at which it begins, counted from one.
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// Which bytes of it are what a report points at.
    pub(crate) mark: Range<usize>,
}

impl Item {
    /// The key alone.
    #[cfg(any(feature = "figment", feature = "toml"))]
    pub(crate) fn without_value(mut self) -> Self {
        let key = self.text.get(..self.mark.start).unwrap_or_default();
        let key = key.trim_end_matches(|c: char| c == '=' || c.is_whitespace());
        // Of a table there is only the key.
        let key = if key.is_empty() {
            self.text.as_str()
        } else {
            key
        };
        self.mark = 0..key.len();
        self.text = Zeroizing::new(key.to_owned());
        self
    }
}

impl Raw {
    /// One value.
    pub(crate) fn of_bytes(bytes: Vec<u8>, source: Source) -> Self {
        Self {
            content: Content::Bytes(Zeroizing::new(bytes)),
            form: Form::One,
            source,
            item: None,
            is_broken: false,
            holds_secret: false,
        }
    }

    /// One value that a file of its own holds.
    pub(crate) fn of_file(path: PathBuf) -> Self {
        Self {
            content: Content::File(path.clone()),
            form: Form::One,
            source: Source::Directory(path),
            item: None,
            is_broken: false,
            holds_secret: false,
        }
    }

    /// A value of a document, as the text that a variable would hold.
    #[cfg(any(feature = "figment", feature = "toml"))]
    pub(crate) fn of_document(
        text: String,
        form: Form,
        source: Source,
        item: Option<Item>,
    ) -> Self {
        Self {
            form,
            item,
            ..Self::of_bytes(text.into_bytes(), source)
        }
    }

    pub(crate) const fn content(&self) -> &Content {
        &self.content
    }

    /// The value, unless it is in a file.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::File(_) => None,
        }
    }
}

/// It may be a secret.
impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Item at {}:{}", self.line, self.column)
    }
}
