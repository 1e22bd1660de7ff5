#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod access;
mod audit;
mod check;
mod config;
mod dialect;
mod error;
mod group;
mod mode;
mod notify;

mod checks;

mod health;
mod report;
mod shutdown;
mod startup;
mod status;

mod change;
mod heartbeat;
mod ledger;
mod manager;
mod moment;
mod poll;
mod record;
mod registry;
mod run;
mod slot;
mod snapshot;
mod standing;
mod wait;
mod words;

mod answer;
mod body;
mod format;
mod page;
mod paths;
mod query;
mod view;

mod future;
#[cfg(feature = "grpc")]
mod grpc;
mod layer;
mod service;

pub use access::Access;
pub use audit::Advice;
pub use check::{Check, Component, Criticality, Passed};
pub use checks::Job;
pub use config::Config;
pub use dialect::Dialect;
pub use error::{ConfigError, Issue};
pub use future::ResponseFuture;
pub use group::Group;
#[cfg(feature = "grpc")]
pub use grpc::{GrpcBody, GrpcHealth};
pub use health::Health;
pub use layer::HealthLayer;
pub use mode::Mode;
pub use notify::Notify;
pub use report::{CheckReport, Outcome, Report};
pub use service::{HealthService, Probed};
pub use startup::StartupTask;
pub use status::Status;
