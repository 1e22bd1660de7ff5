use std::fs::{self, File};
use std::io::{self, BufRead, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha1::{Digest as _, Sha1};

use super::corpus_format::{CorpusDate, Head, SHARDS};
use super::digest::{nibble, shard_and_key};
use super::fuse::Shape;
use super::spool::Spool;
use super::{CorpusError, CorpusProblem};

/// Makes a [`Corpus`](super::Corpus) of lines with hashes.
///
/// It holds about as much in memory as a 256th of the corpus takes, ten times over, and the rest in
/// a file beside it. The corpus itself is there when it is whole, and not before.
///
/// There is an example at [`Corpus`](super::Corpus).
#[derive(Debug)]
pub struct CorpusBuilder {
    path: PathBuf,
    min_count: u64,
    spool: Spool,
    lines: u64,
}

impl CorpusBuilder {
    /// Begins a corpus at this path, of the passwords that were seen at least this many times.
    ///
    /// # Errors
    ///
    /// There is no such folder, nothing may be written there, or a file ending in `.spool` is left
    /// from a builder that was killed.
    pub fn new(path: impl Into<PathBuf>, min_count: u64) -> Result<Self, CorpusError> {
        let path = path.into();
        let spool = beside(&path, ".spool");
        let spool = Spool::new(spool.clone()).map_err(|error| {
            let problem = match error.kind() {
                io::ErrorKind::AlreadyExists => CorpusProblem::InTheWay,
                _ => error.into(),
            };
            CorpusError::new(&spool, problem)
        })?;
        Ok(Self {
            path,
            // What was never seen is padding.
            min_count: min_count.max(1),
            spool,
            lines: 0,
        })
    }

    /// Takes lines such as `5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179`, in any order.
    ///
    /// # Errors
    ///
    /// The number of the first line that is none, counted over all that was read; or that the
    /// input, or the file beside the corpus, cannot be used.
    pub fn read(&mut self, mut input: impl BufRead) -> Result<(), CorpusProblem> {
        let mut line = Vec::with_capacity(LONGEST_LINE);
        loop {
            line.clear();
            let mut beginning = Read::by_ref(&mut input).take(LONGEST_LINE as u64);
            if beginning.read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            self.lines += 1;
            let error = CorpusProblem::Line { number: self.lines };
            let (digest, count) = entry(&line).ok_or(error)?;
            if count >= self.min_count {
                let (shard, key) = shard_and_key(&digest);
                self.spool.push(shard, key)?;
            }
        }
    }

    /// Writes the corpus, whose hashes are from this day, in the place of one that may be there.
    ///
    /// # Errors
    ///
    /// The file that cannot be written, and why.
    pub fn finish(mut self, date: CorpusDate) -> Result<Summary, CorpusError> {
        let part = beside(&self.path, ".part");
        let written = self.write(&part, date).and_then(|head| {
            fs::rename(&part, &self.path)?;
            Ok(head)
        });
        match written {
            Ok(head) => Ok(Summary {
                lines: self.lines,
                hashes: head.hashes,
                bytes: head.file_size(),
            }),
            Err(problem) => {
                // What is left of it is of no use, and the error says more than a second one.
                let _ = fs::remove_file(&part);
                Err(CorpusError::new(&self.path, problem))
            }
        }
    }

    fn write(&mut self, path: &Path, date: CorpusDate) -> Result<Head, CorpusProblem> {
        let mut file = BufWriter::new(File::create(path)?);
        file.write_all(&[0; Head::BYTES])?;
        let mut checksum = Sha1::new();
        let mut head = Head {
            date,
            min_count: self.min_count,
            hashes: 0,
            checksum: [0; 20],
            shapes: Vec::with_capacity(SHARDS),
        };
        for shard in 0..=u8::MAX {
            let keys = self.spool.take(shard)?;
            let (shape, slots) = Shape::build(&keys).ok_or(CorpusProblem::TooManyHashes)?;
            for slots in slots.chunks(BUFFER) {
                let bytes: Vec<u8> = slots.iter().flat_map(|slot| slot.to_le_bytes()).collect();
                checksum.update(&bytes);
                file.write_all(&bytes)?;
            }
            head.hashes += keys.len() as u64;
            head.shapes.push(shape);
        }
        head.checksum = checksum.finalize().into();
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&head.to_bytes())?;
        file.sync_all()?;
        Ok(head)
    }
}

/// What a corpus was made of, and how large it is.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Summary {
    /// The size of the file.
    pub bytes: u64,
    /// The hashes in it.
    pub hashes: u64,
    /// The lines that were read.
    pub lines: u64,
}

/// The hash and the number of a line.
fn entry(line: &[u8]) -> Option<([u8; 20], u64)> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let (digits, count) = line.split_at_checked(40)?;
    let mut digest = [0; 20];
    for (byte, pair) in digest.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    let count = count.strip_prefix(b":")?;
    if !count.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some((digest, std::str::from_utf8(count).ok()?.parse().ok()?))
}

/// The path with this behind its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// 40 digits, a colon, the longest number and a line end.
const LONGEST_LINE: usize = 40 + 1 + 20 + 2;
/// In slots.
const BUFFER: usize = 1 << 15;

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";

    #[test]
    fn a_line_is_a_hash_and_a_number() {
        for good in [
            format!("{HASH}:7\n"),
            format!("{HASH}:7\r\n"),
            format!("{HASH}:07"),
            format!("{}:7", HASH.to_lowercase()),
        ] {
            let (digest, count) = entry(good.as_bytes()).unwrap();
            assert_eq!((digest[0], digest[19], count), (0x5B, 0xD8, 7), "{good}");
        }
        for bad in [
            String::new(),
            "\n".into(),
            HASH.into(),
            format!("{HASH}:"),
            format!("{HASH}:-1"),
            format!("{HASH}:+1"),
            format!("{HASH}: 1"),
            format!("{HASH};1"),
            format!("{HASH}:18446744073709551616"),
            format!("{}:1", &HASH[1..]),
            format!("{HASH}0:1"),
            format!("{}:1", HASH.replace('B', "G")),
            format!("é{HASH}:1"),
        ] {
            assert_eq!(entry(bad.as_bytes()), None, "{bad}");
        }
    }
}
