//! The jobs, one file a block.

mod bare;
mod check;

mod cors;
mod edge;
mod gate;
mod headers;
mod health;
mod log;
mod log_floor;
mod password;
mod policy;
mod settings;
mod settings_mirror;
mod stack;

use crate::Scenario;

/// Every scenario, block by block.
#[must_use]
pub fn all() -> Vec<Scenario> {
    [
        policy::scenarios(),
        gate::scenarios(),
        headers::scenarios(),
        edge::scenarios(),
        cors::scenarios(),
        stack::scenarios(),
        log::scenarios(),
        password::scenarios(),
        health::scenarios(),
        settings::scenarios(),
        check::scenarios(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
