//! The end of the line: how it is written, and what happens when it cannot be.

use std::cell::Cell;
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tracing::Level;

use crate::backlog::{Backlog, Taken};
use crate::queue::Queue;
use crate::stream::{Destination, Stream};

/// Writes whole lines one at a time, and counts those that were lost.
///
/// It never panics, and never complains on another stream: where the log is broken the streams
/// mostly are, and what is printed to a broken one panics.
pub(crate) struct Sink {
    end: Arc<End>,
    backlog: Option<Arc<Backlog>>,
}

/// What is written to, by whichever thread.
struct End {
    stream: Mutex<Stream>,
    lost: AtomicU64,
    /// Whether it is to be opened again before the next line.
    #[cfg(all(unix, feature = "sighup"))]
    hangup: Arc<std::sync::atomic::AtomicBool>,
}

/// Makes the line that says how many lines were dropped.
pub(crate) type Note = Box<dyn Fn(u64) -> Vec<u8> + Send>;

impl Sink {
    /// Writes from the thread of the event, or through a queue from a thread of its own.
    pub(crate) fn new(writer: Box<dyn Destination>, queue: Option<(&Queue, Note)>) -> Self {
        let end = Arc::new(End {
            stream: Mutex::new(Stream::new(writer)),
            lost: AtomicU64::new(0),
            #[cfg(all(unix, feature = "sighup"))]
            hangup: Arc::default(),
        });
        let backlog = queue.and_then(|(queue, note)| Self::work(&end, queue, note));
        Self { end, backlog }
    }

    /// Starts the thread that writes; where there can be none, each event writes its line itself.
    fn work(end: &Arc<End>, queue: &Queue, note: Note) -> Option<Arc<Backlog>> {
        let backlog = Arc::new(Backlog::new(queue));
        let (end, taken) = (Arc::clone(end), Arc::clone(&backlog));
        let work = move || {
            taken.work(|Taken { lines, dropped }| {
                end.write(lines);
                if dropped > 0 {
                    end.write(&note(dropped));
                }
            });
        };
        let thread = std::thread::Builder::new().name("seaworthy-log".to_owned());
        thread.spawn(work).ok().map(|_| backlog)
    }

    /// How many lines were not written, or not wholly.
    pub(crate) fn lost(&self) -> u64 {
        let dropped = self.backlog.as_ref().map_or(0, |backlog| backlog.dropped());
        self.end.lost.load(Ordering::Relaxed) + dropped
    }

    pub(crate) fn write(&self, level: Level, line: &[u8]) {
        let queued = self
            .backlog
            .as_ref()
            // Who writes the lines must not wait until they are written.
            .filter(|_| !is_busy())
            .is_some_and(|backlog| backlog.push(level, line));
        if !queued {
            self.end.write(line);
        }
    }

    /// Waits until what was written so far has left the process, but not longer than this.
    pub(crate) fn flush(&self, deadline: Duration) {
        if let Some(backlog) = self.backlog.as_ref().filter(|_| !is_busy()) {
            backlog.flush(deadline);
        }
        self.end.alone(|stream| stream.flush().is_ok());
    }

    /// As [`flush`](Self::flush); from then on each event writes its line itself.
    pub(crate) fn close(&self, deadline: Duration) {
        // Who writes the lines cannot wait until they are written.
        if let Some(backlog) = self.backlog.as_ref().filter(|_| !is_busy()) {
            backlog.close(deadline);
        }
        self.flush(deadline);
    }

    /// Opens again what is written to.
    pub(crate) fn reopen(&self) -> io::Result<()> {
        // What was moved away gets the lines of its time.
        if let Some(backlog) = self.backlog.as_ref().filter(|_| !is_busy()) {
            backlog.flush(REOPEN);
        }
        let mut reopened = Err(io::ErrorKind::ResourceBusy.into());
        self.end.alone(|stream| {
            reopened = stream.reopen();
            true
        });
        reopened
    }

    /// Opens again what is written to, before the first line after each `SIGHUP`.
    #[cfg(all(unix, feature = "sighup"))]
    pub(crate) fn reopen_on_hangup(&self) -> io::Result<()> {
        let hangup = Arc::clone(&self.end.hangup);
        signal_hook::flag::register(signal_hook::consts::SIGHUP, hangup).map(drop)
    }
}

/// The backlog's thread ends with what fills it.
impl Drop for Sink {
    fn drop(&mut self) {
        if let Some(backlog) = &self.backlog {
            backlog.close(Duration::ZERO);
        }
    }
}

impl End {
    fn write(&self, lines: &[u8]) {
        let count = |lines: &[u8]| lines.iter().filter(|&&byte| byte == b'\n').count() as u64;
        let mut written = 0;
        self.alone(|stream| {
            #[cfg(all(unix, feature = "sighup"))]
            if self.hangup.load(Ordering::Relaxed)
                && self.hangup.swap(false, Ordering::Relaxed)
                && stream.reopen().is_err()
            {
                // The old file is better than none; the next line tries again.
                self.hangup.store(true, Ordering::Relaxed);
            }
            written = stream.write(lines);
            true
        });
        let lost = lines.get(written..).map_or(0, count);
        if lost > 0 {
            self.lost.fetch_add(lost, Ordering::Relaxed);
        }
    }

    /// Uses the stream, unless this thread does so already: a writer that logs, or panics into a
    /// hook that logs, would wait for itself.
    fn alone(&self, work: impl FnOnce(&mut Stream) -> bool) -> bool {
        if BUSY.try_with(|busy| busy.replace(true)) != Ok(false) {
            return false;
        }
        let mut stream = self.lock();
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut stream)));
        drop(stream);
        let _ = BUSY.try_with(|busy| busy.set(false));
        outcome.unwrap_or_else(|payload| {
            // What was thrown may panic again when it is dropped.
            std::mem::forget(payload);
            false
        })
    }

    fn lock(&self) -> MutexGuard<'_, Stream> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether this thread is writing a line.
fn is_busy() -> bool {
    BUSY.try_with(Cell::get).unwrap_or(true)
}

thread_local! {
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// How long a file that is opened anew waits for the lines that belong into the old one.
const REOPEN: Duration = Duration::from_secs(1);

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sink")
            .field("lost", &self.lost())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
