use std::fmt;

use crate::conclusion::{Conclusion, Count};
use crate::escape::OneLine;
use crate::{Finding, Level, Report, Status};

/// The [`Report`] for people, in the manner of Django's `check` command.
///
/// First comes what was checked and what became of each check; then the findings, the gravest
/// first, as `object: (id, alias) message`; the last line counts them. Whatever could command a
/// terminal is escaped.
///
/// ```
/// use seaworthy_check::{Check, Checks, Finding, Selection};
///
/// let checks = Checks::new().add(Check::new("debug", |debug: &bool| {
///     debug.then(|| Finding::error("debug.on", "Error pages show the source.").object("DEBUG"))
/// }));
/// assert_eq!(
///     checks.run(&true, &Selection::default())?.text().to_string(),
///     "Ran 1 check:
///   found 1  debug
///
/// ERRORS:
/// DEBUG: (debug.on) Error pages show the source.
///
/// System check identified 1 issue (1 error)."
/// );
/// # Ok::<(), seaworthy_check::UnknownTags>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TextReport<'a> {
    report: &'a Report,
    coloured: bool,
}

impl<'a> TextReport<'a> {
    /// Whether to colour the text, by the escape codes that terminals understand; it is plain
    /// unless asked for.
    ///
    /// Whether the output is a terminal, and whether its user wants colours, is for the program to
    /// know.
    #[must_use]
    pub const fn coloured(mut self, coloured: bool) -> Self {
        self.coloured = coloured;
        self
    }

    pub(crate) const fn new(report: &'a Report) -> Self {
        Self {
            report,
            coloured: false,
        }
    }

    fn paint<D: fmt::Display>(&self, colour: &'static str, content: D) -> Painted<D> {
        Painted {
            colour: self.coloured.then_some(colour),
            content,
        }
    }

    fn write_checks(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let checks = self.report.checks();
        if checks.is_empty() {
            return f.write_str("Ran no check: none was selected.\n");
        }
        writeln!(f, "Ran {}:", Count(checks.len(), "check"))?;
        let widths = checks.iter().map(|check| check.status().to_string().len());
        let width = widths.max().unwrap_or(0);
        for check in checks {
            let status = check.status();
            let label = format!("{status:width$}");
            let label = self.paint(colour_of_status(status), label);
            write!(f, "  {label}  {}", OneLine(check.name()))?;
            if let Some(reason) = status.reason() {
                write!(f, ": {}", OneLine(reason))?;
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}

impl fmt::Display for TextReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_checks(f)?;
        let mut group = None;
        for finding in self.report.findings() {
            if group != Some(finding.level) {
                group = Some(finding.level);
                let colour = colour_of_level(finding.level);
                let heading = self.paint(colour, format!("{}S:", finding.level));
                writeln!(f, "\n{heading}")?;
            }
            write_finding(f, finding)?;
        }
        write!(f, "\n{}", Conclusion(self.report))
    }
}

fn write_finding(f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
    let object = OneLine(finding.object.as_deref().unwrap_or("?"));
    write!(f, "{object}: ({}", OneLine(&finding.id))?;
    if let Some(alias) = &finding.alias {
        write!(f, ", {}", OneLine(alias))?;
    }
    writeln!(f, ") {}", OneLine(&finding.message))?;
    if let Some(hint) = &finding.hint {
        writeln!(f, "\tHINT: {}", OneLine(hint))?;
    }
    if let Some(address) = &finding.docs {
        writeln!(f, "\tDOCS: {}", OneLine(address))?;
    }
    Ok(())
}

/// Something to display in a colour, or as it is.
struct Painted<D> {
    colour: Option<&'static str>,
    content: D,
}

impl<D: fmt::Display> fmt::Display for Painted<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.colour {
            Some(colour) => write!(f, "{colour}{}{RESET}", self.content),
            None => self.content.fmt(f),
        }
    }
}

const fn colour_of_status(status: &Status) -> &'static str {
    match status {
        Status::Crashed | Status::Hung => RED,
        Status::Found(_) | Status::Skipped(_) => YELLOW,
        Status::NotUsed(_) | Status::Passed => GREEN,
    }
}

const fn colour_of_level(level: Level) -> &'static str {
    match level {
        Level::Critical | Level::Error => RED,
        Level::Warning => YELLOW,
        Level::Info | Level::Debug => CYAN,
    }
}

// Select Graphic Rendition, ECMA-48 section 8.3.117.
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const CYAN: &str = "\u{1b}[36m";
const RESET: &str = "\u{1b}[0m";
