//! The text of `.env` files.
//!
//! - A line is blank, a comment, which `#` begins, or `NAME=value`, with or without `export` and
//!   space before it. A name is letters of ASCII, digits and `_`, the first no digit.
//! - No space stands next to the `=`: a shell would take what follows for a command. Space at the
//!   end of a line nobody can see; it is not part of the value.
//! - A value without quotes goes to the end of the line, or to a space that `#` follows: `a#b` is
//!   one value, and so is `it's`.
//! - A value in single quotes is what stands between them. In double quotes, `\n`, `\r`, `\t`,
//!   `\"`, `\\` and `\$` stand for a character, and no other character follows a backslash. Both
//!   may span lines. Behind the closing quote there is nothing, or space, or a comment after space.
//! - Nothing is replaced: `$HOME` and `${HOME}` are taken as they stand, as passwords begin so.
//! - A line ends in LF or CRLF, which are the same within quotes too. A byte order mark may stand
//!   at the start. No other control character than a tab stands anywhere.
//! - No name is set twice.

mod cursor;
mod fault;
mod quoted;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use zeroize::Zeroizing;

use cursor::{BLANKS, Cursor};
use quoted::{escaped, is_quote, unquote};

pub(crate) use fault::{Fault, FaultKind};
pub(crate) use quoted::quote;

/// Everything that a file sets, and everything that is wrong with it.
pub(crate) struct Parsed<'a> {
    pub(crate) variables: Vec<Variable<'a>>,
    /// In the order of the file; of a kind, one a line.
    pub(crate) faults: Vec<Fault>,
}

/// A variable that a file sets. Behind a fault, the name may be a piece of a value.
pub(crate) struct Variable<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: Zeroizing<String>,
    /// Where the value begins, in lines and characters from one, its quote included.
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Reads a whole file. After a fault it goes on with the next line.
pub(crate) fn parse(text: &str) -> Parsed<'_> {
    let mut parser = Parser {
        cursor: Cursor::new(text.strip_prefix('\u{feff}').unwrap_or(text)),
        lines: HashMap::new(),
        parsed: Parsed {
            variables: Vec::new(),
            faults: Vec::new(),
        },
    };
    while !parser.cursor.rest.is_empty() {
        if let Err(fault) = parser.line() {
            parser.add(fault);
        }
        parser.cursor.pass_line();
    }
    parser.parsed
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    /// Where each name is set first.
    lines: HashMap<&'a str, usize>,
    parsed: Parsed<'a>,
}

impl<'a> Parser<'a> {
    fn add(&mut self, fault: Fault) {
        let is_same = |last: &Fault| last.line == fault.line && last.kind == fault.kind;
        if !self.parsed.faults.last().is_some_and(is_same) {
            self.parsed.faults.push(fault);
        }
    }

    fn line(&mut self) -> Result<(), Fault> {
        self.cursor.pass(is_blank);
        if self.cursor.line().is_empty() || self.cursor.line().starts_with('#') {
            return printable(&self.cursor);
        }
        let (name, begin) = self.name()?;
        let before = self.parsed.faults.len();
        if let Some(first) = self.first_line(name, &begin) {
            self.add(FaultKind::Duplicate { first }.at(&begin));
        }
        let place = self.cursor;
        let written = if place.line().starts_with(is_quote) {
            self.quoted()?
        } else {
            self.bare()?
        };
        if self.parsed.faults.len() == before {
            let value = unquote(written);
            self.parsed.variables.push(Variable {
                name,
                value,
                line: place.line,
                column: place.column,
            });
        }
        Ok(())
    }

    /// Passes the name and the `=`, and says where the name begins.
    fn name(&mut self) -> Result<(&'a str, Cursor<'a>), Fault> {
        let line = self.cursor;
        let export = line.rest.strip_prefix("export");
        if export.is_some_and(|rest| rest.starts_with(BLANKS)) {
            self.cursor.pass(|c| !is_blank(c));
            self.cursor.pass(is_blank);
        }
        let begin = self.cursor;
        let name = self.cursor.pass(|c| c.is_ascii_alphanumeric() || c == '_');
        let end = self.cursor;
        let space = self.cursor.pass(is_blank);
        if !line.line().contains('=') {
            return Err(FaultKind::NoEquals.at(&line));
        }
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(FaultKind::Name.at(&begin));
        }
        if !self.cursor.line().starts_with('=') {
            return Err(FaultKind::Name.at(&end));
        }
        if !space.is_empty() {
            return Err(FaultKind::Space.at(&end));
        }
        self.cursor.next();
        Ok((name, begin))
    }

    /// The line in which the name was set before.
    fn first_line(&mut self, name: &'a str, begin: &Cursor<'a>) -> Option<usize> {
        match self.lines.entry(name) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(entry) => {
                entry.insert(begin.line);
                None
            }
        }
    }

    /// Passes a value without quotes.
    fn bare(&mut self) -> Result<&'a str, Fault> {
        let line = self.cursor.line();
        printable(&self.cursor)?;
        let begins_comment = |(at, _): &(usize, &str)| {
            let before = line.get(..*at);
            before.is_some_and(|before| before.ends_with(BLANKS))
        };
        let comment = line.match_indices('#').find(begins_comment);
        let value = comment.and_then(|(at, _)| line.get(..at)).unwrap_or(line);
        let value = value.trim_end_matches(BLANKS);
        if value.starts_with(BLANKS) {
            return Err(FaultKind::Space.at(&self.cursor));
        }
        Ok(self.cursor.pass_bytes(value.len()))
    }

    /// Passes a value in quotes, which must be all there is but for a comment.
    fn quoted(&mut self) -> Result<&'a str, Fault> {
        let opening = self.cursor;
        let before = self.parsed.faults.len();
        let mut cursor = opening;
        let quote = cursor.next();
        loop {
            let here = cursor;
            match cursor.next() {
                // Only this line is lost: the quote is most likely missing at its end.
                None => {
                    self.parsed.faults.truncate(before);
                    return Err(FaultKind::Unclosed.at(&opening));
                }
                next if next == quote => break,
                Some('\\') if quote == Some('"') => {
                    if cursor.next().and_then(escaped).is_none() {
                        self.add(FaultKind::Escape.at(&here));
                    }
                }
                Some('\n') => {}
                Some(next) if is_control(next) => self.add(FaultKind::Control.at(&here)),
                Some(_) => {}
            }
        }
        self.cursor = cursor;
        let written = cursor.since(&opening);
        let space = cursor.pass(is_blank);
        let line = cursor.line();
        if !line.is_empty() && (space.is_empty() || !line.starts_with('#')) {
            return Err(FaultKind::AfterQuote.at(&cursor));
        }
        printable(&cursor)?;
        Ok(written)
    }
}

/// Refuses control characters in the rest of the line.
fn printable(cursor: &Cursor<'_>) -> Result<(), Fault> {
    let mut at = *cursor;
    at.pass(|c| !is_control(c));
    if at.line().is_empty() {
        Ok(())
    } else {
        Err(FaultKind::Control.at(&at))
    }
}

fn is_blank(character: char) -> bool {
    BLANKS.contains(&character)
}

fn is_control(character: char) -> bool {
    character.is_control() && character != '\t'
}
