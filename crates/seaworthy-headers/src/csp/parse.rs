//! A policy from its text.

use std::convert::Infallible;
use std::str::FromStr;

use super::Csp;

/// Reads a policy as it stands in the header, or in a setting.
///
/// It never fails, because nothing is checked yet: an unknown directive, one that is there twice
/// and a wrong value are kept, and [`build`](crate::Config::build) says what is wrong with them.
///
/// ```
/// use seaworthy_headers::Csp;
///
/// let Ok(csp) = "default-src 'self'; img-src *".parse::<Csp>();
/// assert_eq!(csp.directives[1], ("img-src".to_owned(), vec!["*".to_owned()]));
/// ```
impl FromStr for Csp {
    type Err = Infallible;

    /// [The algorithm](https://www.w3.org/TR/CSP3/#parse-serialized-policy), but for what browsers
    /// skip.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let mut csp = Self::default();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace().map(str::to_owned);
            if let Some(name) = words.next() {
                csp.directives.push((name, words.collect()));
            }
        }
        Ok(csp)
    }
}
