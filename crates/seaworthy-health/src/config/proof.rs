//! What of a configuration cannot work.

use std::collections::HashSet;
use std::time::Duration;

use super::MOST_CHECKS;
use crate::{Config, Group, Issue, Mode, check, group};

impl Config {
    pub(super) fn prove_checks(&self, issues: &mut Vec<Issue>) {
        let mut names = HashSet::new();
        if self.checks.len() > MOST_CHECKS {
            let count = self.checks.len();
            issues.push(Issue::TooManyChecks { count });
        }
        for (index, check) in self.checks.iter().enumerate() {
            if !check::is_name(&check.name) {
                issues.push(Issue::InvalidName { index });
                continue;
            }
            let name = || check.name.clone();
            if RESERVED.contains(&check.name.as_str()) {
                issues.push(Issue::ReservedName { name: name() });
            }
            if !names.insert(&check.name) {
                issues.push(Issue::DuplicateName { name: name() });
            }
            if check.groups.contains(&Group::Liveness) && !check.in_process {
                issues.push(Issue::DependencyInLiveness { name: name() });
            }
            for group in &check.groups {
                let Group::Own(group) = group else { continue };
                if !self.groups.contains_key(group) {
                    let group = group.clone();
                    issues.push(Issue::UnknownGroup {
                        name: name(),
                        group,
                    });
                }
            }
            if check.failure_threshold == 0 || check.success_threshold == 0 {
                issues.push(Issue::ZeroThreshold { name: name() });
            }
            if let Some(mode) = &check.mode {
                self::mode(mode, Some(&check.name), issues);
            }
            if check.timeout.is_some_and(|timeout| timeout.is_zero()) {
                issues.push(Issue::ZeroCheckTimeout { name: name() });
            }
        }
    }

    pub(super) fn prove_groups(&self, issues: &mut Vec<Issue>) {
        for name in self.groups.keys() {
            if !check::is_name(name) || group::NAMES.contains(&name.as_str()) {
                let name = name.clone();
                issues.push(Issue::InvalidGroup { name });
            }
        }
    }

    /// What is believed for less time than it takes to ask again is never believed for long.
    pub(super) fn prove_staleness(&self, issues: &mut Vec<Issue>) {
        let Some(limit) = self.max_staleness else {
            return;
        };
        let modes = self.checks.iter().map(|check| {
            let timeout = check.timeout.unwrap_or(self.timeout);
            (check.mode.unwrap_or(self.mode), timeout)
        });
        let too_short = |(mode, timeout): (Mode, Duration)| match mode {
            Mode::Polled { interval, jitter } => {
                limit <= interval.saturating_add(jitter).saturating_add(timeout)
            }
            Mode::OnDemand { .. } => limit.is_zero(),
        };
        if modes.into_iter().any(too_short) {
            issues.push(Issue::ShortStaleness);
        }
    }
}

pub(super) fn mode(mode: &Mode, check: Option<&str>, issues: &mut Vec<Issue>) {
    match *mode {
        Mode::Polled { interval, .. } if interval.is_zero() => {
            issues.push(Issue::ZeroInterval {
                check: check.map(Into::into),
            });
        }
        Mode::OnDemand {
            ttl, failure_ttl, ..
        } if failure_ttl > ttl => {
            issues.push(Issue::LongFailureTtl {
                check: check.map(Into::into),
            });
        }
        Mode::OnDemand { .. } | Mode::Polled { .. } => {}
    }
}

/// The keys under which an answer tells its own state.
pub(super) const RESERVED: [&str; 6] = [
    "broken",
    "maintenance",
    "runtime",
    "shutdown",
    "startup",
    "status",
];
