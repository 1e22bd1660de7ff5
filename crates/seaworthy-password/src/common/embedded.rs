//! The list that lies in the binary, packed by `data/pack_common.py`, which tells its form.

use std::cmp::Ordering;

/// Whether an entry is this text, once its ASCII letters are in lower case.
pub(super) fn contains(text: &str) -> bool {
    if text.len() > LONGEST || !may_contain(text) {
        return false;
    }
    let compare = |entry: &[u8]| entry.iter().copied().cmp(lowered(text));
    // The last block that does not begin behind the text.
    let (mut first, mut end) = (0, BLOCKS);
    while first < end {
        let middle = first + (end - first) / 2;
        match Entries::of(middle).next().map(compare) {
            Some(Ordering::Equal) => return true,
            Some(Ordering::Less) => first = middle + 1,
            Some(Ordering::Greater) | None => end = middle,
        }
    }
    let Some(block) = first.checked_sub(1) else {
        return false;
    };
    let mut entries = Entries::of(block);
    while let Some(order) = entries.next().map(compare) {
        if order != Ordering::Less {
            return order == Ordering::Equal;
        }
    }
    false
}

fn lowered(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// Whether the filter lets a text through: each entry, and one in sixteen of what is none.
fn may_contain(text: &str) -> bool {
    let mut value = SEED;
    for byte in lowered(text) {
        value = (value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    value = (value ^ (value >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    value ^= value >> 32;

    let places = 2 * THIRD as u64;
    let read = |part: usize| {
        let place = (((value >> (20 * part)) & 0xF_FFFF) * places) >> 20;
        let pair = FILTER.get(part * THIRD + place as usize / 2);
        pair.map_or(0, |pair| pair >> (4 * (place % 2)))
    };
    let found = (read(0) ^ read(1) ^ read(2)) & 0xF;
    u64::from(found) == value >> 60
}

/// The entries of a block, one after the other.
struct Entries {
    bits: Bits,
    left: usize,
    /// The bytes of the next entry that are those of this one.
    shared: usize,
    /// With room for the symbol at the end of the longest.
    entry: [u8; LONGEST + 1],
}

impl Entries {
    fn of(block: usize) -> Self {
        let start = INDEX.get(3 * block..).and_then(<[u8]>::first_chunk);
        let [low, middle, high] = *start.unwrap_or(&[0; 3]);
        Self {
            bits: Bits::from(u32::from_le_bytes([low, middle, high, 0]) as usize),
            left: BLOCK.min(ENTRIES.saturating_sub(BLOCK * block)),
            shared: 0,
            entry: [0; LONGEST + 1],
        }
    }

    fn next(&mut self) -> Option<&[u8]> {
        self.left = self.left.checked_sub(1)?;
        let mut length = self.shared;
        for byte in self.entry.iter_mut().skip(self.shared) {
            let symbol = self.bits.symbol();
            if symbol < b' ' {
                self.shared = symbol.into();
                break;
            }
            *byte = symbol;
            length += 1;
        }
        self.entry.get(..length)
    }
}

/// The codes from one bit on.
struct Bits {
    /// Where the next code begins.
    next: usize,
    /// What is there, from the highest bit on, and how much of it.
    window: u64,
    ready: usize,
}

impl Bits {
    const fn from(next: usize) -> Self {
        Self {
            next,
            window: 0,
            ready: 0,
        }
    }

    fn symbol(&mut self) -> u8 {
        if self.ready < LONGEST_CODE {
            let bytes = CODES.get(self.next / 8..).and_then(<[u8]>::first_chunk);
            let used = self.next % 8;
            self.window = u64::from_be_bytes(*bytes.unwrap_or(&[0; 8])) << used;
            self.ready = 64 - used;
        }
        let begins = (self.window >> (64 - LONGEST_CODE)) as usize;
        let (symbol, length) = SYMBOLS[begins % SYMBOLS.len()];
        self.window <<= length;
        self.ready -= usize::from(length);
        self.next += usize::from(length);
        symbol
    }
}

// Small is what it is packed for.
const _: () = assert!(DATA.len() + size_of_val(&SYMBOLS) < 110_000 && ENTRIES > 30_000);

const DATA: &[u8] = include_bytes!("../../data/common.bin");
const HEADER: usize = 16;
const BLOCK: usize = 32;
const LONGEST_CODE: usize = 11;

const ENTRIES: usize = header(0) as usize;
const LONGEST: usize = header(1) as usize;
const SEED: u64 = header(2) as u64;
/// The bytes of a third of the filter.
const THIRD: usize = header(3) as usize;
const BLOCKS: usize = ENTRIES.div_ceil(BLOCK);

const FILTER: &[u8] = DATA.split_at(HEADER).1.split_at(3 * THIRD).0;
const INDEX: &[u8] = DATA.split_at(HEADER + 3 * THIRD).1.split_at(3 * BLOCKS).0;
const LENGTHS: &[u8] = DATA
    .split_at(HEADER + 3 * THIRD + 3 * BLOCKS)
    .1
    .split_at(256)
    .0;
const CODES: &[u8] = DATA.split_at(HEADER + 3 * THIRD + 3 * BLOCKS + 256).1;

/// For what the next bits may be, the symbol whose code they begin with, and how long that is.
static SYMBOLS: [(u8, u8); 1 << LONGEST_CODE] = symbols();

const fn header(field: usize) -> u32 {
    let at = 4 * field;
    u32::from_le_bytes([DATA[at], DATA[at + 1], DATA[at + 2], DATA[at + 3]])
}

const fn symbols() -> [(u8, u8); 1 << LONGEST_CODE] {
    let mut symbols = [(0, 1); 1 << LONGEST_CODE];
    let mut next = 0;
    let mut length = 1;
    while length <= LONGEST_CODE {
        let mut symbol = 0;
        while symbol < LENGTHS.len() {
            if LENGTHS[symbol] as usize == length {
                let end = next + (1 << (LONGEST_CODE - length));
                while next < end {
                    symbols[next] = (symbol as u8, length as u8);
                    next += 1;
                }
            }
            symbol += 1;
        }
        length += 1;
    }
    symbols
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was packed.
    const LIST: &str = include_str!("../../data/common.txt");

    #[test]
    fn what_is_packed_is_the_list_to_the_letter() {
        let mut packed = Vec::new();
        for block in 0..BLOCKS {
            let mut entries = Entries::of(block);
            while let Some(entry) = entries.next() {
                packed.extend_from_slice(entry);
                packed.push(b'\n');
            }
        }
        assert!(packed == LIST.as_bytes());
    }

    #[test]
    fn every_entry_is_found_and_nothing_beside_it() {
        for entry in LIST.lines() {
            assert!(contains(entry), "{entry}");
            assert!(contains(&entry.to_ascii_uppercase()), "{entry}");
            for other in ["\n", "\0", "\u{1}", "\u{7F}"] {
                assert!(!contains(&format!("{entry}{other}")), "{entry}");
                assert!(!contains(&format!("{other}{entry}")), "{entry}");
            }
        }
        for other in ["", "\n", "\0", "\u{10FFFF}", "123456\n1234567"] {
            assert!(!contains(other), "{other:?}");
        }
    }

    #[test]
    fn what_is_not_in_the_list_is_not_found() {
        let entries: std::collections::HashSet<&str> = LIST.lines().collect();
        let near = LIST.lines().flat_map(|entry| {
            let (_, tail) = entry.split_at(entry.chars().next().map_or(0, char::len_utf8));
            [
                format!("{entry}0"),
                format!("{entry}{entry}"),
                format!("~{tail}"),
                tail.to_owned(),
            ]
        });
        for text in near {
            assert_eq!(contains(&text), entries.contains(text.as_str()), "{text}");
        }
    }

    #[test]
    fn the_filter_stops_all_but_one_in_sixteen() {
        let passed = (0..160_000)
            .filter(|n| may_contain(&format!("no entry {n}")))
            .count();
        assert!((9_000..11_000).contains(&passed), "{passed}");
    }
}
