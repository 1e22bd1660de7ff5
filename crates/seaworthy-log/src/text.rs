//! Text on a line: escaped, limited, and written by code that may fail.

use std::cell::Cell;
use std::fmt::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::escape::{Escape, escape};

/// Writes text, the beginning of it where it is longer than a field may be.
#[inline]
pub(crate) fn write_str(out: &mut Vec<u8>, value: &str, how: Escape) {
    let quoted = how == Escape::Quoted;
    if quoted {
        out.push(b'"');
    }
    if value.len() <= FIELD_LIMIT {
        escape(out, value, how);
    } else {
        write_beginning(out, value, how);
    }
    if quoted {
        out.push(b'"');
    }
}

#[cold]
fn write_beginning(out: &mut Vec<u8>, value: &str, how: Escape) {
    escape(out, beginning(value, FIELD_LIMIT), how);
    out.extend_from_slice(CUT.as_bytes());
}

/// Writes so many bytes of text at most, by code that may fail or panic: then a marker stands in
/// its place.
pub(crate) fn write_foreign(
    out: &mut Vec<u8>,
    how: Escape,
    limit: usize,
    write: impl FnOnce(&mut Text<'_>) -> fmt::Result,
) {
    write_text(out, how, limit, |text| {
        guarded(|| write(text)).unwrap_or(Err(fmt::Error))
    });
}

/// Runs code of others; nothing where it panics.
pub(crate) fn guarded<T>(code: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(code))
        // What was thrown may panic again when it is dropped.
        .map_err(std::mem::forget)
        .ok()
}

fn write_text(
    out: &mut Vec<u8>,
    how: Escape,
    limit: usize,
    write: impl FnOnce(&mut Text<'_>) -> fmt::Result,
) {
    if how == Escape::Quoted {
        out.push(b'"');
    }
    let start = out.len();
    let mut text = Text {
        out,
        how,
        left: limit,
        cut: false,
        begun: false,
        pieces: String::new(),
    };
    let result = write(&mut text);
    if result.is_ok() || text.cut {
        text.join();
    }
    let cut = text.cut;
    if text.pieces.capacity() > 0 {
        give_back(text.pieces);
    }
    if cut {
        out.extend_from_slice(CUT.as_bytes());
    } else if result.is_err() {
        out.truncate(start);
        out.extend_from_slice(UNWRITABLE.as_bytes());
    }
    if how == Escape::Quoted {
        out.push(b'"');
    }
}

/// Escapes what is written into it, up to a limit.
pub(crate) struct Text<'a> {
    out: &'a mut Vec<u8>,
    how: Escape,
    left: usize,
    cut: bool,
    /// Whether it is not the first piece: one that is alone is not joined to others.
    begun: bool,
    /// What `Debug` writes comes in pieces of a few letters: they are escaped together.
    pieces: String,
}

impl Text<'_> {
    fn join(&mut self) {
        if !self.pieces.is_empty() {
            escape(self.out, &self.pieces, self.how);
            self.pieces.clear();
        }
    }
}

impl Write for Text<'_> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.cut {
            return Err(fmt::Error);
        }
        if text.len() <= self.left {
            self.left -= text.len();
            if text.len() < PIECE && self.begun {
                if self.pieces.capacity() == 0 {
                    self.pieces = spare();
                }
                self.pieces.push_str(text);
            } else {
                self.join();
                escape(self.out, text, self.how);
                self.begun = true;
            }
            return Ok(());
        }
        // An error, so that a value without end stops writing itself.
        self.cut = true;
        self.join();
        escape(self.out, beginning(text, self.left), self.how);
        Err(fmt::Error)
    }
}

thread_local! {
    /// Where a thread joins pieces, kept from value to value.
    static SPARE: Cell<String> = const { Cell::new(String::new()) };
}

fn spare() -> String {
    let mut spare = SPARE.try_with(Cell::take).unwrap_or_default();
    spare.clear();
    spare.reserve(PIECE);
    spare
}

fn give_back(spare: String) {
    // A text is no longer than a field may be. The thread is ending if this fails.
    let _ = SPARE.try_with(|cell| cell.set(spare));
}

/// What is shorter is a piece, in bytes.
const PIECE: usize = 16;

/// The text, unless it is longer than a field may be.
pub(crate) fn short(text: &str) -> &str {
    beginning(text, FIELD_LIMIT)
}

/// The longest beginning of a text of at most so many bytes that ends between two characters.
pub(crate) fn beginning(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// The longest text of one field, in bytes before escaping.
pub(crate) const FIELD_LIMIT: usize = 8 * 1024;

/// What follows a text that was longer.
pub(crate) const CUT: &str = "…[cut]";

/// What stands in place of a value whose own code for writing it fails.
const UNWRITABLE: &str = "__could_not_encode__";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn write_debug(out: &mut Vec<u8>, value: &dyn fmt::Debug, how: Escape) {
        write_foreign(out, how, FIELD_LIMIT, |text| write!(text, "{value:?}"));
    }

    #[test]
    fn long_text_is_cut_between_two_characters() {
        for (text, expected) in [
            ("x".repeat(FIELD_LIMIT), "x".repeat(FIELD_LIMIT)),
            (
                "x".repeat(FIELD_LIMIT + 1),
                format!("{}{CUT}", "x".repeat(FIELD_LIMIT)),
            ),
            (
                "é".repeat(FIELD_LIMIT).replacen('é', "x", 1),
                format!("x{}{CUT}", "é".repeat(FIELD_LIMIT / 2 - 1)),
            ),
        ] {
            let bare = written(|out| write_str(out, &text, Escape::Bare));
            assert!(bare == expected, "{} {}", bare.len(), expected.len());
            let debug = written(|out| write_debug(out, &format_args!("{text}"), Escape::Bare));
            assert!(debug == expected);
        }
    }

    #[test]
    fn a_value_without_end_is_stopped() {
        struct Endless;
        impl fmt::Debug for Endless {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                loop {
                    f.write_str("again ")?;
                }
            }
        }
        let text = written(|out| write_debug(out, &Endless, Escape::Quoted));
        assert!(text.len() < FIELD_LIMIT + 16 && text.ends_with("…[cut]\""));
    }

    #[test]
    fn a_value_that_fails_or_panics_leaves_a_marker_and_nothing_else() {
        enum Bad {
            Fails,
            Panics,
        }
        impl fmt::Debug for Bad {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("half\"")?;
                match self {
                    Self::Fails => Err(fmt::Error),
                    Self::Panics => std::panic::panic_any(7),
                }
            }
        }
        for bad in [Bad::Fails, Bad::Panics] {
            let text = written(|out| write_debug(out, &bad, Escape::Quoted));
            assert_eq!(text, "\"__could_not_encode__\"");
        }
    }

    proptest! {
        #[test]
        fn the_beginning_of_a_text_is_the_longest_that_fits(text: String, most in 0_usize..40) {
            let start = beginning(&text, most);
            prop_assert!(text.starts_with(start) && start.len() <= most);
            let next = text[start.len()..].chars().next();
            prop_assert!(next.is_none_or(|c| start.len() + c.len_utf8() > most));
        }
    }
}
