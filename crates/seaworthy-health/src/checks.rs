//! Checks that need no client of the host's.

mod certificate;
#[cfg(all(feature = "disk", unix))]
mod disk;
mod file;
mod job;
mod memory;
#[cfg(feature = "net")]
mod net;
#[cfg(feature = "tls")]
mod tls;

pub use job::Job;
