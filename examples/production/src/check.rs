//! `production check`.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use seaworthy::Settings;
use seaworthy::check::{Check, Date, Exit, Finding, Level, Report, Selection, Silence, checks};
use seaworthy::settings::{self, Sources, Warning, WarningKind};

use crate::Failure;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Check whether the settings are fit for production.
    #[arg(long)]
    deploy: bool,
    /// How to report.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The level from which a finding fails the check; WARNING with --deploy, else ERROR.
    #[arg(long, value_name = "LEVEL")]
    fail_level: Option<Level>,
    /// Only the checks with this tag; several tags add up.
    #[arg(long = "tag", short = 't', value_name = "TAG")]
    tags: Vec<String>,
    /// What is known and meant to be so: `<id>[@<object>] [until <day>]: <reason>`; several add up.
    #[arg(long = "silence", value_name = "SILENCE")]
    silences: Vec<Silence>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
    Junit,
    Html,
}

/// Reports what there is to find; the exit code says whether there was.
pub(crate) fn run(arguments: &Arguments, sources: Sources) -> Result<ExitCode, Failure> {
    let loaded = Settings::load(&sources.inspect())?;
    let warnings = warned(&loaded.report);
    let checks = checks()
        .add(Check::new("sources", move |_: &Settings| warnings.clone()).tags(["settings"]))
        .add(
            Check::new("zxcvbn", second_opinion)
                .tags(["security"])
                .deploy(),
        );
    let mut selection = Selection::default();
    selection.deploy = arguments.deploy;
    selection.tags.clone_from(&arguments.tags);
    let report = match checks.run(&loaded.settings, &selection) {
        Ok(report) => report,
        Err(unknown) => {
            writeln!(io::stderr(), "{unknown}")?;
            return Ok(Exit::Usage.into());
        }
    };
    let report = report.silence(&arguments.silences, Date::today());
    let fail_level = arguments.fail_level.unwrap_or(selection.fail_level());
    show(&report, arguments.format, fail_level)?;
    Ok(report.exit_code(fail_level).into())
}

/// What loading the settings warned of, but for what the deploy checks look at themselves.
fn warned(report: &settings::Report) -> Vec<Finding> {
    let warnings = report.warnings().iter();
    let is_checked = |warning: &&Warning| {
        matches!(
            warning.kind(),
            WarningKind::Repeated { .. } | WarningKind::Unfit(_)
        )
    };
    let warnings = warnings.filter(|warning| !is_checked(warning));
    warnings
        .map(|warning| {
            let level = match warning.kind() {
                // With it the service does not start.
                WarningKind::Reused { .. } => Level::Error,
                WarningKind::DotenvInProduction => Level::Warning,
                _ => Level::Info,
            };
            let id = format!("settings.{}", warning.kind().code());
            let message = format!("{}: {}.", warning.variable(), warning.kind());
            Finding::new(level, id, message)
                .object(warning.variable())
                .hint(warning.remedy())
        })
        .collect()
}

/// Keys that pass all other rules, and that an estimator of passwords guesses.
fn second_opinion(settings: &Settings) -> Vec<Finding> {
    let weakness = settings.secret_key.zxcvbn_weakness();
    let finding = weakness.map(|weakness| {
        Finding::error("secret_key.guessable", format!("SECRET_KEY: {weakness}."))
            .object("SECRET_KEY")
            .hint("Set SECRET_KEY to what `production generate-secret` prints.")
    });
    finding.into_iter().collect()
}

fn show(report: &Report, format: Format, fail_level: Level) -> io::Result<()> {
    let mut out = io::stdout();
    match format {
        Format::Text => writeln!(out, "{}", report.text().coloured(out.is_terminal())),
        Format::Json => writeln!(out, "{}", report.json()),
        Format::Sarif => writeln!(out, "{}", report.sarif()),
        Format::Github => writeln!(out, "{}", report.github()),
        Format::Junit => writeln!(out, "{}", report.junit().fail_level(fail_level)),
        Format::Html => writeln!(out, "{}", report.html()),
    }
}
