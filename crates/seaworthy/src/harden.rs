//! The whole production stack as one layer.

use std::fmt;

use http::Extensions;
use seaworthy_cors::{self as cors, Cors};
use seaworthy_gate::{self as gate, Csrf, CsrfTokens, Hosts, Https, Peer, Proxies};
use seaworthy_headers::{self as headers, Headers};
use seaworthy_health::{Health, HealthLayer};
use seaworthy_log::{Logged, RequestLog};
use seaworthy_policy::{Guarded, PolicyLayer};
use tower_layer::{Identity, Layer};

use crate::conflicts::conflicts;
use crate::{ConfigError, Issue, ReportPath, Settings, names};

/// The policies of the stack, outermost first.
pub type Policies = (
    Proxies,
    Hosts,
    Option<Https>,
    Headers,
    Option<Cors>,
    ReportPath,
    Option<Csrf>,
    Option<CsrfTokens>,
);

/// A service behind the stack, without health endpoints.
pub type Hardened<S> = Logged<Guarded<S, Policies>>;

/// Makes the layer that hardens a service as its settings ask for.
///
/// Outermost first, a request meets: the request log; the health endpoints, if
/// [`Harden::health`] was called; trusted proxies; allowed hosts; the redirect to HTTPS; security
/// headers and the content security policy; CORS; the refusal of cross-site requests; the service.
///
/// Put it around the whole application, not only around its routes, so that pages which do not
/// exist are hardened too:
///
/// ```
/// use axum::Router;
/// use axum::routing::get;
/// use seaworthy::{Settings, harden, settings::Sources};
/// use tower_layer::Layer;
///
/// let settings = Settings::load(&Sources::pairs([("DEBUG", "true")]))?.settings;
/// let router: Router = Router::new().route("/", get(|| async { "Hello" }));
/// let app = harden(&settings)?.layer(router);
/// # let _ = app;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Everything that keeps the settings from working together, at once. A key that can be guessed is
/// an error unless `DEBUG` is on: a service that signs with it had better not start.
pub fn harden(settings: &Settings) -> Result<Harden, ConfigError> {
    let mut issues = Vec::new();
    issues.extend(conflicts(settings));
    let gate = settings.gate_config().build();
    let headers = settings.headers_config().build();
    let cors = settings
        .cors_config()
        .map(|config| config.build())
        .transpose();
    if let Ok(Some(cors)) = &cors {
        cors.set_debug(settings.debug);
    }
    issues.extend(told(&gate, gate::ConfigError::issues, |issue| {
        names::of_gate(issue.field())
    }));
    issues.extend(told(&headers, headers::ConfigError::issues, |issue| {
        names::of_headers(issue.field(), issue.directive())
    }));
    issues.extend(told(&cors, cors::ConfigError::issues, |issue| {
        names::of_cors(issue.field()).to_owned()
    }));
    let stack = match (gate, headers, cors) {
        (Ok(gate), Ok(headers), Ok(cors)) => Some((
            gate.proxies,
            gate.hosts,
            gate.https,
            headers,
            cors,
            ReportPath::of(settings.csp.reported_to()),
            Some(gate.csrf),
            None,
        )),
        _ => None,
    };
    ConfigError::unless(issues, stack).map(|policies| Harden {
        policies: PolicyLayer::new(policies),
        health: Identity::new(),
    })
}

/// What a block complains about, each with the variable that has to change.
fn told<T, E, I: fmt::Display>(
    built: &Result<T, E>,
    issues: fn(&E) -> &[I],
    variable: fn(&I) -> String,
) -> Vec<Issue> {
    let Err(error) = built else {
        return Vec::new();
    };
    let issues = issues(error).iter();
    issues
        .map(|issue| Issue::new(variable(issue), issue))
        .collect()
}

/// The layer that [`harden`] makes; `H` is what answers health probes, if anything does.
#[derive(Clone)]
pub struct Harden<H = Identity> {
    policies: PolicyLayer<Policies>,
    health: H,
}

impl<H> Harden<H> {
    /// The CORS policy, unless CORS is off: a clone of it replaces the configuration while the
    /// service runs, or turns its debug mode on, which is on where `DEBUG` is.
    ///
    /// ```
    /// use seaworthy::{Settings, harden, settings::Sources};
    ///
    /// let origins = ("CORS_ALLOWED_ORIGINS", "https://app.example");
    /// let settings = Settings::load(&Sources::pairs([("DEBUG", "true"), origins]))?.settings;
    /// let layer = harden(&settings)?;
    ///
    /// if let Some(cors) = layer.cors().cloned() {
    ///     let mut config = cors.config();
    ///     config.origins.push("https://new.example".into());
    ///     cors.replace(&config)?;
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cors(&self) -> Option<&Cors> {
        self.policies.get_ref().4.as_ref()
    }

