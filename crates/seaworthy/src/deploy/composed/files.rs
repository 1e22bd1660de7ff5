//! The files that pages refer to.

use std::collections::BTreeSet;

use super::Judged;
use super::csp::value;
use super::driver::{Driver, Trouble};
use super::probe::Probe;
use crate::deploy::rules::finding;

/// How the names of files end that a browser loads with a page.
const ENDS: [&str; 14] = [
    ".avif",
    ".css",
    ".gif",
    ".ico",
    ".jpeg",
    ".jpg",
    ".js",
    ".mjs",
    ".png",
    ".svg",
    ".ttf",
    ".webmanifest",
    ".webp",
    ".woff2",
];

/// What keeps browsers from taking an upload for a script.
const NOSNIFF: &str = "x-content-type-options";

pub(super) async fn judge(driver: &Driver) -> Judged {
    let mut files = BTreeSet::new();
    for page in &driver.pages {
        let answer = driver.send(&Probe::get(page)).await?;
        if answer.is_html() {
            files.extend(referred_to(&answer.body));
        }
    }
    if files.is_empty() {
        return Err(Trouble::NotUsed(
            "no page refers to a file of the service".into(),
        ));
    }
    let mut findings = Vec::new();
    for file in files {
        let answer = driver.send(&Probe::get(&file)).await?;
        let twin = driver.twin(&Probe::get(&file)).await?;
        if twin.headers.contains_key(NOSNIFF) && !answer.headers.contains_key(NOSNIFF) {
            let message = format!("{} is answered without {NOSNIFF}.", answer.request);
            let mut found = finding("headers.missing_in_answer", message).object(&file);
            found.alias = Some("security.W006".to_owned());
            findings.push(found);
        }
        let what = if !answer.status.is_success() {
            format!("is answered with {}", answer.status.as_u16())
        } else if answer.is_html() {
            "is answered with a page instead of a file".to_owned()
        } else {
            continue;
        };
        let message = format!("{}, which a page refers to, {what}.", answer.request);
        findings.push(finding("static.missing", message).object(&file));
    }
    Ok(findings)
}

/// The files of the service itself that a page loads, by path and query.
fn referred_to(page: &str) -> Vec<String> {
    let values = [" src=", " href="]
        .into_iter()
        .flat_map(|name| page.split(name).skip(1));
    let values = values.filter_map(value);
    let own = values.filter(|value| value.starts_with('/') && !value.starts_with("//"));
    let files = own.filter(|value| {
        let path = value.split(['?', '#']).next().unwrap_or(value);
        ENDS.iter().any(|end| path.ends_with(end))
    });
    files
        .filter_map(|file| file.split('#').next())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_page_are_those_of_the_service_that_it_loads() {
        let page = r##"<link rel=stylesheet href="/a.css?v=1"><script src='/b.js'></script>
            <script src=/c.mjs defer></script><img src="//cdn.example/d.png"><img src="e.png">
            <a href="/about">About</a><svg><use href="/f.svg#part"/></svg> src= <p href="##;
        assert_eq!(
            referred_to(page),
            ["/b.js", "/c.mjs", "/a.css?v=1", "/f.svg"]
        );
    }
}
