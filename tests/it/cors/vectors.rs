//! The CORS conformance vectors: configurations, requests, and whole exchanges with a browser.

use std::collections::BTreeSet;

use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use seaworthy_cors::{Config, Cors, Issue, OriginError};
use seaworthy_policy::PolicyLayer;
use serde_json::Value;

use super::exchange::{App, Client, joined, server, set_of};

/// The requests that are answered otherwise than the vector says, with the reason.
const DIFFERENT_ANSWERS: &[(&str, &str)] = &[(
    "pna-ok",
    "Private Network Access is abandoned: browsers ask the user instead",
)];

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../vectors/cors.json")).unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}

fn config(value: &Value) -> Config {
    let mut config = Config::new(texts(&value["origins"]));
    config.credentials = value["credentials"].as_bool().unwrap();
    config.methods = texts(&value["methods"]);
    config.headers = texts(&value["request_headers"]);
    config.expose = texts(&value["expose_headers"]);
    config.max_age = value["max_age"].as_u64();
    config
}

fn cors(vectors: &Value, name: &Value) -> Cors {
    config(&vectors["configs"][name.as_str().unwrap()])
        .build()
        .unwrap()
}

/// Whether an issue is of the kind a vector names, and tells the value the vector names.
fn is_of_kind(issue: &Issue, kind: &str, value: &Value) -> bool {
    use OriginError as O;
    let text = value.as_str().unwrap_or_default();
    match issue {
        Issue::NoOrigins => kind == "MissingOrigins",
        Issue::CredentialsForAnyOrigin => kind == "WildcardOriginWithCredentials",
        Issue::CredentialsForInsecureOrigin { origin } => {
            kind == "InsecureOriginWithCredentials" && origin == text
        }
        Issue::CredentialsForPublicSuffix { origin } => {
            kind == "PublicSuffixWildcardWithCredentials" && origin == text
        }
        Issue::InvalidOrigin {
            origin,
            reason,
            instead,
        } => {
            let is_reason = match kind {
                "NullOrigin" => *reason == O::Null,
                "FileOrigin" => *reason == O::File,
                "UppercaseOrigin" => {
                    *reason == O::UpperCase && *instead == Some(text.to_ascii_lowercase())
                }
                "DefaultPort" => {
                    let shorter = text.strip_suffix(":443").map(str::to_owned);
                    *reason == O::DefaultPort && *instead == shorter
                }
                "NonAsciiHost" => *reason == O::NonAscii,
                "NonCanonicalOrInvalidIp" => matches!(reason, O::Address | O::Host),
                "MisplacedWildcard" => *reason == O::Wildcard,
                "InvalidOrigin" => {
                    matches!(reason, O::Host | O::Path | O::Port | O::Scheme | O::TooLong)
                }
                _ => false,
            };
            // Of a user and a password nothing is repeated.
            let (_, host) = text.rsplit_once('@').unwrap_or_default();
            let hidden = *reason == O::User && *origin == format!("https://…@{host}");
            is_reason && (origin == text || hidden)
        }
        Issue::InvalidMethod { method } => kind == "InvalidMethod" && method == text,
        Issue::ForbiddenMethod { method } => kind == "ForbiddenMethod" && method == text,
        Issue::InvalidHeader { header } | Issue::InvalidExposedHeader { header } => {
            kind == "InvalidHeaderName" && header == text
        }
        Issue::ForbiddenHeader { header } => kind == "ForbiddenRequestHeader" && header == text,
        Issue::MisplacedHeader { header } => kind == "ProhibitedRequestHeader" && header == text,
        Issue::ForbiddenExposedHeader { header } => {
            kind == "ForbiddenResponseHeader" && header == text
        }
        Issue::MisplacedExposedHeader { header } => {
            kind == "ProhibitedResponseHeader" && header == text
        }
        Issue::CredentialsForAnyExposedHeader => kind == "WildcardExposeWithCredentials",
        Issue::MaxAgeOutOfRange { seconds } => {
            kind == "MaxAgeOutOfRange" && Some(*seconds) == value.as_u64()
        }
        _ => false,
    }
}

#[test]
fn a_configuration_is_built_or_refused_for_the_reason_given() {
    let vectors = vectors();
    for case in vectors["construct"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let built = config(&case["config"]).build();
        let holds = match case["expect"].as_str().unwrap() {
            "accept" => built.is_ok(),
            "reject" => built.is_err_and(|error| {
                let kind = case["kind"].as_str().unwrap();
                let [issue] = error.issues() else {
                    panic!("{id}: {error}");
                };
                is_of_kind(issue, kind, &case["value"])
            }),
            "either" => true,
            other => panic!("{id}: {other}"),
        };
        assert!(holds, "{id}: {case}");
    }
}

fn request(case: &Value) -> Request<()> {
    let mut request = Request::new(());
    *request.method_mut() = case["method"].as_str().unwrap().parse().unwrap();
    for header in case["headers"].as_array().unwrap() {
        let name: HeaderName = header[0].as_str().unwrap().parse().unwrap();
        let text = match &header[1] {
            Value::String(text) => text.clone(),
            value => {
                let times = usize::try_from(value["times"].as_u64().unwrap()).unwrap();
                value["unit"].as_str().unwrap().repeat(times)
            }
        };
        let lines = header
            .get(2)
            .map_or(1, |more| more["lines"].as_u64().unwrap());
        for _ in 0..lines {
            let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
            request.headers_mut().append(name.clone(), value);
        }
    }
    request
}

