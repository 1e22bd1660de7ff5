//! Places in a text.

use std::path::Path;

use crate::Location;

/// A text and where its lines begin.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// The first byte of each line.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        Self {
            text,
            starts: starts.collect(),
        }
    }

    /// The rest of the line from this byte on, and the line and the character at which it stands,
    /// counted from one.
    pub(crate) fn from(&self, at: usize) -> (&'a str, usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line));
        let start = start.copied().unwrap_or(0);
        let before = self.text.get(start..at).unwrap_or_default();
        let rest = self.text.get(at..).unwrap_or_default();
        let rest = rest.lines().next().unwrap_or_default();
        (rest, line, before.chars().count() + 1)
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
}
