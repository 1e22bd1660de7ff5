//! Which values are not written, judged by the names of their fields.

use std::borrow::Cow;

use crate::config::Config;

/// What stands in place of a value that is not written.
pub(crate) const REDACTED: &str = "********************";

/// The parts of names whose values are not written: those of Django's [exception reporter], and
/// `COOKIE` where Django has `HTTP_COOKIE`, as headers have no such prefix here.
///
/// [exception reporter]: https://docs.djangoproject.com/en/6.0/howto/error-reporting/
const SENSITIVE: [&str; 8] = [
    "API",
    "AUTH",
    "COOKIE",
    "KEY",
    "PASS",
    "SECRET",
    "SIGNATURE",
    "TOKEN",
];

/// Which values a layer does not write.
#[derive(Debug)]
pub(crate) struct Redaction {
    /// Further parts of names.
    parts: Vec<String>,
    /// Whether users and passwords are taken out of URLs.
    urls: bool,
}

impl Redaction {
    pub(crate) fn of(config: &Config) -> Self {
        Self {
            parts: config.redact.clone(),
            urls: config.redact_urls,
        }
    }

    /// Whether the value of a field of this name is not written: a sensitive part anywhere in it,
    /// in any case.
    ///
    /// Like Django's, this rather hides too much (`monkey`) than too little.
    pub(crate) fn hides(&self, name: &str) -> bool {
        let own = self.parts.iter().map(String::as_str);
        SENSITIVE.into_iter().chain(own).any(|part| {
            let mut windows = name.as_bytes().windows(part.len().max(1));
            windows.any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
        })
    }

    /// Whether a text may not be shown as it is.
    #[inline]
    pub(crate) fn looks_into(&self, text: &str) -> bool {
        self.urls && text.contains("://")
    }

    /// A text without the users and passwords of its URLs, if they are taken out.
    pub(crate) fn shown<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.looks_into(text) {
            without_users(text)
        } else {
            Cow::Borrowed(text)
        }
    }
}

fn without_users(text: &str) -> Cow<'_, str> {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        shown.push_str(before);
        shown.push_str("://");
        rest = match user_end(after) {
            Some(end) => {
                shown.push_str(REDACTED);
                after.get(end..).unwrap_or_default()
            }
            None => after,
        };
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Where the user and the password of an address end, if it has any; it is given without its
/// scheme.
fn user_end(address: &str) -> Option<usize> {
    let until = |ends: fn(char) -> bool| {
        let end = address.find(ends).unwrap_or(address.len());
        address.get(..end).unwrap_or(address)
    };
    let authority = until(|c| c.is_whitespace() || "/?#\"'<>\\".contains(c));
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    authority.rfind('@').or_else(|| {
        // A password whose slash is not encoded: what stands behind the colon is no port.
        let (_, port) = authority
            .rsplit_once(':')
            .filter(|(_, port)| !is_port(port))?;
        let all = until(|c| c.is_whitespace() || "\"'<>\\".contains(c));
        all.rfind('@').filter(|_| !port.ends_with(']'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sensitive_part_anywhere_in_any_case_hides_the_value() {
        let redaction = Redaction::of(&Config::default());
        for name in [
            "password",
            "user.api_key",
            "monkey",
            "X-Auth-Token",
            "authorization",
            "clientSecret",
            "HTTP_COOKIE",
            "set-cookie",
            "signature",
            "PASSPHRASE",
        ] {
            assert!(redaction.hides(name), "{name}");
        }
        for name in [
            "",
            "user",
            "path",
            "pas",
            "error",
            "request_id",
            "latency_ms",
            "status",
            "method",
            "panic.location",
            "thread.name",
            "message",
            "id",
            "ap.i",
        ] {
            assert!(!redaction.hides(name), "{name}");
        }
    }

    #[test]
    fn a_host_names_further_parts() {
        let config = Config {
            redact: vec!["iban".into(), "ß".into()],
            ..Config::default()
        };
        let redaction = Redaction::of(&config);
        for (name, hidden) in [
            ("user.IBAN", true),
            ("iba", false),
            ("straße", true),
            ("", false),
        ] {
            assert_eq!(redaction.hides(name), hidden, "{name}");
        }
    }

    #[test]
    fn users_and_passwords_are_taken_out_of_urls_where_that_is_asked_for() {
        let config = Config {
            redact_urls: true,
            ..Config::default()
        };
        let redaction = Redaction::of(&config);
        for (text, shown) in [
            ("no url @ all", "no url @ all"),
            ("postgres://db/name", "postgres://db/name"),
            (
                "postgres://u:hunter2@db/n?a=b@c",
                "postgres://********************@db/n?a=b@c",
            ),
            (
                "postgres://u:p/s?s@db/n",
                "postgres://********************@db/n",
            ),
            ("http://h:80/@user", "http://h:80/@user"),
            ("http://[::1]/a@b", "http://[::1]/a@b"),
            ("redis://:p@h:1", "redis://********************@h:1"),
            (
                "to http://a@b, then http://c:d@e/f",
                "to http://********************@b, then http://********************@e/f",
            ),
            ("a://b@c@d", "a://********************@d"),
            ("://", "://"),
        ] {
            assert_eq!(redaction.shown(text), shown);
        }
        assert_eq!(
            Redaction::of(&Config::default()).shown("a://b@c"),
            "a://b@c"
        );
    }
}
