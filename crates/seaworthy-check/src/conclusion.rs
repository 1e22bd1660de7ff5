use std::fmt;

use crate::{Level, Report, Status};

/// The sentence that ends a report, close to the one that Django's `check` command prints.
///
/// Whoever reads nothing else must not take a skipped check for a pass, so it counts those too.
pub(crate) struct Conclusion<'a>(pub(crate) &'a Report);

impl fmt::Display for Conclusion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let summary = self.0.summary();
        let silenced = self.0.silenced().len();
        f.write_str("System check identified ")?;
        match summary.total() {
            // The words are those that people and scripts look for.
            0 => write!(f, "no issues ({silenced} silenced")?,
            total => {
                write!(f, "{} (", Count(total, "issue"))?;
                let mut separator = "";
                for level in Level::ALL {
                    let count = summary.count(level);
                    if count > 0 {
                        write!(f, "{separator}{}", OfLevel(count, level))?;
                        separator = ", ";
                    }
                }
                if silenced > 0 {
                    write!(f, "; {silenced} silenced")?;
                }
            }
        }
        let known = self.0.known().len();
        if known > 0 {
            write!(f, "; {known} known")?;
        }
        let count = |is: fn(&Status) -> bool| {
            let checks = self.0.checks().iter();
            checks.filter(|check| is(check.status())).count()
        };
        let skipped = count(|status| matches!(status, Status::Skipped(_)));
        if skipped > 0 {
            write!(f, "; {} skipped", Count(skipped, "check"))?;
        }
        let not_used = count(|status| matches!(status, Status::NotUsed(_)));
        if not_used > 0 {
            write!(f, "; {} not used", Count(not_used, "check"))?;
        }
        f.write_str(").")
    }
}

/// A number of things.
pub(crate) struct Count(pub(crate) usize, pub(crate) &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, noun) = self;
        let plural = if *count == 1 { "" } else { "s" };
        write!(f, "{count} {noun}{plural}")
    }
}

/// A number of findings of one level.
struct OfLevel(usize, Level);

impl fmt::Display for OfLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, level) = *self;
        match level {
            Level::Critical => write!(f, "{count} critical"),
            Level::Error => Count(count, "error").fmt(f),
            Level::Warning => Count(count, "warning").fmt(f),
            Level::Info => write!(f, "{count} info"),
            Level::Debug => write!(f, "{count} debug"),
        }
    }
}
