#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod context;
mod declared;
mod field;
mod leaf;
mod reference;
mod settings;

mod sources;

mod directory;
#[cfg(any(feature = "figment", feature = "toml"))]
mod document;
mod dotenv;
mod dotenv_layer;
mod file;
mod layer;
#[cfg(feature = "toml")]
mod lines;
mod open;
#[cfg(feature = "figment")]
mod provider;
mod text_file;
#[cfg(feature = "toml")]
mod toml;

mod choice;
mod constraint;
mod database_url;
mod default;
mod deserialize;
mod duration;
mod invalid;
mod json;
mod list;
mod map;
mod number;
mod parsed;
mod redis_url;
mod shape;
mod size;
mod url;
mod value;

mod key;
mod secret;
mod weakness;

mod strength;

mod error;
mod issue;
mod lookup;
mod reader;
mod report;
mod reuse;
mod slip;
#[cfg(feature = "toml")]
mod snippet;
mod source;
mod text;
mod warning;

mod excerpt;
mod explain;
mod layout;
mod nearest;

pub use context::Context;
pub use database_url::{DatabaseHost, DatabaseUrl, Engine};
pub use default::IntoDefault;
pub use error::LoadError;
pub use field::{Field, Fields};
pub use invalid::Invalid;
pub use issue::{Given, Issue, IssueKind};
pub use key::SecretKey;
pub use leaf::Bound;
pub use redis_url::RedisUrl;
pub use report::{Entry, Loaded, Report};
pub use seaworthy_settings_macros::{FromSetting, Settings};
pub use secret::Secret;
pub use settings::Settings;
pub use shape::Shape;
pub use size::ByteSize;
pub use source::{Location, Source};
pub use sources::Sources;
pub use text::Text;
pub use url::Url;
pub use value::FromSetting;
pub use warning::{Warning, WarningKind};
pub use weakness::Weakness;

/// What the code of the derive calls; not part of the API.
#[doc(hidden)]
pub mod __private {
    pub use crate::choice::one_of;
    pub use crate::constraint::{Length, Unit, at_least, at_most, if_some, length};
    pub use crate::deserialize::{deserialize, from_text};
    pub use crate::field::Visitor;
    pub use crate::leaf::{Bound, Leaf, from_str, setting};
    pub use crate::parsed::{Parsed, Unwrapped, parse};
}
