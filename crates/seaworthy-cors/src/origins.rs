//! The origins of a policy, so ordered that one is found in hardly longer when there are many.

use std::collections::HashSet;

use http::HeaderValue;
use rustc_hash::FxBuildHasher;

use crate::parts::{MAX_ORIGIN, Parts, is_loopback, is_trustworthy};
use crate::pattern::Shape;
use crate::rule::{Port, Rule};
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
        let includes = |rule: &Rule| rules.iter().any(|other| other.includes(rule));
        let mut entries: Vec<String> = exact
            .filter(|text| !ruled(text))
            .map(str::to_owned)
            .chain(
                rules
                    .iter()
                    .filter(|rule| !includes(rule))
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
        if let Some(listed) = exact.get(origin) {
            return Some(listed.clone());
        }
        if rules.is_empty() || origin.len() > MAX_ORIGIN {
            return None;
        }
        let parts = Parts::parse(origin.to_str().ok()?).ok()?;
        is_ruled_in(rules, &parts).then(|| origin.clone())
    }
}

/// Whether a rule names the host, or a base that the host stands below.
///
/// A host has at most 126 dots, which bounds the work whatever a client sends.
fn is_ruled_in(rules: &[Rule], origin: &Parts<'_>) -> bool {
    let holds = |host: &str, subdomains| {
        [Port::Any, Port::Only(origin.port)]
            .into_iter()
            .any(|port| {
                let wanted = (host, origin.scheme, subdomains, port);
                rules
                    .binary_search_by(|rule| rule.key().cmp(&wanted))
                    .is_ok()
            })
    };
    let mut rest = origin.host;
    if holds(rest, false) {
        return true;
    }
    while let Some((_, base)) = rest.split_once('.') {
        if holds(base, true) {
            return true;
        }
        rest = base;
    }
    false
}

/// Why pages of these origins must not act in the name of a user who is signed in, unless the
/// configuration tolerates it.
fn unfit_for_credentials(pattern: &OriginPattern, config: &Config) -> Option<Issue> {
    let origin = || pattern.to_string();
    match danger_with_credentials(pattern, config)? {
        Danger::Anybody => Some(Issue::CredentialsForAnyOrigin),
        Danger::PublicSuffix => (!config.dangerously_tolerate_subdomains_of_public_suffixes)
            .then(|| Issue::CredentialsForPublicSuffix { origin: origin() }),
        Danger::Insecure => (!config.dangerously_tolerate_insecure_origins)
            .then(|| Issue::CredentialsForInsecureOrigin { origin: origin() }),
    }
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

pub(crate) fn danger_with_credentials(pattern: &OriginPattern, config: &Config) -> Option<Danger> {
    let Some((scheme, host)) = pattern.scheme_and_host() else {
        return Some(Danger::Anybody);
    };
    let public = |base| !is_loopback(base) && config.public_suffixes.include(base);
    if pattern.base().is_some_and(public) {
        Some(Danger::PublicSuffix)
    } else if !is_trustworthy(scheme, host) {
        Some(Danger::Insecure)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
