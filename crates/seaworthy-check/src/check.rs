use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::Finding;

/// A rule that looks at a `T`, such as the settings, and says what is wrong with it.
///
/// ```
/// use seaworthy_check::{Check, Finding, Outcome};
///
/// struct Settings {
///     debug: bool,
///     cache: Option<String>,
/// }
///
/// let debug = Check::new("debug", |settings: &Settings| {
///     settings.debug.then(|| Finding::error("debug.on", "Error pages show the source."))
/// });
///
/// let cache = Check::new("cache", |settings: &Settings| match &settings.cache {
///     None => Outcome::NotUsed("no cache is configured".to_owned()),
///     Some(url) if url.starts_with("rediss:") => Outcome::Found(vec![]),
///     Some(_) => Finding::warning("cache.plain", "Anyone on the way can read it.").into(),
/// });
/// # let _ = (debug, cache);
/// ```
///
/// Something that is no check does not compile:
///
/// ```compile_fail
/// # use seaworthy_check::{Check, Finding};
/// let check: Check<bool> = Check::new("no input", || None::<Finding>);
/// ```
pub struct Check<T: ?Sized> {
    pub(crate) name: String,
    pub(crate) tags: BTreeSet<String>,
    pub(crate) deploy: bool,
    /// What it looks at, if that is a part of the whole.
    pub(crate) needs: Option<&'static str>,
    pub(crate) timeout: Duration,
    pub(crate) rule: Look<T>,
}

/// What a check does, at once or while others do the same.
pub(crate) enum Look<T: ?Sized> {
    Now(Arc<Now<T>>),
    Later(Arc<Start<T>>),
}

impl<T: ?Sized> Clone for Look<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Now(rule) => Self::Now(Arc::clone(rule)),
            Self::Later(rule) => Self::Later(Arc::clone(rule)),
        }
    }
}

pub(crate) type Now<T> = dyn Fn(&T) -> Outcome + Send + Sync;

pub(crate) type Start<T> = dyn Fn(&T) -> Later + Send + Sync;

pub(crate) type Later = Pin<Box<dyn Future<Output = Outcome> + Send>>;

impl<T: ?Sized> Check<T> {
    /// A check with this name, which reports show, and this rule.
    ///
    /// The rule returns an [`Outcome`], or what becomes one: a `Vec` of findings, one [`Finding`]
    /// or an `Option` of it. Where it may take long, run the
    /// checks [concurrently](crate::Checks::run_concurrently).
    #[must_use]
    pub fn new<R, O>(name: impl Into<String>, rule: R) -> Self
    where
        R: Fn(&T) -> O + Send + Sync + 'static,
        O: Into<Outcome>,
    {
        Self::of(name, Look::Now(Arc::new(move |input| rule(input).into())))
    }

    /// A check that has to wait for what it looks at, such as the answer of a database.
    ///
    /// The rule takes from its input what it needs, and returns a future that owns it. It runs in
    /// [`Checks::run_concurrently`](crate::Checks::run_concurrently), and is skipped elsewhere.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use seaworthy_check::{Check, Finding};
    /// # struct Pool;
    /// # impl Pool { async fn ping(&self) -> Result<(), std::io::Error> { Ok(()) } }
    ///
    /// let database = Check::future("database", |pool: &Arc<Pool>| {
    ///     let pool = Arc::clone(pool);
    ///     async move {
    ///         let error = pool.ping().await.err();
    ///         error.map(|_| Finding::error("database.down", "The database does not answer."))
    ///     }
    /// });
    /// # let _ = database;
    /// ```
    #[must_use]
    pub fn future<R, F>(name: impl Into<String>, rule: R) -> Self
    where
        R: Fn(&T) -> F + Send + Sync + 'static,
        F: Future<Output: Into<Outcome>> + Send + 'static,
    {
        let later = move |input: &T| -> Later {
            let outcome = rule(input);
            Box::pin(async { outcome.await.into() })
        };
        Self::of(name, Look::Later(Arc::new(later)))
    }

    fn of(name: impl Into<String>, rule: Look<T>) -> Self {
        Self {
            name: name.into(),
            tags: BTreeSet::new(),
            deploy: false,
            needs: None,
            timeout: PATIENCE,
            rule,
        }
    }

    /// Adds tags, by which a [`Selection`](crate::Selection) can name the check.
    #[must_use]
    pub fn tags<I>(mut self, tags: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.tags.extend(tags.into_iter().map(Into::into));
        self
    }

    /// Makes it a deployment check: one of what is fine on a developer's machine.
    ///
    /// It runs only where [`Selection::deploy`](crate::Selection::deploy) is set.
    #[must_use]
    pub const fn deploy(mut self) -> Self {
        self.deploy = true;
        self
    }

    /// Gives it this time instead of 10 s, where checks run side by side.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    pub(crate) fn within<W: ?Sized + 'static>(self, part: fn(&W) -> &T) -> Check<W>
    where
        T: 'static,
    {
        let rule = match self.rule {
            Look::Now(rule) => Look::Now(Arc::new(move |whole: &W| rule(part(whole)))),
            Look::Later(rule) => Look::Later(Arc::new(move |whole: &W| rule(part(whole)))),
        };
        Check {
            name: self.name,
            tags: self.tags,
            deploy: self.deploy,
            needs: self.needs,
            timeout: self.timeout,
            rule,
        }
    }

    pub(crate) fn needs(mut self, name: &'static str) -> Self {
        self.needs = Some(name);
        self
    }
}

/// How long a check may take that says nothing else.
const PATIENCE: Duration = Duration::from_secs(10);

impl<T: ?Sized> fmt::Debug for Check<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check")
            .field("name", &self.name)
            .field("tags", &self.tags)
            .field("deploy", &self.deploy)
            .field("needs", &self.needs)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// What a check's rule says.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It looked, and found this; nothing is the best that can be found.
    Found(Vec<Finding>),
    /// The application does not use what it looks at, for this reason: nothing is to be found.
    NotUsed(String),
    /// It could not look, for this reason. That is not a pass, and no report shows it as one;
    /// before a deployment it is a finding of its own, `check.skipped`.
    Skipped(String),
}

impl From<Vec<Finding>> for Outcome {
    fn from(findings: Vec<Finding>) -> Self {
        Self::Found(findings)
    }
}

impl From<Option<Finding>> for Outcome {
    fn from(finding: Option<Finding>) -> Self {
        Self::Found(finding.into_iter().collect())
    }
}

impl From<Finding> for Outcome {
    fn from(finding: Finding) -> Self {
        Self::Found(vec![finding])
    }
}
