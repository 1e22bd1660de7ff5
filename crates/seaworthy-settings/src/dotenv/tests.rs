//! Files as people write them, and as they should not.

use std::collections::BTreeMap;

use proptest::collection::btree_map;
use proptest::prelude::*;

use super::*;

fn variables(text: &str) -> Vec<(String, String, usize, usize)> {
    let parsed = parse(text);
    assert_eq!(parsed.faults, [], "{text:?}");
    let tell = |one: Variable<'_>| {
        let value = one.value.to_string();
        (one.name.to_owned(), value, one.line, one.column)
    };
    parsed.variables.into_iter().map(tell).collect()
}

#[test]
fn a_value_is_read_and_its_place_is_known() {
    for (text, name, value, line, column) in [
        ("A=1", "A", "1", 1, 3),
        ("\u{feff}A=1\r\n", "A", "1", 1, 3),
        ("\n # é\n\texport \t_a9=b", "_a9", "b", 3, 14),
        ("export=b", "export", "b", 1, 8),
        ("exported=b", "exported", "b", 1, 10),
        ("A=", "A", "", 1, 3),
        ("A= \t", "A", "", 1, 3),
        ("A= # b", "A", "", 1, 3),
        ("A=#b", "A", "#b", 1, 3),
        ("A=b#c \t# d", "A", "b#c", 1, 3),
        ("A=b c  ", "A", "b c", 1, 3),
        ("A=it's \"b\" \\n", "A", "it's \"b\" \\n", 1, 3),
        ("A==b=", "A", "=b=", 1, 3),
        ("A=$B${C}$(d)`e`", "A", "$B${C}$(d)`e`", 1, 3),
        ("A=''", "A", "", 1, 3),
        ("A='b # \"\\n$C' # d", "A", "b # \"\\n$C", 1, 3),
        ("A='b\r\n  c\n'", "A", "b\n  c\n", 1, 3),
        ("A=\"b\n#c\"\t", "A", "b\n#c", 1, 3),
        (
            r#"A="\n\r\t\"\\\$ $B' \\n""#,
            "A",
            "\n\r\t\"\\$ $B' \\n",
            1,
            3,
        ),
        ("A=\u{2028}é\u{a0}", "A", "\u{2028}é\u{a0}", 1, 3),
    ] {
        let expected = (name.to_owned(), value.to_owned(), line, column);
        assert_eq!(variables(text), [expected], "{text:?}");
    }
    for text in ["", "\u{feff}", "\n\r\n", " \t", "#", "  # A=1\tb"] {
        assert_eq!(variables(text), [], "{text:?}");
    }
}