/// The answer of an application with this policy before it.
fn answer(cors: Cors, request: Request<()>, inner: &Value) -> Response<String> {
    let mut app = App::default();
    if let Some(status) = inner["status"].as_u64() {
        *app.0.status_mut() = StatusCode::from_u16(u16::try_from(status).unwrap()).unwrap();
    }
    for header in inner["headers"].as_array().into_iter().flatten() {
        let name: HeaderName = header[0].as_str().unwrap().parse().unwrap();
        let value = header[1].as_str().unwrap().parse().unwrap();
        app.0.headers_mut().append(name, value);
    }
    server(&PolicyLayer::new(cors), app)(request)
}

/// What is wrong with an answer, if anything is.
fn fault(case: &Value, response: &Response<String>) -> Option<String> {
    let expect = &case["expect"];
    let route = if response.body() == App::BODY {
        "inner"
    } else {
        "preflight"
    };
    if expect["route"] != route {
        return Some(format!("took the route {route}"));
    }
    let reads_no_list = case["expect"]["outcome"] == "fail (canonical) or static list";
    if !reads_no_list && expect["status"].as_u64() != Some(response.status().as_u16().into()) {
        return Some(format!("status {}", response.status()));
    }
    for (short, name) in [
        ("acao", "access-control-allow-origin"),
        ("acac", "access-control-allow-credentials"),
        ("acam", "access-control-allow-methods"),
        ("acah", "access-control-allow-headers"),
        ("acma", "access-control-max-age"),
        ("aceh", "access-control-expose-headers"),
        ("acapn", "access-control-allow-private-network"),
    ] {
        let found = joined(response, name);
        let fits = match expect.get(short) {
            None => true,
            Some(_) if reads_no_list => true,
            Some(Value::Null) => found.is_none(),
            // The canonical answer is the one that is held to.
            Some(Value::String(text)) if text.starts_with("absent (canonical)") => found.is_none(),
            Some(Value::String(text)) if short == "aceh" => {
                found.as_deref().map(set_of) == Some(set_of(text))
            }
            Some(text) => found.as_deref() == text.as_str(),
        };
        if !fits {
            return Some(format!("{name}: {found:?}"));
        }
    }
    for (needed, short, name) in [
        ("acam_canonical", "acam", "access-control-allow-methods"),
        ("acah_canonical", "acah", "access-control-allow-headers"),
    ] {
        // A full list is as good as an echo, so that more than the names asked for may stand there.
        let found = set_of(&joined(response, name).unwrap_or_default());
        let wanted = expect[needed].as_str().map(set_of).unwrap_or_default();
        if !wanted.is_subset(&found) {
            return Some(format!("{short} {found:?} lacks some of {wanted:?}"));
        }
    }
    let vary = set_of(&joined(response, "vary").unwrap_or_default());
    let names = |key: &str| expect.get(key).map(texts).unwrap_or_default();
    if !names("vary_includes")
        .iter()
        .all(|name| vary.contains(name))
        || names("vary_excludes")
            .iter()
            .any(|name| vary.contains(name))
        || response.headers().get_all("vary").iter().count() > 2
    {
        return Some(format!("vary {vary:?}"));
    }
    None
}

#[test]
fn a_request_is_answered_as_given() {
    let vectors = vectors();
    let mut different = BTreeSet::new();
    for case in vectors["vectors"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let cors = cors(&vectors, &case["config"]);
        let asked = request(&case["request"]);
        let text = |name| asked.headers().get(name).and_then(|v| v.to_str().ok());
        let client = Client {
            origin: text("origin").unwrap_or_default().to_owned(),
            method: text("access-control-request-method")
                .unwrap_or_default()
                .to_owned(),
            unsafe_headers: set_of(text("access-control-request-headers").unwrap_or_default())
                .into_iter()
                .collect(),
            credentials: vectors["configs"][case["config"].as_str().unwrap()]["credentials"]
                .as_bool()
                .unwrap(),
        };
        let response = answer(cors, asked, &case["inner"]);
        let content = client.is_content_with(&response);
        let outcome_fits = match case["expect"]["outcome"].as_str() {
            Some("ok") => content,
            Some("fail") => !content,
            _ => true,
        };
        let fault = fault(case, &response);
        if fault.is_some() || !outcome_fits {
            let reason = fault.unwrap_or_else(|| format!("browser content: {content}"));
            different.insert(id);
            assert_ne!(case["graded"], "required", "{id}: {reason}");
        }
    }
    assert_eq!(
        different,
        DIFFERENT_ANSWERS.iter().map(|&(id, _)| id).collect()
    );
}

#[test]
fn a_page_gets_what_it_may_read_and_nothing_else() {
    let vectors = vectors();
    for case in vectors["browser"].as_array().unwrap() {
        let client = &case["client"];
        let client = Client {
            origin: client["origin"].as_str().unwrap().to_owned(),
            method: client["method"].as_str().unwrap().to_owned(),
            unsafe_headers: texts(&client["unsafe_headers"]),
            credentials: client["credentials"] == "include",
        };
        let cors = cors(&vectors, &case["config"]);
        let gets_it = client.fetches_from(server(&PolicyLayer::new(cors), App::default()));
        assert_eq!(gets_it, case["expect"] == "ok", "{}", case["id"]);
    }
}
