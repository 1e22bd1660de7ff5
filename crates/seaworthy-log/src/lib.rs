#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod audit;
mod backlog;
mod bridge;
mod config;
mod error;
mod exception;
mod field_value;
mod format;
mod init;
mod levels;
mod names;
mod non_finite;
mod output;
mod panic_hook;
mod queue;
mod rules;
mod schema;
mod sink;
mod spans;
mod special;
mod stream;

mod key;
mod layer;
mod layout;
mod line;
mod member;
mod pieces;
mod place;
mod plan;
mod redaction;
mod scratch;
mod span;

mod encoded;
mod escape;
mod fields;
mod form;
mod text;
mod timestamp;
mod value;

mod request_id;
mod request_log;
mod response_future;
mod trace_context;

pub use audit::Advice;
pub use config::{Config, Logging};
pub use error::{ConfigError, InitError, Issue};
pub use field_value::FieldValue;
pub use format::Format;
pub use init::{Guard, init};
pub use layer::LogLayer;
pub use levels::Levels;
pub use non_finite::NonFinite;
pub use output::Output;
pub use queue::{Queue, WhenFull};
pub use request_id::{InvalidRequestId, RequestId};
pub use request_log::{Logged, RequestLog};
pub use response_future::ResponseFuture;
pub use schema::Schema;
pub use spans::Spans;
pub use timestamp::Timestamp;

/// What the macros of this crate stand on; not for others.
#[doc(hidden)]
pub mod __private {
    pub use tracing;

    pub use crate::exception::backtrace;
}
