//! `SameSite` of a cookie.

use std::fmt;
use std::str::FromStr;

use crate::UnknownValue;

/// With which requests browsers send a cookie: [`SameSite`][spec].
///
/// Its values are parsed without regard to case.
///
/// [spec]: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-22#section-5.6.7
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "browsers know these three values, and take any other for none given"
)]
pub enum SameSite {
    /// With those of the site itself, and where somebody follows a link to it.
    Lax,
    /// With those of other sites too. Browsers want such a cookie to be `Secure`.
    None,
    /// With those of the site itself only.
    Strict,
}

impl SameSite {
    /// The value as it is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lax => "Lax",
            Self::None => "None",
            Self::Strict => "Strict",
        }
    }

    const ALL: [Self; 3] = [Self::Strict, Self::Lax, Self::None];

    /// What an attribute's value says to a browser.
    pub(crate) fn in_attribute(value: &[u8]) -> Option<Self> {
        let is = |same_site: &Self| value.eq_ignore_ascii_case(same_site.as_str().as_bytes());
        Self::ALL.into_iter().find(is)
    }
}

impl FromStr for SameSite {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        UnknownValue::parse(
            "SameSite",
            text,
            &Self::ALL,
            Self::as_str,
            str::eq_ignore_ascii_case,
        )
    }
}

impl fmt::Display for SameSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::SameSite;

    #[test]
    fn it_is_parsed_without_regard_to_case() {
        for (text, value) in [
            ("Lax", SameSite::Lax),
            ("lax", SameSite::Lax),
            ("STRICT", SameSite::Strict),
            ("none", SameSite::None),
        ] {
            assert_eq!(text.parse(), Ok(value));
            assert_eq!(SameSite::in_attribute(text.as_bytes()), Some(value));
        }
    }

    #[test]
    fn what_browsers_do_not_know_is_refused() {
        for text in ["", " Lax", "\"Lax\"", "Default", "Lax,Strict"] {
            let error = text.parse::<SameSite>().unwrap_err();
            assert_eq!(error.known(), ["Strict", "Lax", "None"]);
            assert_eq!(SameSite::in_attribute(text.as_bytes()), None);
        }
    }
}
