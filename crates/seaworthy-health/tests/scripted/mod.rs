//! Checks that end as a script says, and a service that is asked.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use seaworthy_health::{Check, Config, Health, HealthLayer, Mode, Passed};
use tokio::time::sleep;
use tower::{Layer, ServiceExt, service_fn};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// Every ten seconds, on the dot.
pub(crate) const EVERY: Mode = Mode::Polled {
    interval: Duration::from_secs(10),
    jitter: Duration::ZERO,
};

pub(crate) type Runs = Arc<AtomicUsize>;

/// A check that ends after a while as `end` says of the run's number, counted from 1.
pub(crate) fn scripted<P: Into<Passed> + 'static>(
    name: &str,
    time: Duration,
    end: impl Fn(usize) -> Result<P, &'static str> + Send + Sync + 'static,
) -> (Check, Runs) {
    let runs = Runs::default();
    let counter = Arc::clone(&runs);
    let end = Arc::new(end);
    let check = Check::new(name, move || {
        let (run, end) = (counter.fetch_add(1, SeqCst) + 1, Arc::clone(&end));
        async move {
            sleep(time).await;
            end(run).map(Into::into)
        }
    });
    (check, runs)
}

pub(crate) fn config(checks: Vec<Check>) -> Config {
    let mut config = Config::default();
    config.checks = checks;
    config.mode = EVERY;
    config
}

pub(crate) fn started(config: &Config) -> Health {
    let health = config.build().unwrap();
    health.started();
    health
}

pub(crate) async fn get(health: &Health, path: &str) -> Response<Bytes> {
    let app = service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(Bytes::new())));
    let request = Request::get(path).body(()).unwrap();
    let app = HealthLayer::new(health.clone()).layer(app);
    app.oneshot(request).await.unwrap()
}
