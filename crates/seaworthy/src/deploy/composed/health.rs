//! Health endpoints, as an orchestrator calls them: by address, over plain HTTP.

use http::Method;

use super::Judged;
use super::driver::{Driver, MISSING, Trouble};
use super::exchange::Exchange;
use super::probe::Probe;
use crate::deploy::rules::finding;

const PATHS: [&str; 4] = ["/healthz", "/livez", "/readyz", "/startupz"];

pub(super) async fn judge(driver: &Driver) -> Judged {
    // Where every path has a page, that is no endpoint.
    let missing = driver.send(&Probe::get(MISSING)).await?;
    let is_page = |answer: &Exchange| {
        missing.status.is_success()
            && answer.header("content-type") == missing.header("content-type")
    };
    let mut findings = Vec::new();
    let mut there = false;
    for path in PATHS {
        // Where nobody answers, there is no such endpoint; over HTTPS nothing is in its way.
        let known = driver.send(&Probe::get(path)).await?;
        let is_answer = known.status.is_success() || known.status.as_u16() == 503;
        if !is_answer || is_page(&known) {
            continue;
        }
        there = true;
        let probe = Probe::get(path).over_http().host("10.0.0.7:8000");
        let answer = driver.send(&probe).await?;
        if answer.status != known.status {
            let message = format!(
                "{} by address is answered with {}: an orchestrator takes the service for dead.",
                answer.request,
                answer.status.as_u16()
            );
            findings.push(finding("health.out_of_reach", message).object(path));
        }
        for answer in [&known, &answer] {
            if answer.headers.contains_key("set-cookie") {
                let message = format!("{} sets a cookie.", answer.request);
                findings.push(finding("health.cookie", message).object(path));
            }
            let cached = answer.header("cache-control").unwrap_or_default();
            if answer.status == known.status && !cached.contains("no-store") {
                let message = format!("{} may be cached.", answer.request);
                findings.push(finding("health.cacheable", message).object(path));
            }
        }
        let probe = Probe::new(Method::HEAD, path);
        let head = driver.send(&probe).await?;
        if head.status != known.status {
            let message = format!("{} is answered otherwise than GET.", head.request);
            findings.push(finding("health.no_head", message).object(path));
        }
    }
    if there {
        Ok(findings)
    } else {
        Err(Trouble::NotUsed("there are no health endpoints".into()))
    }
}
