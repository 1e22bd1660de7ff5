use std::fmt;

/// Why a [`Config`](crate::Config) makes no [`Health`](crate::Health): one or more [`Issue`]s.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConfigError {
    /// Never empty.
    issues: Vec<Issue>,
}

impl ConfigError {
    /// All that is wrong, in the order of the configuration's fields.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The thing that was built, unless something was wrong with it.
    pub(crate) fn unless<T>(issues: Vec<Issue>, built: T) -> Result<T, Self> {
        if issues.is_empty() {
            Ok(built)
        } else {
            Err(Self { issues })
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid health configuration: ")?;
        for (index, issue) in self.issues.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{issue}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// One thing that is wrong with a [`Config`](crate::Config), with the value and the remedy.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Issue {
    /// A check that is not of the process itself is to decide whether the process is killed.
    #[error(
        "check `{name}` asks a dependency and is in the liveness group; a restart does not mend a \
         dependency, so move it to readiness, or make it a `Check::in_process`"
    )]
    DependencyInLiveness {
        /// The check's name.
        name: String,
    },
    /// Two checks have one name.
    #[error("two checks are named `{name}`; rename one, so that an answer tells them apart")]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// A path is listed twice, in one list or in two.
    #[error("path {path:?} is listed twice; keep it where its answer is wanted")]
    DuplicatePath {
        /// The field where it stands for the second time.
        field: &'static str,
        /// The path as configured.
        path: String,
    },
    /// The name of a group would need escapes, is empty or too long, or is that of a probe.
    #[error(
        "{name:?} is no name for a group: write 1 to 64 of `a-z`, `0-9`, `_`, `.` and `-`, and not \
         `livez`, `readyz` or `startupz`"
    )]
    InvalidGroup {
        /// The name.
        name: String,
    },
    /// The name of a check would need escapes in an answer, is empty, or is too long.
    ///
    /// It is not quoted: an address with a password in it is a name that people have tried.
    #[error(
        "the name of `checks[{index}]` is not made of 1 to 64 of `a-z`, `0-9`, `_`, `.` and `-`; \
         write one such as `database`"
    )]
    InvalidName {
        /// Where the check stands, counted from 0.
        index: usize,
    },
    /// A path is none that a request could have, or the root, which is the application's.
    #[error("{path:?} is no path below the root; write one such as `/healthz`")]
    InvalidPath {
        /// The field where it stands.
        field: &'static str,
        /// The path as configured.
        path: String,
    },
    /// A service manager cannot listen there.
    #[error(
        "{socket:?} is no address of a Unix socket; pass on the path or the name after `@` that \
         `NOTIFY_SOCKET` says, and nothing where it says `vsock:`"
    )]
    InvalidSocket {
        /// The address as configured.
        socket: String,
    },
    /// A failure is passed on for longer than a success.
    #[error(
        "{}failures are passed on for longer than successes; set `failure_ttl` to at most `ttl`",
        of(check)
    )]
    LongFailureTtl {
        /// The check whose own mode it is, or none for that of all.
        check: Option<String>,
    },
    /// A check has the name under which an answer tells its own state.
    #[error(
        "a check cannot be named `{name}`, as the answer's own state is; write one such as \
         `database`"
    )]
    ReservedName {
        /// The name.
        name: String,
    },
    /// A success would be too old to be believed before the next can follow.
    #[error(
        "`max_staleness` ends before the next run of some check does; set it to more than an \
         interval and a timeout, or to none for three intervals and a timeout"
    )]
    ShortStaleness,
    /// A time in which not even a healthy runtime shows that it lives.
    #[error("the time of `{field}` is below 100 ms, in which a busy runtime is late; write 30 s")]
    ShortTime {
        /// The field where it stands.
        field: &'static str,
    },
    /// There are more checks than one answer tells.
    #[error("there are {count} checks, of which an answer tells 64; join some")]
    TooManyChecks {
        /// How many there are.
        count: usize,
    },
    /// A check is in a group that is not there.
    #[error("check `{name}` is in group {group:?}, which `groups` does not list; add it there")]
    UnknownGroup {
        /// The check's name.
        name: String,
        /// The group's name.
        group: String,
    },
    /// The token that opens the details can be guessed, or no header can carry it.
    ///
    /// It is not quoted.
    #[error(
        "the token of `access` is not made of at least 16 visible ASCII characters; make a \
             random one"
    )]
    WeakToken,
    /// A check has no time to answer.
    #[error("the timeout of check `{name}` is 0, in which nothing can answer; write 2 s")]
    ZeroCheckTimeout {
        /// The check's name.
        name: String,
    },
    /// No check may run.
    #[error("`concurrency` is 0, with which no check runs; write 16")]
    ZeroConcurrency,
    /// A check is asked without a pause.
    #[error(
        "{}the interval is 0, which asks without a pause; write 10 s",
        of(check)
    )]
    ZeroInterval {
        /// The check whose own mode it is, or none for that of all.
        check: Option<String>,
    },
    /// It takes no run to believe something.
    #[error("a threshold of check `{name}` is 0; write 1 to believe every run")]
    ZeroThreshold {
        /// The check's name.
        name: String,
    },
    /// The checks have no time to answer.
    #[error("the timeout is 0, in which no check can answer; write 2 s")]
    ZeroTimeout,
}

impl Issue {
    /// The field of [`Config`](crate::Config) that has to change.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::DependencyInLiveness { .. }
            | Self::DuplicateName { .. }
            | Self::InvalidName { .. }
            | Self::LongFailureTtl { check: Some(_) }
            | Self::ReservedName { .. }
            | Self::TooManyChecks { .. }
            | Self::UnknownGroup { .. }
            | Self::ZeroCheckTimeout { .. }
            | Self::ZeroInterval { check: Some(_) }
            | Self::ZeroThreshold { .. } => "checks",
            Self::DuplicatePath { field, .. }
            | Self::InvalidPath { field, .. }
            | Self::ShortTime { field } => field,
            Self::InvalidGroup { .. } => "groups",
            Self::InvalidSocket { .. } => "notify",
            Self::LongFailureTtl { check: None } | Self::ZeroInterval { check: None } => "mode",
            Self::ShortStaleness => "max_staleness",
            Self::WeakToken => "access",
            Self::ZeroConcurrency => "concurrency",
            Self::ZeroTimeout => "timeout",
        }
    }
}

/// Whose mode it is.
fn of(check: &Option<String>) -> String {
    check
        .as_ref()
        .map_or_else(String::new, |name| format!("check `{name}`: "))
}
