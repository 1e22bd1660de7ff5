//! What may stand in the text of a URL.

use crate::Invalid;

/// Refuses what stands nowhere in a URL by [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986).
pub(crate) fn check(text: &str) -> Result<(), Invalid> {
    if text.is_empty() {
        return Err(Invalid::new("it is empty"));
    }
    if text.trim() != text {
        return Err(Invalid::new("it begins or ends with space or a line break"));
    }
    if text.starts_with(['"', '\'']) {
        return Err(Invalid::new("it stands in quotes, which are part of it"));
    }
    if text.contains("${") {
        return Err(Invalid::new(
            "it has a `${…}` that nothing has replaced by its value",
        ));
    }
    if let Some(reason) = text.bytes().find_map(refusal) {
        return Err(Invalid::new(reason));
    }
    let is_pair = |after: &str| {
        let pair = after.as_bytes().get(..2);
        pair.is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
    };
    if !text.split('%').skip(1).all(is_pair) {
        return Err(Invalid::new(
            "it has a `%` without two hexadecimal digits: `%` itself is written `%25`",
        ));
    }
    Ok(())
}

/// Refuses `[` and `]` in a part that is not the host.
pub(crate) fn check_brackets(part: &str) -> Result<(), Invalid> {
    match part.bytes().find(|byte| matches!(byte, b'[' | b']')) {
        None => Ok(()),
        Some(b'[') => Err(Invalid::new(
            "it has a `[`, which is written `%5B` anywhere but around an IPv6 address",
        )),
        Some(_) => Err(Invalid::new(
            "it has a `]`, which is written `%5D` anywhere but around an IPv6 address",
        )),
    }
}

/// Why a byte is refused, by a sentence that holds no more of the text than this byte.
const fn refusal(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b' ' => "it has a space, which is percent-encoded in a URL: `%20`",
        b'"' => "it has a `\"`, which is percent-encoded in a URL: `%22`",
        b'<' => "it has a `<`, which is percent-encoded in a URL: `%3C`",
        b'>' => "it has a `>`, which is percent-encoded in a URL: `%3E`",
        b'\\' => "it has a `\\`, which is percent-encoded in a URL: `%5C`",
        b'^' => "it has a `^`, which is percent-encoded in a URL: `%5E`",
        b'`' => "it has a backtick, which is percent-encoded in a URL: `%60`",
        b'{' => "it has a `{`, which is percent-encoded in a URL: `%7B`",
        b'|' => "it has a `|`, which is percent-encoded in a URL: `%7C`",
        b'}' => "it has a `}`, which is percent-encoded in a URL: `%7D`",
        0..=0x1f | 0x7f => "it has control characters, such as a line break",
        0x80.. => "it has characters that are not ASCII, which a URL percent-encodes as UTF-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_a_url_encodes_is_refused_with_its_encoding() {
        for character in [' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}'] {
            let reason = check(&format!("a{character}b")).unwrap_err().to_string();
            let encoding = format!("%{:02X}", u32::from(character));
            assert!(reason.contains(&encoding), "{reason}");
        }
        for allowed in "azAZ09-._~:/?#[]@!$&'()*+,;=".chars() {
            assert_eq!(check(&format!("a{allowed}")), Ok(()), "{allowed}");
        }
    }

    #[test]
    fn what_is_no_url_at_all_is_told_apart() {
        for (bad, piece) in [
            ("", "it is empty"),
            (" ", "ends with space"),
            ("http://h\n", "line break"),
            ("\"http://h\"", "quotes"),
            ("'http://h'", "quotes"),
            ("http://${HOST}/", "nothing has replaced"),
            ("http://h/\u{7}x", "control"),
            ("http://é", "not ASCII"),
            ("http://h/%", "%25"),
            ("http://h/%4", "%25"),
            ("http://h/%4g", "%25"),
            ("http://h/%%41", "%25"),
        ] {
            let reason = check(bad).unwrap_err().to_string();
            assert!(reason.contains(piece), "{bad}: {reason}");
        }
        assert_eq!(check("http://h/%41%ff"), Ok(()));
    }
}
