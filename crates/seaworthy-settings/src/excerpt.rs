//! How text of unknown origin is shown.

/// A value on one line of at most 80 characters.
pub(crate) fn of_value(value: &str) -> String {
    excerpt(value, 80)
}

/// A reason on one line of at most 400 characters.
pub(crate) fn of_reason(reason: &str) -> String {
    excerpt(reason, 400)
}

/// The text, shortened, with whatever a terminal would not print escaped.
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    let mut shown = String::new();
    let mut characters = text.chars();
    for character in characters.by_ref().take(limit) {
        match character {
            '"' | '\'' | '\\' => shown.push(character),
            _ => shown.extend(character.escape_debug()),
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_one_short_line_that_cannot_command_a_terminal() {
        assert_eq!(of_value(r#"it's "a\b" é"#), r#"it's "a\b" é"#);
        assert_eq!(
            of_value("a\nb\u{1b}[31m\u{202e}"),
            "a\\nb\\u{1b}[31m\\u{202e}"
        );
        assert_eq!(of_value(&"x".repeat(80)), "x".repeat(80));
        assert_eq!(of_value(&"x".repeat(81)), format!("{}…", "x".repeat(80)));
    }
}
