//! Sizes in bytes: `1024`, `10MB`, `1.5GiB`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::value::not_empty;
use crate::{FromSetting, Invalid};

/// A number of bytes, such as the most that a request may have.
///
/// It is read as a number and a unit, with one space between them or none: `10MB`, `10 MiB`,
/// `1.5GiB`. Without a unit it is bytes. It must be a whole number of bytes.
///
/// | unit | bytes |
/// |---|---|
/// | `B` | 1 |
/// | `kB`, `MB`, `GB`, `TB`, `PB` | 1000, 1000², … |
/// | `KiB`, `MiB`, `GiB`, `TiB`, `PiB` | 1024, 1024², … |
/// | `k` or `K`, `M`, `G`, `T`, `P` | as `kB`, … |
/// | `Ki`, `Mi`, `Gi`, `Ti`, `Pi` | as `KiB`, … |
///
/// Upper and lower case are the same, except that `m`, `g`, `t` and `p` alone are refused. They
/// mean one thing to nginx and another to Kubernetes, from whose
/// [quantities](https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/)
/// the last two lines are.
///
/// ```
/// use seaworthy_settings::{ByteSize, Settings, Sources};
///
/// #[derive(Settings)]
/// struct Upload {
///     #[settings(default = "2MiB")]
///     max_body_size: ByteSize,
/// }
///
/// let upload = Upload::load(&Sources::pairs([("MAX_BODY_SIZE", "10MB")]))?.settings;
/// assert_eq!(upload.max_body_size.bytes(), 10_000_000);
/// # Ok::<(), seaworthy_settings::LoadError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ByteSize(u64);

impl ByteSize {
    /// So many bytes.
    #[must_use]
    pub const fn from_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// How many bytes it is.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

impl From<u64> for ByteSize {
    fn from(bytes: u64) -> Self {
        Self(bytes)
    }
}

impl FromStr for ByteSize {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = not_empty(text.trim())?;
        let (whole, rest) = digits(text);
        if whole.is_empty() {
            return Err(Invalid::new(if text.starts_with('-') {
                "it is negative"
            } else {
                "it does not begin with a digit"
            }));
        }
        let (fraction, rest) = match rest.strip_prefix('.') {
            Some(rest) => digits(rest),
            None => ("0", rest),
        };
        if fraction.is_empty() {
            return Err(Invalid::new("no digit follows the point"));
        }
        let unit = unit(rest.strip_prefix(' ').unwrap_or(rest))?;
        // Digits alone are no `u64` only if there are too many.
        let bytes = whole.parse::<u64>().ok().and_then(|n| n.checked_mul(unit));
        let part = part(fraction, unit);
        let part = part.ok_or_else(|| Invalid::new("it is not a whole number of bytes"))?;
        let bytes = bytes.and_then(|bytes| bytes.checked_add(part));
        bytes
            .map(Self)
            .ok_or_else(|| Invalid::new("it is out of range"))
    }
}

impl FromSetting for ByteSize {
    fn expected() -> Cow<'static, str> {
        "a size in B, kB, MB, GB, TB, PB, KiB, MiB, GiB, TiB or PiB, such as 10MB".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        text.parse()
    }
}

/// The size in the largest unit of which it is a whole number: `10MB`, `1KiB`, `1500B`.
impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_whole = |(_, unit): &&(&str, u64)| self.0 % unit == 0;
        let largest = UNITS.iter().rev().find(is_whole);
        let (name, count) = match largest {
            Some((name, unit)) if self.0 != 0 => (*name, self.0 / unit),
            _ => ("B", self.0),
        };
        f.pad(&format!("{count}{name}"))
    }
}

/// The digits at the start of a text, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(count).unwrap_or(("", text))
}

/// How many bytes the unit has.
fn unit(name: &str) -> Result<u64, Invalid> {
    if matches!(name, "m" | "g" | "t" | "p") {
        return Err(Invalid::new(
            "its unit means different sizes to different programs: write MB or MiB, for example",
        ));
    }
    let is_it = |(known, _): &&(&str, u64)| {
        // `M` and `Mi` go without the `B`, and so do bytes.
        let short = known.strip_suffix('B').unwrap_or(known);
        name.eq_ignore_ascii_case(known) || name.eq_ignore_ascii_case(short)
    };
    let unit = UNITS.iter().find(is_it).map(|(_, bytes)| *bytes);
    unit.ok_or_else(|| Invalid::new("its unit is unknown"))
}

/// So many bytes as the digits behind the point are of a unit, if that is a whole number.
///
/// As on paper, from the last digit on, so that any number of digits is exact.
fn part(digits: &str, unit: u64) -> Option<u64> {
    let mut carry = 0;
    let mut is_whole = true;
    for byte in digits.bytes().rev() {
        let product = u64::from(byte.saturating_sub(b'0')) * unit + carry;
        is_whole &= product % 10 == 0;
        carry = product / 10;
    }
    is_whole.then_some(carry)
}

