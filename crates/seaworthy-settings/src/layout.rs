//! Lines of a certain width, in colors or without.

/// How text is laid out.
///
/// It takes text without control characters, and adds none but line breaks and the sequences that
/// begin and end a style. Each character is taken for one column wide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// Whether escape sequences color it.
    pub(crate) color: bool,
    /// The most characters of a line.
    pub(crate) width: usize,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Style {
    Error,
    Label,
    Warning,
}

impl Style {
    /// The [parameters][sgr] of the escape sequence.
    ///
    /// [sgr]: https://ecma-international.org/publications-and-standards/standards/ecma-48/
    const fn parameters(self) -> &'static str {
        match self {
            Self::Error => "1;31",
            Self::Label => "2",
            Self::Warning => "1;33",
        }
    }
}

impl Layout {
    /// Writes a line of its own, and those after it indented.
    pub(crate) fn heading(&self, out: &mut String, style: Style, text: &str) {
        const INDENT: &str = "  ";
        let room = |used| self.room(used);
        let lines = lines(text, room(0), room(INDENT.len()));
        for (index, line) in lines.into_iter().enumerate() {
            out.push_str(if index == 0 { "" } else { INDENT });
            self.styled(out, style, line);
            out.push('\n');
        }
    }

    /// Writes a text behind its label.
    pub(crate) fn field(&self, out: &mut String, label: &str, text: &str) {
        const INDENT: &str = "            ";
        let label = format!("{label}:");
        // One space at least stands between the two.
        let used = (label.chars().count() + 3).max(INDENT.len());
        out.push_str("  ");
        self.styled(out, Style::Label, &label);
        out.push_str(&" ".repeat(used - 2 - label.chars().count()));
        let lines = lines(text, self.room(used), self.room(INDENT.len()));
        for (index, line) in lines.into_iter().enumerate() {
            out.push_str(if index == 0 { "" } else { INDENT });
            out.push_str(line);
            out.push('\n');
        }
    }

    fn room(&self, used: usize) -> usize {
        self.width.saturating_sub(used).max(1)
    }

    /// Writes the text and ends the style on its line, so that whoever cuts lines cuts no style.
    fn styled(&self, out: &mut String, style: Style, text: &str) {
        if self.color && !text.is_empty() {
            out.push_str(&format!("\u{1b}[{}m{text}\u{1b}[0m", style.parameters()));
        } else {
            out.push_str(text);
        }
    }
}

/// The lines of a text: at least one, of which the first has room for so many characters, and the
/// others for so many.
///
/// It breaks at spaces, which are left out there, and within a word only if that is longer than a
/// line.
fn lines(text: &str, first: usize, others: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut text, mut room) = (text, first);
    while let Some((line, rest)) = broken(text, room) {
        lines.push(line);
        (text, room) = (rest, others);
    }
    lines.push(text);
    lines
}

/// The first line of a text and what follows it; `None` if all of it fits.
fn broken(text: &str, room: usize) -> Option<(&str, &str)> {
    let (end, next) = text.char_indices().nth(room)?;
    let (fits, rest) = text.split_at_checked(end)?;
    let space = if next == ' ' {
        Some(end)
    } else {
        fits.rfind(' ')
    };
    let line = space
        .and_then(|space| text.get(..space))
        .unwrap_or_default();
    let line = line.trim_end_matches(' ');
    if line.is_empty() {
        return Some((fits, rest));
    }
    let rest = text.get(line.len()..)?.trim_start_matches(' ');
    (!rest.is_empty()).then_some((line, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn layout(width: usize, color: bool) -> Layout {
        Layout { color, width }
    }

    fn field(layout: Layout, label: &str, text: &str) -> String {
        let mut out = String::new();
        layout.field(&mut out, label, text);
        out
    }

    fn heading(layout: Layout, style: Style, text: &str) -> String {
        let mut out = String::new();
        layout.heading(&mut out, style, text);
        out
    }

    #[test]
    fn texts_stand_one_below_the_other() {
        let wide = layout(usize::MAX, false);
        for (label, line) in [
            ("source", "  source:   text\n"),
            ("expected", "  expected: text\n"),
            ("did you mean", "  did you mean: text\n"),
        ] {
            assert_eq!(field(wide, label, "text"), line);
        }
        assert_eq!(field(wide, "given", ""), "  given:    \n");
        assert_eq!(heading(wide, Style::Error, "PORT"), "PORT\n");
    }

    #[test]
    fn a_line_breaks_between_words_and_goes_on_below_its_text() {
        let text = "correct the file that PORT names";
        for (width, lines) in [
            (44, "  remedy:   correct the file that PORT names\n"),
            (
                43,
                "  remedy:   correct the file that PORT\n            names\n",
            ),
            (
                38,
                "  remedy:   correct the file that PORT\n            names\n",
            ),
            (
                37,
                "  remedy:   correct the file that\n            PORT names\n",
            ),
        ] {
            assert_eq!(
                field(layout(width, false), "remedy", text),
                lines,
                "{width}"
            );
        }
        assert_eq!(
            heading(
                layout(24, false),
                Style::Error,
                "PORT: it is not a number in digits"
            ),
            "PORT: it is not a number\n  in digits\n"
        );
    }

    #[test]
    fn only_a_word_that_is_longer_than_a_line_is_broken() {
        let text = format!("a {} b", "x".repeat(45));
        let full = "x".repeat(20);
        let lines =
            format!("  given:    a\n            {full}\n            {full}\n            xxxxx b\n");
        assert_eq!(field(layout(32, false), "given", &text), lines);
    }

    #[test]
    fn every_style_ends_on_its_line() {
        let (red, yellow) = ("\u{1b}[1;31m", "\u{1b}[1;33m");
        assert_eq!(
            heading(layout(8, true), Style::Error, "PORT: it"),
            format!("{red}PORT: it\u{1b}[0m\n")
        );
        assert_eq!(
            heading(layout(7, true), Style::Warning, "PORT: it"),
            format!("{yellow}PORT:\u{1b}[0m\n  {yellow}it\u{1b}[0m\n")
        );
        assert_eq!(
            field(layout(80, true), "given", "nothing"),
            "  \u{1b}[2mgiven:\u{1b}[0m    nothing\n"
        );
    }

    #[test]
    fn a_long_text_takes_time_by_its_length() {
        for text in ["x", " ", "x ", "é"] {
            let text = text.repeat(1 << 20);
            assert!(field(layout(80, false), "given", &text).len() > 12);
        }
    }

    /// The text without styles.
    fn plain(text: &str) -> String {
        let mut parts = text.split("\u{1b}[");
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |plain, part| {
            let (style, rest) = part.split_once('m').unwrap();
            assert!(["0", "1;31", "1;33", "2"].contains(&style), "{style}");
            plain + rest
        })
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_added_but_space_and_styles(
            text in "[ a-zé漢\\[\\]m0-9;]{0,200}",
            width in 0usize..120,
            color: bool,
        ) {
            let letters = |text: &str| text.replace([' ', '\n'], "");
            for (begin, shown) in [
                ("", heading(layout(width, color), Style::Error, &text)),
                ("given:", field(layout(width, color), "given", &text)),
            ] {
                let shown = plain(&shown);
                prop_assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
                prop_assert_eq!(letters(&shown), letters(&format!("{begin}{text}")));
                for line in shown.lines() {
                    prop_assert!(line.trim_end().chars().count() <= width.max(13), "{}", line);
                }
            }
        }
    }
}
