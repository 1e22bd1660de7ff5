use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::timeout;

use crate::check::Look;
use crate::end::{self, End, caught};
use crate::{Checks, Outcome, Report, Selection, UnknownTags};

impl<T: ?Sized + Send + Sync + 'static> Checks<T> {
    /// Runs the selected checks side by side, and reports on each in the order in which they were
    /// added.
    ///
    /// Each has its time, 10 s unless [`Check::timeout`](crate::Check::timeout) says otherwise;
    /// one that takes longer is left alone, and a finding `check.hung` of the gravest level takes
    /// the place of what it would have found. At most eight run at the same time. All else is as
    /// in [`run`](Self::run).
    ///
    /// Rules that do not wait run on threads of the runtime that may block. What never returns
    /// holds its thread, and with it the end of the runtime: a program ends it by
    /// `Runtime::shutdown_background`.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use seaworthy_check::{Check, Checks, Finding, Selection};
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
    /// let checks = Checks::new().add(Check::future("queue", |length: &usize| {
    ///     let length = *length;
    ///     async move {
    ///         let is_long = length > 1000;
    ///         is_long.then(|| Finding::warning("queue.long", "Workers do not keep up."))
    ///     }
    /// }));
    /// let report = checks.run_concurrently(Arc::new(1200), &Selection::default()).await?;
    /// assert_eq!(report.findings()[0].id, "queue.long");
    /// # Ok::<(), seaworthy_check::UnknownTags>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The selection names a tag that no check has, among those that it lets run.
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime that has its timer.
    pub async fn run_concurrently(
        &self,
        input: Arc<T>,
        selection: &Selection,
    ) -> Result<Report, UnknownTags> {
        let selected = self.selected(selection)?;
        let mut ends = Vec::new();
        ends.resize_with(selected.len(), || None);
        let mut waiting = selected.iter().enumerate();
        let mut running = JoinSet::new();
        loop {
            let room = MOST - running.len();
            for (index, check) in waiting.by_ref().take(room) {
                let looked = look(check.rule.clone(), Arc::clone(&input), check.timeout);
                running.spawn(async move { (index, looked.await) });
            }
            let Some(ended) = running.join_next().await else {
                break;
            };
            // The task itself does not panic.
            if let Ok((index, end)) = ended {
                ends.splice(index..=index, [Some(end)]);
            }
        }
        let ends = ends.into_iter().map(|end| end.unwrap_or(End::Crashed));
        Ok(end::report(selected.into_iter().zip(ends), selection))
    }
}

/// How many checks run at the same time.
const MOST: usize = 8;

/// Looks once, and not for longer than this.
async fn look<T>(rule: Look<T>, input: Arc<T>, limit: Duration) -> End
where
    T: ?Sized + Send + Sync + 'static,
{
    let ended = match rule {
        Look::Now(rule) => {
            let look = move || End::of(|| rule(&input));
            timeout(limit, spawn_blocking(look))
                .await
                .map(|end| end.unwrap_or(End::Crashed))
        }
        Look::Later(start) => {
            let started = caught(|| start(&input));
            timeout(limit, async {
                match started {
                    Some(later) => End::of_later(later).await,
                    None => End::Crashed,
                }
            })
            .await
        }
    };
    ended.unwrap_or(End::Hung(limit))
}

impl End {
    /// What comes of a future, unless it panics.
    async fn of_later(later: impl Future<Output = Outcome>) -> Self {
        let mut later = pin!(later);
        poll_fn(|context| match caught(|| later.as_mut().poll(context)) {
            Some(Poll::Ready(outcome)) => Poll::Ready(Self::Said(outcome)),
            Some(Poll::Pending) => Poll::Pending,
            None => Poll::Ready(Self::Crashed),
        })
        .await
    }
}
