//! Which pages the browser lets read what the application answers: the exchanges that
//! `tests/vectors/cors.json` gives, with the browser itself.

use serde_json::Value;

use super::edge::{APP, SITES};
use super::tab::Tab;
use super::{Law, Stage};
use crate::server::{SECRET_KEY, Server};

pub(super) const LAWS: &[Law] = &[(
    "a page gets what CORS says that it may read, and nothing else",
    a_page_gets_what_it_may_read,
)];

/// The application, with CORS as these variables say, under a name of its own.
pub(super) fn serve(stage: &Stage, host: &str, cors: &[(&str, &str)]) -> (Server, String) {
    let mut variables = vec![
        ("SECRET_KEY", SECRET_KEY),
        ("ALLOWED_HOSTS", APP),
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ];
    variables.extend(cors);
    let server = Server::start(&variables);
    let origin = stage.edge.front_as(host, server.address);
    (server, origin)
}

/// The variables by which the application is configured as a vector says.
fn variables(config: &Value) -> Vec<(&'static str, String)> {
    let list = |key: &str| {
        let items = config[key]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let items: Vec<_> = items.iter().map(|item| item.as_str().unwrap()).collect();
        items.join(",")
    };
    let origins = list("origins");
    let mut variables = vec![
        ("CORS_ALLOW_CREDENTIALS", config["credentials"].to_string()),
        ("CORS_ALLOW_METHODS", list("methods")),
        ("CORS_ALLOW_HEADERS", list("request_headers")),
        ("CORS_EXPOSE_HEADERS", list("expose_headers")),
        (
            "CORS_PREFLIGHT_MAX_AGE",
            config["max_age"].as_u64().unwrap_or_default().to_string(),
        ),
    ];
    if origins == "*" {
        // In production it is refused.
        variables.push(("DEBUG", "true".to_owned()));
        variables.push(("CORS_ALLOW_ALL_ORIGINS", "true".to_owned()));
    } else {
        variables.push(("CORS_ALLOWED_ORIGINS", origins));
    }
    variables
}

/// Fetches as a page of this origin; `got`, or `refused` where the browser keeps the answer.
fn fetch(stage: &Stage, origin: &str, address: &str, client: &Value) -> Value {
    let headers = client["unsafe_headers"].as_array().unwrap();
    let headers: Vec<_> = headers
        .iter()
        .map(|name| match name.as_str().unwrap() {
            "content-type" => "'content-type': 'application/json'".to_owned(),
            name => format!("'{name}': 'x'"),
        })
        .collect();
    let fetched = format!(
        "fetch('{address}', {{
            method: {}, credentials: {}, headers: {{ {} }},
        }}).then(() => 'got', () => 'refused')",
        client["method"],
        client["credentials"],
        headers.join(", "),
    );
    let visitor = stage.visitor();
    if origin == "null" {
        // A frame that is sandboxed has no origin that others share.
        let outer = visitor.at(&stage.edge.page_of("https://evil.com", "<body></body>"));
        return outer.value(&format!(
            "new Promise(resolve => {{
                onmessage = message => resolve(message.data);
                const frame = document.createElement('iframe');
                frame.sandbox = 'allow-scripts';
                frame.srcdoc = `<script>{fetched}.then(data => parent.postMessage(data, '*'))\
                    </script>`;
                document.body.append(frame);
            }})"
        ));
    }
    let page: Tab<'_> = visitor.at(&stage.edge.page_of(origin, ""));
    page.value(&fetched)
}

fn a_page_gets_what_it_may_read(stage: &Stage) {
    let vectors: Value = serde_json::from_str(include_str!("../../vectors/cors.json")).unwrap();
    let cases = vectors["browser"].as_array().unwrap();
    assert_eq!(cases.len(), 12);
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let config = variables(&vectors["configs"][case["config"].as_str().unwrap()]);
        let config: Vec<_> = config
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        let (_server, api) = serve(stage, &format!("{id}.test"), &config);

        let client = &case["client"];
        let origin = client["origin"].as_str().unwrap();
        let known = |site| origin == format!("https://{site}");
        assert!(origin == "null" || SITES.into_iter().any(known), "{origin}");
        stage.edge.forget();
        let got = fetch(stage, origin, &format!("{api}/api/lots"), client);
        let expected = if case["expect"] == "ok" {
            "got"
        } else {
            "refused"
        };
        assert_eq!(got, expected, "{id}");

        // It was what the vector says that was sent, or that was kept from being sent.
        let method = client["method"].as_str().unwrap();
        let simple = ["GET", "HEAD", "POST"].contains(&method)
            && client["unsafe_headers"].as_array().unwrap().is_empty();
        let passed = stage.edge.all();
        let count = |line: String| passed.iter().filter(|e| e.is(&line, origin)).count();
        let asked = count("OPTIONS /api/lots".to_owned());
        let sent = count(format!("{method} /api/lots"));
        assert_eq!(asked, usize::from(!simple), "{id}: {passed:#?}");
        assert_eq!(
            sent,
            usize::from(simple || expected == "got"),
            "{id}: {passed:#?}"
        );
    }
}
