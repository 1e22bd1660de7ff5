//! The lines between those who write them and the thread that writes them out.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tracing::Level;

use crate::queue::{Queue, WhenFull};

/// Lines one after another, so many bytes of them at most.
pub(crate) struct Backlog {
    state: Mutex<State>,
    /// There is something to write, or nothing more will come.
    filled: Condvar,
    /// There is room again, or all is written.
    emptied: Condvar,
    dropped: AtomicU64,
    limit: usize,
    when_full: WhenFull,
}

#[derive(Default)]
struct State {
    lines: Vec<u8>,
    /// How many lines were dropped since it was last said.
    unsaid: u64,
    /// Whether lines are being written out.
    writing: bool,
    closed: bool,
    /// Whether nobody writes any more.
    ended: bool,
}

/// What is written out at once.
pub(crate) struct Taken<'a> {
    pub(crate) lines: &'a [u8],
    /// How many lines were dropped before these.
    pub(crate) dropped: u64,
}

impl Backlog {
    pub(crate) fn new(queue: &Queue) -> Self {
        Self {
            state: Mutex::default(),
            filled: Condvar::new(),
            emptied: Condvar::new(),
            dropped: AtomicU64::new(0),
            limit: queue.bytes,
            when_full: queue.when_full,
        }
    }

