//! What the text of a variable may become.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::leaf::OR_NOTHING;
use crate::{Invalid, SecretKey, Shape};

/// A value that is read from the text of one variable.
///
/// The field's type decides how the text is read; nothing is guessed from what it looks like, so
/// that a password of digits stays a password.
///
/// | type | what is read |
/// |---|---|
/// | `bool` | `true`, `t`, `yes`, `y`, `on`, `1`, or `false`, `f`, `no`, `n`, `off`, `0` |
/// | integers, `f32`, `f64` | decimal digits; a float is finite |
/// | [`String`], [`PathBuf`] | the text as it is, not empty |
/// | [`Duration`](std::time::Duration) | seconds, or units from large to small: `90`, `1h30m` |
/// | [`ByteSize`](crate::ByteSize) | bytes, or a number and a unit: `1024`, `10MB`, `1.5GiB` |
/// | [`IpAddr`], [`SocketAddr`] | `127.0.0.1`, `[::1]:8000` |
/// | [`Vec`] | items separated by commas, or a JSON array where it begins with `[` |
/// | [`BTreeMap`], [`HashMap`] | `a=1, b=2`, or a JSON object where it begins with `{` |
/// | [`Option`] | `None` where the variable is empty or not set |
/// | [`Url`](crate::Url), `DatabaseUrl`, `RedisUrl` | a URL, shown by its scheme and host only |
/// | [`Secret`](crate::Secret), [`SecretKey`](crate::SecretKey) | as their content, never shown |
///
/// Upper and lower case are the same for a `bool`. Space around the value is ignored for all but
/// text, paths and secrets.
///
/// [`BTreeMap`]: std::collections::BTreeMap
/// [`HashMap`]: std::collections::HashMap
///
/// # Deriving it
///
/// An enum whose variants hold nothing derives it: the text names a variant. `VerifyCa` is read
/// from `verify-ca`, `verify_ca` and `verifyca`, in any case. `#[setting(rename = "word")]` gives a
/// variant another name, `#[setting(alias = "word")]` one more, which messages do not list; on the
/// enum, `#[setting(crate = path)]` says where this crate is.
///
/// ```
/// use seaworthy_settings::FromSetting;
///
/// #[derive(Debug, FromSetting, PartialEq)]
/// enum Profile {
///     Dev,
///     Test,
///     #[setting(alias = "production")]
///     Prod,
/// }
///
/// assert_eq!(Profile::from_setting("Production"), Ok(Profile::Prod));
/// assert_eq!(Profile::expected(), "dev, test or prod");
/// let invalid = Profile::from_setting("prud").unwrap_err();
/// assert_eq!(invalid.to_string(), "it is none of these; was `prod` meant?");
/// ```
///
/// # Implementing it
///
/// ```
/// use std::borrow::Cow;
/// use seaworthy_settings::{FromSetting, Invalid, Settings, Sources};
///
/// #[derive(Debug, PartialEq)]
/// struct Percent(u8);
///
/// impl FromSetting for Percent {
///     fn expected() -> Cow<'static, str> {
///         "a percentage, such as 50%".into()
///     }
///
///     fn from_setting(text: &str) -> Result<Self, Invalid> {
///         let digits = text.trim().strip_suffix('%');
///         match u8::from_setting(digits.ok_or_else(|| Invalid::new("it has no `%`"))?)? {
///             percent @ 0..=100 => Ok(Self(percent)),
///             _ => Err(Invalid::new("it is more than all")),
///         }
///     }
/// }
///
/// #[derive(Settings)]
/// struct Tracing {
///     #[settings(default = Percent(10), debug = "100%")]
///     sampled: Percent,
/// }
///
/// let tracing = Tracing::load(&Sources::pairs([("DEBUG", "true")]))?.settings;
/// assert_eq!(tracing.sampled, Percent(100));
/// # Ok::<(), seaworthy_settings::LoadError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the text of a variable",
    label = "no setting",
    note = "an enum may derive `FromSetting`; a type that implements `FromStr` is read with \
            `#[settings(from_str)]`, one that implements `Deserialize` with \
            `#[settings(deserialize)]`, a struct that derives `Settings` with `#[settings(nested)]`"
)]
pub trait FromSetting: Sized {
    /// Whether the value is a secret, which no message or report shows.
    const SECRET: bool = false;

    /// What the text should be, such as `a whole number from 0 to 65535`.
    fn expected() -> Cow<'static, str>;

    /// What form the value has: text, if the type does not say otherwise.
    #[must_use]
    fn shape() -> Shape {
        Shape::Text
    }

    /// Reads the text.
    ///
    /// # Errors
    ///
    /// Every reason why the text is refused.
    fn from_setting(text: &str) -> Result<Self, Invalid>;

