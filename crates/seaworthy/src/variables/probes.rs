use std::time::Duration;

use seaworthy_settings::{Secret, Settings as Load};

use crate::validate;

/// How the health of the service is looked after, and who may read how it fares.
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct Probes {
    /// The token with which operators read latencies too, sent as `Authorization: Bearer …`; unset,
    /// nobody reads them.
    #[settings(validate = validate::health_token)]
    pub token: Option<Secret<String>>,

    /// The pause between two runs of a check.
    #[settings(default = "10s", validate = validate::health_interval)]
    pub interval: Duration,

    /// How long a check may take.
    #[settings(default = "2s", validate = validate::health_timeout)]
    pub timeout: Duration,

    /// For how long the service goes on after the signal to end, so that load balancers learn of
    /// it; unset, 5 s on Kubernetes and not at all elsewhere.
    pub drain: Option<Duration>,
}
