#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod candidate;
mod catalogue;
mod help_text;
mod prepared;
mod sentence;
mod user;
mod validation_error;
mod validator;

mod common;
mod context;
mod disguise;
mod length;
mod numeric;
mod overlap;
mod similarity;

#[cfg(feature = "breached")]
mod breached;
#[cfg(feature = "strength")]
mod strength;

mod validators;

mod audit;
mod config;
mod error;
mod presets;
mod rule;

mod tables;
mod unicode;

pub use audit::Advice;
#[cfg(feature = "breached")]
#[cfg_attr(docsrs, doc(cfg(feature = "breached")))]
pub use breached::{
    BreachConfig, Breached, Corpus, CorpusBuilder, CorpusDate, CorpusError, CorpusProblem,
    OnUnknown, Outcome, Prefix, RangeSource, Summary, Unknown,
};
pub use candidate::Candidate;
pub use catalogue::{Catalogue, English, French};
pub use common::CommonPassword;
pub use config::Config;
pub use context::ContextWords;
pub use error::{ConfigError, Issue};
pub use help_text::HelpText;
pub use length::{MaximumLength, MinimumLength};
pub use numeric::NumericPassword;
pub use prepared::{Prepared, prepare};
pub use presets::Factor;
pub use similarity::UserAttributeSimilarity;
#[cfg(feature = "strength")]
#[cfg_attr(docsrs, doc(cfg(feature = "strength")))]
pub use strength::{Estimate, Score, Strength, Suggestion, Warning};
pub use user::UserAttributes;
pub use validation_error::{Param, ValidationError, ValidationErrors};
pub use validator::Validator;
pub use validators::Validators;
