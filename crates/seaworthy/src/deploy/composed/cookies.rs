//! The cookies that pages set.

use seaworthy_check::Finding;

use super::Judged;
use super::driver::{Driver, MISSING};
use super::probe::Probe;
use crate::Settings;
use crate::deploy::rules::finding;

pub(super) async fn judge(driver: &Driver) -> Judged {
    let mut findings = Vec::new();
    for page in driver.pages.iter().map(String::as_str).chain([MISSING]) {
        let answer = driver.send(&Probe::get(page)).await?;
        for cookie in answer.all("set-cookie") {
            findings.extend(judged(cookie, &driver.settings, &answer.request));
        }
    }
    Ok(findings)
}

/// What is wrong with a cookie, whose value is not told.
fn judged(cookie: &str, settings: &Settings, request: &str) -> Vec<Finding> {
    let mut parts = cookie.split(';').map(str::trim);
    let name = parts
        .next()
        .unwrap_or_default()
        .split('=')
        .next()
        .unwrap_or_default();
    let attributes: Vec<(String, &str)> = parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()))
        .collect();
    let value = |wanted: &str| {
        let found = attributes.iter().rev().find(|(name, _)| name == wanted);
        found.map(|(_, value)| *value)
    };
    let rules = settings.cookie_rules();
    let is_session = name == settings.session_cookie.name;
    let mut findings = Vec::new();
    let mut find = |id: &'static str, what: &str, alias: &[(&str, bool)]| {
        let message = format!("{request} sets the cookie {name} {what}.");
        let mut found = finding(id, message).object(name);
        let alias = alias.iter().find(|(_, applies)| *applies);
        found.alias = alias.map(|(alias, _)| (*alias).to_owned());
        findings.push(found);
    };
    let is_csrf = name == settings.csrf.cookie.name;
    if rules.secure.applies_to(name) && value("secure").is_none() {
        let alias = [("security.W012", is_session), ("security.W016", is_csrf)];
        find("cookies.not_secure", "without Secure", &alias);
    }
    if rules.http_only.applies_to(name) && value("httponly").is_none() {
        find(
            "cookies.not_httponly",
            "without HttpOnly",
            &[("security.W015", is_session)],
        );
    }
    match value("samesite").map(str::to_ascii_lowercase).as_deref() {
        Some("none") if value("secure").is_none() => {
            find(
                "cookies.dropped",
                "with SameSite=None and without Secure: browsers drop it",
                &[],
            );
        }
        Some("lax" | "strict" | "none") => {}
        _ if rules.same_site_for.applies_to(name) => {
            find("cookies.no_samesite", "without SameSite", &[]);
        }
        _ => {}
    }
    let is_host = name.starts_with("__Host-");
    let is_kept = value("secure").is_some()
        && (!is_host || (value("path") == Some("/") && value("domain").is_none()));
    if (is_host || name.starts_with("__Secure-")) && !is_kept {
        find(
            "cookies.dropped",
            "whose prefix it does not live up to: browsers drop it",
            &[],
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use seaworthy_settings::Sources;

    use super::*;

    #[test]
    fn a_cookie_is_found_wanting_for_each_thing_it_lacks() {
        let settings = Settings::load(&Sources::pairs([
            ("SECRET_KEY", "wq9xGJp2k4Zt0yN7mVb5rXcE8hUfDs1LaKoTiPnRe3Y"),
            ("ALLOWED_HOSTS", "www.example.com"),
            ("COOKIES_HTTPONLY_EXCEPT", "theme"),
        ]));
        let settings = settings.unwrap().settings;
        for (cookie, ids) in [
            ("a=1; Secure; HttpOnly; SameSite=Lax", &[][..]),
            ("theme=dark; secure; samesite=strict", &[]),
            ("a=1; HttpOnly; SameSite=Lax", &["cookies.not_secure"]),
            ("a=1; Secure; SameSite=Lax", &["cookies.not_httponly"]),
            ("a=1; Secure; HttpOnly", &["cookies.no_samesite"]),
            (
                "a=1; HttpOnly; SameSite=None",
                &["cookies.not_secure", "cookies.dropped"],
            ),
            ("__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax", &[]),
            (
                "__Host-a=1; Path=/x; Secure; HttpOnly; SameSite=Lax",
                &["cookies.dropped"],
            ),
            (
                "__Host-a=1; Path=/; Domain=example.com; Secure; HttpOnly; SameSite=Lax",
                &["cookies.dropped"],
            ),
        ] {
            let found = judged(cookie, &settings, "GET /");
            let found: Vec<_> = found.iter().map(|finding| finding.id.as_str()).collect();
            assert_eq!(found, ids, "{cookie}");
        }
    }

    #[test]
    fn the_value_of_a_cookie_is_not_told() {
        let settings = Settings::load(&Sources::pairs([("DEBUG", "true")]))
            .unwrap()
            .settings;
        let found = judged("sessionid=hunter2", &settings, "GET /");
        assert!(!found.is_empty() && !format!("{found:?}").contains("hunter2"));
    }
}
