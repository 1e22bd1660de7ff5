//! One configuration, ready to judge by.

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use seaworthy_policy::Verdict;

use crate::access::Predicate;
use crate::asked::Asked;
use crate::expose::Exposed;
use crate::headers::RequestHeaders;
use crate::memo::{TRUE, vary_by_origin};
use crate::methods::Methods;
use crate::origins::Origins;
use crate::parts::{Parts, is_trustworthy};
use crate::{Access, Config, ConfigError, CorsDecision, CorsRefusal, Issue, Memo, event};

/// What a policy judges by until it is replaced.
#[derive(Debug)]
pub(crate) struct State {
    /// In its canonical form.
    config: Config,
    pub(crate) origins: Origins,
    pub(crate) methods: Methods,
    pub(crate) headers: RequestHeaders,
    exposed: Exposed,
    max_age: Option<HeaderValue>,
}

/// What an origin is granted.
pub(crate) struct Grant {
    /// The value of `Access-Control-Allow-Origin`.
    origin: HeaderValue,
    credentials: bool,
}

impl State {
    pub(crate) fn of(config: &Config, has_predicate: bool) -> Result<Self, ConfigError> {
        let mut issues = Vec::new();
        let origins = Origins::read(config, has_predicate, &mut issues);
        let methods = Methods::read(config, &mut issues);
        let headers = RequestHeaders::read(config, &mut issues);
        let exposed = Exposed::read(config, &mut issues);
        let max_age = max_age(config, &mut issues);
        let config = Config {
            origins: origins.canonical(),
            methods: methods.canonical(),
            headers: headers.canonical(),
            expose: exposed.canonical(),
            ..config.clone()
        };
        let state = Self {
            config,
            origins,
            methods,
            headers,
            exposed,
            max_age,
        };
        ConfigError::unless(issues, state)
    }

    pub(crate) const fn config(&self) -> &Config {
        &self.config
    }

    #[inline]
    pub(crate) fn judge(
        &self,
        method: &Method,
        request: &HeaderMap,
        predicate: Option<&Predicate>,
        debug: bool,
    ) -> Verdict<Memo> {
        let asked = Asked::by(request);
        if is_preflight(method, asked, request) {
            let grant = self.grant(asked, predicate);
            return Verdict::Reply(self.answer(grant, request, debug));
        }
        let mut memo = Memo {
            origin: None,
            credentials: false,
            expose: None,
            varies: !self.origins.is_any(),
            record: None,
        };
        if let Some(grant) = self.grant(asked, predicate) {
            memo.origin = Some(grant.origin);
            memo.credentials = grant.credentials;
            memo.expose.clone_from(&self.exposed.reply);
        }
        let cors = !matches!(asked, Asked::Never);
        if debug || self.config.record || (cors && event::is_heard()) {
            self.tell(&mut memo, asked, request, debug);
        }
        Verdict::Forward(memo)
    }

    /// What the origin may read, whatever else the request is.
    fn grant(&self, asked: Asked<'_>, predicate: Option<&Predicate>) -> Option<Grant> {
        // Where any may read, all get the same answer, requests without an origin included, so that
        // caches can keep it.
        if self.origins.is_any() {
            return Some(Grant {
                origin: HeaderValue::from_static("*"),
                credentials: false,
            });
        }
        let Asked::Once(asked) = asked else {
            return None;
        };
        match (self.origins.grant(asked), predicate) {
            (Some(origin), _) => Some(Grant {
                origin,
                credentials: self.config.credentials,
            }),
            (None, Some(predicate)) => self.ask(predicate, asked),
            (None, None) => None,
        }
    }

    /// What the predicate grants, within what the configuration allows.
    #[cold]
    fn ask(&self, predicate: &Predicate, asked: &HeaderValue) -> Option<Grant> {
        let origin = asked.to_str().ok()?.parse().ok()?;
        let access = predicate.decide(&origin);
        let Parts { scheme, host, .. } = Parts::parse(origin.as_str()).ok()?;
        let tolerated = self.config.dangerously_tolerate_insecure_origins;
        let fit = tolerated || is_trustworthy(scheme, host);
        (access != Access::Denied).then(|| Grant {
            origin: asked.clone(),
            credentials: access == Access::WithCredentials && self.config.credentials && fit,
        })
    }

