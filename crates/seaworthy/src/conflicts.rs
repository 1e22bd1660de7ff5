//! Settings that are right each by itself and do not work together.

use seaworthy_headers::SameSite;
use seaworthy_log::Schema;
use seaworthy_settings::{FromSetting, SecretKey};

use crate::{Issue, Settings};

/// What keeps the settings from working, beyond what the blocks say of their configurations.
pub(crate) fn conflicts(settings: &Settings) -> Vec<Issue> {
    let mut issues = guessable_keys(settings);
    issues.extend(lost_cookies(settings));
    issues.extend(nameless_service(settings));
    issues
}

/// A schema of the log that cannot do without the service's name.
fn nameless_service(settings: &Settings) -> Option<Issue> {
    let needed = settings.log.schema == Schema::Bunyan && settings.log.service.is_none();
    needed.then(|| {
        let problem = "LOG_SCHEMA=bunyan wants the name of the service; set it";
        Issue::new("LOG_SERVICE", &problem)
    })
}

/// Nobody signs, or ever signed, with a key that can be guessed.
fn guessable_keys(settings: &Settings) -> Vec<Issue> {
    let unfit = |variable, key: &SecretKey| {
        let reasons = key.unfit().filter(|_| !settings.debug)?;
        let remedy = "set it to 32 random bytes, such as `openssl rand -base64 32` prints";
        Some(Issue::new(variable, &format!("{reasons}; {remedy}")))
    };
    let former = settings.secret_key_fallbacks.iter();
    let former = former.filter_map(|key| unfit("SECRET_KEY_FALLBACKS", key));
    unfit("SECRET_KEY", &settings.secret_key)
        .into_iter()
        .chain(former)
        .collect()
}

/// Cookies that browsers would drop, and nobody would know why.
fn lost_cookies(settings: &Settings) -> Vec<Issue> {
    let (session, csrf) = (&settings.session_cookie, &settings.csrf.cookie);
    let mut issues = Vec::new();
    for (cookie, name, secure, httponly, samesite) in [
        (
            "SESSION_COOKIE",
            &session.name,
            session.secure,
            session.httponly,
            session.samesite,
        ),
        (
            "CSRF_COOKIE",
            &csrf.name,
            csrf.secure,
            csrf.httponly,
            csrf.samesite,
        ),
    ] {
        let has_any = |prefixes: &[&str]| prefixes.iter().any(|prefix| has_prefix(name, prefix));
        let mut lost = |demands: &str, unless: &str, attribute: &str| {
            let variable = format!("{cookie}_{attribute}");
            let problem = format!(
                "{demands} has browsers drop the cookie unless {unless}; set {variable}=true"
            );
            issues.push(Issue::new(variable, &problem));
        };
        let named = format!("its name `{name}`");
        if !secure && has_any(&["__Host-", "__Secure-", "__Http-"]) {
            lost(&named, "it is secure", "SECURE");
        } else if !secure && samesite == SameSite::None {
            lost("SameSite=None", "it is secure", "SECURE");
        }
        if !httponly && has_any(&["__Http-", "__Host-Http-"]) {
            lost(&named, "scripts cannot read it", "HTTPONLY");
        }
    }
    issues
}

/// Whether a cookie's name begins so, in any case, as browsers see it.
///
/// <https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis>
pub(crate) fn has_prefix(name: &str, prefix: &str) -> bool {
    let start = name.get(..prefix.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}
