use std::sync::Arc;

use crate::slot::Slot;

/// Which question a check helps to answer.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Group {
    /// Does the process live? Only for what a restart mends, so only for checks that are
    /// [in the process](crate::Check::in_process).
    Liveness,
    /// A question of the host's own, by its name in [`Config::groups`](crate::Config::groups).
    Own(String),
    /// Can the service take work now?
    Readiness,
    /// Has the service started? A check that is in no other group is not asked again once it has
    /// passed.
    Startup,
}

/// A group with its checks, proved.
pub(crate) struct Members {
    pub(crate) name: Arc<str>,
    pub(crate) slots: Vec<Arc<Slot>>,
}

/// Where the groups that every service has stand among all.
pub(crate) const LIVENESS: usize = 0;
pub(crate) const READINESS: usize = 1;
pub(crate) const STARTUP: usize = 2;

/// The names by which Kubernetes calls them, in that order.
pub(crate) const NAMES: [&str; 3] = ["livez", "readyz", "startupz"];
