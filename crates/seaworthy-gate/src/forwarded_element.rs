//! The elements of the `Forwarded` header.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::header::{FORWARDED, HeaderMap};

use crate::testimony::Claim;

/// What one proxy says in a `Forwarded` header.
///
/// The grammar is that of [RFC 7239](https://www.rfc-editor.org/rfc/rfc7239#section-4), with white
/// space allowed around semicolons too, where many proxies write it. Parameters other than these,
/// `by` among them, must be well-formed, and are not looked at.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Element<'a> {
    /// The address in `for`; none if it is missing, `unknown`, or a name such as `_hidden`.
    pub(crate) client: Option<IpAddr>,
    /// What `proto` says.
    pub(crate) claim: Claim,
    /// What `host` says, without its quotes.
    pub(crate) host: Option<Cow<'a, [u8]>>,
}

/// An element that does not follow the grammar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Malformed;

/// The elements of the list that all lines make up, the last one first.
///
/// They are split from the right, since what a trusted proxy has appended must not depend on what
/// a client wrote before it: a quote that a client opens and never closes spoils the client's own
/// element, and no other.
pub(crate) fn from_the_right(
    headers: &HeaderMap,
) -> impl Iterator<Item = Result<Element<'_>, Malformed>> {
    let lines = headers.get_all(FORWARDED).iter().rev();
    lines
        .flat_map(|line| Texts(Some(line.as_bytes())))
        .map(Element::parse)
}

/// The texts of a line's elements, the last one first.
struct Texts<'a>(Option<&'a [u8]>);

impl<'a> Iterator for Texts<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            let line = self.0?;
            let (rest, text) = match last_comma(line) {
                Some(at) => (line.get(..at), line.get(at + 1..).unwrap_or_default()),
                None => (None, line),
            };
            self.0 = rest;
            let text = text.trim_ascii();
            // A list may have empty elements: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1
            if !text.is_empty() {
                return Some(text);
            }
        }
    }
}

/// Where the last comma is that stands in no quotes.
fn last_comma(line: &[u8]) -> Option<usize> {
    let mut is_quoted = false;
    for (at, byte) in line.iter().enumerate().rev() {
        match byte {
            b'"' if is_quoted => is_quoted = is_escaped(line, at),
            b'"' => is_quoted = true,
            b',' if !is_quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// Whether an odd number of backslashes stands before the byte.
fn is_escaped(line: &[u8], at: usize) -> bool {
    let before = line.iter().take(at).rev();
    before.take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

impl<'a> Element<'a> {
    fn parse(text: &'a [u8]) -> Result<Self, Malformed> {
        let mut node = None;
        let mut proto = None;
        let mut host = None;
        let mut by = None;
        let mut rest = text;
        loop {
            rest = rest.trim_ascii_start();
            if let Some(next) = rest.strip_prefix(b";") {
                rest = next;
                continue;
            }
            if rest.is_empty() {
                break;
            }
            let (name, after) = split_token(rest)?;
            let (value, after) = Value::split(after.strip_prefix(b"=").ok_or(Malformed)?)?;
            rest = after.trim_ascii_start();
            if !rest.is_empty() && !rest.starts_with(b";") {
                return Err(Malformed);
            }
            let named = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
            let parameter = if named("for") {
                &mut node
            } else if named("proto") {
                &mut proto
            } else if named("host") {
                &mut host
            } else if named("by") {
                &mut by
            } else {
                continue;
            };
            // Of two values nobody can say which the proxy meant.
            if parameter.replace(value).is_some() {
                return Err(Malformed);
            }
        }
        Ok(Self {
            client: match node {
                Some(node) => parse_node(&node.text())?,
                None => None,
            },
            claim: proto.map_or(Claim::None, |proto| Claim::of_scheme(&proto.text())),
            host: host.map(Value::text),
        })
    }
}

/// A parameter's value.
#[derive(Clone, Copy)]
struct Value<'a> {
    /// Without its quotes, but with its backslashes.
    raw: &'a [u8],
    has_escapes: bool,
}

impl<'a> Value<'a> {
    /// The value that a text begins with, and what follows it.
    fn split(text: &'a [u8]) -> Result<(Self, &'a [u8]), Malformed> {
        let Some(quoted) = text.strip_prefix(b"\"") else {
            let (raw, rest) = split_token(text)?;
            let has_escapes = false;
            return Ok((Self { raw, has_escapes }, rest));
        };
        let mut has_escapes = false;
        let mut is_escaped = false;
        // Control characters, which may not stand here, stand in no header's value.
        let end = quoted.iter().position(|&byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            has_escapes |= is_escaped;
            is_end
        });
        let (raw, rest) = quoted.split_at(end.ok_or(Malformed)?);
        let rest = rest.strip_prefix(b"\"").ok_or(Malformed)?;
        Ok((Self { raw, has_escapes }, rest))
    }

    /// The value without its backslashes.
    fn text(self) -> Cow<'a, [u8]> {
        if !self.has_escapes {
            return Cow::Borrowed(self.raw);
        }
        let mut bytes = self.raw.iter().copied();
        let mut text = Vec::with_capacity(self.raw.len());
        while let Some(byte) = bytes.next() {
            text.extend(if byte == b'\\' {
                bytes.next()
            } else {
                Some(byte)
            });
        }
        text.into()
    }
}

/// The [token](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2) that a text begins with, and
/// what follows it.
fn split_token(text: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    let end = text.iter().position(|&byte| !is_token_byte(byte));
    match end.unwrap_or(text.len()) {
        0 => Err(Malformed),
        end => Ok(text.split_at(end)),
    }
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// The address of a [node](https://www.rfc-editor.org/rfc/rfc7239#section-6), unless it hides it.
fn parse_node(node: &[u8]) -> Result<Option<IpAddr>, Malformed> {
    let node = std::str::from_utf8(node).map_err(|_| Malformed)?;
    let (name, port) = match node.strip_prefix('[') {
        Some(rest) => rest.split_once(']').ok_or(Malformed)?,
        None => node.split_at(node.find(':').unwrap_or(node.len())),
    };
    let has_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
    if !has_port {
        return Err(Malformed);
    }
    if node.starts_with('[') {
        let address: Ipv6Addr = name.parse().map_err(|_| Malformed)?;
        return Ok(Some(IpAddr::V6(address).to_canonical()));
    }
    if name.eq_ignore_ascii_case("unknown") || is_obfuscated(name) {
        return Ok(None);
    }
    let address: Ipv4Addr = name.parse().map_err(|_| Malformed)?;
    Ok(Some(IpAddr::V4(address)))
}

fn is_port(text: &str) -> bool {
    let is_number = (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number || is_obfuscated(text)
}

/// Whether it is a name that a proxy made up.
fn is_obfuscated(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    text.strip_prefix('_')
        .is_some_and(|name| !name.is_empty() && name.bytes().all(is_part))
}

#[cfg(test)]
mod tests;
