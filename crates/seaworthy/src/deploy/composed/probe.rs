use std::net::IpAddr;

use http::{HeaderValue, Method, Request};
use seaworthy_gate::Peer;

use super::driver::{Driver, STRANGER};

/// A request that is made here.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    method: Method,
    target: String,
    tls: bool,
    peer: IpAddr,
    host: Option<String>,
    headers: Vec<(&'static str, String)>,
}

impl Probe {
    /// Over TLS, from a client that nobody knows, to a host of the service's.
    pub(super) fn new(method: Method, target: impl Into<String>) -> Self {
        Self {
            method,
            target: target.into(),
            tls: true,
            peer: STRANGER,
            host: None,
            headers: Vec::new(),
        }
    }

    pub(super) fn get(target: impl Into<String>) -> Self {
        Self::new(Method::GET, target)
    }

    pub(super) fn over_http(self) -> Self {
        Self { tls: false, ..self }
    }

    pub(super) fn from(self, peer: IpAddr) -> Self {
        Self { peer, ..self }
    }

    /// To this host; to none if it is empty.
    pub(super) fn host(self, host: impl Into<String>) -> Self {
        let host = Some(host.into());
        Self { host, ..self }
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Whether it has one host, and an address below it.
    pub(super) fn is_ordinary(&self) -> bool {
        let is_host = |host: &str| !host.is_empty() && !host.contains('@');
        self.host.as_deref().is_none_or(is_host)
            && self.headers.iter().all(|(name, _)| *name != "host")
            && self.target.starts_with('/')
    }

    /// What a finding calls it.
    pub(super) fn name(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        format!("{} {} over {scheme}", self.method, self.target)
    }

    /// The request itself, unless a page's path is none.
    pub(super) fn request(&self, driver: &Driver) -> Option<Request<String>> {
        let mut request = Request::new(String::new());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.target.parse().ok()?;
        let host = self.host.as_deref().unwrap_or(&driver.host);
        let host = Some(("host", host)).filter(|(_, host)| !host.is_empty());
        let own = self
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        for (name, value) in host.into_iter().chain(own) {
            let value = HeaderValue::from_str(value).ok()?;
            request.headers_mut().append(name, value);
        }
        let peer = Peer::ip(self.peer);
        let peer = if self.tls { peer.tls() } else { peer };
        request.extensions_mut().insert(peer);
        Some(request)
    }
}
