//! What the checks against breaches promise, on disk and over a range API.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod offline;
mod online;

use seaworthy_password::Candidate;

fn candidate(password: &str) -> Candidate<'_> {
    Candidate::new(password).unwrap()
}
