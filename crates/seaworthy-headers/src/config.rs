use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::block::Block;
use crate::csp::{Policy, Template};
use crate::removed::{Removed, TELLTALE};
use crate::transport::Transport;
use crate::{
    Advice, ConfigError, CookieRules, CrossOriginEmbedderPolicy, CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy, Csp, FrameOptions, Headers, Hsts, Issue, PermissionsPolicy,
    PermittedCrossDomainPolicies, ReferrerPolicy, audit, reporting_endpoints,
};

/// Which security headers a host sends, not yet checked.
///
/// The default is what a production site should send; [`audit`](Self::audit) has nothing to say
/// about it.
///
/// ```
/// use seaworthy_headers::{Config, FrameOptions};
///
/// let mut config = Config::default();
/// assert!(config.audit().is_empty());
///
/// config.frame_options = "sameorigin".parse().ok();
/// assert_eq!(config.frame_options, Some(FrameOptions::SameOrigin));
/// assert!(config.build().is_ok());
/// ```
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Config {
    /// For how long browsers must use https only: one year with subdomains.
    pub hsts: Option<Hsts>,
    /// Whether browsers are kept from guessing content types: on. A handler cannot turn it off.
    ///
    /// [`X-Content-Type-Options: nosniff`][spec]
    ///
    /// [spec]: https://fetch.spec.whatwg.org/#x-content-type-options-header
    pub content_type_nosniff: bool,
    /// Who may frame a page: nobody.
    pub frame_options: Option<FrameOptions>,
    /// How much of an address links give away, with older fallbacks first; none for no header.
    ///
    /// The whole address within the origin, the origin to others, nothing from https to http.
    pub referrer_policy: Vec<ReferrerPolicy>,
    /// Who keeps a handle on a window: pages of the same origin.
    pub cross_origin_opener_policy: Option<CrossOriginOpenerPolicy>,
    /// Who may embed a response: pages of the same origin.
    pub cross_origin_resource_policy: Option<CrossOriginResourcePolicy>,
    /// What a page may embed: no header, which is anything.
    pub cross_origin_embedder_policy: Option<CrossOriginEmbedderPolicy>,
    /// Whether a page asks for a process of its origin's own: on.
    ///
    /// [`Origin-Agent-Cluster: ?1`](https://html.spec.whatwg.org/#origin-agent-cluster)
    pub origin_agent_cluster: bool,
    /// Which cross-domain policy files document viewers may obey: none.
    pub permitted_cross_domain_policies: Option<PermittedCrossDomainPolicies>,
    /// Which features of the browser a page and its frames may use:
    /// [`PermissionsPolicy::minimal`].
    pub permissions_policy: Option<PermissionsPolicy>,
    /// How the cookies are hardened that handlers set: [`CookieRules::default`].
    pub cookies: Option<CookieRules>,
    /// What a page may load and run: [`Csp::strict`].
    pub csp: Option<Csp>,
    /// A policy on trial, whose violations are only reported: none.
    ///
    /// `sandbox` and `upgrade-insecure-requests` are left out of it, because browsers do.
    pub csp_report_only: Option<Csp>,
    /// Where browsers send reports, each a name and an address: nowhere.
    ///
    /// The directive `report-to` of a policy names one of them. An address is `https://…`, or a
    /// path of this site. [`Reporting-Endpoints`](https://www.w3.org/TR/reporting-1/#header) is
    /// sent on secure connections only, because browsers ignore it on others.
    pub reporting_endpoints: Vec<(String, String)>,
    /// The headers that no response keeps: those that tell which product answers, such as `server`
    /// and `x-powered-by`.
    pub remove: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            hsts: Some(Hsts::default()),
            content_type_nosniff: true,
            frame_options: Some(FrameOptions::Deny),
            referrer_policy: vec![ReferrerPolicy::StrictOriginWhenCrossOrigin],
            cross_origin_opener_policy: Some(CrossOriginOpenerPolicy::SameOrigin),
            cross_origin_resource_policy: Some(CrossOriginResourcePolicy::SameOrigin),
            cross_origin_embedder_policy: None,
            origin_agent_cluster: true,
            permitted_cross_domain_policies: Some(PermittedCrossDomainPolicies::None),
            permissions_policy: Some(PermissionsPolicy::minimal()),
            cookies: Some(CookieRules::default()),
            csp: Some(Csp::strict()),
            csp_report_only: None,
            reporting_endpoints: Vec::new(),
            remove: TELLTALE.map(str::to_owned).into(),
        }
    }
}

