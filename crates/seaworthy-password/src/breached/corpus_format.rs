//! The head of a corpus file. All numbers are little-endian.
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 8 | magic |
//! | 8 | 2 | version of the format |
//! | 10 | 2 | bits of a fingerprint |
//! | 12 | 4 | date of the hashes: year, month, day |
//! | 16 | 8 | how often a password had to be seen |
//! | 24 | 8 | number of hashes |
//! | 32 | 20 | SHA-1 of all shards |
//! | 52 | 4096 | for each first byte of a hash: seed, slots, length of a segment |
//! | 4148 | 20 | SHA-1 of the head up to here |
//! | 4168 | | the shards, one behind the other: their slots, of two bytes each |

use std::fmt;
use std::str::FromStr;

use sha1::{Digest as _, Sha1};

use super::CorpusProblem;
use super::fuse::Shape;

/// What stands before the shards.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Head {
    pub(super) date: CorpusDate,
    pub(super) min_count: u64,
    pub(super) hashes: u64,
    pub(super) checksum: [u8; 20],
    /// One for each first byte of a hash.
    pub(super) shapes: Vec<Shape>,
}

impl Head {
    pub(super) const BYTES: usize = TABLE + SHARDS * SHAPE + CHECKSUM;

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::BYTES);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(BITS.to_le_bytes());
        bytes.extend(self.date.year.to_le_bytes());
        bytes.extend([self.date.month, self.date.day]);
        bytes.extend(self.min_count.to_le_bytes());
        bytes.extend(self.hashes.to_le_bytes());
        bytes.extend(self.checksum);
        for shape in &self.shapes {
            bytes.extend(shape.seed.to_le_bytes());
            bytes.extend(shape.slots.to_le_bytes());
            bytes.extend(shape.segment.to_le_bytes());
        }
        let checksum = Sha1::digest(&bytes);
        bytes.extend(checksum);
        bytes
    }

    /// Reads a head, and proves that no lookup in the shards can miss them.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, CorpusProblem> {
        let mut rest = Rest(bytes);
        if rest.take::<8>() != Some(MAGIC) {
            return Err(CorpusProblem::NotACorpus);
        }
        let found = rest.u16().ok_or(CorpusProblem::NotACorpus)?;
        if found != VERSION {
            return Err(CorpusProblem::Version { found });
        }
        let (Some(said), Some(checksum)) = (
            bytes.get(..Self::BYTES - CHECKSUM),
            bytes.get(Self::BYTES - CHECKSUM..Self::BYTES),
        ) else {
            return Err(CorpusProblem::Size {
                expected: Self::BYTES as u64,
                found: bytes.len() as u64,
            });
        };
        if Sha1::digest(said).as_slice() != checksum {
            return Err(CorpusProblem::DamagedHeader);
        }
        rest.head().ok_or(CorpusProblem::DamagedHeader)
    }

    /// How many bytes the file has.
    pub(super) fn file_size(&self) -> u64 {
        let slots: u64 = self.shapes.iter().map(|shape| u64::from(shape.slots)).sum();
        Self::BYTES as u64 + slots * SLOT
    }
}

/// What has not been read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// All that follows the version.
    fn head(&mut self) -> Option<Head> {
        if self.u16()? != BITS {
            return None;
        }
        let year = self.u16()?;
        let [month, day] = self.take()?;
        let (min_count, hashes) = (self.u64()?, self.u64()?);
        let checksum = self.take()?;
        let mut shapes = Vec::with_capacity(SHARDS);
        for _ in 0..SHARDS {
            let shape = Shape {
                seed: self.u64()?,
                slots: u32::from_le_bytes(self.take()?),
                segment: u32::from_le_bytes(self.take()?),
            };
            if !shape.is_valid() {
                return None;
            }
            shapes.push(shape);
        }
        Some(Head {
            date: CorpusDate { year, month, day },
            min_count,
            hashes,
            checksum,
            shapes,
        })
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }
}

/// The day from which the hashes of a corpus are, such as `2026-11-01`.
///
/// ```
/// use seaworthy_password::CorpusDate;
///
/// let date: CorpusDate = "2026-11-01".parse()?;
/// assert_eq!(date.to_string(), "2026-11-01");
/// assert!("11/01/2026".parse::<CorpusDate>().is_err());
/// # Ok::<(), seaworthy_password::CorpusProblem>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct CorpusDate {
    year: u16,
    month: u8,
    day: u8,
}

