//! What is checked: the settings, the application over a database of its own, and the stores.

use axum::http::Uri;
use seaworthy::Settings;
use seaworthy::check::{Check, Checks, Deployment, Finding, Input, Level, Outcome, Part, Rule};
use seaworthy::headers::ReportsConfig;
use seaworthy::settings::{DatabaseUrl, RedisUrl};

use super::client::Client;
use super::stores;
use crate::app::{App, harden};
use crate::{Failure, database, serve};

pub(super) struct Host {
    deployment: Deployment,
    settings: Settings,
    warnings: Vec<Finding>,
}

impl Host {
    /// The application is put together only where it is looked at.
    pub(super) async fn new(
        settings: Settings,
        warnings: Vec<Finding>,
        deploy: bool,
        client: Option<(&Uri, Client)>,
    ) -> Result<Self, Failure> {
        let mut deployment = Deployment::new(&settings);
        if deploy {
            deployment = composed(deployment, &settings).await?;
        }
        if let Some((url, client)) = client {
            deployment = deployment.url(url, client);
        }
        Ok(Self {
            deployment,
            settings,
            warnings,
        })
    }
}

/// With the application as it is served, but for its data: those are not here to be changed.
async fn composed(deployment: Deployment, settings: &Settings) -> Result<Deployment, Failure> {
    let (Ok(hardened), Ok(validators)) = (
        seaworthy::harden(settings),
        settings.password_config().build(),
    ) else {
        // What is wrong with them is found by the checks of the settings.
        return Ok(deployment);
    };
    let pool = database::in_memory().await?;
    let health = serve::health_of(settings, &pool, None)?;
    health.started();
    let app = App {
        settings: settings.clone().into(),
        pool,
        health,
        validators: validators.into(),
    };
    let app = harden(hardened, app, ReportsConfig::default().build()?);
    Ok(deployment.service(app).page("/api/lots"))
}

/// Every check of the application.
pub(super) fn checks() -> Checks<Host> {
    Deployment::checks()
        .within(|host: &Host| &host.deployment)
        .add(Check::new("sources", |host: &Host| host.warnings.clone()).tags(["settings"]))
        .add(
            Check::new("secret_key.guesses", |host: &Host| {
                second_opinion(&host.settings)
            })
            .tags(["secret_key", "security"])
            .deploy(),
        )
        .add(
            DATABASE
                .future("database", stores::database)
                .tags(["stores"])
                .deploy(),
        )
        .add(
            DATABASE
                .future("migrations", stores::migrations)
                .tags(["stores"])
                .deploy(),
        )
        .add(
            CACHE
                .future("cache", stores::cache)
                .tags(["stores"])
                .deploy(),
        )
        .add(
            Check::new("workers", |_: &Host| {
                Outcome::NotUsed("there are no background tasks".to_owned())
            })
            .tags(["stores"])
            .deploy(),
        )
}

const DATABASE: Input<Host, Option<DatabaseUrl>> = Input::new("database", |host: &Host| {
    let url = host.settings.database_url.clone();
    if database::is_there(url.as_ref()) {
        Part::Given(url)
    } else {
        Part::NotUsed("there is no database yet; the first start makes it".to_owned())
    }
});

const CACHE: Input<Host, RedisUrl> = Input::new("cache", |host: &Host| {
    match host.settings.redis_url.clone() {
        Some(url) => Part::Given(url),
        None => Part::NotUsed("REDIS_URL is not set".to_owned()),
    }
});

/// What the checks here find, besides those of the library.
pub(super) const RULES: [Rule; 7] = [
    Rule::new(
        "cache.down",
        Level::Error,
        "The cache does not answer: the service is not ready.",
    )
    .hint("Start it, or correct REDIS_URL."),
    Rule::new(
        "cache.loses",
        Level::Error,
        "The cache does not give back what it was given.",
    )
    .hint("See in its configuration how much memory it has, and what it does without any."),
    Rule::new(
        "database.down",
        Level::Error,
        "The database does not answer.",
    )
    .hint("Start it, or correct DATABASE_URL."),
    Rule::new(
        "migrations.changed",
        Level::Error,
        "A migration is not the one that was applied: the service does not start.",
    )
    .hint("Bring back the migration as it was, and add another one for the change."),
    Rule::new(
        "migrations.failed",
        Level::Error,
        "A migration ended midway: nobody knows what the schema is.",
    )
    .hint("Mend the schema by hand, and delete the migration's row."),
    Rule::new(
        "migrations.pending",
        Level::Info,
        "The next start of the service changes the schema.",
    ),
    Rule::new(
        "secret_key.guessable",
        Level::Error,
        "An estimator of passwords guesses the key.",
    )
    .hint("Set SECRET_KEY to what `production generate-secret` prints."),
];

/// A finding of one of these rules.
pub(super) fn finding(id: &str, message: impl Into<String>) -> Finding {
    match RULES.iter().find(|rule| rule.id == id) {
        Some(rule) => rule.finding(message),
        None => Finding::error(id, message),
    }
}

/// Keys that pass all other rules, and that an estimator of passwords guesses.
fn second_opinion(settings: &Settings) -> Option<Finding> {
    let weakness = settings.secret_key.zxcvbn_weakness()?;
    let message = format!("SECRET_KEY: {weakness}.");
    Some(finding("secret_key.guessable", message).object("SECRET_KEY"))
}
