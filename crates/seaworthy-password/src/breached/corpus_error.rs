use std::io;
use std::path::{Path, PathBuf};

use super::CorpusDate;

/// Why there is no corpus at a path.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct CorpusError {
    path: PathBuf,
    problem: CorpusProblem,
}

impl CorpusError {
    pub(super) fn new(path: &Path, problem: impl Into<CorpusProblem>) -> Self {
        Self {
            path: path.to_owned(),
            problem: problem.into(),
        }
    }

    /// The file that is meant.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn problem(&self) -> &CorpusProblem {
        &self.problem
    }
}

/// What is wrong with a corpus, or with what one is to be made of.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum CorpusProblem {
    /// The text is no date.
    #[error("{0:?} is not a date; write it as {example}", example = CorpusDate::EXAMPLE)]
    Date(String),
    /// The shards are not what the checksum says.
    #[error("its hashes are damaged: the checksum does not match; copy or build it again")]
    DamagedData,
    /// The header is not what the checksum says.
    #[error("its header is damaged: the checksum does not match; copy or build it again")]
    DamagedHeader,
    /// The file in which a builder keeps its hashes is there already.
    #[error("is there already: a corpus is being built, or a builder was killed; then remove it")]
    InTheWay,
    /// A line that hashes are read from is not one.
    #[error("line {number} is not `HASH:COUNT`, with the 40 hexadecimal digits of a SHA-1")]
    Line {
        /// The number of the line, from 1.
        number: u64,
    },
    /// The file is no corpus at all.
    #[error("is not a corpus of breached passwords; build one with `seaworthy-corpus`")]
    NotACorpus,
    /// The file has more or less in it than its header says.
    #[error("has {found} bytes instead of {expected}; copy or build it again")]
    Size {
        /// What the header says.
        expected: u64,
        /// What there is.
        found: u64,
    },
    /// More hashes begin with the same two digits than a shard can hold.
    #[error("too many hashes for one corpus; raise the minimum count")]
    TooManyHashes,
    /// It cannot be read or written.
    #[error("cannot be read or written: {0}; check that it exists and who may use it")]
    Unusable(io::Error),
    /// It was written by another release.
    #[error("has version {found} of the format, and this release reads version 1; build it again")]
    Version {
        /// The version of the file.
        found: u16,
    },
}

/// The text names the cause, so it is not its source as well.
impl From<io::Error> for CorpusProblem {
    fn from(error: io::Error) -> Self {
        Self::Unusable(error)
    }
}
