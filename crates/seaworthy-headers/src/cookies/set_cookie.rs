//! A `Set-Cookie` line as browsers read it.

#[cfg(test)]
mod tests;

use super::SameSite;

/// What a browser takes from a line, as far as it decides whether the cookie is kept.
///
/// [RFC 6265bis, section 5.6][spec]: nothing is unquoted or decoded, of an attribute that is given
/// several times the last counts, and one with a long value does not count at all. It has no
/// `Debug`, which would show the value.
///
/// [spec]: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-22#section-5.6
#[derive(Clone, Copy)]
pub(crate) struct SetCookie<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) value: &'a [u8],
    /// Whether there are control characters anywhere in the line.
    pub(crate) has_control: bool,
    /// Whether an attribute does not count because it is too long.
    pub(crate) has_overlong: bool,
    pub(crate) http_only: bool,
    pub(crate) partitioned: bool,
    pub(crate) secure: bool,
    /// The domain without its leading dot; none where the cookie is for the host alone.
    pub(crate) domain: Option<&'a [u8]>,
    pub(crate) path: Path,
    /// The last value that is one.
    pub(crate) same_site: Option<SameSite>,
    /// Whether what comes last is a value, so that it counts.
    pub(crate) same_site_counts: bool,
}

/// What the last `Path` says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Path {
    /// A path other than `/`.
    Other,
    /// `/`, which is all paths.
    Root,
    /// Nothing: there is none, or it is no path, and the path of the request counts.
    Unset,
}

impl<'a> SetCookie<'a> {
    pub(crate) fn parse(line: &'a [u8]) -> Self {
        let mut parts = line.split(|&byte| byte == b';');
        let pair = parts.next().unwrap_or_default();
        // Without a `=` it all is the value of a cookie without a name.
        let (name, value) = halves(pair).unwrap_or((b"", pair));
        let mut cookie = Self {
            name: name.trim_ascii(),
            value: value.trim_ascii(),
            has_control: line.iter().any(|b| b.is_ascii_control() && *b != b'\t'),
            has_overlong: false,
            http_only: false,
            partitioned: false,
            secure: false,
            domain: None,
            path: Path::Unset,
            same_site: None,
            same_site_counts: false,
        };
        for part in parts {
            let (name, value) = halves(part).unwrap_or((part, b""));
            cookie.read(name.trim_ascii(), value.trim_ascii());
        }
        cookie
    }

    fn read(&mut self, name: &[u8], value: &'a [u8]) {
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        if value.len() > LONGEST_ATTRIBUTE {
            self.has_overlong = true;
        } else if is("Secure") {
            self.secure = true;
        } else if is("HttpOnly") {
            self.http_only = true;
        } else if is("Partitioned") {
            self.partitioned = true;
        } else if is("SameSite") {
            let same_site = SameSite::in_attribute(value);
            self.same_site_counts = same_site.is_some();
            self.same_site = same_site.or(self.same_site);
        } else if is("Path") {
            self.path = match value {
                b"/" => Path::Root,
                [b'/', ..] => Path::Other,
                _ => Path::Unset,
            };
        } else if is("Domain") {
            let domain = value.strip_prefix(b".").unwrap_or(value);
            self.domain = Some(domain).filter(|domain| !domain.is_empty());
        }
    }
}

/// What is before and after the first `=`.
fn halves(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|&byte| byte == b'=')?;
    let (before, after) = text.split_at(at);
    Some((before, after.get(1..).unwrap_or_default()))
}

/// How long the value of an attribute may be, in bytes.
const LONGEST_ATTRIBUTE: usize = 1024;
