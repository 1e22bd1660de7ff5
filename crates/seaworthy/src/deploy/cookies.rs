//! Whether the cookies stay between the browser and this service.

use seaworthy_check::Finding;
use seaworthy_headers::SameSite;

use super::rules::finding;
use crate::Settings;
use crate::conflicts::has_prefix;

/// One cookie, whichever it is.
struct Cookie<'a> {
    /// The variables' prefix.
    variables: &'a str,
    /// The ids' prefix.
    id: [&'static str; 4],
    name: &'a str,
    secure: bool,
    httponly: bool,
    samesite: SameSite,
}

pub(super) fn cookies(settings: &Settings) -> Vec<Finding> {
    let (session, csrf) = (&settings.session_cookie, &settings.csrf.cookie);
    let session = Cookie {
        variables: "SESSION_COOKIE",
        id: [
            "session_cookie.not_secure",
            "session_cookie.not_httponly",
            "session_cookie.cross_site",
            "session_cookie.no_prefix",
        ],
        name: &session.name,
        secure: session.secure,
        httponly: session.httponly,
        samesite: session.samesite,
    };
    let csrf = Cookie {
        variables: "CSRF_COOKIE",
        id: [
            "csrf_cookie.not_secure",
            "csrf_cookie.not_httponly",
            "csrf_cookie.cross_site",
            "csrf_cookie.no_prefix",
        ],
        name: &csrf.name,
        secure: csrf.secure,
        httponly: csrf.httponly,
        samesite: csrf.samesite,
    };
    [session, csrf].iter().flat_map(Cookie::findings).collect()
}

impl Cookie<'_> {
    fn findings(&self) -> Vec<Finding> {
        let [not_secure, not_httponly, cross_site, no_prefix] = self.id;
        let name = self.name;
        let mut found = Vec::new();
        let mut find = |wrong: bool, id, message: &str, variable: &str, value: &str| {
            if wrong {
                let variable = format!("{}_{variable}", self.variables);
                let hint = format!("Set {variable}={value}.");
                found.push(
                    finding(id, format!("{name} {message}"))
                        .object(variable)
                        .hint(hint),
                );
            }
        };
        find(
            !self.secure,
            not_secure,
            "is sent over plain HTTP, where it can be read.",
            "SECURE",
            "true",
        );
        find(
            !self.httponly,
            not_httponly,
            "can be stolen by any script on the page.",
            "HTTPONLY",
            "true",
        );
        let message = "comes along with every request that another site causes.";
        find(
            self.samesite == SameSite::None,
            cross_site,
            message,
            "SAMESITE",
            "Lax",
        );
        let message = "can be set by any subdomain, and over plain HTTP: its name lacks `__Host-`.";
        find(
            !has_prefix(name, "__Host-"),
            no_prefix,
            message,
            "NAME",
            &format!("__Host-{name}"),
        );
        found
    }
}
