//! Issues in words: what was expected, what was given, what to do.

use std::io;
use std::path::Path;

use crate::declared::Name;
use crate::layer::Form;
use crate::leaf::Leaf;
use crate::lookup::Found;
use crate::source::shown;
use crate::{Given, Invalid, Issue, IssueKind, Location, Source, excerpt};

/// The reasons as they may be shown.
pub(crate) fn safe(invalid: Invalid, secret: bool) -> Invalid {
    if secret {
        invalid.withheld()
    } else {
        invalid.map(excerpt::of_reason)
    }
}

/// What is known of a setting wherever its value stands.
pub(crate) struct Subject<'n, 'l, T> {
    pub(crate) name: &'n Name,
    pub(crate) leaf: &'l Leaf<T>,
}

impl<T> Subject<'_, '_, T> {
    /// An issue about the setting, of which nothing else is known.
    pub(crate) fn issue(&self, kind: IssueKind, remedy: String) -> Box<Issue> {
        let variable = self.name.variable.clone();
        Box::new(Issue {
            key: Some(self.name.key.clone()),
            ..about(variable, kind, self.leaf.expects(), remedy)
        })
    }

    /// A value that is refused.
    pub(crate) fn refused(&self, kind: IssueKind, found: Found<'_>) -> Box<Issue> {
        let optional = (self.leaf.absent)().is_some();
        let mut remedy = self.correct(found.name, &found.source);
        if found.text.is_empty() {
            if self.leaf.default.is_some() || optional {
                remedy.push_str(", or unset it");
            }
        } else if !found.is_hidden && is_quoted(&found.text) && found.item.is_none() {
            remedy.push_str(
                ": remove the quotes, which are part of the value, as in a file for \
                 `docker --env-file`",
            );
        } else if optional {
            remedy.push_str("; for none, unset it");
        }
        let given = if found.is_hidden {
            Given::Redacted
        } else {
            Given::Text(excerpt::of_value(&found.text))
        };
        Box::new(Issue {
            variable: found.name.to_owned(),
            given,
            source: Some(found.source),
            item: found.item.filter(|_| !found.is_hidden),
            is_echo: found.is_broken,
            ..*self.issue(kind, remedy)
        })
    }

    /// Two names for one setting in one place.
    pub(crate) fn ambiguous(&self, name: &str, other: &str, source: &Source) -> Box<Issue> {
        let remedy = match source.path() {
            Some(path) => format!("take {name} or {other} out of {}", shown(path)),
            None => format!("unset {name} or {other}"),
        };
        let other = excerpt::of_value(other);
        Box::new(Issue {
            variable: name.to_owned(),
            given: Given::Redacted,
            source: Some(source.clone()),
            ..*self.issue(IssueKind::Ambiguous { other }, remedy)
        })
    }

    /// A path that leads to no value, in the `_FILE` form of the setting.
    pub(crate) fn bad_path(
        &self,
        kind: IssueKind,
        name: &str,
        given: Given,
        source: Source,
    ) -> Box<Issue> {
        let remedy = format!("correct {name}, or set {} instead", self.name.variable);
        let issue = self.issue(kind, remedy);
        Box::new(Issue {
            variable: name.to_owned(),
            expected: format!("the path of a file that holds {}", issue.expected),
            given,
            source: Some(source),
            ..*issue
        })
    }

    /// Bytes that are no text.
    pub(crate) fn no_text(&self, kind: IssueKind, name: &str, source: Source) -> Box<Issue> {
        let remedy = self.correct(name, &source);
        Box::new(Issue {
            variable: name.to_owned(),
            given: Given::Redacted,
            source: Some(source),
            ..*self.issue(kind, remedy)
        })
    }

    fn correct(&self, name: &str, source: &Source) -> String {
        match source {
            Source::Directory(path) => format!("correct the file {}", shown(path)),
            Source::Dotenv(Location { path, line, .. }) => {
                format!("correct {name} in line {line} of {}", shown(path))
            }
            Source::File(_) => format!("correct the file that {name} names"),
            Source::Provider(provider) => {
                format!(
                    "correct {} in {}",
                    self.name.key,
                    excerpt::of_value(provider)
                )
            }
            Source::Toml(Location { path, line, .. }) => {
                format!(
                    "correct {} in line {line} of {}",
                    self.name.key,
                    shown(path)
                )
            }
            _ => format!("correct {name}"),
        }
    }
}

