use std::fs::File;
use std::io;
use std::path::PathBuf;

use crate::{Check, Component};

impl Check {
    /// Whether a file can be opened to be read, or a directory to be listed.
    ///
    /// What is mounted over a network may hang; the check then holds one thread, and no more.
    ///
    /// ```
    /// use seaworthy_health::Check;
    ///
    /// let check = Check::file("certificate", "/etc/app/tls.pem");
    /// # assert_eq!(check.name, "certificate");
    /// ```
    pub fn file(name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let mut check = Self::blocking(name, move || {
            let file = File::open(&path)?;
            if file.metadata()?.is_dir() {
                path.read_dir().map(drop)
            } else {
                Ok::<(), io::Error>(())
            }
        });
        check.component = Component::System;
        check
    }
}
