//! The score against what MDN's HTTP Observatory says, and the score of the real application.
//!
//! Each vector must come out as the scanner recorded it, except those that a table lists with what
//! comes out instead, and why. A listed vector that comes out as recorded fails the test too.

use std::collections::BTreeSet;

use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use seaworthy_headers::observatory::{Exchange, Grade, Preflight, Score, Test};
use serde_json::{Map, Value};

use crate::client::{Answer, get, send};
use crate::server::{Server, TWO_VARIABLES};

const VECTORS: &str = include_str!("../../vectors/observatory.json");

/// Vectors that come out differently: their ids, the test, its result, and why.
const DIFFERENT: [(&[&str], Test, &str, &str); 3] = [
    (
        &["cors-006", "cors-007"],
        Test::CrossOriginResourceSharing,
        "cross-origin-resource-sharing-implemented-with-universal-access",
        "the scanner has this rule, but its HTTP client does not tell it which Origin it sent",
    ),
    (
        &["hsts-010", "hsts-011"],
        Test::StrictTransportSecurity,
        "hsts-header-invalid",
        "the scanner takes a max-age that is no number for a long one; browsers ignore the header",
    ),
    (
        &["html-script-050"],
        Test::SubresourceIntegrity,
        "sri-not-implemented-and-external-scripts-not-loaded-securely",
        "a script in a comment in a script, which takes a whole parser of HTML to tell",
    ),
];

fn strings(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter().map(|entry| entry.as_str().unwrap()).collect()
}

/// The headers of a list of pairs, those without a value left out.
fn headers<'a>(pairs: impl IntoIterator<Item = &'a Value>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for pair in pairs {
        if let Some(value) = pair[1].as_str() {
            let name: HeaderName = pair[0].as_str().unwrap().parse().unwrap();
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
    }
    headers
}

/// What the scanner saw of the site of a vector.
fn score(file: &Value, case: &Map<String, Value>) -> Score {
    let field = |name: &str| case.get(name).unwrap_or(&file["defaults"][name]);
    let own = field("headers").as_array().unwrap();
    let base = file["bases"][field("base").as_str().unwrap()].as_array();
    let kept = base.unwrap().iter();
    let kept = kept.filter(|pair| own.iter().all(|named| named[0] != pair[0]));
    let page = headers(kept.chain(own));
    let redirects: Vec<Uri> = strings(field("redirects"))
        .iter()
        .map(|address| address.parse().unwrap())
        .collect();
    let preloaded = strings(&file["preloaded"]);
    let answer = field("preflight").as_array().map(headers);

    let mut exchange = Exchange::new(field("host").as_str().unwrap(), &page);
    exchange.body = field("body").as_str().unwrap();
    exchange.redirects = &redirects;
    exchange.preloaded = &preloaded;
    exchange.preflight = answer.as_ref().map(|headers| Preflight {
        origin: file["origin"].as_str().unwrap(),
        headers,
    });
    Score::of(&exchange)
}

#[test]
fn every_site_gets_the_score_that_mdn_gives_it() {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    assert_eq!(strings(&file["tests"]), Test::ALL.map(Test::as_str));
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() > 800, "{}", cases.len());
    let mut listed = 0;
    let mut seen = BTreeSet::new();
    for case in cases {
        let score = score(&file, case.as_object().unwrap());
        let id = case["id"].as_str().unwrap();
        let different = DIFFERENT.iter().find(|(ids, ..)| ids.contains(&id));
        for (result, recorded) in score
            .results()
            .iter()
            .zip(strings(&case["expect"]["results"]))
        {
            match different.filter(|(_, test, ..)| *test == result.test()) {
                None => assert_eq!(result.result(), recorded, "{}: {case}", result.test()),
                Some((.., expected, why)) => {
                    assert_eq!(result.result(), *expected, "{why}: {case}");
                    assert_ne!(result.result(), recorded, "listed without need: {case}");
                }
            }
            if let Some(outcome) = file["outcomes"][result.result()].as_array() {
                assert_eq!(outcome[0], result.modifier(), "{}", result.result());
                assert_eq!(outcome[1], result.passed(), "{}", result.result());
                let gives_more = !result.passed() || result.modifier() < 0;
                assert!(!gives_more || result.remedy().is_some(), "{result:?}");
            }
            seen.insert(result.result());
        }
        if different.is_some() {
            listed += 1;
            continue;
        }
        assert_eq!(case["expect"]["score"], score.points(), "{case}");
        assert_eq!(case["expect"]["grade"], score.grade().as_str(), "{case}");
    }
    assert_eq!(listed, 5, "every listed vector is there");
    let outcomes = file["outcomes"].as_object().unwrap();
    for outcome in outcomes.keys() {
        assert!(seen.contains(outcome.as_str()), "{outcome} never comes out");
    }
    assert_eq!(
        outcomes.len(),
        61,
        "every result that headers can have is recorded"
    );
}

