use seaworthy_check::Row;

/// What is to be seen to before a deployment, as Django's users have it in a list: fourteen rows
/// for a [`Checklist`](seaworthy_check::Checklist).
///
/// The first seven and the last two are seen to by the checks of a
/// [`Deployment`](super::Deployment). For the others a host adds checks with these names:
/// `migrations`, `database`, `cache` and `workers`; one of what it does without says so by
/// [`Outcome::NotUsed`](seaworthy_check::Outcome::NotUsed).
///
/// ```
/// use std::sync::Arc;
///
/// use axum::Router;
/// use seaworthy::check::{CHECKLIST, Check, Checklist, Deployment, Outcome, Selection};
/// use seaworthy::{Settings, harden, settings::Sources};
/// use tower_layer::Layer;
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let settings = Settings::load(&Sources::pairs([("DEBUG", "true")]))?.settings;
/// let app = harden(&settings)?.layer(Router::new());
/// let checks = Deployment::checks().add(Check::new("workers", |_: &Deployment| {
///     Outcome::NotUsed("there are no background tasks".into())
/// }));
/// let deployment = Deployment::new(&settings).service(app);
/// let report = checks.run_concurrently(Arc::new(deployment), &Selection::deploy()).await?;
/// let checklist = Checklist::of(&report, &CHECKLIST);
/// assert_eq!(checklist.rows()[1].title(), "DEBUG is off");
/// assert_eq!(checklist.rows()[1].status().as_str(), "fail");
/// assert_eq!(checklist.rows()[11].status().as_str(), "not used");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const CHECKLIST: [Row; 14] = [
    Row::new(
        "The security check finds nothing",
        &[
            "settings",
            "debug",
            "secret_key",
            "hosts",
            "proxies",
            "https",
            "hsts",
            "headers",
            "csp",
            "cookies",
            "cors",
            "csrf",
            "password",
            "composed.headers",
            "composed.csp",
            "composed.cors",
            "composed.csrf",
            "composed.leaks",
            "composed.*",
            "external.*",
        ],
    ),
    Row::new(
        "DEBUG is off",
        &["debug", "composed.leaks", "external.leaks*"],
    ),
    Row::new("SECRET_KEY is strong", &["secret_key", "secret_key.*"]),
    Row::new(
        "ALLOWED_HOSTS lists the hosts, and no other is answered",
        &["hosts", "composed.hosts", "external.hosts*"],
    ),
    Row::new(
        "HTTP is redirected to HTTPS",
        &[
            "https",
            "proxies",
            "composed.https",
            "composed.proxies",
            "external.https*",
        ],
    ),
    Row::new(
        "Cookies are hardened",
        &["cookies", "composed.cookies", "external.cookies*"],
    ),
    Row::new(
        "Browsers are told to come by HTTPS alone",
        &["hsts", "composed.headers", "external.headers*"],
    ),
    Row::new(
        "Static files are there",
        &["composed.static", "external.static*"],
    ),
    Row::new("Migrations are applied", &["migrations", "migrations.*"]),
    Row::new("The database answers", &["database", "database.*"]),
    Row::new("The cache answers", &["cache", "cache.*"]),
    Row::new("Workers run", &["workers", "workers.*"]),
    Row::new("Logs are JSON", &["log", "log.*"]),
    Row::new(
        "Health endpoints answer whoever asks",
        &["health", "composed.health", "external.health*"],
    ),
];
