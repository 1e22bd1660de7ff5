//! Places in a text.

use std::path::Path;

use crate::Location;

/// A text and where its lines begin.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// The first byte of each line.
    starts: Vec<usize>,
    /// How many characters stand before each block of bytes, so that no long line is counted twice.
    blocks: Vec<usize>,
}

const BLOCK: usize = 256;

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        let mut characters = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = characters;
            characters += count(block);
            before
        });
        Self {
            text,
            blocks: blocks.collect(),
            starts: starts.collect(),
        }
    }

    /// How many characters stand before this byte.
    fn characters(&self, at: usize) -> usize {
        let block = at / BLOCK;
        let rest = self
            .text
            .as_bytes()
            .get(block * BLOCK..at)
            .unwrap_or_default();
        let before = self.blocks.get(block).copied();
        before.unwrap_or_else(|| count(self.text.as_bytes())) + count(rest)
    }

    /// The rest of the line from this byte on, and the line and the character at which it stands,
    /// counted from one.
    pub(crate) fn from(&self, at: usize) -> (&'a str, usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line));
        let start = start.copied().unwrap_or(0);
        let end = self
            .starts
            .get(line)
            .map_or(self.text.len(), |next| next - 1);
        let rest = self.text.get(at..end).unwrap_or_default();
        // A byte order mark is no character of the line.
        let mark = usize::from(line == 1 && self.text.starts_with('\u{feff}') && at > 0);
        let column = (self.characters(at) + 1).saturating_sub(self.characters(start) + mark);
        (rest.trim_end_matches('\r'), line, column)
    }

    /// The place of this byte in this file.
    pub(crate) fn location(&self, path: &Path, at: usize) -> Location {
        let (_, line, column) = self.from(at);
        Location {
            path: path.to_owned(),
            line,
            column,
        }
    }
}

/// The characters that begin in these bytes of a text.
fn count(bytes: &[u8]) -> usize {
    let begins = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    bytes.iter().filter(begins).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_lines_and_characters_from_one() {
        let lines = Lines::of("é = 1\nab\n\nc");
        for (at, expected) in [
            (0, ("é = 1", 1, 1)),
            (5, ("1", 1, 5)),
            (7, ("ab", 2, 1)),
            (8, ("b", 2, 2)),
            (10, ("", 3, 1)),
            (11, ("c", 4, 1)),
            (12, ("", 4, 2)),
        ] {
            assert_eq!(lines.from(at), expected, "{at}");
        }
    }

    #[test]
    fn a_long_line_and_a_byte_order_mark_are_counted_right() {
        let long = format!("{}x", "é".repeat(1000));
        let lines = Lines::of(&long);
        assert_eq!(lines.from(2000), ("x", 1, 1001));
        assert_eq!(lines.from(2001), ("", 1, 1002));
        assert_eq!(lines.from(512).2, 257);
        assert_eq!(Lines::of("\u{feff}a = 1").from(3), ("a = 1", 1, 1));
        assert_eq!(Lines::of("a\r\nb").from(0), ("a", 1, 1));
    }
}
