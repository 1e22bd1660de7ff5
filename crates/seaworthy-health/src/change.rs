use std::sync::Arc;

use crate::slot::Slot;
use crate::words::bounded;
use crate::{Criticality, Outcome};

/// What is believed of a check differs from what was: the log is told, once.
pub(crate) struct Change {
    name: Arc<str>,
    criticality: Criticality,
    before: Outcome,
    outcome: Outcome,
    detail: String,
}

impl Change {
    pub(crate) fn new(
        slot: &Slot,
        before: Outcome,
        outcome: Outcome,
        detail: impl std::fmt::Display,
    ) -> Self {
        Self {
            name: Arc::clone(&slot.name),
            criticality: slot.criticality,
            before,
            outcome,
            detail: bounded(&detail),
        }
    }

    pub(crate) fn tell(self) {
        let Self {
            name: check,
            criticality,
            before,
            outcome,
            detail,
        } = self;
        let check = &*check;
        match (outcome, criticality) {
            _ if outcome == before => {}
            // That a start succeeds is no news.
            (Outcome::Ok, _) if before == Outcome::Starting => {}
            (Outcome::Ok, _) => tracing::info!(check, %outcome, "health check recovered"),
            (Outcome::Degraded, _) => {
                tracing::warn!(check, %outcome, ?detail, "health check degraded");
            }
            (_, Criticality::Critical) => {
                tracing::error!(check, %outcome, ?detail, "health check failed");
            }
            (_, Criticality::Degraded) => {
                tracing::warn!(check, %outcome, ?detail, "health check failed");
            }
            (_, Criticality::Informational) => {
                tracing::info!(check, %outcome, ?detail, "health check failed");
            }
        }
    }
}
