//! The way to a service that answers already.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::http::{Method, Request, Response};
use tower_service::Service;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use super::Arguments;
use crate::Failure;

/// Less than the checks wait for an answer.
const PATIENCE: Duration = Duration::from_secs(9);

/// As much of a body as is looked at, and a little more.
const LARGEST: u64 = 300 * 1024;

/// A client that follows no redirect.
#[derive(Clone)]
pub(super) struct Client(Agent);

/// The client, with the certificates that were named.
pub(super) fn open(arguments: &Arguments) -> Result<Client, Failure> {
    let mut tls = TlsConfig::builder();
    if let Some(path) = &arguments.cacert {
        let pem = std::fs::read(path)
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let mut certificates: Vec<Certificate<'static>> = Vec::new();
        for item in parse_pem(&pem) {
            if let PemItem::Certificate(certificate) = item? {
                certificates.push(certificate);
            }
        }
        if certificates.is_empty() {
            return Err(format!("{} has no certificate; name a PEM file", path.display()).into());
        }
        tls = tls.root_certs(RootCerts::new_with_certs(&certificates));
    }
    let config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .tls_config(tls.build());
    Ok(Client(config.build().new_agent()))
}

impl Service<Request<String>> for Client {
    type Response = Response<String>;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Response<String>, Failure>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<String>) -> Self::Future {
        let agent = self.0.clone();
        let asked = tokio::task::spawn_blocking(move || ask(&agent, request));
        Box::pin(async { Ok(asked.await??) })
    }
}

fn ask(agent: &Agent, request: Request<String>) -> Result<Response<String>, ureq::Error> {
    let has_body = [Method::POST, Method::PUT].contains(request.method());
    let answer = if has_body {
        agent.run(request)?
    } else {
        agent.run(request.map(drop))?
    };
    let (head, mut body) = answer.into_parts();
    let body = body
        .with_config()
        .limit(LARGEST)
        .read_to_vec()
        .unwrap_or_default();
    Ok(Response::from_parts(
        head,
        String::from_utf8_lossy(&body).into_owned(),
    ))
}
