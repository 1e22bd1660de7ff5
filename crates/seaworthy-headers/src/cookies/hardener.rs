//! The rules for cookies at work on a response.

#[cfg(test)]
mod tests;

use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};
use seaworthy_policy::{Excerpt, Throttle};

use super::host::{Host, KeptHost};
use super::missing::Missing;
use super::set_cookie::SetCookie;
use super::{CookieProblem, CookieRules};

/// Rules that have been checked, and the warning about cookies that they cannot save.
#[derive(Clone, Debug)]
pub(crate) struct Hardener {
    rules: CookieRules,
    warning: Throttle,
}

impl Hardener {
    pub(crate) fn new(rules: CookieRules) -> Self {
        Self {
            rules,
            warning: Throttle::new(),
        }
    }

    /// Gives each cookie what it lacks, in its place.
    pub(crate) fn harden(&self, headers: &mut HeaderMap, is_secure: bool, host: Option<&KeptHost>) {
        if !headers.contains_key(SET_COOKIE) {
            return;
        }
        let host = host.map(KeptHost::host);
        // Not by `entry`, which makes room for one more even where it finds one.
        let lines = headers.iter_mut().filter(|(name, _)| *name == SET_COOKIE);
        for (_, line) in lines {
            if let Some(hardened) = self.harden_line(line, is_secure, host) {
                *line = hardened;
            }
        }
    }

    /// The line with what it lacks; `None` if it lacks nothing.
    fn harden_line(
        &self,
        line: &HeaderValue,
        is_secure: bool,
        host: Option<Host<'_>>,
    ) -> Option<HeaderValue> {
        let cookie = SetCookie::parse(line.as_bytes());
        let missing = Missing::of(&cookie, &self.rules, is_secure);
        let problem = CookieProblem::find(&missing.added_to(&cookie), is_secure, host);
        if let Some(problem) = problem.filter(|_| self.warning.admits()) {
            // Not `cookie`: logs hide what a field of that name holds.
            let name = Excerpt(cookie.name);
            tracing::warn!(?name, %problem, "browsers do not keep a cookie as it was set");
        }
        missing.appended_to(line)
    }
}
