use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Check, Component, Passed};

impl Check {
    /// Whether the memory that the process' control group may use is used up to no more than so
    /// many percent.
    ///
    /// It reads `memory.current` and `memory.max` of a [control group], by default of version 2:
    /// in a container, `/sys/fs/cgroup` is the container's own. A group without a limit passes.
    /// What is used counts the kernel's cache of files, which it gives back when it has to; so a
    /// high share warns of what may come, and the check warns instead of failing.
    ///
    /// ```
    /// use seaworthy_health::Check;
    ///
    /// let check = Check::memory("memory", "/sys/fs/cgroup", 90);
    /// # assert_eq!(check.name, "memory");
    /// ```
    ///
    /// [control group]: https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
    pub fn memory(name: impl Into<String>, group: impl Into<PathBuf>, percent: u8) -> Self {
        let group = group.into();
        let mut check = Self::blocking(name, move || passed(&group, percent));
        check.component = Component::System;
        check
    }
}

fn passed(group: &Path, percent: u8) -> io::Result<Passed> {
    let limit = match fs::read_to_string(group.join("memory.max")) {
        // The root of all groups has no limit, and no file for one.
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_group(group) => {
            UNLIMITED.into()
        }
        limit => limit?,
    };
    if limit.trim() == UNLIMITED {
        return Ok(Passed::Well);
    }
    let limit = number(&limit)?;
    let used = number(&fs::read_to_string(group.join("memory.current"))?)?;
    let share = u128::from(used) * 100 / u128::from(limit.max(1));
    Ok(if share > u128::from(percent) {
        Passed::Degraded(format!("{share} % of {limit} bytes are in use"))
    } else {
        Passed::Well
    })
}

/// Whether it is a control group of version 2, each of which has this file.
fn is_group(group: &Path) -> bool {
    group.join("cgroup.controllers").exists()
}

const UNLIMITED: &str = "max";

fn number(text: &str) -> io::Result<u64> {
    let parsed = text.trim().parse();
    parsed.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_warns_when_its_share_is_reached() {
        let folder = tempfile::tempdir().unwrap();
        let group = folder.path();
        assert!(passed(group, 90).is_err(), "there is no such group");
        for (limit, used, well) in [
            ("max\n", "1\n", true),
            ("1000\n", "900\n", true),
            ("1000\n", "910\n", false),
            ("0\n", "0\n", true),
            ("0\n", "1\n", false),
            ("18446744073709551615", "18446744073709551615", false),
        ] {
            fs::write(group.join("memory.max"), limit).unwrap();
            fs::write(group.join("memory.current"), used).unwrap();
            let passed = passed(group, 90).unwrap();
            assert_eq!(passed == Passed::Well, well, "{used} of {limit}");
        }
        fs::write(group.join("memory.max"), "-1").unwrap();
        assert!(passed(group, 90).is_err());
    }

    #[test]
    fn the_root_of_all_groups_has_no_limit() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("cgroup.controllers"), "cpu memory\n").unwrap();
        assert_eq!(passed(folder.path(), 90).unwrap(), Passed::Well);
        // One of version 1 has other files, about which nothing is known here.
        fs::remove_file(folder.path().join("cgroup.controllers")).unwrap();
        fs::write(folder.path().join("memory.limit_in_bytes"), "1\n").unwrap();
        assert!(passed(folder.path(), 90).is_err());
    }
}
