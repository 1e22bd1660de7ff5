//! What everybody may see of a URL.

use std::fmt;

use crate::secret::REDACTED;

use super::authority::Authority;
use super::parts::Parts;

/// Shows the scheme, the hosts and their ports, and that there is a user, a path, a query or a
/// fragment, but not what they hold: a token stands in any of them.
///
/// Where an `@` stands behind the authority, the hosts are not shown either, for they may be a
/// piece of a password that was not encoded. So nothing is shown that stands before an `@`, but the
/// scheme.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = Parts::of(self.0);
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return f.write_str(REDACTED);
        };
        write!(f, "{scheme}://")?;
        if parts.has_late_at() {
            return f.write_str(REDACTED);
        }
        let authority = Authority::of(authority);
        if authority.user.is_some() {
            write!(f, "{REDACTED}@")?;
        }
        f.write_str(authority.hosts)?;
        match parts.path {
            "" | "/" => f.write_str(parts.path)?,
            _ => write!(f, "/{REDACTED}")?,
        }
        if parts.query.is_some() {
            write!(f, "?{REDACTED}")?;
        }
        if parts.fragment.is_some() {
            write!(f, "#{REDACTED}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scheme_and_hosts_are_shown() {
        for (text, shown) in [
            ("https://h", "https://h"),
            ("https://h:80/", "https://h:80/"),
            ("https://T@h/a", "https://[redacted]@h/[redacted]"),
            ("a://u:p@h,[::1]:2?q", "a://[redacted]@h,[::1]:2?[redacted]"),
            ("https://h#f", "https://h#[redacted]"),
            ("https://u:123/x@h/", "https://[redacted]"),
            ("https://u:123?x@h/", "https://[redacted]"),
            ("https://u:p@q/x@h/", "https://[redacted]"),
            ("sqlite:path", "[redacted]"),
            ("hunter2", "[redacted]"),
        ] {
            assert_eq!(Shown(text).to_string(), shown);
        }
    }
}
