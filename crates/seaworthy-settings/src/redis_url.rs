//! The URL of a Redis server.

mod driver;
mod option;
mod way;

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::url::authority::{Authority, Host};
use crate::url::parts::Parts;
use crate::url::shown::Shown;
use crate::url::{encoding, query, text};
use crate::{FromSetting, Invalid, Secret};

use option::{PASSWORD, USER};
use way::Way;

/// The URL of a Redis or Valkey server: `rediss://user:password@host:6379/0`.
///
/// | scheme | how it is reached |
/// |---|---|
/// | `redis`, `valkey` | TCP |
/// | `rediss`, `valkeys` | TLS |
/// | `unix`, `redis+unix` | a socket, as in `unix:///run/redis.sock?db=1` |
///
/// Its text stays as it was given, byte for byte. What is ambiguous is refused: a database that is
/// named twice or is not a number, a password that was not percent-encoded. A name without a `:`
/// behind it is the user's, not the password.
///
/// It is a secret, compared in constant time and wiped as a [`Secret`] is. What is shown of it is
/// its scheme and its host.
///
/// ```
/// use seaworthy_settings::RedisUrl;
///
/// let url: RedisUrl = "valkeys://:hunter2@cache.example/1".parse()?;
/// assert!(url.tls());
/// assert_eq!((url.host(), url.port()), (Some("cache.example"), Some(6379)));
/// assert_eq!(url.database(), 1);
/// assert_eq!(url.password().unwrap().expose(), "hunter2");
/// assert_eq!(url.for_driver().expose(), "rediss://:hunter2@cache.example/1");
/// assert_eq!(url.to_string(), "valkeys://[redacted]@cache.example/[redacted]");
/// # Ok::<(), seaworthy_settings::Invalid>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct RedisUrl(Secret<String>);

impl RedisUrl {
    /// The text as it was given, which must not be logged.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The text as redis-rs reads it: `valkeys` becomes `rediss`; a database among the options
    /// becomes the path, and the user and password of a socket become options.
    ///
    /// Everything else is as it was given.
    #[must_use]
    pub fn for_driver(&self) -> Secret<String> {
        driver::url(self)
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub fn tls(&self) -> bool {
        self.way() == Way::Tls
    }

    /// The host as it was given, an address of IPv6 without its brackets; none for a socket.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.address().map(|host| host.name)
    }

    /// The port, 6379 if none is given; none for a socket.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.address().map(|host| host.port().unwrap_or(PORT))
    }

    /// The path of the socket, if it is one.
    #[must_use]
    pub fn socket(&self) -> Option<PathBuf> {
        if self.way() != Way::Socket {
            return None;
        }
        encoding::decode_some(self.parts().path).map(PathBuf::from)
    }

    /// The number of the database, 0 if none is given.
    #[must_use]
    pub fn database(&self) -> u32 {
        let parts = self.parts();
        let option = query::value(parts.query, "db");
        let number = option.and_then(|number| parse_database(&number));
        let path = (self.way() != Way::Socket).then_some(parts.path);
        let in_path = || parse_database(path?.strip_prefix('/')?);
        number.or_else(in_path).unwrap_or(0)
    }

    /// The user's name, decoded; none where it is empty.
    #[must_use]
    pub fn username(&self) -> Option<String> {
        let given = self.authority().username().and_then(encoding::decode_some);
        given.or_else(|| self.socket_option(USER))
    }

    /// The password, decoded; none where it is empty.
    #[must_use]
    pub fn password(&self) -> Option<Secret<String>> {
        let given = self.authority().password();
        let given = given.and_then(encoding::decode_secret);
        given.or_else(|| self.socket_option(PASSWORD).map(Secret::new))
    }

    fn socket_option(&self, names: [&str; 2]) -> Option<String> {
        if self.way() != Way::Socket {
            return None;
        }
        let query = self.parts().query;
        let mut value = names
            .into_iter()
            .find_map(|name| query::value(query, name))?;
        (!value.is_empty()).then(|| std::mem::take(&mut *value))
    }

    fn address(&self) -> Option<Host<'_>> {
        (self.way() != Way::Socket).then(|| Host::of(self.authority().hosts))
    }

    fn way(&self) -> Way {
        let way = Way::of(self.parts().scheme.unwrap_or_default());
        way.map_or(Way::Tcp, |(way, _)| way)
    }

    fn parts(&self) -> Parts<'_> {
        Parts::of(self.expose())
    }

    fn authority(&self) -> Authority<'_> {
        Authority::of(self.parts().authority.unwrap_or_default())
    }
}

