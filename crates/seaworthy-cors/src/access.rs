//! What code may decide about an origin that no list names.

use std::fmt;
use std::sync::Arc;

use crate::Origin;

/// What an origin may do, as a predicate decides it; see [`Config::build_with`].
///
/// There is no plain yes: whoever allows an origin says whether its pages may act in the name of
/// the user who is signed in.
///
/// [`Config::build_with`]: crate::Config::build_with
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth answer")]
pub enum Access {
    /// Its pages read nothing.
    Denied,
    /// Its pages read what requests without cookies get.
    Anonymous,
    /// Its pages read what requests with cookies get.
    ///
    /// Only where [`Config::credentials`](crate::Config::credentials) is on, and only for pages
    /// that nobody on the way can change: otherwise it is [`Anonymous`](Self::Anonymous).
    WithCredentials,
}

/// A predicate, shared by all clones of a policy.
#[derive(Clone)]
pub(crate) struct Predicate(Arc<dyn Fn(&Origin) -> Access + Send + Sync>);

impl Predicate {
    pub(crate) fn new(decide: impl Fn(&Origin) -> Access + Send + Sync + 'static) -> Self {
        Self(Arc::new(decide))
    }

    pub(crate) fn decide(&self, origin: &Origin) -> Access {
        (self.0)(origin)
    }
}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Predicate")
    }
}
