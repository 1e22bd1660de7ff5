//! Where browsers report violations of the content security policy.

use http::header::{CONTENT_TYPE, HeaderMap};
use http::{Method, Request, Response};
use seaworthy_gate::CsrfExempt;
use seaworthy_policy::{Policy, Verdict};

/// Lets browsers report to `CSP_REPORT_URI`, if that is a path of the service's own.
///
/// A page without an origin of its own, such as a sandboxed one, reports as if another site did. So
/// a report to exactly this path is exempt from the refusal of cross-site requests: a POST of a
/// type that no form has, and no script of another site can send without being allowed to.
#[derive(Clone, Debug)]
pub struct ReportPath(Option<Box<str>>);

impl ReportPath {
    /// The path in an address, if that is no other service's.
    pub(crate) fn of(uri: Option<&str>) -> Self {
        let path = uri.and_then(|uri| uri.split(['?', '#']).next());
        let own = path.filter(|path| path.starts_with('/') && !path.starts_with("//"));
        Self(own.map(Into::into))
    }
}

impl Policy for ReportPath {
    type Memo = ();

    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<()> {
        let path = self.0.as_deref();
        if path == Some(request.uri().path())
            && *request.method() == Method::POST
            && is_report(request.headers())
        {
            request.extensions_mut().insert(CsrfExempt);
        }
        Verdict::Forward(())
    }

    fn finish<B>(&self, (): (), _response: &mut Response<B>) {}
}

/// Whether it is of one of the types that browsers report by.
///
/// <https://www.w3.org/TR/CSP3/#deprecated-serialize-violation>,
/// <https://www.w3.org/TR/reporting-1/#try-delivery>
fn is_report(headers: &HeaderMap) -> bool {
    let line = headers.get(CONTENT_TYPE).map(|line| line.as_bytes());
    let essence = line.and_then(|line| line.split(|&byte| byte == b';').next());
    let essence = essence.unwrap_or_default().trim_ascii();
    ["application/csp-report", "application/reports+json"]
        .iter()
        .any(|known| essence.eq_ignore_ascii_case(known.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_exempt(uri: Option<&str>, method: Method, target: &'static str) -> bool {
        sends(uri, method, target, Some("application/csp-report"))
    }

    fn sends(uri: Option<&str>, method: Method, target: &str, kind: Option<&str>) -> bool {
        let mut request = Request::builder().method(method).uri(target);
        if let Some(kind) = kind {
            request = request.header(CONTENT_TYPE, kind);
        }
        let mut request = request.body(()).unwrap();
        let _ = ReportPath::of(uri).judge(&mut request);
        request.extensions().get::<CsrfExempt>().is_some()
    }

    #[test]
    fn nothing_that_a_form_of_another_site_sends_is_a_report() {
        for (kind, expected) in [
            (Some("application/csp-report"), true),
            (Some("Application/Reports+JSON; charset=utf-8"), true),
            (Some("application/x-www-form-urlencoded"), false),
            (Some("multipart/form-data; boundary=a"), false),
            (Some("text/plain"), false),
            (Some("text/plain;application/csp-report"), false),
            (Some("application/json"), false),
            (Some(""), false),
            (None, false),
        ] {
            let exempt = sends(Some("/report"), Method::POST, "/report", kind);
            assert_eq!(exempt, expected, "{kind:?}");
        }
    }

    #[test]
    fn only_reports_to_the_services_own_path_are_exempt() {
        let own = Some("/csp-report");
        assert!(is_exempt(own, Method::POST, "/csp-report"));
        assert!(is_exempt(own, Method::POST, "/csp-report?a"));
        assert!(is_exempt(
            Some("/csp-report?a"),
            Method::POST,
            "/csp-report"
        ));
        for target in [
            "/",
            "/csp-report/",
            "/csp-report/a",
            "/csp-reports",
            "/csp%2Dreport",
        ] {
            assert!(!is_exempt(own, Method::POST, target), "{target}");
        }
        assert!(!is_exempt(own, Method::PUT, "/csp-report"));
        for other in [None, Some("//a.example/"), Some("https://a.example/")] {
            assert!(!is_exempt(other, Method::POST, "/"), "{other:?}");
        }
    }
}
