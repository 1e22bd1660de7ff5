use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

/// A day, such as `2027-03-01`.
///
/// ```
/// use seaworthy_check::Date;
///
/// let day: Date = "2027-03-01".parse()?;
/// assert!(day > "2026-12-31".parse()?);
/// assert_eq!(day.to_string(), "2027-03-01");
/// assert!("2027-02-29".parse::<Date>().is_err());
/// # Ok::<(), seaworthy_check::ParseDateError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day it is, in UTC.
    #[must_use]
    pub fn today() -> Self {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
        Self::after_1970(elapsed.unwrap_or_default().as_secs() / SECONDS_PER_DAY)
    }

    /// The day so many days after 1 January 1970; the last one that can be written, if it is later.
    fn after_1970(days: u64) -> Self {
        let mut rest = days;
        for year in 1970..=9999 {
            for month in 1..=12 {
                let length = u64::from(length(year, month));
                if rest < length {
                    let day = rest as u8 + 1;
                    return Self { year, month, day };
                }
                rest -= length;
            }
        }
        Self {
            year: 9999,
            month: 12,
            day: 31,
        }
    }
}

/// The days of a month.
const fn length(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) => 29,
        2 => 28,
        _ => 31,
    }
}

const SECONDS_PER_DAY: u64 = 86_400;

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseDateError(text.chars().take(40).collect());
        let numbers: Vec<&str> = text.split('-').collect();
        let [year, month, day] = numbers[..] else {
            return Err(error());
        };
        let number = |text: &str, digits: usize| -> Option<u16> {
            let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| is_number)
        };
        let date = || {
            let year = number(year, 4)?;
            let month = u8::try_from(number(month, 2)?).ok()?;
            let day = u8::try_from(number(day, 2)?).ok()?;
            let exists = (1..=12).contains(&month) && (1..=length(year, month)).contains(&day);
            exists.then_some(Self { year, month, day })
        };
        date().ok_or_else(error)
    }
}

/// A text is no [`Date`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParseDateError(String);

impl fmt::Display for ParseDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        write!(f, "{text:?} is not a day; write it as 2027-03-01")
    }
}

impl std::error::Error for ParseDateError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        for (days, date) in [
            (0, "1970-01-01"),
            (31, "1970-02-01"),
            (789, "1972-02-29"),
            (790, "1972-03-01"),
            (11_016, "2000-02-29"),
            (20_780, "2026-11-23"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
            (u64::MAX, "9999-12-31"),
        ] {
            assert_eq!(Date::after_1970(days).to_string(), date);
        }
        assert!(Date::today() > Date::after_1970(20_000));
    }

    #[test]
    fn only_days_that_there_are_are_read() {
        for good in ["1970-01-01", "2024-02-29", "9999-12-31"] {
            assert_eq!(good.parse::<Date>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "2027",
            "2027-3-1",
            "2027-13-01",
            "2027-00-01",
            "2027-04-31",
            "2026-02-29",
            "+027-01-01",
            "01.03.2027",
            "2027-03-01-",
        ] {
            let error = bad.parse::<Date>().unwrap_err().to_string();
            assert!(error.contains("2027-03-01"), "{error}");
        }
    }
}
