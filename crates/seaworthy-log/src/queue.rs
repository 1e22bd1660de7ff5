use std::time::Duration;

/// Lines on their way to a thread of their own that writes them: an event does not wait for the
/// output.
///
/// It pays where the output is slow and stalls. A process that is killed, or that ends otherwise
/// than by its `main`, loses what is on the way; so does a process that forks in its child, where
/// the thread is not.
///
/// ```
/// use std::time::Duration;
///
/// use seaworthy_log::{Config, Queue, WhenFull};
///
/// let mut queue = Queue::default();
/// queue.when_full = WhenFull::Block(Duration::from_millis(100));
/// let mut config = Config::default();
/// config.queue = Some(queue);
/// # assert!(config.build().is_ok());
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Queue {
    /// How many bytes of lines may wait, at least 4096; a line that is longer waits alone.
    pub bytes: usize,
    /// What happens to a line for which there is no room.
    pub when_full: WhenFull,
}

/// What happens to a line for which there is no room in a [`Queue`].
///
/// However many lines are dropped, one line says how many as soon as there is room again, of level
/// `WARN` and target `seaworthy_log`, with the number in `dropped`.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WhenFull {
    /// Its event waits for room, at most so long; then the line is dropped.
    Block(Duration),
    /// It is dropped.
    Drop,
    /// A warning or an error waits for room, at most so long; everything else is dropped.
    KeepErrors(Duration),
}

impl Default for Queue {
    /// Eight MiB; when they are full, errors and warnings wait for up to one second.
    fn default() -> Self {
        Self {
            bytes: 8 << 20,
            when_full: WhenFull::KeepErrors(Duration::from_secs(1)),
        }
    }
}
