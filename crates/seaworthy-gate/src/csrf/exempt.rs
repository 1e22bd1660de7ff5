//! What other sites may send whatever they like to.

use std::fmt;

use http::Extensions;

/// Exempts a request from [`Csrf`](crate::Csrf) and from `CsrfTokens`, if it is in the request's
/// extensions.
///
/// A policy or a layer further out that knows which handler the request will reach inserts it, as
/// for the endpoint of a webhook. Such a handler needs a proof of its own that the sender is who
/// it should be, such as a signature, and must not go by cookies.
///
/// ```
/// use http::{Request, Response};
/// use seaworthy_gate::{Config, CsrfExempt};
/// use seaworthy_policy::{Policy, Verdict};
///
/// /// Stands in front of one service that other sites may use.
/// #[derive(Clone)]
/// struct Open;
///
/// impl Policy for Open {
///     type Memo = ();
///
///     fn judge<B>(&self, request: &mut Request<B>) -> Verdict<()> {
///         request.extensions_mut().insert(CsrfExempt);
///         Verdict::Forward(())
///     }
///
///     fn finish<B>(&self, (): (), _response: &mut Response<B>) {}
/// }
///
/// let csrf = Config::new(["www.example.com"]).build()?.csrf;
/// let request = || Request::post("/").header("sec-fetch-site", "cross-site").body(());
/// assert!(matches!(csrf.judge(&mut request()?), Verdict::Reply(_)));
/// assert!(matches!((Open, csrf).judge(&mut request()?), Verdict::Forward(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[allow(
    clippy::exhaustive_structs,
    reason = "it says all it has to say by being there"
)]
pub struct CsrfExempt;

/// Which requests are exempt: those that are marked, and those that a function tells.
#[derive(Clone, Copy, Default)]
pub(crate) struct Exemption {
    is_exempt: Option<fn(&Extensions) -> bool>,
}

impl Exemption {
    pub(crate) const fn when(is_exempt: fn(&Extensions) -> bool) -> Self {
        Self {
            is_exempt: Some(is_exempt),
        }
    }

    pub(crate) fn covers(self, extensions: &Extensions) -> bool {
        extensions.get::<CsrfExempt>().is_some()
            || self
                .is_exempt
                .is_some_and(|is_exempt| is_exempt(extensions))
    }
}

/// Without the function's address, which is nobody's business.
impl fmt::Debug for Exemption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = match self.is_exempt {
            Some(_) => "Exemption(fn)",
            None => "Exemption",
        };
        f.write_str(shown)
    }
}

#[cfg(test)]
mod tests {
    use http::Request;
    use seaworthy_policy::{Policy, Verdict};

    use super::*;
    use crate::{Config, Csrf};

    fn csrf() -> Csrf {
        Config::new(["a.example"]).build().unwrap().csrf
    }

    fn passes(policy: &Csrf, method: &str, upgrade: &str, change: fn(&mut Extensions)) -> bool {
        let request = Request::builder()
            .method(method)
            .header("upgrade", upgrade)
            .header("sec-fetch-site", "cross-site");
        let mut request = request.body(()).unwrap();
        change(request.extensions_mut());
        matches!(policy.judge(&mut request), Verdict::Forward(()))
    }

    fn mark(extensions: &mut Extensions) {
        extensions.insert(CsrfExempt);
    }

    fn add_route(extensions: &mut Extensions) {
        extensions.insert("/open");
    }

    #[test]
    fn a_marked_request_passes() {
        for (method, upgrade) in [("POST", ""), ("GET", "websocket"), ("CONNECT", "")] {
            assert!(!passes(&csrf(), method, upgrade, |_| {}), "{method}");
            assert!(passes(&csrf(), method, upgrade, mark), "{method}");
        }
    }

    #[test]
    fn a_request_that_the_function_tells_passes_and_marks_still_count() {
        let open = csrf().exempt_when(|extensions| extensions.get() == Some(&"/open"));
        assert!(!passes(&open, "POST", "", |_| {}));
        assert!(passes(&open, "POST", "", add_route));
        assert!(passes(&open, "POST", "", mark));
        assert!(!passes(&csrf(), "POST", "", add_route));

        let other = open.exempt_when(|extensions| extensions.get() == Some(&"/other"));
        assert!(!passes(&other, "POST", "", add_route), "it was replaced");
    }

    #[test]
    fn safe_requests_are_not_asked_about() {
        let asked = csrf().exempt_when(|_| panic!("it was asked"));
        for safe in ["GET", "HEAD", "OPTIONS", "TRACE"] {
            assert!(passes(&asked, safe, "", |_| {}), "{safe}");
        }
    }

    #[test]
    fn debug_tells_no_address() {
        let shown = format!("{:?}", csrf().exempt_when(|_| true));
        assert!(shown.contains("Exemption(fn)"), "{shown}");
    }
}
