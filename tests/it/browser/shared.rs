//! What pages of several origins may do with the same answers.

use serde_json::json;

use super::cors::serve;
use super::edge::without;
use super::{Law, Stage};

pub(super) const LAWS: &[Law] = &[
    (
        "a script reads the headers that are exposed to it",
        a_script_reads_exposed_headers,
    ),
    (
        "an answer to a visitor with a cookie is for the listed origin alone",
        a_cookies_answer_is_for_the_listed_origin,
    ),
    (
        "a preflight is remembered for as long as it says",
        a_preflight_is_remembered_as_it_says,
    ),
    (
        "an allowed page reads errors as errors",
        an_allowed_page_reads_errors,
    ),
    (
        "what is kept for one origin is not given to another",
        what_is_kept_for_one_origin_is_not_given_to_another,
    ),
    (
        "a star does not stand for the header of credentials",
        a_star_does_not_stand_for_authorization,
    ),
];

const LISTED: &str = "https://example.com";
const OTHER: &str = "https://a.example.com";

fn a_script_reads_exposed_headers(stage: &Stage) {
    let origins = ("CORS_ALLOWED_ORIGINS", LISTED);
    let exposed = ("CORS_EXPOSE_HEADERS", "X-Request-ID");
    let visitor = stage.visitor();
    let page = visitor.at(&stage.edge.page_of(LISTED, ""));
    for (host, variables, shown) in [
        ("exposed.test", &[origins, exposed][..], true),
        ("hidden.test", &[origins], false),
    ] {
        let (_server, api) = serve(stage, host, variables);
        let read = page.value(&format!(
            "fetch('{api}/api/lots').then(answer => answer.headers.has('x-request-id'))"
        ));
        assert_eq!(read, shown, "{host}");
    }
}

fn a_cookies_answer_is_for_the_listed_origin(stage: &Stage) {
    let variables = [
        ("CORS_ALLOWED_ORIGINS", LISTED),
        ("CORS_ALLOW_CREDENTIALS", "true"),
    ];
    // Of the site that asks: browsers keep other sites' cookies to themselves.
    let (_server, api) = serve(stage, "api.example.com", &variables);
    let visitor = stage.visitor();
    visitor
        .at(&format!("{api}/"))
        .value("document.cookie = 'seen=yes; Secure'; 0");
    for (origin, answer) in [(LISTED, json!(200)), (OTHER, json!("refused"))] {
        stage.edge.forget();
        let page = visitor.at(&stage.edge.page_of(origin, ""));
        let read = page.value(&format!(
            "fetch('{api}/api/lots', {{ credentials: 'include' }})
                .then(answer => answer.status, () => 'refused')"
        ));
        assert_eq!(read, answer, "{origin}");
        // The cookie went along either way: it is the answer that is kept from the page.
        let sent = stage.edge.passed(|e| e.is("GET /api/lots", origin));
        let cookie = sent.headers["cookie"].to_str().unwrap();
        assert!(cookie.contains("seen=yes"), "{cookie}");
    }
}

fn a_preflight_is_remembered_as_it_says(stage: &Stage) {
    let origins = ("CORS_ALLOWED_ORIGINS", LISTED);
    for (host, seconds, asked) in [("kept.test", "600", 1), ("forgotten.test", "1", 2)] {
        let age = ("CORS_PREFLIGHT_MAX_AGE", seconds);
        let (_server, api) = serve(stage, host, &[origins, age]);
        let visitor = stage.visitor();
        let page = visitor.at(&stage.edge.page_of(LISTED, ""));
        stage.edge.forget();
        for method in ["DELETE", "PUT"] {
            page.value(&format!(
                "fetch('{api}/api/lots', {{ method: '{method}' }})
                    .then(() => new Promise(resolve => setTimeout(resolve, 1500)))
                    .then(() => 0)"
            ));
        }
        let passed = stage.edge.all();
        let count = |line| passed.iter().filter(|e| e.is(line, LISTED)).count();
        // The second method was not in the first question, but it was in the answer.
        assert_eq!(count("OPTIONS /api/lots"), asked, "{passed:#?}");
        assert_eq!(count("DELETE /api/lots"), 1);
        assert_eq!(count("PUT /api/lots"), 1);
    }
}

fn an_allowed_page_reads_errors(stage: &Stage) {
    let (_server, api) = serve(stage, "errors.test", &[("CORS_ALLOWED_ORIGINS", LISTED)]);
    let visitor = stage.visitor();
    for (origin, readable) in [(LISTED, true), (OTHER, false)] {
        let page = visitor.at(&stage.edge.page_of(origin, ""));
        for (path, method, status) in [
            ("/nowhere", "GET", 404),
            ("/api/lots", "POST", 403),
            ("/api/lots?campaign=x", "GET", 400),
        ] {
            let read = page.value(&format!(
                "fetch('{api}{path}', {{ method: '{method}' }})
                    .then(answer => answer.status, () => 'refused')"
            ));
            let expected = if readable {
                json!(status)
            } else {
                json!("refused")
            };
            assert_eq!(read, expected, "{origin} {method} {path}");
        }
    }
}

fn what_is_kept_for_one_origin_is_not_given_to_another(stage: &Stage) {
    // Both are of one site, whose pages share what the browser keeps.
    let both = format!("{LISTED},{OTHER}");
    for (host, second) in [
        (without(&["cached"]), json!(200)),
        (without(&["cached", "vary"]), json!("refused")),
    ] {
        let (_server, api) = serve(stage, &host, &[("CORS_ALLOWED_ORIGINS", &both)]);
        let visitor = stage.visitor();
        for (origin, answer) in [(LISTED, json!(200)), (LISTED, json!(200)), (OTHER, second)] {
            let page = visitor.at(&stage.edge.page_of(origin, ""));
            let read = page.value(&format!(
                "fetch('{api}/api/lots').then(answer => answer.status, () => 'refused')"
            ));
            assert_eq!(read, answer, "{host} {origin}");
        }
        // It was kept: only another origin, if that counts, has it sent again.
        let passed = stage.edge.all();
        let count = |origin| {
            passed
                .iter()
                .filter(|e| e.is("GET /api/lots", origin))
                .count()
        };
        assert_eq!(count(LISTED), 1, "{host}: {passed:#?}");
        stage.edge.forget();
    }
}

fn a_star_does_not_stand_for_authorization(stage: &Stage) {
    let origins = ("CORS_ALLOWED_ORIGINS", LISTED);
    let visitor = stage.visitor();
    let page = visitor.at(&stage.edge.page_of(LISTED, ""));
    for (host, headers, answer) in [
        ("star.test", "*", json!("refused")),
        ("star-and-more.test", "*,authorization", json!(200)),
    ] {
        let (_server, api) = serve(stage, host, &[origins, ("CORS_ALLOW_HEADERS", headers)]);
        let read = page.value(&format!(
            "fetch('{api}/api/lots', {{ headers: {{ authorization: 'Bearer x', 'x-any': 'y' }} }})
                .then(answer => answer.status, () => 'refused')"
        ));
        assert_eq!(read, answer, "{headers}");
    }
}
