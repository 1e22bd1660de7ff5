//! Whether a password is known from a breach: from a corpus on disk, or from a range API.

mod breaker;
mod cache;
mod corpus;
mod corpus_builder;
mod corpus_error;
mod corpus_format;
mod digest;
mod fuse;
mod outcome;
mod page;
mod range;
mod source;
mod spool;

pub use corpus::Corpus;
pub use corpus_builder::{CorpusBuilder, Summary};
pub use corpus_error::{CorpusError, CorpusProblem};
pub use corpus_format::CorpusDate;
pub use outcome::{OnUnknown, Outcome, Unknown};
pub use range::{BreachConfig, Breached};
pub use source::{Prefix, RangeSource};