impl FromStr for RedisUrl {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        text::check(text)?;
        let parts = Parts::of(text);
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(Invalid::new(
                "it does not begin with a scheme and `://`, such as `redis://`",
            ));
        };
        let Some((way, _)) = Way::of(scheme) else {
            return Err(Invalid::new(
                "its scheme is none of `redis`, `rediss`, `valkey`, `valkeys`, `unix`, \
                 `redis+unix`",
            ));
        };
        let authority = Authority::of(authority);
        authority.check_user()?;
        parts.check_late_at()?;
        parts.check()?;
        query::check(parts.query)?;
        option::check(parts.query)?;
        check_fragment(way, parts.fragment)?;
        if way == Way::Socket {
            check_socket(&parts, &authority)?;
        } else {
            check_server(&parts, &authority)?;
        }
        Ok(Self(Secret::new(text.to_owned())))
    }
}

impl FromSetting for RedisUrl {
    const SECRET: bool = true;

    fn expected() -> Cow<'static, str> {
        "the URL of a Redis server, such as rediss://user:password@host:6379/0".into()
    }

    fn from_setting(text: &str) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(self.expose()).fmt(f)
    }
}

/// Allows the one fragment that has a meaning, to redis-rs.
fn check_fragment(way: Way, fragment: Option<&str>) -> Result<(), Invalid> {
    match fragment {
        None => Ok(()),
        Some("insecure") if way == Way::Tls => Ok(()),
        Some(_) => Err(Invalid::new(
            "it has a `#`, which is percent-encoded in a password: `%23`",
        )),
    }
}

fn check_server(parts: &Parts<'_>, authority: &Authority<'_>) -> Result<(), Invalid> {
    Host::parse(authority.hosts)?;
    if option::count(parts.query, USER) + option::count(parts.query, PASSWORD) > 0 {
        return Err(Invalid::new(
            "its user or password is among its options, where drivers do not look: it stands \
             before the host, as in `redis://user:password@host`",
        ));
    }
    let in_path = parts.path.strip_prefix('/').unwrap_or_default();
    let in_option = query::value(parts.query, "db");
    if !in_path.is_empty() && in_option.is_some() {
        return Err(Invalid::new(
            "it names its database twice, as its path and among its options",
        ));
    }
    check_database(in_option.as_ref().map(|number| number.as_str()))?;
    check_database((!in_path.is_empty()).then_some(in_path))
}

fn check_socket(parts: &Parts<'_>, authority: &Authority<'_>) -> Result<(), Invalid> {
    if !authority.hosts.is_empty() {
        return Err(Invalid::new(
            "it has a host, and a socket has none: the path begins with a third `/`, as in \
             `unix:///run/redis.sock`",
        ));
    }
    encoding::check(parts.path)?;
    if matches!(parts.path, "" | "/") {
        return Err(Invalid::new("it names no socket"));
    }
    let given = |part: Option<&str>| usize::from(part.is_some_and(|part| !part.is_empty()));
    let users = given(authority.username()) + option::count(parts.query, USER);
    let passwords = given(authority.password()) + option::count(parts.query, PASSWORD);
    if users.max(passwords) > 1 {
        return Err(Invalid::new(
            "it names its user or password twice, once among its options",
        ));
    }
    let number = query::value(parts.query, "db");
    check_database(number.as_ref().map(|number| number.as_str()))
}

fn check_database(number: Option<&str>) -> Result<(), Invalid> {
    match number {
        Some(number) if parse_database(number).is_none() => Err(Invalid::new(
            "its database is not a number, of which 0 is the first",
        )),
        _ => Ok(()),
    }
}

fn parse_database(number: &str) -> Option<u32> {
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| is_number)
}

const PORT: u16 = 6379;

#[cfg(test)]
mod tests;
