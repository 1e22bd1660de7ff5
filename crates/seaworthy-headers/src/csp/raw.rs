//! Directives that this version does not know.

use super::grammar::forbidden_character;
use super::vocabulary::known;
use super::{CspIssue, SourceError};

/// The directives that are right in form, which is all that can be known of them.
pub(super) fn check(
    raw: &[(String, Vec<String>)],
    issues: &mut Vec<CspIssue>,
) -> Vec<(String, Vec<String>)> {
    let mut right: Vec<(String, Vec<String>)> = Vec::new();
    for (written, values) in raw {
        let directive = written.to_ascii_lowercase();
        if !is_name(&directive) {
            let directive = written.clone();
            issues.push(CspIssue::InvalidName { directive });
        } else if let Some((directive, _)) = known(&directive) {
            issues.push(CspIssue::KnownInRaw { directive });
        } else if right.iter().any(|(earlier, _)| *earlier == directive) {
            issues.push(CspIssue::DuplicateRaw { directive });
        } else {
            let wrong = values.iter().filter_map(|value| check_value(value).err());
            issues.extend(wrong.map(|error| CspIssue::RawValue {
                directive: directive.clone(),
                error,
            }));
            right.push((directive, values.clone()));
        }
    }
    right
}

/// Whether it follows [the grammar](https://www.w3.org/TR/CSP3/#grammardef-directive-name).
fn is_name(text: &str) -> bool {
    let fine = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    !text.is_empty() && text.bytes().all(fine)
}

fn check_value(value: &str) -> Result<(), SourceError> {
    if value.is_empty() {
        return Err(SourceError::Empty);
    }
    match forbidden_character(value) {
        Some(character) => Err(SourceError::ForbiddenCharacter {
            text: value.to_owned(),
            character,
        }),
        None => Ok(()),
    }
}
