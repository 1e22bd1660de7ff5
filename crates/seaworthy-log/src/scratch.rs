use std::cell::Cell;

use crate::encoded::Encoded;
use crate::plan::Recent;
use crate::timestamp::Clock;

/// What a thread needs to write a line, kept from event to event.
///
/// It is taken while a line is written. So an event within a value's own code gets another one,
/// and one that was lost in a panic is not met again: no line can hold a part of another.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) line: Encoded,
    /// What goes to the end of the line.
    pub(crate) roots: Encoded,
    /// The fields of spans, where they stand together.
    pub(crate) spans: Encoded,
    pub(crate) clock: Clock,
    pub(crate) recent: Recent,
}

/// The largest buffer that is kept, in bytes.
const KEPT: usize = 64 * 1024;

thread_local! {
    static SPARE: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

impl Scratch {
    /// The thread's own, or a new one; its line is empty.
    pub(crate) fn take() -> Box<Self> {
        let spare = SPARE.try_with(Cell::take).ok().flatten();
        let mut scratch = spare.unwrap_or_default();
        scratch.line.clear();
        scratch.roots.clear();
        scratch
    }

    /// Keeps it for the next line, unless a rare long line made it large.
    pub(crate) fn keep(self: Box<Self>) {
        let largest = self.line.bytes.capacity().max(self.spans.bytes.capacity());
        if largest <= KEPT {
            // The thread is ending if this fails, and needs no scratch any more.
            let _ = SPARE.try_with(|spare| spare.set(Some(self)));
        }
    }
}
