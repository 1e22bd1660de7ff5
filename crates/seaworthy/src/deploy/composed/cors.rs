//! Who may read the answers.

use http::Method;

use super::Judged;
use super::driver::{Driver, FOREIGN};
use super::probe::Probe;
use crate::deploy::rules::finding;

const ALLOWED: &str = "access-control-allow-origin";

pub(super) async fn judge(driver: &Driver) -> Judged {
    let mut findings = Vec::new();
    let host = &driver.host;
    let mut origins = vec![
        "null".to_owned(),
        format!("https://{FOREIGN}"),
        format!("https://{host}.{FOREIGN}"),
        format!("https://seaworthy{host}"),
        format!("http://{host}"),
    ];
    // Next to each origin that may read stand some that may not.
    for allowed in &driver.settings.cors.allowed_origins {
        if let Some(name) = allowed.strip_prefix("https://") {
            origins.extend([
                format!("https://{name}.{FOREIGN}"),
                format!("https://seaworthy{name}"),
                format!("http://{name}"),
            ]);
        }
    }
    for page in &driver.pages {
        for origin in &origins {
            let get = Probe::get(page).header("origin", origin);
            let preflight = Probe::new(Method::OPTIONS, page)
                .header("origin", origin)
                .header("access-control-request-method", "PUT");
            for probe in [get, preflight] {
                let may = driver.twin(&probe).await?.headers.contains_key(ALLOWED);
                let answer = driver.send(&probe).await?;
                if let Some(told) = answer.header(ALLOWED).filter(|_| !may) {
                    let message = format!(
                        "{} from {origin} is answered with {ALLOWED}: {told}.",
                        answer.request
                    );
                    findings.push(finding("cors.foreign_allowed", message).object(origin));
                }
            }
        }
        for origin in &driver.settings.cors.allowed_origins {
            let answer = driver
                .send(&Probe::get(page).header("origin", origin))
                .await?;
            let is_told = answer.header(ALLOWED) == Some(origin);
            let varies = answer.all("vary").any(|value| {
                let mut names = value.split(',').map(str::trim);
                names.any(|name| name == "*" || name.eq_ignore_ascii_case("origin"))
            });
            if is_told && !varies {
                let message = format!(
                    "{} is answered for {origin}, and a cache may give that to others.",
                    answer.request
                );
                findings.push(finding("cors.no_vary", message).object("vary"));
            }
            let may = driver
                .twin(&Probe::get(page).header("origin", origin))
                .await?;
            if may.headers.contains_key(ALLOWED) && !answer.headers.contains_key(ALLOWED) {
                let message = format!("{} from {origin} cannot be read there.", answer.request);
                findings.push(finding("cors.allowed_refused", message).object(origin));
            }
        }
    }
    Ok(findings)
}