#[test]
fn a_fault_is_found_at_its_place() {
    use FaultKind::*;
    for (text, line, column, kind) in [
        ("A", 1, 1, NoEquals),
        ("\n  export A", 2, 3, NoEquals),
        ("A: 1", 1, 1, NoEquals),
        ("hunter2 # é", 1, 1, NoEquals),
        ("=1", 1, 1, Name),
        ("export =1", 1, 8, Name),
        ("9A=1", 1, 1, Name),
        ("A-B=1", 1, 2, Name),
        ("É=1", 1, 1, Name),
        ("A B=1", 1, 2, Name),
        ("A\u{feff}=1", 1, 2, Name),
        ("export\u{a0}A=1", 1, 7, Name),
        ("A =1", 1, 2, Space),
        ("A= 1", 1, 3, Space),
        ("A=\t'1'", 1, 3, Space),
        ("A='1'b", 1, 6, AfterQuote),
        ("A='1'#b", 1, 6, AfterQuote),
        ("A=\"é\n1\" 2", 2, 4, AfterQuote),
        ("A=\"1\"\"2\"", 1, 6, AfterQuote),
        ("A='1", 1, 3, Unclosed),
        ("A=\"1\\\"", 1, 3, Unclosed),
        ("A=\"1\\", 1, 3, Unclosed),
        ("A=\"\\q\0", 1, 3, Unclosed),
        (r#"A="é\x""#, 1, 5, Escape),
        ("A=\"\n1\\\n\"", 2, 2, Escape),
        ("A=é\0", 1, 4, Control),
        ("A=1 # \u{1b}[2J", 1, 7, Control),
        ("A='1' # \u{1b}", 1, 9, Control),
        ("#\u{85}", 1, 2, Control),
        ("A='\n\0'", 2, 1, Control),
        ("A='1\r'", 1, 5, Control),
        ("A=1\r", 1, 4, Control),
    ] {
        let parsed = parse(text);
        assert_eq!(parsed.faults, [Fault { line, column, kind }], "{text:?}");
        assert!(parsed.variables.is_empty(), "{text:?}");
    }
}

#[test]
fn every_fault_is_told_and_the_lines_between_are_read() {
    let text = "A=1\nB =2\nC=3\nA=\"\\x\\y\"\nhunter2\nD=\"4\nE='5'";
    let parsed = parse(text);
    let faults = parsed.faults.iter().map(|fault| (fault.line, fault.kind));
    assert_eq!(
        faults.collect::<Vec<_>>(),
        [
            (2, FaultKind::Space),
            (4, FaultKind::Duplicate { first: 1 }),
            (4, FaultKind::Escape),
            (5, FaultKind::NoEquals),
            (6, FaultKind::Unclosed),
        ]
    );
    let names: Vec<_> = parsed.variables.iter().map(|one| one.name).collect();
    assert_eq!(names, ["A", "C", "E"]);
}

#[test]
fn a_name_is_set_once_though_its_value_is_no_good() {
    let parsed = parse("A='1\nA=2 # b\nA=3");
    let kinds = parsed.faults.iter().map(|fault| fault.kind);
    let again = FaultKind::Duplicate { first: 1 };
    let expected = [FaultKind::Unclosed, again, again];
    assert_eq!(kinds.collect::<Vec<_>>(), expected);
}

#[test]
fn reading_takes_as_long_as_the_text_whatever_it_is() {
    for piece in [
        "A", "=", "A=", "A='\n", "A=\"\n", "\\q", "\"", "'", " ", "#", "A=1\n", "\0", "\n",
    ] {
        for start in ["", "A=", "A=\"", "A='", "A=1 "] {
            let text = format!("{start}{}", piece.repeat((1 << 17) / piece.len()));
            let _ = parse(&text);
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        values in btree_map("[A-Za-z_][A-Za-z0-9_]{0,8}", "[\\PC\\t\\n\\r]{0,24}", 0..8),
    ) {
        let lines = values.iter().map(|(name, value)| format!("{name}={}\n", quote(value)));
        let text: String = lines.collect();
        prop_assert_eq!(text.lines().count(), values.len());
        let read = variables(&text).into_iter().map(|(name, value, ..)| (name, value));
        prop_assert_eq!(read.collect::<BTreeMap<_, _>>(), values);
    }

    #[test]
    fn no_text_is_changed_by_being_quoted(value in any::<String>()) {
        let text = format!("A={}", quote(&value));
        for variable in parse(&text).variables {
            prop_assert_eq!(variable.value.as_str(), value.as_str());
        }
    }

    #[test]
    fn each_line_is_right_or_has_a_fault(text in "[A'\"\\\\ =#$x\\n\\r\\t\\x00é]{0,40}") {
        let parsed = parse(&text);
        let lines = text.split('\n').count();
        for fault in &parsed.faults {
            prop_assert!((1..=lines).contains(&fault.line));
        }
        for one in &parsed.variables {
            let line = text.split('\n').nth(one.line - 1).unwrap();
            let before: String = line.chars().take(one.column - 1).collect();
            let assignment = format!("{}=", one.name);
            prop_assert!(before.ends_with(&assignment));
        }
    }
}
