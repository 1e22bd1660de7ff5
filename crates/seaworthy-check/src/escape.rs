//! How foreign text is shown where it could give orders.

use std::fmt;

/// A text on one line that cannot command a terminal, nor turn the text around it.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_escaped(f, self.0, |character| match character {
            '\n' => Some("\\n"),
            '\r' => Some("\\r"),
            '\t' => Some("\\t"),
            _ => None,
        })
    }
}

/// A text within HTML or XML, also within an attribute in double quotes; on one line.
pub(crate) struct Markup<'a>(pub(crate) &'a str);

impl fmt::Display for Markup<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_escaped(f, self.0, |character| match character {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            '"' => Some("&quot;"),
            '\'' => Some("&#39;"),
            '\n' => Some("\\n"),
            '\r' => Some("\\r"),
            '\t' => Some("\\t"),
            // XML has no way to write them.
            '\u{fffe}' => Some("\\u{fffe}"),
            '\u{ffff}' => Some("\\u{ffff}"),
            _ => None,
        })
    }
}

/// A text within a cell of a Markdown table, which is shown as it is.
pub(crate) struct MarkdownCell<'a>(pub(crate) &'a str);

impl fmt::Display for MarkdownCell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.split_inclusive(is_markup) {
            let mark = part.chars().next_back().filter(|last| is_markup(*last));
            let text = mark.map_or(part, |mark| part.strip_suffix(mark).unwrap_or(part));
            OneLine(text).fmt(f)?;
            if let Some(mark) = mark {
                // By its number, so that no dialect makes anything of it: no link, no mention.
                write!(f, "&#{};", u32::from(mark))?;
            }
        }
        Ok(())
    }
}

/// Whether Markdown may take it for more than itself; a dot or a hyphen amid a text is none.
const fn is_markup(character: char) -> bool {
    matches!(
        character,
        '&' | '<'
            | '>'
            | '|'
            | '`'
            | '*'
            | '_'
            | '['
            | ']'
            | '\\'
            | '!'
            | '#'
            | '@'
            | '~'
            | '$'
            | ':'
    )
}

/// The data of a GitHub workflow command.
///
/// The runner undoes these escapes, as
/// <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts> makes them.
pub(crate) struct CommandData<'a>(pub(crate) &'a str);

impl fmt::Display for CommandData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_escaped(f, self.0, command_data)
    }
}

/// A property of a GitHub workflow command, in which two more characters have a meaning.
pub(crate) struct CommandProperty<'a>(pub(crate) &'a str);

impl fmt::Display for CommandProperty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_escaped(f, self.0, |character| match character {
            ':' => Some("%3A"),
            ',' => Some("%2C"),
            _ => command_data(character),
        })
    }
}

const fn command_data(character: char) -> Option<&'static str> {
    match character {
        '%' => Some("%25"),
        '\r' => Some("%0D"),
        '\n' => Some("%0A"),
        _ => None,
    }
}

/// Writes the text with some characters replaced, and with those that could give orders escaped.
fn write_escaped(
    f: &mut fmt::Formatter<'_>,
    text: &str,
    replacement: impl Fn(char) -> Option<&'static str>,
) -> fmt::Result {
    for character in text.chars() {
        match replacement(character) {
            Some(replacement) => f.write_str(replacement)?,
            None if gives_orders(character) => write!(f, "{}", character.escape_unicode())?,
            None => fmt::Write::write_char(f, character)?,
        }
    }
    Ok(())
}

/// Whether a terminal or a text renderer obeys the character instead of showing it: controls, line
/// separators, and the bidirectional controls of <https://www.unicode.org/reports/tr9/>.
fn gives_orders(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "é% a:b,c\\\r\n\t\u{1b}[2J\u{7f}\u{9b}\u{2028}\u{202e}\u{2067}";

    #[test]
    fn one_line_is_one_line_without_orders() {
        assert_eq!(
            OneLine(HOSTILE).to_string(),
            "é% a:b,c\\\\r\\n\\t\\u{1b}[2J\\u{7f}\\u{9b}\\u{2028}\\u{202e}\\u{2067}"
        );
    }

    #[test]
    fn a_workflow_command_keeps_its_line_breaks_and_its_length() {
        let rest = "\\u{1b}[2J\\u{7f}\\u{9b}\\u{2028}\\u{202e}\\u{2067}";
        assert_eq!(
            CommandData(HOSTILE).to_string(),
            format!("é%25 a:b,c\\%0D%0A\\u{{9}}{rest}")
        );
        assert_eq!(
            CommandProperty(HOSTILE).to_string(),
            format!("é%25 a%3Ab%2Cc\\%0D%0A\\u{{9}}{rest}")
        );
    }
}
