//! The line of a file that is wrong.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::excerpt::excerpt;
use crate::layer::Item;
use crate::layout::Layout;

/// Shows the key and its value at their line, with a mark below, and nothing else of the line.
///
/// It stands at its column, unless that is far to the right. What is long is cut, but not all of
/// what is marked.
pub(crate) fn write(out: &mut String, item: &Item, layout: &Layout) {
    let parts = item.text.get(..item.mark.start);
    let parts = parts.zip(item.text.get(item.mark.clone()));
    let (before, marked) = parts.unwrap_or(("", &item.text));
    let after = item.text.get(before.len() + marked.len()..);

    let width = layout.width.min(WIDEST).saturating_sub(INDENT.len());
    let mut line = " ".repeat(item.column.saturating_sub(1).min(FARTHEST));
    line.push_str(&last(before, width / 2));
    let start = line.len();
    line.push_str(&excerpt(marked, width / 2));
    let end = line.len();
    line.push_str(&excerpt(after.unwrap_or_default(), width / 4));

    let snippet = Snippet::source(line)
        .line_start(item.line)
        .annotation(AnnotationKind::Primary.span(start..end));
    let group = Group::with_level(Level::ERROR).element(snippet);
    let renderer = if layout.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    for line in renderer.term_width(width).render(&[group]).lines() {
        out.push_str(INDENT);
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// The end of a text, escaped as an excerpt of its beginning is.
fn last(text: &str, limit: usize) -> String {
    let cut = text.char_indices().rev().nth(limit);
    let shown = cut.and_then(|(at, before)| text.get(at + before.len_utf8()..));
    shown.map_or_else(
        || excerpt(text, limit),
        |shown| format!("…{}", excerpt(shown, limit)),
    )
}

/// The most that is drawn of a line, and of the space that it begins with.
const WIDEST: usize = 100;
const FARTHEST: usize = 40;

const INDENT: &str = "  ";

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use proptest::prelude::*;
    use zeroize::Zeroizing;

    use super::*;

    fn shown(text: &str, column: usize, mark: Range<usize>, layout: Layout) -> String {
        let item = Item {
            text: Zeroizing::new(text.to_owned()),
            line: 12,
            column,
            mark,
        };
        let mut out = String::new();
        write(&mut out, &item, &layout);
        out
    }

    fn plain(text: &str, column: usize, mark: Range<usize>) -> String {
        let layout = Layout {
            color: false,
            width: usize::MAX,
        };
        shown(text, column, mark, layout)
    }

    #[test]
    fn a_value_is_shown_at_its_place_with_a_mark_below() {
        assert_eq!(
            plain("port = 80000", 1, 7..12),
            "     |\n  12 | port = 80000\n     |        ^^^^^\n"
        );
        assert_eq!(
            plain("port = 80000", 5, 7..12),
            "     |\n  12 |     port = 80000\n     |            ^^^^^\n"
        );
    }

    #[test]
    fn a_mark_stands_below_wide_characters_and_escapes() {
        for (text, mark, line, carets) in [
            ("名 = \"漢字\"", 6..14, "名 = \"漢字\"", "     ^^^^^^"),
            ("a\t= 1", 4..5, "a\\t= 1", "     ^"),
            (
                "a = \"\u{1b}[0m\"",
                4..10,
                "a = \"\\u{1b}[0m\"",
                "    ^^^^^^^^^^^",
            ),
            (
                "a = \"\u{202e}x\"",
                4..10,
                "a = \"\\u{202e}x\"",
                "    ^^^^^^^^^^^",
            ),
            (
                "a = \"e\u{301}\"",
                4..9,
                "a = \"e\\u{301}\"",
                "    ^^^^^^^^^^",
            ),
            ("a =", 3..3, "a =", "   ^"),
        ] {
            let expected = format!("     |\n  12 | {line}\n     | {carets}\n");
            assert_eq!(plain(text, 1, mark), expected);
        }
    }

    #[test]
    fn what_is_long_is_cut_and_its_mark_still_stands_below_it() {
        let (key, value) = ("k".repeat(100_000), "v".repeat(100_000));
        let text = format!("{key} = {value}");
        for (width, column) in [(40, 1), (40, 3_000_000), (80, 30), (usize::MAX, 1)] {
            let layout = Layout {
                color: false,
                width,
            };
            let shown = shown(&text, column, key.len() + 3..text.len(), layout);
            let lines: Vec<_> = shown.lines().collect();
            let at = |line: &str, c| line.chars().position(|other| other == c);
            assert_eq!(at(lines[1], 'v'), at(lines[2], '^'), "{shown}");
            let fits = |line: &&str| line.chars().count() <= width.min(WIDEST);
            assert!(lines.iter().all(fits), "{shown}");
        }
    }

    #[test]
    fn a_mark_that_is_no_range_of_the_text_is_all_of_it() {
        #[allow(clippy::reversed_empty_ranges, reason = "it is what is tested")]
        for mark in [0..99, 99..100, 3..1, 1..3] {
            let shown = plain("é = 1", 1, mark.clone());
            assert_eq!(shown.matches('^').count(), 5, "{mark:?} {shown}");
        }
        assert!(plain("", 0, 0..0).contains('^'));
    }

    proptest! {
        #[test]
        fn whatever_a_file_holds_can_be_shown(
            text in "(\\PC|[\u{0}-\u{9f}]|漢|\u{301}|\u{200d}|\u{2066}){0,300}",
            (column, start, length) in (0usize..200, 0usize..300, 0usize..300),
            (width, color) in (0usize..120, any::<bool>()),
        ) {
            let layout = Layout { color, width };
            let shown = shown(&text, column, start..start + length, layout);
            let is_ours = |c: char| c == '\n' || (color && c == '\u{1b}');
            prop_assert!(!shown.contains(|c: char| c.is_control() && !is_ours(c)));
            prop_assert_eq!(shown.lines().count(), 3);
            prop_assert!(shown.contains('^'));
        }
    }
}
