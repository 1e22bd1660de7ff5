//! Reading a text from front to back, with the place in mind.

/// What stands between words of one line.
pub(crate) const BLANKS: [char; 2] = [' ', '\t'];

/// A place in a text, and all that follows it.
///
/// It only goes on, so that to know the line and the column never costs a second look.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(crate) rest: &'a str,
    /// Counted from one.
    pub(crate) line: usize,
    /// In characters, counted from one.
    pub(crate) column: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            line: 1,
            column: 1,
        }
    }

    /// What is left of the line, without its end.
    pub(crate) fn line(&self) -> &'a str {
        match self.rest.split_once('\n') {
            Some((line, _)) => line.strip_suffix('\r').unwrap_or(line),
            None => self.rest,
        }
    }

    /// What was passed since an earlier place.
    pub(crate) fn since(&self, earlier: &Self) -> &'a str {
        let length = earlier.rest.len().saturating_sub(self.rest.len());
        earlier.rest.get(..length).unwrap_or_default()
    }

    /// Passes one character; either end of a line is one, `\n`.
    pub(crate) fn next(&mut self) -> Option<char> {
        let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
        let rest = if rest.starts_with('\n') {
            rest
        } else {
            self.rest
        };
        let mut characters = rest.chars();
        let character = characters.next()?;
        self.rest = characters.as_str();
        if character == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(character)
    }

    /// Passes all characters of this line that are so.
    pub(crate) fn pass(&mut self, is_so: impl Fn(char) -> bool) -> &'a str {
        let line = self.line();
        let rest = line.trim_start_matches(is_so);
        self.pass_bytes(line.len().saturating_sub(rest.len()))
    }

    /// Passes so many bytes of this line, where a character ends.
    pub(crate) fn pass_bytes(&mut self, count: usize) -> &'a str {
        let (passed, rest) = self.rest.split_at_checked(count).unwrap_or_default();
        self.rest = rest;
        self.column += passed.chars().count();
        passed
    }

    /// Passes the end of the line, and all before.
    pub(crate) fn pass_line(&mut self) {
        self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        self.line += 1;
        self.column = 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_characters_are_counted_from_one() {
        let mut cursor = Cursor::new("é=x\r\n\n \tz\r");
        let mut places = Vec::new();
        loop {
            let place = (cursor.line, cursor.column);
            match cursor.next() {
                Some(character) => places.push((character, place)),
                None => break,
            }
        }
        assert_eq!(
            places,
            [
                ('é', (1, 1)),
                ('=', (1, 2)),
                ('x', (1, 3)),
                ('\n', (1, 4)),
                ('\n', (2, 1)),
                (' ', (3, 1)),
                ('\t', (3, 2)),
                ('z', (3, 3)),
                ('\r', (3, 4)),
            ]
        );
    }

    #[test]
    fn what_is_passed_ends_with_the_line() {
        let start = Cursor::new("éé=  \r\n  b");
        let mut cursor = start;
        assert_eq!(cursor.pass(|c| c == 'é'), "éé");
        assert_eq!((cursor.line(), cursor.column), ("=  ", 3));
        assert_eq!(cursor.pass(|_| true), "=  ");
        assert_eq!(cursor.since(&start), "éé=  ");
        assert_eq!(cursor.pass(|_| true), "");
        cursor.pass_line();
        assert_eq!((cursor.rest, cursor.line, cursor.column), ("  b", 2, 1));
        cursor.pass_line();
        assert_eq!((cursor.rest, cursor.line), ("", 3));
    }
}
