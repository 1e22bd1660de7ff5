//! The headers of every answer, beside those of a service that does nothing.

use http::Method;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, VARY};
use seaworthy_headers::observatory::{Exchange as Observed, Score};

use super::Judged;
use super::driver::{Driver, FOREIGN, MISSING};
use super::exchange::Exchange;
use super::probe::Probe;
use crate::deploy::rules::finding;

pub(super) async fn judge(driver: &Driver) -> Judged {
    let mut probes: Vec<Probe> = driver.pages.iter().map(Probe::get).collect();
    probes.extend([
        Probe::get(MISSING),
        Probe::new(Method::DELETE, driver.page_to_change()),
        Probe::new(Method::POST, driver.page_to_change())
            .header("origin", format!("https://{FOREIGN}"))
            .header("sec-fetch-site", "cross-site"),
        Probe::get("/").host(FOREIGN),
    ]);
    let mut findings = Vec::new();
    for probe in probes {
        let (answer, twin) = (driver.send(&probe).await?, driver.twin(&probe).await?);
        for name in twin.headers.keys() {
            if [CONTENT_LENGTH, CONTENT_TYPE, DATE, VARY].contains(name) || name == "x-request-id" {
                continue;
            }
            let sent = answer.headers.get_all(name).iter().count();
            let is = format!("{} ({})", answer.request, answer.status.as_u16());
            if sent == 0 {
                let message = format!("{is} is answered without {name}.");
                let mut found = finding("headers.missing_in_answer", message).object(name.as_str());
                found.alias = django(name.as_str()).map(str::to_owned);
                findings.push(found);
            } else if sent > twin.headers.get_all(name).iter().count() {
                let message = format!("{is} is answered with {name} {sent} times.");
                findings.push(finding("headers.duplicated", message).object(name.as_str()));
            }
        }
        let (points, most) = (score(driver, &answer), score(driver, &twin));
        if points < most {
            let message = format!(
                "{} is answered with headers that are worth {points} points of MDN's \
                 Observatory, where the settings are worth {most}.",
                answer.request
            );
            findings.push(finding("headers.weakened", message));
        }
    }
    Ok(findings)
}

fn score(driver: &Driver, answer: &Exchange) -> i32 {
    let observed = Observed::new(&driver.host, &answer.headers);
    Score::of(&observed).points().into()
}

/// The check of Django's that looks at the setting for a header, or else at what sends it.
fn django(name: &str) -> Option<&'static str> {
    Some(match name {
        "strict-transport-security" => "security.W004",
        "cross-origin-opener-policy" => "security.W001",
        "x-content-type-options" => "security.W006",
        "x-frame-options" => "security.W002",
        "referrer-policy" => "security.W022",
        _ => return None,
    })
}
