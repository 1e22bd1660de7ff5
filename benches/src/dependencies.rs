//! How many crates a crate pulls in.

use std::collections::BTreeSet;
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};
use serde::Serialize;

/// A crate of ours and its nearest peer, with how many crates each pulls in.
#[derive(Clone, Debug, Serialize)]
pub struct Dependencies {
    /// Our crate.
    pub ours: &'static str,
    /// Crates that it pulls in, itself left out.
    pub ours_count: usize,
    /// The peer, where there is one.
    pub peer: Option<&'static str>,
    /// Crates that the peer pulls in, itself left out.
    pub peer_count: Option<usize>,
}

/// Each library crate beside its nearest peer.
const PAIRS: [(&str, Option<&str>); 11] = [
    ("seaworthy-policy", Some("tower-http")),
    ("seaworthy-settings", Some("figment")),
    ("seaworthy-settings", Some("config")),
    ("seaworthy-gate", Some("tower-http")),
    ("seaworthy-headers", Some("axum-helmet")),
    ("seaworthy-cors", Some("tower-http")),
    ("seaworthy-log", Some("json-subscriber")),
    ("seaworthy-password", Some("zxcvbn")),
    ("seaworthy-health", Some("axum-health")),
    ("seaworthy-check", None),
    ("seaworthy", None),
];

/// Counts the crates behind each of ours and behind its peer, as this workspace resolves them:
/// what is linked or run at build time counts, what only tests need does not.
///
/// # Errors
///
/// When `cargo metadata` fails, or does not know one of the crates.
pub fn dependencies() -> Result<Vec<Dependencies>, String> {
    let metadata = MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .other_options(["--locked".to_owned()])
        .exec()
        .map_err(|error| error.to_string())?;
    PAIRS
        .into_iter()
        .map(|(ours, peer)| {
            Ok(Dependencies {
                ours,
                ours_count: count_ours(ours)?,
                peer,
                peer_count: peer.map(|peer| count(&metadata, peer)).transpose()?,
            })
        })
        .collect()
}

/// What our crate pulls in by itself: in the workspace, an example may ask for more of it.
fn count_ours(name: &str) -> Result<usize, String> {
    let mut tree = Command::new(env!("CARGO"));
    tree.args([
        "tree",
        "--locked",
        "--prefix=none",
        "--edges=normal,build",
        "--package",
        name,
    ])
    .current_dir(env!("CARGO_MANIFEST_DIR"));
    if name == "seaworthy-settings" {
        // As the peers have it.
        tree.args(["--features", "toml"]);
    }
    let output = tree.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("`cargo tree` fails for {name}"));
    }
    let tree = String::from_utf8_lossy(&output.stdout);
    let crates: BTreeSet<_> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    Ok(crates.len().saturating_sub(1))
}

fn count(metadata: &Metadata, name: &str) -> Result<usize, String> {
    let unknown = || format!("{name} is not among the workspace's dependencies");
    let root = metadata
        .packages
        .iter()
        .find(|p| p.name == name)
        .ok_or_else(unknown)?;
    let nodes = &metadata.resolve.as_ref().ok_or_else(unknown)?.nodes;
    let mut seen: BTreeSet<&PackageId> = BTreeSet::new();
    let mut open = vec![&root.id];
    while let Some(id) = open.pop() {
        let node = nodes
            .iter()
            .find(|node| node.id == *id)
            .ok_or_else(unknown)?;
        for dependency in &node.deps {
            let needed = dependency
                .dep_kinds
                .iter()
                .any(|kind| kind.kind != DependencyKind::Development);
            if needed && seen.insert(&dependency.pkg) {
                open.push(&dependency.pkg);
            }
        }
    }
    Ok(seen.len())
}
