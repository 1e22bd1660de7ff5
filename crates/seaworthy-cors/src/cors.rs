use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use http::{Request, Response};
use seaworthy_policy::{Policy, Verdict};

use crate::access::Predicate;
use crate::state::State;
use crate::{Config, ConfigError, Memo};

/// The CORS policy of a service, made by [`Config::build`].
///
/// It answers [preflights](https://fetch.spec.whatwg.org/#cors-preflight-request) itself: each
/// `OPTIONS` request with an `Origin` and an `Access-Control-Request-Method`. Every other request
/// goes on to the application, allowed or not, and CORS says in the response who may read it; it is
/// no protection against what a request does.
///
/// A preflight that is granted names all methods and headers that the policy allows, not only those
/// asked for. Browsers remember them all, so one preflight serves whatever the page does next with
/// that URL, and nothing has to be put together for each. Only an allowed origin sees the lists.
/// With credentials `*` would be a mere name: there, what was asked for is the answer.
///
/// A preflight that is refused gets status 403, none of the CORS headers, the
/// [`CorsDecision`](crate::CorsDecision) in the response's extensions, and an event of level
/// `INFO`. All other decisions are events of level `DEBUG`.
///
/// The CORS headers that the application sets are replaced: two values of
/// `Access-Control-Allow-Origin` are as good as none. Unless every origin is allowed, each response
/// has `Vary: Origin`, so that a cache keeps what one origin may read from another.
///
/// Clones share one state: [`replace`](Self::replace) and [`set_debug`](Self::set_debug) on any of
/// them reach all, those inside of running services included.
///
/// ```
/// use http::{Method, Request};
/// use seaworthy_cors::Config;
/// use seaworthy_policy::{Policy, Verdict};
///
/// let cors = Config::new(["https://app.example.com"]).build()?;
///
/// let mut preflight = Request::builder()
///     .method(Method::OPTIONS)
///     .header("origin", "https://app.example.com")
///     .header("access-control-request-method", "DELETE")
///     .body(())?;
/// let Verdict::Reply(reply) = cors.judge(&mut preflight) else {
///     unreachable!("a preflight never reaches the application");
/// };
/// assert_eq!(reply.status(), 204);
/// assert_eq!(reply.headers()["access-control-allow-origin"], "https://app.example.com");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Cors {
    shared: Arc<Shared>,
}

struct Shared {
    first: State,
    /// What replaced the first one. Who never replaces it pays for no lock.
    later: OnceLock<RwLock<Arc<State>>>,
    predicate: Option<Predicate>,
    debug: AtomicBool,
}

impl Shared {
    /// Does something with the state that is in force, however long that takes.
    #[inline]
    fn with_state<R>(&self, act: impl FnOnce(&State) -> R) -> R {
        match self.later.get() {
            None => act(&self.first),
            // Nobody panics while writing, so that there is no half a state to fear.
            Some(later) => {
                let state = Arc::clone(&later.read().unwrap_or_else(PoisonError::into_inner));
                act(&state)
            }
        }
    }

    fn replace(&self, state: State) {
        let state = Arc::new(state);
        let later = self.later.get_or_init(|| RwLock::new(Arc::clone(&state)));
        let mut later = later.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *later, state);
        // Who asks does not wait for thousands of origins to be freed.
        drop(later);
        drop(before);
    }
}

impl Policy for Cors {
    type Memo = Memo;

    #[inline]
    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<Memo> {
        let shared = &*self.shared;
        let predicate = shared.predicate.as_ref();
        // Relaxed: nothing else hangs on it, and a request more or less is all the same.
        let debug = shared.debug.load(Relaxed);
        let (method, headers) = (request.method(), request.headers());
        shared.with_state(|state| state.judge(method, headers, predicate, debug))
    }

    #[inline]
    fn finish<B>(&self, memo: Memo, response: &mut Response<B>) {
        memo.write(response);
    }
}

