use std::fmt;

/// Something about a [`Config`](crate::Config) that works but is unwise in production.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Advice {
    /// A check may take longer than whoever asks will wait.
    LongCheckTimeout {
        /// The check's name.
        name: String,
    },
    /// A failure goes unseen for longer than orchestrators take to act on one.
    LongInterval,
    /// The checks may take longer than whoever asks will wait.
    LongTimeout,
    /// An outcome is passed on for longer than the time between two questions.
    LongTtl,
    /// Liveness is answered nowhere.
    NoLiveness,
    /// Readiness is answered nowhere.
    NoReadiness,
    /// Each question runs the checks, however many ask.
    NoTtl,
    /// Everybody may read how the checks fare.
    OpenDetails,
}

impl Advice {
    /// The advice's lasting name, such as `health.long_timeout`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::LongCheckTimeout { .. } => "health.long_check_timeout",
            Self::LongInterval => "health.long_interval",
            Self::LongTimeout => "health.long_timeout",
            Self::LongTtl => "health.long_ttl",
            Self::NoLiveness => "health.no_liveness",
            Self::NoReadiness => "health.no_readiness",
            Self::NoTtl => "health.no_ttl",
            Self::OpenDetails => "health.open_details",
        }
    }

    /// The field of [`Config`](crate::Config) that it is about.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::LongCheckTimeout { .. } => "checks",
            Self::LongTimeout => "timeout",
            Self::LongInterval | Self::LongTtl | Self::NoTtl => "mode",
            Self::NoLiveness => "liveness_paths",
            Self::NoReadiness => "readiness_paths",
            Self::OpenDetails => "access",
        }
    }

    /// What to set instead.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::LongCheckTimeout { name } => {
                format!("set the `timeout` of check `{name}` to at most 10 s")
            }
            Self::LongInterval => "set the interval of `mode` to at most 30 s".into(),
            Self::LongTimeout => "set `timeout` to at most 10 s; 2 s is the default".into(),
            Self::LongTtl => "set the `ttl` of `mode` to at most 10 s, such as 1 s".into(),
            Self::NoLiveness => "list a path in `liveness_paths`, such as `/livez`".into(),
            Self::NoReadiness => "list a path in `readiness_paths`, such as `/readyz`".into(),
            Self::NoTtl => "set the `ttl` of `mode` to 1 s, or poll".into(),
            Self::OpenDetails => {
                "give `access` to a bearer of a token, or make sure that only operators reach it"
                    .into()
            }
        }
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LongCheckTimeout { name } => write!(
                f,
                "check `{name}` may take more than 10 s; whoever asks gives up before, and never \
                 learns which check it was"
            ),
            Self::LongInterval => f.write_str(
                "checks are asked less often than every 30 s; a failure goes unseen for as long",
            ),
            Self::LongTimeout => f.write_str(
                "checks may take more than 10 s; whoever asks gives up before, and never learns \
                 which check it was",
            ),
            Self::LongTtl => f.write_str(
                "outcomes are passed on for more than 10 s, the time between two questions of \
                 Kubernetes; a failure goes unseen for as long",
            ),
            Self::NoLiveness => f.write_str(
                "liveness is answered nowhere; no orchestrator can tell a hung process from a \
                 working one",
            ),
            Self::NoReadiness => f.write_str(
                "readiness is answered nowhere; requests reach the process while it starts, while \
                 it drains and while what it needs is down",
            ),
            Self::NoTtl => f.write_str(
                "outcomes are not passed on; whoever can ask for readiness, which needs no \
                 account, keeps the checks running without a pause",
            ),
            Self::OpenDetails => f.write_str(
                "everybody may read how long checks take and how often they fail, which tells an \
                 attacker what his load does",
            ),
        }
    }
}
