//! `production check`.

mod client;
mod host;
mod stores;

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use axum::http::Uri;
use clap::{Args, ValueEnum};
use seaworthy::Settings;
use seaworthy::check::{
    Baseline, CHECKLIST, Checklist, Date, Exit, Finding, Level, Report, Selection, Silence, rules,
};
use seaworthy::settings::{self, Settings as _, Sources, Warning, WarningKind};

use self::host::Host;
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
    /// Fail for what this file does not list.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write what is found into this file, as a baseline.
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Look at the service that answers there, too, such as `https://www.example.com`.
    #[arg(long, value_name = "URL", requires = "deploy")]
    url: Option<Uri>,
    /// The certificates, as PEM, that --url has to be certified by, instead of the usual ones.
    #[arg(long, value_name = "FILE", requires = "url")]
    cacert: Option<PathBuf>,
    /// Say what an id stands for, and check nothing.
    #[arg(long, value_name = "ID", exclusive = true)]
    explain: Option<String>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
    Junit,
    Html,
    Markdown,
    /// The rows of the production checklist.
    Checklist,
}

/// Reports what there is to find; the exit code says whether there was.
pub(crate) fn run(arguments: &Arguments, sources: Sources) -> Result<ExitCode, Failure> {
    if let Some(id) = &arguments.explain {
        return explain(id);
    }
    let baseline = arguments.baseline.as_deref().map(read).transpose()?;
    let loaded = Settings::load(&sources.clone().inspect())?;
    let mut selection = Selection::default();
    selection.deploy = arguments.deploy;
    selection.tags.clone_from(&arguments.tags);
    let runtime = tokio::runtime::Runtime::new()?;
    let report = runtime.block_on(async {
        let client: Option<Result<_, Failure>> = arguments
            .url
            .as_ref()
            .map(|url| Ok((url, client::open(arguments)?)));
        let client = client.transpose()?;
        let warnings = warned(&loaded.report);
        let host = Host::new(loaded.settings, warnings, arguments.deploy, client).await?;
        Ok::<_, Failure>(
            host::checks()
                .run_concurrently(Arc::new(host), &selection)
                .await,
        )
    });
    // A check that hangs must not keep the program from its end.
    runtime.shutdown_background();
    let report = match report? {
        Ok(report) => report.silence(&arguments.silences, Date::today()),
        Err(unknown) => {
            writeln!(io::stderr(), "{unknown}")?;
            return Ok(Exit::Usage.into());
        }
    };
    if let Some(path) = &arguments.write_baseline {
        fs::write(path, Baseline::of(&report).to_string())
            .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    }
    let report = match &baseline {
        Some(baseline) => report.against(baseline),
        None => report,
    };
    let fail_level = arguments.fail_level.unwrap_or(selection.fail_level());
    show(&report, arguments.format, fail_level)?;
    if arguments.format == Format::Github {
        summarize(&report, &sources.partial())?;
    }
    Ok(report.exit_code(fail_level).into())
}

/// What GitHub says of the job.
#[derive(Debug, settings::Settings)]
#[settings(crate = seaworthy::settings)]
struct Summary {
    /// The file to which the summary of the step is appended.
    github_step_summary: Option<PathBuf>,
}

/// Appends to the summary of the step, where there is one.
fn summarize(report: &Report, sources: &Sources) -> Result<(), Failure> {
    if let Some(path) = Summary::load(sources)?.settings.github_step_summary {
        let checklist = Checklist::of(report, &CHECKLIST);
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        write!(file, "{}", report.markdown().checklist(&checklist))?;
    }
    Ok(())
}

fn explain(id: &str) -> Result<ExitCode, Failure> {
    match rules().and(host::RULES).explain(id) {
        Ok(rules) => {
            let rules: Vec<String> = rules.iter().map(ToString::to_string).collect();
            writeln!(io::stdout(), "{}", rules.join("\n\n"))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(unknown) => {
            writeln!(io::stderr(), "{unknown}")?;
            Ok(Exit::Usage.into())
        }
    }
}

fn read(path: &Path) -> Result<Baseline, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let baseline = text.parse::<Baseline>();
    Ok(baseline.map_err(|error| format!("{}: {error}", path.display()))?)
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

fn show(report: &Report, format: Format, fail_level: Level) -> io::Result<()> {
    let mut out = io::stdout();
    match format {
        Format::Text => writeln!(out, "{}", report.text().coloured(out.is_terminal())),
        Format::Json => writeln!(out, "{}", report.json()),
        Format::Sarif => writeln!(out, "{}", report.sarif()),
        Format::Github => writeln!(out, "{}", report.github()),
        Format::Junit => writeln!(out, "{}", report.junit().fail_level(fail_level)),
        Format::Html => writeln!(out, "{}", report.html()),
        Format::Markdown => write!(out, "{}", report.markdown()),
        Format::Checklist => writeln!(out, "{}", Checklist::of(report, &CHECKLIST)),
    }
}
