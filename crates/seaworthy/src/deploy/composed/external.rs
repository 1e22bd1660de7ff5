//! The service over the network, as strangers reach it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::uri::{Authority, Scheme};
use http::{Request, Response, Uri};
use http_body::Body;
use seaworthy_gate::Peer;
use tower_service::Service;

use super::driver::{Driver, Trouble};
use super::probe::Probe;
use super::{Judged, Rule};
use super::{cookies, cors, csp, csrf, files, headers, hosts, https, leaks, protected};
use crate::Settings;
use crate::deploy::rules::finding;

/// The rules that need nothing but what a client can send: who the peer is cannot be chosen, and
/// an orchestrator's address is not the one that strangers use.
pub(super) const RULES: [(&str, Rule); 11] = [
    ("health", |driver| Box::pin(health(driver))),
    ("hosts", |driver| Box::pin(hosts::judge(driver))),
    ("https", |driver| Box::pin(redirected(driver))),
    ("headers", |driver| Box::pin(headers::judge(driver))),
    ("csp", |driver| Box::pin(csp::judge(driver))),
    ("cookies", |driver| Box::pin(cookies::judge(driver))),
    ("cors", |driver| Box::pin(cors::judge(driver))),
    ("csrf", |driver| Box::pin(csrf::judge(driver))),
    ("leaks", |driver| Box::pin(leaks::judge(driver))),
    ("protected", |driver| Box::pin(protected::judge(driver))),
    ("static", |driver| Box::pin(files::judge(driver))),
];

/// A driver of the service at an address, by way of a client.
pub(in crate::deploy) fn remote<C, R>(
    client: C,
    url: &Uri,
    settings: &Arc<Settings>,
) -> Result<Driver, &'static str>
where
    C: Service<Request<String>, Response = Response<R>> + Clone + Send + 'static,
    C::Future: Send,
    R: Body + Send + 'static,
    R::Data: Send,
{
    let authority = url
        .authority()
        .filter(|_| url.scheme() == Some(&Scheme::HTTPS));
    let Some(authority) = authority else {
        return Err("the address does not begin with https://");
    };
    // A password in it would be told by every finding about the host.
    if authority.as_str().contains('@') {
        return Err("the address names a user; leave out what stands before the @");
    }
    let client = Client {
        client,
        authority: authority.clone(),
    };
    let mut driver = Driver::new(client, settings);
    authority.as_str().clone_into(&mut driver.host);
    driver.is_remote = true;
    Ok(driver)
}

/// Whether plain HTTP is redirected, where it is known who answers it.
async fn redirected(driver: &Driver) -> Judged {
    if driver
        .host
        .parse()
        .is_ok_and(|host: Authority| host.port().is_some())
    {
        let reason = "where plain HTTP is answered cannot be told from an address with a port";
        return Err(Trouble::Skipped(reason.into()));
    }
    https::judge(driver).await
}

/// Whether the service says that it is well, and whether that may be cached.
async fn health(driver: &Driver) -> Judged {
    let mut findings = Vec::new();
    for path in ["/healthz", "/readyz"] {
        let answer = driver.send(&Probe::get(path)).await?;
        let cached = answer.header("cache-control").unwrap_or_default();
        if answer.status.as_u16() == 503 {
            let message = format!("{} is answered with 503: it is not ready.", answer.request);
            findings.push(finding("health.not_ready", message).object(path));
        } else if answer.status.is_success() && !cached.contains("no-store") {
            let message = format!("{} may be cached.", answer.request);
            findings.push(finding("health.cacheable", message).object(path));
        }
    }
    Ok(findings)
}

/// Sends requests to the one who answers at an address, whichever host they name.
#[derive(Clone)]
struct Client<C> {
    client: C,
    authority: Authority,
}

impl<C, R> Service<Request<String>> for Client<C>
where
    C: Service<Request<String>, Response = Response<R>>,
    C::Future: Send + 'static,
{
    type Response = Response<R>;
    type Error = ();
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.client.poll_ready(context).map_err(drop)
    }

    fn call(&mut self, mut request: Request<String>) -> Self::Future {
        // Who the peer is to be says over what it comes, and goes no further.
        let peer = request.extensions_mut().remove::<Peer>();
        let scheme = if peer.is_some_and(|peer| peer.is_tls()) {
            Scheme::HTTPS
        } else {
            Scheme::HTTP
        };
        let mut parts = request.uri().clone().into_parts();
        parts.scheme = Some(scheme);
        parts.authority = Some(self.authority.clone());
        let Ok(uri) = Uri::from_parts(parts) else {
            return Box::pin(async { Err(()) });
        };
        *request.uri_mut() = uri;
        let answer = self.client.call(request);
        Box::pin(async { answer.await.map_err(drop) })
    }
}
