//! Numbers: decimal, finite, with their range in the message.

use std::borrow::Cow;

use crate::value::not_empty;
use crate::{FromSetting, Invalid, Shape};

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl FromSetting for $integer {
            fn expected() -> Cow<'static, str> {
                format!("a whole number from {} to {}", Self::MIN, Self::MAX).into()
            }

            fn shape() -> Shape {
                Shape::Integer {
                    min: Self::MIN.to_string(),
                    max: Self::MAX.to_string(),
                }
            }

            fn from_setting(text: &str) -> Result<Self, Invalid> {
                let text = not_empty(text.trim())?;
                text.parse().map_err(|_| not_whole(text))
            }
        }
    )*};
}

integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

/// Why a text is not an integer of some type.
fn not_whole(text: &str) -> Invalid {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    Invalid::new(if text.starts_with("tcp://") {
        "it is a service link of Kubernetes, not a number: give the service another name, or set \
         `enableServiceLinks: false`"
    } else if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        "it is out of range"
    } else {
        "it is not a whole number in decimal digits"
    })
}

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl FromSetting for $float {
            fn expected() -> Cow<'static, str> {
                "a finite number, such as 1.5".into()
            }

            fn shape() -> Shape {
                Shape::Number
            }

            fn from_setting(text: &str) -> Result<Self, Invalid> {
                let text = not_empty(text.trim())?;
                let number: Self = text
                    .parse()
                    .map_err(|_| Invalid::new("it is not a number"))?;
                if number.is_finite() {
                    Ok(number)
                } else {
                    Err(Invalid::new("it is not finite"))
                }
            }
        }
    )*};
}

floats!(f32 f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_is_decimal_and_in_range() {
        assert_eq!(u16::from_setting(" 8080\n"), Ok(8080));
        assert_eq!(u16::from_setting("+80"), Ok(80));
        assert_eq!(i8::from_setting("-128"), Ok(-128));
        for (bad, reason) in [
            ("65536", "it is out of range"),
            ("-1", "it is out of range"),
            ("99999999999999999999999", "it is out of range"),
            ("", "it is empty"),
            (" ", "it is empty"),
            ("80.0", "it is not a whole number in decimal digits"),
            ("0x1F", "it is not a whole number in decimal digits"),
            ("8 080", "it is not a whole number in decimal digits"),
            ("8_080", "it is not a whole number in decimal digits"),
            ("+", "it is not a whole number in decimal digits"),
            ("٣", "it is not a whole number in decimal digits"),
        ] {
            let invalid = u16::from_setting(bad).unwrap_err();
            assert_eq!(invalid.to_string(), reason, "{bad}");
        }
        let link = u16::from_setting("tcp://10.0.0.1:8080").unwrap_err();
        assert!(link.to_string().contains("Kubernetes"));
    }

    #[test]
    fn a_float_is_finite() {
        assert_eq!(f64::from_setting("1e5"), Ok(100_000.0));
        for bad in ["", "NaN", "inf", "-infinity", "1e999", "1,5"] {
            assert!(f64::from_setting(bad).is_err(), "{bad}");
        }
        assert!(f32::from_setting("1e39").is_err());
    }
}
