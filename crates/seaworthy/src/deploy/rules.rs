//! What the deploy checks know of each rule: how grave it is, what Django calls it, what to set.

mod browser;
mod cookies;
mod cors;
mod csp;
mod gate;
mod service;

use seaworthy_check::{Finding, Rule, Rules};

/// The rules of the deploy checks, by which a program explains an id.
///
/// ```
/// let [rule] = seaworthy::check::rules().explain("hsts.missing")?[..] else { panic!() };
/// assert_eq!(rule.alias, Some("security.W004"));
/// # Ok::<(), seaworthy::check::UnknownRule>(())
/// ```
#[must_use]
pub fn rules() -> Rules {
    Rules::new(all().copied())
}

/// A finding of a rule, with its level, its alias and its hint.
pub(super) fn finding(id: &'static str, message: impl Into<String>) -> Finding {
    match all().find(|rule| rule.id == id) {
        Some(rule) => rule.finding(message),
        // Blocks may know more than what is written here, in a later version.
        None => Finding::warning(id, message),
    }
}

fn all() -> impl Iterator<Item = &'static Rule> {
    let areas: [&[Rule]; 6] = [
        &browser::RULES,
        &cookies::RULES,
        &cors::RULES,
        &csp::RULES,
        &gate::RULES,
        &service::RULES,
    ];
    areas.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use seaworthy_check::Level::Warning;

    use super::*;
    use crate::Settings;

    #[test]
    fn a_rule_stands_once_and_names_variables_that_there_are() {
        let declared: Vec<String> = Settings::fields()
            .into_iter()
            .map(|field| field.variable)
            .collect();
        let all: Vec<Rule> = all().copied().collect();
        let ids: std::collections::BTreeSet<_> = all.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), all.len(), "each once");
        for rule in &all {
            assert!(rule.about.ends_with('.'), "{}", rule.id);
            let words = rule
                .hint
                .unwrap_or_default()
                .split(|c: char| !c.is_ascii_uppercase() && c != '_');
            for word in words.filter(|word| word.contains('_')) {
                assert!(
                    declared.iter().any(|name| name == word),
                    "{}: {word}",
                    rule.id
                );
            }
        }
    }

    #[test]
    fn a_finding_has_the_level_the_alias_and_the_hint_of_its_rule() {
        let missing = finding("hsts.missing", "There is none.");
        assert_eq!(
            (missing.level, missing.alias.as_deref()),
            (Warning, Some("security.W004"))
        );
        assert!(
            missing
                .hint
                .is_some_and(|hint| hint.contains("SECURE_HSTS_SECONDS=31536000"))
        );
        assert_eq!(finding("no.such_rule", "").level, Warning);
    }
}
