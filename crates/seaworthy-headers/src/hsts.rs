//! `Strict-Transport-Security`.

use std::fmt;
use std::net::Ipv4Addr;

/// For how long browsers must use https only: [`Strict-Transport-Security`, RFC 6797][rfc].
///
/// It is sent on secure connections only, as [section 7.2] demands, and neither for IP addresses,
/// for which [browsers ignore it], nor for `localhost`, where it would lock out every other project
/// on a developer's machine.
///
/// The default is one year with subdomains and without preload. Where you are not sure that every
/// subdomain speaks https, begin with the first of the [`STEPS`](Self::STEPS): a browser that has
/// seen the header keeps it.
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc6797
/// [section 7.2]: https://www.rfc-editor.org/rfc/rfc6797#section-7.2
/// [browsers ignore it]: https://www.rfc-editor.org/rfc/rfc6797#section-8.1.1
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hsts {
    /// How long browsers remember it, in seconds; 0 makes them forget.
    pub max_age: u64,
    /// Whether it holds for all subdomains of the host, too.
    pub include_subdomains: bool,
    /// Whether the host may be put into [the list that browsers ship](https://hstspreload.org/);
    /// it takes months to come off it.
    pub preload: bool,
}

impl Hsts {
    /// The `max_age` by which to begin, and to go on once nothing broke: five minutes, a week, a
    /// month, a year.
    pub const STEPS: [u64; 4] = [300, 604_800, 2_592_000, 31_536_000];

    /// The step after this `max_age`; none after the last.
    ///
    /// ```
    /// use seaworthy_headers::Hsts;
    ///
    /// assert_eq!(Hsts::next_step(300), Some(604_800));
    /// assert_eq!(Hsts::next_step(31_536_000), None);
    /// ```
    #[must_use]
    pub fn next_step(max_age: u64) -> Option<u64> {
        Self::STEPS.into_iter().find(|&step| step > max_age)
    }
}

impl Default for Hsts {
    fn default() -> Self {
        Self {
            max_age: 31_536_000,
            include_subdomains: true,
            preload: false,
        }
    }
}

impl fmt::Display for Hsts {
    /// Writes the header's value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "max-age={}", self.max_age)?;
        if self.include_subdomains {
            f.write_str("; includeSubDomains")?;
        }
        if self.preload {
            f.write_str("; preload")?;
        }
        Ok(())
    }
}

/// Whether browsers would take the header from this host: a name, and not the local machine's.
///
/// It may have a port.
pub(crate) fn can_be_pinned(host: &str) -> bool {
    if host.starts_with('[') {
        return false;
    }
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    let name = name.strip_suffix('.').unwrap_or(name);
    // Few names end with a digit, and every address does.
    let is_address =
        name.ends_with(|c: char| c.is_ascii_digit()) && name.parse::<Ipv4Addr>().is_ok();
    !is_address && !is_localhost(name)
}

/// Whether it is `localhost` or below it.
pub(crate) fn is_localhost(name: &str) -> bool {
    let Some(cut) = name.len().checked_sub("localhost".len()) else {
        return false;
    };
    let (below, last) = name.as_bytes().split_at(cut);
    last.eq_ignore_ascii_case(b"localhost") && (below.is_empty() || below.ends_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::{Hsts, can_be_pinned};

    #[test]
    fn it_writes_its_directives_in_the_usual_order() {
        let mut hsts = Hsts::default();
        assert_eq!(hsts.to_string(), "max-age=31536000; includeSubDomains");
        hsts.preload = true;
        assert_eq!(
            hsts.to_string(),
            "max-age=31536000; includeSubDomains; preload"
        );
        hsts.include_subdomains = false;
        hsts.max_age = 0;
        assert_eq!(hsts.to_string(), "max-age=0; preload");
    }

    #[test]
    fn only_names_other_than_the_local_machine_can_be_pinned() {
        for good in [
            "a.example",
            "A.EXAMPLE.",
            "localhost.example",
            "10.0.0.1.example",
            "a.example:8443",
            "mylocalhost",
            "node7",
        ] {
            assert!(can_be_pinned(good), "{good}");
        }
        for bad in [
            "10.0.0.1",
            "127.0.0.1",
            "[::1]",
            "[2001:db8::1]",
            "localhost",
            "LocalHost.",
            "app.localhost",
            "app.localhost.:8443",
            "10.0.0.1:8443",
            "[::1]:8443",
        ] {
            assert!(!can_be_pinned(bad), "{bad}");
        }
    }
}
