//! The CSRF cookie as it is set.

use http::HeaderValue;

use super::id::Id;
use super::{SameSite, TokenConfig, TokenIssue};

/// The `Set-Cookie` line, but for the number.
#[derive(Debug)]
pub(crate) struct Cookie {
    name: Box<str>,
    attributes: Box<str>,
}

impl Cookie {
    pub(crate) fn of(config: &TokenConfig, issues: &mut Vec<TokenIssue>) -> Self {
        let name = &*config.cookie_name;
        if !is_name(name) {
            let name = name.to_owned();
            issues.push(TokenIssue::CookieName { name });
        }
        // Browsers compare prefixes without regard to case.
        let has = |prefix: &str| {
            let start = name.get(..prefix.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        let http_only = has("__Http-") || has("__Host-Http-");
        let secure = http_only || has("__Host-") || has("__Secure-");
        if secure && !config.cookie_secure {
            let name = name.to_owned();
            issues.push(TokenIssue::CookieNotSecure { name });
        }
        if http_only && !config.cookie_http_only {
            let name = name.to_owned();
            issues.push(TokenIssue::CookieNotHttpOnly { name });
        }
        if config.cookie_same_site == SameSite::None && !config.cookie_secure {
            issues.push(TokenIssue::CrossSiteNotSecure);
        }
        if config.cookie_max_age == Some(0) {
            issues.push(TokenIssue::CookieMaxAgeZero);
        }
        Self {
            name: name.into(),
            attributes: attributes(config).into(),
        }
    }

    /// The line that sets this number; with none it takes the old one away.
    pub(crate) fn line(&self, id: Option<Id>) -> Option<HeaderValue> {
        let Self { name, attributes } = self;
        let line = match id {
            Some(id) => format!("{name}={id}{attributes}"),
            None => format!("{name}={attributes}"),
        };
        let mut line = HeaderValue::try_from(line).ok()?;
        // Keeps it out of `Debug` and of the tables by which HTTP/2 compresses.
        line.set_sensitive(true);
        Some(line)
    }
}

fn attributes(config: &TokenConfig) -> String {
    // No `Domain`: other hosts of the domain shall neither read it nor set it.
    let mut attributes = "; Path=/".to_owned();
    if let Some(seconds) = config.cookie_max_age {
        attributes.push_str(&format!("; Max-Age={seconds}"));
    }
    attributes.push_str("; SameSite=");
    attributes.push_str(config.cookie_same_site.as_str());
    if config.cookie_secure {
        attributes.push_str("; Secure");
    }
    if config.cookie_http_only {
        attributes.push_str("; HttpOnly");
    }
    attributes
}

/// Whether it is a [token](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2), as the name of a
/// cookie has to be.
pub(crate) fn is_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(change: fn(&mut TokenConfig)) -> String {
        let mut config = TokenConfig::new([[7; 32]]);
        change(&mut config);
        let mut issues = Vec::new();
        let id = Id::parse(b"AAAAAAAAAAAAAAAAAAAAAA").unwrap();
        let line = Cookie::of(&config, &mut issues).line(Some(id)).unwrap();
        assert_eq!(issues, []);
        assert!(line.is_sensitive());
        line.to_str().unwrap().to_owned()
    }

    #[test]
    fn the_line_says_what_was_asked_for() {
        assert_eq!(
            line(|_| {}),
            "__Host-csrftoken=AAAAAAAAAAAAAAAAAAAAAA; Path=/; Max-Age=31449600; SameSite=Lax; \
             Secure; HttpOnly"
        );
        assert_eq!(
            line(|config| {
                config.cookie_name = "csrftoken".to_owned();
                config.cookie_secure = false;
                config.cookie_http_only = false;
                config.cookie_same_site = SameSite::Strict;
                config.cookie_max_age = None;
            }),
            "csrftoken=AAAAAAAAAAAAAAAAAAAAAA; Path=/; SameSite=Strict"
        );
    }

    #[test]
    fn without_a_number_the_old_one_goes() {
        let cookie = Cookie::of(&TokenConfig::new([[7; 32]]), &mut Vec::new());
        let line = cookie.line(None).unwrap();
        let line = line.to_str().unwrap();
        assert!(line.starts_with("__Host-csrftoken=; Path=/;"), "{line}");
    }

    #[test]
    fn a_name_is_a_token() {
        for good in ["csrftoken", "__Host-csrf", "a.b_c-d", "!#$%&'*+-.^_`|~"] {
            assert!(is_name(good), "{good}");
        }
        for bad in [
            "", "a b", "a=b", "a;b", "a,b", "\"a\"", "a\n", "ä", "a/b", "(a)",
        ] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
