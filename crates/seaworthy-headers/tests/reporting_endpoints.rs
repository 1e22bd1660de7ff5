//! Where reports go.

#![allow(clippy::unwrap_used, reason = "tests")]

use http::{Request, Response};
use seaworthy_headers::{Config, Csp, CspIssue, Issue};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};

fn parse(text: &str) -> Csp {
    let Ok(csp) = text.parse();
    csp
}

fn endpoint(name: &str) -> (String, String) {
    (name.to_owned(), "https://reports.example/csp".to_owned())
}

fn sent(config: &Config, scheme: Scheme) -> Option<String> {
    let headers = config.build().unwrap();
    let mut request = Request::new(());
    request.extensions_mut().insert(Connection::new(scheme));
    let Verdict::Forward(memo) = headers.judge(&mut request) else {
        unreachable!("every request is forwarded");
    };
    let mut response = Response::new(());
    headers.finish(memo, &mut response);
    let value = response.headers().get("reporting-endpoints")?;
    Some(value.to_str().unwrap().to_owned())
}

#[test]
fn endpoints_are_sent_on_secure_connections() {
    let mut config = Config::default();
    assert_eq!(sent(&config, Scheme::Https), None);
    config.reporting_endpoints = vec![endpoint("csp"), ("default".into(), "/reports".into())];
    assert_eq!(
        sent(&config, Scheme::Https).as_deref(),
        Some("csp=\"https://reports.example/csp\", default=\"/reports\"")
    );
    assert_eq!(sent(&config, Scheme::Http), None);
}

#[test]
fn reports_go_to_an_endpoint_that_there_is() {
    let mut config = Config::default();
    config.csp = Some(parse("default-src 'self'; report-to csp"));
    config.csp_report_only = Some(parse("default-src 'self'; report-uri /csp; report-to CSP"));
    let unknown = |endpoint: &str| CspIssue::UnknownEndpoint {
        endpoint: endpoint.to_owned(),
    };
    let error = config.build().unwrap_err();
    let expected = [
        Issue::Csp(unknown("csp")),
        Issue::CspReportOnly(unknown("CSP")),
    ];
    assert_eq!(error.issues(), expected);
    assert_eq!(error.issues()[0].directive(), Some("report-to"));

    config.reporting_endpoints = vec![endpoint("csp")];
    let error = config.build().unwrap_err();
    assert_eq!(
        error.issues(),
        &expected[1..],
        "names are compared as they are"
    );

    config.csp_report_only = Some(parse("default-src 'self'; report-to csp"));
    assert!(config.build().is_ok());
}

#[test]
fn what_is_wrong_with_an_endpoint_is_said_once_and_names_the_field() {
    let mut config = Config::default();
    config.csp = Some(parse("default-src 'self'; report-to csp"));
    config.reporting_endpoints = vec![("csp".into(), "http://a.example".into())];
    let error = config.build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid configuration of security headers: reporting endpoint \"csp\" has the address \
         \"http://a.example\"; browsers take `https://` only"
    );
    assert_eq!(error.issues()[0].field(), "reporting_endpoints");
}

fn advice(csp: Option<&str>, trial: Option<&str>) -> Vec<(&'static str, &'static str)> {
    let mut config = Config::default();
    config.reporting_endpoints = vec![endpoint("csp")];
    if let Some(reports) = csp {
        let csp = config.csp.as_mut().unwrap();
        csp.directives.extend(parse(reports).directives);
    }
    config.csp_report_only = trial.map(parse);
    assert!(config.build().is_ok());
    let advice = config.audit();
    let advice = advice.iter().map(|advice| {
        assert_eq!(advice.directive(), Some("report-uri"));
        (advice.field(), advice.id())
    });
    advice.collect()
}

#[test]
fn a_policy_on_trial_tells_somebody() {
    assert_eq!(advice(None, None), [], "one that is enforced need not");
    let unreported = ("csp_report_only", "csp.unreported");
    assert_eq!(advice(None, Some("img-src *")), [unreported]);
    assert_eq!(advice(None, Some("img-src *; report-uri /csp")), []);
    assert_eq!(advice(None, Some("img-src *; report-to csp")), []);
}

#[test]
fn reports_are_not_sent_over_plain_http() {
    let insecure = |field| (field, "csp.insecure_report_uri");
    let bad = "report-uri /csp HTTP://a.example/csp https://a.example/csp";
    assert_eq!(advice(Some(bad), None), [insecure("csp")]);
    assert_eq!(advice(None, Some(bad)), [insecure("csp_report_only")]);
}
