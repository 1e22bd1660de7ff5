//! The binaries of the examples, built once for all tests.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use cargo_metadata::Message;

static BINARIES: LazyLock<Vec<PathBuf>> = LazyLock::new(build);

/// Where the binary of an example stands.
pub(crate) fn example(name: &str) -> &'static Path {
    BINARIES
        .iter()
        .find(|path| path.file_stem().is_some_and(|stem| stem == name))
        .unwrap_or_else(|| panic!("no binary is named {name}: {BINARIES:?}"))
}

fn build() -> Vec<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--locked", "--bins"])
        .args(["--package", "quickstart", "--package", "production"])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the examples build:\n{errors}");
    Message::parse_stream(Cursor::new(output.stdout))
        .filter_map(|message| match message.unwrap() {
            Message::CompilerArtifact(artifact) => artifact.executable,
            _ => None,
        })
        .map(PathBuf::from)
        .collect()
}