impl Config {
    /// The policy that sends these headers.
    ///
    /// # Errors
    ///
    /// Everything that is wrong at once: with the Content-Security-Policies, with the
    /// Permissions-Policy, with the names in the rules for cookies, with the reporting endpoints,
    /// with the headers to remove, and a referrer policy that is listed twice.
    pub fn build(&self) -> Result<Headers, ConfigError> {
        let mut issues = Vec::new();
        let mut seen = Vec::new();
        for &policy in &self.referrer_policy {
            if seen.contains(&policy) {
                issues.push(Issue::DuplicateReferrerPolicy { policy });
            }
            seen.push(policy);
        }
        if let Some(permissions) = &self.permissions_policy {
            permissions.check(&mut issues);
        }
        let cookies = self.cookies.as_ref();
        let cookies = cookies.map(|rules| rules.check(&mut issues));
        let mut checked = |csp: &Option<Csp>, report_only| {
            let (policy, mut wrong) = csp.as_ref()?.check(report_only);
            let missing = reporting_endpoints::missing(&policy, &self.reporting_endpoints);
            wrong.extend(missing);
            issues.extend(wrong.into_iter().map(Issue::of_csp(report_only)));
            Some(policy)
        };
        let csp = checked(&self.csp, false);
        let report_only = checked(&self.csp_report_only, true);
        let endpoints = reporting_endpoints::check(&self.reporting_endpoints, &mut issues);
        let sent = self.headers(endpoints.as_deref(), Transport::Pinnable);
        let removed = Removed::check(&self.remove, &sent, &mut issues);
        let block = |transport: Transport| {
            let secure = transport.is_secure();
            let policy = |policy: &Option<Policy>| {
                let policy = policy.as_ref();
                policy.map(|policy| Template::new(policy, secure))
            };
            Block::new(
                self.headers(endpoints.as_deref(), transport),
                policy(&csp),
                policy(&report_only),
            )
        };
        let headers = Headers::new(cookies, removed, block);
        ConfigError::unless(issues, headers)
    }

    /// What works but is unwise in production.
    #[must_use]
    pub fn audit(&self) -> Vec<Advice> {
        audit::advice(self)
    }

    /// The headers that are the same on every response over such a connection.
    fn headers(&self, endpoints: Option<&str>, transport: Transport) -> HeaderMap {
        let on = |value: bool, text: &'static str| value.then_some(text);
        let referrers: Vec<&str> = self.referrer_policy.iter().map(|p| p.as_str()).collect();
        let referrers = referrers.join(",");
        let hsts = self.hsts.filter(|_| transport == Transport::Pinnable);
        let opener = self.cross_origin_opener_policy;
        let opener = opener.filter(|_| transport.is_secure());
        let made = [
            (
                header::STRICT_TRANSPORT_SECURITY,
                hsts.map(|hsts| hsts.to_string()),
            ),
            (
                header::REFERRER_POLICY,
                Some(referrers).filter(|list| !list.is_empty()),
            ),
            (
                PERMISSIONS_POLICY,
                self.permissions_policy.as_ref().map(ToString::to_string),
            ),
            (
                REPORTING_ENDPOINTS,
                endpoints
                    .filter(|_| transport.is_secure())
                    .map(str::to_owned),
            ),
        ];
        let fixed = [
            (
                header::X_CONTENT_TYPE_OPTIONS,
                on(self.content_type_nosniff, "nosniff"),
            ),
            (
                header::X_FRAME_OPTIONS,
                self.frame_options.map(|value| value.as_str()),
            ),
            (
                CROSS_ORIGIN_OPENER_POLICY,
                opener.map(|value| value.as_str()),
            ),
            (
                CROSS_ORIGIN_RESOURCE_POLICY,
                self.cross_origin_resource_policy
                    .map(|value| value.as_str()),
            ),
            (
                CROSS_ORIGIN_EMBEDDER_POLICY,
                self.cross_origin_embedder_policy
                    .map(|value| value.as_str()),
            ),
            (ORIGIN_AGENT_CLUSTER, on(self.origin_agent_cluster, "?1")),
            (
                X_PERMITTED_CROSS_DOMAIN_POLICIES,
                self.permitted_cross_domain_policies
                    .map(|value| value.as_str()),
            ),
        ];
        // The room for what a handler sends is copied with the map, so that merging grows nothing
        // but the list of entries.
        let mut headers = HeaderMap::with_capacity(32);
        for (name, text) in made {
            // It always is a header's value: all of it was checked, and is visible ASCII.
            if let Some(Ok(value)) = text.map(HeaderValue::try_from) {
                headers.insert(name, value);
            }
        }
        for (name, text) in fixed {
            if let Some(text) = text {
                headers.insert(name, HeaderValue::from_static(text));
            }
        }
        headers
    }
}

const CROSS_ORIGIN_EMBEDDER_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-embedder-policy");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-opener-policy");
pub(crate) const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");
const ORIGIN_AGENT_CLUSTER: HeaderName = HeaderName::from_static("origin-agent-cluster");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const REPORTING_ENDPOINTS: HeaderName = HeaderName::from_static("reporting-endpoints");
const X_PERMITTED_CROSS_DOMAIN_POLICIES: HeaderName =
    HeaderName::from_static("x-permitted-cross-domain-policies");