    /// Tells of what was decided, to those who want to know.
    #[cold]
    fn tell(&self, memo: &mut Memo, asked: Asked<'_>, request: &HeaderMap, debug: bool) {
        let decision = match (asked, &memo.origin) {
            (Asked::Never, _) => CorsDecision::NoOrigin,
            (asked, None) => CorsDecision::Refused(asked.refusal()),
            (_, Some(_)) => granted(memo.credentials),
        };
        event::of_request(decision, self, request, debug);
        memo.record = (debug || self.config.record).then_some(decision);
    }

    fn answer(&self, grant: Option<Grant>, request: &HeaderMap, debug: bool) -> Response<()> {
        // To an origin that is not allowed nothing more is said, and for it nothing is looked up.
        let permit = grant.map(|grant| self.permit(grant, request));
        let refusal = match &permit {
            None => Some(Asked::by(request).refusal()),
            Some(permit) => permit.refusal(),
        };
        let credentials = permit
            .as_ref()
            .is_some_and(|permit| permit.grant.credentials);
        let decision = refusal.map_or(granted(credentials), CorsDecision::Refused);
        event::of_preflight(decision, self, request, debug);

        let mut response = Response::new(());
        let refused = refusal.is_some();
        if refused || debug || self.config.record {
            response.extensions_mut().insert(decision);
        }
        *response.status_mut() = match refused && !debug {
            true => StatusCode::FORBIDDEN,
            false => StatusCode::NO_CONTENT,
        };
        let headers = response.headers_mut();
        if let Some(permit) = permit.filter(|_| !refused || debug) {
            self.spell_out(permit, headers);
        }
        if !self.origins.is_any() {
            vary_by_origin(headers);
        }
        response
    }

    /// What an origin that is allowed may ask for.
    fn permit(&self, grant: Grant, request: &HeaderMap) -> Permit {
        let mut methods = request.get_all(ACCESS_CONTROL_REQUEST_METHOD).iter();
        let sole = methods.next().filter(|_| methods.next().is_none());
        let method = sole.ok_or(CorsRefusal::Method);
        Permit {
            grant,
            methods: method.and_then(|method| self.methods.grant(method)),
            headers: self.headers.grant(request),
        }
    }

    /// Says what is allowed; of what is refused, what could be asked for instead.
    fn spell_out(&self, permit: Permit, headers: &mut HeaderMap) {
        let Permit {
            grant,
            methods,
            headers: names,
        } = permit;
        let credentials = grant.credentials.then_some(TRUE);
        let max_age = self.max_age.clone();
        headers.reserve(PREFLIGHT_HEADERS);
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, grant.origin);
        let mut say = |name: HeaderName, value: Option<HeaderValue>| {
            if let Some(value) = value {
                headers.insert(name, value);
            }
        };
        say(ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials);
        let methods = methods.unwrap_or_else(|_| Some(self.methods.list()));
        say(ACCESS_CONTROL_ALLOW_METHODS, methods);
        let names = names.unwrap_or_else(|_| self.headers.list());
        say(ACCESS_CONTROL_ALLOW_HEADERS, names);
        say(ACCESS_CONTROL_MAX_AGE, max_age);
    }
}

const fn granted(credentials: bool) -> CorsDecision {
    match credentials {
        true => CorsDecision::GrantedWithCredentials,
        false => CorsDecision::Granted,
    }
}

/// What a browser gets to see before it lets a request follow, each list unless it is refused.
struct Permit {
    grant: Grant,
    methods: Result<Option<HeaderValue>, CorsRefusal>,
    headers: Result<Option<HeaderValue>, CorsRefusal>,
}

impl Permit {
    fn refusal(&self) -> Option<CorsRefusal> {
        let refused = [&self.methods, &self.headers];
        refused
            .into_iter()
            .find_map(|list| list.as_ref().err().copied())
    }
}

fn is_preflight(method: &Method, asked: Asked<'_>, request: &HeaderMap) -> bool {
    method == Method::OPTIONS
        && !matches!(asked, Asked::Never)
        && request.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

fn max_age(config: &Config, issues: &mut Vec<Issue>) -> Option<HeaderValue> {
    let seconds = config.max_age?;
    if seconds > MAX_AGE {
        issues.push(Issue::MaxAgeOutOfRange { seconds });
    }
    Some(seconds.into())
}

/// How many headers an answer to a preflight has at most.
const PREFLIGHT_HEADERS: usize = 6;

/// The most seconds that any browser remembers a preflight: a day, in Firefox.
const MAX_AGE: u64 = 86_400;
