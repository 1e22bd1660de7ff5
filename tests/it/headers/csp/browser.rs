//! A page in a browser that obeys the policies with which it came.

use content_security_policy::sandboxing_directive::SandboxingFlagSet;
use content_security_policy::{
    CheckResult, CspList, Destination, Element, Initiator, InlineCheckType, NavigationCheckType,
    ParserMetadata, Policy as Parsed, PolicyDisposition, PolicySource, Request as Fetch,
    Response as Fetched, Url,
};
use http::{Request, Response};
use seaworthy_headers::{Config, Csp, CspOverride, Nonce};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};

/// The page's own address.
const SELF: &str = "https://own.example/page";

pub(super) struct Page {
    csp: CspList,
    nonce: String,
}

impl Page {
    /// A page that displays its nonce, if it has one.
    pub(super) fn displaying(csp: &Csp) -> Self {
        Self::of(configured(csp).build().unwrap(), true)
    }

    /// A page that does not display its nonce.
    pub(super) fn silent(csp: &Csp) -> Self {
        Self::of(configured(csp).build().unwrap(), false)
    }

    /// A page whose route overrides a policy that allows nothing and has no nonce.
    pub(super) fn overridden(csp: &CspOverride, displays: bool) -> Self {
        let mut nothing = Csp::default();
        nothing.set("default-src", ["'none'"]);
        Self::of((configured(&nothing).build().unwrap(), csp), displays)
    }

    fn of(policy: impl Policy, displays: bool) -> Self {
        let mut request = Request::new(());
        let connection = Connection::new(Scheme::Https);
        request.extensions_mut().insert(connection);
        let Verdict::Forward(memo) = policy.judge(&mut request) else {
            panic!("every request is forwarded");
        };
        let nonce = Nonce::of(request.extensions()).filter(|_| displays);
        let nonce = nonce.map(Nonce::to_string).unwrap_or_default();
        let mut response = Response::new(());
        policy.finish(memo, &mut response);
        let values = response.headers().get_all("content-security-policy");
        let policies = values.iter().map(|value| {
            let (source, enforce) = (PolicySource::Header, PolicyDisposition::Enforce);
            Parsed::parse(value.to_str().unwrap(), source, enforce)
        });
        let csp = CspList(policies.collect());
        assert!(csp.0.is_empty() || csp.is_valid(), "{csp:?}");
        Self { csp, nonce }
    }

    /// The nonce that the page displays; empty if it has none.
    pub(super) fn nonce(&self) -> &str {
        &self.nonce
    }

    pub(super) fn policies(&self) -> &[Parsed] {
        &self.csp.0
    }

    /// Whether it may load such a thing, which is not inserted by the parser.
    pub(super) fn loads(&self, destination: Destination, url: &str) -> bool {
        self.fetches(destination, url, None, ParserMetadata::None)
    }

    pub(super) fn script(&self, url: &str, nonce: Option<&str>, parser: ParserMetadata) -> bool {
        self.fetches(Destination::Script, url, nonce, parser)
    }

    fn fetches(
        &self,
        destination: Destination,
        url: &str,
        nonce: Option<&str>,
        parser: ParserMetadata,
    ) -> bool {
        let mut fetch = fetch(destination, url);
        fetch.nonce = nonce.unwrap_or_default().to_owned();
        fetch.parser_metadata = parser;
        self.csp.should_request_be_blocked(&fetch).0 == CheckResult::Allowed
    }

    pub(super) fn inline(&self, kind: InlineCheckType, nonce: Option<&str>, text: &str) -> bool {
        let nonce = nonce.map(Into::into);
        let csp = &self.csp;
        let result =
            csp.should_elements_inline_type_behavior_be_blocked(&Element { nonce }, kind, text);
        result.0 == CheckResult::Allowed
    }

    pub(super) fn eval(&self) -> bool {
        self.csp.is_js_evaluation_allowed("x").0 == CheckResult::Allowed
    }

    pub(super) fn submits_to(&self, url: &str) -> bool {
        let mut fetch = fetch(Destination::Document, url);
        let kind = NavigationCheckType::FormSubmission;
        let csp = &self.csp;
        let result = csp.should_navigation_request_be_blocked(&mut fetch, kind, |_| None);
        result.0 == CheckResult::Allowed
    }

    pub(super) fn bases_on(&self, url: &str) -> bool {
        let origin = address(SELF).origin();
        let result = self
            .csp
            .is_base_allowed_for_document(&address(url), &origin);
        result.0 == CheckResult::Allowed
    }

    pub(super) fn is_framed_by(&self, url: &str) -> bool {
        let page = Fetched {
            url: address(SELF),
            redirect_count: 0,
        };
        let origin = page.url.origin();
        let parents = vec![address(url)];
        let csp = &self.csp;
        let result = csp
            .should_navigation_response_to_navigation_request_be_blocked(&page, &origin, &parents);
        result.0 == CheckResult::Allowed
    }

    pub(super) fn sandbox(&self) -> Option<SandboxingFlagSet> {
        self.csp.get_sandboxing_flag_set_for_document()
    }
}

fn configured(csp: &Csp) -> Config {
    let mut config = Config::default();
    config.csp = Some(csp.clone());
    config
}

fn address(url: &str) -> Url {
    url.parse().unwrap()
}

fn fetch(destination: Destination, url: &str) -> Fetch {
    Fetch {
        url: address(url),
        current_url: address(url),
        origin: address(SELF).origin(),
        redirect_count: 0,
        destination,
        initiator: Initiator::None,
        nonce: String::new(),
        integrity_metadata: String::new(),
        parser_metadata: ParserMetadata::None,
    }
}
