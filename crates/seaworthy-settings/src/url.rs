//! A URL that may hold a password or a token.

pub(crate) mod authority;
pub(crate) mod encoding;
pub(crate) mod parts;
pub(crate) mod query;
pub(crate) mod shown;
pub(crate) mod text;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::{FromSetting, Invalid, Secret};

use authority::{Authority, Host};
use parts::Parts;
use shown::Shown;

/// An absolute URL with a host, as [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986) defines it.
///
/// Its text stays as it was given, byte for byte. What the standard does not allow is refused, not
/// mended: a space, a password whose `@`, `/`, `?` or `#` was not percent-encoded, a port that is
/// not a number.
///
/// A URL may hold a token anywhere: in the user's name, in the path as for a webhook, in the query.
/// So it is a secret, compared in constant time and wiped as a [`Secret`] is, and what is shown of
/// it is its scheme, host and port.
///
/// ```
/// use seaworthy_settings::Url;
///
/// let url: Url = "https://me:hunter2@api.example.com:8443/v1?key=abc".parse()?;
/// assert_eq!(url.to_string(), "https://[redacted]@api.example.com:8443/[redacted]?[redacted]");
/// assert_eq!(url.host(), "api.example.com");
/// assert_eq!(url.password().unwrap().expose(), "hunter2");
///
/// let error = "https://me:hunt/er2@api.example.com".parse::<Url>().unwrap_err();
/// assert!(error.to_string().contains("`/` is written `%2F`"));
/// # Ok::<(), seaworthy_settings::Invalid>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Url(Secret<String>);

impl Url {
    /// The text as it was given, which must not be logged.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// What stands before the `://`, such as `https`, in the case in which it was given.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.parts().scheme.unwrap_or_default()
    }

    /// The user's name, decoded; none where it is empty.
    #[must_use]
    pub fn username(&self) -> Option<String> {
        encoding::decode_some(self.authority().username()?)
    }

    /// The password, decoded; none where it is empty.
    #[must_use]
    pub fn password(&self) -> Option<Secret<String>> {
        encoding::decode_secret(self.authority().password()?)
    }

    /// The host as it was given; an address of IPv6 without its brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        Host::of(self.authority().hosts).name
    }

    /// The port, if there is one; what a scheme uses without one is not known here.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        Host::of(self.authority().hosts).port()
    }

    /// The path as it was given, which may be empty and must not be logged.
    #[must_use]
    pub fn path(&self) -> &str {
        self.parts().path
    }

    /// What follows the `?` as it was given, which must not be logged.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.parts().query
    }

    fn parts(&self) -> Parts<'_> {
        Parts::of(self.expose())
    }

    fn authority(&self) -> Authority<'_> {
        Authority::of(self.parts().authority.unwrap_or_default())
    }
}

impl FromStr for Url {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        text::check(text)?;
        let parts = Parts::of(text);
        let (Some(_), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(Invalid::new(
                "it does not begin with a scheme and `://`, such as `https://`",
            ));
        };
        let authority = Authority::of(authority);
        authority.check_user()?;
        Host::parse(authority.hosts).map_err(|invalid| match authority.user {
            // A user name or password ended the authority, and no host was found in it.
            None => parts.check_late_at().err().unwrap_or(invalid),
            Some(_) => invalid,
        })?;
        parts.check()?;
        Ok(Self(Secret::new(text.to_owned())))
    }
}

impl FromSetting for Url {
    const SECRET: bool = true;

    fn expected() -> Cow<'static, str> {
        "a URL with a host, such as https://api.example.com/v1".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(self.expose()).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_url_has_a_scheme_and_a_host() {
        for good in [
            "https://h",
            "http://localhost:8000/",
            "https://api.example.com/v1?a=b&c=%20#top",
            "https://u@h",
            "https://:p@[::1]:443/a@b",
            "ftp+x-1.0://h",
            "https://medium.example/@user?mail=a@b",
        ] {
            let url: Url = good.parse().unwrap();
            assert_eq!(url.expose(), good);
        }
    }

