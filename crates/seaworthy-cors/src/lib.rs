#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod audit;
mod config;
mod error;

mod expression;
mod host;
mod origin;
mod parts;
mod pattern;
mod public_suffix;
mod punycode;
mod rule;
mod suggestion;

mod expose;
mod headers;
mod methods;
mod origins;

mod access;
mod asked;
mod cors;
mod decision;
mod event;
mod hint;
mod memo;
mod state;

pub use access::Access;
pub use audit::Advice;
pub use config::Config;
pub use cors::Cors;
pub use decision::{CorsDecision, CorsRefusal};
pub use error::{ConfigError, Issue};
pub use memo::Memo;
pub use origin::{Origin, OriginError};
pub use pattern::OriginPattern;
pub use public_suffix::PublicSuffixes;
