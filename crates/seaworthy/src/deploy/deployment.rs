use std::fmt;
use std::sync::Arc;

use http::{Request, Response, Uri};
use http_body::Body;
use seaworthy_check::{Checks, Part, Report, Selection};
use tower_service::Service;

use super::checks;
use super::composed::{self, Driver};
use crate::Settings;

/// What is judged before it is deployed: settings, the service behind them, and the service that
/// answers already.
///
/// [`deploy`](super::deploy) is the short form for a test. A program has more to choose:
///
/// ```
/// use std::sync::Arc;
///
/// use axum::Router;
/// use seaworthy::check::{Deployment, Selection};
/// use seaworthy::{Settings, harden, settings::Sources};
/// use tower_layer::Layer;
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let settings = Settings::load(&Sources::pairs([("DEBUG", "true")]))?.settings;
/// let app = harden(&settings)?.layer(Router::new());
/// let deployment = Deployment::new(&settings).service(app).page("/admin");
///
/// let mut selection = Selection::deploy();
/// selection.tags = vec!["csp".into()];
/// let checks = Deployment::checks(); // A host adds its own, with `within` and `add`.
/// let report = checks.run_concurrently(Arc::new(deployment), &selection).await?;
/// let ran: Vec<_> = report.checks().iter().map(|check| check.name()).collect();
/// assert_eq!(ran, ["csp", "composed.csp", "external.csp"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Deployment {
    settings: Arc<Settings>,
    pages: Vec<String>,
    protected: Vec<String>,
    composed: Option<Driver>,
    external: Option<Result<Driver, &'static str>>,
}

impl Deployment {
    /// Looks at these settings, and at the page `/` of what is given besides.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self {
            settings: Arc::new(settings.clone()),
            pages: vec!["/".to_owned()],
            protected: Vec::new(),
            composed: None,
            external: None,
        }
    }

    /// Every check: of the settings, of the service (their names begin with `composed.`) and of the
    /// service over the network (`external.`).
    #[must_use]
    pub fn checks() -> Checks<Self> {
        Self::checks_in_process().and(composed::external())
    }

    fn checks_in_process() -> Checks<Self> {
        let settings = checks().within(|deployment: &Self| &deployment.settings);
        settings.and(composed::composed())
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

    /// Looks whether a page is kept from those who are not signed in: that it is refused or sends
    /// them elsewhere, and is not kept for others by a cache.
    #[must_use]
    pub fn protected(mut self, path: impl Into<String>) -> Self {
        self.protected.push(path.into());
        self
    }

    /// Looks at the service as it is served, by requests that are made here; as
    /// [`deploy`](super::deploy).
    #[must_use]
    pub fn service<S, R>(mut self, service: S) -> Self
    where
        S: Service<Request<String>, Response = Response<R>> + Clone + Send + 'static,
        S::Future: Send,
        R: Body + Send + 'static,
        R::Data: Send,
    {
        self.composed = Some(Driver::new(service, &self.settings));
        self
    }

    /// Looks at the service that answers at this address, which begins with `https://`, by way of
    /// a client.
    ///
    /// The client sends a request to the address that it has, over HTTPS or plain HTTP, follows no
    /// redirect, and leaves the `Host` header as it is. Requests that could change something go to
    /// a page that there is none of.
    #[must_use]
    pub fn url<C, R>(mut self, url: &Uri, client: C) -> Self
    where
        C: Service<Request<String>, Response = Response<R>> + Clone + Send + 'static,
        C::Future: Send,
        R: Body + Send + 'static,
        R::Data: Send,
    {
        self.external = Some(composed::remote(client, url, &self.settings));
        self
    }

    /// Runs the checks of the settings and of this service; as [`deploy`](super::deploy).
    pub async fn run<S, R>(self, service: S) -> Report
    where
        S: Service<Request<String>, Response = Response<R>> + Clone + Send + 'static,
        S::Future: Send,
        R: Body + Send + 'static,
        R::Data: Send,
    {
        let deployment = self.service(service);
        let (checks, selection) = (Self::checks_in_process(), Selection::deploy());
        let report = if tokio::runtime::Handle::try_current().is_ok() {
            checks
                .run_concurrently(Arc::new(deployment), &selection)
                .await
        } else {
            checks.run(&deployment, &selection)
        };
        // Nothing unknown is selected: no tag at all is.
        report.unwrap_or_default()
    }

    pub(super) fn composed(&self) -> Part<Driver> {
        match &self.composed {
            Some(driver) => Part::Given(self.driver(driver)),
            None => Part::Missing("no service is given".to_owned()),
        }
    }

    pub(super) fn external(&self) -> Part<Driver> {
        match &self.external {
            Some(Ok(driver)) => Part::Given(self.driver(driver)),
            Some(Err(reason)) => Part::Missing((*reason).to_owned()),
            None => Part::NotUsed("no address is given".to_owned()),
        }
    }

    fn driver(&self, driver: &Driver) -> Driver {
        let mut driver = driver.clone();
        driver.pages.clone_from(&self.pages);
        driver.protected.clone_from(&self.protected);
        driver
    }
}

impl fmt::Debug for Deployment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deployment")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
