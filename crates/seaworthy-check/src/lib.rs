#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// What is looked for.
mod baseline;
mod check;
mod checks;
mod date;
mod finding;
mod input;
mod level;
mod rule;
mod rules;
mod selection;
mod silence;

// What came of it.
mod checklist;
mod conclusion;
mod end;
mod exit;
mod refusal;
mod report;
mod status;
mod summary;

// How it is told.
mod escape;
mod github;
mod html;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;

pub use baseline::{Baseline, ParseBaselineError};
pub use check::{Check, Outcome};
pub use checklist::{Checklist, Row, RowReport, RowStatus};
pub use checks::Checks;
pub use date::{Date, ParseDateError};
pub use exit::Exit;
pub use finding::Finding;
pub use github::GithubReport;
pub use html::HtmlReport;
pub use input::{Input, Part};
pub use json::JsonReport;
pub use junit::JunitReport;
pub use level::{Level, ParseLevelError};
pub use markdown::MarkdownReport;
pub use refusal::Refusal;
pub use report::Report;
pub use rule::Rule;
pub use rules::{Rules, UnknownRule};
pub use sarif::SarifReport;
pub use selection::{Selection, UnknownTags};
pub use silence::{ParseSilenceError, Silence, Silenced};
pub use status::{CheckReport, Status};
pub use summary::Summary;
pub use text::TextReport;
