//! The laws of how checks are run, whoever asks and whatever the checks do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails")]

use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use seaworthy_health::{Check, Config, Health, Mode, Outcome, Report, Status};
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// How often a check ran.
#[derive(Clone, Default)]
struct Runs(Arc<AtomicUsize>);

impl Runs {
    fn count(&self) -> usize {
        self.0.load(SeqCst)
    }

    /// Counts a run, and tells which one it is: 1 for the first.
    fn begin(&self) -> usize {
        self.0.fetch_add(1, SeqCst) + 1
    }
}

/// A check that succeeds after a while.
fn slow(name: &str, time: Duration, runs: &Runs) -> Check {
    let runs = runs.clone();
    Check::new(name, move || {
        runs.begin();
        async move {
            sleep(time).await;
            Ok::<(), String>(())
        }
    })
}

fn config(checks: Vec<Check>) -> Config {
    let mut config = Config::default();
    config.checks = checks;
    config.mode = Mode::on_demand(SECOND);
    config
}

fn started(config: &Config) -> Health {
    let health = config.build().unwrap();
    health.started();
    health
}

/// Polls once, without a task that could be woken.
fn poll(readiness: Pin<&mut impl Future<Output = Report>>) -> Poll<Vec<Outcome>> {
    let polled = readiness.poll(&mut Context::from_waker(Waker::noop()));
    polled.map(|report| outcomes_of(&report))
}

async fn outcomes(health: &Health) -> Vec<Outcome> {
    outcomes_of(&health.readiness().await)
}

