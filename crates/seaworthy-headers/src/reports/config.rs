use std::marker::PhantomData;
use std::sync::Arc;

use super::collector::Collector;
use super::{Reports, ReportsConfigError, ReportsIssue};

/// How much of what browsers report is taken, not yet checked.
///
/// ```
/// use axum::body::Body;
/// use seaworthy_headers::ReportsConfig;
///
/// let mut config = ReportsConfig::default();
/// assert!(config.build::<Body>().is_ok());
///
/// config.max_reports = 0;
/// config.keep_one_in = 0;
/// let error = config.build::<Body>().unwrap_err();
/// assert_eq!(error.issues().len(), 2);
/// ```
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct ReportsConfig {
    /// How long a body may be: 64 KiB. One that is longer is dropped whole.
    pub max_bytes: usize,
    /// How many reports of one body are read: 20. What follows is dropped.
    pub max_reports: usize,
    /// How many reports of one peer are logged a minute: 60. After a quiet minute, as many more may
    /// come at once.
    ///
    /// A post without any report counts as one. A peer is the client's address in the request's
    /// `Connection`, of IPv6 the network of 64 bits; whoever has none shares one limit. The peers
    /// share 4096 counters too, in an order that is new in each process: two that meet share their
    /// limit, and nobody can choose with whom.
    pub per_peer: u32,
    /// How many reports of all peers are logged a minute: 600, and as many more at once.
    ///
    /// It bounds the log. Whoever commands many networks can use it up.
    pub total: u32,
    /// Of how many posts one is read, the others being dropped unseen: 1, which is all.
    ///
    /// For sites whose browsers report more than anybody reads. It comes before the limits.
    pub keep_one_in: u32,
    /// Whether the beginning of a script that was blocked is logged: no.
    ///
    /// Browsers send it where the policy says `'report-sample'`. It may hold secrets of the page.
    pub samples: bool,
}

impl Default for ReportsConfig {
    fn default() -> Self {
        Self {
            max_bytes: 64 * 1024,
            max_reports: 20,
            per_peer: 60,
            total: 600,
            keep_one_in: 1,
            samples: false,
        }
    }
}

impl ReportsConfig {
    /// The service that takes reports within these limits; `R` is its response's body.
    ///
    /// # Errors
    ///
    /// Everything that is wrong at once: what is zero, and a total that one peer could use up.
    pub fn build<R>(&self) -> Result<Reports<R>, ReportsConfigError> {
        let numbers = [
            ("max_bytes", self.max_bytes == 0),
            ("max_reports", self.max_reports == 0),
            ("per_peer", self.per_peer == 0),
            ("total", self.total == 0),
            ("keep_one_in", self.keep_one_in == 0),
        ];
        let mut issues: Vec<_> = numbers
            .into_iter()
            .filter_map(|(field, is_zero)| is_zero.then_some(ReportsIssue::Zero { field }))
            .collect();
        if (1..self.per_peer).contains(&self.total) {
            issues.push(ReportsIssue::TotalBelowPeer {
                total: self.total,
                per_peer: self.per_peer,
            });
        }
        ReportsConfigError::unless(issues, || Reports {
            collector: Arc::new(Collector::new(self)),
            body: PhantomData,
        })
    }
}
