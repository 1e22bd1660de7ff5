//! What is wrong with a `.env` file.

use super::cursor::Cursor;

/// What is wrong at some place of a file. It holds nothing of the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Fault {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) kind: FaultKind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum FaultKind {
    #[error("something other than a comment follows the closing quote")]
    AfterQuote,
    #[error("a control character stands here")]
    Control,
    #[error("this name is set in line {first} already")]
    Duplicate { first: usize },
    #[error(
        "only n, r, t, \", \\ and $ may follow a backslash in double quotes; in single quotes it \
         is itself"
    )]
    Escape,
    #[error("a name is letters, digits and _, and does not begin with a digit")]
    Name,
    #[error("there is no = in this line")]
    NoEquals,
    #[error("there is space next to the =, which no shell takes")]
    Space,
    #[error("this quote is not closed")]
    Unclosed,
}

impl FaultKind {
    pub(crate) const fn at(self, place: &Cursor<'_>) -> Fault {
        Fault {
            line: place.line,
            column: place.column,
            kind: self,
        }
    }
}
