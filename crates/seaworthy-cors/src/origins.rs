//! The origins of a policy, so ordered that one is found in hardly longer when there are many.

use std::collections::HashSet;

use http::HeaderValue;
use rustc_hash::FxBuildHasher;

use crate::parts::{MAX_ORIGIN, Parts, is_loopback, is_trustworthy};
use crate::pattern::Shape;
use crate::rule::{Port, Rule, RuleKey};
use crate::{Config, Issue, OriginPattern};

/// The origins that may read responses.
#[derive(Clone, Debug)]
pub(crate) enum Origins {
    Any,
    Listed {
        /// Hashed without a secret: who asks puts nothing in here.
        exact: HashSet<HeaderValue, FxBuildHasher>,
        /// Sorted by [`Rule::key`].
        rules: Box<[Rule]>,
    },
}

impl Origins {
    pub(crate) fn read(config: &Config, has_predicate: bool, issues: &mut Vec<Issue>) -> Self {
        let mut any = false;
        let mut exact = HashSet::default();
        let mut rules = Vec::new();
        for text in &config.origins {
            let pattern: OriginPattern = match text.parse() {
                Ok(pattern) => pattern,
                Err(reason) => {
                    issues.push(Issue::invalid_origin(text, reason));
                    continue;
                }
            };
            if config.credentials {
                issues.extend(unfit_for_credentials(&pattern, config));
            }
            match pattern.shape {
                Shape::Any => any = true,
                // An origin is visible ASCII: none is lost here.
                Shape::One(origin) => exact.extend(HeaderValue::from_str(origin.as_str())),
                Shape::Many(rule) => rules.push(rule),
            }
        }
        if config.origins.is_empty() && !has_predicate {
            issues.push(Issue::NoOrigins);
        }
        if any && has_predicate {
            issues.push(Issue::PredicateBesideAnyOrigin);
        }
        if any && config.origins.iter().any(|text| text != "*") {
            issues.push(Issue::AnyOriginAmongOthers);
        }
        if any {
            return Self::Any;
        }
        rules.sort_by(|a, b| a.key().cmp(&b.key()));
        rules.dedup();
        Self::Listed {
            exact,
            rules: rules.into(),
        }
    }

    pub(crate) const fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }

    /// The entries that stand for the same origins, sorted, without those that others include.
    pub(crate) fn canonical(&self) -> Vec<String> {
        let (exact, rules) = match self {
            Self::Any => return vec!["*".to_owned()],
            Self::Listed { exact, rules } => (exact, rules),
        };
        let exact = exact.iter().filter_map(|origin| origin.to_str().ok());
        let ruled = |text: &str| Parts::parse(text).is_ok_and(|parts| is_ruled_in(rules, &parts));
        let mut entries: Vec<String> = exact
            .filter(|text| !ruled(text))
            .map(str::to_owned)
            .chain(
                rules
                    .iter()
                    .filter(|rule| !is_included(rules, rule))
                    .map(Rule::to_string),
            )
            .collect();
        entries.sort_unstable();
        entries
    }

    /// What a response says to this origin in `Access-Control-Allow-Origin`, if it may read it.
    ///
    /// An origin that is listed is answered with the configured value. One that a pattern stands
    /// for is answered with its own, and only after it has proved to be nothing but an origin:
    /// otherwise `https://evil.example/.example.com` would end as a pattern wants.
    pub(crate) fn grant(&self, origin: &HeaderValue) -> Option<HeaderValue> {
        let (exact, rules) = match self {
            Self::Any => return Some(HeaderValue::from_static("*")),
            Self::Listed { exact, rules } => (exact, rules),
        };
        // Before it is hashed: who asks may send as much as the server reads.
        if origin.len() > MAX_ORIGIN {
            return None;
        }
        if let Some(listed) = exact.get(origin) {
            return Some(listed.clone());
        }
        if rules.is_empty() {
            return None;
        }
        let parts = Parts::parse(origin.to_str().ok()?).ok()?;
        is_ruled_in(rules, &parts).then(|| origin.clone())
    }
}

/// Whether a rule names the host, or a base that the host stands below.
fn is_ruled_in(rules: &[Rule], origin: &Parts<'_>) -> bool {
    let &Parts { scheme, host, port } = origin;
    let ports = [Port::Any, Port::Only(port)];
    ports
        .iter()
        .any(|&port| has(rules, (host, scheme, false, port)))
        || is_below_any(rules, scheme, host, ports)
}

/// Whether another rule stands for all that this one stands for.
fn is_included(rules: &[Rule], rule: &Rule) -> bool {
    let (host, scheme, subdomains, port) = rule.key();
    let has_all_ports = || has(rules, (host, scheme, subdomains, Port::Any));
    (port != Port::Any && has_all_ports()) || is_below_any(rules, scheme, host, [Port::Any, port])
}

/// Whether a rule names a base that the host stands below, with one of these ports.
///
/// A host has at most 126 dots, which bounds the work whatever a client sends.
fn is_below_any(rules: &[Rule], scheme: &str, host: &str, ports: [Port; 2]) -> bool {
    let mut rest = host;
    while let Some((_, base)) = rest.split_once('.') {
        if ports
            .iter()
            .any(|&port| has(rules, (base, scheme, true, port)))
        {
            return true;
        }
        rest = base;
    }
    false
}

fn has(rules: &[Rule], wanted: RuleKey<'_>) -> bool {
    rules
        .binary_search_by(|rule| rule.key().cmp(&wanted))
        .is_ok()
}

/// Why pages of these origins must not act in the name of a user who is signed in, unless the
/// configuration tolerates it.
fn unfit_for_credentials(pattern: &OriginPattern, config: &Config) -> impl Iterator<Item = Issue> {
    let origin = || pattern.to_string();
    let dangers = dangers_with_credentials(pattern, config).into_iter();
    dangers.filter_map(move |danger| match danger {
        Danger::Anybody => Some(Issue::CredentialsForAnyOrigin),
        Danger::Insecure => (!config.dangerously_tolerate_insecure_origins)
            .then(|| Issue::CredentialsForInsecureOrigin { origin: origin() }),
        Danger::PublicSuffix => (!config.dangerously_tolerate_subdomains_of_public_suffixes)
            .then(|| Issue::CredentialsForPublicSuffix { origin: origin() }),
    })
}

/// Who could act in the name of a user, beside the pages that are meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Danger {
    Anybody,
    /// Whoever sits between.
    Insecure,
    /// Whoever gets a host there.
    PublicSuffix,
}

/// All of them: who tolerates one has not yet tolerated the other.
pub(crate) fn dangers_with_credentials(pattern: &OriginPattern, config: &Config) -> Vec<Danger> {
    let Some((scheme, host)) = pattern.scheme_and_host() else {
        return vec![Danger::Anybody];
    };
    let mut dangers = Vec::new();
    if !is_trustworthy(scheme, host) {
        dangers.push(Danger::Insecure);
    }
    let public = |base| !is_loopback(base) && config.public_suffixes.include(base);
    if pattern.base().is_some_and(public) {
        dangers.push(Danger::PublicSuffix);
    }
    dangers
}

#[cfg(test)]
mod tests;
