//! Values as they stand on a line.

use std::error::Error;
use std::fmt::{self, Write};

use crate::escape::Escape;
use crate::non_finite::NonFinite;
use crate::text::{CUT, FIELD_LIMIT, guarded, write_foreign, write_str};

#[inline]
pub(crate) fn write_bool(out: &mut Vec<u8>, value: bool) {
    // Each by itself: what has a known length is copied without a call.
    if value {
        out.extend_from_slice(b"true");
    } else {
        out.extend_from_slice(b"false");
    }
}

#[inline]
pub(crate) fn write_int<I: itoa::Integer>(out: &mut Vec<u8>, value: I) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Writes a number, or a string where it needs more than 64 bits and would be rounded or refused.
#[inline]
pub(crate) fn write_wide_int<I>(out: &mut Vec<u8>, value: I)
where
    I: itoa::Integer + Copy,
    u64: TryFrom<I>,
    i64: TryFrom<I>,
{
    if u64::try_from(value).is_ok() || i64::try_from(value).is_ok() {
        write_int(out, value);
    } else {
        out.push(b'"');
        write_int(out, value);
        out.push(b'"');
    }
}

/// Writes the shortest text that is read back as the same number, always with a point or an
/// exponent.
#[inline]
pub(crate) fn write_float(out: &mut Vec<u8>, value: f64, non_finite: NonFinite) {
    let text = match non_finite {
        _ if value.is_finite() => {
            out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
            return;
        }
        NonFinite::Null => "null",
        NonFinite::Text if value.is_nan() => "\"NaN\"",
        NonFinite::Text if value > 0.0 => "\"+Inf\"",
        NonFinite::Text => "\"-Inf\"",
    };
    out.extend_from_slice(text.as_bytes());
}

pub(crate) fn write_debug(out: &mut Vec<u8>, value: &dyn fmt::Debug, how: Escape) {
    write_foreign(out, how, FIELD_LIMIT, |text| write!(text, "{value:?}"));
}

pub(crate) fn write_error(out: &mut Vec<u8>, error: &dyn Error, how: Escape) {
    write_foreign(out, how, FIELD_LIMIT, |text| write!(text, "{error}"));
}

/// Writes the array of what caused an error, from the nearest cause on, each between two texts.
pub(crate) fn write_sources(out: &mut Vec<u8>, error: &dyn Error, before: &str, after: &str) {
    let mut left = FIELD_LIMIT;
    let mut source = source_of(error);
    out.push(b'[');
    for at in 0..=SOURCES {
        let Some(error) = source else { break };
        if at > 0 {
            out.push(b',');
        }
        out.extend_from_slice(before.as_bytes());
        if at == SOURCES || left == 0 {
            write_str(out, CUT, Escape::Quoted);
            out.extend_from_slice(after.as_bytes());
            break;
        }
        let start = out.len();
        write_foreign(out, Escape::Quoted, left, |text| write!(text, "{error}"));
        left = left.saturating_sub(out.len() - start);
        out.extend_from_slice(after.as_bytes());
        source = source_of(error);
    }
    out.push(b']');
}

pub(crate) fn source_of(error: &dyn Error) -> Option<&(dyn Error + 'static)> {
    guarded(|| error.source()).flatten()
}

/// Writes bytes in base64 with the alphabet for URLs and with padding, [RFC 4648 section 5].
///
/// [RFC 4648 section 5]: https://www.rfc-editor.org/rfc/rfc4648#section-5
pub(crate) fn write_bytes(out: &mut Vec<u8>, value: &[u8]) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let kept = value.get(..FIELD_LIMIT).unwrap_or(value);
    out.push(b'"');
    for group in kept.chunks(3) {
        let byte = |at: usize| group.get(at).map_or(0, |&byte| u32::from(byte));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (at, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = ALPHABET.get((bits >> shift & 0x3f) as usize);
            let letter = letter.filter(|_| at <= group.len());
            out.push(letter.copied().unwrap_or(b'='));
        }
    }
    if kept.len() < value.len() {
        out.extend_from_slice(CUT.as_bytes());
    }
    out.push(b'"');
}

