//! The tags of a page, by a scan that forgives everything and builds nothing.

/// A tag as it stands in the page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Tag<'a> {
    /// In lower case.
    pub(super) name: String,
    pub(super) closes: bool,
    attributes: Vec<(&'a str, &'a str)>,
}

impl Tag<'_> {
    /// The value of an attribute; the first one counts.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| unescaped(value))
    }
}

/// The tags of a page, in order, without those in comments, in scripts and in other plain text.
///
/// Each byte is looked at a bounded number of times.
#[derive(Debug)]
pub(super) struct Tags<'a> {
    rest: &'a str,
}

impl<'a> Tags<'a> {
    pub(super) const fn of(page: &'a str) -> Self {
        Self { rest: page }
    }

    /// Goes on behind this text; to the end of the page if it does not come.
    fn skip_past(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
    }

    /// Goes on at the tag that closes this element.
    fn skip_text(&mut self, name: &str) {
        let closing = self.rest.match_indices("</").find(|(start, _)| {
            let behind = self.rest.get(start + 2..).unwrap_or_default();
            let end = behind.split_at_checked(name.len());
            end.is_some_and(|(word, after)| {
                word.eq_ignore_ascii_case(name) && after.starts_with(ENDS_NAME)
            })
        });
        self.rest = closing.map_or("", |(start, _)| self.rest.get(start..).unwrap_or_default());
    }

    /// The tag whose `<` or `</` stands before the rest; `None` if it never ends.
    fn take_tag(&mut self, closes: bool) -> Option<Tag<'a>> {
        let name = self.take_until(&ENDS_NAME);
        let mut tag = Tag {
            name: name.to_ascii_lowercase(),
            closes,
            attributes: Vec::new(),
        };
        loop {
            let blank = |c: char| c.is_ascii_whitespace() || c == '/';
            self.rest = self.rest.trim_start_matches(blank);
            if let Some(rest) = self.rest.strip_prefix('>') {
                self.rest = rest;
                return Some(tag);
            }
            if self.rest.is_empty() {
                return None;
            }
            let attribute = self.take_attribute()?;
            if tag.attributes.len() < MOST_ATTRIBUTES {
                tag.attributes.push(attribute);
            }
        }
    }

    /// A name and a value; `None` if the page ends within.
    fn take_attribute(&mut self) -> Option<(&'a str, &'a str)> {
        // A sign at the beginning belongs to the name.
        let sign = usize::from(self.rest.starts_with('='));
        let whole = self.rest;
        let behind = whole.get(sign..)?;
        let length = behind.find(['\t', '\n', '\u{c}', '\r', ' ', '/', '>', '='])?;
        let name = whole.get(..sign + length)?;
        self.rest = behind.get(length..)?;
        let after = self.rest.trim_ascii_start();
        let Some(value) = after.strip_prefix('=') else {
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        for quote in ['"', '\''] {
            if let Some(quoted) = value.strip_prefix(quote) {
                let (value, rest) = quoted.split_once(quote)?;
                self.rest = rest;
                return Some((name, value));
            }
        }
        self.rest = value;
        Some((name, self.take_until(&ENDS_VALUE)))
    }

    fn take_until(&mut self, ends: &[char]) -> &'a str {
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        taken
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            self.rest = self.rest.get(self.rest.find('<')? + 1..)?;
            if self.rest.starts_with("!--") {
                // `<!-->` is a whole comment.
                self.rest = self.rest.get(1..)?;
                self.skip_past("-->");
                continue;
            }
            let behind = self.rest.strip_prefix('/');
            let closes = behind.is_some();
            let named = behind.unwrap_or(self.rest);
            if named.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.rest = named;
                let tag = self.take_tag(closes)?;
                if !closes && PLAIN_TEXT.contains(&tag.name.as_str()) {
                    self.skip_text(&tag.name);
                }
                return Some(tag);
            }
            if closes || self.rest.starts_with(['!', '?']) {
                self.skip_past(">");
            }
        }
    }
}

/// An attribute's value without [character references][spec]: numbers, and the names that
/// templates use.
///
/// [spec]: https://html.spec.whatwg.org/#character-references
fn unescaped(value: &str) -> String {
    let mut pieces = value.split('&');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let reference = piece.split_once(';');
        let meant = reference.and_then(|(name, rest)| Some((character(name)?, rest)));
        match meant {
            Some((character, rest)) => {
                text.push(character);
                text.push_str(rest);
            }
            None => {
                text.push('&');
                text.push_str(piece);
            }
        }
    }
    text
}

fn character(reference: &str) -> Option<char> {
    let number = reference.strip_prefix('#');
    let code = number.map(|number| match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    });
    match (code, reference) {
        (Some(code), _) => code.ok().and_then(char::from_u32),
        (None, "amp") => Some('&'),
        (None, "apos") => Some('\''),
        (None, "gt") => Some('>'),
        (None, "lt") => Some('<'),
        (None, "quot") => Some('"'),
        (None, _) => None,
    }
}

/// What ends the name of a tag.
const ENDS_NAME: [char; 7] = ['\t', '\n', '\u{c}', '\r', ' ', '/', '>'];

/// What ends a value without quotes.
const ENDS_VALUE: [char; 6] = ['\t', '\n', '\u{c}', '\r', ' ', '>'];

/// More attributes than any element has; those behind are not kept.
const MOST_ATTRIBUTES: usize = 64;

/// The elements in which a `<` is only text.
const PLAIN_TEXT: [&str; 8] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];
