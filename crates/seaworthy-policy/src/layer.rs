use std::fmt;
use std::sync::Arc;

use tower_layer::Layer;

use crate::Guarded;

/// Wraps a service so that a [`Policy`](crate::Policy) judges its requests and finishes its
/// responses.
///
/// Cloning it, and cloning the services it makes, shares the policy: no allocation, one reference
/// count.
///
/// ```
/// use seaworthy_policy::PolicyLayer;
/// use tower_layer::Layer;
///
/// let layer = PolicyLayer::new(());
/// let guarded = layer.layer("any service");
/// assert_eq!(*guarded.get_ref(), "any service");
/// ```
pub struct PolicyLayer<P> {
    policy: Arc<P>,
}

impl<P> PolicyLayer<P> {
    /// A layer that runs this policy; give it a tuple to run several.
    #[must_use]
    pub fn new(policy: P) -> Self {
        Self {
            policy: Arc::new(policy),
        }
    }

    /// The policy that it runs.
    #[must_use]
    pub fn get_ref(&self) -> &P {
        &self.policy
    }

    /// The layer with another policy, made from this one: to put a policy of one's own around it or
    /// inside of it, still as one layer.
    ///
    /// ```
    /// use seaworthy_policy::PolicyLayer;
    ///
    /// let ready_made = PolicyLayer::new(Some(()));
    /// let extended = ready_made.map(|inner| ((), inner));
    /// # let _ = extended;
    /// ```
    #[must_use]
    pub fn map<Q>(self, change: impl FnOnce(P) -> Q) -> PolicyLayer<Q>
    where
        P: Clone,
    {
        PolicyLayer::new(change(Arc::unwrap_or_clone(self.policy)))
    }
}

impl<S, P> Layer<S> for PolicyLayer<P> {
    type Service = Guarded<S, P>;

    fn layer(&self, inner: S) -> Self::Service {
        Guarded::new(inner, Arc::clone(&self.policy))
    }
}

impl<P> Clone for PolicyLayer<P> {
    fn clone(&self) -> Self {
        Self {
            policy: Arc::clone(&self.policy),
        }
    }
}

impl<P: fmt::Debug> fmt::Debug for PolicyLayer<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PolicyLayer").field(&self.policy).finish()
    }
}
