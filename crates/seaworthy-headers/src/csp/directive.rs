//! Directives, checked.

use super::grammar::forbidden_character;
use super::vocabulary::{DEAD, Kind, TAKES_NONCE, known, names};
use super::{CspIssue, Source, SourceError};
use crate::nearest::nearest;

/// The directives of a policy that were right.
#[derive(Debug)]
pub(crate) struct Policy {
    pub(crate) directives: Vec<Directive>,
    /// Those that this version does not know, right in form.
    pub(crate) raw: Vec<(String, Vec<String>)>,
}

impl Policy {
    /// The directive of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Directive> {
        let mut directives = self.directives.iter();
        directives.find(|directive| directive.name == name)
    }
}

/// A directive that browsers know, with values that they understand.
#[derive(Clone, Debug)]
pub(crate) struct Directive {
    pub(crate) name: &'static str,
    pub(crate) values: Values,
    /// Whether the request's nonce is one of the values.
    pub(crate) nonced: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Values {
    /// A source list.
    Sources(Vec<Source>),
    /// Words of the directive's own.
    Words(Vec<String>),
}

impl Directive {
    /// The directive with what is right of its values; `None` if there is no such directive.
    pub(super) fn check(
        name: &str,
        values: &[String],
        nonced: bool,
        issues: &mut Vec<CspIssue>,
    ) -> Option<Self> {
        let Some((name, kind)) = known(&name.to_ascii_lowercase()) else {
            issues.push(unknown(name));
            return None;
        };
        let nonced = nonced && TAKES_NONCE.contains(&name);
        let optional = matches!(kind, Kind::AnyOf(_) | Kind::Flag | Kind::TrustedTypes);
        if values.is_empty() && !optional && !nonced {
            issues.push(CspIssue::MissingValue { directive: name });
        }
        let values = match kind {
            Kind::Places | Kind::Sources => {
                Values::Sources(check_sources(name, kind, values, nonced, issues))
            }
            _ => Values::Words(check_words(name, kind, values, issues)),
        };
        Some(Self {
            name,
            values,
            nonced,
        })
    }

    /// The directive as it is sent while nobody knows the nonce: it allows nothing more.
    ///
    /// It is kept even if nothing remains, because without it `default-src` would decide. With the
    /// nonce goes `'unsafe-inline'`, which browsers [ignore beside a nonce] and would obey without.
    /// `'strict-dynamic'` stays beside hosts, which browsers ignore on its account; alone, it is an
    /// odd way to say `'none'`.
    ///
    /// [ignore beside a nonce]: https://www.w3.org/TR/CSP3/#allow-all-inline
    pub(crate) fn without_nonce(&self) -> Self {
        let mut bare = self.clone();
        bare.nonced = false;
        if let (true, Values::Sources(sources)) = (self.nonced, &mut bare.values) {
            sources.retain(|source| !source.is("'unsafe-inline'"));
            if sources.iter().all(|source| source.is("'strict-dynamic'")) {
                *sources = vec![Source::none()];
            }
        }
        bare
    }

    /// Whether it is `'none'`.
    pub(crate) fn allows_nothing(&self) -> bool {
        !self.nonced && self.sources().iter().all(Source::is_none)
    }

    /// The source list; empty for a directive that has none.
    pub(crate) fn sources(&self) -> &[Source] {
        match &self.values {
            Values::Sources(sources) => sources,
            Values::Words(_) => &[],
        }
    }

    /// The values as they are sent, the request's nonce aside.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        let words: &[String] = match &self.values {
            Values::Sources(_) => &[],
            Values::Words(words) => words,
        };
        let sources = self.sources().iter().map(Source::as_str);
        sources.chain(words.iter().map(String::as_str))
    }

    /// Whether browsers ignore it in a policy that only reports.
    pub(crate) fn needs_enforcement(&self) -> bool {
        matches!(self.name, "sandbox" | "upgrade-insecure-requests")
    }

    /// Whether it has a meaning on secure connections only.
    pub(crate) fn needs_security(&self) -> bool {
        self.name == "upgrade-insecure-requests"
    }
}

/// What is wrong with an entry of `nonce_in`, given the directives of the policy.
pub(super) fn nonce_issue(entry: &str, policy: &[Directive]) -> Option<CspIssue> {
    let name = entry.to_ascii_lowercase();
    if !TAKES_NONCE.contains(&name.as_str()) {
        let directive = entry.to_owned();
        return Some(CspIssue::NonceMisplaced { directive });
    }
    let present = policy.iter().any(|directive| directive.name == name);
    (!present).then_some(CspIssue::NonceWithoutDirective { directive: name })
}

