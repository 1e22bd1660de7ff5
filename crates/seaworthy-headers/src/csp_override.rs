use std::sync::Arc;

use http::{Request, Response};
use seaworthy_policy::{Policy, Verdict};

use crate::csp::Template;
use crate::{ConfigError, Csp, Issue, Nonce};

/// Other Content-Security-Policies than those configured, for one route or one response.
///
/// It is made and checked once. As a [`Policy`] around a route it must stand inside of
/// [`Headers`](crate::Headers), which sends what it says; a handler may also put it into the
/// extensions of its response. What it says nothing about stays as configured. One further in wins
/// over one further out, a handler's over both, and a header that the handler has set over all.
///
/// ```
/// use http::{Request, Response};
/// use seaworthy_headers::{Config, Csp, CspOverride};
/// # use seaworthy_policy::{Policy, Verdict};
///
/// let mut maps = Csp::strict();
/// maps.append("img-src", ["https://tiles.example"]);
/// let maps = CspOverride::enforce(&maps)?;
///
/// // Around one route this would be a layer of its own: `PolicyLayer::new(maps)`.
/// let stack = (Config::default().build()?, maps);
/// # let Verdict::Forward(memo) = stack.judge(&mut Request::new(())) else {
/// #     panic!("every request is forwarded");
/// # };
/// # let mut response = Response::new(());
/// # stack.finish(memo, &mut response);
/// # let csp = response.headers()["content-security-policy"].to_str();
/// # assert!(csp.is_ok_and(|csp| csp.contains("img-src 'self' data: https://tiles.example;")));
/// # Ok::<(), seaworthy_headers::ConfigError>(())
/// ```
///
/// # Nonces
///
/// The nonce of a request is the same for every policy. Where those configured have none, an
/// override that has one makes it as a policy, in time for the handler. In the extensions of a
/// response it is too late for that: it is sent as on a page that does not display its nonce.
///
/// # Sources that only a request knows
///
/// They take the same way through the same checks. Where these fail, the configured policy stands:
///
/// ```
/// use http::Response;
/// use seaworthy_headers::{Csp, CspOverride};
///
/// /// A page that shows an image of the customer's host.
/// fn page(base: &Csp, customer: &str) -> Response<String> {
///     let mut response = Response::new("<img …>".to_owned());
///     let mut csp = base.clone();
///     csp.append("img-src", [customer]);
///     match CspOverride::enforce(&csp) {
///         Ok(csp) => _ = response.extensions_mut().insert(csp),
///         Err(error) => tracing::warn!(%error, "no images from the customer's host"),
///     }
///     response
/// }
/// # let base = Csp::strict();
/// # for (host, fine) in [("https://a.example", true), ("a; script-src *", false)] {
/// #     assert_eq!(page(&base, host).extensions().get::<CspOverride>().is_some(), fine);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CspOverride {
    enforced: Choice,
    report_only: Choice,
    /// The nonce of the request, once the override has judged it.
    nonce: Option<Nonce>,
}

/// What is sent in place of a configured policy.
#[derive(Clone, Debug)]
enum Choice {
    Configured,
    Nothing,
    Other(Arc<Checked>),
}

#[derive(Debug)]
struct Checked {
    plain: Template,
    secure: Template,
}

impl CspOverride {
    /// Enforces this policy in place of the one that is configured.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it at once. Whether an endpoint that it names in `report-to`
    /// is configured is not known here.
    pub fn enforce(csp: &Csp) -> Result<Self, ConfigError> {
        Ok(Self {
            enforced: Choice::check(csp, false)?,
            ..Self::CONFIGURED
        })
    }

    /// Puts this policy on trial in place of the one that is configured.
    ///
    /// # Errors
    ///
    /// The same as [`enforce`](Self::enforce).
    pub fn report_only(csp: &Csp) -> Result<Self, ConfigError> {
        Ok(Self {
            report_only: Choice::check(csp, true)?,
            ..Self::CONFIGURED
        })
    }

    /// Sends no Content-Security-Policy at all.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            enforced: Choice::Nothing,
            report_only: Choice::Nothing,
            nonce: None,
        }
    }

    /// Enforces nothing; a policy on trial is still sent.
    #[must_use]
    pub const fn none_enforced() -> Self {
        Self {
            enforced: Choice::Nothing,
            ..Self::CONFIGURED
        }
    }

    /// Puts nothing on trial; the policy that is enforced is still sent.
    #[must_use]
    pub const fn none_report_only() -> Self {
        Self {
            report_only: Choice::Nothing,
            ..Self::CONFIGURED
        }
    }

    /// Both as one; where both say something, this one counts.
    ///
    /// ```
    /// use seaworthy_headers::{Csp, CspOverride};
    ///
    /// let trial = CspOverride::report_only(&Csp::strict())?;
    /// let trial_alone = trial.and(CspOverride::none());
    /// # let _ = trial_alone;
    /// # Ok::<(), seaworthy_headers::ConfigError>(())
    /// ```
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            enforced: self.enforced.or(other.enforced),
            report_only: self.report_only.or(other.report_only),
            nonce: self.nonce.or(other.nonce),
        }
    }

    const CONFIGURED: Self = Self {
        enforced: Choice::Configured,
        report_only: Choice::Configured,
        nonce: None,
    };

    /// The policies over such a connection, the enforced one first, given those configured.
    pub(crate) fn of<'a>(
        &'a self,
        configured: [Option<&'a Template>; 2],
        secure: bool,
    ) -> [Option<&'a Template>; 2] {
        let [enforced, report_only] = configured;
        [
            self.enforced.instead_of(enforced, secure),
            self.report_only.instead_of(report_only, secure),
        ]
    }

    pub(crate) const fn nonce(&self) -> Option<&Nonce> {
        self.nonce.as_ref()
    }
}

impl Policy for CspOverride {
    type Memo = Option<Nonce>;

    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<Option<Nonce>> {
        let takes_nonce = self.enforced.takes_nonce() || self.report_only.takes_nonce();
        Verdict::Forward(takes_nonce.then(|| Nonce::within(request.extensions_mut())))
    }

    fn finish<B>(&self, nonce: Option<Nonce>, response: &mut Response<B>) {
        let this = Self {
            nonce,
            ..self.clone()
        };
        let extensions = response.extensions_mut();
        let all = match extensions.remove::<Self>() {
            Some(further_in) => further_in.and(this),
            None => this,
        };
        extensions.insert(all);
    }
}

impl Choice {
    fn check(csp: &Csp, report_only: bool) -> Result<Self, ConfigError> {
        let (policy, issues) = csp.check(report_only);
        let checked = Checked {
            plain: Template::new(&policy, false),
            secure: Template::new(&policy, true),
        };
        let issues = issues.into_iter().map(Issue::of_csp(report_only)).collect();
        ConfigError::unless(issues, Self::Other(Arc::new(checked)))
    }

    fn or(self, other: Self) -> Self {
        match self {
            Self::Configured => other,
            said => said,
        }
    }

    fn instead_of<'a>(
        &'a self,
        configured: Option<&'a Template>,
        secure: bool,
    ) -> Option<&'a Template> {
        match self {
            Self::Configured => configured,
            Self::Nothing => None,
            Self::Other(checked) if secure => Some(&checked.secure),
            Self::Other(checked) => Some(&checked.plain),
        }
    }

    fn takes_nonce(&self) -> bool {
        matches!(self, Self::Other(checked) if checked.secure.takes_nonce())
    }
}
