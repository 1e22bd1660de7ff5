//! The reference application: harvest campaigns and their lots, hardened end to end.
//!
//! Copy it. `serve` is a service behind the whole production stack; `check --deploy` says whether
//! its environment is fit for production; `settings` shows where each value came from;
//! `generate-secret` makes a key; `health` is a container's health check without curl.

mod app;
mod cache;
mod check;
mod database;
mod harvest;
mod lots;
mod page;
mod passwords;
mod probe;
mod script;
mod serve;
mod session;
mod settings;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use seaworthy::check::Exit;
use seaworthy::settings::{LoadError, SecretKey, Sources};

/// Harvest campaigns and their lots.
#[derive(Debug, Parser)]
#[command(name = "production", version)]
struct Arguments {
    /// A TOML file of settings; a second one lies over the first.
    #[arg(long, global = true, value_name = "FILE")]
    config: Vec<PathBuf>,
    /// A file of variables, for development.
    #[arg(long, global = true, value_name = "FILE")]
    env_file: Vec<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

impl Arguments {
    /// The environment and directories of secrets, over the files that were named.
    fn sources(&self) -> Sources {
        let sources = self
            .config
            .iter()
            .fold(Sources::environment(), Sources::toml);
        self.env_file.iter().fold(sources, Sources::dotenv)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves until SIGTERM or SIGINT, then finishes what it has begun.
    Serve,
    /// Checks the settings; with --deploy, whether they are fit for production.
    Check(Box<check::Arguments>),
    /// Shows each setting, its value and where it came from.
    Settings(settings::Arguments),
    /// Prints a fresh SECRET_KEY.
    GenerateSecret,
    /// Asks the running service whether it is ready; exits with 1 if it is not.
    Health(probe::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let sources = arguments.sources();
    let result = match &arguments.command {
        Command::Serve => serve::run(&sources),
        Command::Check(arguments) => check::run(arguments, sources),
        Command::Settings(arguments) => settings::run(arguments, sources),
        Command::GenerateSecret => generate_secret(),
        Command::Health(arguments) => probe::run(arguments, sources),
    };
    result.unwrap_or_else(|failure| {
        let mut out = io::stderr();
        // Where nobody reads, nobody needs to know.
        let _ = match failure.downcast::<LoadError>() {
            Ok(error) => writeln!(out, "{}", error.text().for_terminal(&out)),
            Err(failure) => writeln!(out, "{failure}"),
        };
        Exit::CouldNotRun.into()
    })
}

/// Why a command could not do what it was asked for; shown as it is.
type Failure = Box<dyn std::error::Error>;

fn generate_secret() -> Result<ExitCode, Failure> {
    let key = SecretKey::generate()?;
    writeln!(io::stdout(), "{}", key.expose())?;
    Ok(ExitCode::SUCCESS)
}
