//! Hosts that are not the service's.

use http::StatusCode;

use super::Judged;
use super::driver::{Driver, FOREIGN, MISSING};
use super::probe::Probe;
use crate::deploy::rules::finding;

pub(super) async fn judge(driver: &Driver) -> Judged {
    let refused = [StatusCode::BAD_REQUEST, StatusCode::MISDIRECTED_REQUEST];
    let mut findings = Vec::new();
    let host = &driver.host;
    let pages = || driver.pages.iter().map(String::as_str).chain([MISSING]);
    // Where nobody is let in, it says nothing that others are not.
    let mut is_let_in = false;
    for page in pages() {
        let own = Probe::get(page);
        is_let_in = refused.contains(&driver.twin(&own).await?.status)
            || !refused.contains(&driver.send(&own).await?.status);
        if is_let_in {
            break;
        }
    }
    if !is_let_in {
        let message = format!("No page is to be had at {host}, a host of its own.");
        findings.push(finding("hosts.own_refused", message).object(host));
    }
    let mut requests = Vec::new();
    for page in pages() {
        let get = Probe::get(page);
        requests.extend([
            (get.clone().host(FOREIGN), "the host of somebody else"),
            (
                get.clone().host(format!("{host}.{FOREIGN}")),
                "a host that begins like its own",
            ),
            (
                get.clone().host(format!("{host}:443@{FOREIGN}")),
                "a host with a user",
            ),
            (get.clone().host(""), "no host"),
            (get.header("host", FOREIGN).host(host), "two hosts"),
            (
                Probe::get(format!("https://{FOREIGN}{page}")),
                "an address of somebody else's",
            ),
        ]);
    }
    for (probe, what) in requests {
        if !driver.can_send(&probe) {
            continue;
        }
        let expected = driver.twin(&probe).await?.status;
        let answer = driver.send(&probe).await?;
        if refused.contains(&expected) && !refused.contains(&answer.status) {
            let message = format!(
                "{} to {what} is answered with {}.",
                answer.request,
                answer.status.as_u16()
            );
            findings.push(finding("hosts.foreign_accepted", message));
        }
    }
    for page in &driver.pages {
        let probe = Probe::get(page)
            .header("x-forwarded-host", FOREIGN)
            .header("x-forwarded-server", FOREIGN)
            .header("x-original-host", FOREIGN);
        let answer = driver.send(&probe).await?;
        if answer.mentions(FOREIGN) {
            let message = format!("{} gives back the host that anybody names.", answer.request);
            findings.push(finding("hosts.forged_reflected", message).object("x-forwarded-host"));
        }
    }
    Ok(findings)
}
