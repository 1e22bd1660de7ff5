//! Errors in the log, with what caused them.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt;

/// Writes an event of level `ERROR` about an error, as Python's `logger.exception` does.
///
/// First comes a reference to the error, then whatever `tracing::error!` takes: fields and a
/// message. The line has the error's text as `error`, what caused it as `error.sources`, and, where
/// `RUST_BACKTRACE` or `RUST_LIB_BACKTRACE` asks for one, the way to this place as
/// `error.backtrace`: the standard library does not tell the way that the error itself has come.
///
/// ```
/// use std::io;
///
/// fn close(lot: u32) -> Result<(), io::Error> {
///     Err(io::Error::other("the store is full"))
/// }
///
/// if let Err(error) = close(7) {
///     seaworthy_log::exception!(&error, lot = 7, "the lot was not closed");
/// }
/// ```
///
/// An error in a box is `&*error`, one of `anyhow` is `error.as_ref()`.
#[macro_export]
macro_rules! exception {
    ($error:expr, $($arguments:tt)+) => {{
        let error: &(dyn ::std::error::Error + 'static) = $error;
        $crate::__private::tracing::error!(
            error,
            error.backtrace = $crate::__private::backtrace(),
            $($arguments)+
        )
    }};
}

/// The way to the caller, if the environment asks for such.
#[must_use]
pub fn backtrace() -> Option<tracing::field::DisplayValue<impl fmt::Display>> {
    let backtrace = Backtrace::capture();
    let captured = backtrace.status() == BacktraceStatus::Captured;
    captured.then(|| tracing::field::display(backtrace))
}
