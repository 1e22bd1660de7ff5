//! What the crates do together.
//!
//! One binary, so that it links once: conformance vectors of each block, the facade in process,
//! the real `production` binary over sockets, and the rules that the workspace keeps.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

// What is driven.
mod client;
mod examples;
mod server;
#[cfg(target_os = "linux")]
mod tls;

// What each block does with the vectors.
mod check;
mod cors;
mod gate;
mod headers;
mod health;
mod log;
mod log_schemas;
mod password;
mod settings;

// What they do together.
#[cfg(target_os = "linux")]
mod browser;
mod deploy;
mod facade;
mod production;
#[cfg(target_os = "linux")]
mod production_check;
mod quickstart;
#[cfg(target_os = "linux")]
mod servers;

// What the workspace holds itself to.
mod floors;
mod readme;
