//! A service as it is served, judged by what it answers: in the process, or over the network.

mod cookies;
mod cors;
mod csp;
mod csrf;
mod driver;
mod exchange;
mod external;
mod files;
mod headers;
mod health;
mod hosts;
mod https;
mod leaks;
mod page;
mod probe;
mod protected;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use http::{Request, Response};
use http_body::Body;
use seaworthy_check::{Checks, Finding, Input, Outcome, Report};
use tower_service::Service;

use super::Deployment;
use crate::Settings;
pub(super) use driver::Driver;
use driver::Trouble;
pub(super) use external::remote;

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

/// What a rule finds, or why it could not look.
type Judged = Result<Vec<Finding>, Trouble>;

type Rule = for<'a> fn(&'a Driver) -> Pin<Box<dyn Future<Output = Judged> + Send + 'a>>;

/// The checks of the service that is given, in the order in which a request meets what they are
/// about.
pub(super) fn composed() -> Checks<Deployment> {
    checks(
        Input::new("service", Deployment::composed),
        "composed",
        &RULES,
    )
}

/// The checks of the service that answers at an address: those that a client can make.
pub(super) fn external() -> Checks<Deployment> {
    checks(
        Input::new("url", Deployment::external),
        "external",
        &external::RULES,
    )
}

fn checks(
    input: Input<Deployment, Driver>,
    tier: &'static str,
    rules: &[(&'static str, Rule)],
) -> Checks<Deployment> {
    rules.iter().fold(Checks::new(), |checks, &(name, rule)| {
        let check = input.future(format!("{tier}.{name}"), move |driver| async move {
            match rule(&driver).await {
                Ok(findings) => Outcome::Found(findings),
                Err(Trouble::Found(finding)) => Outcome::Found(vec![*finding]),
                Err(Trouble::NotUsed(reason)) => Outcome::NotUsed(reason),
                Err(Trouble::Skipped(reason)) => Outcome::Skipped(reason),
            }
        });
        let check = check.tags([tier, "security", name]).deploy();
        checks.add(check.timeout(LONGEST))
    })
}

/// So that it is a request that is said to hang, and not the check that waits for it.
const LONGEST: Duration = Duration::from_secs(120);

const RULES: [(&str, Rule); 12] = [
    ("health", |driver| Box::pin(health::judge(driver))),
    ("proxies", |driver| Box::pin(https::proxies(driver))),
    ("hosts", |driver| Box::pin(hosts::judge(driver))),
    ("https", |driver| Box::pin(https::judge(driver))),
    ("headers", |driver| Box::pin(headers::judge(driver))),
    ("csp", |driver| Box::pin(csp::judge(driver))),
    ("cookies", |driver| Box::pin(cookies::judge(driver))),
    ("cors", |driver| Box::pin(cors::judge(driver))),
    ("csrf", |driver| Box::pin(csrf::judge(driver))),
    ("leaks", |driver| Box::pin(leaks::judge(driver))),
    ("protected", |driver| Box::pin(protected::judge(driver))),
    ("static", |driver| Box::pin(files::judge(driver))),
];
