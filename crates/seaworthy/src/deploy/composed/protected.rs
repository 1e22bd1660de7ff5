//! Pages that are not for everybody, asked for by nobody in particular.

use super::Judged;
use super::driver::{Driver, Trouble};
use super::probe::Probe;
use crate::deploy::rules::finding;

pub(super) async fn judge(driver: &Driver) -> Judged {
    if driver.protected.is_empty() {
        return Err(Trouble::NotUsed("no page is said to be protected".into()));
    }
    let mut findings = Vec::new();
    for page in &driver.protected {
        let answer = driver.send(&Probe::get(page)).await?;
        let status = answer.status;
        let is_refused = matches!(status.as_u16(), 401 | 403 | 404) || answer.location().is_some();
        if !is_refused {
            let message = format!(
                "{} is answered with {} to whoever asks.",
                answer.request,
                status.as_u16()
            );
            findings.push(finding("protected.open", message).object(page));
        }
        // What is sent to some must not be kept for others.
        let kept = answer.header("cache-control").unwrap_or_default();
        if !["no-store", "private", "no-cache"]
            .iter()
            .any(|word| kept.contains(word))
        {
            let message = format!("{} may be kept by caches on the way.", answer.request);
            findings.push(finding("protected.cacheable", message).object(page));
        }
    }
    Ok(findings)
}
