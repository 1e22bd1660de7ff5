//! Which events and spans there are: a level for each logger.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use tracing::{Level, Metadata, Subscriber};
use tracing_core::{Interest, callsite};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Context, Filter};

use crate::ConfigError;
use crate::rules::Rules;

/// The least severe level of each logger; the longest name that is a part of the target wins.
///
/// It is a `Filter` for one layer, and a `Layer` that filters for a whole subscriber. Both answer
/// once for a callsite, so that what is off stays cheap.
///
/// ```
/// use seaworthy_log::Config;
/// use tracing::Level;
///
/// let mut config = Config::default();
/// config.levels = vec!["app=warning".to_owned(), "app::db=debug".to_owned()];
/// let levels = config.build()?.levels;
///
/// assert!(levels.allows("app::db::pool", Level::DEBUG));
/// assert!(!levels.allows("app::dbx", Level::INFO));
/// assert!(levels.allows("application", Level::INFO));
/// # Ok::<(), seaworthy_log::ConfigError>(())
/// ```
///
/// Clones share one state: what [`replace`](Self::replace) changes, it changes for all.
#[derive(Clone, Debug)]
pub struct Levels {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    rules: RwLock<Rules>,
    /// The ranks of the least and of the most that any logger writes: what is outside needs no
    /// look at the rules.
    least: AtomicU8,
    most: AtomicU8,
}

impl Levels {
    pub(crate) fn of(rules: Rules) -> Self {
        let shared = Shared {
            least: AtomicU8::new(rank(rules.least_verbose())),
            most: AtomicU8::new(rank(rules.most_verbose())),
            rules: RwLock::new(rules),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Whether events of this target and level are written.
    #[must_use]
    pub fn allows(&self, target: &str, level: Level) -> bool {
        let wanted = rank(LevelFilter::from_level(level));
        wanted <= self.shared.least.load(Ordering::Relaxed)
            || (wanted <= self.shared.most.load(Ordering::Relaxed)
                && level <= self.rules().level_of(target))
    }

    /// Replaces the levels while the process runs, in the form of [`Config::level`] and
    /// [`Config::levels`].
    ///
    /// What was off and is on now is written from the next event on; spans that were off when they
    /// began stay so.
    ///
    /// # Errors
    ///
    /// As [`Config::build`]. The levels then stay as they were.
    ///
    /// ```
    /// use seaworthy_log::Config;
    /// use tracing::Level;
    ///
    /// let levels = Config::default().build()?.levels;
    /// assert!(!levels.allows("app::db", Level::DEBUG));
    ///
    /// levels.replace("INFO", &["app::db=debug".to_owned()])?;
    /// assert!(levels.allows("app::db", Level::DEBUG));
    ///
    /// assert!(levels.replace("LOUD", &[]).is_err());
    /// assert!(levels.allows("app::db", Level::DEBUG));
    /// # Ok::<(), seaworthy_log::ConfigError>(())
    /// ```
    ///
    /// [`Config::build`]: crate::Config::build
    /// [`Config::level`]: crate::Config::level
    /// [`Config::levels`]: crate::Config::levels
    pub fn replace(&self, level: &str, levels: &[String]) -> Result<(), ConfigError> {
        let mut issues = Vec::new();
        let rules = Rules::parse(level, levels, &mut issues);
        let rules = ConfigError::unless(issues, rules)?;
        let Shared { least, most, .. } = &*self.shared;
        least.store(rank(rules.least_verbose()), Ordering::Relaxed);
        most.store(rank(rules.most_verbose()), Ordering::Relaxed);
        let current = self.shared.rules.write();
        *current.unwrap_or_else(PoisonError::into_inner) = rules;
        // Each callsite remembers what was answered to it.
        callsite::rebuild_interest_cache();
        Ok(())
    }

    fn rules(&self) -> RwLockReadGuard<'_, Rules> {
        let rules = self.shared.rules.read();
        rules.unwrap_or_else(PoisonError::into_inner)
    }

    fn interest(&self, metadata: &Metadata<'_>) -> Interest {
        if self.allows(metadata.target(), *metadata.level()) {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    /// The least severe level that any logger writes.
    pub(crate) fn most_verbose(&self) -> LevelFilter {
        self.rules().most_verbose()
    }
}

impl<S: Subscriber> Layer<S> for Levels {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.interest(metadata)
    }

    fn enabled(&self, metadata: &Metadata<'_>, _context: Context<'_, S>) -> bool {
        self.allows(metadata.target(), *metadata.level())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.most_verbose())
    }
}

impl<S> Filter<S> for Levels {
    fn enabled(&self, metadata: &Metadata<'_>, _context: &Context<'_, S>) -> bool {
        self.allows(metadata.target(), *metadata.level())
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.interest(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.most_verbose())
    }
}

/// The more verbose, the higher.
fn rank(level: LevelFilter) -> u8 {
    match level {
        LevelFilter::OFF => 0,
        LevelFilter::ERROR => 1,
        LevelFilter::WARN => 2,
        LevelFilter::INFO => 3,
        LevelFilter::DEBUG => 4,
        LevelFilter::TRACE => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: [Level; 5] = [
        Level::ERROR,
        Level::WARN,
        Level::INFO,
        Level::DEBUG,
        Level::TRACE,
    ];

    #[test]
    fn the_answer_is_that_of_the_rules_before_and_after_they_are_replaced() {
        let levels = Levels::of(Rules::parse("INFO", &[], &mut Vec::new()));
        for (level, entries) in [
            ("INFO", &[][..]),
            ("OFF", &["app=trace"]),
            ("TRACE", &["app=off", "app::db=info"]),
            ("WARN", &["app=warn", "app::db=debug"]),
        ] {
            let entries: Vec<_> = entries.iter().map(|&entry| entry.to_owned()).collect();
            levels.replace(level, &entries).unwrap();
            let rules = Rules::parse(level, &entries, &mut Vec::new());
            for target in ["app", "app::db", "other"] {
                for asked in LEVELS {
                    let allowed = levels.allows(target, asked);
                    assert_eq!(allowed, asked <= rules.level_of(target), "{target} {asked}");
                }
            }
        }
    }
}
