//! Durations: `90`, `30s`, `1h30m`.

use std::borrow::Cow;
use std::time::Duration;

use crate::value::not_empty;
use crate::{FromSetting, Invalid};

impl FromSetting for Duration {
    fn expected() -> Cow<'static, str> {
        "seconds, or a duration in d, h, m, s, ms, such as 1h30m".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        let mut rest = not_empty(text.trim())?;
        let refused = || Invalid::new("it is not a duration");
        let too_long = || Invalid::new("it is out of range");
        if rest.bytes().all(|byte| byte.is_ascii_digit()) {
            return rest.parse().map(Self::from_secs).map_err(|_| too_long());
        }
        // Each unit at most once, from large to small: `5m5m` is a slip, and `m` is not months.
        let mut units = UNITS.iter();
        let mut total = Self::ZERO;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (count, after) = rest.split_at_checked(digits).ok_or_else(refused)?;
            let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (unit, after) = after.split_at_checked(letters).ok_or_else(refused)?;
            let (_, length) = units.find(|(name, _)| *name == unit).ok_or_else(refused)?;
            if digits == 0 {
                return Err(refused());
            }
            let millis = count
                .parse::<u64>()
                .ok()
                .and_then(|n| n.checked_mul(*length));
            total = millis
                .and_then(|millis| total.checked_add(Self::from_millis(millis)))
                .ok_or_else(too_long)?;
            rest = after;
        }
        Ok(total)
    }
}

/// The units of a duration in milliseconds, from large to small.
const UNITS: [(&str, u64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_duration_is_seconds_or_units_from_large_to_small() {
        for (text, millis) in [
            ("0", 0),
            ("90", 90_000),
            (" 30s\n", 30_000),
            ("5m", 300_000),
            ("1h30m", 5_400_000),
            ("2d", 172_800_000),
            ("1s250ms", 1_250),
        ] {
            let expected = Ok(Duration::from_millis(millis));
            assert_eq!(Duration::from_setting(text), expected, "{text}");
        }
        for (reason, bad) in [
            ("it is empty", vec!["", " "]),
            (
                "it is not a duration",
                vec![
                    "s", "-5", "5x", "5M", "1.5s", "5 m", "5m5", "msms", "5é", "٣s",
                ],
            ),
            ("it is not a duration", vec!["30m1h", "5m5m"]),
            (
                "it is out of range",
                vec!["99999999999999999999", "999999999999999999d"],
            ),
        ] {
            for text in bad {
                let invalid = Duration::from_setting(text).unwrap_err();
                assert_eq!(invalid.to_string(), reason, "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_duration_is_the_sum_of_its_parts(counts: [Option<u32>; 5], seconds: u64) {
            let parts = counts.iter().zip(UNITS);
            let parts = parts.filter_map(|(count, (unit, millis))| Some(((*count)?, unit, millis)));
            let text: String = parts.clone().map(|(n, unit, _)| format!("{n}{unit}")).collect();
            let sum = parts.map(|(n, _, millis)| u64::from(n) * millis).sum();
            let expected = (!text.is_empty()).then(|| Duration::from_millis(sum));
            prop_assert_eq!(Duration::from_setting(&text).ok(), expected);

            let seconds_alone = Duration::from_setting(&seconds.to_string());
            prop_assert_eq!(seconds_alone, Ok(Duration::from_secs(seconds)));
        }
    }
}
