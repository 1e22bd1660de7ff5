//! The routes, and what they share.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRef};
use axum::http::StatusCode;
use axum::routing::{get, post};
use seaworthy::gate::Peer;
use seaworthy::headers::Reports;
use seaworthy::health::{Health, HealthLayer};
use seaworthy::password::Validators;
use seaworthy::{Harden, Settings};
use sqlx::SqlitePool;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_layer::Layer;

use crate::{lots, page, passwords, script};

/// No request of ours needs a larger body, nor longer.
const MOST_BYTES: usize = 64 * 1024;
const LONGEST: Duration = Duration::from_secs(30);

/// What the handlers share.
#[derive(Clone, FromRef)]
pub(crate) struct App {
    pub(crate) settings: Arc<Settings>,
    pub(crate) pool: SqlitePool,
    pub(crate) health: Health,
    pub(crate) validators: Arc<Validators>,
}

/// The application as it is served: everything inside of the hardening layer.
pub(crate) type Served = <Harden<HealthLayer> as Layer<Router>>::Service;

/// Hardens the application; the service that logs what browsers report is inside, too.
pub(crate) fn harden(hardened: Harden, app: App, reports: Reports<Body>) -> Served {
    let hardened = hardened.health(app.health.clone()).peer_from(|extensions| {
        let ConnectInfo(address) = extensions.get::<ConnectInfo<SocketAddr>>()?;
        Some(Peer::ip(address.ip()))
    });
    hardened.layer(router(app, reports))
}

fn router(app: App, reports: Reports<Body>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/static/sort.js", get(script::sort))
        .route("/api/lots", get(lots::list).post(lots::create))
        .route("/passwords/validate", post(passwords::validate))
        .with_state(app)
        .layer(RequestBodyLimitLayer::new(MOST_BYTES))
        // It has limits of its own, and answers what exceeds them as it does all else.
        .route_service("/csp-report", reports)
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            LONGEST,
        ))
        .layer(CatchPanicLayer::new())
}

#[cfg(test)]
mod tests {
    use seaworthy::check::Deployment;
    use seaworthy::headers::ReportsConfig;
    use seaworthy::settings::Sources;

    use super::*;
    use crate::{database, serve};

    /// The first test of an application: as it is served, it may be deployed.
    #[tokio::test]
    async fn the_application_may_be_deployed() {
        let variables = [
            ("SECRET_KEY", "wq9xGJp2k4Zt0yN7mVb5rXcE8hUfDs1LaKoTiPnRe3Y"),
            ("ALLOWED_HOSTS", "www.example.com"),
            ("DATABASE_URL", "sqlite::memory:"),
            ("CSP_REPORT_URI", "/csp-report"),
        ];
        let settings = Settings::load(&Sources::pairs(variables)).unwrap().settings;
        let pool = database::open(settings.database_url.as_ref())
            .await
            .unwrap();
        let health = serve::health_of(&settings, &pool, None).unwrap();
        health.started();
        let app = App {
            settings: Arc::new(settings.clone()),
            pool,
            health,
            validators: Arc::new(settings.password_config().build().unwrap()),
        };
        let reports = ReportsConfig::default().build().unwrap();
        let served = harden(seaworthy::harden(&settings).unwrap(), app, reports);
        let deployment = Deployment::new(&settings)
            .page("/api/lots")
            .page("/static/sort.js");
        let report = deployment.run(served).await;
        assert!(report.findings().is_empty(), "{}", report.text());
    }
}
