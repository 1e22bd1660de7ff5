//! A cookie as the scanner's cookie jar takes it.

use super::site::{is_below, registrable};

/// A cookie that a browser could send back.
#[derive(Debug)]
pub(super) struct Cookie {
    pub(super) name: String,
    /// Where it is sent; the host itself if the cookie does not say.
    pub(super) domain: String,
    pub(super) path: String,
    pub(super) secure: bool,
    pub(super) http_only: bool,
    pub(super) same_site: Option<SameSite>,
}

/// Whether other sites can have a cookie sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum SameSite {
    /// `Lax` or `Strict`.
    Restricted,
    None,
}

impl Cookie {
    /// `None` if the jar refuses it: it has no name, belongs to another host, or does not keep
    /// what [its prefix](https://developer.mozilla.org/docs/Web/HTTP/Guides/Cookies) promises.
    pub(super) fn parse(line: &str, host: &str) -> Option<Self> {
        let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
        let (name, _) = pair.trim().split_once('=')?;
        let mut cookie = Self {
            name: name.trim().to_owned(),
            domain: host.to_ascii_lowercase(),
            path: "/".to_owned(),
            secure: false,
            http_only: false,
            same_site: None,
        };
        let mut domain = None;
        for attribute in attributes.split(';') {
            let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "domain" => {
                    let name = value.strip_prefix('.').unwrap_or(value);
                    domain = Some(name.to_ascii_lowercase()).filter(|name| !name.is_empty());
                }
                "httponly" => cookie.http_only = true,
                "path" => {
                    let path = if value.starts_with('/') { value } else { "/" };
                    path.clone_into(&mut cookie.path);
                }
                "samesite" => cookie.same_site = same_site(value),
                "secure" => cookie.secure = true,
                _ => {}
            }
        }
        let host_only = domain.is_none();
        let belongs = domain.as_ref().is_none_or(|domain| {
            let too_wide = registrable(domain).is_none() && cookie.domain != *domain;
            is_below(&cookie.domain, domain) && !too_wide
        });
        let as_promised = if cookie.name.starts_with("__Host-") {
            cookie.secure && host_only && cookie.path == "/"
        } else {
            cookie.secure || !cookie.name.starts_with("__Secure-")
        };
        cookie.domain = domain.unwrap_or(cookie.domain);
        (!cookie.name.is_empty() && belongs && as_promised).then_some(cookie)
    }

    /// Whether its name is one that sessions have.
    pub(super) fn is_session(&self) -> bool {
        let name = self.name.to_lowercase();
        name.contains("login") || name.contains("sess")
    }

    /// Whether its name is one that tokens against cross-site requests have.
    pub(super) fn is_csrf_token(&self) -> bool {
        self.name.to_lowercase().contains("csrf")
    }
}

fn same_site(value: &str) -> Option<SameSite> {
    match value.to_ascii_lowercase().as_str() {
        "lax" | "strict" => Some(SameSite::Restricted),
        "none" => Some(SameSite::None),
        _ => None,
    }
}

/// Whether some `SameSite` of a line has a value that browsers do not know.
pub(super) fn has_bad_same_site(line: &str) -> bool {
    line.split(';').any(|part| {
        let mut words = part.trim().split('=');
        let is_same_site = words
            .next()
            .is_some_and(|key| key.trim().eq_ignore_ascii_case("samesite"));
        // A second `=` is not looked behind.
        let value = words.next().unwrap_or_default();
        is_same_site && same_site(value.trim()).is_none()
    })
}