impl CorpusDate {
    pub(super) const EXAMPLE: &'static str = "2026-11-01";
}

impl FromStr for CorpusDate {
    type Err = CorpusProblem;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |from: usize, to: usize| -> Option<u16> {
            let digits = text.get(from..to)?;
            digits
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| digits.parse().ok())?
        };
        let dashes = [4, 7]
            .into_iter()
            .all(|at| text.get(at..at + 1) == Some("-"));
        let date = || {
            Some(Self {
                year: number(0, 4)?,
                month: number(5, 7).filter(|month| (1..=12).contains(month))? as u8,
                day: number(8, 10).filter(|day| (1..=31).contains(day))? as u8,
            })
        };
        let is_whole = text.len() == Self::EXAMPLE.len() && dashes;
        let error = || CorpusProblem::Date(text.chars().take(40).collect());
        is_whole.then(date).flatten().ok_or_else(error)
    }
}

impl fmt::Display for CorpusDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// The first byte is no text, and the last two show whether line ends were translated.
const MAGIC: [u8; 8] = *b"\x93SWPWC\r\n";
const VERSION: u16 = 1;
const BITS: u16 = 16;
/// The bytes of a slot.
pub(super) const SLOT: u64 = 2;
/// One for each first byte of a hash.
pub(super) const SHARDS: usize = 256;
const TABLE: usize = 52;
const SHAPE: usize = 16;
const CHECKSUM: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        let mut shapes = vec![Shape::EMPTY; SHARDS];
        shapes[7] = Shape {
            seed: 3,
            slots: 24,
            segment: 8,
        };
        Head {
            date: "2026-11-01".parse().unwrap(),
            min_count: 5,
            hashes: 9,
            checksum: [1; 20],
            shapes,
        }
    }

    #[test]
    fn a_head_is_read_as_it_was_written() {
        let bytes = head().to_bytes();
        assert_eq!(bytes.len(), Head::BYTES);
        assert_eq!(bytes.len(), 4168);
        assert_eq!(Head::parse(&bytes).unwrap(), head());
        assert_eq!(head().file_size(), 4168 + 48);
    }

    #[test]
    fn a_head_is_refused_for_what_is_wrong_with_it() {
        let bytes = head().to_bytes();
        let problem = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = bytes.clone();
            change(&mut bytes);
            Head::parse(&bytes).unwrap_err().to_string()
        };
        for (expected, shown) in [
            ("is not a corpus", problem(&|bytes| bytes.clear())),
            ("is not a corpus", problem(&|bytes| bytes.truncate(9))),
            ("is not a corpus", problem(&|bytes| bytes[0] = b'P')),
            (
                "version 513",
                problem(&|bytes| bytes[8..10].fill(1)).replace("257", "513"),
            ),
            ("has 4167 bytes", problem(&|bytes| bytes.truncate(4167))),
            ("header is damaged", problem(&|bytes| bytes[16] = 0)),
            ("header is damaged", problem(&|bytes| bytes[4167] ^= 1)),
        ] {
            assert!(shown.contains(expected), "{shown}");
        }
    }

    #[test]
    fn a_shape_that_would_miss_the_shard_is_refused_even_with_a_checksum() {
        for (slots, segment) in [(25, 8), (16, 8), (24, 0), (0, 8)] {
            let mut head = head();
            head.shapes[7] = Shape {
                seed: 0,
                slots,
                segment,
            };
            let problem = Head::parse(&head.to_bytes()).unwrap_err();
            assert!(matches!(problem, CorpusProblem::DamagedHeader), "{problem}");
        }
    }

    #[test]
    fn dates_have_one_way_to_be_written() {
        for good in ["2026-11-01", "0001-01-31", "9999-12-31"] {
            assert_eq!(good.parse::<CorpusDate>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "2026-11-1",
            "2026-13-01",
            "2026-00-01",
            "2026-01-32",
            "2026/11/01",
            "+026-11-01",
            "2026-11-01T",
            "２026-1-01",
            "20é6-11-01",
            "2026-é-01",
        ] {
            assert!(bad.parse::<CorpusDate>().is_err(), "{bad}");
        }
    }
}
