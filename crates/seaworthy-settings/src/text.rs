//! A load error as text for people.

use std::env;
use std::fmt::{self, Write as _};
use std::io::IsTerminal;

use crate::layout::{Layout, Style};
use crate::{Issue, LoadError, Source, Warning};

/// A [`LoadError`] as text: plain, unless it is asked for otherwise.
///
/// ```
/// use seaworthy_settings::{Settings, Sources};
///
/// #[derive(Debug, Settings)]
/// struct App {
///     port: u16,
/// }
///
/// if let Err(error) = App::load(&Sources::pairs([("PORT", "http")])) {
///     eprintln!("{}", error.text().for_terminal(&std::io::stderr()));
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    error: &'a LoadError,
    layout: Layout,
}

impl<'a> Text<'a> {
    pub(crate) const fn of(error: &'a LoadError) -> Self {
        let layout = Layout {
            color: false,
            width: usize::MAX,
        };
        Self { error, layout }
    }

    /// With colours, or without, as it is from the start.
    #[must_use]
    pub const fn color(mut self, color: bool) -> Self {
        self.layout.color = color;
        self
    }

    /// Wrapped to so many characters, 40 at least; not wrapped from the start.
    #[must_use]
    pub fn width(mut self, width: usize) -> Self {
        self.layout.width = width.max(40);
        self
    }

    /// As this stream wants it: on a terminal wrapped to its width, as the variable `COLUMNS` has
    /// it or else at 100, and in colours, unless [`NO_COLOR`](https://no-color.org) is set or
    /// `TERM` is `dumb`.
    #[must_use]
    pub fn for_terminal(self, stream: &impl IsTerminal) -> Self {
        if !stream.is_terminal() {
            return self;
        }
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let columns = env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        self.color(!is_set("NO_COLOR") && !is_dumb)
            .width(columns.unwrap_or(100))
    }

    fn issue(&self, out: &mut String, issue: &Issue) {
        let layout = &self.layout;
        let head = format!("{}: {}", issue.variable, issue.kind);
        layout.heading(out, Style::Error, &head);
        let shown = |source: &&Source| !matches!(source, Source::Environment | Source::Explicit);
        if let Some(source) = issue.source.as_ref().filter(shown) {
            layout.field(out, "source", &source.to_string());
        }
        #[cfg(feature = "toml")]
        if let Some(item) = &issue.item {
            crate::snippet::write(out, item, layout);
        }
        layout.field(out, "expected", &issue.expected);
        layout.field(out, "given", &issue.given.to_string());
        layout.field(out, "remedy", &issue.remedy);
    }

    fn warning(&self, out: &mut String, warning: &Warning) {
        let layout = &self.layout;
        let head = format!("warning: {}: {}", warning.variable, warning.kind);
        layout.heading(out, Style::Warning, &head);
        if let Some(source) = &warning.source {
            layout.field(out, "source", &source.to_string());
        }
        layout.field(out, "remedy", &warning.remedy);
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        match self.error.issues.len() {
            1 => out.push_str("1 setting cannot be used\n"),
            count => writeln!(out, "{count} settings cannot be used")?,
        }
        for issue in &self.error.issues {
            out.push('\n');
            self.issue(&mut out, issue);
        }
        for warning in &self.error.warnings {
            out.push('\n');
            self.warning(&mut out, warning);
        }
        f.write_str(out.trim_end())
    }
}
