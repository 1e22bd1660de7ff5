//! The table of all settings.

use crate::Field;
use crate::secret::REDACTED;

/// Two lines that begin the table, and one for each field.
pub(crate) fn of(fields: &[Field]) -> String {
    let mut table = String::from(
        "| variable | what it is | expected | default | in development |\n|---|---|---|---|---|\n",
    );
    for field in fields {
        let (default, debug) = defaults(field);
        let cells = [
            code(&field.variable),
            prose(field.doc),
            expected(field),
            default,
            debug,
        ];
        for cell in cells {
            let space = if cell.is_empty() { "" } else { " " };
            table.push_str(&format!("| {cell}{space}"));
        }
        table.push_str("|\n");
    }
    table
}

fn expected(field: &Field) -> String {
    let secret = if field.secret { "; a secret" } else { "" };
    prose(&field.expected) + secret
}

/// What is used in production and in development, if nothing is set.
fn defaults(field: &Field) -> (String, String) {
    let shown = |default: &String| match default.as_str() {
        _ if field.secret => code(REDACTED),
        "" => "empty".to_owned(),
        text => code(text),
    };
    let default = match &field.default {
        Some(default) => shown(default),
        None if field.required => "**required**".to_owned(),
        None => "none".to_owned(),
    };
    let debug = field.debug_default.as_ref().map(shown);
    (default, debug.unwrap_or_default())
}

/// Text whose code between single backticks is code, and whose paragraphs are separated.
fn prose(text: &str) -> String {
    let text = text.trim();
    let parts: Vec<_> = text.split('`').collect();
    let last = parts.len() - 1;
    // With two backticks in a row, or one left over, nobody knows which of them belong together.
    let is_paired = last % 2 == 0
        && parts.iter().enumerate().all(|(index, part)| match index {
            _ if index % 2 == 1 => is_plain(&part.replace('\n', " ")),
            _ => index == 0 || index == last || !part.is_empty(),
        });
    if !is_paired {
        return escaped(text);
    }
    let parts = parts.into_iter().enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => escaped(part),
        _ => code(&part.replace('\n', " ")),
    });
    parts.collect()
}

/// The text as code, or escaped, where code cannot hold it.
fn code(text: &str) -> String {
    if is_plain(text) {
        format!("`{text}`")
    } else {
        escaped(text)
    }
}

/// Whether code shows this text as it is. In a table it cannot hold a `|`, to which a backslash
/// before it would belong, and the space at both its ends is lost.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.contains(|c: char| c.is_control() || "`|\\".contains(c))
}

/// The text with a backslash before all that could mean something to Markdown, on one line.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' if characters.next_if_eq(&'\n').is_some() => {
                while characters.next_if(|next| next.is_whitespace()).is_some() {}
                escaped.push_str("<br>");
            }
            '\n' | '\t' => escaped.push(' '),
            _ if character.is_control() => {
                for part in character.escape_debug() {
                    push(&mut escaped, part);
                }
            }
            _ => push(&mut escaped, character),
        }
    }
    escaped
}

fn push(escaped: &mut String, character: char) {
    if "\\`*_[]<>|&~$".contains(character) {
        escaped.push('\\');
    }
    escaped.push(character);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cells, field, optional};
    use super::*;

    #[test]
    fn code_is_kept_and_everything_else_is_as_it_was_typed() {
        for (doc, cell) in [
            ("The port, as in `:80`.", "The port, as in `:80`."),
            ("a | b", "a \\| b"),
            ("a \\| b", "a \\\\\\| b"),
            ("<script>*x*</script>", "\\<script\\>\\*x\\*\\</script\\>"),
            ("a\nb\n\n\nc", "a b<br>c"),
            ("`a\nb` and `c`", "`a b` and `c`"),
            ("`a|b`", "\\`a\\|b\\`"),
            ("`a\\`", "\\`a\\\\\\`"),
            ("``a`b``", "\\`\\`a\\`b\\`\\`"),
            ("`a``b`", "\\`a\\`\\`b\\`"),
            ("it's `", "it's \\`"),
            ("```\nx\n```", "\\`\\`\\` x \\`\\`\\`"),
            ("a\u{1b}[0m", "a\\\\u{1b}\\[0m"),
            ("&lt;", "\\&lt;"),
        ] {
            let table = of(&[Field {
                doc,
                ..field("PORT", "port")
            }]);
            let row = format!("| `PORT` | {cell} | text | **required** | |\n");
            assert_eq!(
                table.lines().last().unwrap().to_owned() + "\n",
                row,
                "{doc}"
            );
        }
    }

    #[test]
    fn a_row_says_what_is_used_where_nothing_is_set() {
        let nothing = || Field {
            required: false,
            ..field("X", "x")
        };
        let debug = |field| Field {
            debug_default: Some("a|b".to_owned()),
            ..field
        };
        let secret = |field| Field {
            secret: true,
            ..field
        };
        for (field, expected) in [
            (field("X", "x"), ["**required**", ""]),
            (nothing(), ["none", ""]),
            (optional("X", "x", ""), ["empty", ""]),
            (optional("X", "x", " "), ["", ""]),
            (optional("X", "x", "DENY"), ["`DENY`", ""]),
            (debug(field("X", "x")), ["**required**", "a\\|b"]),
            (
                secret(debug(optional("X", "x", "hunter2"))),
                ["`[redacted]`", "`[redacted]`"],
            ),
        ] {
            let table = of(&[field]);
            assert_eq!(cells(table.lines().last().unwrap())[3..], expected);
        }
    }
}
