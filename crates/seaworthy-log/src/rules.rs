//! A level for each logger, as Django has it.

use tracing_subscriber::filter::LevelFilter;

use crate::error::Issue;

/// The least severe level of each logger; the longest name that is a part of the target wins.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    root: LevelFilter,
    /// The longest names first, so that the first that fits is the one that counts.
    loggers: Vec<Logger>,
}

impl Rules {
    pub(crate) fn parse(level: &str, entries: &[String], issues: &mut Vec<Issue>) -> Self {
        let root = level_named(level).unwrap_or_else(|| {
            issues.push(Issue::UnknownLevel {
                value: level.to_owned(),
            });
            LevelFilter::OFF
        });
        let mut loggers: Vec<Logger> = Vec::with_capacity(entries.len());
        for entry in entries {
            match Logger::parse(entry) {
                Err(issue) => issues.push(issue),
                Ok(logger) => match loggers.iter().find(|known| known.parts == logger.parts) {
                    None => loggers.push(logger),
                    Some(known) if known.level == logger.level => {}
                    Some(_) => issues.push(Issue::ConflictingLevels {
                        logger: logger.parts.join("::"),
                    }),
                },
            }
        }
        loggers.sort_by_key(|logger| std::cmp::Reverse(logger.parts.len()));
        Self { root, loggers }
    }

    pub(crate) fn level_of(&self, target: &str) -> LevelFilter {
        self.loggers
            .iter()
            .find(|logger| logger.is_for(target))
            .map_or(self.root, |logger| logger.level)
    }

    /// The least severe level that every logger writes.
    pub(crate) fn least_verbose(&self) -> LevelFilter {
        self.loggers
            .iter()
            .map(|logger| logger.level)
            .fold(self.root, LevelFilter::min)
    }

    /// The least severe level that any logger writes.
    pub(crate) fn most_verbose(&self) -> LevelFilter {
        self.loggers
            .iter()
            .map(|logger| logger.level)
            .fold(self.root, LevelFilter::max)
    }
}

/// The level that Django or `tracing` calls so, in any case.
pub(crate) fn level_named(name: &str) -> Option<LevelFilter> {
    const NAMES: [(&str, LevelFilter); 8] = [
        ("TRACE", LevelFilter::TRACE),
        ("DEBUG", LevelFilter::DEBUG),
        ("INFO", LevelFilter::INFO),
        ("WARNING", LevelFilter::WARN),
        ("WARN", LevelFilter::WARN),
        ("ERROR", LevelFilter::ERROR),
        ("CRITICAL", LevelFilter::ERROR),
        ("OFF", LevelFilter::OFF),
    ];
    NAMES
        .iter()
        .find(|(known, _)| name.eq_ignore_ascii_case(known))
        .map(|&(_, level)| level)
}

/// A logger and the least severe level that it writes.
#[derive(Clone, Debug)]
struct Logger {
    parts: Vec<String>,
    level: LevelFilter,
}

impl Logger {
    fn parse(entry: &str) -> Result<Self, Issue> {
        let invalid = || Issue::InvalidEntry {
            value: entry.to_owned(),
        };
        let (name, level) = entry.split_once('=').ok_or_else(invalid)?;
        let (name, level) = (name.trim(), level.trim());
        let parts: Vec<_> = parts(name).map(str::to_owned).collect();
        if !parts.iter().all(|part| is_part(part)) {
            return Err(invalid());
        }
        let level = level_named(level).ok_or_else(|| Issue::UnknownLoggerLevel {
            logger: name.to_owned(),
            value: level.to_owned(),
        })?;
        Ok(Self { parts, level })
    }

    fn is_for(&self, target: &str) -> bool {
        let mut target = parts(target);
        self.parts
            .iter()
            .all(|part| target.next() == Some(part.as_str()))
    }
}

/// The parts of a logger's name, which `::` separates in Rust and `.` in Python.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split("::").flat_map(|part| part.split('.'))
}

