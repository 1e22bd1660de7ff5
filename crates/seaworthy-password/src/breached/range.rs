use std::fmt;
use std::future::{Future, poll_fn};
use std::num::NonZeroU64;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use super::breaker::Breaker;
use super::cache::Cache;
use super::digest::Digest;
use super::page::Page;
use super::{OnUnknown, Outcome, RangeSource, Unknown};
use crate::{Candidate, ValidationError};

/// How [`Breached`] asks, and what it makes of the answers. Every value will do.
///
/// ```
/// use seaworthy_password::{BreachConfig, OnUnknown};
///
/// let mut config = BreachConfig::default();
/// assert_eq!(config.on_unknown, OnUnknown::Accept);
/// config.on_unknown = OnUnknown::Refuse;
/// ```
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct BreachConfig {
    /// How many pages are kept for who sends a form again; each takes some 50 kB. 64.
    pub cached_pages: usize,
    /// How long a page is kept: 24 hours.
    pub cached_for: Duration,
    /// How long an answer may take: 1 second.
    pub deadline: Duration,
    /// After how many failures in a row the source is not asked for a while: 3.
    pub failures: u32,
    /// How often a password must have been seen to be refused: 1.
    pub min_count: NonZeroU64,
    /// What [`Breached::validate`] does when there is no answer: it accepts.
    pub on_unknown: OnUnknown,
    /// How long a source that fails is not asked: 30 seconds.
    pub pause: Duration,
}

impl Default for BreachConfig {
    fn default() -> Self {
        Self {
            cached_pages: 64,
            cached_for: Duration::from_secs(24 * 60 * 60),
            deadline: Duration::from_secs(1),
            failures: 3,
            min_count: NonZeroU64::MIN,
            on_unknown: OnUnknown::Accept,
            pause: Duration::from_secs(30),
        }
    }
}

/// Asks a range API whether a password is known from a breach.
///
/// The password does not leave the process, nor does its hash: the source is asked for all hashes
/// with the same five digits at the beginning. An answer that is late, too large or not a page of
/// hashes is none; and without an answer nobody is kept from signing up, unless the configuration
/// says so. A source that keeps failing is left alone for a while, so that nobody waits for it.
///
/// It goes beside [`Validators`](crate::Validators), which do not wait:
///
/// ```
/// # use seaworthy_password::{Prefix, RangeSource};
/// # struct Source;
/// # impl RangeSource for Source {
/// #     type Error = ();
/// #     async fn range(&self, _: Prefix) -> Result<Vec<u8>, ()> {
/// #         Ok(b"1E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179".to_vec())
/// #     }
/// #     async fn sleep(&self, _: std::time::Duration) { std::future::pending().await }
/// # }
/// use seaworthy_password::{
///     BreachConfig, Breached, Candidate, ValidationError, ValidationErrors, Validators,
/// };
///
/// /// All that is wrong with a password.
/// async fn errors(
///     breached: &Breached<Source>,
///     candidate: &Candidate<'_>,
/// ) -> Vec<ValidationError> {
///     let rules = Validators::django().validate(candidate.as_str(), None).err();
///     let leak = breached.validate(candidate).await.err();
///     rules.into_iter().flatten().chain(leak).collect()
/// }
///
/// /// The same, without a question about what is refused anyway.
/// async fn check(breached: &Breached<Source>, password: &str) -> Result<(), ValidationErrors> {
///     Validators::django().validate(password, None)?;
///     Ok(breached.validate(&Candidate::new(password)?).await?)
/// }
/// # fn block_on<F: Future>(future: F) -> F::Output {
/// #     let mut future = std::pin::pin!(future);
/// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #     loop {
/// #         if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
/// #             return output;
/// #         }
/// #     }
/// # }
///
/// # block_on(async {
/// let breached = Breached::new(Source, BreachConfig::default());
/// let errors = errors(&breached, &Candidate::new("password")?).await;
/// let codes: Vec<_> = errors.iter().map(ValidationError::code).collect();
/// assert_eq!(codes, ["password_too_common", "password_breached"]);
/// assert!(check(&breached, "correct horse battery").await.is_ok());
/// # Ok::<(), ValidationError>(())
/// # })?;
/// # Ok::<(), ValidationError>(())
/// ```
pub struct Breached<S> {
    source: S,
    config: BreachConfig,
    breaker: Mutex<Breaker>,
    cache: Mutex<Cache>,
}

impl<S: RangeSource> Breached<S> {
    /// Asks this source.
    #[must_use]
    pub fn new(source: S, config: BreachConfig) -> Self {
        Self {
            source,
            breaker: Mutex::new(Breaker::new(config.failures.max(1), config.pause)),
            cache: Mutex::new(Cache::new(config.cached_pages, config.cached_for)),
            config,
        }
    }

    /// Asks whether a password is known from a breach.
    ///
    /// The future holds the hash of the password, and not the password.
    pub fn check<'a>(
        &'a self,
        candidate: &Candidate<'_>,
    ) -> impl Future<Output = Outcome> + Send + use<'a, S> {
        let digest = Digest::of(candidate.as_str());
        async move {
            match self.page(&digest).await {
                Ok(page) => self.judge(&page, &digest),
                Err(reason) => Outcome::Unknown(reason),
            }
        }
    }

    /// Accepts a password, or says why not.
    ///
    /// # Errors
    ///
    /// As [`Outcome::verdict`] for [`BreachConfig::on_unknown`].
    pub fn validate<'a>(
        &'a self,
        candidate: &Candidate<'_>,
    ) -> impl Future<Output = Result<(), ValidationError>> + Send + use<'a, S> {
        let outcome = self.check(candidate);
        async move { outcome.await.verdict(self.config.on_unknown) }
    }

    fn judge(&self, page: &Page, digest: &Digest) -> Outcome {
        let count = u64::from(page.count(&digest.suffix()));
        if count >= self.config.min_count.get() {
            Outcome::Breached(count)
        } else {
            Outcome::Clean
        }
    }

    /// The page that the digest would be on.
    async fn page(&self, digest: &Digest) -> Result<Arc<Page>, Unknown> {
        let prefix = digest.prefix();
        let now = Instant::now();
        let cached = lock(&self.cache).get(prefix, now);
        if let Some(page) = cached {
            return Ok(page);
        }
        if !lock(&self.breaker).admits(now) {
            return Err(Unknown::CircuitOpen);
        }

        let deadline = self.source.sleep(self.config.deadline);
        let page = match within(deadline, self.source.range(prefix)).await {
            Some(Ok(body)) => Page::parse(&body).map(Arc::new),
            Some(Err(_)) => Err(Unknown::Unreachable),
            None => Err(Unknown::Deadline),
        };
        let now = Instant::now();
        match &page {
            Ok(page) => {
                lock(&self.breaker).succeeded();
                lock(&self.cache).put(prefix, Arc::clone(page), now);
            }
            Err(_) => lock(&self.breaker).failed(now),
        }
        page
    }
}

/// Neither the source nor what was asked.
impl<S> fmt::Debug for Breached<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Breached")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// What a future gives, unless the deadline comes first.
async fn within<T>(
    deadline: impl Future<Output = ()>,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut deadline = pin!(deadline);
    let mut future = pin!(future);
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        deadline.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// Nothing that is held under a lock is left half-done by a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
