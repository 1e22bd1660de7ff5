//! What the crates cost, measured beside their peers and beside a floor written by hand.
//!
//! A [`Scenario`] is one job done by several [`Contender`]s: nobody (the bare service), ours, a
//! peer, and the floor. The scorecard and the criterion benches run the same scenarios.
#![allow(
    clippy::expect_used,
    reason = "a scenario that cannot be built must not be left out silently"
)]

mod contender;
mod dependencies;
mod instructions;
mod measure;
pub mod scenarios;

pub use contender::{Contender, Role, Scenario, on_two_threads, repeated, service};
pub use dependencies::{Dependencies, dependencies};
pub use instructions::instructions;
pub use measure::{Measure, allocations, measure};

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

/// Counts every allocation of the process.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;
