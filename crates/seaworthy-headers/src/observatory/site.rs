//! Which hosts belong together.

/// Whether a host is this domain or below it.
pub(super) fn is_below(host: &str, domain: &str) -> bool {
    let below = host.strip_suffix(domain);
    below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
}

/// The part of a host that somebody registered, such as `site.example` of `www.site.example`.
///
/// `None` for an address, or a name that stands for no site. Without a list of public suffixes it
/// is a guess: two labels, or three under the likes of `co.uk`.
pub(super) fn registrable(host: &str) -> Option<String> {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let mut labels = host.rsplit('.');
    let (top, second) = (labels.next()?, labels.next()?);
    if host.contains(':') || top.bytes().all(|b| b.is_ascii_digit()) || second.is_empty() {
        return None;
    }
    if top.len() == 2 && SECOND_LEVEL.contains(&second) {
        let third = labels.next().filter(|label| !label.is_empty())?;
        return Some(format!("{third}.{second}.{top}"));
    }
    Some(format!("{second}.{top}"))
}

/// The names that many countries use below their own as others use `com`.
const SECOND_LEVEL: [&str; 10] = [
    "ac", "co", "com", "edu", "gov", "gob", "net", "ne", "or", "org",
];

#[cfg(test)]
mod tests {
    use super::{is_below, registrable};

    #[test]
    fn a_site_is_a_name_and_what_it_is_registered_under() {
        for (host, site) in [
            ("site.example", Some("site.example")),
            ("a.b.Site.Example.", Some("site.example")),
            ("www.site.co.uk", Some("site.co.uk")),
            ("site.com.mx", Some("site.com.mx")),
            ("www.gov.example", Some("gov.example")),
            ("co.uk", None),
            ("localhost", None),
            ("10.0.0.1", None),
            ("[::1]", None),
            ("", None),
            (".", None),
            ("..", None),
        ] {
            assert_eq!(registrable(host).as_deref(), site, "{host}");
        }
    }

    #[test]
    fn below_a_domain_is_behind_a_dot() {
        assert!(is_below("site.example", "site.example"));
        assert!(is_below("www.site.example", "site.example"));
        assert!(!is_below("notsite.example", "site.example"));
        assert!(!is_below("example", "site.example"));
    }
}
