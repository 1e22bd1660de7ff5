//! Fields as they stand on a line, and where each of them is.

use std::ops::Range;

/// Encoded fields one after another. No two have the same key.
#[derive(Debug, Default)]
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    entries: Vec<Entry>,
    /// The [bits](key_bit) of all keys: where two sets share none, no key is in both.
    bits: u64,
    /// Whether a field was left out because the line would be too long.
    pub(crate) cut: bool,
}

/// Where a field is: no line is as long as 4 GiB.
#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    key_end: u32,
    end: u32,
    /// Whether it belongs to the entry before: it comes, and goes, only with that one.
    attached: bool,
}

/// One of 64 bits for an encoded key.
pub(crate) fn key_bit(key: &[u8]) -> u64 {
    let hash = key.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    1 << (hash >> 58)
}

impl Encoded {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.entries.clear();
        self.bits = 0;
        self.cut = false;
    }

    /// Adds what has been appended from `start` on as a field, or takes it back and says `false`
    /// where the line would be longer than the room there is.
    #[inline]
    pub(crate) fn enter(&mut self, start: usize, key_end: usize, bit: u64, attached: bool) -> bool {
        if self.bytes.len() > ROOM {
            self.bytes.truncate(start);
            self.cut = true;
            return false;
        }
        self.bits |= bit;
        self.entries.push(Entry {
            start: start as u32,
            key_end: key_end as u32,
            end: self.bytes.len() as u32,
            attached,
        });
        true
    }

    /// Whether so many bytes more leave the line short enough; otherwise it says that it was cut.
    pub(crate) fn fits(&mut self, more: usize) -> bool {
        let fits = self.bytes.len() + more <= ROOM;
        self.cut |= !fits;
        fits
    }

    /// Appends the fields of a span further out, without those that are here already.
    #[inline]
    pub(crate) fn inherit(&mut self, outer: &Self) {
        self.cut |= outer.cut;
        if !outer.entries.is_empty() {
            self.inherit_some(outer);
        }
    }

    fn inherit_some(&mut self, outer: &Self) {
        if self.bits & outer.bits == 0 && self.bytes.len() + outer.bytes.len() <= ROOM {
            let by = self.bytes.len();
            self.bytes.extend_from_slice(&outer.bytes);
            self.entries
                .extend(outer.entries.iter().map(|entry| entry.moved(by)));
            self.bits |= outer.bits;
            return;
        }
        let mut skipped = false;
        for entry in &outer.entries {
            let key = outer.text(&entry.key());
            skipped = (entry.attached && skipped) || self.has(key) || !self.copy(outer, entry);
        }
    }

    /// Adds fields recorded later, each in place of the one of its name.
    pub(crate) fn replace(&mut self, later: &Self) {
        let mut merged = Self {
            cut: self.cut,
            ..Self::default()
        };
        let mut replaced = false;
        for entry in &self.entries {
            replaced = (entry.attached && replaced) || later.has(self.text(&entry.key()));
            if !replaced {
                merged.copy(self, entry);
            }
        }
        merged.inherit(later);
        *self = merged;
    }

    fn has(&self, key: &[u8]) -> bool {
        self.entries
            .iter()
            .any(|entry| self.text(&entry.key()) == key)
    }

    /// Adds a field of another set, if there is room for it.
    fn copy(&mut self, from: &Self, entry: &Entry) -> bool {
        let start = self.bytes.len();
        self.bytes
            .extend_from_slice(from.text(&(entry.key().start..entry.end as usize)));
        let bit = key_bit(from.text(&entry.key()));
        self.enter(start, start + entry.key().len(), bit, entry.attached)
    }

    fn text(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }
}

impl Entry {
    const fn key(&self) -> Range<usize> {
        self.start as usize..self.key_end as usize
    }

    /// The same field where so many bytes are before it.
    const fn moved(&self, by: usize) -> Self {
        let by = by as u32;
        Self {
            start: self.start + by,
            key_end: self.key_end + by,
            end: self.end + by,
            attached: self.attached,
        }
    }
}

