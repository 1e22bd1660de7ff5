//! What a cookie lacks.

use http::HeaderValue;

use super::prefix::Prefix;
use super::set_cookie::{Path, SetCookie};
use super::{CookieRules, SameSite};

/// The attributes that a `Set-Cookie` line has to get.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Missing {
    http_only: bool,
    path: bool,
    same_site: Option<SameSite>,
    secure: bool,
}

impl Missing {
    /// What the rules ask for, and what browsers will drop the cookie without.
    ///
    /// The attributes that the handler has set are right, even where the rules ask for others.
    pub(crate) fn of(cookie: &SetCookie<'_>, rules: &CookieRules, is_secure: bool) -> Self {
        let prefix = Prefix::of(cookie.name);
        let could_be_secure = cookie.secure || is_secure;
        // One that stands before a value that is none was meant to count.
        let same_site = cookie.same_site.unwrap_or(rules.same_site);
        let asked = !cookie.same_site_counts && rules.same_site_for.holds_for(cookie.name);
        // `None` would have a cookie dropped that is not `Secure`, and `Lax` is what it is without.
        let possible = same_site != SameSite::None || could_be_secure;
        let same_site = (asked && possible).then_some(same_site);
        let crosses_sites = same_site == Some(SameSite::None) || cookie.is_same_site_none();
        let needs_secure = prefix.is_some() || crosses_sites || cookie.partitioned;
        let needs_http_only = prefix.is_some_and(Prefix::is_for_http);
        Self {
            http_only: !cookie.http_only
                && (needs_http_only || rules.http_only.holds_for(cookie.name)),
            path: cookie.path == Path::Unset && prefix.is_some_and(Prefix::is_for_host),
            same_site,
            secure: is_secure
                && !cookie.secure
                && (needs_secure || rules.secure.holds_for(cookie.name)),
        }
    }

    /// The line with what it lacks at its end; `None` if it lacks nothing.
    pub(crate) fn appended_to(self, line: &HeaderValue) -> Option<HeaderValue> {
        let same_site = self.same_site.map(SameSite::as_str);
        let texts = [
            self.path.then_some("; Path=/"),
            self.secure.then_some("; Secure"),
            self.http_only.then_some("; HttpOnly"),
            same_site.map(|_| "; SameSite="),
            same_site,
        ];
        let more: usize = texts.iter().flatten().map(|text| text.len()).sum();
        if more == 0 {
            return None;
        }
        // The exact length, because the value takes the vector as it is only if it is full.
        let mut bytes = Vec::with_capacity(line.len() + more);
        bytes.extend_from_slice(line.as_bytes());
        for text in texts.into_iter().flatten() {
            bytes.extend_from_slice(text.as_bytes());
        }
        // It always is a value: the line was one, and the rest is visible ASCII.
        let mut value = HeaderValue::try_from(bytes).ok()?;
        value.set_sensitive(line.is_sensitive());
        Some(value)
    }

    /// The cookie as it is once it has got them.
    pub(crate) fn added_to<'a>(self, cookie: &SetCookie<'a>) -> SetCookie<'a> {
        let mut cookie = *cookie;
        cookie.http_only |= self.http_only;
        cookie.secure |= self.secure;
        if self.path {
            cookie.path = Path::Root;
        }
        if self.same_site.is_some() {
            cookie.same_site = self.same_site;
            cookie.same_site_counts = true;
        }
        cookie
    }
}
