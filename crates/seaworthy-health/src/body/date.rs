use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// A time as [RFC 3339] writes it, in UTC.
///
/// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
pub(super) struct Iso(pub(super) SystemTime);

impl fmt::Display for Iso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A clock before 1970 is wrong, and so is whatever is made of it.
        let seconds = self
            .0
            .duration_since(UNIX_EPOCH)
            .map_or(0, |time| time.as_secs());
        let (year, month, day) = date(seconds / 86400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
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
            assert_eq!(Iso(time).to_string(), told);
        }
    }
}
