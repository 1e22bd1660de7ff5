//! How the cookies of a response are hardened.

pub(crate) use hardener::Hardener;
pub(crate) use host::KeptHost;
pub use problem::CookieProblem;
pub use same_site::SameSite;

mod hardener;
mod host;
mod missing;
mod prefix;
mod problem;
mod same_site;
mod set_cookie;

use crate::Issue;

/// What each cookie gets that a response sets, whoever set it.
///
/// A cookie gets an attribute at the end of its `Set-Cookie` line, and only if it lacks it: what
/// the handler wrote stays as it is and where it is. Removals are lines like any other, so that
/// browsers take them for the cookie that was set.
///
/// A cookie also gets what browsers drop it without, whatever the rules say: `Secure` with
/// `SameSite=None`, with `Partitioned`, and with a name that begins with `__Secure-`, `__Host-`,
/// `__Http-` or `__Host-Http-`; `HttpOnly` and `Path=/` where such a name needs them. What cannot
/// be mended by adding to it is a [`CookieProblem`], of which a warning tells.
///
/// Names are case-sensitive.
///
/// ```
/// use http::{Request, Response, header::SET_COOKIE};
/// use seaworthy_headers::{Config, CookieRule, CookieRules};
/// use seaworthy_policy::{Connection, Policy, Scheme, Verdict};
///
/// let mut rules = CookieRules::default();
/// rules.http_only = CookieRule::Except(vec!["theme".to_owned()]);
/// let mut config = Config::default();
/// config.cookies = Some(rules);
/// let headers = config.build()?;
///
/// let mut request = Request::new(());
/// request.extensions_mut().insert(Connection::new(Scheme::Https));
/// let Verdict::Forward(memo) = headers.judge(&mut request) else {
///     panic!("every request is forwarded");
/// };
/// let mut response = Response::builder()
///     .header(SET_COOKIE, "__Host-session=31d4; SameSite=Strict")
///     .header(SET_COOKIE, "theme=dark")
///     .body(())?;
/// headers.finish(memo, &mut response);
///
/// let mut cookies = response.headers().get_all(SET_COOKIE).iter();
/// assert_eq!(
///     cookies.next().unwrap(),
///     "__Host-session=31d4; SameSite=Strict; Path=/; Secure; HttpOnly",
/// );
/// assert_eq!(cookies.next().unwrap(), "theme=dark; Secure; SameSite=Lax");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CookieRules {
    /// Which cookies are kept from scripts, by `HttpOnly`: all.
    ///
    /// One that a script reads, such as that of a CSRF token, has to be an exception.
    pub http_only: CookieRule,
    /// The [`SameSite`] of cookies that have none, or one that browsers do not know: `Lax`.
    pub same_site: SameSite,
    /// Which cookies get that `SameSite` if they need one: all.
    pub same_site_for: CookieRule,
    /// Which cookies are sent over https only, by `Secure`: all.
    ///
    /// They get it on secure connections. On others browsers would drop them for it.
    pub secure: CookieRule,
}

impl Default for CookieRules {
    fn default() -> Self {
        Self {
            http_only: CookieRule::All,
            same_site: SameSite::Lax,
            same_site_for: CookieRule::All,
            secure: CookieRule::All,
        }
    }
}

impl CookieRules {
    /// The rules at work, and what is wrong with them.
    pub(crate) fn check(&self, issues: &mut Vec<Issue>) -> Hardener {
        for (rule, which) in [
            ("http_only", &self.http_only),
            ("same_site_for", &self.same_site_for),
            ("secure", &self.secure),
        ] {
            which.check(rule, issues);
        }
        Hardener::new(self.clone())
    }
}

/// For which cookies a rule holds, by their names.
#[non_exhaustive]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum CookieRule {
    /// Every cookie.
    #[default]
    All,
    /// Every cookie but these.
    Except(Vec<String>),
    /// No cookie.
    Off,
    /// These cookies.
    Only(Vec<String>),
}

impl CookieRule {
    /// Whether it is for the cookie of this name.
    ///
    /// ```
    /// use seaworthy_headers::CookieRule;
    ///
    /// let rule = CookieRule::Except(vec!["theme".to_owned()]);
    /// assert!(rule.applies_to("sessionid") && !rule.applies_to("theme"));
    /// ```
    #[must_use]
    pub fn applies_to(&self, name: &str) -> bool {
        self.holds_for(name.as_bytes())
    }

    pub(crate) fn holds_for(&self, name: &[u8]) -> bool {
        let listed = |names: &[String]| names.iter().any(|listed| listed.as_bytes() == name);
        match self {
            Self::All => true,
            Self::Except(names) => !listed(names),
            Self::Off => false,
            Self::Only(names) => listed(names),
        }
    }

    /// Whether it holds for no cookie at all.
    pub(crate) fn is_off(&self) -> bool {
        match self {
            Self::All | Self::Except(_) => false,
            Self::Off => true,
            Self::Only(names) => names.is_empty(),
        }
    }

    fn check(&self, rule: &'static str, issues: &mut Vec<Issue>) {
        let (Self::Except(names) | Self::Only(names)) = self else {
            return;
        };
        for (index, name) in names.iter().enumerate() {
            let is_twice = names.iter().take(index).any(|other| other == name);
            let name = name.clone();
            if !can_be_name(&name) {
                issues.push(Issue::InvalidCookieName { rule, name });
            } else if is_twice {
                issues.push(Issue::DuplicateCookieName { rule, name });
            }
        }
    }
}

/// Whether it can be the name of a cookie.
///
/// Browsers take more, but what is not here is more likely a list in one entry, or a typing error.
fn can_be_name(name: &str) -> bool {
    let is_good = |byte: u8| byte.is_ascii_graphic() && !b"\",;=\\".contains(&byte);
    !name.is_empty() && name.bytes().all(is_good)
}

#[cfg(test)]
mod tests {
    use super::CookieRule;

    fn names() -> Vec<String> {
        ["id", "__Host-id"].map(str::to_owned).into()
    }

    #[test]
    fn a_rule_is_about_exact_names() {
        for (name, listed) in [
            ("id", true),
            ("__Host-id", true),
            ("ID", false),
            ("__host-id", false),
            ("", false),
            ("i", false),
        ] {
            let name = name.as_bytes();
            assert_eq!(CookieRule::Only(names()).holds_for(name), listed);
            assert_eq!(CookieRule::Except(names()).holds_for(name), !listed);
            assert!(CookieRule::All.holds_for(name));
            assert!(!CookieRule::Off.holds_for(name));
        }
    }

    #[test]
    fn a_rule_for_nothing_is_off() {
        assert!(CookieRule::Off.is_off());
        assert!(CookieRule::Only(Vec::new()).is_off());
        assert!(!CookieRule::Only(names()).is_off());
        assert!(!CookieRule::Except(Vec::new()).is_off());
        assert!(!CookieRule::All.is_off());
    }
}
