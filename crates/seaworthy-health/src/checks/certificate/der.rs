//! As much of [DER] as it takes to reach a certificate's dates.
//!
//! [DER]: https://www.itu.int/rec/T-REC-X.690

use crate::moment::Moment;

/// From when until when a certificate is valid; both are included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::checks) struct Validity {
    pub(super) not_before: Moment,
    pub(super) not_after: Moment,
}

impl Validity {
    /// The dates of exactly one [certificate], whose names, keys and signature are not looked at.
    ///
    /// [certificate]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1
    pub(in crate::checks) fn of(certificate: &[u8]) -> Option<Self> {
        let mut file = Elements(certificate);
        let mut whole = file.enter(SEQUENCE)?;
        let mut signed = whole.enter(SEQUENCE)?;
        let _algorithm = whole.enter(SEQUENCE)?;
        let _signature = whole.enter(BIT_STRING)?;

        let _version = signed.enter(VERSION); // Version 1 is not told.
        let _serial = signed.enter(INTEGER)?;
        let _algorithm = signed.enter(SEQUENCE)?;
        let _issuer = signed.enter(SEQUENCE)?;
        let mut dates = signed.enter(SEQUENCE)?;
        let validity = Self {
            not_before: dates.time()?,
            not_after: dates.time()?,
        };
        let over = |elements: &Elements<'_>| elements.0.is_empty();
        [file, whole, dates].iter().all(over).then_some(validity)
    }
}

/// Elements that follow one upon the other. What is taken is always a part of what there is, so
/// that no length that an element claims makes work or takes memory.
struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    /// Takes the next element if it has this tag, and looks inside.
    fn enter(&mut self, tag: u8) -> Option<Self> {
        let (first, rest) = self.0.split_first()?;
        if *first != tag {
            return None;
        }
        let (length, rest) = length(rest)?;
        let (inside, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(Elements(inside))
    }

    /// A time in one of the [two forms] that a certificate may have.
    ///
    /// The years from 2050 on need the longer form; for others it is taken too.
    ///
    /// [two forms]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
    fn time(&mut self) -> Option<Moment> {
        let (year, rest) = if let Some(Elements(text)) = self.enter(UTC_TIME) {
            let (year, rest) = text.split_at_checked(2)?;
            let year = number(year)?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        } else {
            let Elements(text) = self.enter(GENERALIZED_TIME)?;
            let (year, rest) = text.split_at_checked(4)?;
            (number(year)?, rest)
        };
        let rest = rest.strip_suffix(b"Z")?;
        if rest.len() != "MMDDhhmmss".len() {
            return None;
        }
        let mut pairs = rest.chunks(2);
        let mut next = || number(pairs.next()?);
        Moment::new(year, next()?, next()?, next()?, next()?, next()?)
    }
}

/// How long an element is, and what follows its length: one byte below 128, or how many bytes the
/// length takes and then these, as few as it needs.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    if *first < 0x80 {
        return Some((usize::from(*first), rest));
    }
    let count = usize::from(first & 0x7f);
    if count > size_of::<u32>() {
        return None;
    }
    let (digits, rest) = rest.split_at_checked(count)?;
    // None at all would be a length that is not known yet, which DER does not have.
    let is_short = *digits.first()? > 0;
    let length = digits
        .iter()
        .fold(0, |length, digit| length << 8 | u32::from(*digit));
    let length = usize::try_from(length).ok()?;
    (is_short && length >= 0x80).then_some((length, rest))
}

