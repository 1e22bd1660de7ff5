//! The parts of a URL: [RFC 3986 section 3](https://www.rfc-editor.org/rfc/rfc3986#section-3).

use crate::Invalid;

use super::text::check_brackets;

/// The parts of a text as they stand in it; any text has them, a URL or not.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    /// Without the `:`.
    pub(crate) scheme: Option<&'a str>,
    /// Without the `//`.
    pub(crate) authority: Option<&'a str>,
    pub(crate) path: &'a str,
    /// Without the `?`.
    pub(crate) query: Option<&'a str>,
    /// Without the `#`.
    pub(crate) fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let (scheme, rest) = match text.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, text),
        };
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        Self {
            scheme,
            authority,
            path,
            query,
            fragment,
        }
    }

    /// Whether an `@` stands behind the authority, which then may end too early.
    pub(crate) fn has_late_at(&self) -> bool {
        let behind = [Some(self.path), self.query, self.fragment];
        behind.into_iter().flatten().any(|part| part.contains('@'))
    }

    /// Refuses a character that ended the authority although an `@` follows: the user's name or
    /// password holds it, and what would be the host is a piece of them.
    pub(crate) fn check_late_at(&self) -> Result<(), Invalid> {
        if !self.has_late_at() {
            return Ok(());
        }
        let has_user = self.authority.is_some_and(|text| text.contains('@'));
        Err(Invalid::new(if has_user {
            "it has an `@` behind its host: there `@` is written `%40`, and in a user name or \
             password `/` is written `%2F`, `?` `%3F`, `#` `%23`"
        } else if !self.path.is_empty() {
            "it has a `/` before its `@`: in a user name or password `/` is written `%2F`, and \
             behind the host `@` is written `%40`"
        } else if self.query.is_some() {
            "it has a `?` before its `@`: in a user name or password `?` is written `%3F`, and \
             behind the host `@` is written `%40`"
        } else {
            "it has a `#` before its `@`: in a user name or password `#` is written `%23`"
        }))
    }

    /// Refuses what [`text::check`](super::text::check) allows for the sake of another part.
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        if self.fragment.is_some_and(|text| text.contains('#')) {
            return Err(Invalid::new(
                "it has more than one `#`, which is written `%23` inside of a part",
            ));
        }
        for part in [Some(self.path), self.query, self.fragment] {
            check_brackets(part.unwrap_or_default())?;
        }
        Ok(())
    }
}

/// The text before the separator, and what follows it, if it is there.
fn cut(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn is_scheme(text: &str) -> bool {
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(in_scheme)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text that the parts are of.
    fn joined(parts: &Parts<'_>) -> String {
        let mut text = String::new();
        for (before, part, after) in [
            ("", parts.scheme, ":"),
            ("//", parts.authority, ""),
            ("", Some(parts.path), ""),
            ("?", parts.query, ""),
            ("#", parts.fragment, ""),
        ] {
            if let Some(part) = part {
                text.extend([before, part, after]);
            }
        }
        text
    }

    #[test]
    fn the_parts_are_those_of_the_standard() {
        let parts = Parts::of("https://u:p@h:1/a/b?c=d?/e#f?/");
        assert_eq!(parts.scheme, Some("https"));
        assert_eq!(parts.authority, Some("u:p@h:1"));
        assert_eq!(parts.path, "/a/b");
        assert_eq!(parts.query, Some("c=d?/e"));
        assert_eq!(parts.fragment, Some("f?/"));
        let parts = Parts::of("sqlite::memory:");
        assert_eq!((parts.authority, parts.path), (None, ":memory:"));
        for none in ["", ":", "1a://h", "a_b://h", "//h", "h/a:b", "é:x"] {
            assert_eq!(Parts::of(none).scheme, None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_of_any_text_make_the_text_again(
            text in "(\\PC{0,40}|[a:/?#@\\[\\]%2]{0,24}|[a-z]{1,4}://[a-z:@/?#]{0,20})"
        ) {
            prop_assert_eq!(joined(&Parts::of(&text)), text);
        }
    }
}
