use std::io;
use std::path::PathBuf;

use crate::{Check, Component};

impl Check {
    /// Whether a file system has at least so many bytes left for those without privileges.
    ///
    /// It asks about the file system on which the path lies, whatever else is mounted.
    ///
    /// ```
    /// use seaworthy_health::Check;
    ///
    /// let check = Check::disk_space("spool", "/var/spool/app", 512 * 1024 * 1024);
    /// # assert_eq!(check.name, "spool");
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "disk")))]
    pub fn disk_space(name: impl Into<String>, path: impl Into<PathBuf>, bytes: u64) -> Self {
        let path = path.into();
        let mut check = Self::blocking(name, move || {
            let system = rustix::fs::statvfs(&path).map_err(io::Error::from)?;
            let left = system.f_bavail.saturating_mul(system.f_frsize);
            if left < bytes {
                return Err(io::Error::other(format!("{left} bytes are left")));
            }
            Ok(())
        });
        check.component = Component::System;
        check
    }
}
