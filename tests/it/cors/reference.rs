//! A reference that shares no code with the crate: sets of texts, read as Fetch says, and the URL
//! standard by another implementation.

use std::collections::BTreeSet;

use seaworthy_cors::Config;
use url::{Host, Url};

use super::exchange::Client;

/// What a configuration means, in the plainest terms.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    origins: Vec<String>,
    pub(super) credentials: bool,
    methods: BTreeSet<String>,
    headers: BTreeSet<String>,
}

impl Reference {
    pub(super) fn of(config: &Config) -> Self {
        let normal = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];
        let methods = config.methods.iter().map(|name| {
            let upper = name.to_uppercase();
            match normal.contains(&&*upper) {
                true => upper,
                false => name.clone(),
            }
        });
        Self {
            origins: config.origins.clone(),
            credentials: config.credentials,
            methods: methods
                .chain(["GET", "HEAD", "POST"].map(str::to_owned))
                .collect(),
            headers: config.headers.iter().map(|n| n.to_lowercase()).collect(),
        }
    }

    /// Whether responses may be read by what these lines of `Origin` say.
    pub(super) fn allows_origin(&self, lines: &[&[u8]]) -> bool {
        if self.origins == ["*"] {
            return true;
        }
        let &[line] = lines else { return false };
        let Ok(text) = str::from_utf8(line) else {
            return false;
        };
        is_origin(text) && self.origins.iter().any(|pattern| stands_for(pattern, text))
    }

    pub(super) fn allows_method(&self, name: &str) -> bool {
        self.methods.contains(name) || (self.methods.contains("*") && is_token(name))
    }

    pub(super) fn allows_header(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        let star = self.headers.contains("*") && (self.credentials || name != "authorization");
        self.headers.contains(&name) || (star && is_token(&name))
    }

    /// Whether a page may get the response.
    pub(super) fn lets(&self, client: &Client) -> bool {
        self.allows_origin(&[client.origin.as_bytes()])
            && (self.credentials || !client.credentials)
            && self.allows_method(&client.method)
            && client.unsafe_headers.iter().all(|n| self.allows_header(n))
    }
}

/// A token of [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#name-tokens).
fn is_token(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(is_part)
}

/// The scheme, the host and the port; without one, the port is empty.
fn cut(text: &str) -> Option<(&str, &str, &str)> {
    let (scheme, authority) = text.split_once("://")?;
    let end_of_host = authority.find(']').unwrap_or(0);
    let (host, port) = match authority[end_of_host..].find(':') {
        Some(colon) => authority.split_at(end_of_host + colon),
        None => (authority, ""),
    };
    Some((scheme, host, port))
}

/// Whether a pattern stands for what is an origin.
fn stands_for(pattern: &str, origin: &str) -> bool {
    let (wanted, found) = (cut(pattern).unwrap(), cut(origin).unwrap());
    let host_fits = match wanted.1.strip_prefix('*') {
        Some(dot_and_base) => found.1.ends_with(dot_and_base),
        None => found.1 == wanted.1,
    };
    wanted.0 == found.0 && host_fits && (wanted.2 == ":*" || wanted.2 == found.2)
}

/// Whether a text is the serialization of an origin, whose host DNS could name.
fn is_origin(text: &str) -> bool {
    let Some((scheme, _, port)) = cut(text) else {
        return false;
    };
    // Of other schemes the standard says that their origins are opaque, but browsers give one to
    // extensions and applications: as if to a scheme that it knows, without a default port.
    let is_known = ["ftp", "http", "https", "ws", "wss"].contains(&scheme);
    let known = match port {
        _ if is_known => text.to_owned(),
        ":80" => text.replacen(scheme, "https", 1),
        _ => text.replacen(scheme, "http", 1),
    };
    let Ok(url) = Url::parse(&known) else {
        return false;
    };
    let mut letters = scheme.bytes();
    let is_scheme = letters.next().is_some_and(|b| b.is_ascii_lowercase())
        && letters.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+-.".contains(&b));
    let is_host = match url.host() {
        Some(Host::Domain(name)) => is_in_dns(name),
        Some(Host::Ipv4(_)) => true,
        Some(Host::Ipv6(address)) => address.to_ipv4_mapped().is_none(),
        None => false,
    };
    is_scheme
        && is_host
        && scheme != "file"
        && scheme.len() <= 64
        && url.port() != Some(0)
        && url.origin().ascii_serialization() == known
}

fn is_in_dns(name: &str) -> bool {
    let labels = name.strip_suffix('.').unwrap_or(name).split('.');
    let is_letter = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    let mut are_good =
        labels.map(|label| (1..64).contains(&label.len()) && label.bytes().all(is_letter));
    name.len() <= 253 && are_good.all(|good| good)
}
