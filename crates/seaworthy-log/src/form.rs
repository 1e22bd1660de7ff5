//! How values are written: as JSON has them, as texts, or typed for OTLP.

use std::error::Error;
use std::fmt;

use crate::escape::Escape;
use crate::non_finite::NonFinite;
use crate::text::write_str;
use crate::value;

/// How the values of fields stand on a line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    /// As they are.
    Json(NonFinite),
    /// Every value is a text.
    Texts(NonFinite),
    /// Every value is an object that names its type:
    /// <https://opentelemetry.io/docs/specs/otel/common/#anyvalue>.
    Otlp,
}

impl Form {
    /// How what a schema says itself is written.
    pub(crate) const PLAIN: Self = Self::Json(NonFinite::Null);

    #[inline]
    pub(crate) fn bool(self, out: &mut Vec<u8>, value: bool) {
        self.wrap(out, "boolValue", |out| value::write_bool(out, value));
    }

    #[inline]
    pub(crate) fn int<I: itoa::Integer>(self, out: &mut Vec<u8>, value: I) {
        match self {
            // Its integers have 64 bits, and stand in texts for readers that have fewer.
            Self::Otlp => {
                out.extend_from_slice(b"{\"intValue\":\"");
                value::write_int(out, value);
                out.extend_from_slice(b"\"}");
            }
            Self::Json(_) => value::write_int(out, value),
            Self::Texts(_) => self.wrap(out, "", |out| value::write_int(out, value)),
        }
    }

    #[inline]
    pub(crate) fn wide_int<I>(self, out: &mut Vec<u8>, value: I)
    where
        I: itoa::Integer + Copy + fmt::Display,
        u64: TryFrom<I>,
        i64: TryFrom<I>,
    {
        match self {
            Self::Json(_) => value::write_wide_int(out, value),
            Self::Texts(_) => self.wrap(out, "", |out| value::write_int(out, value)),
            Self::Otlp if i64::try_from(value).is_ok() => self.int(out, value),
            Self::Otlp => self.str(out, &value.to_string(), Escape::Quoted),
        }
    }

    #[inline]
    pub(crate) fn float(self, out: &mut Vec<u8>, value: f64) {
        match self {
            Self::Json(non_finite) => value::write_float(out, value, non_finite),
            Self::Texts(_) if !value.is_finite() => {
                value::write_float(out, value, NonFinite::Text);
            }
            Self::Texts(non_finite) => {
                self.wrap(out, "", |out| value::write_float(out, value, non_finite));
            }
            Self::Otlp if !value.is_finite() => {
                let name = match value {
                    _ if value.is_nan() => "NaN",
                    f64::INFINITY => "Infinity",
                    _ => "-Infinity",
                };
                self.wrap(out, "doubleValue", |out| {
                    write_str(out, name, Escape::Quoted);
                });
            }
            Self::Otlp => self.wrap(out, "doubleValue", |out| {
                value::write_float(out, value, NonFinite::Null);
            }),
        }
    }

    #[inline]
    pub(crate) fn str(self, out: &mut Vec<u8>, value: &str, how: Escape) {
        self.quoted(out, "stringValue", |out| write_str(out, value, how));
    }

    pub(crate) fn bytes(self, out: &mut Vec<u8>, value: &[u8]) {
        self.quoted(out, "stringValue", |out| value::write_bytes(out, value));
    }

    pub(crate) fn debug(self, out: &mut Vec<u8>, value: &dyn fmt::Debug, how: Escape) {
        self.quoted(out, "stringValue", |out| {
            value::write_debug(out, value, how)
        });
    }

    pub(crate) fn error(self, out: &mut Vec<u8>, error: &dyn Error, how: Escape) {
        self.quoted(out, "stringValue", |out| {
            value::write_error(out, error, how)
        });
    }

    /// Writes what caused an error.
    pub(crate) fn sources(self, out: &mut Vec<u8>, error: &dyn Error) {
        match self {
            Self::Json(_) | Self::Texts(_) => value::write_sources(out, error, "", ""),
            Self::Otlp => {
                out.extend_from_slice(b"{\"arrayValue\":{\"values\":");
                value::write_sources(out, error, "{\"stringValue\":", "}");
                out.extend_from_slice(b"}}");
            }
        }
    }

    /// Writes what has quotes already.
    #[inline]
    fn quoted(self, out: &mut Vec<u8>, kind: &str, write: impl FnOnce(&mut Vec<u8>)) {
        match self {
            Self::Json(_) | Self::Texts(_) => write(out),
            Self::Otlp => self.wrap(out, kind, write),
        }
    }

    /// Writes what has no quotes.
    #[inline]
    fn wrap(self, out: &mut Vec<u8>, kind: &str, write: impl FnOnce(&mut Vec<u8>)) {
        match self {
            Self::Json(_) => write(out),
            Self::Texts(_) => {
                out.push(b'"');
                write(out);
                out.push(b'"');
            }
            Self::Otlp => {
                out.extend_from_slice(b"{\"");
                out.extend_from_slice(kind.as_bytes());
                out.extend_from_slice(b"\":");
                write(out);
                out.push(b'}');
            }
        }
    }
}
