//! `production settings`.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use seaworthy::Settings;
use seaworthy::settings::{Entry, Field, Report, Source, Sources};

use crate::Failure;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// What to show of them.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Each value, where it came from and what it overrides.
    Text,
    /// The same as JSON.
    Json,
    /// A file for `docker run --env-file`, with what is set.
    Env,
    /// A table of the values for a document.
    Markdown,
    /// A `.env` file to start from, whatever is set.
    EnvExample,
    /// A table of all variables for a document, whatever is set.
    Reference,
    /// The JSON Schema of the TOML file, for editors.
    Schema,
}

/// Shows each setting, its value and where it came from.
pub(crate) fn run(arguments: &Arguments, sources: Sources) -> Result<ExitCode, Failure> {
    let report = || Settings::load(&sources.inspect()).map(|loaded| loaded.report);
    let shown = match arguments.format {
        Format::Text => report()?.to_string(),
        Format::Json => report()?.json() + "\n",
        Format::Env => environment(&report()?),
        Format::Markdown => markdown(&report()?),
        Format::EnvExample => Settings::fields().env_example(),
        Format::Reference => Settings::fields().markdown(),
        Format::Schema => Settings::fields().json_schema() + "\n",
    };
    io::stdout().write_all(shown.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Every variable with its documentation; what is set or must be stands ready, secrets have to be
/// filled in. Nothing is quoted: what reads such a file takes each line as it is.
fn environment(report: &Report) -> String {
    let mut shown = String::new();
    for (field, entry) in Settings::fields().iter().zip(report.entries()) {
        let comment = field.doc.lines().map(|line| format!("# {}\n", line.trim()));
        shown.extend(comment);
        shown.push_str(&assignment(field, entry));
        shown.push_str("\n\n");
    }
    shown
}

fn assignment(field: &Field, entry: &Entry) -> String {
    let variable = &field.variable;
    let is_default = matches!(entry.source, Source::DebugDefault | Source::Default);
    let mark = if is_default && !field.required {
        "#"
    } else {
        ""
    };
    match (&entry.source, &entry.value) {
        (Source::File(path), _) => format!("{variable}_FILE={}", path.display()),
        (_, None) => format!("{mark}{variable}="),
        // Two lines would be two variables.
        (_, Some(value)) if value.contains(char::is_control) => format!("#{entry}"),
        (_, Some(value)) => format!("{mark}{variable}={value}"),
    }
}

fn markdown(report: &Report) -> String {
    let cell = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace('|', "\\|")
    };
    let mut shown = String::from("| variable | what it is | value | source |\n|---|---|---|---|\n");
    for (field, entry) in Settings::fields().iter().zip(report.entries()) {
        let (variable, doc, source) = (&field.variable, cell(field.doc), &entry.source);
        let value = match entry.value.as_deref() {
            None => "redacted".to_owned(),
            Some("") => String::new(),
            Some(value) => format!("`{}`", cell(value)),
        };
        shown.push_str(&format!("| `{variable}` | {doc} | {value} | {source} |\n"));
    }
    shown
}
