use std::fmt;
use std::future::Future;

use crate::{Check, Outcome};

/// A part of what is looked at, by which a check says what it needs.
///
/// What takes the part out of the application does not take its checks out of the report: they are
/// skipped, or not used.
///
/// ```
/// use seaworthy_check::{Checks, Finding, Input, Part, Selection, Status};
///
/// struct Host {
///     cache: Option<String>,
/// }
///
/// let cache = Input::new("cache", |host: &Host| match &host.cache {
///     Some(url) => Part::Given(url.clone()),
///     None => Part::NotUsed("REDIS_URL is not set".to_owned()),
/// });
/// let encrypted = cache.check("cache.encrypted", |url| {
///     let is_plain = !url.starts_with("rediss:");
///     is_plain.then(|| Finding::warning("cache.plain", "Anyone on the way can read it."))
/// });
///
/// let checks = Checks::new().add(encrypted);
/// let report = checks.run(&Host { cache: None }, &Selection::deploy())?;
/// assert_eq!(
///     *report.checks()[0].status(),
///     Status::NotUsed("REDIS_URL is not set".to_owned())
/// );
/// assert!(report.findings().is_empty());
/// # Ok::<(), seaworthy_check::UnknownTags>(())
/// ```
pub struct Input<T: ?Sized, U> {
    name: &'static str,
    part: fn(&T) -> Part<U>,
}

/// What there is of an [`Input`].
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Part<U> {
    /// It is there.
    Given(U),
    /// It should be there and is not, for this reason: what needs it is skipped.
    Missing(String),
    /// The application does without it, for this reason.
    NotUsed(String),
}

impl<U> Part<U> {
    /// What is there, or what comes of a check where it is not.
    fn given(self) -> Result<U, Outcome> {
        match self {
            Self::Given(part) => Ok(part),
            Self::Missing(reason) => Err(Outcome::Skipped(reason)),
            Self::NotUsed(reason) => Err(Outcome::NotUsed(reason)),
        }
    }
}

impl<T: ?Sized, U> Input<T, U> {
    /// The part with this name, which reports show, and how it is taken from the whole.
    #[must_use]
    pub const fn new(name: &'static str, part: fn(&T) -> Part<U>) -> Self {
        Self { name, part }
    }
}

impl<T: ?Sized + 'static, U: 'static> Input<T, U> {
    /// A check of this part; else as [`Check::new`].
    #[must_use]
    pub fn check<R, O>(self, name: impl Into<String>, rule: R) -> Check<T>
    where
        R: Fn(U) -> O + Send + Sync + 'static,
        O: Into<Outcome>,
    {
        let part = self.part;
        let rule = move |input: &T| match part(input).given() {
            Ok(part) => rule(part).into(),
            Err(outcome) => outcome,
        };
        Check::new(name, rule).needs(self.name)
    }

    /// A check of this part that has to wait; else as [`Check::future`].
    #[must_use]
    pub fn future<R, F>(self, name: impl Into<String>, rule: R) -> Check<T>
    where
        R: Fn(U) -> F + Send + Sync + 'static,
        F: Future<Output: Into<Outcome>> + Send + 'static,
    {
        let part = self.part;
        let rule = move |input: &T| {
            let looked = part(input).given().map(&rule);
            async {
                match looked {
                    Ok(outcome) => outcome.await.into(),
                    Err(outcome) => outcome,
                }
            }
        };
        Check::future(name, rule).needs(self.name)
    }
}

impl<T: ?Sized, U> Clone for Input<T, U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized, U> Copy for Input<T, U> {}

impl<T: ?Sized, U> fmt::Debug for Input<T, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Input").field(&self.name).finish()
    }
}
