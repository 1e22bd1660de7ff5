use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::group::{self, Members};
use crate::heartbeat::Heartbeat;
use crate::paths::{self, Endpoint, Paths};
use crate::registry::Built;
use crate::slot::{Asked, Slot};
use crate::view::Detail;
use crate::{Access, Advice, Check, ConfigError, Dialect, Group, Health, Issue, Mode, Notify};

/// What a host asks of its health endpoints, not yet checked.
///
/// The default has no checks and the paths that Kubernetes and most others use. Each path is
/// answered with one trailing slash too, as Django writes them. An empty list turns an endpoint
/// off.
///
/// ```
/// use std::time::Duration;
///
/// use seaworthy_health::{Config, Mode};
///
/// let mut config = Config::default();
/// config.readiness_paths = vec!["/internal/ready".into()];
/// config.status_paths = vec!["/internal/status".into()];
/// config.mode = Mode::polled(Duration::from_secs(5));
/// config.timeout = Duration::from_millis(500);
/// assert!(config.audit().is_empty());
///
/// let health = config.build()?;
/// # let _ = health;
/// # Ok::<(), seaworthy_health::ConfigError>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Config {
    /// Who may read more than everybody; nobody.
    pub access: Access,
    /// What is asked, in the order of the answers; names are unique, and at most 64.
    pub checks: Vec<Check>,
    /// How many checks run side by side; 16. The others wait for a turn, with which their time
    /// begins; those of the process itself need none.
    pub concurrency: usize,
    /// Groups of the host's own, and the paths where each is answered by what its checks say.
    pub groups: BTreeMap<String, Vec<String>>,
    /// For how long the runtime may run no task before liveness and readiness fail; off. It has to
    /// be answered on another runtime, or told to a [service manager](Self::notify), for whoever
    /// stands still answers nobody.
    pub heartbeat: Option<Duration>,
    /// What `application/json` means here; names and outcomes, as Django projects answer.
    pub json: Dialect,
    /// Where liveness is answered; `/healthz` and `/livez`.
    pub liveness_paths: Vec<String>,
    /// For how long a success is believed that no other follows; three intervals and a timeout
    /// for what is polled, and for what is asked on demand without an end.
    pub max_staleness: Option<Duration>,
    /// Where Prometheus reads metrics; nowhere.
    pub metrics_paths: Vec<String>,
    /// When a check runs that has no mode of its own; polled, about every 10 s.
    pub mode: Mode,
    /// Whether everybody may read the names of checks and their outcomes; true.
    pub names: bool,
    /// The service manager to be told; none.
    pub notify: Option<Notify>,
    /// Where readiness is answered; `/readyz`.
    pub readiness_paths: Vec<String>,
    /// Where the end of the start is answered; `/startupz`.
    pub startup_paths: Vec<String>,
    /// Where people read a page about all checks; nowhere.
    pub status_paths: Vec<String>,
    /// How long a check may take that has no time of its own; 2 s.
    pub timeout: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            access: Access::nobody(),
            checks: Vec::new(),
            concurrency: 16,
            groups: BTreeMap::new(),
            heartbeat: None,
            json: Dialect::Django,
            liveness_paths: vec!["/healthz".into(), "/livez".into()],
            max_staleness: None,
            metrics_paths: Vec::new(),
            mode: Mode::default(),
            names: true,
            notify: None,
            readiness_paths: vec!["/readyz".into()],
            startup_paths: vec!["/startupz".into()],
            status_paths: Vec::new(),
            timeout: Duration::from_secs(2),
        }
    }
}

impl Config {
    /// Checks everything, and makes the handle by which the host and its layers share the state.
    ///
    /// # Errors
    ///
    /// Each name, group, path, token and time that cannot work, all at once.
    pub fn build(&self) -> Result<Health, ConfigError> {
        let mut issues = Vec::new();
        if self.access.is_weak() {
            issues.push(Issue::WeakToken);
        }
        self.prove_checks(&mut issues);
        if self.concurrency == 0 {
            issues.push(Issue::ZeroConcurrency);
        }
        self.prove_groups(&mut issues);
        if self.heartbeat.is_some_and(|limit| limit < SHORTEST) {
            issues.push(Issue::ShortTime { field: "heartbeat" });
        }
        let paths = self.parse_paths(&mut issues);
        proof::mode(&self.mode, None, &mut issues);
        self.prove_staleness(&mut issues);
        if let Some(notify) = &self.notify {
            if !notify.is_address() {
                issues.push(Issue::InvalidSocket {
                    socket: notify.socket.clone(),
                });
            }
            if notify.watchdog.is_some_and(|period| period < SHORTEST) {
                issues.push(Issue::ShortTime { field: "notify" });
            }
        }
        if self.timeout.is_zero() {
            issues.push(Issue::ZeroTimeout);
        }
        let (slots, groups) = self.members();
        let built = Built {
            slots,
            groups,
            paths,
            access: self.access.clone(),
            public: if self.names {
                Detail::Names
            } else {
                Detail::Status
            },
            dialect: self.json,
            concurrency: self.concurrency.min(MOST_CHECKS),
            heartbeat: self.heartbeat.map(Heartbeat::new),
            notify: self.notify.clone(),
        };
        ConfigError::unless(issues, Health::new(built))
    }

