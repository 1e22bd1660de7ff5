//! `Content-Security-Policy`.

mod append;
mod directive;
mod fallback;
mod grammar;
mod hash;
mod issue;
mod parse;
mod raw;
mod source;
mod source_error;
mod template;
mod vocabulary;

pub use issue::CspIssue;
pub use source::Source;
pub use source_error::SourceError;

pub(crate) use directive::{Directive, Policy};
pub(crate) use template::Template;
pub(crate) use vocabulary::TAKES_NONCE;

/// What a page may load and run: [`Content-Security-Policy`](https://www.w3.org/TR/CSP3/), not yet
/// checked.
///
/// Start from [`Csp::strict`] and loosen what the application needs; or from [`Csp::default`],
/// which says nothing, and [`set`](Self::set) each directive; or from a text, which it parses.
/// [`append`](Self::append) allows more.
///
/// ```
/// use seaworthy_headers::{Config, Csp};
///
/// let mut csp = Csp::strict();
/// csp.set("img-src", ["'self'", "https://images.example"]);
///
/// let mut config = Config::default();
/// config.csp = Some(csp);
/// assert!(config.build().is_ok());
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Csp {
    /// The directives in the order in which they are sent: each a name and its values.
    ///
    /// A directive without values is an empty list. `upgrade-insecure-requests` is sent on secure
    /// connections only; where it reaches a browser on plain http, as in development, the page
    /// loses its styles and scripts.
    pub directives: Vec<(String, Vec<String>)>,
    /// The directives that let the request's [`Nonce`](crate::Nonce) in, such as `script-src`.
    ///
    /// Where the handler does not display the nonce, they are sent without it, and without
    /// `'unsafe-inline'`, which browsers ignore beside a nonce.
    pub nonce_in: Vec<String>,
    /// Directives that this version does not know, each a name and its values: none.
    ///
    /// They are sent last, as they are: only their form is checked. One that stands in
    /// [`directives`](Self::directives) by right is refused here.
    pub raw: Vec<(String, Vec<String>)>,
}

impl Csp {
    /// The policy that only runs scripts which the response itself vouches for.
    ///
    /// Inline scripts and styles need the nonce; scripts may load more scripts; styles, images and
    /// fonts come from the site itself; forms and requests go to it. Nothing may frame the page.
    #[must_use]
    pub fn strict() -> Self {
        let mut csp = Self::default();
        csp.set("default-src", ["'none'"])
            .set("script-src", ["'strict-dynamic'"])
            .set("style-src", ["'self'"])
            .set("img-src", ["'self'", "data:"])
            .set("font-src", ["'self'"])
            .set("connect-src", ["'self'"])
            .set("form-action", ["'self'"])
            .set("base-uri", ["'none'"])
            .set("frame-ancestors", ["'none'"])
            .set("object-src", ["'none'"])
            .set("upgrade-insecure-requests", [""; 0]);
        csp.nonce_in = vec!["script-src".to_owned(), "style-src".to_owned()];
        csp
    }

    /// Gives a directive these values: in its old place if it was there, else at the end.
    pub fn set<V: Into<String>>(
        &mut self,
        directive: &str,
        values: impl IntoIterator<Item = V>,
    ) -> &mut Self {
        let values = values.into_iter().map(Into::into).collect();
        let mut present = self.directives.iter_mut();
        match present.find(|(name, _)| name.eq_ignore_ascii_case(directive)) {
            Some((_, old)) => *old = values,
            None => self.directives.push((directive.to_owned(), values)),
        }
        self
    }

    /// The directives that are right and mean something in such a policy, and all that is wrong
    /// with the others.
    pub(crate) fn check(&self, report_only: bool) -> (Policy, Vec<CspIssue>) {
        let mut issues = Vec::new();
        let mut directives: Vec<Directive> = Vec::new();
        for (name, values) in &self.directives {
            let nonced = self.nonce_in.iter().any(|n| n.eq_ignore_ascii_case(name));
            let Some(directive) = Directive::check(name, values, nonced, &mut issues) else {
                continue;
            };
            if directives
                .iter()
                .any(|earlier| earlier.name == directive.name)
            {
                let directive = directive.name;
                issues.push(CspIssue::DuplicateDirective { directive });
            } else {
                directives.push(directive);
            }
        }
        for name in &self.nonce_in {
            issues.extend(directive::nonce_issue(name, &directives));
        }
        if report_only {
            directives.retain(|directive| !directive.needs_enforcement());
        }
        let raw = raw::check(&self.raw, &mut issues);
        let nothing_asked = self.directives.is_empty() && self.raw.is_empty();
        let nothing_left = directives.is_empty() && raw.is_empty();
        if nothing_asked || (nothing_left && issues.is_empty()) {
            issues.push(CspIssue::Empty);
        }
        (Policy { directives, raw }, issues)
    }
}

#[cfg(test)]
mod tests;