    /// How many lines were dropped in all.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Takes a line, or drops it and counts it; false where nobody would write it any more.
    pub(crate) fn push(&self, level: Level, line: &[u8]) -> bool {
        let mut state = self.lock();
        if !state.closed && !state.has_room(line.len(), self.limit) {
            let patience = match self.when_full {
                WhenFull::Block(patience) => patience,
                WhenFull::KeepErrors(patience) if level <= Level::WARN => patience,
                WhenFull::KeepErrors(_) | WhenFull::Drop => Duration::ZERO,
            };
            let full = |state: &mut State| !state.closed && !state.has_room(line.len(), self.limit);
            state = wait_while(&self.emptied, state, patience, full);
        }
        if state.closed {
            return false;
        }
        if state.has_room(line.len(), self.limit) {
            state.lines.extend_from_slice(line);
            self.filled.notify_one();
        } else {
            state.unsaid += 1;
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        true
    }

    /// Writes out what comes, until no more does.
    pub(crate) fn work(&self, mut write: impl FnMut(Taken<'_>)) {
        let mut spare = Vec::new();
        let mut state = self.lock();
        loop {
            while state.lines.is_empty() && !state.closed {
                state = self
                    .filled
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            if state.lines.is_empty() {
                break;
            }
            let lines = std::mem::replace(&mut state.lines, spare);
            let dropped = std::mem::take(&mut state.unsaid);
            state.writing = true;
            drop(state);
            self.emptied.notify_all();
            write(Taken {
                lines: &lines,
                dropped,
            });
            spare = lines;
            spare.clear();
            // A flood is rare, and its buffer is large.
            spare.shrink_to(KEPT);
            state = self.lock();
            state.writing = false;
            self.emptied.notify_all();
        }
        state.ended = true;
        drop(state);
        self.emptied.notify_all();
    }

    /// Waits until everything is written, but not longer than this.
    pub(crate) fn flush(&self, patience: Duration) {
        let busy = |state: &mut State| !state.ended && (state.writing || !state.lines.is_empty());
        drop(wait_while(&self.emptied, self.lock(), patience, busy));
    }

    /// Takes no more lines, and waits until those it has are written, but not longer than this.
    pub(crate) fn close(&self, patience: Duration) {
        let mut state = self.lock();
        state.closed = true;
        self.filled.notify_all();
        self.emptied.notify_all();
        drop(wait_while(&self.emptied, state, patience, |state| {
            !state.ended
        }));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether a line of this length may be added; one that is longer than all the room there is
    /// may be where there is no other.
    fn has_room(&self, length: usize, limit: usize) -> bool {
        self.lines.is_empty() || self.lines.len() + length <= limit
    }
}

/// Waits until a condition no longer holds, but not longer than this.
fn wait_while<'a>(
    signal: &Condvar,
    state: MutexGuard<'a, State>,
    patience: Duration,
    condition: impl FnMut(&mut State) -> bool,
) -> MutexGuard<'a, State> {
    if patience.is_zero() {
        return state;
    }
    // Beyond what a clock can tell, it is forever.
    let patience = match Instant::now().checked_add(patience) {
        Some(_) => patience,
        None => Duration::from_secs(u64::from(u32::MAX)),
    };
    signal
        .wait_timeout_while(state, patience, condition)
        .unwrap_or_else(PoisonError::into_inner)
        .0
}

/// The largest buffer that is kept empty, in bytes.
const KEPT: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn backlog(bytes: usize, when_full: WhenFull) -> Backlog {
        Backlog::new(&Queue { bytes, when_full })
    }

    /// What is written out once nothing more comes.
    fn rest(backlog: &Backlog) -> (String, u64) {
        backlog.close(Duration::ZERO);
        let (mut text, mut said) = (Vec::new(), 0);
        backlog.work(|taken| {
            text.extend_from_slice(taken.lines);
            said += taken.dropped;
        });
        (String::from_utf8(text).unwrap(), said)
    }

    #[test]
    fn what_does_not_fit_is_dropped_and_said() {
        let backlog = backlog(8, WhenFull::Drop);
        for number in 0..10 {
            assert!(backlog.push(Level::ERROR, format!("{number}\n").as_bytes()));
        }
        assert_eq!(backlog.dropped(), 6);
        assert_eq!(rest(&backlog), ("0\n1\n2\n3\n".to_owned(), 6));
    }

    #[test]
    fn a_line_longer_than_the_queue_waits_alone() {
        let backlog = backlog(4, WhenFull::Drop);
        assert!(backlog.push(Level::INFO, b"a long line\n"));
        assert!(backlog.push(Level::INFO, b"x\n"));
        assert_eq!(rest(&backlog), ("a long line\n".to_owned(), 1));
    }

    #[test]
    fn errors_wait_where_the_rest_is_dropped() {
        let backlog = backlog(2, WhenFull::KeepErrors(LONG));
        thread::scope(|scope| {
            assert!(backlog.push(Level::INFO, b"0\n"));
            assert!(backlog.push(Level::INFO, b"1\n"));
            assert_eq!(backlog.dropped(), 1);
            let waits = scope.spawn(|| backlog.push(Level::WARN, b"2\n"));
            let (sender, written) = channel();
            scope.spawn(|| backlog.work(move |taken| sender.send(taken.lines.to_vec()).unwrap()));
            assert!(waits.join().unwrap());
            backlog.close(LONG);
            let written: Vec<u8> = written.iter().flatten().collect();
            assert_eq!(written, b"0\n2\n");
        });
    }

    #[test]
    fn who_waits_in_vain_is_dropped() {
        for when_full in [
            WhenFull::Block(Duration::from_millis(1)),
            WhenFull::KeepErrors(Duration::from_millis(1)),
        ] {
            let backlog = backlog(2, when_full);
            assert!(backlog.push(Level::ERROR, b"0\n"));
            assert!(backlog.push(Level::ERROR, b"1\n"));
            assert_eq!(rest(&backlog), ("0\n".to_owned(), 1));
        }
    }

    #[test]
    fn who_waits_when_it_is_closed_writes_itself() {
        let backlog = backlog(2, WhenFull::Block(LONG));
        assert!(backlog.push(Level::INFO, b"0\n"));
        thread::scope(|scope| {
            let waits = scope.spawn(|| backlog.push(Level::INFO, b"1\n"));
            backlog.close(Duration::ZERO);
            assert!(!waits.join().unwrap());
        });
        assert!(!backlog.push(Level::INFO, b"2\n"));
        assert_eq!(rest(&backlog), ("0\n".to_owned(), 0));
    }

    #[test]
    fn nothing_is_lost_or_out_of_order_when_all_wait() {
        const LINES: usize = 2000;
        let backlog = backlog(64, WhenFull::Block(LONG));
        let mut text = String::new();
        thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut text = Vec::new();
                backlog.work(|taken| text.extend_from_slice(taken.lines));
                String::from_utf8(text).unwrap()
            });
            let speakers: Vec<_> = ["a", "b", "c", "d"]
                .into_iter()
                .map(|name| {
                    let backlog = &backlog;
                    scope.spawn(move || {
                        for number in 0..LINES {
                            assert!(
                                backlog.push(Level::INFO, format!("{name} {number}\n").as_bytes())
                            );
                        }
                    })
                })
                .collect();
            for speaker in speakers {
                speaker.join().unwrap();
            }
            backlog.flush(LONG);
            backlog.close(LONG);
            text = writer.join().unwrap();
        });
        for name in ["a", "b", "c", "d"] {
            let own = text.lines().filter_map(|line| line.strip_prefix(name));
            let numbers: Vec<usize> = own.map(|number| number.trim().parse().unwrap()).collect();
            assert_eq!(numbers, (0..LINES).collect::<Vec<_>>());
        }
        assert_eq!(backlog.dropped(), 0);
    }
}
