//! What a driver gets.

use crate::Secret;
use crate::url::{encoding, query};

use super::option::{PASSWORD, USER};
use super::{RedisUrl, Way};

/// The URL in the words of redis-rs, which reads the database of a server from the path only, and
/// the user and password of a socket from the options only.
pub(super) fn url(given: &RedisUrl) -> Secret<String> {
    let parts = given.parts();
    let scheme = parts.scheme.unwrap_or_default();
    let (way, known) = Way::of(scheme).unwrap_or((Way::Tcp, scheme));
    let socket = way == Way::Socket;
    // Longer than it gets, so that it is never moved and leaves no copy behind.
    let longest = given.expose().len().saturating_mul(3).saturating_add(64);
    let mut url = String::with_capacity(longest);
    url.extend([known, "://"]);
    if socket {
        url.push_str(parts.path);
    } else {
        url.push_str(parts.authority.unwrap_or_default());
        if query::value(parts.query, "db").is_some() {
            url.push_str(&format!("/{}", given.database()));
        } else {
            url.push_str(parts.path);
        }
    }

    let is_moved = |name: &str| match name {
        "db" => !socket,
        _ => socket && USER.iter().chain(&PASSWORD).any(|moved| *moved == name),
    };
    let mut separator = "?";
    for pair in parts.query.into_iter().flat_map(|query| query.split('&')) {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        if !encoding::decode(name).is_some_and(|name| is_moved(&name)) {
            url.extend([separator, pair]);
            separator = "&";
        }
    }
    if socket {
        let user = given.username().map(|name| encoding::encode(&name));
        let password = given.password();
        let password = password.map(|password| encoding::encode(password.expose()));
        for (name, value) in [("user", user), ("pass", password)] {
            if let Some(value) = value {
                url.extend([separator, name, "=", &value]);
                separator = "&";
            }
        }
    }
    if let Some(fragment) = parts.fragment {
        url.extend(["#", fragment]);
    }
    Secret::new(url)
}
