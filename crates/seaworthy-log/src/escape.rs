//! The escaping of text, in JSON and everywhere else on a line.

/// How text stands on a line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Escape {
    /// Without quotes around it: quotes and backslashes stay as they are.
    Bare,
    /// In double quotes, as [RFC 8259 section 7] has it.
    ///
    /// [RFC 8259 section 7]: https://www.rfc-editor.org/rfc/rfc8259#section-7
    Quoted,
}

/// Appends text with everything escaped that ends a line somewhere, drives a terminal or reorders
/// what is read: C0, DEL and C1 controls, U+2028 and U+2029, and the [bidirectional controls].
///
/// JSON demands only the first of these. The others keep a hostile value from forging what a
/// person sees in a terminal or an editor.
///
/// [bidirectional controls]: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
#[inline]
pub(crate) fn escape(out: &mut Vec<u8>, text: &str, how: Escape) {
    match first_to_look_at(text.as_bytes()) {
        None => out.extend_from_slice(text.as_bytes()),
        Some(first) => escape_from(out, text.as_bytes(), first, how),
    }
}

/// Escapes text, of which the first byte that may not be copied is known.
fn escape_from(out: &mut Vec<u8>, text: &[u8], first: usize, how: Escape) {
    let (mut rest, mut next) = (text, Some(first));
    while let Some(at) = next {
        let (clean, tail) = rest.split_at(at);
        out.extend_from_slice(clean);
        rest = escape_first(out, tail, how);
        next = match rest.len() {
            // Too short for the words of a long one to be worth while.
            0..24 => position(rest, rest),
            _ => first_to_look_at(rest),
        };
    }
    out.extend_from_slice(rest);
}

/// The place of the first byte that may not be copied as it is.
#[inline]
fn first_to_look_at(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    while let Some((block, tail)) = rest.split_first_chunk() {
        if !is_plain_block(block) {
            break;
        }
        rest = tail;
    }
    while let Some((word, tail)) = rest.split_first_chunk() {
        if !is_plain_ascii(u64::from_ne_bytes(*word)) {
            return position(bytes, rest);
        }
        rest = tail;
    }
    match bytes.last_chunk() {
        // The last eight bytes are looked at together, whichever of them were already.
        Some(word) if is_plain_ascii(u64::from_ne_bytes(*word)) => None,
        _ => position(bytes, rest),
    }
}

/// The place in `bytes` of the first byte of `rest` that may not be copied as it is.
#[inline]
fn position(bytes: &[u8], rest: &[u8]) -> Option<usize> {
    let needs_a_look = |&byte: &u8| {
        let class = CLASSES.get(usize::from(byte));
        class.is_some_and(|&class| class != PLAIN)
    };
    let at = rest.iter().position(needs_a_look)?;
    Some(bytes.len() - rest.len() + at)
}

/// As [`is_plain_ascii`] for 32 bytes, which compilers judge at once.
#[inline]
fn is_plain_block(block: &[u8; 32]) -> bool {
    let is_plain = |&byte: &u8| matches!(byte, b' '..=b'~') & (byte != b'"') & (byte != b'\\');
    block.iter().fold(true, |all, byte| all & is_plain(byte))
}

/// Whether eight bytes are printable ASCII without quotes and backslashes, all at once.
///
/// The upper bit of a byte is set by what is not: by the byte itself above ASCII, by adding one to
/// DEL, and by subtracting more than there is from a control, or from what a quote or a backslash
/// becomes when its own bits are taken out. A carry to the next byte comes only from such a byte.
#[inline]
fn is_plain_ascii(word: u64) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const UPPER: u64 = EACH * 0x80;
    let without = |byte: u8| (word ^ (EACH * u64::from(byte))).wrapping_sub(EACH);
    let control = word.wrapping_sub(EACH * 0x20);
    let delete = word.wrapping_add(EACH);
    (word | control | delete | without(b'"') | without(b'\\')) & UPPER == 0
}

/// Appends the first character of `tail`, or a part of it, and gives back what follows.
fn escape_first<'a>(out: &mut Vec<u8>, tail: &'a [u8], how: Escape) -> &'a [u8] {
    let (code, rest) = match tail {
        [quote @ (b'"' | b'\\'), rest @ ..] => {
            if how == Escape::Quoted {
                out.push(b'\\');
            }
            out.push(*quote);
            return rest;
        }
        [control @ (0..0x20 | 0x7f), rest @ ..] => {
            match CLASSES.get(usize::from(*control)) {
                Some(&letter) if letter != CODE => out.extend_from_slice(&[b'\\', letter]),
                _ => escape_code(out, u16::from(*control)),
            }
            return rest;
        }
        [0xc2, last @ 0x80..=0x9f, rest @ ..] => (u16::from(*last), rest),
        [0xd8, 0x9c, rest @ ..] => (0x061c, rest),
        [0xe2, 0x80, last @ (0x8e | 0x8f | 0xa8..=0xae), rest @ ..] => {
            (0x2000 + u16::from(*last & 0x3f), rest)
        }
        [0xe2, 0x81, last @ 0xa6..=0xa9, rest @ ..] => (0x2040 + u16::from(*last & 0x3f), rest),
        // Another character with the same first byte; its further bytes are plain.
        [first, rest @ ..] => {
            out.push(*first);
            return rest;
        }
        [] => return tail,
    };
    escape_code(out, code);
    rest
}