fn unknown(name: &str) -> CspIssue {
    let mut dead = DEAD.iter();
    match dead.find(|(dead, _)| dead.eq_ignore_ascii_case(name)) {
        Some((directive, remedy)) => CspIssue::DeadDirective { directive, remedy },
        None => CspIssue::UnknownDirective {
            directive: name.to_owned(),
            suggestion: nearest(name, names()),
        },
    }
}

fn check_sources(
    directive: &'static str,
    kind: Kind,
    values: &[String],
    nonced: bool,
    issues: &mut Vec<CspIssue>,
) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for value in values {
        match value.parse::<Source>() {
            Ok(source) if has_meaning(&source, directive, kind) => sources.push(source),
            Ok(source) => issues.push(CspIssue::UnknownValue {
                directive,
                value: source.to_string(),
                suggestion: None,
            }),
            Err(error) => issues.push(CspIssue::Source { directive, error }),
        }
    }
    let alone = values.len() == 1 && !nonced;
    if sources.iter().any(Source::is_none) && !alone {
        issues.push(CspIssue::NoneWithOthers { directive, nonced });
    }
    let vouched = nonced || sources.iter().any(Source::is_nonce_or_hash);
    if sources.iter().any(|s| s.is("'strict-dynamic'")) && !vouched {
        issues.push(CspIssue::StrictDynamicAlone { directive });
    }
    sources
}

/// Whether browsers look for such a source in the directive.
fn has_meaning(source: &Source, directive: &str, kind: Kind) -> bool {
    if source.is("'strict-dynamic'") {
        // https://www.w3.org/TR/CSP3/#strict-dynamic-usage
        return directive == "default-src" || directive.starts_with("script-src");
    }
    kind == Kind::Sources || source.is_place() || source.is_none()
}

fn check_words(
    directive: &'static str,
    kind: Kind,
    values: &[String],
    issues: &mut Vec<CspIssue>,
) -> Vec<String> {
    let mut words = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let single = matches!(kind, Kind::Endpoint | Kind::OneOf(_));
        if let Some(character) = forbidden_character(value) {
            let text = value.clone();
            let error = SourceError::ForbiddenCharacter { text, character };
            issues.push(CspIssue::Source { directive, error });
        } else if kind == Kind::Flag || (single && index > 0) {
            let value = value.clone();
            issues.push(CspIssue::UnexpectedValue { directive, value });
        } else if let Err(suggestion) = check_word(kind, value) {
            issues.push(CspIssue::UnknownValue {
                directive,
                value: value.clone(),
                suggestion,
            });
        } else {
            words.push(value.clone());
        }
    }
    let none = words.iter().any(|word| word == "'none'");
    if none && values.len() > 1 {
        let nonced = false;
        issues.push(CspIssue::NoneWithOthers { directive, nonced });
    }
    words
}

/// Whether a word means something; else the one that was probably meant.
fn check_word(kind: Kind, word: &str) -> Result<(), Option<&'static str>> {
    let made_of = |extra: &[u8]| {
        let fine = |b: u8| b.is_ascii_alphanumeric() || extra.contains(&b);
        !word.is_empty() && word.bytes().all(fine)
    };
    let (fine, suggestion) = match kind {
        Kind::AnyOf(words) | Kind::OneOf(words) => {
            (words.contains(&word), nearest(word, words.iter().copied()))
        }
        // A token, https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
        Kind::Endpoint => (made_of(b"!#$%&'*+-.^_`|~") && !word.starts_with('\''), None),
        // https://www.w3.org/TR/trusted-types/#trusted-types-csp-directive
        Kind::TrustedTypes => {
            let keywords = ["'allow-duplicates'", "'none'"];
            let fine = word == "*" || keywords.contains(&word) || made_of(b"-#=_/@.%");
            (fine, nearest(word, keywords))
        }
        // The characters of a URI, https://www.rfc-editor.org/rfc/rfc3986#section-2
        Kind::Uris => {
            let fine = made_of(b"-._~:/?#[]@!$&'()*+=%") && !word.starts_with('\'');
            (fine, None)
        }
        Kind::Flag | Kind::Places | Kind::Sources => (false, None),
    };
    if fine { Ok(()) } else { Err(suggestion) }
}
