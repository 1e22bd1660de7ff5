use std::panic::{self, PanicHookInfo};
use std::thread;
use std::time::Duration;

use tracing::Level;
use tracing::field::display;

use crate::exception::backtrace;
use crate::layer::LogLayer;

/// Makes an event of every panic. Where that is not wanted, or its line is lost, the hook so far
/// speaks: no panic is silent.
pub(crate) fn install(layer: LogLayer) {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let lost = layer.lost_lines();
        if tracing::enabled!(target: "panic", Level::ERROR) {
            report(info);
            // Whoever panics may end before the line is written.
            layer.flush(PATIENCE);
            // A line that another thread lost meanwhile counts too: rather twice than never.
            if layer.lost_lines() == lost {
                return;
            }
        }
        previous(info);
    }));
}

/// How long a panic waits for its line.
const PATIENCE: Duration = Duration::from_secs(1);

fn report(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message");
    let location = info.location().map(display);
    tracing::error!(
        target: "panic",
        {
            panic.location = location,
            thread.name = thread::current().name(),
            panic.backtrace = backtrace(),
        },
        "{message}"
    );
}