    #[test]
    fn what_is_no_url_says_why() {
        for (bad, piece) in [
            ("", "it is empty"),
            ("example.com", "such as `https://`"),
            ("//h/x", "such as `https://`"),
            ("localhost:8000/x", "such as `https://`"),
            ("mailto:a@b", "such as `https://`"),
            ("https:/h", "such as `https://`"),
            ("https://", "no host"),
            ("file:///etc/passwd", "no host"),
            ("https://u:p@/x", "no host"),
            ("https://u:hunter2#x@h/", "`#` is written `%23`"),
            ("https://u:hunter2?x@h/", "`?` is written `%3F`"),
            ("https://u:hunter2/x@h/", "`/` is written `%2F`"),
            ("https://:/x@h/", "`/` is written `%2F`"),
            ("https://u:hunter2@x@h/", "`@` is written `%40`"),
            ("https://u:hunter2@h:x/", "its port is not a number"),
            ("https://u:p@[::1/", "`[` without a `]`"),
            ("https://u:p[@h/", "%5B"),
            ("https://h/[x]", "%5B"),
            ("https://h?]", "%5D"),
            ("https://h#a#b", "more than one `#`"),
            ("https://a,b/", "it takes one only"),
            ("https://u:%ff@h/", "not text"),
            ("https://h /", "%20"),
        ] {
            let invalid = bad.parse::<Url>().unwrap_err();
            assert_eq!(invalid, invalid.clone().withheld(), "{bad}");
            let reason = invalid.to_string();
            assert!(reason.contains(piece), "{bad}: {reason}");
        }
    }

    #[test]
    fn the_parts_are_those_that_were_given() {
        let url: Url = "HTTPS://a%40b:c%3a:d@[2001:db8::1]:443/x%20y?q=%2B#f"
            .parse()
            .unwrap();
        assert_eq!(url.scheme(), "HTTPS");
        assert_eq!(url.username().as_deref(), Some("a@b"));
        assert_eq!(url.password().unwrap().expose(), "c::d");
        assert_eq!((url.host(), url.port()), ("2001:db8::1", Some(443)));
        assert_eq!((url.path(), url.query()), ("/x%20y", Some("q=%2B")));
        let url: Url = "https://:@h".parse().unwrap();
        assert_eq!((url.username(), url.password()), (None, None));
        assert_eq!((url.port(), url.path(), url.query()), (None, "", None));
    }

    #[test]
    fn urls_are_equal_where_their_texts_are() {
        let url = |text: &str| text.parse::<Url>().unwrap();
        assert_eq!(url("https://u:p@h"), url("https://u:p@h"));
        assert_ne!(url("https://u:p@h"), url("https://u:q@h"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_none_is_changed(
            text in "(\\PC{0,40}|[a-z]{1,5}://[a-z0-9:@/?#%\\[\\],.]{0,30})"
        ) {
            if let Ok(url) = text.parse::<Url>() {
                prop_assert_eq!(url.expose(), &text);
                let _ = (url.username(), url.password(), url.port());
                prop_assert!(!url.host().is_empty());
            }
        }

        #[test]
        fn no_piece_of_a_password_is_shown(
            password in "[a-zA-Z0-9]{6,12}",
            before in "[a-z:@/?#%.\\[]{0,3}",
            after in "[a-z0-9:@/?#%.\\]]{0,4}",
        ) {
            let password = password.as_str();
            for text in [
                format!("https://u:{before}{password}{after}@h.example/"),
                format!("https://{before}{password}{after}@h.example:1/?a=b"),
                format!("https://{before}{password}{after}:x@h.example"),
                format!("https://h.example/{password}?key={password}#{password}"),
            ] {
                let shown = match text.parse::<Url>() {
                    Ok(url) => format!("{url} {url:?}"),
                    Err(invalid) => format!("{invalid} {invalid:?}"),
                };
                for piece in password.as_bytes().windows(6) {
                    let piece = std::str::from_utf8(piece).unwrap();
                    prop_assert!(!shown.contains(piece), "{}", shown);
                }
            }
        }
    }
}
