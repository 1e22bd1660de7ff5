use std::time::Duration;

/// When a check runs.
///
/// ```
/// use std::time::Duration;
///
/// use seaworthy_health::Mode;
///
/// let often = Mode::polled(Duration::from_secs(2));
/// let when_asked = Mode::on_demand(Duration::from_secs(5));
/// # assert_ne!(often, when_asked);
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// When somebody asks, and at most once per time to live, however many ask.
    OnDemand {
        /// How long a success is passed on after its run ended. Zero asks each time anew.
        ttl: Duration,
        /// How long a failure is passed on; at most as long as a success, to see its end early.
        failure_ttl: Duration,
        /// How much longer an outcome is passed on while a run that renews it is under way. Zero
        /// makes those who ask wait for that run.
        stale_while_revalidate: Duration,
    },
    /// In the background, from the start on: a request never starts it.
    Polled {
        /// The pause between the end of a run and the begin of the next.
        interval: Duration,
        /// By how much at most a pause is longer or shorter, so that many instances do not ask
        /// their database all at once.
        jitter: Duration,
    },
}

impl Mode {
    /// In the background, with pauses of this length, give or take a tenth.
    #[must_use]
    pub fn polled(interval: Duration) -> Self {
        Self::Polled {
            interval,
            jitter: interval / 10,
        }
    }

    /// When somebody asks, at most once in so much time.
    #[must_use]
    pub const fn on_demand(ttl: Duration) -> Self {
        Self::OnDemand {
            ttl,
            failure_ttl: ttl,
            stale_while_revalidate: Duration::ZERO,
        }
    }
}

impl Default for Mode {
    /// In the background, about every 10 s, as Kubernetes asks.
    fn default() -> Self {
        Self::polled(Duration::from_secs(10))
    }
}
