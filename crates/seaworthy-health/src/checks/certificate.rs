use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use self::der::Validity;
use crate::moment::{Moment, since_epoch};
use crate::{Check, Component, Passed};

pub(super) mod der;
mod pem;

impl Check {
    /// Whether the certificates of a file are valid now, and for so many days more.
    ///
    /// The file holds one certificate or a chain in PEM, or one certificate in DER. The check fails
    /// if any of them has expired or is not valid yet, and warns if any expires in less than so
    /// many days. Who issued it, to whom and with which key is not asked.
    ///
    /// It tells what is in the file. A server may still present what it read earlier; what a host
    /// presents is asked by `Check::tls`, with the feature `tls`.
    ///
    /// An expired certificate takes all instances out of service on one day. Unless no answer is
    /// better than one that clients refuse, let the check be [`Criticality::Degraded`].
    ///
    /// [`Criticality::Degraded`]: crate::Criticality::Degraded
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use seaworthy_health::{Check, Criticality, Mode};
    ///
    /// let mut check = Check::certificate("certificate", "/etc/app/tls.pem", 21);
    /// check.criticality = Criticality::Degraded;
    /// check.mode = Some(Mode::polled(Duration::from_secs(3600)));
    /// ```
    pub fn certificate(name: impl Into<String>, path: impl Into<PathBuf>, days: u32) -> Self {
        let path = path.into();
        let mut check = Self::blocking(name, move || {
            let validities = validities(&contents(&path)?)?;
            judged(&validities, since_epoch(SystemTime::now()), days)
        });
        check.component = Component::System;
        check
    }
}

/// Why a file's certificates do not pass. It tells their places and not their names.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("{0} is not valid before {1}")]
    Early(Which, Moment),
    #[error("{0} expired at {1}")]
    Expired(Which, Moment),
    #[error("there is no certificate in PEM or DER")]
    NoCertificate,
    #[error("it cannot be read")]
    Read(#[from] io::Error),
    #[error("the file is longer than {LONGEST_FILE} bytes")]
    TooLong,
    #[error("{0} cannot be parsed")]
    Unreadable(Which),
}

/// One certificate of several, counted from one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Which {
    number: usize,
    count: usize,
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "certificate {} of {}", self.number, self.count)
    }
}

fn contents(path: &Path) -> Result<Vec<u8>, Fault> {
    let mut contents = Vec::new();
    // One byte more shows that there is more.
    let mut file = File::open(path)?.take(LONGEST_FILE + 1);
    let length = file.read_to_end(&mut contents)?;
    if u64::try_from(length).is_ok_and(|length| length <= LONGEST_FILE) {
        Ok(contents)
    } else {
        Err(Fault::TooLong)
    }
}

/// From when until when each certificate of a file is valid.
fn validities(file: &[u8]) -> Result<Vec<(Which, Validity)>, Fault> {
    let found: Vec<_> = match Validity::of(file) {
        None => pem::certificates(file)
            .map(|certificate| Validity::of(&certificate?))
            .collect(),
        known => vec![known],
    };
    numbered(found)
}

/// The dates with their places, if all of them could be read.
pub(super) fn numbered(found: Vec<Option<Validity>>) -> Result<Vec<(Which, Validity)>, Fault> {
    let count = found.len();
    let numbered = found.into_iter().zip(1..).map(|(validity, number)| {
        let which = Which { number, count };
        Ok((which, validity.ok_or(Fault::Unreadable(which))?))
    });
    numbered.collect()
}

/// Judges by the certificate that expires first and by the one that becomes valid last.
pub(super) fn judged(
    validities: &[(Which, Validity)],
    now: u64,
    days: u32,
) -> Result<Passed, Fault> {
    let first = validities
        .iter()
        .min_by_key(|(_, validity)| validity.not_after);
    let last = validities
        .iter()
        .max_by_key(|(_, validity)| validity.not_before);
    let (Some((ending, end)), Some((beginning, begin))) = (first, last) else {
        return Err(Fault::NoCertificate);
    };
    let soon = now.saturating_add(u64::from(days) * 86400);
    let (now, soon) = (Moment::after_epoch(now), Moment::after_epoch(soon));
    if end.not_after < now {
        Err(Fault::Expired(*ending, end.not_after))
    } else if now < begin.not_before {
        Err(Fault::Early(*beginning, begin.not_before))
    } else if end.not_after < soon {
        let warning = format!("{ending} expires at {}", end.not_after);
        Ok(Passed::Degraded(warning))
    } else {
        Ok(Passed::Well)
    }
}

/// In bytes; all the authorities that a system trusts take a quarter of it.
const LONGEST_FILE: u64 = 1 << 20;

#[cfg(test)]
mod tests;
