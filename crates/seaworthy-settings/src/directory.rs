//! Directories of secrets: one file for each value.
//!
//! Docker mounts them at `/run/secrets`, systemd at `$CREDENTIALS_DIRECTORY`, Kubernetes wherever a
//! volume says, as links through `..data`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files of a directory by their normalized names, in the order of their names.
///
/// Hidden files and directories are none: `..data` is how Kubernetes swaps all files at once.
pub(crate) fn files(directory: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        // Of the target, where it is a link; what cannot be looked at may be a secret.
        let is_directory = fs::metadata(&path).is_ok_and(|metadata| metadata.is_dir());
        if !name.starts_with('.') && !is_directory {
            files.push((normalized(name), path));
        }
    }
    files.sort();
    Ok(files)
}

/// The name of the variable that a file holds: `db-password` and `DB_PASSWORD` are the same.
fn normalized(name: &str) -> String {
    name.to_ascii_uppercase().replace(['-', '.'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_as_its_variable_in_any_case_and_with_any_dashes() {
        for name in ["db-password", "DB_PASSWORD", "Db.Password"] {
            assert_eq!(normalized(name), "DB_PASSWORD", "{name}");
        }
    }
}
