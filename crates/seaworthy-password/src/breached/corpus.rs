use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use sha1::{Digest as _, Sha1};

use super::corpus_format::{CorpusDate, Head, SLOT};
use super::digest::Digest;
use super::{CorpusError, CorpusProblem, OnUnknown, Outcome, Unknown};
use crate::{Candidate, HelpText, UserAttributes, ValidationError, Validator};

/// The passwords of known breaches, in a file of one's own: nobody is asked.
///
/// The program `seaworthy-corpus`, which comes with this crate, makes the file of what
/// [Have I Been Pwned] gives away, and so does a [`CorpusBuilder`](super::CorpusBuilder). It takes
/// about 2.5 bytes a password. Of other passwords it takes one in 65,000 for breached.
///
/// It stays on the disk: a password is looked up by reading three times two bytes, which the
/// system mostly has in memory; where it has not, the caller waits for the disk. (A mapped file
/// would be no faster to speak of, and is not safe: who shortens the file kills the process.) A
/// small one is [loaded](Self::load).
///
/// As a [`Validator`] it refuses with the code `password_breached`, and its parameter `count` is
/// [`min_count`](Self::min_count). A password that could not be looked up is accepted; for another
/// choice, write a validator that asks [`check`](Self::check).
///
/// ```
/// use seaworthy_password::{Candidate, Corpus, CorpusBuilder, Outcome, Validators};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("breached.corpus");
/// let mut builder = CorpusBuilder::new(&path, 10)?;
/// builder.read("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179\r\n".as_bytes())?;
/// builder.finish("2026-11-01".parse()?)?;
///
/// let corpus = Corpus::open(&path)?;
/// assert_eq!(corpus.check(&Candidate::new("password")?), Outcome::Breached(10));
///
/// let validators = Validators::empty().with(corpus);
/// let errors = validators.validate("password", None).unwrap_err();
/// assert_eq!(errors.iter().next().unwrap().code(), "password_breached");
/// assert!(validators.validate("correct horse battery", None).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [Have I Been Pwned]: https://haveibeenpwned.com/Passwords
pub struct Corpus {
    head: Head,
    /// For each shard, the slots before it.
    starts: Vec<u64>,
    store: Store,
}

/// Where the shards are.
enum Store {
    Disk(File),
    /// Without the head.
    Memory(Vec<u8>),
}

