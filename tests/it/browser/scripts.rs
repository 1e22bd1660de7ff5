//! What runs in the page, and what does not.

use axum::http::StatusCode;
use serde_json::json;

use super::edge::{APP, without};
use super::{Law, Stage};

pub(super) const LAWS: &[Law] = &[
    (
        "what carries the nonce of its response runs",
        nonced_content_runs,
    ),
    (
        "markup that is smuggled into the page does nothing",
        smuggled_markup_does_nothing,
    ),
    ("text does not become code", text_does_not_become_code),
    (
        "a form sends nothing to another site",
        a_form_sends_nothing_to_another_site,
    ),
    (
        "the browser reports what it forbids to the application",
        what_is_forbidden_is_reported,
    ),
    ("data is not run as a script", data_is_not_run_as_a_script),
];

const CSP: &str = "content-security-policy";

/// What an attacker writes, what is true where the attack succeeds, and which directive forbids it.
const SMUGGLED: [(&str, &str, &str); 8] = [
    (
        "<script>window.pwned = true</script>",
        "window.pwned === true",
        "script-src-elem",
    ),
    (
        "<script nonce=NONCE>window.pwned = true</script>",
        "window.pwned === true",
        "script-src-elem",
    ),
    (
        "<script src='data:text/javascript,window.pwned = true'></script>",
        "window.pwned === true",
        "script-src-elem",
    ),
    (
        "<img src='data:,' onerror='window.pwned = true'>",
        "window.pwned === true",
        "script-src-attr",
    ),
    (
        "<a id=lure href='javascript:void(window.pwned = true)'>Click</a>",
        "(window.clicked ??= (document.getElementById('lure').click(), true)) && window.pwned",
        "script-src-elem",
    ),
    (
        "<style>body { outline: solid 7px }</style>",
        "getComputedStyle(document.body).outlineWidth === '7px'",
        "style-src-elem",
    ),
    (
        "<p id=styled style='outline: solid 7px'>",
        "getComputedStyle(document.getElementById('styled')).outlineWidth === '7px'",
        "style-src-attr",
    ),
    (
        "<base href='https://evil.test/'>",
        "document.baseURI === 'https://evil.test/'",
        "base-uri",
    ),
];

fn nonced_content_runs(stage: &Stage) {
    let visitor = stage.visitor();
    let tab = visitor.at(&stage.edge.app(APP, "/"));
    assert_eq!(
        tab.value("document.getElementById('filter').disabled"),
        false
    );
    assert_eq!(tab.value("getComputedStyle(document.body).margin"), "0px");
    assert_eq!(tab.value("violations"), json!([]));
}

fn smuggled_markup_does_nothing(stage: &Stage) {
    let visitor = stage.visitor();
    let tab = visitor.at(&stage.edge.app(APP, "/"));
    // An attacker can read a nonce too, in a response of the attacker's own.
    let nonce = tab.value("document.querySelector('script').nonce");
    for (markup, gain, directive) in SMUGGLED {
        let hole = stage
            .edge
            .hole(&markup.replace("NONCE", nonce.as_str().unwrap()));
        tab.goto(&stage.edge.app(APP, &hole)).unwrap();
        let gained = tab.value(gain);
        tab.until(&format!("violations.includes('{directive}')"));
        assert_ne!(gained, true, "{markup}");
        assert_ne!(tab.value(gain), true, "{markup}");
        assert_eq!(
            tab.value("document.getElementById('filter').disabled"),
            false
        );

        tab.goto(&stage.edge.app(&without(&[CSP]), &hole)).unwrap();
        tab.until(gain);
    }
}

fn text_does_not_become_code(stage: &Stage) {
    let visitor = stage.visitor();
    for (host, value) in [
        (APP.to_owned(), json!("EvalError")),
        (without(&[CSP]), json!(2)),
    ] {
        let tab = visitor.at(&stage.edge.app(&host, "/"));
        assert_eq!(tab.value("(0, eval)('1 + 1')"), value, "{host}");
    }
}

fn a_form_sends_nothing_to_another_site(stage: &Stage) {
    let visitor = stage.visitor();
    let action = stage.edge.page("evil.test", "");
    let hole = stage.edge.hole(&format!(
        "<form id=lure method=post action='{action}'></form>"
    ));
    let submit = "document.getElementById('lure').submit()";

    let tab = visitor.at(&stage.edge.app(APP, &hole));
    tab.value(submit);
    tab.until("violations.includes('form-action')");
    assert!(
        stage
            .edge
            .all()
            .iter()
            .all(|exchange| exchange.host != "evil.test")
    );

    let tab = visitor.at(&stage.edge.app(&without(&[CSP]), &hole));
    tab.value(submit);
    stage.edge.passed(|exchange| exchange.host == "evil.test");
}

fn what_is_forbidden_is_reported(stage: &Stage) {
    let visitor = stage.visitor();
    let hole = stage.edge.hole("<p onclick='reported()'>");
    let _tab = visitor.at(&stage.edge.app(APP, &hole));
    let report = stage
        .edge
        .passed(|exchange| exchange.line == "POST /csp-report");
    assert_eq!(report.status, StatusCode::NO_CONTENT);
    stage
        .server
        .borrow_mut()
        .line(|line| line.contains("browser report") && line.contains("script-src-attr"));
}

fn data_is_not_run_as_a_script(stage: &Stage) {
    let visitor = stage.visitor();
    let nosniff = without(&["x-content-type-options"]);
    for (host, outcome) in [(APP.to_owned(), "error"), (nosniff, "load")] {
        let tab = visitor.at(&stage.edge.app(&host, "/"));
        // The page's own code may add scripts: that is what `'strict-dynamic'` says.
        let added = "new Promise(done => {
            const script = document.createElement('script');
            script.onload = script.onerror = event => done(event.type);
            script.src = '/api/lots';
            document.body.append(script);
        })";
        assert_eq!(tab.value(added), outcome, "{host}");
    }
}
