#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod policy;
mod tuple;

mod cache_control;
mod connection;
mod excerpt;
mod refusal;
mod throttle;
mod vary;

mod future;
mod layer;
mod service;

pub use cache_control::make_private;
pub use connection::{Connection, Scheme};
pub use excerpt::Excerpt;
pub use future::ResponseFuture;
pub use layer::PolicyLayer;
pub use policy::{Policy, Verdict};
pub use refusal::refusal;
pub use service::Guarded;
pub use throttle::Throttle;
pub use vary::vary_by;