/// Whether this can be a part of a name, other than by a slip of the hand.
fn is_part(part: &str) -> bool {
    !part.is_empty()
        && !part.contains(|c: char| c.is_whitespace() || c.is_control() || ":,;".contains(c))
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    fn rules(root: &str, entries: &[&str]) -> Rules {
        let entries: Vec<_> = entries.iter().map(|&entry| entry.to_owned()).collect();
        let mut issues = Vec::new();
        let rules = Rules::parse(root, &entries, &mut issues);
        assert_eq!(issues, []);
        rules
    }

    fn allows(rules: &Rules, target: &str, level: Level) -> bool {
        level <= rules.level_of(target)
    }

    #[test]
    fn the_longest_whole_part_wins_whatever_the_order() {
        for entries in [
            ["app=info", "app::db=debug"],
            ["app.db=DEBUG", " app = INFO "],
        ] {
            let rules = rules("WARN", &entries);
            for (target, level, allowed) in [
                ("app", Level::INFO, true),
                ("app", Level::DEBUG, false),
                ("app::db", Level::DEBUG, true),
                ("app.db.pool", Level::DEBUG, true),
                ("app::db", Level::TRACE, false),
                ("app::dbx", Level::DEBUG, false),
                ("app::dbx", Level::INFO, true),
                ("application", Level::INFO, false),
                ("db", Level::INFO, false),
                ("", Level::WARN, true),
            ] {
                assert_eq!(allows(&rules, target, level), allowed, "{target} {level}");
            }
        }
    }

    #[test]
    fn off_is_off_and_counts_for_the_parts_below() {
        let rules = rules("INFO", &["noisy=off", "noisy::voice=error"]);
        assert!(!allows(&rules, "noisy", Level::ERROR));
        assert!(!allows(&rules, "noisy::other", Level::ERROR));
        assert!(allows(&rules, "noisy::voice", Level::ERROR));
        assert_eq!(rules.most_verbose(), LevelFilter::INFO);
    }

    #[test]
    fn the_hint_is_the_most_verbose_level_of_all() {
        let rules = rules("WARN", &["app=trace", "db=off"]);
        assert_eq!(rules.most_verbose(), LevelFilter::TRACE);
    }

    #[test]
    fn levels_have_the_names_of_django_and_of_tracing_in_any_case() {
        for (name, level) in [
            ("debug", LevelFilter::DEBUG),
            ("Warn", LevelFilter::WARN),
            ("WARNING", LevelFilter::WARN),
            ("critical", LevelFilter::ERROR),
            ("oFF", LevelFilter::OFF),
        ] {
            assert_eq!(level_named(name), Some(level), "{name}");
        }
        for bad in ["", "NOTSET", "10", "info ", "warnings"] {
            assert_eq!(level_named(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn only_a_logger_and_a_level_make_an_entry() {
        for bad in [
            "",
            "debug",
            "=debug",
            "app::=info",
            "a..b=info",
            "a b=info",
            "a:b=info",
            "a,b=info",
            "a=b=info",
            "app=",
            "app=info,db=debug",
            "a\nb=info",
        ] {
            let mut issues = Vec::new();
            Rules::parse("INFO", &[bad.to_owned()], &mut issues);
            assert_eq!(issues.len(), 1, "{bad:?}");
        }
    }

    #[test]
    fn a_logger_may_be_named_twice_only_with_one_level() {
        let parse = |entries: [&str; 2]| {
            let mut issues = Vec::new();
            Rules::parse("INFO", &entries.map(str::to_owned), &mut issues);
            issues
        };
        assert_eq!(parse(["a::b=info", "a.b=INFO"]), []);
        assert_eq!(
            parse(["a::b=info", "a.b=debug"]),
            [Issue::ConflictingLevels {
                logger: "a::b".to_owned()
            }]
        );
    }
}
