//! The deploy checks: what each block says of its settings, and what only their sum shows.

mod advice;
mod checklist;
mod composed;
mod cookies;
mod deployment;
mod keys;
mod rules;

pub use checklist::CHECKLIST;
pub use composed::deploy;
pub use deployment::Deployment;
pub use rules::rules;

use seaworthy_check::{Check, Checks, Finding, Level, Outcome};
use seaworthy_gate as gate;

use crate::{Settings, harden};
use rules::finding;

/// The checks of a service's settings.
///
/// `settings` runs always, and finds what would keep the service from starting. The rest are
/// deployment checks, most of them
/// [Django's](https://docs.djangoproject.com/en/stable/ref/checks/#security) and then found under
/// its id as well. A host adds its own with [`Checks::add`].
///
/// ```
/// use seaworthy::check::{Level, Selection, checks};
/// use seaworthy::{Settings, settings::Sources};
///
/// let development = Settings::load(&Sources::pairs([("DEBUG", "true")]))?.settings;
/// let report = checks().run(&development, &Selection::deploy())?;
/// let ids: Vec<&str> =
///     report.at_or_over(Level::Error).iter().map(|finding| finding.id.as_str()).collect();
/// assert!(ids.contains(&"debug.on"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn checks() -> Checks<Settings> {
    let gate = |check, concerns: fn(&str) -> bool| {
        deployment(check, move |settings| {
            let mut advice = settings.gate_config().audit();
            advice.retain(|advice| concerns(area_of(advice.id())));
            // A service that only its own machine calls is a service too.
            advice.retain(|advice| *advice != seaworthy_gate::Advice::LocalHostsOnly);
            advice.iter().map(advice::of_gate).collect()
        })
    };
    let headers = |check, concerns: fn(&str) -> bool| {
        deployment(check, move |settings| {
            let mut advice = settings.headers_config().audit();
            advice.retain(|advice| concerns(area_of(advice.id())));
            advice.iter().map(advice::of_headers).collect()
        })
    };
    // One check of each block takes all that the others leave, so that no advice is passed over.
    Checks::new()
        .add(Check::new("settings", works).tags(["settings"]))
        .add(deployment("debug", debug))
        .add(deployment("secret_key", keys::secret_key))
        .add(gate("hosts", |area| area == "hosts"))
        .add(gate("proxies", |area| {
            !matches!(area, "csrf" | "hosts" | "https")
        }))
        .add(gate("https", |area| area == "https"))
        .add(headers("hsts", |area| area == "hsts"))
        .add(headers("headers", |area| !matches!(area, "csp" | "hsts")))
        .add(headers("csp", |area| area == "csp"))
        .add(deployment("cookies", cookies::cookies))
        .add(Check::new("cors", cors).tags(["cors", "security"]).deploy())
        .add(gate("csrf", |area| area == "csrf"))
        .add(
            Check::new("password", password)
                .tags(["password", "security"])
                .deploy(),
        )
        .add(Check::new("health", health).tags(["health"]).deploy())
        .add(Check::new("log", log).tags(["log"]).deploy())
}

/// A deployment check whose tags are `security` and its own name.
fn deployment<R>(name: &'static str, rule: R) -> Check<Settings>
where
    R: Fn(&Settings) -> Vec<Finding> + Send + Sync + 'static,
{
    Check::new(name, rule).tags(["security", name]).deploy()
}

/// The first word of an id.
fn area_of(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
}

/// Whether the service would start.
fn works(settings: &Settings) -> Vec<Finding> {
    let Err(error) = harden(settings) else {
        return Vec::new();
    };
    error
        .issues()
        .iter()
        .map(|issue| {
            finding("settings.invalid", issue.to_string())
                .object(issue.variable())
                .hint(format!(
                    "Correct {}; the service does not start as it is.",
                    issue.variable()
                ))
        })
        .collect()
}

fn debug(settings: &Settings) -> Vec<Finding> {
    let on = settings.debug.then(|| {
        finding(
            "debug.on",
            "DEBUG is on: HTTPS is not enforced, cookies travel in clear, and the key changes \
             with each start unless it is set.",
        )
        .object("DEBUG")
    });
    on.into_iter().collect()
}

fn cors(settings: &Settings) -> Outcome {
    let Some(config) = settings.cors_config() else {
        return Outcome::Found(Vec::new());
    };
    let mut found: Vec<Finding> = config.audit().iter().map(advice::of_cors).collect();
    let trusted = &settings.csrf.trusted_origins;
    let is_trusted = |origin: &str| {
        trusted.iter().any(|entry| {
            let pattern = entry.parse::<gate::OriginPattern>();
            entry == origin || pattern.is_ok_and(|pattern| pattern.matches(origin))
        })
    };
    // Nobody means every website to change something.
    let listed = config.origins.iter().filter(|origin| *origin != "*");
    let refused = listed.filter(|origin| !is_trusted(origin));
    found.extend(refused.map(|origin| {
        let message = format!(
            "{origin} may read the answers, but its unsafe requests are refused as cross-site."
        );
        let hint = match origin.parse::<gate::OriginPattern>() {
            Ok(_) => format!("Add {origin} to CSRF_TRUSTED_ORIGINS if it may change anything."),
            Err(_) => OTHERWISE_TRUSTED.to_owned(),
        };
        let mut finding = finding("cors.csrf_mismatch", message)
            .object("CSRF_TRUSTED_ORIGINS")
            .hint(hint);
        // Without credentials it may well be meant: an API that others only read.
        if !config.credentials {
            finding.level = Level::Info;
        }
        finding
    }));
    Outcome::Found(found)
}

/// What to do where an origin cannot be trusted in the words by which it may read.
const OTHERWISE_TRUSTED: &str = "CSRF_TRUSTED_ORIGINS takes no such entry: if it may change \
    anything, list each of its origins there, with http or https and its port.";

fn password(settings: &Settings) -> Vec<Finding> {
    settings
        .password_config()
        .audit()
        .iter()
        .map(advice::of_password)
        .collect()
}

fn health(settings: &Settings) -> Vec<Finding> {
    settings
        .health_config()
        .audit()
        .iter()
        .map(advice::of_health)
        .collect()
}

fn log(settings: &Settings) -> Vec<Finding> {
    settings
        .log_config()
        .audit()
        .iter()
        .map(advice::of_log)
        .collect()
}