    /// The value where the variable is not set and there is no default; `None` if there must be
    /// one.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// Why production must not use the value, although it can be read: nothing, for most types.
    ///
    /// Nobody asks while `DEBUG` is on.
    #[must_use]
    fn unfit(&self) -> Option<Invalid> {
        None
    }

    /// The signing keys within, each of which must be used for nothing else.
    #[must_use]
    fn keys(&self) -> Vec<&SecretKey> {
        Vec::new()
    }
}

pub(crate) const TRUE: [&str; 6] = ["true", "t", "yes", "y", "on", "1"];
pub(crate) const FALSE: [&str; 6] = ["false", "f", "no", "n", "off", "0"];

impl FromSetting for bool {
    fn expected() -> Cow<'static, str> {
        format!("{} or {}", TRUE.join(", "), FALSE.join(", ")).into()
    }

    fn shape() -> Shape {
        Shape::Boolean
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        let text = not_empty(text.trim())?;
        let is = |word: &&str| text.eq_ignore_ascii_case(word);
        if TRUE.iter().any(is) {
            Ok(true)
        } else if FALSE.iter().any(is) {
            Ok(false)
        } else {
            Err(Invalid::new("it is neither true nor false"))
        }
    }
}

impl FromSetting for String {
    fn expected() -> Cow<'static, str> {
        "text".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        not_empty(text).map(str::to_owned)
    }
}

impl FromSetting for PathBuf {
    fn expected() -> Cow<'static, str> {
        "a path".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        not_empty(text).map(Self::from)
    }
}

impl FromSetting for IpAddr {
    fn expected() -> Cow<'static, str> {
        "an IP address, such as 127.0.0.1 or ::1".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        let text = not_empty(text.trim())?;
        text.parse()
            .map_err(|_| Invalid::new("it is not an IP address"))
    }
}

impl FromSetting for SocketAddr {
    fn expected() -> Cow<'static, str> {
        "an IP address and a port, such as 127.0.0.1:8000 or [::1]:8000".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        let text = not_empty(text.trim())?;
        text.parse().map_err(|_| {
            Invalid::new(if text.parse::<IpAddr>().is_ok() {
                "it has no port"
            } else {
                "it is not an IP address with a port"
            })
        })
    }
}

impl<T: FromSetting> FromSetting for Option<T> {
    const SECRET: bool = T::SECRET;

    fn expected() -> Cow<'static, str> {
        format!("{}{OR_NOTHING}", T::expected()).into()
    }

    fn shape() -> Shape {
        T::shape()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Ok(None);
        }
        T::from_setting(text).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn unfit(&self) -> Option<Invalid> {
        self.as_ref().and_then(T::unfit)
    }

    fn keys(&self) -> Vec<&SecretKey> {
        self.as_ref().map(T::keys).unwrap_or_default()
    }
}

/// Refuses the empty text: set and empty is most often a variable that was not filled in.
pub(crate) fn not_empty(text: &str) -> Result<&str, Invalid> {
    if text.is_empty() {
        return Err(Invalid::new("it is empty"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bool_is_one_of_twelve_words_and_nothing_else() {
        for good in ["true", " TRUE\n", "T", "Yes", "y", "on", "1"] {
            assert_eq!(bool::from_setting(good), Ok(true), "{good}");
        }
        for good in ["false", "F", "no", "N", "Off", "0"] {
            assert_eq!(bool::from_setting(good), Ok(false), "{good}");
        }
        for bad in [
            "", " ", "truee", "Flase", "2", "-1", "0.0", "\"true\"", "ok", "none", "ﬀ",
        ] {
            assert!(bool::from_setting(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn text_is_taken_as_it_is() {
        for text in ["0123", " sp ", "\"q\"", "1e10", "[a", "a,b"] {
            assert_eq!(String::from_setting(text).as_deref(), Ok(text));
            assert_eq!(PathBuf::from_setting(text), Ok(PathBuf::from(text)));
        }
        assert!(String::from_setting("").is_err());
        assert!(PathBuf::from_setting("").is_err());
    }

    #[test]
    fn an_address_without_a_port_says_so() {
        assert!(SocketAddr::from_setting("[::1]:80").is_ok());
        let without = SocketAddr::from_setting("127.0.0.1").unwrap_err();
        assert_eq!(without.to_string(), "it has no port");
        assert!(SocketAddr::from_setting("localhost:80").is_err());
    }

    #[test]
    fn an_empty_option_is_none_and_a_bad_one_is_an_error() {
        assert_eq!(Option::<u8>::from_setting(""), Ok(None));
        assert_eq!(Option::<u8>::from_setting("5"), Ok(Some(5)));
        assert!(Option::<u8>::from_setting("none").is_err());
        assert_eq!(Option::<u8>::absent(), Some(None));
        assert_eq!(u8::absent(), None);
    }
}
