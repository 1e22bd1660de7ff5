//! The composed tier: a service as it is served, judged by what it answers.

mod cookies;
mod cors;
mod csp;
mod csrf;
mod driver;
mod exchange;
mod headers;
mod health;
mod hosts;
mod https;
mod leaks;
mod page;
mod probe;

use std::future::Future;
use std::pin::Pin;

use http::{Request, Response};
use http_body::Body;
use seaworthy_check::{Check, Checks, Finding, Outcome, Report, Selection};
use tower_service::Service;

use super::checks;
use crate::Settings;
use driver::{Driver, Trouble};

/// Judges a service before it is deployed: its settings, and what it answers to requests that are
/// made here, in the process and without a socket.
///
/// It is the first test to write for an application. Settings can be right and a service wrong all
/// the same: a router that is merged outside of the stack, layers in another order, a handler that
/// sets a cookie of its own.
///
/// ```
/// use axum::Router;
/// use axum::routing::get;
/// use seaworthy::{Settings, check, harden, settings::Sources};
/// use tower_layer::Layer;
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// // In a test of the application's own, such as a `#[tokio::test]`:
/// let settings = Settings::load(&Sources::pairs([
///     ("SECRET_KEY", "wq9xGJp2k4Zt0yN7mVb5rXcE8hUfDs1LaKoTiPnRe3Y"),
///     ("ALLOWED_HOSTS", "www.example.com"),
/// ]))?.settings;
/// let app = harden(&settings)?.layer(Router::new().route("/", get(|| async { "Hello" })));
/// check::deploy(app, &settings).await.assert_clean();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Requests are `GET`s, but for a `DELETE`, a `POST` from another site and CORS preflights, to `/`
/// and to a page that there is none of; [`Deployment`] adds pages. It needs Tokio with its timer. A
/// request that takes longer than ten seconds is a finding, and so is one that panics.
///
/// The body of each is an empty `String`, which axum's routers take as they take any body. A
/// service that takes its own kind alone is given it by `map_request` of `tower`.
pub async fn deploy<S, R>(service: S, settings: &Settings) -> Report
where
    S: Service<Request<String>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    R: Body + Send + 'static,
    R::Data: Send,
{
    Deployment::new(settings).run(service).await
}

/// What [`deploy`] looks at, with further pages.
#[derive(Clone, Debug)]
pub struct Deployment<'a> {
    settings: &'a Settings,
    pages: Vec<String>,
}

impl<'a> Deployment<'a> {
    /// Looks at these settings and at the page `/`.
    #[must_use]
    pub fn new(settings: &'a Settings) -> Self {
        Self {
            settings,
            pages: vec!["/".to_owned()],
        }
    }

    /// Looks at a further page as well: its path, and its query if there is one.
    ///
    /// What is mounted by itself deserves to be one: an administration, an API, what comes from
    /// another crate.
    #[must_use]
    pub fn page(mut self, path: impl Into<String>) -> Self {
        self.pages.push(path.into());
        self
    }

    /// As [`deploy`].
    pub async fn run<S, R>(self, service: S) -> Report
    where
        S: Service<Request<String>, Response = Response<R>> + Clone + Send + 'static,
        S::Future: Send,
        R: Body + Send + 'static,
        R::Data: Send,
    {
        let selection = Selection::deploy();
        let driver = Driver::new(service, self.settings, self.pages);
        let mut composed = Checks::new();
        for (name, rule) in RULES {
            let outcome = match rule(&driver).await {
                Ok(findings) => Outcome::Found(findings),
                Err(Trouble::Found(finding)) => Outcome::Found(vec![*finding]),
                Err(Trouble::NotUsed(reason)) => Outcome::NotUsed(reason),
                Err(Trouble::Skipped(reason)) => Outcome::Skipped(reason),
            };
            let tag = name.split('.').next_back().unwrap_or(name);
            let check = Check::new(name, move |_: &()| outcome.clone());
            composed = composed.add(check.tags(["composed", "security", tag]).deploy());
        }
        // Nothing unknown is selected: no tag at all is.
        let run = |report: Result<Report, _>| report.unwrap_or_default();
        let settings = run(checks().run(self.settings, &selection));
        settings.and(run(composed.run(&(), &selection)))
    }
}

/// What a rule finds, or why it could not look.
type Judged = Result<Vec<Finding>, Trouble>;

type Rule = for<'a> fn(&'a Driver) -> Pin<Box<dyn Future<Output = Judged> + Send + 'a>>;

/// The rules, in the order in which a request meets what they are about.
const RULES: [(&str, Rule); 10] = [
    ("composed.health", |driver| Box::pin(health::judge(driver))),
    ("composed.proxies", |driver| {
        Box::pin(https::proxies(driver))
    }),
    ("composed.hosts", |driver| Box::pin(hosts::judge(driver))),
    ("composed.https", |driver| Box::pin(https::judge(driver))),
    ("composed.headers", |driver| {
        Box::pin(headers::judge(driver))
    }),
    ("composed.csp", |driver| Box::pin(csp::judge(driver))),
    ("composed.cookies", |driver| {
        Box::pin(cookies::judge(driver))
    }),
    ("composed.cors", |driver| Box::pin(cors::judge(driver))),
    ("composed.csrf", |driver| Box::pin(csrf::judge(driver))),
    ("composed.leaks", |driver| Box::pin(leaks::judge(driver))),
];