fn escape_code(out: &mut Vec<u8>, code: u16) {
    out.extend_from_slice(b"\\u");
    for shift in [12, 8, 4, 0] {
        let digit = (code >> shift & 0xf) as u8;
        out.push(if digit < 10 { b'0' } else { b'a' - 10 } + digit);
    }
}

/// Copied as it is.
const PLAIN: u8 = 0;
/// A control without a letter of its own: written as its code.
const CODE: u8 = 1;
/// A quote or a backslash.
const MARK: u8 = 2;
/// The first byte of characters some of which are written as their code.
const LEAD: u8 = 3;

/// What each byte is; for a control with a short escape, the letter of that escape.
static CLASSES: [u8; 256] = {
    let mut classes = [PLAIN; 256];
    let mut control = 0;
    while control < 0x20 {
        classes[control] = CODE;
        control += 1;
    }
    classes[0x7f] = CODE;
    classes[0x08] = b'b';
    classes[0x09] = b't';
    classes[0x0a] = b'n';
    classes[0x0c] = b'f';
    classes[0x0d] = b'r';
    classes[b'"' as usize] = MARK;
    classes[b'\\' as usize] = MARK;
    classes[0xc2] = LEAD;
    classes[0xd8] = LEAD;
    classes[0xe2] = LEAD;
    classes
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn escaped(text: &str, how: Escape) -> String {
        let mut out = Vec::new();
        escape(&mut out, text, how);
        String::from_utf8(out).unwrap()
    }

    fn is_dangerous(c: char) -> bool {
        c.is_control()
            || matches!(
                c,
                '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            )
            || matches!(c, '\u{2066}'..='\u{2069}')
    }

    #[test]
    fn exactly_the_dangerous_characters_are_escaped() {
        for c in '\0'..=char::MAX {
            let text = String::from(c);
            let quoted = escaped(&text, Escape::Quoted);
            assert_eq!(
                quoted != text,
                is_dangerous(c) || c == '"' || c == '\\',
                "{c:?} {quoted}"
            );
            let bare = escaped(&text, Escape::Bare);
            assert_eq!(bare != text, is_dangerous(c), "{c:?} {bare}");
            if is_dangerous(c) {
                assert_eq!(bare, quoted);
                assert!(bare.bytes().all(|byte| byte.is_ascii_graphic()));
            }
        }
    }

    #[test]
    fn eight_bytes_are_judged_as_each_of_them_is() {
        for byte in 0..=u8::MAX {
            let is_plain = matches!(byte, 0x20..0x7f) && byte != b'"' && byte != b'\\';
            for neighbour in [b' ', b'!', b'#', b'[', b']', b'~'] {
                for at in 0..8 {
                    let mut word = [neighbour; 8];
                    word[at] = byte;
                    let judged = is_plain_ascii(u64::from_ne_bytes(word));
                    assert_eq!(judged, is_plain, "{word:?}");
                }
            }
        }
    }

    #[test]
    fn characters_between_escapes_survive() {
        assert_eq!(
            escaped("\u{2029}é\"\u{9b}[1m…«\\»\u{7f}", Escape::Quoted),
            r#"\u2029é\"\u009b[1m…«\\»\u007f"#
        );
        assert_eq!(escaped("a\"b\\\n", Escape::Bare), r#"a"b\\n"#);
    }

    #[test]
    fn a_mark_is_found_wherever_it_is() {
        for length in 1..=80 {
            for at in 0..length {
                for mark in ["\"", "\\", "\n", "\u{7f}", "\u{80}"] {
                    let mut text = "x".repeat(length);
                    text.replace_range(at..=at, mark);
                    assert_eq!(first_to_look_at(text.as_bytes()), Some(at), "{text}");
                }
            }
            assert_eq!(first_to_look_at("x".repeat(length).as_bytes()), None);
        }
    }

    proptest! {
        #[test]
        fn quoted_text_is_read_back_by_a_json_parser(text in any::<String>()) {
            let json = format!("\"{}\"", escaped(&text, Escape::Quoted));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
