//! `production serve`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::ServiceExt;
use axum::extract::Request;
use redis::aio::ConnectionManager;
use seaworthy::check::{Level, Selection, checks};
use seaworthy::headers::ReportsConfig;
use seaworthy::health::{self, Check, Health};
use seaworthy::settings::{Entry, Loaded, Report, Source, Sources};
use seaworthy::{Settings, log};
use sqlx::SqlitePool;
use tokio::net::TcpListener;

use crate::app::{App, harden};
use crate::{Failure, cache, database};

/// How long requests that have begun have to end after the drain. Some clients never read an
/// answer to its end; with the drain it has to be no more than the 30 s after which orchestrators
/// kill.
const GRACE: Duration = Duration::from_secs(25);

/// Serves until it is told to stop, then finishes what it has begun.
pub(crate) fn run(sources: &Sources) -> Result<ExitCode, Failure> {
    let Loaded {
        settings, report, ..
    } = Settings::load(sources)?;
    let _log = log::init(&settings.log_config())?;
    warn(&report);
    // What is critical keeps the service from starting, whoever forgot to check it before.
    checks()
        .run(&settings, &Selection::deploy())?
        .require(Level::Critical)?;
    let hardened = seaworthy::harden(&settings)?;
    let validators = settings.password_config().build()?;
    let reports = ReportsConfig::default().build()?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let pool = database::open(settings.database_url.as_ref()).await?;
            let cache = settings.redis_url.as_ref().map(cache::open).transpose()?;
            let health = health_of(&settings, &pool, cache)?;
            let (bind, drain) = (settings.bind, settings.drain());
            let app = App {
                settings: Arc::new(settings),
                pool: pool.clone(),
                health: health.clone(),
                validators: Arc::new(validators),
            };
            let app = harden(hardened, app, reports);
            let listener = TcpListener::bind(bind)
                .await
                .map_err(|error| format!("BIND: {bind} cannot be listened on: {error}"))?;
            let shutdown = health.shutdown(drain);
            let deadline = health.shutdown(drain + GRACE);
            health.started();
            // Whoever reads this may send requests from now on, and signals too.
            tracing::info!("Listening on http://{}", listener.local_addr()?);
            let app = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(app);
            let serving = axum::serve(listener, app).with_graceful_shutdown(shutdown);
            tokio::select! {
                served = serving.into_future() => served?,
                () = deadline => tracing::warn!("Connections that did not end were cut"),
            }
            pool.close().await;
            tracing::info!("Stopped");
            Ok(ExitCode::SUCCESS)
        })
}

/// Says of the settings what is no error, and yet good to know at once.
fn warn(report: &Report) {
    let is_random = |entry: &Entry| {
        entry.variable == "SECRET_KEY" && matches!(entry.source, Source::DebugDefault)
    };
    if report.entries().iter().any(is_random) {
        tracing::warn!("DEBUG is on: SECRET_KEY is random, what it signs ends with this process");
    }
    for warning in report.warnings() {
        tracing::warn!("{warning}");
    }
}

/// Ready is who reaches the database, and the cache if there is one; `/status` shows it to people.
pub(crate) fn health_of(
    settings: &Settings,
    pool: &SqlitePool,
    cache: Option<ConnectionManager>,
) -> Result<Health, health::ConfigError> {
    let pool = pool.clone();
    let mut config = settings.health_config();
    config.status_paths = vec!["/status".into()];
    config.checks = vec![Check::new("database", move || {
        let pool = pool.clone();
        async move { database::ping(&pool).await }
    })];
    config
        .checks
        .extend(cache.map(|cache| Check::new("cache", move || cache::ping(cache.clone()))));
    config.build()
}
