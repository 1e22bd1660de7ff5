//! Values that only a variable has.

use std::str::FromStr;

use seaworthy_headers::{ReferrerPolicy, UnknownValue};
use seaworthy_log::Queue;
use seaworthy_settings::ByteSize;

/// The value of a header, or `off`, which sends none.
///
/// ```
/// use seaworthy::OrOff;
/// use seaworthy::headers::FrameOptions;
///
/// assert_eq!("sameorigin".parse(), Ok(OrOff(Some(FrameOptions::SameOrigin))));
/// assert_eq!("off".parse(), Ok(OrOff::<FrameOptions>(None)));
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct OrOff<T>(pub Option<T>);

impl<T: FromStr> FromStr for OrOff<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        if text.eq_ignore_ascii_case("off") {
            return Ok(Self(None));
        }
        text.parse().map(|value| Self(Some(value)))
    }
}

/// What the `Referer` header may tell: several policies, of which a browser takes the last that it
/// knows, or `off`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ReferrerPolicies(pub Vec<ReferrerPolicy>);

impl FromStr for ReferrerPolicies {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        if text.eq_ignore_ascii_case("off") {
            return Ok(Self(Vec::new()));
        }
        text.split(',')
            .map(|policy| policy.trim().parse())
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// A header and its value, as `Name: value` or as Django's pair `HTTP_NAME,value`.
pub(crate) fn parse_ssl_header(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once([':', ','])?;
    let (name, value) = (name.trim(), value.trim());
    let name = name
        .strip_prefix("HTTP_")
        .map_or_else(|| name.to_owned(), |n| n.replace('_', "-"));
    Some((name, value.to_owned()))
}

/// A queue of so many bytes, unless they are none.
pub(crate) fn queue_of(size: ByteSize) -> Option<Queue> {
    let bytes = usize::try_from(size.bytes()).unwrap_or(usize::MAX);
    (bytes > 0).then(|| {
        let mut queue = Queue::default();
        queue.bytes = bytes;
        queue
    })
}

/// Sources are separated by spaces, as in the header, or by commas, as in a list.
pub(crate) fn split_sources(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',']).filter(|source| !source.is_empty())
}
