//! The headers of one kind of connection, and how they meet those of a handler.

use std::{mem, ptr};

use http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY, Entry, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::csp::Template;

/// The headers that replace what a handler has set, because it could only weaken them.
///
/// Every other header is sent only where the handler has not set it.
const FORCED: [HeaderName; 1] = [X_CONTENT_TYPE_OPTIONS];

/// The headers of one kind of connection.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// All of them, each once; the policies as they are where nobody shows the nonce.
    headers: HeaderMap,
    policies: [(HeaderName, Option<Template>); 2],
}

impl Block {
    pub(crate) fn new(
        mut headers: HeaderMap,
        csp: Option<Template>,
        csp_report_only: Option<Template>,
    ) -> Self {
        let policies = [
            (CONTENT_SECURITY_POLICY, csp),
            (CONTENT_SECURITY_POLICY_REPORT_ONLY, csp_report_only),
        ];
        for (name, policy) in &policies {
            if let Some(value) = policy.as_ref().and_then(|policy| policy.value(None)) {
                headers.insert(name, value);
            }
        }
        Self { headers, policies }
    }

    pub(crate) fn takes_nonce(&self) -> bool {
        self.policies()
            .into_iter()
            .flatten()
            .any(Template::takes_nonce)
    }

    /// The policy that is enforced, and the one on trial.
    pub(crate) fn policies(&self) -> [Option<&Template>; 2] {
        self.policies.each_ref().map(|(_, policy)| policy.as_ref())
    }

    /// How many bytes they are over HTTP/1.1, with a nonce wherever there can be one.
    pub(crate) fn bytes(&self) -> usize {
        // Beside name and value, a line has a colon, a space and an end of two bytes.
        let line =
            |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 4;
        let lines: usize = self.headers.iter().map(line).sum();
        let nonces = self
            .policies()
            .into_iter()
            .flatten()
            .map(Template::nonce_bytes);
        lines + nonces.sum::<usize>()
    }

    /// Adds every header that the handler has not set itself, with these policies.
    ///
    /// They are those for a page that displays this nonce, or none. A response that tells that the
    /// page is not `modified` gets none: they would replace those of the stored page.
    pub(crate) fn add_to(
        &self,
        headers: &mut HeaderMap,
        policies: [Option<&Template>; 2],
        nonce: Option<&str>,
        modified: bool,
    ) {
        let is_own = self.policies().map(address) == policies.map(address);
        if is_own && modified && nonce.is_none() {
            return self.merge(headers);
        }
        let is_handlers = self
            .policies
            .each_ref()
            .map(|(name, _)| headers.contains_key(name));
        self.merge(headers);
        let places = self.policies.iter().zip(is_handlers);
        for (((name, own), is_handlers), policy) in places.zip(policies) {
            if is_handlers {
                continue;
            }
            let is_own = address(policy) == address(own.as_ref());
            let takes_nonce = nonce.is_some() && policy.is_some_and(Template::takes_nonce);
            if is_own && modified && !takes_nonce {
                // It came with the others.
                continue;
            }
            let policy = policy.filter(|_| modified);
            match policy.and_then(|policy| policy.value(nonce)) {
                // See `offer` for why a failure is no concern.
                Some(value) => _ = headers.try_insert(name, value),
                None => _ = headers.remove(name),
            }
        }
    }

    /// Adds what the handler has not set, and replaces what it may not weaken.
    fn merge(&self, headers: &mut HeaderMap) {
        if headers.is_empty() {
            headers.clone_from(&self.headers);
            return;
        }
        for name in &FORCED {
            if headers.contains_key(name) && self.headers.contains_key(name) {
                headers.remove(name);
            }
        }
        if self.headers.len() > headers.len() {
            // Copying a map costs less than finding the place of each of its entries, so the
            // shorter one is moved into a copy of the longer one. What a handler has set replaces
            // ours, and all its values of a name stay together and in order.
            let own = mem::replace(headers, self.headers.clone());
            headers.extend(own);
        } else {
            for (name, value) in &self.headers {
                offer(headers, name, value);
            }
        }
    }
}

/// By which a policy is known as the configured one.
fn address(policy: Option<&Template>) -> Option<*const Template> {
    policy.map(ptr::from_ref)
}

/// Adds a header unless there is one of that name.
///
/// It fails only where the map is full, with tens of thousands of headers: then no server can send
/// the response at all.
fn offer(headers: &mut HeaderMap, name: &HeaderName, value: &HeaderValue) {
    if let Ok(Entry::Vacant(place)) = headers.try_entry(name) {
        let _ = place.try_insert(value.clone());
    }
}
