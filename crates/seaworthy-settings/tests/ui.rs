//! What is said where a derive cannot be used.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::env;
use std::process::Command;

#[test]
fn a_mistake_is_explained_where_it_stands() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    // What the compiler says of its own changes from version to version.
    if compiler().starts_with("rustc 1.95.") {
        cases.compile_fail("tests/ui/types/*.rs");
    }
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}
