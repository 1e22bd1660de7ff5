use seaworthy_headers::{CookieRule, CookieRules};
use seaworthy_settings::Settings as Load;

use crate::{Settings, validate};

/// Which cookies are left as the application sets them.
///
/// All others get what they lack of `Secure`, `HttpOnly` and `SameSite=Lax`.
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct Cookies {
    /// Cookies that may travel over plain HTTP.
    #[settings(
        default = [],
        expected = "names of cookies, separated by commas",
        validate = validate::cookie_names
    )]
    pub secure_except: Vec<String>,

    /// Cookies that scripts may read.
    #[settings(
        default = [],
        expected = "names of cookies, separated by commas",
        validate = validate::cookie_names
    )]
    pub httponly_except: Vec<String>,

    /// Cookies whose `SameSite` is left to the browser where they have none.
    #[settings(
        default = [],
        expected = "names of cookies, separated by commas",
        validate = validate::cookie_names
    )]
    pub samesite_except: Vec<String>,
}

impl Settings {
    /// What is asked of cookies, those that have variables of their own included.
    pub(crate) fn cookie_rules(&self) -> CookieRules {
        let (session, csrf) = (&self.session_cookie, &self.csrf.cookie);
        let except = |listed: &[String], own: [(&String, bool); 2]| {
            let mut names = listed.to_vec();
            let own = own.into_iter().filter(|(_, demands)| !demands);
            for name in own.map(|(name, _)| name) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            all_but(names)
        };
        let mut rules = CookieRules::default();
        rules.secure = except(
            &self.cookies.secure_except,
            [(&session.name, session.secure), (&csrf.name, csrf.secure)],
        );
        rules.http_only = except(
            &self.cookies.httponly_except,
            [
                (&session.name, session.httponly),
                (&csrf.name, csrf.httponly),
            ],
        );
        rules.same_site_for = all_but(self.cookies.samesite_except.clone());
        rules
    }
}

fn all_but(names: Vec<String>) -> CookieRule {
    if names.is_empty() {
        CookieRule::All
    } else {
        CookieRule::Except(names)
    }
}
