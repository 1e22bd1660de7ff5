//! Issues in words: what was expected, what was given, what to do.

use crate::leaf::Leaf;
use crate::sources::{Fault, Found};
use crate::{Given, Invalid, Issue, IssueKind, Source, excerpt};

/// The reasons as they may be shown.
pub(crate) fn safe(invalid: Invalid, secret: bool) -> Invalid {
    if secret {
        invalid.withheld()
    } else {
        invalid.map(excerpt::of_reason)
    }
}

/// A variable that is set, and yet has no value.
pub(crate) fn of_fault<T>(fault: Fault, variable: &str, leaf: &Leaf<T>) -> Box<Issue> {
    let set = &fault.variable;
    let value = leaf.expects();
    let (expected, remedy) = match (&fault.kind, &fault.source) {
        (IssueKind::Ambiguous, _) => (value, format!("unset {variable} or {variable}_FILE")),
        // What is wrong is the path, not what the file holds.
        (_, source) if set != variable && !matches!(source, Source::File(_)) => (
            format!("the path of a file that holds {value}"),
            format!("correct {set}, or set {variable} instead"),
        ),
        (_, source) => (value, correct(set, source)),
    };
    Box::new(Issue {
        variable: fault.variable,
        kind: fault.kind,
        expected,
        given: fault.given,
        remedy,
        source: Some(fault.source),
        did_you_mean: None,
    })
}

/// A value that is refused.
pub(crate) fn of_value<T>(invalid: Invalid, found: Found, leaf: &Leaf<T>) -> Box<Issue> {
    let Found {
        variable,
        text,
        source,
    } = found;
    let optional = (leaf.absent)().is_some();
    let mut remedy = correct(&variable, &source);
    if text.is_empty() {
        if leaf.default.is_some() || optional {
            remedy.push_str(", or unset it");
        }
    } else if !leaf.secret && is_quoted(&text) {
        remedy.push_str(
            ": remove the quotes, which are part of the value, as in a file for \
             `docker --env-file`",
        );
    } else if optional {
        remedy.push_str("; for none, unset it");
    }
    Box::new(Issue {
        variable,
        kind: IssueKind::Invalid(safe(invalid, leaf.secret)),
        expected: leaf.expects(),
        given: if leaf.secret {
            Given::Redacted
        } else {
            Given::Text(excerpt::of_value(&text))
        },
        remedy,
        source: Some(source),
        did_you_mean: None,
    })
}

fn correct(variable: &str, source: &Source) -> String {
    match source {
        Source::File(_) => format!("correct the file that {variable} names"),
        _ => format!("correct {variable}"),
    }
}

fn is_quoted(text: &str) -> bool {
    ['"', '\''].into_iter().any(|quote| {
        text.strip_prefix(quote)
            .is_some_and(|rest| rest.ends_with(quote))
    })
}
