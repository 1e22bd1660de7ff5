//! What a service manager has to know: it asks nobody, so it is asked here in its place.

use std::sync::Weak;
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};

use crate::Status;
use crate::group::{LIVENESS, STARTUP};
use crate::registry::Registry;
use crate::slot::later;

/// Asks whether the start is done until it is, for nobody else may ask before.
pub(crate) async fn start(registry: Weak<Registry>) {
    while let Some(registry) = registry.upgrade() {
        if let Some(settled) = registry.settle(STARTUP) {
            settled.await;
        }
        if registry.snapshot().status(STARTUP) == Status::Ok {
            return;
        }
        drop(registry);
        sleep(PAUSE).await;
    }
}

/// Tells the manager that the process lives, as long as it does.
pub(crate) async fn feed(registry: Weak<Registry>, period: Duration) {
    while let Some(registry) = registry.upgrade() {
        let next = later(Instant::now(), period);
        if let Some(settled) = registry.settle(LIVENESS) {
            settled.await;
        }
        let lives = registry.snapshot().status(LIVENESS).passes();
        if let (true, false, Some(notify)) = (lives, registry.is_stalled(), &registry.built.notify)
        {
            notify.watchdog();
        }
        drop(registry);
        sleep_until(next).await;
    }
}

const PAUSE: Duration = Duration::from_secs(1);
