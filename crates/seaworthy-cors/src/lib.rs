#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod audit;
mod config;
mod error;

mod host;
mod origin;
mod parts;
mod pattern;
mod rule;
mod suggestion;

mod expose;
mod headers;
mod methods;
mod origins;

mod cors;
mod refusal;

pub use audit::Advice;
pub use config::Config;
pub use cors::{Cors, Memo};
pub use error::{ConfigError, Issue};
pub use origin::{Origin, OriginError};
pub use pattern::OriginPattern;
pub use refusal::CorsRefusal;
