//! From the signal to end, by way of draining, to the end of serving.

use std::future::{Future, poll_fn};
use std::io;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::Health;

impl Health {
    /// Completes when the server may stop accepting: a signal to end came, and the drain is over.
    ///
    /// At the signal, SIGTERM or SIGINT, or Ctrl-C where there are none, the service
    /// [drains](Self::drain); from this call on the signals no longer end the process by
    /// themselves. The `delay` is the time that load balancers need to learn of it: about 5 s on
    /// Kubernetes, which goes on sending requests to an address while it is being [removed]; zero
    /// where nothing asks for readiness. Together with the server's own grace it must fit into the
    /// orchestrator's, 30 s on Kubernetes. A second signal skips the rest of the delay. One that
    /// comes when no such future is left to wait for it ends the process as if there were none of
    /// all this, so that nobody has to kill what does not finish.
    ///
    /// Where the signals cannot be had, one event says so, and they end the process as before.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn serve(_: impl Future<Output = ()>) {}
    /// # async fn example(health: seaworthy_health::Health) {
    /// // With axum: `axum::serve(listener, app).with_graceful_shutdown(shutdown).await`.
    /// let shutdown = health.shutdown(Duration::from_secs(5));
    /// serve(shutdown).await;
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime that has its I/O and time drivers, which Tokio calls
    /// `enable_all`.
    ///
    /// [removed]: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
    pub fn shutdown(&self, delay: Duration) -> impl Future<Output = ()> + Send + use<> {
        // Asked for now, not at the first poll: a signal between the two must not get lost.
        let signals = Signals::new();
        let health = self.clone();
        async move {
            match signals {
                // The signals are given back when this ends, or is dropped before it could.
                Ok(mut signals) => health.end(delay, |cx| signals.poll_next(cx)).await,
                Err(error) => {
                    tracing::error!(?error, "no signals, so no graceful shutdown");
                    std::future::pending().await
                }
            }
        }
    }

    async fn end(&self, delay: Duration, mut signal: impl FnMut(&mut Context<'_>) -> Poll<()>) {
        poll_fn(&mut signal).await;
        self.drain();
        if tokio::time::timeout(delay, poll_fn(&mut signal))
            .await
            .is_ok()
        {
            tracing::info!("drain skipped");
        }
    }
}

/// The signals by which a process is asked to end.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    _awaited: awaited::Awaited,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            _awaited: awaited::Awaited::new()?,
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let interrupted = self.interrupt.poll_recv(cx).is_ready();
        let terminated = self.terminate.poll_recv(cx).is_ready();
        if interrupted || terminated {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

/// Whether anybody waits for signals.
///
/// Tokio takes a signal for good: once it was waited for, the process does not end by it, even
/// when nobody waits any more. What a signal does is the process', and so is this count.
#[cfg(unix)]
mod awaited {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, Mutex, PoisonError};

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::register_conditional_default;

    /// Somebody waits as long as this lives.
    pub(super) struct Awaited(Arc<AtomicBool>);

    static WAITING: Mutex<Option<Waiting>> = Mutex::new(None);

    struct Waiting {
        count: usize,
        /// Whether a signal does what it would without us.
        nobody: Arc<AtomicBool>,
    }

    impl Awaited {
        pub(super) fn new() -> io::Result<Self> {
            let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
            let waiting = match &mut *waiting {
                Some(waiting) => waiting,
                none => {
                    let nobody = Arc::new(AtomicBool::new(false));
                    for signal in [SIGINT, SIGTERM] {
                        register_conditional_default(signal, Arc::clone(&nobody))?;
                    }
                    none.insert(Waiting { count: 0, nobody })
                }
            };
            waiting.count += 1;
            waiting.nobody.store(false, Ordering::SeqCst);
            Ok(Self(Arc::clone(&waiting.nobody)))
        }
    }

    impl Drop for Awaited {
        fn drop(&mut self) {
            let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(waiting) = &mut *waiting {
                waiting.count = waiting.count.saturating_sub(1);
                self.0.store(waiting.count == 0, Ordering::SeqCst);
            }
        }
    }
}

/// The signals by which a process is asked to end.
#[cfg(windows)]
struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
}

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            interrupt: tokio::signal::windows::ctrl_c()?,
        })
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.interrupt.poll_recv(cx).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;
    use tokio::time::Instant;

    use super::*;
    use crate::{Config, Status};

    const DELAY: Duration = Duration::from_secs(5);

    #[tokio::test(start_paused = true)]
    async fn the_end_comes_a_delay_after_the_signal() {
        let health = Config::default().build().unwrap();
        let (signal, mut signals) = unbounded_channel();
        let handle = health.clone();
        let end = tokio::spawn(async move {
            handle
                .end(DELAY, |cx| signals.poll_recv(cx).map(drop))
                .await;
        });

        health.started();
        tokio::time::sleep(DELAY * 10).await;
        assert!(!end.is_finished());
        assert_eq!(health.readiness().await.status(), Status::Ok);

        let signalled = Instant::now();
        signal.send(()).unwrap();
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(health.readiness().await.status(), Status::Draining);
        assert_eq!(health.liveness().status(), Status::Ok);
        end.await.unwrap();
        assert_eq!(signalled.elapsed(), DELAY);
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_signal_skips_the_delay() {
        let health = Config::default().build().unwrap();
        let (signal, mut signals) = unbounded_channel();
        signal.send(()).unwrap();
        signal.send(()).unwrap();
        let begun = Instant::now();
        health
            .end(DELAY, |cx| signals.poll_recv(cx).map(drop))
            .await;
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }
}