/// An array or a table where one value belongs, or the one for the other.
pub(crate) fn wrong_form(form: Form) -> Invalid {
    Invalid::new(match form {
        Form::Array => "it is an array",
        Form::One => "it is one value",
        Form::Table => "it is a table",
    })
}

/// A file, a directory or a provider that cannot be read.
pub(crate) fn of_source(path: &Path, kind: io::ErrorKind) -> Issue {
    let remedy = match kind {
        io::ErrorKind::NotFound => format!("create {}, or correct its path", shown(path)),
        _ => format!("let the service read {}, or correct its path", shown(path)),
    };
    let path_kind = IssueKind::Unreadable {
        path: Some(path.to_owned()),
        kind,
    };
    about(shown(path), path_kind, "one that can be read", remedy)
}

pub(crate) fn of_source_not_unicode(path: &Path, byte: usize) -> Issue {
    let remedy = format!("save {} as UTF-8", shown(path));
    about(
        shown(path),
        IssueKind::NotUnicode { byte },
        "a text in UTF-8",
        remedy,
    )
}

#[cfg(feature = "figment")]
pub(crate) fn of_provider(name: &str) -> Issue {
    let kind = IssueKind::Syntax("the provider has an error".to_owned());
    let name = excerpt::of_value(name);
    about(
        name.clone(),
        kind,
        "values by name",
        format!("correct what {name} reads"),
    )
}

/// A line that cannot be read.
pub(crate) fn of_syntax(location: &Location, reason: String) -> Issue {
    let remedy = format!(
        "correct line {} of {}",
        location.line,
        shown(&location.path)
    );
    let name = location.to_string();
    Issue {
        source: None,
        ..about(
            name,
            IssueKind::Syntax(reason),
            "a name and its value",
            remedy,
        )
    }
}

/// Two files of a directory for one setting.
pub(crate) fn of_two_files(
    variable: &str,
    key: Option<&String>,
    one: &Path,
    other: &Path,
) -> Issue {
    let kind = IssueKind::Ambiguous { other: shown(one) };
    let remedy = format!("remove {} or {}", shown(one), shown(other));
    Issue {
        key: key.cloned(),
        given: Given::Redacted,
        source: Some(Source::Directory(other.to_owned())),
        ..about(variable.to_owned(), kind, "one file", remedy)
    }
}

/// A variable that only begins the names of settings.
pub(crate) fn of_group(variable: &str, member: &str) -> Issue {
    let kind = IssueKind::Group {
        member: member.to_owned(),
    };
    let remedy = format!("unset {variable}, and set {member} and its like");
    Issue {
        given: Given::Redacted,
        ..about(variable.to_owned(), kind, "nothing", remedy)
    }
}

/// The issues of a file, of which more than these say nothing more.
pub(crate) fn at_most(mut issues: Vec<Issue>, path: &Path) -> Vec<Issue> {
    const MOST: usize = 20;
    let rest = issues.len().saturating_sub(MOST);
    if rest > 1 {
        issues.truncate(MOST);
        let kind = IssueKind::Syntax(format!("there are {rest} more errors in this file"));
        let remedy = "correct the first, and look again".to_owned();
        issues.push(about(
            shown(path),
            kind,
            "a name and its value a line",
            remedy,
        ));
    }
    issues
}

/// An issue that is about no single setting.
pub(crate) fn about(
    name: String,
    kind: IssueKind,
    expected: impl Into<String>,
    remedy: String,
) -> Issue {
    Issue {
        variable: name,
        key: None,
        kind,
        expected: expected.into(),
        given: Given::Nothing,
        remedy,
        source: None,
        did_you_mean: None,
        item: None,
        is_echo: false,
    }
}

fn is_quoted(text: &str) -> bool {
    ['"', '\''].into_iter().any(|quote| {
        text.strip_prefix(quote)
            .is_some_and(|rest| rest.ends_with(quote))
    })
}