fn outcomes_of(report: &Report) -> Vec<Outcome> {
    let checks = report.checks().iter();
    checks.map(|check| check.outcome()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_run_a_check_once() {
    let runs = Runs::default();
    let time = Duration::from_millis(200);
    let health = started(&config(vec![slow("database", time, &runs)]));
    let begun = Instant::now();
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        let health = health.clone();
        callers.spawn(async move { health.readiness().await.status() });
    }
    let statuses = callers.join_all().await;
    assert_eq!(statuses, [Status::Ok; 1000]);
    assert_eq!(runs.count(), 1);
    assert_eq!(begun.elapsed(), time);
}

#[tokio::test(start_paused = true)]
async fn checks_run_side_by_side() {
    let runs = Runs::default();
    let names: Vec<_> = (0..10).map(|n| format!("check-{n}")).collect();
    let time = Duration::from_millis(100);
    let checks = names.iter().map(|name| slow(name, time, &runs)).collect();
    let health = started(&config(checks));
    let begun = Instant::now();
    let report = health.readiness().await;
    assert_eq!(begun.elapsed(), time);
    assert_eq!(runs.count(), 10);
    // In the order of their registration.
    assert!(report.checks().iter().map(|check| check.name()).eq(names));
}

#[tokio::test(start_paused = true)]
async fn an_outcome_is_passed_on_from_the_end_of_its_run() {
    let runs = Runs::default();
    let mut config = config(vec![slow("report", 6 * SECOND, &runs)]);
    config.timeout = 10 * SECOND;
    config.mode = Mode::on_demand(5 * SECOND);
    let health = started(&config);
    health.readiness().await;
    sleep(5 * SECOND - Duration::from_millis(1)).await;
    health.readiness().await;
    assert_eq!(runs.count(), 1);
    sleep(Duration::from_millis(1)).await;
    health.readiness().await;
    assert_eq!(runs.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn without_a_ttl_each_question_is_asked_anew() {
    let runs = Runs::default();
    let mut config = config(vec![slow("database", SECOND, &runs)]);
    config.mode = Mode::on_demand(Duration::ZERO);
    let health = started(&config);
    health.readiness().await;
    health.readiness().await;
    assert_eq!(runs.count(), 2);
    tokio::join!(health.readiness(), health.readiness());
    assert_eq!(runs.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_wakes_late_is_answered_by_the_run_it_waited_for() {
    let runs = Runs::default();
    let mut config = config(vec![slow("database", SECOND, &runs)]);
    config.mode = Mode::on_demand(Duration::ZERO);
    let health = started(&config);

    let mut late = pin!(health.readiness());
    assert!(poll(late.as_mut()).is_pending());
    sleep(3 * SECOND / 2).await;
    let mut next = pin!(health.readiness());
    assert!(poll(next.as_mut()).is_pending());
    tokio::task::yield_now().await;
    assert_eq!(runs.count(), 2);
    assert!(poll(late.as_mut()).is_ready());
}

#[tokio::test(start_paused = true)]
async fn a_run_goes_on_when_its_caller_leaves() {
    let runs = Runs::default();
    let health = started(&config(vec![slow("database", SECOND, &runs)]));
    let begun = Instant::now();
    assert!(timeout(SECOND / 2, health.readiness()).await.is_err());
    assert_eq!(outcomes(&health).await, [Outcome::Ok]);
    assert_eq!(begun.elapsed(), SECOND);
    assert_eq!(runs.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_hangs_is_cancelled_when_its_time_is_over() {
    /// Lives as long as the run.
    struct Alive(Runs);

    impl Drop for Alive {
        fn drop(&mut self) {
            self.0.begin();
        }
    }

    let (runs, ends) = (Runs::default(), Runs::default());
    let hangs_once = Check::new("database", {
        let (runs, ends) = (runs.clone(), ends.clone());
        move || {
            let (run, alive) = (runs.begin(), Alive(ends.clone()));
            async move {
                if run == 1 {
                    pending::<()>().await;
                }
                drop(alive);
                Ok::<(), String>(())
            }
        }
    });
    let health = started(&config(vec![hangs_once]));
    let begun = Instant::now();
    assert_eq!(outcomes(&health).await, [Outcome::Timeout]);
    assert_eq!(begun.elapsed(), 2 * SECOND);
    tokio::task::yield_now().await;
    assert_eq!(ends.count(), 1);

    // The timeout is passed on like any outcome, and the next run may succeed.
    assert_eq!(outcomes(&health).await, [Outcome::Timeout]);
    sleep(SECOND).await;
    assert_eq!(outcomes(&health).await, [Outcome::Ok]);
    assert_eq!(runs.count(), 2);
}

#[tokio::test]
async fn what_blocks_for_ever_runs_once() {
    let runs = Runs::default();
    let (release, blocked) = mpsc::channel::<()>();
    let blocked = Mutex::new(blocked);
    let blocking = Check::blocking("disk", {
        let runs = runs.clone();
        move || {
            runs.begin();
            blocked.lock().unwrap().recv()
        }
    });
    let mut config = config(vec![blocking]);
    config.timeout = Duration::from_millis(1);
    config.mode = Mode::on_demand(Duration::ZERO);
    let health = started(&config);
    // A run that got no thread in time is cancelled after all, and counts for nothing.
    while runs.count() == 0 {
        assert_eq!(outcomes(&health).await, [Outcome::Timeout]);
        tokio::task::yield_now().await;
    }
    for _ in 0..100 {
        // Nobody waits for it any more.
        let readiness = pin!(health.readiness());
        assert_eq!(poll(readiness), Poll::Ready(vec![Outcome::Timeout]));
    }
    assert_eq!(runs.count(), 1);

    // Once the run has really ended, the next may begin; and the late success was not believed.
    release.send(()).unwrap();
    while runs.count() == 1 {
        assert_eq!(outcomes(&health).await, [Outcome::Timeout]);
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_check_has_its_own_time() {
    let runs = Runs::default();
    let mut patient = slow("patient", 3 * SECOND, &runs);
    patient.timeout = Some(4 * SECOND);
    let health = started(&config(vec![slow("hasty", 3 * SECOND, &runs), patient]));
    assert_eq!(outcomes(&health).await, [Outcome::Timeout, Outcome::Ok]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_stays_in_its_run() {
    let runs = Runs::default();
    let at_once = Check::new("at-once", || -> std::future::Ready<Result<(), String>> {
        panic!("token=abcdef")
    });
    let awaited = Check::new("awaited", || async {
        sleep(SECOND).await;
        if true {
            panic!("token=abcdef");
        }
        Ok::<(), String>(())
    });
    let blocking = Check::blocking("blocking", || -> Result<(), String> {
        panic!("token=abcdef")
    });
    let fine = slow("fine", SECOND, &runs);
    let health = started(&config(vec![at_once, awaited, blocking, fine]));
    for run in 1..=3 {
        use Outcome::{Ok, Panicked};
        assert_eq!(outcomes(&health).await, [Panicked, Panicked, Panicked, Ok]);
        assert_eq!(runs.count(), run);
        sleep(2 * SECOND).await;
    }
}

#[test]
fn without_a_runtime_checks_fail_and_nothing_panics() {
    let runs = Runs::default();
    let health = started(&config(vec![slow("database", SECOND, &runs)]));
    let mut readiness = pin!(health.readiness());
    assert_eq!(poll(readiness.as_mut()), Poll::Ready(vec![Outcome::Failed]));
    assert_eq!(runs.count(), 0);
}

#[test]
fn a_runtime_that_stops_leaves_no_run_behind() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().start_paused(true).build().unwrap()
    };
    let runs = Runs::default();
    let mut config = config(vec![slow("database", SECOND, &runs)]);
    config.mode = Mode::on_demand(Duration::ZERO);
    let health = started(&config);
    let first = runtime();
    let mut waiting = pin!(health.readiness());
    first.block_on(async {
        assert!(poll(waiting.as_mut()).is_pending());
        tokio::task::yield_now().await;
    });
    assert_eq!(runs.count(), 1);
    drop(first);
    assert_eq!(poll(waiting.as_mut()), Poll::Ready(vec![Outcome::Failed]));
    assert_eq!(runtime().block_on(outcomes(&health)), [Outcome::Ok]);
    assert_eq!(runs.count(), 2);
}
