//! Files that hold several settings.

use std::io::ErrorKind;

use zeroize::Zeroizing;

use crate::sources::File;
use crate::{Issue, explain, file};

/// The text of a file; none, if it cannot be read, which is an issue unless it may be missing.
pub(crate) fn read(file: &File, issues: &mut Vec<Issue>) -> Option<Zeroizing<String>> {
    let mut bytes = match file::read(&file.path) {
        Ok(bytes) => bytes,
        Err(ErrorKind::NotFound) if file.optional => return None,
        Err(kind) => {
            issues.push(explain::of_source(&file.path, kind));
            return None;
        }
    };
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Some(Zeroizing::new(text)),
        Err(error) => {
            let byte = error.utf8_error().valid_up_to();
            drop(Zeroizing::new(error.into_bytes()));
            issues.push(explain::of_source_not_unicode(&file.path, byte));
            None
        }
    }
}
