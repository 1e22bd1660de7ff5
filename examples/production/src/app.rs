//! The routes, and what they share.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::FromRef;
use axum::http::StatusCode;
use axum::routing::{get, post};
use seaworthy::Settings;
use seaworthy::headers::Reports;
use seaworthy::health::Health;
use seaworthy::password::Validators;
use sqlx::SqlitePool;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

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

/// The application, not yet hardened, and the service that logs what browsers report.
pub(crate) fn router(app: App, reports: Reports<Body>) -> Router {
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
