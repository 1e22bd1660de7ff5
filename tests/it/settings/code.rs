//! The codes of the vectors, in the words of the crate.

use std::io::ErrorKind;

use seaworthy_settings::{Issue, IssueKind};

/// Whether an issue is what the vectors mean by this code.
pub(super) fn is(code: &str, issue: &Issue) -> bool {
    let invalid = match issue.kind() {
        IssueKind::Invalid(invalid) => invalid.to_string(),
        _ => String::new(),
    };
    let says = |words: &str| invalid.contains(words);
    match code {
        "conflict" => matches!(issue.kind(), IssueKind::Group { .. }),
        "control_character" => matches!(issue.kind(), IssueKind::Nul { byte: 2 }),
        "empty" => says("it is empty"),
        "file_is_dir" => is_unreadable(issue, ErrorKind::IsADirectory),
        "file_missing" => is_unreadable(issue, ErrorKind::NotFound),
        "invalid_bool" => {
            says("neither true nor false") && issue.expected().contains("true, t, yes, y, on, 1")
        }
        "invalid_float" => says("it is not a number"),
        "invalid_host" => says("item 1: "),
        "invalid_int" => says("it is not a whole number in decimal digits"),
        "invalid_item" if says("item 1: ") => says("`;`") || says("';'"),
        "invalid_item" if says("entry 1: ") => says("no `=`"),
        "invalid_item" => says("item 2: it is not a whole") && says("item 3: it is out of range"),
        "invalid_json" => says("it is not a JSON array, at line 1 column 4"),
        "invalid_size" => says("it ") && issue.expected().contains("kB, MB, GB"),
        "missing" => issue.kind() == &IssueKind::Missing,
        "not_finite" => says("it is not finite"),
        "not_unicode" => matches!(issue.kind(), IssueKind::NotUnicode { byte: 2 }),
        "origin_null" => says("sandboxed"),
        "origin_scheme" => says("has no scheme"),
        "out_of_range" => says("it is out of range") && issue.expected().contains("0 to 65535"),
        "unknown_key" => issue.kind() == &IssueKind::Unknown,
        "url_database" => says("its database is not a number"),
        "url_host" => says("without a `]`"),
        "url_option" => says("sslmode") && says("require") || says("pool_size") && says("number"),
        "url_option_unknown" => says("sslmode"),
        "url_port" => says("its port is not a number"),
        "url_scheme" => says("scheme"),
        "url_unescaped" => says("%23") || says("%40"),
        "weak_secret" => matches!(issue.kind(), IssueKind::Unfit(_)),
        _ => panic!("no such code: {code}"),
    }
}

fn is_unreadable(issue: &Issue, expected: ErrorKind) -> bool {
    matches!(issue.kind(), IssueKind::Unreadable { path: Some(_), kind } if *kind == expected)
}
