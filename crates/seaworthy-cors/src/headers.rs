//! The request headers that a preflight may ask for.

use std::cmp::Ordering;

use http::header::ACCESS_CONTROL_REQUEST_HEADERS;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{Config, CorsRefusal, Issue};

/// The headers of requests that a policy grants.
#[derive(Clone, Debug)]
pub(crate) struct RequestHeaders {
    /// In lower case, sorted by [`order`].
    names: Box<[String]>,
    any: bool,
    /// Whether preflights are answered with the names they ask for, because they are granted any
    /// and with credentials `*` would be a mere name.
    echo: bool,
    /// How many bytes a preflight may ask with.
    budget: usize,
    reply: Option<HeaderValue>,
}

impl RequestHeaders {
    pub(crate) fn read(config: &Config, issues: &mut Vec<Issue>) -> Self {
        let mut names = Vec::new();
        let mut any = false;
        for name in &config.headers {
            let header = name.clone();
            let lower = name.to_ascii_lowercase();
            if name == "*" {
                any = true;
            } else if HeaderName::from_bytes(name.as_bytes()).is_err() {
                issues.push(Issue::InvalidHeader { header });
            } else if is_forbidden(&lower) {
                issues.push(Issue::ForbiddenHeader { header });
            } else if lower.starts_with("access-control-") {
                issues.push(Issue::MisplacedHeader { header });
            } else {
                names.push(lower);
            }
        }
        names.sort_unstable();
        names.dedup();
        let list = match any {
            // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
            true if names.iter().any(|name| name == AUTHORIZATION) => "*, authorization".to_owned(),
            true => "*".to_owned(),
            false => names.join(", "),
        };
        names.sort_unstable_by(|a, b| order(a, b.as_bytes()));
        Self {
            names: names.into(),
            any,
            echo: any && config.credentials,
            // Browsers ask for each name once. Gateways add spaces and split lines, people repeat
            // names; four times as much leaves room for them and none for an attack.
            budget: if any { MAX_ECHO } else { 4 * list.len() + 64 },
            // Names of headers are tokens: none is lost here.
            reply: HeaderValue::try_from(list)
                .ok()
                .filter(|list| !list.is_empty()),
        }
    }

    /// The names that come to the same, sorted.
    pub(crate) fn canonical(&self) -> Vec<String> {
        let star = self.any.then(|| "*".to_owned());
        let mut names: Vec<String> = self
            .names
            .iter()
            .filter(|&name| !self.any || (name == AUTHORIZATION && !self.echo))
            .cloned()
            .collect();
        names.sort_unstable();
        star.into_iter().chain(names).collect()
    }

    /// The value of `Access-Control-Allow-Headers` that names all, if they can be named.
    ///
    /// A `*` cannot: browsers might take it for more than is granted, as Chromium takes it for
    /// `authorization`.
    pub(crate) fn list(&self) -> Option<HeaderValue> {
        self.reply.clone().filter(|_| !self.any)
    }

    /// The value of `Access-Control-Allow-Headers` for a preflight that asks for these headers.
    ///
    /// Names may come in any case and order, repeated, spread over lines and with the empty
    /// elements that [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2) tells
    /// recipients to skip. The budget bounds the work: each line is charged to it unread.
    pub(crate) fn grant(&self, asked: &HeaderMap) -> Result<Option<HeaderValue>, CorsRefusal> {
        let mut left = self.budget;
        let mut echo = Vec::new();
        for line in asked.get_all(ACCESS_CONTROL_REQUEST_HEADERS) {
            let charged = left.checked_sub(line.len() + 1);
            left = charged.ok_or(CorsRefusal::Headers)?;
            let names = line.as_bytes().split(|&byte| byte == b',');
            for name in names
                .map(<[u8]>::trim_ascii)
                .filter(|name| !name.is_empty())
            {
                if !self.allow(name) {
                    return Err(CorsRefusal::Headers);
                }
                if self.echo {
                    let separator: &[u8] = if echo.is_empty() { b"" } else { b", " };
                    echo.extend_from_slice(separator);
                    echo.extend_from_slice(name);
                }
            }
        }
        if !self.echo {
            return Ok(self.reply.clone());
        }
        let list = HeaderValue::try_from(echo).ok();
        Ok(list.filter(|list| !list.is_empty()))
    }

    pub(crate) fn allow(&self, asked: &[u8]) -> bool {
        self.names
            .binary_search_by(|name| order(name, asked))
            .is_ok()
            || (self.any
                && HeaderName::from_bytes(asked).is_ok()
                && (self.echo || !asked.eq_ignore_ascii_case(AUTHORIZATION.as_bytes())))
    }
}

/// The shorter first, so that most comparisons are of two numbers; without regard to the case of
/// what is asked.
fn order(name: &str, asked: &[u8]) -> Ordering {
    let asked_bytes = asked.iter().map(u8::to_ascii_lowercase);
    name.len()
        .cmp(&asked.len())
        .then_with(|| name.bytes().cmp(asked_bytes))
}

/// Whether browsers let no script set this header, by the
/// [rule of Fetch](https://fetch.spec.whatwg.org/#forbidden-request-header).
fn is_forbidden(name: &str) -> bool {
    FORBIDDEN.contains(&name) || name.starts_with("proxy-") || name.starts_with("sec-")
}

const FORBIDDEN: [&str; 21] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// The one name that `*` does not stand for.
const AUTHORIZATION: &str = "authorization";

/// The most bytes of names that are sent back.
const MAX_ECHO: usize = 4096;

#[cfg(test)]
mod tests;
