//! The policies of a page, put together as the scanner does it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// For each directive, what all policies that have it allow; in lower case.
#[derive(Debug)]
pub(super) struct Policies {
    directives: BTreeMap<String, BTreeSet<String>>,
    duplicates: bool,
}

impl Policies {
    /// `None` if one of them is too short, says something twice, or cannot be compared; where to
    /// report may be said a few times.
    pub(super) fn parse<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let texts: Vec<_> = texts.map(|text| text.replace(['\r', '\n'], "")).collect();
        let mut lists: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        let mut duplicates = false;
        for (policy, text) in texts.iter().enumerate() {
            if text.trim().len() < SHORTEST {
                return None;
            }
            let mut seen = BTreeSet::new();
            let mut repeated = 0;
            for directive in text.split(';') {
                let mut words = directive.split_whitespace().map(str::to_lowercase);
                let Some(name) = words.next() else {
                    continue;
                };
                if !seen.insert(name.clone()) {
                    repeated += 1;
                    let may_repeat = matches!(name.as_str(), "report-to" | "report-uri");
                    if !may_repeat || repeated > MOST_REPEATED {
                        return None;
                    }
                    duplicates = true;
                }
                let mut entries = lists.remove(&name).unwrap_or_default();
                if policy == 0 {
                    entries.clear();
                }
                let earlier = entries.len();
                entries.extend(words.map(|source| Entry::new(source, policy)));
                if entries.len() == earlier && name.ends_with("-src") {
                    entries.push(Entry::new("'none'".to_owned(), policy));
                }
                settle(&mut entries)?;
                if policy == 0 && texts.len() > 1 {
                    // From now on another policy has to agree.
                    entries.iter_mut().for_each(|entry| entry.keep = false);
                }
                lists.insert(name, entries);
            }
        }
        let directives = lists.into_iter().map(|(name, entries)| {
            let mut sources: BTreeSet<_> = entries.into_iter().map(|entry| entry.source).collect();
            if sources.is_empty() {
                sources.insert("'none'".to_owned());
            }
            (name, sources)
        });
        Some(Self {
            directives: directives.collect(),
            duplicates,
        })
    }

    pub(super) fn has(&self, directive: &str) -> bool {
        self.directives.contains_key(directive)
    }

    pub(super) fn has_duplicates(&self) -> bool {
        self.duplicates
    }

    /// Whether the directive is there, and is `'none'`.
    pub(super) fn is_none(&self, directive: &str) -> bool {
        let sources = self.directives.get(directive);
        sources.is_some_and(|sources| sources.iter().eq(["'none'"]))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.directives.keys().map(String::as_str)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        let directives = self.directives.iter();
        directives.map(|(name, sources)| (name.as_str(), sources))
    }

    /// The sources of a directive, or else of `default-src`.
    pub(super) fn deciding(&self, directive: &str) -> Option<&BTreeSet<String>> {
        let own = self.directives.get(directive);
        own.or_else(|| self.directives.get("default-src"))
    }

    /// The sources of a directive, or else of `default-src`.
    pub(super) fn deciding_mut(&mut self, directive: &str) -> Option<&mut BTreeSet<String>> {
        let own = self.has(directive);
        let deciding = if own { directive } else { "default-src" };
        self.directives.get_mut(deciding)
    }
}

/// A source, and the policy in which it stands.
#[derive(Debug)]
struct Entry {
    source: String,
    policy: usize,
    keep: bool,
}

impl Entry {
    const fn new(source: String, policy: usize) -> Self {
        Self {
            source,
            policy,
            keep: policy == 0,
        }
    }
}

/// Drops what a shorter source of the same policy covers, and what no other policy allows.
///
/// Only neighbours are compared, as the scanner does. `None` if two of them cannot be.
fn settle(entries: &mut Vec<Entry>) -> Option<()> {
    entries.sort_by(|one, other| one.source.cmp(&other.source));
    let mut rest = entries.as_mut_slice();
    while let [before, after, ..] = rest {
        if before.policy == after.policy {
            after.keep &= !after.source.starts_with(&before.source);
        } else if covers(&before.source, &after.source)? {
            after.keep = true;
        }
        rest = rest.get_mut(1..).unwrap_or_default();
    }
    entries.retain(|entry| entry.keep);
    Some(())
}

/// Whether a source with a path covers another: it is the same, or ends with a slash before more.
fn covers(one: &str, other: &str) -> Option<bool> {
    let folder = one.strip_suffix('/');
    let (ours, theirs) = (
        folder.unwrap_or(one).split('/'),
        other.split('/').collect::<Vec<_>>(),
    );
    let count = ours.clone().count();
    let fits = match folder {
        Some(_) => count < theirs.len(),
        None => count == theirs.len(),
    };
    if !fits {
        return Some(false);
    }
    for (ours, theirs) in ours.zip(theirs) {
        if decoded(ours)? != decoded(theirs)? {
            return Some(false);
        }
    }
    Some(true)
}

/// A part of a path without its escapes; `None` if one is wrong.
fn decoded(part: &str) -> Option<Cow<'_, str>> {
    let mut pieces = part.split('%');
    let first = pieces.next()?;
    if first.len() == part.len() {
        return Some(part.into());
    }
    let mut bytes = first.as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// The length of the shortest policy that is taken for one.
const SHORTEST: usize = 6;

/// More directives than any policy says again; each has the whole list compared once more.
const MOST_REPEATED: usize = 16;

#[cfg(test)]
mod tests {
    use super::Policies;

    #[test]
    fn where_to_report_is_said_a_few_times_only() {
        let policy = |times| "report-uri /csp;".repeat(times);
        for (times, read) in [
            (1, true),
            (2, true),
            (17, true),
            (18, false),
            (100_000, false),
        ] {
            let policies = Policies::parse([policy(times).as_str()].into_iter());
            assert_eq!(policies.is_some(), read, "{times}");
        }
    }
}
