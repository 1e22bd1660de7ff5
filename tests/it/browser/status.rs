//! The page that shows people how the service fares.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::edge::APP;
use super::tab::Tab;
use super::{HEALTH_TOKEN, Law, Stage};

pub(super) const LAWS: &[Law] = &[
    (
        "everybody sees on the status page how the service fares, and nothing else",
        everybody_sees_how_the_service_fares,
    ),
    (
        "whoever has the token sees the last runs of each check, too",
        operators_see_the_last_runs,
    ),
    (
        "a page that breaks its policy or throws is noticed",
        what_breaks_is_noticed,
    ),
];

fn everybody_sees_how_the_service_fares(stage: &Stage) {
    let visitor = stage.visitor();
    let tab = visitor.tab();
    let blank = screenshot(&tab);
    tab.listen();
    tab.goto(&stage.edge.app(APP, "/status")).unwrap();
    assert_eq!(tab.value("document.title"), "The service works");
    let texts = "[...document.querySelectorAll('tbody tr')].map(row => row.innerText)";
    assert_eq!(tab.value(texts), json!(["database\tok\tcritical"]));
    // The style is applied, and the page needs nothing from elsewhere.
    assert_eq!(tab.value("getComputedStyle(document.body).margin"), "0px");
    let fetched = "performance.getEntriesByType('resource').length";
    assert_eq!(tab.value(fetched), 0);
    assert_ne!(screenshot(&tab), blank);
    assert_eq!(tab.value("violations"), json!([]));
    assert_eq!(tab.complaints(), Vec::<Value>::new());
}

fn operators_see_the_last_runs(stage: &Stage) {
    let visitor = stage.visitor();
    let tab = visitor.tab();
    tab.listen();
    tab.call("Network.enable", json!({}));
    let authorization = format!("Bearer {HEALTH_TOKEN}");
    let headers = json!({ "headers": { "Authorization": authorization } });
    tab.call("Network.setExtraHTTPHeaders", headers);
    tab.goto(&stage.edge.app(APP, "/status")).unwrap();
    let bars = "document.querySelector('tbody svg path.ok').getBoundingClientRect()";
    assert_eq!(tab.value(&format!("{bars}.height > 2")), true);
    let label = "document.querySelector('tbody svg').getAttribute('aria-label')";
    let label = tab.value(label);
    assert!(label.as_str().unwrap().ends_with("runs passed"), "{label}");
    assert_eq!(tab.value("violations"), json!([]));
    assert_eq!(tab.complaints(), Vec::<Value>::new());
}

/// Else the laws above would hold of any page.
fn what_breaks_is_noticed(stage: &Stage) {
    let visitor = stage.visitor();
    let tab = visitor.tab();
    tab.listen();
    let hole = stage.edge.hole("<p style='outline: solid 7px'>");
    tab.goto(&stage.edge.app(APP, &hole)).unwrap();
    tab.until("violations.length > 0");
    assert_ne!(tab.complaints(), Vec::<Value>::new());
}

/// What the page looks like.
fn screenshot(tab: &Tab<'_>) -> Vec<u8> {
    let captured = tab.call("Page.captureScreenshot", json!({ "format": "png" }));
    let picture = STANDARD.decode(captured["data"].as_str().unwrap()).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    picture
}
