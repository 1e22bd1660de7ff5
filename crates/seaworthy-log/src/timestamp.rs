//! The time of an event.

use std::time::{SystemTime, UNIX_EPOCH};

/// How a line says when it was written; always in UTC.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Timestamp {
    /// [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) with microseconds:
    /// `2026-11-22T12:00:00.123456Z`.
    Micros,
    /// RFC 3339 with milliseconds: `2026-11-22T12:00:00.123Z`.
    Millis,
    /// RFC 3339 with nanoseconds: `2026-11-22T12:00:00.123456789Z`.
    Nanos,
    /// As Python's `logging` writes it, which names no time zone: `2026-11-22 12:00:00,123`.
    Python,
    /// RFC 3339 with whole seconds: `2026-11-22T12:00:00Z`.
    Seconds,
    /// The number of milliseconds since 1970: `1795348800123`.
    UnixMillis,
    /// The number of nanoseconds since 1970, as a text, which no reader rounds:
    /// `"1795348800123456789"`.
    UnixNanos,
}

impl Timestamp {
    /// What stands before and after it in JSON.
    pub(crate) const fn quote(self) -> &'static str {
        match self {
            Self::UnixMillis => "",
            _ => "\"",
        }
    }
}

/// The last second of the year 9999, after which RFC 3339 has no form.
const LAST: u64 = 253_402_300_799;

const SECONDS_PER_DAY: u64 = 86_400;

/// Writes times, and remembers the last one: most events share their second with the one before.
#[derive(Debug)]
pub(crate) struct Clock {
    second: u64,
    format: Timestamp,
    text: [u8; 30],
    length: usize,
}

/// Where the fraction of a second begins: after the second and its point.
const FRACTION: usize = 20;

impl Default for Clock {
    fn default() -> Self {
        Self::at(0, Timestamp::Seconds)
    }
}

impl Clock {
    /// Appends a time; one outside the years 1970 to 9999 as the nearest inside.
    pub(crate) fn write(&mut self, out: &mut Vec<u8>, time: SystemTime, format: Timestamp) {
        let elapsed = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let second = elapsed.as_secs().min(LAST);
        if second != self.second || format != self.format {
            *self = Self::at(second, format);
        }
        let nanos = elapsed.subsec_nanos();
        match format {
            Timestamp::Seconds => {}
            Timestamp::Millis | Timestamp::Python => self.fraction::<3>(nanos / 1_000_000),
            Timestamp::Micros => self.fraction::<6>(nanos / 1000),
            Timestamp::Nanos => self.fraction::<9>(nanos),
            Timestamp::UnixMillis => return number(out, elapsed.as_millis()),
            Timestamp::UnixNanos => return number(out, elapsed.as_nanos()),
        }
        // All of it, as what has a known length is copied without a call.
        let end = out.len() + self.length;
        out.extend_from_slice(&self.text);
        out.truncate(end);
    }

    /// A time without the fraction of its second, which has its place.
    fn at(second: u64, format: Timestamp) -> Self {
        let (year, month, day) = date(second / SECONDS_PER_DAY);
        let mut text = *b"0000-00-00T00:00:00.000000000Z";
        for (number, at) in [
            (month, 5),
            (day, 8),
            (second / 3600 % 24, 11),
            (second / 60 % 60, 14),
            (second % 60, 17),
        ] {
            write_digits::<2>(text.get_mut(at..), number as u32);
        }
        write_digits::<4>(text.get_mut(..), year as u32);
        let (between, point, length, last) = match format {
            Timestamp::Python => (b' ', b',', FRACTION + 3, b'0'),
            Timestamp::Millis => (b'T', b'.', FRACTION + 4, b'Z'),
            Timestamp::Micros => (b'T', b'.', FRACTION + 7, b'Z'),
            Timestamp::Nanos => (b'T', b'.', FRACTION + 10, b'Z'),
            // Of the last two nothing is used.
            Timestamp::Seconds | Timestamp::UnixMillis | Timestamp::UnixNanos => {
                (b'T', b'Z', FRACTION, b'Z')
            }
        };
        for (letter, at) in [(between, 10), (point, FRACTION - 1), (last, length - 1)] {
            if let Some(place) = text.get_mut(at) {
                *place = letter;
            }
        }
        Self {
            second,
            format,
            text,
            length,
        }
    }

