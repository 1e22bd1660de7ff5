//! What stands in a page that matters to the score.

use super::tag::{Tag, Tags};

/// The scripts of a page, and what it says that headers could say.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The Content-Security-Policies in `<meta>` elements.
    pub(super) policies: Vec<String>,
    /// The referrer policy in the last `<meta>` element that has one.
    pub(super) referrer: Option<String>,
    /// The address that relative ones are relative to, if the page says so.
    pub(super) base: Option<String>,
    pub(super) scripts: Vec<Script>,
}

/// A script, inline or not.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Script {
    /// Where it comes from; `None` if it is inline.
    pub(super) source: Option<String>,
    /// Whether it says which hash it has.
    pub(super) has_integrity: bool,
}

impl Page {
    pub(super) fn read(text: &str) -> Self {
        let mut page = Self::default();
        let (mut templates, mut noscripts) = (0_usize, 0_usize);
        for tag in Tags::of(text) {
            let depth = match tag.name.as_str() {
                "template" => &mut templates,
                "noscript" => &mut noscripts,
                // What stands in a template is in no page yet.
                _ if templates > 0 || tag.closes => continue,
                "meta" if noscripts > 0 => continue,
                _ => {
                    page.note(&tag);
                    continue;
                }
            };
            *depth = if tag.closes {
                depth.saturating_sub(1)
            } else {
                depth.saturating_add(1)
            };
        }
        page
    }

    fn note(&mut self, tag: &Tag<'_>) {
        let given = |name| tag.attribute(name).filter(|value| !value.is_empty());
        match tag.name.as_str() {
            "base" if self.base.is_none() => self.base = tag.attribute("href"),
            "meta" => self.note_meta(tag),
            "script" => self.scripts.push(Script {
                source: given("src"),
                has_integrity: given("integrity").is_some(),
            }),
            _ => {}
        }
    }

    fn note_meta(&mut self, tag: &Tag<'_>) {
        let is = |name, value: &str| {
            let attribute = tag.attribute(name);
            attribute.is_some_and(|text| text.trim().eq_ignore_ascii_case(value))
        };
        let content = tag.attribute("content");
        let acts_as_header = content.is_some() && tag.attribute("http-equiv").is_some();
        let Some(content) = content.filter(|content| !content.is_empty()) else {
            return;
        };
        if acts_as_header {
            if is("http-equiv", "content-security-policy") && self.policies.len() < MOST_POLICIES {
                self.policies.push(content);
            }
        } else if is("name", "referrer") {
            self.referrer = Some(content);
        }
    }
}

/// More policies than any page has; those behind are not read.
const MOST_POLICIES: usize = 16;

#[cfg(test)]
mod tests;