    /// Answers health probes further out than hosts and HTTPS are judged: a probe calls by address
    /// and over plain HTTP.
    #[must_use]
    pub fn health(self, health: Health) -> Harden<HealthLayer> {
        Harden {
            policies: self.policies,
            health: HealthLayer::new(health),
        }
    }

    /// Says where the server keeps the address of whoever connected.
    ///
    /// Trusted proxies are known by it; without it none is. Axum's server keeps it so:
    ///
    /// ```
    /// use std::net::SocketAddr;
    ///
    /// use axum::extract::ConnectInfo;
    /// use seaworthy::gate::Peer;
    /// use seaworthy::{Settings, harden, settings::Sources};
    ///
    /// # let settings = Settings::load(&Sources::pairs([("DEBUG", "true")]))?.settings;
    /// let layer = harden(&settings)?.peer_from(|extensions| {
    ///     let ConnectInfo(address) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    ///     Some(Peer::ip(address.ip()))
    /// });
    /// # let _ = layer;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn peer_from(self, find: fn(&Extensions) -> Option<Peer>) -> Self {
        self.change(|policies| policies.0 = policies.0.clone().peer_from(find))
    }

    /// Gives out tokens against cross-site requests, and refuses those that bring a wrong one.
    ///
    /// A page displays its [`CsrfToken`](gate::CsrfToken), from the request's extensions, and
    /// brings it back in the header `CSRF_HEADER_NAME`, or in a field that its handler verifies.
    /// They are made with `SECRET_KEY`, and bound to `SESSION_COOKIE_NAME` and to the cookie that
    /// `CSRF_COOKIE_…` are about. Origins are judged all the same.
    ///
    /// A session has to have begun before a page displays a token, and its cookie must keep its
    /// value: a token is good for the session only for which it was displayed.
    ///
    /// # Errors
    ///
    /// Everything that keeps these settings from working together, at once.
    pub fn csrf_tokens(self, settings: &Settings) -> Result<Self, ConfigError> {
        let tokens = settings.token_config().build();
        let issues = told(&tokens, gate::TokenConfigError::issues, |issue| {
            names::of_token(issue.field()).to_owned()
        });
        ConfigError::unless(issues, tokens.ok())
            .map(|tokens| self.change(|policies| policies.7 = Some(tokens)))
    }

    /// Takes the refusal of cross-site requests out of the stack, so that the host can put it where
    /// its router knows the route: only there can single routes be exempt, such as a webhook.
    ///
    /// [`csrf_tokens`](Self::csrf_tokens) comes first: what it puts into the stack afterwards stays
    /// there, and knows of no route.
    ///
    /// ```
    /// use axum::Router;
    /// use axum::extract::MatchedPath;
    /// use axum::routing::post;
    /// use seaworthy::policy::PolicyLayer;
    /// use seaworthy::{Settings, harden, settings::Sources};
    /// use tower_layer::Layer;
    ///
    /// # let settings = Settings::load(&Sources::pairs([("DEBUG", "true")]))?.settings;
    /// let (hardened, (csrf, tokens)) = harden(&settings)?.take_csrf();
    /// let csrf = csrf.map(|csrf| {
    ///     csrf.exempt_when(|extensions| {
    ///         let path = extensions.get::<MatchedPath>();
    ///         path.is_some_and(|path| path.as_str() == "/webhooks/{provider}")
    ///     })
    /// });
    /// let router: Router = Router::new()
    ///     .route("/webhooks/{provider}", post(|| async { "Thanks" }))
    ///     .layer(PolicyLayer::new((csrf, tokens)));
    /// let app = hardened.layer(router);
    /// # let _ = app;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use = "without what was taken out, other sites can act for your visitors"]
    pub fn take_csrf(self) -> (Self, (Option<Csrf>, Option<CsrfTokens>)) {
        let mut taken = (None, None);
        let rest = self.change(|policies| {
            taken = (policies.6.take(), policies.7.take());
        });
        (rest, taken)
    }

    fn change(self, change: impl FnOnce(&mut Policies)) -> Self {
        let policies = self.policies.map(|mut policies| {
            change(&mut policies);
            policies
        });
        Self { policies, ..self }
    }
}

impl<S, H: Layer<Guarded<S, Policies>>> Layer<S> for Harden<H> {
    type Service = Logged<H::Service>;

    fn layer(&self, inner: S) -> Self::Service {
        RequestLog::new().layer(self.health.layer(self.policies.layer(inner)))
    }
}

impl<H> fmt::Debug for Harden<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Harden")
            .field("policies", &self.policies)
            .finish_non_exhaustive()
    }
}
