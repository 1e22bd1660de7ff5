//! HTTPS, and the proxies in front.

use super::Judged;
use super::driver::{Driver, Trouble};
use super::exchange::Exchange;
use super::probe::Probe;
use crate::deploy::rules::finding;

/// What strangers claim to have come by HTTPS with.
const FORGERIES: [(&str, &str); 6] = [
    ("forwarded", "proto=https;for=203.0.113.77"),
    ("front-end-https", "on"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-scheme", "https"),
    ("x-forwarded-ssl", "on"),
    ("x-url-scheme", "https"),
];

/// Whether plain HTTP is redirected, and only that.
pub(super) async fn judge(driver: &Driver) -> Judged {
    let mut findings = Vec::new();
    for page in &driver.pages {
        let probe = Probe::get(page).over_http();
        let plain = driver.send(&probe).await?;
        if plain.headers.contains_key("strict-transport-security") {
            findings.push(finding(
                "hsts.over_http",
                format!(
                    "{} is answered with HSTS, which browsers ignore there.",
                    plain.request
                ),
            ));
        }
        if is_redirected(&driver.twin(&probe).await?) && !is_redirected(&plain) {
            let message = format!(
                "{} is answered with {}.",
                plain.request,
                plain.status.as_u16()
            );
            findings.push(finding("https.not_redirected", message));
        }
        let secure = driver.send(&Probe::get(page)).await?;
        let itself = format!("https://{}{page}", driver.host);
        if secure.location() == Some(&itself) {
            let message = format!("{} is redirected to itself.", secure.request);
            findings.push(finding("https.loop", message));
        }
    }
    Ok(findings)
}

/// Whether strangers are believed, and proxies are.
pub(super) async fn proxies(driver: &Driver) -> Judged {
    let mut findings = Vec::new();
    let plain = Probe::get("/").over_http();
    if !is_redirected(&driver.twin(&plain).await?) {
        return Err(Trouble::NotUsed("HTTP is not redirected to HTTPS".into()));
    }
    for (name, value) in FORGERIES {
        let probe = plain.clone().header(name, value);
        let believed_anyway = !is_redirected(&driver.twin(&probe).await?);
        let answer = driver.send(&probe).await?;
        if !believed_anyway && !is_redirected(&answer) {
            let message = format!(
                "Anybody can pretend to have come by HTTPS: {} with {name}: {value} is answered \
                 with {}.",
                answer.request,
                answer.status.as_u16()
            );
            findings.push(finding("proxies.stranger_believed", message).object(name));
        }
    }
    for proxy in &driver.settings.trusted_proxies {
        let address = proxy.split('/').next().unwrap_or(proxy);
        let Ok(address) = address.parse() else {
            continue;
        };
        let probe = plain
            .clone()
            .from(address)
            .header("x-forwarded-for", "203.0.113.77");
        let probe = match driver.settings.use_forwarded {
            true => probe.header("forwarded", "for=203.0.113.77;proto=https"),
            false => probe.header("x-forwarded-proto", "https"),
        };
        let answer = driver.send(&probe).await?;
        if is_redirected(&answer) && !is_redirected(&driver.twin(&probe).await?) {
            let message = format!(
                "What comes by HTTPS through the proxy {address} is redirected, again and again."
            );
            findings.push(finding("proxies.redirect_loop", message).object("TRUSTED_PROXIES"));
        }
    }
    Ok(findings)
}

fn is_redirected(answer: &Exchange) -> bool {
    answer
        .location()
        .is_some_and(|location| location.starts_with("https://"))
}