/// The longest line, in bytes: the least of what the large collectors take for one entry.
const LINE_LIMIT: usize = 256 * 1024;

/// The room for fields on a line, which leaves some for the note that one was left out.
const ROOM: usize = LINE_LIMIT - 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(fields: &[(&str, &str)]) -> Encoded {
        let mut encoded = Encoded::default();
        for (key, value) in fields {
            let start = encoded.bytes.len();
            encoded.bytes.extend_from_slice(key.as_bytes());
            let key_end = encoded.bytes.len();
            encoded.bytes.extend_from_slice(value.as_bytes());
            encoded.enter(start, key_end, key_bit(key.as_bytes()), key.contains('+'));
        }
        encoded
    }

    fn text(encoded: &Encoded) -> &str {
        std::str::from_utf8(&encoded.bytes).unwrap()
    }

    #[test]
    fn what_is_further_in_shadows_what_is_further_out() {
        let mut line = encoded(&[("a=", "1,")]);
        line.inherit(&encoded(&[("b=", "2,")]));
        line.inherit(&encoded(&[
            ("c=", "3,"),
            ("a=", "4,"),
            ("b=", "5,"),
            ("ab=", "6,"),
        ]));
        line.inherit(&encoded(&[("ab=", "7,"), ("c=", "8,")]));
        assert_eq!(text(&line), "a=1,b=2,c=3,ab=6,");
    }

    #[test]
    fn what_is_recorded_later_replaces_what_was_there() {
        let mut span = encoded(&[("a=", "1,"), ("b=", "2,"), ("c=", "3,")]);
        span.replace(&encoded(&[("b=", "4,"), ("d=", "5,")]));
        assert_eq!(text(&span), "a=1,c=3,b=4,d=5,");
        span.replace(&encoded(&[("b=", "6,")]));
        let mut line = encoded(&[("c=", "0,")]);
        line.inherit(&span);
        assert_eq!(text(&line), "c=0,a=1,d=5,b=6,");
    }

    #[test]
    fn an_attached_field_goes_with_its_field() {
        let error = [("e=", "1,"), ("e+=", "2,"), ("f=", "3,")];
        let mut line = encoded(&[("e=", "0,")]);
        line.inherit(&encoded(&error));
        assert_eq!(text(&line), "e=0,f=3,");
        let mut span = encoded(&error);
        span.replace(&encoded(&[("e=", "4,")]));
        assert_eq!(text(&span), "f=3,e=4,");
    }

    #[test]
    fn keys_that_share_a_bit_are_told_apart() {
        let keys: Vec<_> = (0..200).map(|number| format!("{number}=")).collect();
        let outer: Vec<_> = keys.iter().map(|key| (key.as_str(), ",")).collect();
        let mut line = encoded(&outer[..100]);
        line.inherit(&encoded(&outer));
        assert_eq!(text(&line), text(&encoded(&outer)));
    }

    #[test]
    fn a_field_that_does_not_fit_is_left_out_whole() {
        let long = "x".repeat(ROOM - 100);
        let mut line = encoded(&[("a=", &long)]);
        assert!(!line.cut);
        line.inherit(&encoded(&[("b=", &"y".repeat(100)), ("c=", "z")]));
        assert!(line.cut);
        assert_eq!(text(&line), format!("a={long}c=z"));
    }

    #[test]
    fn what_was_left_out_is_remembered_when_more_is_recorded() {
        let mut span = encoded(&[("a=", &"x".repeat(ROOM)), ("b=", "1,")]);
        assert!(span.cut);
        span.replace(&encoded(&[("c=", "2,")]));
        assert_eq!((text(&span), span.cut), ("b=1,c=2,", true));
    }

    #[test]
    fn an_attached_field_is_left_out_with_its_field() {
        let outer = encoded(&[("e=", &"x".repeat(200)), ("e+=", "2,"), ("f=", "3,")]);
        let long = "y".repeat(ROOM - 100);
        let mut line = encoded(&[("a=", &long)]);
        line.inherit(&outer);
        assert!(line.cut);
        assert!(text(&line) == format!("a={long}f=3,"));
    }
}