    /// What works but is unwise in production.
    #[must_use]
    pub fn audit(&self) -> Vec<Advice> {
        let mut advice = Vec::new();
        if self.access.is_everyones() {
            advice.push(Advice::OpenDetails);
        }
        for check in &self.checks {
            let is_long = |timeout| timeout > LONGEST_TIMEOUT;
            if check.timeout.is_some_and(is_long) {
                let name = check.name.clone();
                advice.push(Advice::LongCheckTimeout { name });
            }
        }
        if self.liveness_paths.is_empty() {
            advice.push(Advice::NoLiveness);
        }
        match self.mode {
            Mode::OnDemand { ttl, .. } if ttl.is_zero() => advice.push(Advice::NoTtl),
            Mode::OnDemand { ttl, .. } if ttl > LONGEST_TTL => advice.push(Advice::LongTtl),
            Mode::Polled { interval, .. } if interval > LONGEST_INTERVAL => {
                advice.push(Advice::LongInterval);
            }
            Mode::OnDemand { .. } | Mode::Polled { .. } => {}
        }
        if self.readiness_paths.is_empty() {
            advice.push(Advice::NoReadiness);
        }
        if self.timeout > LONGEST_TIMEOUT {
            advice.push(Advice::LongTimeout);
        }
        advice
    }

    fn parse_paths(&self, issues: &mut Vec<Issue>) -> Paths {
        let own = self.groups.values().enumerate();
        let own = own.map(|(index, paths)| {
            let group = Endpoint::Group(group::NAMES.len() + index);
            ("groups", group, paths)
        });
        let liveness = Endpoint::Group(group::LIVENESS);
        let readiness = Endpoint::Group(group::READINESS);
        let startup = Endpoint::Group(group::STARTUP);
        let fields = own.chain([
            ("liveness_paths", liveness, &self.liveness_paths),
            ("metrics_paths", Endpoint::Metrics, &self.metrics_paths),
            ("readiness_paths", readiness, &self.readiness_paths),
            ("startup_paths", startup, &self.startup_paths),
            ("status_paths", Endpoint::Page, &self.status_paths),
        ]);
        let mut paths = Paths::default();
        for (field, endpoint, texts) in fields {
            for text in texts {
                let path = text.strip_suffix('/').unwrap_or(text);
                if !paths::is_path(path) {
                    issues.push(Issue::InvalidPath {
                        field,
                        path: text.clone(),
                    });
                } else if !paths.add(path, endpoint) {
                    issues.push(Issue::DuplicatePath {
                        field,
                        path: text.clone(),
                    });
                }
            }
        }
        paths
    }

    /// The checks, and who belongs where.
    fn members(&self) -> (Vec<Arc<Slot>>, Vec<Members>) {
        let asked = Asked {
            max_staleness: self.max_staleness,
            mode: self.mode,
            timeout: self.timeout,
        };
        let is_once = |check: &Check| {
            !check.groups.is_empty() && check.groups.iter().all(|group| *group == Group::Startup)
        };
        let slot = |(index, check)| Slot::new(index, check, &asked, is_once(check));
        let slots: Vec<_> = self.checks.iter().enumerate().map(slot).collect();
        let members = |name: &str, group: &Group| Members {
            name: name.into(),
            slots: self
                .checks
                .iter()
                .zip(&slots)
                .filter(|(check, _)| check.groups.contains(group))
                .map(|(_, slot)| Arc::clone(slot))
                .collect(),
        };
        let every = [Group::Liveness, Group::Readiness, Group::Startup];
        let every = group::NAMES.iter().zip(&every);
        let mut groups: Vec<_> = every.map(|(name, group)| members(name, group)).collect();
        groups.extend(
            self.groups
                .keys()
                .map(|name| members(name, &Group::Own(name.clone()))),
        );
        (slots, groups)
    }
}

/// What Docker's health checks are commonly told to wait for an answer; Kubernetes waits 1 s.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(10);

/// The period in which Kubernetes asks.
const LONGEST_TTL: Duration = Duration::from_secs(10);

/// Three of these periods, after which Kubernetes believes a failure.
const LONGEST_INTERVAL: Duration = Duration::from_secs(30);

/// What a busy runtime keeps.
const SHORTEST: Duration = Duration::from_millis(100);

/// So that the largest answer, a page about all of them, stays below 64 KiB.
const MOST_CHECKS: usize = 64;

mod proof;

#[cfg(test)]
mod tests;
