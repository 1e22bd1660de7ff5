//! The scripts of a page, by a scan that forgives everything.

/// A script that browsers would run, as its tag says it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Script<'a> {
    /// What stands between `<script` and `>`.
    tag: &'a str,
}

impl<'a> Script<'a> {
    /// Whether it stands in the page itself.
    pub(super) fn is_inline(self) -> bool {
        self.attribute("src").is_none()
    }

    pub(super) fn nonce(self) -> Option<&'a str> {
        self.attribute("nonce")
    }

    /// Whether browsers run it: a script of another type is data.
    fn runs(self) -> bool {
        let kind = self.attribute("type").unwrap_or_default().trim();
        let kind = kind.to_ascii_lowercase();
        kind.is_empty() || kind == "module" || kind == "importmap" || kind.ends_with("javascript")
    }

    fn attribute(self, wanted: &str) -> Option<&'a str> {
        let mut rest = self.tag;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let ends = |c: char| c.is_ascii_whitespace() || c == '/' || c == '=';
            // A sign at the beginning belongs to the name.
            let end = rest.char_indices().skip(1).find(|(_, c)| ends(*c));
            let (name, behind) = rest.split_at(end.map_or(rest.len(), |(end, _)| end));
            let (value, behind) = match behind.trim_ascii_start().strip_prefix('=') {
                Some(value) => quoted(value.trim_ascii_start()),
                None => ("", behind),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
            rest = behind;
        }
    }
}

/// The scripts of a page, without those in comments.
pub(super) fn scripts(page: &str) -> Vec<Script<'_>> {
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some((_, behind)) = rest.split_once('<') {
        rest = behind;
        if rest.starts_with("!--") {
            // `<!-->` is a whole comment.
            let comment = rest.get(1..).unwrap_or_default();
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
        } else if let Some(tag) = after_name(rest) {
            let end = end_of_tag(tag).and_then(|end| tag.split_at_checked(end));
            // Browsers take no notice of a tag that never ends.
            let Some((tag, behind)) = end else { break };
            scripts.push(Script { tag });
            let mut closing = behind.match_indices("</");
            let closing = closing.find(|(start, _)| {
                behind
                    .get(start + 2..)
                    .is_some_and(|text| after_name(text).is_some())
            });
            rest = closing
                .and_then(|(start, _)| behind.get(start + 2..))
                .unwrap_or_default();
        }
    }
    scripts.retain(|script| script.runs());
    scripts
}

/// What follows the name `script`, which stands at the beginning of a tag.
fn after_name(tag: &str) -> Option<&str> {
    let (name, behind) = tag.split_at_checked("script".len())?;
    let ends = behind.starts_with(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>');
    (name.eq_ignore_ascii_case("script") && ends).then_some(behind)
}

/// Where a tag ends: at a `>` that does not stand in quotes.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut within = None;
    for (index, c) in tag.char_indices() {
        match (within, c) {
            (None, '>') => return Some(index),
            (None, '"' | '\'') => within = Some(c),
            (Some(quote), c) if quote == c => within = None,
            _ => {}
        }
    }
    None
}

/// The value at the beginning of a text, and what follows it.
fn quoted(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(value) = text.strip_prefix(quote) {
            return value.split_once(quote).unwrap_or((value, ""));
        }
    }
    let end = text.find(|c: char| c.is_ascii_whitespace());
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_told_however_it_is_written() {
        for (page, is_inline, nonce) in [
            ("<script>a</script>", true, None),
            ("<SCRIPT\nNonce = n >a</SCRIPT>", true, Some("n")),
            ("<script src=/a.js nonce='n'>", false, Some("n")),
            ("<script defer src=\"/a.js?x>y\">", false, None),
            ("<script type=module data-nonce=x/>", true, None),
            ("<script type=\"text/javascript\" nonce>", true, Some("")),
            ("<p></p><!-- --><!--><script =x nonce=n>", true, Some("n")),
        ] {
            let found = scripts(page);
            let [script] = *found else {
                panic!("{page}: {found:?}")
            };
            assert_eq!(
                (script.is_inline(), script.nonce()),
                (is_inline, nonce),
                "{page}"
            );
        }
    }

    #[test]
    fn what_no_browser_runs_is_no_script() {
        for page in [
            "",
            "<",
            "<p>script</p>",
            "<scripts>",
            "<script",
            "<script src='>",
            "&lt;script&gt;",
            "<!-- <script>a</script> -->",
            "<script type=\"application/ld+json\">{}</script>",
            "<script type='text/template'><script>a</script></script>",
        ] {
            assert!(scripts(page).is_empty(), "{page}");
        }
        let text = "<script>let a = '<script>';</script><script>";
        assert_eq!(scripts(text).len(), 2, "a text within a script is none");
    }
}
