use std::future::{Future, poll_fn};
use std::net::{IpAddr, Ipv4Addr};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use http::{Request, Response};
use http_body::Body;
use seaworthy_check::Finding;
use tower_layer::Layer as _;
use tower_service::Service;

use super::exchange::Exchange;
use super::probe::Probe;
use crate::deploy::rules::finding;
use crate::{Settings, harden};

/// Asks the service, and beside it one that does nothing behind the stack of the same settings.
#[derive(Clone)]
pub(in crate::deploy) struct Driver {
    service: Arc<Ask>,
    /// Not there where the settings do not work together.
    twin: Option<Arc<Ask>>,
    pub(super) settings: Arc<Settings>,
    pub(in crate::deploy) pages: Vec<String>,
    /// The pages that are not for everybody.
    pub(in crate::deploy) protected: Vec<String>,
    /// A host of the service's.
    pub(super) host: String,
    /// Whether requests go over a network, to a service that others use.
    pub(super) is_remote: bool,
}

type Ask = dyn Fn(Request<String>) -> Pin<Box<Answer>> + Send + Sync;
type Answer = dyn Future<Output = Option<Response<Bytes>>> + Send;

/// Why a rule does not come to an end.
pub(super) enum Trouble {
    Found(Box<Finding>),
    /// There is nothing of what it looks at.
    NotUsed(String),
    Skipped(String),
}

/// An address that is reserved for documentation: nobody trusts it.
pub(super) const STRANGER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 77));

/// A page that there is none of.
pub(super) const MISSING: &str = "/seaworthy-there-is-no-such-page";

/// A host that is nobody's.
pub(super) const FOREIGN: &str = "seaworthy-foreign.invalid";

const LONGEST: Duration = Duration::from_secs(10);
const LARGEST: usize = 256 * 1024;

impl Driver {
    pub(in crate::deploy) fn new<S, R>(service: S, settings: &Arc<Settings>) -> Self
    where
        S: Service<Request<String>, Response = Response<R>> + Clone + Send + 'static,
        S::Future: Send,
        R: Body + Send + 'static,
        R::Data: Send,
    {
        let twin = harden(settings).ok();
        Self {
            service: ask(service),
            twin: twin.map(|stack| ask(stack.layer(Nothing))),
            settings: Arc::clone(settings),
            pages: Vec::new(),
            protected: Vec::new(),
            host: host_of(settings),
            is_remote: false,
        }
    }

    /// The pages to which requests are sent that would change something if they were let in: over
    /// a network one that there is none of, for there is nobody else's data here.
    pub(super) fn pages_to_change(&self) -> Vec<&str> {
        if self.is_remote {
            return vec![MISSING];
        }
        self.pages.iter().map(String::as_str).collect()
    }

    /// The first of them.
    pub(super) fn page_to_change(&self) -> &str {
        self.pages_to_change().first().copied().unwrap_or(MISSING)
    }

    /// Whether a client over a network can send it.
    pub(super) fn can_send(&self, probe: &Probe) -> bool {
        !self.is_remote || probe.is_ordinary()
    }

    /// What the service answers.
    pub(super) async fn send(&self, probe: &Probe) -> Result<Exchange, Trouble> {
        self.exchange(&*self.service, probe).await
    }

    /// What a service answers that does nothing, behind the stack as it should be.
    pub(super) async fn twin(&self, probe: &Probe) -> Result<Exchange, Trouble> {
        match &self.twin {
            Some(twin) => self.exchange(&**twin, probe).await,
            None => Err(Trouble::Skipped("the settings do not work together".into())),
        }
    }

    async fn exchange(&self, ask: &Ask, probe: &Probe) -> Result<Exchange, Trouble> {
        let Some(request) = probe.request(self) else {
            let message = format!("{} is not a request that can be made.", probe.name());
            return Err(found("service.no_such_request", message));
        };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return Err(Trouble::Skipped("there is no Tokio runtime".into()));
        };
        // In a task of its own, so that it may panic.
        let answer = runtime.spawn(tokio::time::timeout(LONGEST, ask(request)));
        let request = probe.name();
        match answer.await {
            Ok(Ok(Some(response))) => {
                let (head, body) = response.into_parts();
                Ok(Exchange {
                    request,
                    status: head.status,
                    headers: head.headers,
                    body: String::from_utf8_lossy(&body).into_owned(),
                })
            }
            Ok(Ok(None)) => Err(found(
                "service.failed",
                format!("{request} gets no answer."),
            )),
            Ok(Err(_)) => {
                let message = format!("{request} is not answered within {LONGEST:?}.");
                Err(found("service.hangs", message))
            }
            Err(_) => Err(found("service.panicked", format!("{request} panics."))),
        }
    }
}

fn found(id: &'static str, message: String) -> Trouble {
    Trouble::Found(Box::new(finding(id, message)))
}

fn ask<S, R>(service: S) -> Arc<Ask>
where
    S: Service<Request<String>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    R: Body + Send + 'static,
    R::Data: Send,
{
    let service = Mutex::new(service);
    Arc::new(move |request| {
        let mut service = service
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move {
            poll_fn(|context| service.poll_ready(context)).await.ok()?;
            let response = service.call(request).await.ok()?;
            let (head, body) = response.into_parts();
            Some(Response::from_parts(head, beginning(body).await?))
        })
    })
}

/// As much of a body as is looked at.
async fn beginning<B: Body>(body: B) -> Option<Bytes> {
    let mut body = pin!(body);
    let mut bytes = BytesMut::new();
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        if let Ok(data) = frame.ok()?.into_data() {
            let mut data = data.take(LARGEST - bytes.len());
            while data.has_remaining() {
                let chunk = data.chunk();
                bytes.extend_from_slice(chunk);
                let length = chunk.len();
                data.advance(length);
            }
        }
        if bytes.len() == LARGEST {
            break;
        }
    }
    Some(bytes.freeze())
}

/// A host that the settings allow: one that has HSTS, if there is one.
fn host_of(settings: &Settings) -> String {
    let hosts = settings.allowed_hosts.iter().filter(|host| *host != "*");
    let is_domain = |host: &&String| {
        let is_address = host.parse::<IpAddr>().is_ok() || host.starts_with('[');
        host.trim_start_matches(['*', '.']).contains('.') && !is_address
    };
    let host = hosts.clone().find(is_domain).or(hosts.clone().next());
    let host = host.map_or("www.example.com", String::as_str);
    match host.strip_prefix("*.").or(host.strip_prefix('.')) {
        Some(domain) => format!("www.{domain}"),
        None => host.to_owned(),
    }
}

/// A service that does nothing.
#[derive(Clone, Debug)]
struct Nothing;

impl Service<Request<String>> for Nothing {
    type Response = Response<String>;
    type Error = std::convert::Infallible;
    type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), Self::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<String>) -> Self::Future {
        std::future::ready(Ok(Response::default()))
    }
}

#[cfg(test)]
mod tests {
    use seaworthy_settings::Sources;

    use super::*;

    #[test]
    fn the_host_is_one_that_the_settings_allow() {
        for (hosts, host) in [
            ("*", "www.example.com"),
            ("localhost", "localhost"),
            ("localhost,10.0.0.1,.example.org", "www.example.org"),
            ("10.0.0.1,[::1],a.example", "a.example"),
            ("*,b.example", "b.example"),
        ] {
            let variables = [("DEBUG", "true"), ("ALLOWED_HOSTS", hosts)];
            let settings = Settings::load(&Sources::pairs(variables)).unwrap().settings;
            assert_eq!(host_of(&settings), host);
        }
    }
}