/// The units in bytes, from small to large.
const UNITS: [(&str, u64); 11] = [
    ("B", 1),
    ("kB", 1_000),
    ("KiB", 1 << 10),
    ("MB", 1_000_000),
    ("MiB", 1 << 20),
    ("GB", 1_000_000_000),
    ("GiB", 1 << 30),
    ("TB", 1_000_000_000_000),
    ("TiB", 1 << 40),
    ("PB", 1_000_000_000_000_000),
    ("PiB", 1 << 50),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_size_is_a_number_and_a_unit() {
        for (text, bytes) in [
            ("0", 0),
            ("1024", 1024),
            (" 007\n", 7),
            ("1B", 1),
            ("10MB", 10_000_000),
            ("10 mb", 10_000_000),
            ("10MiB", 10 << 20),
            ("10mib", 10 << 20),
            ("1k", 1_000),
            ("1K", 1_000),
            ("1KB", 1_000),
            ("1M", 1_000_000),
            ("1Gi", 1 << 30),
            ("2TB", 2_000_000_000_000),
            ("3T", 3_000_000_000_000),
            ("4PiB", 4 << 50),
            ("4P", 4_000_000_000_000_000),
            ("1.5GiB", 3 << 29),
            ("0.001kB", 1),
            ("1.0", 1),
            ("1.50kB", 1_500),
            ("0.00000000000000088817841970012523233890533447265625PiB", 1),
            ("18446744073709551615", u64::MAX),
        ] {
            assert_eq!(text.parse(), Ok(ByteSize(bytes)), "{text}");
        }
    }

    #[test]
    fn what_is_no_size_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "it is empty"),
            (" \n", "it is empty"),
            ("-1KB", "it is negative"),
            ("MB", "it does not begin with a digit"),
            (".5MB", "it does not begin with a digit"),
            ("+1", "it does not begin with a digit"),
            ("٣MB", "it does not begin with a digit"),
            ("1.MB", "no digit follows the point"),
            ("1.", "no digit follows the point"),
            ("10 XB", "its unit is unknown"),
            ("10  MB", "its unit is unknown"),
            ("10\tMB", "its unit is unknown"),
            ("1,5GB", "its unit is unknown"),
            ("1.5.5GB", "its unit is unknown"),
            ("1e6", "its unit is unknown"),
            ("1i", "its unit is unknown"),
            ("1EB", "its unit is unknown"),
            ("1MBé", "its unit is unknown"),
            ("1.5", "it is not a whole number of bytes"),
            ("1.0001kB", "it is not a whole number of bytes"),
            ("0.1KiB", "it is not a whole number of bytes"),
            ("18446744073709551616", "it is out of range"),
            ("18447PB", "it is out of range"),
            ("16383.99PiB", "it is not a whole number of bytes"),
            ("16384PiB", "it is out of range"),
        ] {
            let invalid = text.parse::<ByteSize>().unwrap_err();
            assert_eq!(invalid.to_string(), reason, "{text}");
        }
        for text in ["1m", "1 g", "1t", "1p"] {
            let invalid = text.parse::<ByteSize>().unwrap_err();
            assert!(invalid.to_string().contains("different"), "{text}");
        }
    }

    #[test]
    fn a_size_is_shown_in_the_largest_unit_that_is_exact() {
        for (bytes, shown) in [
            (0, "0B"),
            (1500, "1500B"),
            (1_000, "1kB"),
            (1_024, "1KiB"),
            (1_024_000, "1000KiB"),
            (10_000_000, "10MB"),
            (3 << 29, "1536MiB"),
            (1_000_000_000_000, "1TB"),
            (u64::MAX, "18446744073709551615B"),
        ] {
            assert_eq!(ByteSize(bytes).to_string(), shown);
        }
        assert_eq!(format!("{:>5}", ByteSize(1)), "   1B");
    }

    #[test]
    fn digits_without_end_are_read_in_time() {
        let digits = "9".repeat(1 << 20);
        for text in [format!("{digits}MB"), format!("1.{digits}MB")] {
            assert!(text.parse::<ByteSize>().is_err());
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(bytes: u64, count in 0_u64..10_000, unit in 0_usize..11) {
            for size in [ByteSize(bytes), ByteSize(count * UNITS[unit].1)] {
                prop_assert_eq!(size.to_string().parse(), Ok(size));
            }
        }

        #[test]
        fn a_decimal_is_exact_or_refused(whole in 0_u64..1_000, digits in "[0-9]{1,12}") {
            let scale = 10_u128.pow(u32::try_from(digits.len()).unwrap());
            let number = u128::from(whole) * scale + digits.parse::<u128>().unwrap();
            for (unit, bytes) in UNITS {
                let exact = number * u128::from(bytes);
                let expected = (exact % scale == 0).then(|| exact / scale);
                let read = format!("{whole}.{digits}{unit}").parse::<ByteSize>();
                prop_assert_eq!(read.ok().map(|size| u128::from(size.bytes())), expected);
            }
        }
    }
}
