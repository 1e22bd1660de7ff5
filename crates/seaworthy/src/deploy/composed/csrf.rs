//! Requests that another site has a visitor send.

use http::{Method, StatusCode};

use super::Judged;
use super::driver::{Driver, FOREIGN};
use super::probe::Probe;
use crate::deploy::rules::finding;

pub(super) async fn judge(driver: &Driver) -> Judged {
    let mut findings = Vec::new();
    for page in driver.pages_to_change() {
        let post = || Probe::new(Method::POST, page);
        let origin = format!("https://{FOREIGN}");
        for probe in [
            post()
                .header("origin", &origin)
                .header("sec-fetch-site", "cross-site"),
            post().header("origin", &origin),
            post().header("sec-fetch-site", "cross-site"),
            post().header("origin", "null"),
        ] {
            let refused = StatusCode::FORBIDDEN;
            let answer = driver.send(&probe).await?;
            if driver.twin(&probe).await?.status == refused && answer.status != refused {
                let message = format!(
                    "{} from another site is answered with {}, not with 403.",
                    answer.request,
                    answer.status.as_u16()
                );
                findings.push(finding("csrf.cross_site_accepted", message));
                break;
            }
        }
    }
    Ok(findings)
}
