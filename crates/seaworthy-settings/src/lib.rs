#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod context;
mod field;
mod leaf;
mod settings;

mod file;
mod sources;

mod default;
mod duration;
mod invalid;
mod list;
mod number;
mod shape;
mod value;

mod key;
mod secret;
mod weakness;

mod decoded;
mod entropy;
mod example;
mod strength;

mod error;
mod reader;
mod report;

mod excerpt;
mod explain;
mod nearest;

pub use context::Context;
pub use default::IntoDefault;
pub use error::{Given, Issue, IssueKind, LoadError};
pub use field::Field;
pub use invalid::Invalid;
pub use key::SecretKey;
pub use report::{Entry, Loaded, NearMiss, Report, Source};
pub use seaworthy_settings_macros::Settings;
pub use secret::Secret;
pub use settings::Settings;
pub use shape::Shape;
pub use sources::Sources;
pub use value::FromSetting;
pub use weakness::Weakness;

/// What the code of the derive calls; not part of the API.
#[doc(hidden)]
pub mod __private {
    pub use crate::field::Visitor;
    pub use crate::leaf::{Bound, Leaf, from_str, parse, setting};
}