/// The most sources of an error that are written; a chain may be endless.
const SOURCES: usize = 16;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_numbers_as_far_as_json_has_them() {
        for (value, text) in [
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (1e308, "1e+308"),
            (5e-324, "5e-324"),
            (f64::from(0.1_f32), "0.10000000149011612"),
            (f64::NAN, "null"),
            (f64::INFINITY, "null"),
            (f64::NEG_INFINITY, "null"),
        ] {
            assert_eq!(
                written(|out| write_float(out, value, NonFinite::Null)),
                text
            );
        }
        for (value, text) in [
            (f64::NAN, "\"NaN\""),
            (f64::INFINITY, "\"+Inf\""),
            (f64::NEG_INFINITY, "\"-Inf\""),
            (1.0, "1.0"),
        ] {
            assert_eq!(
                written(|out| write_float(out, value, NonFinite::Text)),
                text
            );
        }
        for (value, text) in [
            (7, "7"),
            (u128::from(u64::MAX), "18446744073709551615"),
            (u128::from(u64::MAX) + 1, "\"18446744073709551616\""),
        ] {
            assert_eq!(written(|out| write_wide_int(out, value)), text);
        }
        for (value, text) in [
            (-7, "-7"),
            (i128::from(i64::MIN), "-9223372036854775808"),
            (i128::from(i64::MIN) - 1, "\"-9223372036854775809\""),
            (i128::from(u64::MAX), "18446744073709551615"),
        ] {
            assert_eq!(written(|out| write_wide_int(out, value)), text);
        }
    }

    #[test]
    fn bytes_are_base64_for_urls() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg=="),
            (b"fo", "Zm8="),
            (b"foo", "Zm9v"),
            (b"foobar", "Zm9vYmFy"),
            (b"\xff\x00hi", "_wBoaQ=="),
            (b"\xfb\xef\xff", "--__"),
        ] {
            assert_eq!(
                written(|out| write_bytes(out, bytes)),
                format!("\"{text}\"")
            );
        }
        let long = written(|out| write_bytes(out, &[0; FIELD_LIMIT + 1]));
        assert!(
            long.ends_with("=…[cut]\"") || long.ends_with("A…[cut]\""),
            "{long}"
        );
    }

    #[test]
    fn an_endless_chain_of_sources_is_cut() {
        #[derive(Debug, thiserror::Error)]
        #[error("{}", "x".repeat(*.0))]
        struct Long(usize, #[source] Option<Box<Self>>);

        let chain = |length: usize, depth: usize| {
            (0..depth).fold(Long(length, None), |inner, _| {
                Long(length, Some(Box::new(inner)))
            })
        };
        let sources = |error: &Long| -> Vec<String> {
            serde_json::from_str(&written(|out| write_sources(out, error, "", ""))).unwrap()
        };
        assert_eq!(sources(&chain(1, 0)), [""; 0]);
        assert_eq!(sources(&chain(1, 16)), ["x"; 16]);
        let mut cut = vec!["x"; 16];
        cut.push(CUT);
        assert_eq!(sources(&chain(1, 17)), cut);
        // The limit is for all of them together.
        let long = sources(&chain(FIELD_LIMIT - 10, 10));
        assert_eq!(long.len(), 3);
        assert_eq!(long[2], CUT);

        // An error that is its own source.
        #[derive(Debug)]
        struct Own;
        impl fmt::Display for Own {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("own")
            }
        }
        impl Error for Own {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&Self)
            }
        }
        let text = written(|out| write_sources(out, &Own, "", ""));
        assert_eq!(text.matches("own").count(), SOURCES);
    }

    proptest! {
        #[test]
        fn a_float_is_read_back_as_itself(value: f64) {
            let text = written(|out| write_float(out, value, NonFinite::Null));
            let read = text.parse().unwrap_or(f64::NAN);
            prop_assert!(read == value || (text == "null" && !value.is_finite()));
        }
    }
}