impl Cors {
    /// The policy of this configuration, and of a predicate for what it does not list.
    pub(crate) fn new(config: &Config, predicate: Option<Predicate>) -> Result<Self, ConfigError> {
        let state = State::of(config, predicate.is_some())?;
        Ok(Self {
            shared: Arc::new(Shared {
                first: state,
                later: OnceLock::new(),
                predicate,
                debug: AtomicBool::new(false),
            }),
        })
    }

    /// Replaces the configuration of this policy and of all its clones, while they serve.
    ///
    /// Each request is judged by one configuration from beginning to end: the one before or the one
    /// after. A predicate and the debug mode stay as they are.
    ///
    /// Browsers know nothing of it: what a preflight granted they remember for as long as the old
    /// [`max_age`](Config::max_age) told them.
    ///
    /// # Errors
    ///
    /// As [`Config::build`]. The policy then stays as it was.
    ///
    /// ```
    /// use seaworthy_cors::Config;
    ///
    /// let cors = Config::new(["https://app.example.com"]).build()?;
    /// let in_service = cors.clone();
    ///
    /// cors.replace(&Config::new(["https://new.example.com"]))?;
    /// assert_eq!(in_service.config().origins, ["https://new.example.com"]);
    ///
    /// assert!(cors.replace(&Config::new(["new.example.com"])).is_err());
    /// assert_eq!(in_service.config().origins, ["https://new.example.com"]);
    /// # Ok::<(), seaworthy_cors::ConfigError>(())
    /// ```
    pub fn replace(&self, config: &Config) -> Result<(), ConfigError> {
        let state = State::of(config, self.shared.predicate.is_some())?;
        self.shared.replace(state);
        Ok(())
    }

    /// The configuration that is in force, in its canonical form: sorted, each entry once, without
    /// those that another entry includes or that scripts read anyway.
    ///
    /// It builds a policy that decides as this one does; with a predicate, if it is built with the
    /// same one.
    ///
    /// ```
    /// use seaworthy_cors::Config;
    ///
    /// let mut config = Config::new(["https://*.example.com", "https://app.example.com"]);
    /// config.expose = vec!["ETag".into(), "content-type".into()];
    ///
    /// let canonical = config.build()?.config();
    /// assert_eq!(canonical.origins, ["https://*.example.com"]);
    /// assert_eq!(canonical.expose, ["etag"]);
    /// # Ok::<(), seaworthy_cors::ConfigError>(())
    /// ```
    #[must_use]
    pub fn config(&self) -> Config {
        self.shared.with_state(|state| state.config().clone())
    }

    /// Turns the debug mode on or off, for this policy and all its clones, while they serve.
    ///
    /// In debug mode the reasons show where developers look. A preflight that is refused gets
    /// status 204 and, if its origin is allowed, the lists of what is: then the browser's console
    /// names the method or the header that is missing. The events of refusals have level `INFO`,
    /// those of ordinary requests too, and a `hint` such as the origin that is listed with another
    /// port. Browsers let no more through than without it, and an origin that is not allowed learns
    /// no more. It is meant for development, as it makes the answers to refused preflights larger.
    ///
    /// ```
    /// use seaworthy_cors::Config;
    ///
    /// let cors = Config::new(["https://app.example.com"]).build()?;
    /// assert!(!cors.is_debug());
    /// cors.set_debug(true);
    /// assert!(cors.is_debug());
    /// # Ok::<(), seaworthy_cors::ConfigError>(())
    /// ```
    pub fn set_debug(&self, debug: bool) {
        self.shared.debug.store(debug, Relaxed);
    }

    /// Whether the [debug mode](Self::set_debug) is on.
    #[must_use]
    pub fn is_debug(&self) -> bool {
        self.shared.debug.load(Relaxed)
    }
}

impl fmt::Debug for Cors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cors")
            .field("config", &self.config())
            .field("predicate", &self.shared.predicate)
            .field("debug", &self.is_debug())
            .finish()
    }
}
