//! No report tells a secret, in whatever form it is told.

use http::header::SET_COOKIE;
use seaworthy::check::{Baseline, CHECKLIST, Checklist, Deployment, Selection};

use super::{Arc, HeaderValue, Settings, Sources, answered};

/// Secrets, each of which has something wrong with it that a check finds.
const SECRETS: [(&str, &str); 5] = [
    ("SECRET_KEY", "canary-Zq7canary-Zq7canary-Zq7canary-Zq7"),
    (
        "SECRET_KEY_FALLBACKS",
        "canary-Hw3changeme,canary-Xk9canary-Xk9canary",
    ),
    ("HEALTH_TOKEN", "canary-Tt5-0123456789"),
    ("DATABASE_URL", "postgres://app:canary-Pp8@db.example/app"),
    ("REDIS_URL", "redis://:canary-Rr2@cache.example/0"),
];

#[tokio::test]
async fn no_report_tells_a_secret() {
    let variables = SECRETS.iter().copied().chain([("ALLOWED_HOSTS", "*")]);
    let settings = Settings::load(&Sources::pairs(variables).inspect())
        .unwrap()
        .settings;
    let app = answered(|_, response| {
        let cookie = HeaderValue::from_static("sessionid=canary-Cc4; Path=/");
        response.headers_mut().append(SET_COOKIE, cookie);
    });
    let deployment = Deployment::new(&settings).service(app);
    let mut told = format!("{deployment:?} {settings:?}");
    let checks = Deployment::checks();
    let selection = Selection::deploy();
    let report = checks.run_concurrently(Arc::new(deployment), &selection);
    let report = report.await.unwrap();
    let ids: Vec<_> = report
        .findings()
        .iter()
        .map(|found| found.id.as_str())
        .collect();
    for id in [
        "secret_key.weak",
        "secret_key.fallback_weak",
        "cookies.not_secure",
    ] {
        assert!(ids.contains(&id), "{ids:?}");
    }

    let today = "2026-11-23".parse().unwrap();
    let silenced = report
        .clone()
        .silence(&["secret_key.weak: known".parse().unwrap()], today);
    let known = report.clone().against(&Baseline::of(&report));
    for report in [report, silenced, known] {
        let checklist = Checklist::of(&report, &CHECKLIST);
        told.push_str(&format!(
            "{report:?} {checklist:?} {checklist} {}",
            report.text()
        ));
        told.push_str(&format!("{} {}", report.json(), report.sarif()));
        told.push_str(&format!("{} {}", report.github(), report.junit()));
        told.push_str(&format!(
            "{} {}",
            report.html(),
            report.markdown().checklist(&checklist)
        ));
        told.push_str(&Baseline::of(&report).to_string());
    }
    assert!(!told.contains("canary"), "{told}");
    for secret in ["Zq7", "Hw3", "Xk9", "Tt5", "Pp8", "Rr2", "Cc4"] {
        assert!(!told.contains(secret), "{secret} is told");
    }
}