fn number(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| digit - b'0')?;
        Some(number * 10 + u64::from(digit))
    })
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_told_in_one_way() {
        for (told, meant) in [
            (&[0][..], 0),
            (&[0x7f], 127),
            (&[0x81, 0x80], 128),
            (&[0x81, 0xff], 255),
            (&[0x82, 1, 0], 256),
            (&[0x83, 1, 0, 0], 65_536),
            (&[0x84, 1, 0, 0, 0], 16_777_216),
            (&[0x84, 0xff, 0xff, 0xff, 0xff], 4_294_967_295_u32),
        ] {
            let meant = usize::try_from(meant).unwrap();
            assert_eq!(length(told), Some((meant, &[][..])));
            let more = [told, b"more"].concat();
            assert_eq!(length(&more), Some((meant, &b"more"[..])));
        }
        for bad in [
            &[][..],
            &[0x80],
            &[0x80, 0xff],
            &[0x81],
            &[0x81, 0x7f],
            &[0x82, 0xff],
            &[0x82, 0, 0xff],
            &[0x84, 0, 0, 0, 0xff],
            &[0x85, 0, 0, 0, 0, 0xff],
            &[0x85, 1, 0, 0, 0, 0xff],
            &[0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0xff; 200],
        ] {
            assert_eq!(length(bad), None, "{bad:x?}");
        }
    }

    #[test]
    fn every_element_ends_where_it_says() {
        let (from, until) = (utc("260101000000Z"), utc("270101000000Z"));
        let good = minimal(b"", &from, &until);
        assert!(Validity::of(&good).is_some());
        // The tag, the one byte of the length, and what is inside.
        let (length, inside) = (u8::try_from(good.len() - 2).unwrap(), &good[2..]);
        for (length, inside, ends) in [
            (&[length][..], inside, true),
            (&[length - 1], inside, false),
            (&[length + 1], inside, false),
            (&[0x84, 0xff, 0xff, 0xff, 0xff], inside, false),
            (&[length + 1], &[inside, &[0]].concat(), false),
            (&[length], &[inside, &[0]].concat(), false),
        ] {
            let der = [&[0x30], length, inside].concat();
            assert_eq!(Validity::of(&der).is_some(), ends, "{der:x?}");
        }
    }

    #[test]
    fn the_version_may_be_missing() {
        let (from, until) = (utc("260101000000Z"), utc("270101000000Z"));
        for (version, good) in [
            (&b""[..], true),
            (b"\xa0\x03\x02\x01\x02", true),
            (b"\xa0\x03\x02\x01\x02\xa0\x03\x02\x01\x02", false),
            (b"\xa1\x03\x02\x01\x02", false),
        ] {
            let der = minimal(version, &from, &until);
            assert_eq!(Validity::of(&der).is_some(), good, "{version:x?}");
        }
    }

    #[test]
    fn a_time_is_in_one_of_two_forms() {
        for (time, meant) in [
            (utc("500101000000Z"), "1950-01-01T00:00:00Z"),
            (utc("691231235959Z"), "1969-12-31T23:59:59Z"),
            (utc("991231235959Z"), "1999-12-31T23:59:59Z"),
            (utc("000229120000Z"), "2000-02-29T12:00:00Z"),
            (utc("491231235959Z"), "2049-12-31T23:59:59Z"),
            (generalized("20491231235959Z"), "2049-12-31T23:59:59Z"),
            (generalized("20500101000000Z"), "2050-01-01T00:00:00Z"),
            (generalized("20960229000000Z"), "2096-02-29T00:00:00Z"),
            (generalized("99991231235959Z"), "9999-12-31T23:59:59Z"),
        ] {
            let validity = Validity::of(&minimal(b"", &time, &time)).unwrap();
            assert_eq!(validity.not_before.to_string(), meant);
            assert_eq!(validity.not_after.to_string(), meant);
        }
        let good = utc("260101000000Z");
        for bad in [
            utc(""),
            utc("Z"),
            utc("2"),
            utc("260101000000"),
            utc("2601010000Z"),
            utc("260101000000z"),
            utc("260101000000+0000"),
            utc("260101000000.5Z"),
            utc("260101000000ZZ"),
            utc("20260101000000Z"),
            utc("260229000000Z"),
            utc("261301000000Z"),
            utc("260100000000Z"),
            utc("260101240000Z"),
            utc("260101006000Z"),
            utc("260101000060Z"),
            utc("2601010000 0Z"),
            utc("-60101000000Z"),
            utc("２６０１0Z"),
            generalized("260101000000Z"),
            generalized("21000229000000Z"),
            generalized("20260101000000"),
            generalized("20260101000000.5Z"),
            generalized("202601010000Z"),
            element(0x16, &[b"260101000000Z"]),
            vec![],
            [&good[..], &good].concat(),
        ] {
            for der in [minimal(b"", &bad, &good), minimal(b"", &good, &bad)] {
                assert_eq!(Validity::of(&der), None, "{}", bad.escape_ascii());
            }
        }
    }

    /// A certificate of nothing but the parts that are looked at.
    fn minimal(version: &[u8], not_before: &[u8], not_after: &[u8]) -> Vec<u8> {
        let dates = element(0x30, &[not_before, not_after]);
        let parts = [version, b"\x02\x01\x07", b"\x30\x00", b"\x30\x00", &dates];
        let signed = element(0x30, &parts);
        element(0x30, &[&signed, b"\x30\x00", b"\x03\x01\x00"])
    }

    fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let inside = parts.concat();
        let length = inside.len();
        let mut element = vec![tag];
        match u8::try_from(length).unwrap() {
            short @ ..0x80 => element.push(short),
            long => element.extend([0x81, long]),
        }
        element.extend(inside);
        element
    }

    fn utc(text: &str) -> Vec<u8> {
        element(0x17, &[text.as_bytes()])
    }

    fn generalized(text: &str) -> Vec<u8> {
        element(0x18, &[text.as_bytes()])
    }
}
