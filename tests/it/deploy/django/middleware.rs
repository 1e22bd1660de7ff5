//! Projects without middleware. In Django the checks of a setting ask first whether its middleware
//! is there: without any, nothing is found but that it is missing.

use std::collections::BTreeSet;

use super::case::{Case, cases};

const SECURITY: &str = "django.middleware.security.SecurityMiddleware";
const FRAMES: &str = "django.middleware.clickjacking.XFrameOptionsMiddleware";
const CSRF: &str = "django.middleware.csrf.CsrfViewMiddleware";

/// Every choice of the three, those of fewer first where one is part of the other.
fn choices() -> Vec<BTreeSet<&'static str>> {
    let choice = |bits: u8| {
        let all = [SECURITY, FRAMES, CSRF].into_iter().enumerate();
        all.filter(|(index, _)| bits & (1 << index) != 0)
            .map(|(_, middleware)| middleware)
            .collect()
    };
    (0..8).map(choice).collect()
}

/// The ids that are found, unless the settings are not read.
async fn found(case: &Case, middleware: &BTreeSet<&str>) -> Option<BTreeSet<String>> {
    let report = case.with_middleware(middleware).report().await.ok()?;
    let findings = report.findings().iter();
    Some(
        findings
            .filter_map(|finding| finding.alias.clone())
            .collect(),
    )
}

#[tokio::test]
async fn whatever_is_found_is_found_with_less_middleware_too() {
    let mut pairs = 0;
    for case in cases().iter().filter(|case| case.is_of_whole_project()) {
        let mut seen: Vec<(BTreeSet<&str>, BTreeSet<String>)> = Vec::new();
        for middleware in choices() {
            let Some(found) = found(case, &middleware).await else {
                continue;
            };
            for (less, found_of_less) in &seen {
                if less.is_subset(&middleware) {
                    let lost: Vec<_> = found.difference(found_of_less).collect();
                    assert!(lost.is_empty(), "{} with {less:?}: {lost:?}", case.name);
                    pairs += 1;
                }
            }
            seen.push((middleware, found));
        }
    }
    // Nineteen of eight choices, in each of the projects whose settings are read.
    assert_eq!(pairs, 19 * 12);
}

#[tokio::test]
async fn without_any_the_settings_are_looked_at_beside() {
    let cases = cases();
    let project = "only SECURE_HSTS_PRELOAD=False";
    let case = cases.iter().find(|case| case.name == project).unwrap();
    let bare = found(case, &BTreeSet::new()).await.unwrap();
    let djangos = ["security.W001", "security.W002", "security.W003"];
    let ours = [
        "security.W004",
        "security.W006",
        "security.W008",
        "security.W022",
    ];
    let expected: BTreeSet<String> = [&djangos[..], &ours]
        .concat()
        .into_iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(bare, expected);
}
