//! `SameSite` of the CSRF cookie.

/// With which requests browsers send the CSRF cookie: [`SameSite`][spec].
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
    /// With those of the site itself only. Who follows a link to a form comes without the cookie,
    /// gets a new one, and thereby loses the forms in other tabs.
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
}
