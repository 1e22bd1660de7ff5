use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// A date and the time of day in UTC, as [RFC 3339] writes them; an earlier one is less.
///
/// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Moment {
    // Moments are compared by their fields in this order.
    year: u64,
    month: u64,
    day: u64,
    hour: u64,
    minute: u64,
    second: u64,
}

impl Moment {
    /// The moment of this name, if the calendar has one.
    pub(crate) fn new(
        year: u64,
        month: u64,
        day: u64,
        hour: u64,
        minute: u64,
        second: u64,
    ) -> Option<Self> {
        let leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leaps => 29,
            2 => 28,
            _ => return None,
        };
        let exists = (1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60;
        exists.then_some(Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        })
    }

    /// The moment so many seconds after the beginning of 1970.
    pub(crate) const fn after_epoch(seconds: u64) -> Self {
        let (year, month, day) = date(seconds / 86400);
        Self {
            year,
            month,
            day,
            hour: seconds / 3600 % 24,
            minute: seconds / 60 % 60,
            second: seconds % 60,
        }
    }
}

impl From<SystemTime> for Moment {
    fn from(time: SystemTime) -> Self {
        Self::after_epoch(since_epoch(time))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.year, self.month, self.day);
        let (hour, minute, second) = (self.hour, self.minute, self.second);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

/// In seconds. A clock before 1970 is wrong, and so is whatever is made of it.
pub(crate) fn since_epoch(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// The date so many days after the first of 1970.
///
/// Counted in years that begin in March, so that the day of a leap year comes last, and in eras of
/// 400 years, after which the calendar repeats.
const fn date(days: u64) -> (u64, u64, u64) {
    let since_march_of_0 = days + 719_468;
    let era = since_march_of_0 / 146_097;
    let day = since_march_of_0 % 146_097;
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let in_next_year = month >= 10;
    let month = if in_next_year { month - 9 } else { month + 3 };
    let year = era * 400 + year + in_next_year as u64;
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_time_is_told_by_its_date() {
        for (seconds, told) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_709_210_096, "2024-02-29T12:34:56Z"),
            (1_798_761_599, "2026-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(Moment::from(time).to_string(), told);
        }
    }

    #[test]
    fn a_moment_is_in_the_calendar() {
        for (year, month, day) in [
            (1950, 1, 1),
            (2000, 2, 29),
            (2023, 12, 31),
            (2024, 2, 29),
            (2026, 4, 30),
            (9999, 12, 31),
        ] {
            let moment = Moment::new(year, month, day, 23, 59, 59);
            assert!(moment.is_some(), "{year}-{month}-{day}");
        }
        for (year, month, day) in [
            (1900, 2, 29),
            (2023, 2, 29),
            (2024, 2, 30),
            (2026, 0, 1),
            (2026, 1, 0),
            (2026, 1, 32),
            (2026, 4, 31),
            (2026, 13, 1),
            (2100, 2, 29),
        ] {
            let moment = Moment::new(year, month, day, 0, 0, 0);
            assert_eq!(moment, None, "{year}-{month}-{day}");
        }
        for (hour, minute, second) in [(24, 0, 0), (0, 60, 0), (0, 0, 60)] {
            assert_eq!(Moment::new(2026, 1, 1, hour, minute, second), None);
        }
    }

    proptest! {
        #[test]
        fn moments_are_in_the_order_of_time(one in 0..1_u64 << 40, after in 1..1_u64 << 40) {
            let (one, other) = (Moment::after_epoch(one), Moment::after_epoch(one + after));
            prop_assert!(one < other, "{one} {other}");
        }

        #[test]
        fn every_second_has_its_name_in_the_calendar(seconds in 0..1_u64 << 40) {
            let Moment { year, month, day, hour, minute, second } = Moment::after_epoch(seconds);
            let named = Moment::new(year, month, day, hour, minute, second);
            prop_assert_eq!(named, Some(Moment::after_epoch(seconds)));
        }
    }
}
