//! What an answer tells of the inside.

use http::Method;

use super::Judged;
use super::driver::{Driver, MISSING};
use super::probe::Probe;
use crate::deploy::rules::finding;

/// Headers that tell what a service is made with.
const TELLTALE: [&str; 6] = [
    "server",
    "x-aspnet-version",
    "x-generator",
    "x-powered-by",
    "x-runtime",
    "x-version",
];

/// What stands in the output of a panic or of a backtrace, and nowhere else.
const INSIDE: [&str; 5] = [
    ".cargo/registry/",
    "RUST_BACKTRACE",
    "panicked at ",
    "stack backtrace:",
    "/rustc/",
];

/// Files that stand beside an application and tell its secrets or its source.
const HIDDEN: [&str; 4] = ["/.env", "/.git/HEAD", "/.git/config", "/.htpasswd"];

pub(super) async fn judge(driver: &Driver) -> Judged {
    let mut probes: Vec<Probe> = driver.pages.iter().map(Probe::get).collect();
    probes.extend([
        Probe::get(MISSING),
        Probe::new(Method::DELETE, driver.page_to_change()),
        Probe::get("/?q=%FF%00%3Cscript%3E"),
        Probe::get("/..%2f..%2fetc%2fpasswd"),
    ]);
    let mut findings = Vec::new();
    for probe in probes {
        let answer = driver.send(&probe).await?;
        for name in TELLTALE {
            if answer.headers.contains_key(name) {
                let message = format!("{} is answered with {name}.", answer.request);
                findings.push(finding("leaks.telltale_header", message).object(name));
            }
        }
        if let Some(inside) = INSIDE.iter().find(|inside| answer.body.contains(**inside)) {
            let message = format!(
                "{} is answered with {inside:?} in its body.",
                answer.request
            );
            findings.push(finding("leaks.internals", message));
        }
        if answer.body.contains("root:x:0:0") {
            let message = format!("{} is answered with a file of the system.", answer.request);
            findings.push(finding("leaks.traversal", message));
        }
    }
    let missing = driver.send(&Probe::get(MISSING)).await?;
    for path in HIDDEN {
        let answer = driver.send(&Probe::get(path)).await?;
        // Where every path has a page, that is no file.
        if answer.status.is_success() && !missing.status.is_success() && !answer.is_html() {
            let message = format!("{} is answered with what is there.", answer.request);
            findings.push(finding("leaks.hidden_file", message).object(path));
        }
    }
    Ok(findings)
}