/// The scanner cannot record it, for the reason in the table above.
#[test]
fn to_let_any_site_read_what_a_visitor_sees_costs_fifty_points() {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let mut cases = file["cases"].as_array().unwrap().iter();
    let case = cases.find(|case| case["id"] == "cors-006").unwrap();
    let score = score(&file, case.as_object().unwrap());
    let cors = score.result(Test::CrossOriginResourceSharing);
    assert_eq!((cors.modifier(), cors.passed()), (-50, false));
    assert_eq!(score.points(), 50, "{score}");
}

fn headers_of(answer: &Answer) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in answer.headers() {
        let name: HeaderName = name.parse().unwrap();
        headers.append(name, value.parse().unwrap());
    }
    headers
}

/// The host that the application is asked for.
const HOST: &str = "www.example.com";

/// Visits the running application as the scanner does, through a proxy that speaks https.
fn visit(server: &Server, change: impl FnOnce(&mut String)) -> Score {
    let page = send(
        server.address,
        "GET /",
        &["Host: www.example.com", "X-Forwarded-Proto: https"],
        "",
    );
    assert_eq!(page.status, 200);
    let plain = send(server.address, "GET /", &["Host: www.example.com"], "");
    let redirects = [
        Uri::from_static("http://www.example.com/"),
        plain.header("location").unwrap().parse().unwrap(),
    ];
    let preflight = send(
        server.address,
        "OPTIONS /",
        &[
            "Host: www.example.com",
            "X-Forwarded-Proto: https",
            "Origin: https://other.example",
            "Access-Control-Request-Method: GET",
        ],
        "",
    );
    let (headers, preflight_headers) = (headers_of(&page), headers_of(&preflight));
    let mut body = page.body;
    change(&mut body);

    let mut exchange = Exchange::new(HOST, &headers);
    exchange.body = &body;
    exchange.redirects = &redirects;
    exchange.preflight = (preflight.status < 400).then_some(Preflight {
        origin: "https://other.example",
        headers: &preflight_headers,
    });
    Score::of(&exchange)
}

#[test]
fn the_application_scores_140_of_145() {
    let server = Server::start(&[
        TWO_VARIABLES[0],
        TWO_VARIABLES[1],
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ]);
    let score = visit(&server, |_| {});
    assert_eq!(score.points(), 140, "{score}");
    assert_eq!(score.grade(), Grade::APlus);
    for result in score.results() {
        assert!(result.passed(), "{score}");
    }
    // What is missing to the 145 there are: the host is not in the list that browsers ship.
    let missing: Vec<_> = score
        .results()
        .iter()
        .filter(|result| result.remedy().is_some())
        .collect();
    let missing: Vec<_> = missing.iter().map(|result| result.result()).collect();
    assert_eq!(missing, ["hsts-implemented-max-age-at-least-six-months"]);

    // Five of the points are for the script whose content the page knows.
    let score = visit(&server, |body| {
        *body = body.replace(" integrity=", " title=")
    });
    assert_eq!(score.points(), 135, "{score}");
}

#[test]
fn without_a_proxy_the_score_shows_what_is_lost() {
    let server = Server::start(&[
        TWO_VARIABLES[0],
        TWO_VARIABLES[1],
        ("SECURE_SSL_REDIRECT", "false"),
    ]);
    let page = get(server.address, "/");
    let headers = headers_of(&page);
    let redirects = [Uri::from_static("http://localhost/")];
    let mut exchange = Exchange::new("localhost", &headers);
    exchange.redirects = &redirects;
    let score = Score::of(&exchange);
    for (test, result) in [
        (Test::Redirection, "redirection-missing"),
        (Test::StrictTransportSecurity, "hsts-not-implemented"),
    ] {
        assert_eq!(score.result(test).result(), result, "{score}");
    }
    assert_eq!(
        (score.points(), score.grade()),
        (60, Grade::CPlus),
        "{score}"
    );
}
