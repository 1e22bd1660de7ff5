//! Makes a corpus of breached passwords of what Have I Been Pwned gives away, and verifies one.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::process::ExitCode;

use seaworthy_password::{Corpus, CorpusBuilder, CorpusDate};

const USAGE: &str = "\
Makes a corpus of breached passwords for seaworthy-password.

Usage: seaworthy-corpus --output FILE --date YYYY-MM-DD [--min-count N] [INPUT]...
       seaworthy-corpus --verify FILE

The inputs have lines such as 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179, in any order;
without one, standard input is read. The PwnedPasswordsDownloader of Have I Been Pwned writes such
a file.

  --output FILE      where the corpus is to be; one that is there is replaced
  --date YYYY-MM-DD  the day from which the hashes are
  --min-count N      leaves out what was seen less often than N times [default: 10]
  --verify FILE      compares all of a corpus with its checksum
  --help             shows this
";

fn main() -> ExitCode {
    match Task::parse(std::env::args().skip(1)).and_then(Task::run) {
        Ok(text) => {
            let written = io::stdout().write_all(text.as_bytes());
            ExitCode::from(u8::from(written.is_err()))
        }
        Err(error) => {
            // If even this cannot be written, the exit code has to do.
            let _ = writeln!(io::stderr(), "seaworthy-corpus: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What is to be done.
enum Task {
    Build {
        output: String,
        date: CorpusDate,
        min_count: u64,
        inputs: Vec<String>,
    },
    Help,
    Verify(String),
}

impl Task {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut output, mut date, mut verify) = (None, None, None);
        let mut min_count = 10;
        let mut inputs = Vec::new();
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
            match arg.as_str() {
                "--help" | "-h" => return Ok(Self::Help),
                "--output" => output = Some(value()?),
                "--date" => {
                    let text = value()?;
                    date = Some(text.parse().map_err(|error| format!("--date: {error}"))?);
                }
                "--min-count" => {
                    let text = value()?;
                    let error = |_| format!("--min-count: {text:?} is not a number");
                    min_count = text.parse().map_err(error)?;
                }
                "--verify" => verify = Some(value()?),
                option if option.starts_with('-') => {
                    return Err(format!(
                        "{option} is not an option; --help shows all of them"
                    ));
                }
                _ => inputs.push(arg),
            }
        }
        match (verify, output, date) {
            (Some(path), None, None) if inputs.is_empty() => Ok(Self::Verify(path)),
            (Some(_), ..) => Err("--verify FILE goes with nothing else".to_owned()),
            (None, Some(output), Some(date)) => Ok(Self::Build {
                output,
                date,
                min_count,
                inputs,
            }),
            (None, None, _) => Err("--output FILE is missing; --help shows how".to_owned()),
            (None, _, None) => Err("--date YYYY-MM-DD is missing; --help shows how".to_owned()),
        }
    }

    fn run(self) -> Result<String, String> {
        match self {
            Self::Build {
                output,
                date,
                min_count,
                inputs,
            } => build(output, date, min_count, &inputs),
            Self::Help => Ok(USAGE.to_owned()),
            Self::Verify(path) => {
                let corpus = Corpus::open(path).map_err(|error| error.to_string())?;
                let (len, count, date) = (corpus.len(), corpus.min_count(), corpus.date());
                Ok(format!(
                    "whole: {len} hashes seen {count} times or more, from {date}\n"
                ))
            }
        }
    }
}

fn build(
    output: String,
    date: CorpusDate,
    min_count: u64,
    inputs: &[String],
) -> Result<String, String> {
    let mut builder = CorpusBuilder::new(output, min_count).map_err(|error| error.to_string())?;
    for input in inputs {
        let error = |error: &dyn std::fmt::Display| format!("{input}: {error}");
        let file = File::open(input).map_err(|problem| error(&problem))?;
        let reader = BufReader::with_capacity(BUFFER, file);
        builder.read(reader).map_err(|problem| error(&problem))?;
    }
    if inputs.is_empty() {
        let read = builder.read(io::stdin().lock());
        read.map_err(|error| format!("standard input: {error}"))?;
    }
    let summary = builder.finish(date).map_err(|error| error.to_string())?;
    let (hashes, lines, bytes) = (summary.hashes, summary.lines, summary.bytes);
    Ok(format!(
        "{hashes} hashes of {lines} lines in {bytes} bytes\n"
    ))
}

const BUFFER: usize = 1 << 20;