impl Corpus {
    /// Opens a file, and compares all of it with its checksum: about a second for each gigabyte.
    ///
    /// # Errors
    ///
    /// The path, and what is wrong there: it cannot be read, is no corpus, is of another version,
    /// or has been damaged or cut.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, CorpusError> {
        let path = path.as_ref();
        let corpus = Self::open_unverified(path)?;
        corpus
            .verify()
            .map_err(|problem| CorpusError::new(path, problem))?;
        Ok(corpus)
    }

    /// Opens a file, and looks at its head and its size alone.
    ///
    /// That is for a large one that was verified when it was brought there. Damage to its hashes
    /// makes wrong answers, and nothing worse.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), but for damage to the hashes.
    pub fn open_unverified(path: impl AsRef<Path>) -> Result<Self, CorpusError> {
        let path = path.as_ref();
        Self::disk(path).map_err(|problem| CorpusError::new(path, problem))
    }

    /// Reads a whole file into memory, and compares it with its checksum.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn load(path: impl AsRef<Path>) -> Result<Self, CorpusError> {
        let path = path.as_ref();
        let corpus = Self::disk(path).and_then(Self::fetched);
        corpus.map_err(|problem| CorpusError::new(path, problem))
    }

    /// Asks whether a password is known from a breach.
    #[must_use]
    pub fn check(&self, candidate: &Candidate<'_>) -> Outcome {
        match self.contains(&Digest::of(candidate.as_str())) {
            Ok(true) => Outcome::Breached(self.head.min_count),
            Ok(false) => Outcome::Clean,
            Err(_) => Outcome::Unknown(Unknown::Unreadable),
        }
    }

    /// The day from which the hashes are.
    #[must_use]
    pub const fn date(&self) -> CorpusDate {
        self.head.date
    }

    /// The number of passwords in it.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.head.hashes
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How often a password was seen at least that is in it.
    #[must_use]
    pub const fn min_count(&self) -> u64 {
        self.head.min_count
    }

    fn disk(path: &Path) -> Result<Self, CorpusProblem> {
        let mut file = File::open(path)?;
        let mut bytes = Vec::with_capacity(Head::BYTES);
        Read::by_ref(&mut file)
            .take(Head::BYTES as u64)
            .read_to_end(&mut bytes)?;
        let head = Head::parse(&bytes)?;
        let (expected, found) = (head.file_size(), file.metadata()?.len());
        if expected != found {
            return Err(CorpusProblem::Size { expected, found });
        }
        let mut next = 0;
        let starts = head.shapes.iter().map(|shape| {
            let start = next;
            next += u64::from(shape.slots);
            start
        });
        Ok(Self {
            starts: starts.collect(),
            head,
            store: Store::Disk(file),
        })
    }

    /// Compares the shards with their checksum.
    fn verify(&self) -> Result<(), CorpusProblem> {
        let Store::Disk(file) = &self.store else {
            return Ok(());
        };
        let mut file = file;
        file.seek(SeekFrom::Start(Head::BYTES as u64))?;
        let mut reader = BufReader::with_capacity(BUFFER, file);
        let mut checksum = Sha1::new();
        loop {
            let part = io::BufRead::fill_buf(&mut reader)?;
            let length = part.len();
            if length == 0 {
                break;
            }
            checksum.update(part);
            io::BufRead::consume(&mut reader, length);
        }
        if checksum.finalize().as_slice() == self.head.checksum {
            Ok(())
        } else {
            Err(CorpusProblem::DamagedData)
        }
    }

    /// The same with its shards in memory, once these are what the checksum says.
    fn fetched(mut self) -> Result<Self, CorpusProblem> {
        if let Store::Disk(file) = &mut self.store {
            let mut shards = Vec::new();
            file.seek(SeekFrom::Start(Head::BYTES as u64))?;
            file.read_to_end(&mut shards)?;
            if Sha1::digest(&shards).as_slice() != self.head.checksum {
                return Err(CorpusProblem::DamagedData);
            }
            self.store = Store::Memory(shards);
        }
        Ok(self)
    }

    fn contains(&self, digest: &Digest) -> io::Result<bool> {
        let (shard, key) = digest.shard_and_key();
        let shard = usize::from(shard);
        let (Some(shape), Some(start)) = (self.head.shapes.get(shard), self.starts.get(shard))
        else {
            return Ok(false);
        };
        shape.contains(key, |slot| self.store.slot(start + u64::from(slot)))
    }
}

impl Store {
    fn slot(&self, slot: u64) -> io::Result<u16> {
        let at = slot * SLOT;
        let mut bytes = [0; SLOT as usize];
        match self {
            Self::Disk(file) => read_at(file, &mut bytes, Head::BYTES as u64 + at)?,
            Self::Memory(shards) => {
                let found = usize::try_from(at)
                    .ok()
                    .and_then(|at| shards.get(at..)?.first_chunk());
                bytes = *found.ok_or(io::ErrorKind::UnexpectedEof)?;
            }
        }
        Ok(u16::from_le_bytes(bytes))
    }
}

/// Reads at a place of the file, whoever else reads there.
#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

/// Reads at a place of the file, one after the other: there is only one position in it.
#[cfg(not(unix))]
fn read_at(mut file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = TURN
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

impl Validator for Corpus {
    fn validate(
        &self,
        candidate: &Candidate<'_>,
        _user: Option<&UserAttributes<'_>>,
    ) -> Result<(), ValidationError> {
        self.check(candidate).verdict(OnUnknown::Accept)
    }

    fn help_text(&self) -> HelpText {
        HelpText::known("password_breached", None)
    }
}

/// What its head says.
impl fmt::Debug for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Corpus")
            .field("date", &self.head.date)
            .field("min_count", &self.head.min_count)
            .field("len", &self.head.hashes)
            .finish_non_exhaustive()
    }
}

const BUFFER: usize = 1 << 16;
