//! One setting looked up in all places.

use std::ops::Deref;
use std::path::Path;

use zeroize::Zeroizing;

use crate::explain::Subject;
use crate::layer::{Content, Form, Item, Layer, Raw};
use crate::slip::Slips;
use crate::{Given, Invalid, Issue, IssueKind, Source, excerpt, file};

/// What came of it.
pub(crate) struct Lookedup<'a> {
    /// The value that decides.
    pub(crate) found: Option<Found<'a>>,
    /// Where other values stand, which it overrides.
    pub(crate) overrides: Vec<Source>,
}

/// A value as text.
pub(crate) struct Found<'a> {
    /// The variable under which it stands: the setting's, a former one, or its `_FILE` form.
    pub(crate) name: &'a str,
    pub(crate) text: Text<'a>,
    pub(crate) form: Form,
    pub(crate) source: Source,
    pub(crate) item: Option<Item>,
    /// Whether it is a secret, or holds one.
    pub(crate) is_secret: bool,
    /// Whether no message may show it: it is a secret, or may be one.
    pub(crate) is_hidden: bool,
    /// Whether an error of the file stands in it, which is told.
    pub(crate) is_broken: bool,
}

/// A text of a layer or of a file.
pub(crate) enum Text<'a> {
    File(Zeroizing<String>),
    Layer(&'a str),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::File(text) => text,
            Self::Layer(text) => text,
        }
    }
}

/// Where it is looked.
pub(crate) struct Lookup<'l, 's> {
    pub(crate) layers: &'l [Layer],
    pub(crate) slips: &'s Slips<'l>,
}

impl<'l> Lookup<'l, '_> {
    /// Looks for a setting in one place after the other.
    pub(crate) fn find<T>(&self, subject: &Subject<'l, '_, T>) -> Result<Lookedup<'l>, Box<Issue>> {
        let mut found = None;
        let mut overrides = Vec::new();
        for layer in self.layers {
            let names = subject.name.variables();
            let names = names.filter(|(_, is_path)| layer.has_files || !is_path);
            let mut hits =
                names.filter_map(|(name, is_path)| Some((name, is_path, layer.values.get(name)?)));
            let Some((name, is_path, raw)) = hits.next() else {
                continue;
            };
            if found.is_some() {
                overrides.push(raw.source.clone());
                continue;
            }
            if let Some((other, ..)) = hits.next() {
                return Err(subject.ambiguous(name, other, &raw.source));
            }
            if let Some(other) = self.slips.in_another_case(layer, name, raw) {
                return Err(subject.ambiguous(name, other, &raw.source));
            }
            let hit = Hit {
                subject,
                name,
                raw,
                is_secret: subject.name.is_secret || raw.holds_secret,
                is_suspect: layer.is_suspect,
            };
            found = Some(if is_path {
                hit.named_file()?
            } else {
                hit.value()?
            });
        }
        Ok(Lookedup { found, overrides })
    }
}

/// A value that is still bytes, or the path of a file.
struct Hit<'l, 's, 'f, T> {
    subject: &'s Subject<'l, 'f, T>,
    name: &'l str,
    raw: &'l Raw,
    is_secret: bool,
    is_suspect: bool,
}

impl<'l, T> Hit<'l, '_, '_, T> {
    /// The value of a variable, or of a file that is named after it.
    fn value(self) -> Result<Found<'l>, Box<Issue>> {
        let refuse = |kind| {
            self.subject
                .no_text(kind, self.name, self.raw.source.clone())
        };
        let text = match self.raw.content() {
            Content::Bytes(bytes) => Text::Layer(check(bytes).map_err(refuse)?),
            Content::File(path) => {
                let bytes = file::read(path).map_err(|kind| {
                    let path = Some(path.clone());
                    refuse(IssueKind::Unreadable { path, kind })
                })?;
                Text::File(text(bytes).map_err(refuse)?)
            }
        };
        Ok(Found {
            name: self.name,
            text,
            form: self.raw.form,
            source: self.raw.source.clone(),
            item: self.raw.item.clone(),
            is_secret: self.is_secret,
            is_hidden: self.is_secret
                || self.is_suspect
                || matches!(self.raw.content(), Content::File(_)),
            is_broken: self.raw.is_broken,
        })
    }

    /// The value that stands in a file, whose path is the value of a variable.
    fn named_file(self) -> Result<Found<'l>, Box<Issue>> {
        let (subject, name) = (self.subject, self.name);
        let refuse = |kind, given| subject.bad_path(kind, name, given, self.raw.source.clone());
        let path = check(self.raw.bytes().unwrap_or_default());
        let path = path.map_err(|kind| refuse(kind, Given::Redacted))?;
        if path.is_empty() {
            let kind = IssueKind::Invalid(Invalid::new("it is empty, and names no file"));
            return Err(refuse(kind, Given::Text(String::new())));
        }
        let path = Path::new(path);
        let bytes = file::read(path).map_err(|kind| {
            if (self.is_secret || self.is_suspect) && !file::is_plausible(path) {
                return refuse(IssueKind::Unreadable { path: None, kind }, Given::Redacted);
            }
            let given = Given::Text(excerpt::of_value(&path.to_string_lossy()));
            let path = Some(path.to_owned());
            refuse(IssueKind::Unreadable { path, kind }, given)
        })?;
        let source = Source::File(path.to_owned());
        let text = text(bytes).map_err(|kind| subject.no_text(kind, name, source.clone()))?;
        Ok(Found {
            name,
            text: Text::File(text),
            form: Form::One,
            source,
            item: None,
            is_secret: self.is_secret,
            // The path may be that of another one's secret.
            is_hidden: true,
            is_broken: self.raw.is_broken,
        })
    }
}

/// Bytes as text, where an environment could hold them.
fn check(bytes: &[u8]) -> Result<&str, IssueKind> {
    let text = std::str::from_utf8(bytes).map_err(|error| IssueKind::NotUnicode {
        byte: error.valid_up_to(),
    })?;
    match bytes.iter().position(|byte| *byte == 0) {
        Some(byte) => Err(IssueKind::Nul { byte }),
        None => Ok(text),
    }
}

/// The same of bytes that nobody else holds.
fn text(mut bytes: Zeroizing<Vec<u8>>) -> Result<Zeroizing<String>, IssueKind> {
    check(&bytes)?;
    // They are, as they were looked at.
    Ok(Zeroizing::new(
        String::from_utf8(std::mem::take(&mut *bytes)).unwrap_or_default(),
    ))
}
