//! Where browsers report violations of the content security policy.

use http::{Method, Request, Response};
use seaworthy_gate::CsrfExempt;
use seaworthy_policy::{Policy, Verdict};

/// Lets browsers report to `CSP_REPORT_URI`, if that is a path of the service's own.
///
/// A page without an origin of its own, such as a sandboxed one, reports as if another site did. So
/// a POST to exactly this path is exempt from the refusal of cross-site requests. What stands there
/// must be the collector, or as harmless.
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
        let is_report = self
            .0
            .as_deref()
            .is_some_and(|path| *request.method() == Method::POST && request.uri().path() == path);
        if is_report {
            request.extensions_mut().insert(CsrfExempt);
        }
        Verdict::Forward(())
    }

    fn finish<B>(&self, (): (), _response: &mut Response<B>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_exempt(uri: Option<&str>, method: Method, target: &'static str) -> bool {
        let mut request = Request::new(());
        *request.method_mut() = method;
        *request.uri_mut() = http::Uri::from_static(target);
        let _ = ReportPath::of(uri).judge(&mut request);
        request.extensions().get::<CsrfExempt>().is_some()
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