    fn fraction<const DIGITS: usize>(&mut self, number: u32) {
        write_digits::<DIGITS>(self.text.get_mut(FRACTION..), number);
    }
}

/// Writes a number with so many digits.
fn write_digits<const DIGITS: usize>(place: Option<&mut [u8]>, number: u32) {
    let Some(place) = place.and_then(<[u8]>::first_chunk_mut::<DIGITS>) else {
        return;
    };
    let mut rest = number;
    for digit in place.iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
}

fn number(out: &mut Vec<u8>, number: u128) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// The year, month and day of a number of days after 1 January 1970.
///
/// It counts in eras of 400 years that begin on a 1 March, so that the leap day is the last day of
/// a year; see [Hinnant](https://howardhinnant.github.io/date_algorithms.html#civil_from_days).
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn written(clock: &mut Clock, seconds: u64, nanos: u32, format: Timestamp) -> String {
        let mut out = Vec::new();
        clock.write(&mut out, UNIX_EPOCH + Duration::new(seconds, nanos), format);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_time_is_written_in_utc_and_cut_to_its_digits() {
        use Timestamp as T;

        let clock = &mut Clock::default();
        for (seconds, nanos, format, text) in [
            (0, 0, T::Micros, "1970-01-01T00:00:00.000000Z"),
            (
                1_795_348_800,
                123_456_789,
                T::Micros,
                "2026-11-22T12:00:00.123456Z",
            ),
            (
                1_795_348_800,
                999_999_999,
                T::Millis,
                "2026-11-22T12:00:00.999Z",
            ),
            (951_782_399, 1_000, T::Micros, "2000-02-28T23:59:59.000001Z"),
            (951_782_400, 0, T::Millis, "2000-02-29T00:00:00.000Z"),
            (1_709_251_199, 0, T::Millis, "2024-02-29T23:59:59.000Z"),
            (4_107_542_400, 0, T::Millis, "2100-03-01T00:00:00.000Z"),
            (1_798_761_599, 0, T::Millis, "2026-12-31T23:59:59.000Z"),
            (1_798_761_600, 0, T::Millis, "2027-01-01T00:00:00.000Z"),
            (LAST, 0, T::Millis, "9999-12-31T23:59:59.000Z"),
            (LAST + 1, 0, T::Millis, "9999-12-31T23:59:59.000Z"),
            (
                1_795_348_800,
                123_456_789,
                T::Seconds,
                "2026-11-22T12:00:00Z",
            ),
            (
                1_795_348_800,
                123_456_789,
                T::Nanos,
                "2026-11-22T12:00:00.123456789Z",
            ),
            (
                1_795_348_800,
                123_456_789,
                T::Python,
                "2026-11-22 12:00:00,123",
            ),
            (1_795_348_800, 123_456_789, T::UnixMillis, "1795348800123"),
            (
                1_795_348_800,
                123_456_789,
                T::UnixNanos,
                "1795348800123456789",
            ),
        ] {
            assert_eq!(written(clock, seconds, nanos, format), text);
        }
    }

    #[test]
    fn each_day_follows_the_one_before() {
        let mut last = date(0);
        for days in 1..366 * 500 {
            let next = date(days);
            let (year, month, day) = last;
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u64::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            let expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, day) if day == length => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
            assert_eq!(next, expected);
            last = next;
        }
    }

    #[test]
    fn a_time_before_1970_is_written_as_1970() {
        let mut out = Vec::new();
        let time = UNIX_EPOCH - Duration::from_secs(1);
        Clock::default().write(&mut out, time, Timestamp::Millis);
        assert_eq!(out, b"1970-01-01T00:00:00.000Z");
    }
}
